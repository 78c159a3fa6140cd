"""Files on their way in: a multipart body read piece by piece into a folder, its limits held while it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import filetype
from fastapi import Request
from pathvalidate import sanitize_filename
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.problems import FieldProblem, ProblemError
from film.assets import AssetKind

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_FILES = 16
MOST_BYTES = {AssetKind.PICTURE: 10 * 1024**2, AssetKind.SONG: 50 * 1024**2}
_MOST_BYTES_OF_ALL = 400 * 1024**2
_LONGEST_NAME = 100
_HEAD_BYTES = 512
_TAKEN = "pictures are jpg, png or webp of up to 10 MB, sounds mp3, wav, m4a or flac of up to 50 MB"


@dataclass(frozen=True)
class Signature:
    """What the first bytes of a file say it is."""

    kind: AssetKind
    content_type: str


_SIGNATURES = {
    "image/jpeg": Signature(AssetKind.PICTURE, "image/jpeg"),
    "image/png": Signature(AssetKind.PICTURE, "image/png"),
    "image/webp": Signature(AssetKind.PICTURE, "image/webp"),
    "audio/mpeg": Signature(AssetKind.SONG, "audio/mpeg"),
    "audio/x-wav": Signature(AssetKind.SONG, "audio/wav"),
    "audio/x-flac": Signature(AssetKind.SONG, "audio/flac"),
    "audio/mp4": Signature(AssetKind.SONG, "audio/mp4"),
    # Many programs write sound under the brand of a video; opening it tells them apart.
    "video/mp4": Signature(AssetKind.SONG, "audio/mp4"),
}


@dataclass(frozen=True)
class Received:
    """A file that has come whole, of a kind that its first bytes promise; ``number`` is its place in the body."""

    number: int
    name: str
    path: Path
    signature: Signature


@asynccontextmanager
async def received(request: Request, within: Path | None = None) -> AsyncIterator[list[Received]]:
    """The files of a multipart body, on disk (in a folder ``within``, or the system's own) until the block ends.

    Raises ``ProblemError``: 413 for a file that is too large, 415 for one of another kind or another body, 422 for a
    body that cannot be read or has no files, or too many.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise ProblemError(415, "unsupported-media-type", "Send files as multipart/form-data")
    boundary = options.get(b"boundary")
    if not boundary:
        raise ProblemError(422, "invalid-request", "The multipart body names no boundary")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > _MOST_BYTES_OF_ALL:
        raise _too_large("the files together", _MOST_BYTES_OF_ALL)
    if within is not None:
        await asyncio.to_thread(within.mkdir, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="upload-", dir=within, ignore_cleanup_errors=True) as folder:
        intake = _Intake(Path(folder))
        try:
            await _read(request, intake, boundary)
            yield intake.files()
        except FormParserError as error:
            raise ProblemError(422, "invalid-request", f"The multipart body cannot be read: {error}") from error
        finally:
            intake.close()


async def _read(request: Request, intake: "_Intake", boundary: bytes) -> None:
    parser = MultipartParser(boundary, intake.callbacks())
    total = 0
    async for block in request.stream():
        total += len(block)
        if total > _MOST_BYTES_OF_ALL:
            raise _too_large("the files together", _MOST_BYTES_OF_ALL)
        if intake.faults:
            continue  # a sender that is cut off in the middle never reads why
        await asyncio.to_thread(parser.write, block)
    if not intake.faults and not intake.ended:
        raise ProblemError(422, "invalid-request", "The multipart body ends in the middle")


class _Intake:
    """Takes the parts of a body as they come; parts that are no files are passed over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Received] = []
        self._field, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self._coming: _Coming | None = None
        self.faults: list[ProblemError] = []
        self.ended = False

    def callbacks(self) -> "MultipartCallbacks":
        """What the parser calls; see its documentation."""
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._begin,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._over,
        }

    def files(self) -> list[Received]:
        """All that came. Raises the first fault."""
        if self.faults:
            raise self.faults[0]
        if not self._files:
            raise ProblemError(422, "no-files", f"There is no file in the body; {_TAKEN}", pointer="/files")
        return self._files

    def close(self) -> None:
        if self._coming is not None:
            self._coming.file.close()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field, self._value = b"", b""

    def _begin(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if b"filename" not in options or self.faults:
            return
        number = len(self._files)
        if number == MOST_FILES:
            self._fault(ProblemError(422, "too-many-files", f"Send at most {MOST_FILES} files at once"))
            return
        name = _safe_name(options[b"filename"])
        path = self._folder / f"{number}{Path(name).suffix.lower()[:8]}"
        self._coming = _Coming(number, name, path, path.open("wb"))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._coming is None or self.faults:
            return
        try:
            self._coming.take(data[start:end])
        except ProblemError as error:
            self._fault(error)

    def _end(self) -> None:
        coming, self._coming = self._coming, None
        if coming is None:
            return
        coming.file.close()
        if self.faults:
            return
        try:
            self._files.append(coming.whole())
        except ProblemError as error:
            self._fault(error)

    def _over(self) -> None:
        self.ended = True

    def _fault(self, error: ProblemError) -> None:
        self.faults.append(error)


@dataclass
class _Coming:
    """A file that is being received."""

    number: int
    name: str
    path: Path
    file: IO[bytes]
    head: bytes = b""
    size: int = 0

    def take(self, block: bytes) -> None:
        self.head += block[: max(0, _HEAD_BYTES - len(self.head))]
        self.size += len(block)
        signature = self._signature()
        most = max(MOST_BYTES.values()) if signature is None else MOST_BYTES[signature.kind]
        if self.size > most:
            raise _too_large(self.name, most, f"/files/{self.number}")
        self.file.write(block)

    def whole(self) -> Received:
        signature = self._signature(whole=True)
        if self.size == 0:
            raise _refused(422, "empty-file", f"{self.name} is empty", self.number)
        if signature is None:
            what = f"{self.name} is of no kind that is taken: {_TAKEN}"
            raise _refused(415, "unsupported-media-type", what, self.number)
        return Received(number=self.number, name=self.name, path=self.path, signature=signature)

    def _signature(self, *, whole: bool = False) -> Signature | None:
        if len(self.head) < _HEAD_BYTES and not whole:
            return None
        found = filetype.guess_mime(self.head) if self.head else None
        return _SIGNATURES.get(found) if found else None


def _safe_name(told: bytes) -> str:
    """The name of a file without its folders and whatever no file system takes."""
    base = told.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    short = f"{stem[:_LONGEST_NAME]}{dot}{suffix[: _LONGEST_NAME if not dot else 8]}"
    return str(sanitize_filename(short, platform="universal", replacement_text="_")).strip(" .") or "file"


def _too_large(what: str, most_bytes: int, pointer: str = "/files") -> ProblemError:
    return ProblemError(413, "too-large", f"{what}: at most {most_bytes // 1024**2} MB; {_TAKEN}", pointer=pointer)


def _refused(status: int, kind: str, detail: str, number: int) -> ProblemError:
    return ProblemError(status, kind, detail, fields=[FieldProblem(pointer=f"/files/{number}", detail=detail)])
