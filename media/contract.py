"""The encoder contract as bytes: what a file must be for its packets to be used as they are."""

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from media.codecs import is_plain_keyframe
from media.encode import encode
from media.errors import MediaError, UnreadableError
from media.planes import filled
from media.profile import VideoProfile
from media.sample_table import Numbers, SampleReader, SampleTable, reading


@dataclass(frozen=True)
class ContractIndex:
    """A file that keeps the encoder contract: its number of frames and the first frames of its closed GOPs."""

    frames: int
    gops: tuple[int, ...]


@lru_cache(maxsize=16)
def configuration(profile: VideoProfile) -> bytes:
    """The decoder configuration (``avcC``, ``hvcC`` or ``av1C``) of everything encoded under ``profile``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contract.mp4"
        encode((filled(profile.width, profile.height) for _ in range(2)), path, profile)
        with reading(path) as reader:
            table = reader.table()
    if table is None:
        raise MediaError(f"{profile.codec} streams cannot be read here")
    return table.configuration


def read_contract(path: Path, profile: VideoProfile) -> ContractIndex | None:
    """Index a file without decoding it; ``None`` unless its packets can be used as they are under ``profile``.

    Raises ``UnreadableError`` only if the file is missing or empty: what its tables lie about is for a decoder to find.
    """
    with reading(path) as reader:
        try:
            table = reader.table()
            if table is None or table.configuration != configuration(profile):
                return None
            numbers = table.frame_numbers(profile.fps)
            if numbers is None or not _all_plain(reader, table, profile):
                return None
        except UnreadableError:
            return None
    gops = closed_gops(table, numbers)
    return ContractIndex(frames=len(table), gops=gops) if gops else None


def closed_gops(table: SampleTable, numbers: Numbers) -> tuple[int, ...] | None:
    """The first frames of all GOPs; ``None`` if a sample belongs to another GOP than it is stored in."""
    heads = np.flatnonzero(table.keyframes)
    if not len(heads) or heads[0] != 0:
        return None
    for start, end in pairwise([*heads.tolist(), len(table)]):
        shown = numbers[start:end]
        if shown[0] != start or shown.min() < start or shown.max() >= end:
            return None
    return tuple(heads.tolist())


def _all_plain(reader: SampleReader, table: SampleTable, profile: VideoProfile) -> bool:
    return all(
        is_plain_keyframe(profile.codec, memoryview(reader.sample(table, number)), table.configuration)
        for number in np.flatnonzero(table.keyframes).tolist()
    )
