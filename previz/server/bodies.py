"""Reading request bodies, with a cap on what is held in memory."""

import asyncio
import mmap
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path

from fastapi import Request
from pydantic import JsonValue
from pydantic_core import from_json

from previz.server.faults import Fault, unreadable

MAX_JSON_BYTES = 10 << 20
MAX_UPLOAD_BYTES = 100 << 20
_PIECE = 1 << 20


@dataclass(frozen=True)
class Part:
    """One part of a multipart form: its name, file name and media type, and where in the body it lies.

    ``is_file`` is whether it was sent as a file, with a name of its own.
    """

    name: str
    filename: str
    is_file: bool
    content_type: str
    start: int
    end: int


async def read_json(request: Request) -> JsonValue:
    """The body as JSON. Raises ``Fault`` 400 when it is none, 413 when it is too large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_JSON_BYTES:
            raise Fault(413, f"The request body is larger than {MAX_JSON_BYTES} bytes", "Payload too large")
    try:
        parsed: JsonValue = from_json(bytes(body), allow_inf_nan=False)
    except ValueError as error:
        raise unreadable("The request body is not valid JSON") from error
    return parsed


async def save_body(request: Request, path: Path) -> None:
    """Write the body to ``path``. Raises ``Fault`` 413 when it is too large."""
    size = 0
    with await asyncio.to_thread(path.open, "wb") as file:
        async for piece in request.stream():
            size += len(piece)
            if size > MAX_UPLOAD_BYTES:
                raise Fault(413, f"The file is larger than {MAX_UPLOAD_BYTES} bytes", "Payload too large")
            await asyncio.to_thread(file.write, piece)


def multipart_parts(path: Path, content_type: str) -> list[Part]:
    """The parts of a saved ``multipart/form-data`` body (RFC 7578). Raises ``Fault`` 400 when it is none."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary:
        raise unreadable("The request body is not multipart/form-data")
    if path.stat().st_size == 0:
        raise unreadable("The multipart body is empty")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        return _parts(body, b"--" + boundary.encode("latin-1", "replace"))


def copy_part(source: Path, part: Part, target: Path) -> None:
    """Write the content of one part to a file of its own."""
    with source.open("rb") as body, target.open("wb") as file:
        body.seek(part.start)
        left = part.end - part.start
        while left and (piece := body.read(min(left, _PIECE))):
            file.write(piece)
            left -= len(piece)


def _parts(body: mmap.mmap, delimiter: bytes) -> list[Part]:
    if body[: len(delimiter)] != delimiter:
        raise unreadable("The multipart body does not begin with its boundary")
    found: list[Part] = []
    at = len(delimiter)
    while body[at : at + 2] == b"\r\n":
        head_end, next_at = body.find(b"\r\n\r\n", at), body.find(b"\r\n" + delimiter, at)
        if head_end < 0 or next_at < 0 or head_end > next_at:
            raise unreadable("The multipart body is cut off")
        head = BytesHeaderParser().parsebytes(body[at + 2 : head_end + 2])
        name = head.get_param("name", header="content-disposition")
        found.append(
            Part(
                name=name if isinstance(name, str) else "",
                filename=head.get_filename() or "file",
                is_file=head.get_filename() is not None,
                content_type=head.get_content_type() if "content-type" in head else "application/octet-stream",
                start=head_end + 4,
                end=next_at,
            )
        )
        at = next_at + 2 + len(delimiter)
    if body[at : at + 2] != b"--":
        raise unreadable("The multipart body is cut off")
    return found
