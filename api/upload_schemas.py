"""Uploads as the API gives them."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas import File
from film.assets import AssetKind


class UploadInfo(BaseModel):
    """A file you brought. ``key`` is what briefs, references and finishes call it by."""

    key: str = Field(examples=["assets/picture/3f/3f0c…e1.png"])
    kind: AssetKind
    name: str
    width: int | None = Field(description="In pixels, of pictures")
    height: int | None
    transparent: bool = Field(description="Whether a picture has parts that can be seen through, as a cut-out does")
    duration_s: float | None = Field(description="Of sounds")
    file: File
    created_at: datetime


class UploadList(BaseModel):
    """What was taken in, in the order in which it was sent."""

    uploads: list[UploadInfo]


class UploadPage(BaseModel):
    """Uploads, newest first; ``next_before`` is the ``before`` of the next page."""

    uploads: list[UploadInfo]
    next_before: datetime | None
