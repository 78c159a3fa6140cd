"""MP4 boxes in memory (ISO/IEC 14496-12 §4.2)."""

import os
import struct
from dataclasses import dataclass

_MAX_BOXES = 10_000
_MAX_MOOV = 64 * 1024 * 1024
"""The tables of a million frames fit in half of it."""


@dataclass(frozen=True)
class Box:
    """One box: its four-letter name and what is in it."""

    name: bytes
    content: memoryview


def children(content: memoryview) -> tuple[Box, ...]:
    """The boxes inside ``content``. Raises ``ValueError`` for sizes that do not add up."""
    boxes: list[Box] = []
    at = 0
    while at + 8 <= len(content):
        name, start, end = _header(content[at : at + 16], at, len(content))
        boxes.append(Box(name, content[start:end]))
        if len(boxes) > _MAX_BOXES:
            raise ValueError("too many boxes")
        at = end
    return tuple(boxes)


def moov_at(descriptor: int, size: int) -> range | None:
    """Where the content of the movie box is, in an open file of ``size`` bytes.

    ``None`` if the file does not begin as an MP4 or has no movie box.

    Raises ``ValueError`` for sizes that do not add up.
    """
    at = 0
    for number in range(_MAX_BOXES):
        head = os.pread(descriptor, 16, at)
        if len(head) < 8 or (number == 0 and head[4:8] != b"ftyp"):
            return None
        name, start, end = _header(memoryview(head), at, size)
        if name == b"moov":
            if end - start > _MAX_MOOV:
                raise ValueError("an index of absurd size")
            return range(start, end)
        at = end
    raise ValueError("too many boxes")


def _header(head: memoryview, at: int, limit: int) -> tuple[bytes, int, int]:
    """Name, start of the content and end of the box at ``at``."""
    length, name = struct.unpack_from(">I4s", head)
    start = at + 8
    if length == 1:
        (length,) = struct.unpack_from(">Q", head, 8)
        start = at + 16
    end = at + length if length else limit
    if end < start or end > limit:
        raise ValueError("boxes of impossible sizes")
    return name, start, end
