"""The box structure of an MP4 file, as far as a player's comfort depends on it (ISO/IEC 14496-12)."""

import struct
from pathlib import Path

from media.errors import UnreadableError

_CONTAINERS = ("moov", "trak", "mdia", "minf", "stbl")
_MAX_BOXES = 10_000


def is_faststart(path: Path) -> bool:
    """Whether the index stands before the media, so that playing can begin with the first bytes."""
    names = [name for depth, name, _ in _boxes(path) if depth == 0]
    return "moov" in names and "mdat" in names and names.index("moov") < names.index("mdat")


def sample_descriptions(path: Path) -> tuple[int, ...]:
    """How many sample descriptions each track has; players are only sure of one."""
    counts = []
    with path.open("rb") as file:
        for _, name, start in _boxes(path):
            if name == "stsd":
                file.seek(start + 4)
                counts.append(struct.unpack(">I", file.read(4))[0])
    return tuple(counts)


def _boxes(path: Path) -> list[tuple[int, str, int]]:
    """Depth, name and first content byte of every box that matters. Raises ``UnreadableError`` for broken sizes."""
    boxes: list[tuple[int, str, int]] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        waiting = [(0, 0, size)]
        while waiting:
            depth, start, end = waiting.pop()
            while start + 8 <= end:
                file.seek(start)
                length, name = struct.unpack(">I4s", file.read(8))
                header = 8
                if length == 1:
                    length, header = struct.unpack(">Q", file.read(8))[0], 16
                length = length or end - start
                if length < header or start + length > end or len(boxes) >= _MAX_BOXES:
                    raise UnreadableError(f"{path.name}: its boxes have impossible sizes")
                kind = name.decode("latin1")
                boxes.append((depth, kind, start + header))
                if kind in _CONTAINERS:
                    waiting.append((depth + 1, start + header, start + length))
                start += length
    return boxes
