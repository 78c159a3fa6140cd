"""Replicate's dialect: uploaded files, and the delivery of outputs."""

import asyncio
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import JsonValue

from previz.server import faults
from previz.server.archive import Archive, Upload
from previz.server.bodies import Part, copy_part, multipart_parts, save_body
from previz.server.lab.delivery import OWN_FAULTS, delivery_of
from previz.server.lab.faults import On
from previz.server.lab.lab import Lab
from previz.server.lab.plan import Rule
from previz.server.records import new_id, now, wire_time
from previz.server.replicate.predictions import Origin, TheDesk, TheGate, require_token
from previz.server.settings import Settings

_HEADERS = {"Cache-Control": "private, max-age=3600, immutable"}
_ID = re.compile(r"[a-z2-7]{26}")
_FILE = re.compile(r"[a-z]+\.[a-z0-9]+")
_OURS = re.compile(rf"/v1/files/(?P<upload>{_ID.pattern})|/delivery/(?P<made>{_ID.pattern})/(?P<file>{_FILE.pattern})")


class Shelves:
    """The files this server holds: uploads and outputs."""

    def __init__(self, settings: Settings, archive: Archive, lab: Lab) -> None:
        self._settings, self._archive, self._lab = settings, archive, lab

    async def find(self, path_of_url: str) -> Path | None:
        """The file that the path of one of our own URLs stands for; ``None`` for every other path."""
        if not (ours := _OURS.fullmatch(path_of_url)):
            return None
        path = self.upload(ours["upload"]) if ours["upload"] else self.output(ours["made"], ours["file"])
        return path if await asyncio.to_thread(path.is_file) else None

    def upload(self, upload_id: str) -> Path:
        """Where an upload lies."""
        return self._settings.uploads / upload_id

    def output(self, prediction_id: str, file: str) -> Path:
        """Where a delivered file lies."""
        return self._settings.outputs / prediction_id / file

    async def accept(self, request: Request) -> Upload:
        """Keep the file a form brings in its part ``content``. Raises ``Fault``."""
        upload_id = new_id()
        body = self._settings.scratch / f"{upload_id}.form"
        try:
            await save_body(request, body)
            parts = await asyncio.to_thread(multipart_parts, body, request.headers.get("content-type", ""))
            by_name = {part.name: part for part in parts}
            if (content := by_name.get("content")) is None:
                raise faults.unreadable("The form has no part named content")
            upload = await asyncio.to_thread(self._keep, upload_id, body, content, by_name.get("metadata"))
        finally:
            await asyncio.to_thread(body.unlink, missing_ok=True)
        await self._archive.add_upload(upload)
        return upload

    async def drop(self, upload_id: str) -> bool:
        """Remove an upload; ``False`` when there was none."""
        dropped = await self._archive.drop_upload(upload_id)
        if dropped:
            await asyncio.to_thread(self.upload(upload_id).unlink, missing_ok=True)
        return dropped

    async def sweep(self) -> None:
        """Remove uploads that have expired."""
        for old in await self._archive.uploads():
            if old.expires_at <= now():
                await self.drop(old.id)

    def _keep(self, upload_id: str, body: Path, content: Part, metadata: Part | None) -> Upload:
        copy_part(body, content, self.upload(upload_id))
        with self.upload(upload_id).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Upload(
            id=upload_id,
            name=Path(content.filename).name,
            content_type=content.content_type,
            size=content.end - content.start,
            sha256=digest,
            metadata=_metadata(body, metadata),
            created_at=now(),
            expires_at=now() + timedelta(seconds=self._lab.plan.upload_ttl_s),
        )


def _metadata(body: Path, part: Part | None) -> dict[str, object]:
    if part is None:
        return {}
    try:
        with body.open("rb") as file:
            file.seek(part.start)
            parsed = json.loads(file.read(part.end - part.start))
    except ValueError as error:
        raise faults.unreadable("The part named metadata is not JSON") from error
    if not isinstance(parsed, dict):
        raise faults.unreadable("The part named metadata is not a JSON object")
    return parsed


def shelves_of(request: Request) -> Shelves:
    """The shelves of the app that serves this request."""
    shelves: Shelves = request.app.state.shelves
    return shelves


TheShelves = Annotated[Shelves, Depends(shelves_of)]
router = APIRouter(prefix="/v1/files", dependencies=[Depends(require_token)], tags=["replicate"])
delivery = APIRouter(tags=["delivery"])


@router.post("", status_code=201)
async def upload_file(request: Request, shelves: TheShelves, gate: TheGate, origin: Origin) -> Response:
    """Upload a file (multipart: ``content``, optional ``metadata``) to be used as an input."""

    async def uploaded(_: Rule | None) -> Response:
        return JSONResponse(_file_json(await shelves.accept(request), origin), 201)

    return await gate.call(On.UPLOAD, "", uploaded)


@router.get("")
async def list_files(request: Request, origin: Origin) -> JSONResponse:
    """All uploads, newest first."""
    uploads = await request.app.state.archive.uploads()
    return JSONResponse({"previous": None, "next": None, "results": [_file_json(u, origin) for u in uploads]})


@router.get("/{file_id}")
async def get_file(file_id: str, request: Request, origin: Origin) -> JSONResponse:
    """What is known of an upload."""
    upload: Upload | None = await request.app.state.archive.upload(file_id)
    if upload is None or upload.expires_at <= now():
        raise faults.not_found()
    return JSONResponse(_file_json(upload, origin))


@router.delete("/{file_id}", status_code=204)
async def delete_file(file_id: str, shelves: TheShelves) -> Response:
    """Remove an upload."""
    if not await shelves.drop(file_id):
        raise faults.not_found()
    return Response(status_code=204)


@delivery.api_route("/delivery/{prediction_id}/{file}", methods=["GET", "HEAD"])
async def deliver(
    prediction_id: str, file: str, request: Request, desk: TheDesk, shelves: TheShelves, gate: TheGate
) -> Response:
    """A prediction's output, whole or in ranges."""
    if not _ID.fullmatch(prediction_id) or not _FILE.fullmatch(file):
        raise faults.not_found()
    path, prediction = shelves.output(prediction_id, file), await desk.get(prediction_id)
    if prediction is None or not await asyncio.to_thread(path.is_file):
        raise faults.not_found()

    async def delivered(rule: Rule | None) -> Response:
        return await delivery_of(path, dict(_HEADERS), request, rule)

    return await gate.call(On.DOWNLOAD, prediction.model, delivered, about=prediction_id, own=OWN_FAULTS)


def _file_json(upload: Upload, origin: str) -> dict[str, JsonValue]:
    return {
        "id": upload.id,
        "name": upload.name,
        "content_type": upload.content_type,
        "size": upload.size,
        "etag": upload.sha256[:32],
        "checksums": {"sha256": upload.sha256},
        "metadata": json.loads(json.dumps(upload.metadata)),
        "created_at": wire_time(upload.created_at),
        "expires_at": wire_time(upload.expires_at),
        "urls": {"get": f"{origin}/v1/files/{upload.id}"},
    }
