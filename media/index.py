"""The packet index of a video stream in any container, read without decoding a frame."""

from dataclasses import dataclass

from av.container import InputContainer
from av.video.stream import VideoStream

from media.errors import UnreadableError

MAX_PACKETS = 1_000_000
"""More than nine hours at 30 fps: longer files are refused rather than read to their end."""


@dataclass(frozen=True)
class Entry:
    """One packet, in decode order; ``keyframe`` and ``discard`` (decoded, never shown) are what the container says."""

    pts: int
    dts: int
    duration: int
    size: int
    keyframe: bool
    discard: bool


def read_index(container: InputContainer, stream: VideoStream) -> tuple[Entry, ...]:
    """All packets of ``stream`` in decode order.

    Raises ``UnreadableError`` for a stream without times, one that is absurdly long, and one that ends before the
    number of frames that its own header promises.
    """
    entries: list[Entry] = []
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None:
            pts = entries[-1].pts + (entries[-1].duration or 1) if entries else 0
        dts = packet.dts if packet.dts is not None else pts
        entries.append(Entry(pts, dts, packet.duration or 0, packet.size, packet.is_keyframe, packet.is_discard))
        if len(entries) > MAX_PACKETS:
            raise UnreadableError(f"more than {MAX_PACKETS} frames")
    if stream.frames > len(entries):
        raise UnreadableError(f"truncated: {len(entries)} of {stream.frames} frames are there")
    return tuple(entries)
