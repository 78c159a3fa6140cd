"""The encoder contract as bytes: what a file must be for its packets to be used as they are."""

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from media.encode import encode
from media.index import closed_gops, frame_numbers, read_index
from media.planes import filled
from media.profile import VideoProfile
from media.source import opened


@dataclass(frozen=True)
class ContractIndex:
    """A file that keeps the encoder contract: its number of frames and the first frames of its closed GOPs."""

    frames: int
    gops: tuple[int, ...]


@lru_cache(maxsize=16)
def configuration(profile: VideoProfile) -> bytes:
    """The decoder configuration (avcC) of everything encoded under ``profile``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contract.mp4"
        encode((filled(profile.width, profile.height) for _ in range(2)), path, profile)
        with opened(path) as container:
            return container.streams.video[0].codec_context.extradata or b""


def read_contract(path: Path, profile: VideoProfile) -> ContractIndex | None:
    """Index a file without decoding it; ``None`` unless its packets can be used as they are under ``profile``."""
    with opened(path) as container:
        if not container.streams.video or "mp4" not in container.format.name:
            return None
        stream = container.streams.video[0]
        if (stream.codec_context.extradata or b"") != configuration(profile):
            return None
        entries = read_index(container, stream)
        numbers = frame_numbers(entries, stream.time_base or profile.time_base, profile.fps)
    if numbers is None or not all(entry.plain_idr for entry in entries if entry.keyframe):
        return None
    gops = closed_gops(entries, numbers)
    return ContractIndex(frames=len(entries), gops=gops) if gops else None
