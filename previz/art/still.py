"""Stills: frame 0 of a shot as a PNG that says what it is."""

import struct
import zlib
from pathlib import Path

import cv2

from planner.shot import Shot
from previz.art.colour import rgb_of
from previz.art.render import Renderer

_SIGNATURE_AND_HEADER_BYTES = 8 + 25
_NOMINAL_S = 4.0


def write_still(shot: Shot, path: Path, *, width_px: int, height_px: int, metadata: dict[str, str]) -> None:
    """Write the first frame of the shot's clip to ``path`` as an 8-bit RGB PNG with ``metadata`` as text chunks.

    Raises ``ValueError`` when a side is odd or a key is no PNG keyword (1 to 79 Latin-1 characters).
    """
    # The camera's start does not depend on the clip's length, so any length gives frame 0.
    picture = rgb_of(Renderer(shot, width_px, height_px).frame(0.0, _NOMINAL_S))
    encoded, png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not encoded:
        raise RuntimeError("OpenCV could not encode a PNG")
    data = png.tobytes()
    head, tail = data[:_SIGNATURE_AND_HEADER_BYTES], data[_SIGNATURE_AND_HEADER_BYTES:]
    path.write_bytes(head + b"".join(_text_chunk(key, value) for key, value in metadata.items()) + tail)


def _text_chunk(key: str, value: str) -> bytes:
    """A ``tEXt`` chunk, or ``iTXt`` where the text needs UTF-8 (PNG, third edition, 11.3.3)."""
    keyword = key.encode("latin-1", errors="replace")
    if not 1 <= len(keyword) <= 79 or b"\0" in keyword:
        raise ValueError(f"{key!r} is no PNG keyword: 1 to 79 characters")
    try:
        return _chunk(b"tEXt", keyword + b"\0" + value.replace("\0", "").encode("latin-1"))
    except UnicodeEncodeError:
        return _chunk(b"iTXt", keyword + b"\0\0\0\0\0" + value.replace("\0", "").encode())


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
