"""Uploads: pictures and songs that briefs name by their keys."""

import asyncio
import hashlib
from pathlib import Path
from typing import Annotated, Any

import structlog
from botocore.exceptions import BotoCoreError, ClientError
from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime

from api.context import Context, Here, Owner
from api.problems import FieldProblem, ProblemError
from api.receiving import MOST_FILES, Received, received
from api.responses import BUSY, FULL, INVALID, TOO_LARGE, UNTAKEN
from api.schemas import File
from api.space import require_space
from api.upload_schemas import UploadInfo, UploadList, UploadPage
from film.assets import AssetKind
from media.errors import MediaError
from media.incoming import IncomingSound, incoming_picture, incoming_sound
from store.keys import asset_key
from store.uploads import KeptUpload, Upload

log = structlog.get_logger()

router = APIRouter(prefix="/v1/uploads", tags=["uploads"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"Up to {MOST_FILES} files: jpg, png or webp (10 MB each); mp3, wav, m4a or flac (50 MB each)",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    }
}


@router.post("", status_code=201, openapi_extra=_BODY, responses={**INVALID, **TOO_LARGE, **UNTAKEN, **BUSY, **FULL})
async def upload_files(here: Here, owner: Owner, request: Request) -> UploadList:
    """Bring pictures and songs. All are taken or none; the same file again has the same key."""
    await require_space(here.settings)
    home = here.settings.home
    async with received(request, home / "incoming" if home else None) as files:
        known = await asyncio.to_thread(_opened, files)
        await _stored(here, known)
    kept = [await here.uploads.add(owner, upload) for _, upload in known]
    log.info("uploaded", files=len(kept), bytes=sum(each.size_bytes for each in kept))
    return UploadList(uploads=[_info(here, each) for each in kept])


@router.get("", responses=INVALID)
async def list_uploads(
    here: Here,
    owner: Owner,
    before: Annotated[AwareDatetime | None, Query(description="Only those brought before; see `next_before`")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
) -> UploadPage:
    """Your uploads, newest first."""
    found = await here.uploads.page(owner, before=before, limit=limit + 1)
    shown = found[:limit]
    return UploadPage(
        uploads=[_info(here, each) for each in shown],
        next_before=shown[-1].created_at if len(found) > limit else None,
    )


def _opened(files: list[Received]) -> list[tuple[Path, Upload]]:
    """What the files are. Raises ``ProblemError`` (422) that names every one that is damaged."""
    known, faults = [], []
    for file in files:
        try:
            known.append((file.path, _known(file)))
        except MediaError as error:
            reason = str(error).removeprefix(f"{file.path.name}: ")
            faults.append(FieldProblem(pointer=f"/files/{file.number}", detail=f"{file.name} cannot be used: {reason}"))
    if faults:
        raise ProblemError(422, "unreadable-file", "; ".join(fault.detail for fault in faults), fields=faults)
    return known


def _known(file: Received) -> Upload:
    kind, content_type = file.signature.kind, file.signature.content_type
    found = incoming_picture(file.path) if kind is AssetKind.PICTURE else incoming_sound(file.path)
    with file.path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    upload = Upload(
        key=asset_key(kind, sha256, content_type),
        kind=kind,
        name=file.name,
        content_type=content_type,
        size_bytes=file.path.stat().st_size,
        sha256=sha256,
    )
    if isinstance(found, IncomingSound):
        return upload.model_copy(update={"duration_s": found.duration_s})
    shape = {"width": found.width, "height": found.height, "transparent": found.transparent}
    return upload.model_copy(update=shape)


async def _stored(here: Context, known: list[tuple[Path, Upload]]) -> None:
    try:
        for path, upload in known:
            await asyncio.to_thread(here.objects.put, upload.key, path, upload.content_type)
    except (BotoCoreError, ClientError) as error:
        log.warning("the object storage did not answer", reason=type(error).__name__)
        detail = "The studio's storage did not answer; try again in a moment"
        raise ProblemError(503, "studio-busy", detail) from error


def _info(here: Context, upload: KeptUpload) -> UploadInfo:
    url = here.objects.url(upload.key)
    file = File(url=url, content_type=upload.content_type, size_bytes=upload.size_bytes, sha256=upload.sha256)
    return UploadInfo(
        key=upload.key,
        kind=upload.kind,
        name=upload.name,
        width=upload.width,
        height=upload.height,
        transparent=upload.transparent,
        duration_s=upload.duration_s,
        file=file,
        created_at=upload.created_at,
    )
