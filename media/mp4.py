"""The box structure of an MP4 file, as far as a player's comfort depends on it (ISO/IEC 14496-12)."""

import struct
from dataclasses import dataclass
from pathlib import Path

from media.errors import UnreadableError

_CONTAINERS = ("moov", "trak", "edts", "mdia", "minf", "stbl")
_MAX_BOXES = 10_000
_MAX_EDITS = 1000


@dataclass(frozen=True)
class Edit:
    """One line of an edit list: ``media_time`` (in the track's clock) is shown first, -1 stands for nothing."""

    media_time: int
    rate: float


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


def edit_lists(path: Path) -> tuple[tuple[Edit, ...], ...]:
    """The edit lists of a file, track by track; tracks without one are left out."""
    lists = []
    with path.open("rb") as file:
        for _, name, start in _boxes(path):
            if name != "elst":
                continue
            file.seek(start)
            version, count = struct.unpack(">B3xI", file.read(8))
            if version > 1 or count > _MAX_EDITS:
                raise UnreadableError(f"{path.name}: an edit list that cannot be")
            form = ">QqhH" if version == 1 else ">IihH"
            entries = struct.iter_unpack(form, file.read(count * struct.calcsize(form)))
            lists.append(tuple(Edit(time, whole + part / 65536) for _, time, whole, part in entries))
    return tuple(lists)


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
