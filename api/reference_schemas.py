"""References as the API takes and gives them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.words import Words
from film.brief import StoredPicture
from film.reference import ReferenceKind


class NewReference(BaseModel):
    """A picture to keep as a reference."""

    model_config = ConfigDict(extra="forbid")

    kind: ReferenceKind = Field(description="What the picture shows")
    name: Words = Field(min_length=1, max_length=60, description="How briefs call it", examples=["Mara"])
    looks: Words = Field(
        default="",
        max_length=500,
        description="What it looks like, for models that read but do not look",
        examples=["a woman in her fifties, grey plait, yellow oilskin coat"],
    )
    image: StoredPicture = Field(description="The key of an uploaded picture")


class ReferenceInfo(BaseModel):
    """A reference. ``project_id`` is the film that made it; ``url`` shows its picture for an hour."""

    reference_id: str
    kind: ReferenceKind
    name: str
    looks: str
    image: str
    url: str
    project_id: str | None
    created_at: datetime


class ReferenceList(BaseModel):
    """References, newest first."""

    references: list[ReferenceInfo]
