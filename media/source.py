"""Opening files made by others: only as what they should be, only from disk, errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError

from media.errors import UnreadableError

# Playlists and concat scripts would make the demuxer open other files or addresses: none of them is listed.
_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2",
    "matroska,webm",
    "avi",
    "mpegts",
    "wav",
    "mp3",
    "aac",
    "flac",
    "ogg",
    "png_pipe",
    "jpeg_pipe",
    "webp_pipe",
    "gif",
)
# By its name alone a picture would be taken for one of a numbered sequence; these demuxers read just the one file.
_STILLS = ((b"\xff\xd8\xff", "jpeg_pipe"), (b"\x89PNG\r\n", "png_pipe"))
_OPTIONS = {"format_whitelist": ",".join(_CONTAINERS), "protocol_whitelist": "file"}

# A file of a few kilobytes can ask for gigabytes of memory, and decoders of moving pictures keep many: 8K at most.
MOST_PIXELS_OF_STILLS, MOST_PIXELS = 8192 * 8192, 8192 * 4320
_FIRST_STREAMS = 8


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open a media file for reading and close it again.

    Raises ``UnreadableError`` if it is missing, empty or not an accepted kind of media, and for every error that the
    demuxer or a decoder meets inside the block.
    """
    if not path.is_file():
        raise UnreadableError(f"{path.name}: there is no such file")
    if path.stat().st_size == 0:
        raise UnreadableError(f"{path.name}: the file is empty")
    try:
        still = _still_kind(path)
        limits = {"max_pixels": str(MOST_PIXELS_OF_STILLS if still else MOST_PIXELS)}
        container = _limited(f"file:{path}", still, limits)
        for stream in container.streams.video:
            stream.codec_context.options = limits
    except (FFmpegError, ValueError) as error:
        raise UnreadableError(f"{path.name}: not a media file of an accepted kind ({_reason(error)})") from error
    try:
        with container:
            yield container
    except FFmpegError as error:
        raise UnreadableError(f"{path.name}: damaged ({_reason(error)})") from error


def _limited(url: str, kind: str | None, limits: dict[str, str]) -> InputContainer:
    """Opening decodes a few pictures already, which must be limited too where the header names the streams."""
    try:
        # PyAV's stub says strings where it takes dictionaries.
        each = [limits] * _FIRST_STREAMS
        return av.open(url, format=kind, options=_OPTIONS, stream_options=each)  # type: ignore[arg-type]
    except ValueError as error:
        if isinstance(error, FFmpegError):
            raise
    return av.open(url, format=kind, options=_OPTIONS)


def _still_kind(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return "webp_pipe"
    return next((kind for magic, kind in _STILLS if head.startswith(magic)), None)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
