"""The packet index of a video stream: what can be copied, found without decoding a frame."""

from dataclasses import dataclass
from fractions import Fraction

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from media.errors import UnreadableError

_IDR, _SPS, _PPS = 5, 7, 8
MAX_PACKETS = 1_000_000
"""More than nine hours at 30 fps: longer files are refused rather than read to their end."""


@dataclass(frozen=True)
class Entry:
    """One packet, in decode order.

    ``keyframe`` is what the container says, ``plain_idr`` what the packet holds: an H.264 IDR picture in MP4 framing
    without parameter sets of its own.
    """

    pts: int
    dts: int
    duration: int
    size: int
    keyframe: bool
    plain_idr: bool
    discard: bool


def read_index(container: InputContainer, stream: VideoStream) -> tuple[Entry, ...]:
    """All packets of ``stream`` in decode order.

    Raises ``UnreadableError`` for a stream without times, one that is absurdly long, and one that ends before the
    number of frames that its own header promises.
    """
    entries: list[Entry] = []
    is_h264 = stream.codec_context.name == "h264"
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None:
            pts = entries[-1].pts + (entries[-1].duration or 1) if entries else 0
        dts = packet.dts if packet.dts is not None else pts
        plain_idr = packet.is_keyframe and is_h264 and _is_plain_idr(packet)
        entries.append(
            Entry(pts, dts, packet.duration or 0, packet.size, packet.is_keyframe, plain_idr, packet.is_discard)
        )
        if len(entries) > MAX_PACKETS:
            raise UnreadableError(f"more than {MAX_PACKETS} frames")
    if stream.frames > len(entries):
        raise UnreadableError(f"truncated: {len(entries)} of {stream.frames} frames are there")
    return tuple(entries)


def frame_numbers(entries: tuple[Entry, ...], time_base: Fraction, fps: int) -> tuple[int, ...] | None:
    """The frame that each packet shows, in decode order; ``None`` unless they are exactly 0, 1, 2 … at ``fps``."""
    numbers = []
    for entry in entries:
        number = entry.pts * time_base * fps
        if number.denominator != 1 or entry.discard:
            return None
        numbers.append(int(number))
    return tuple(numbers) if sorted(numbers) == list(range(len(numbers))) else None


def closed_gops(entries: tuple[Entry, ...], numbers: tuple[int, ...]) -> tuple[int, ...] | None:
    """The first frames of all GOPs; ``None`` if a packet belongs to another GOP than it is stored in."""
    starts = [number for entry, number in zip(entries, numbers, strict=True) if entry.keyframe]
    if not starts or starts[0] != 0 or starts != sorted(starts) or not entries[0].keyframe:
        return None
    bounds = iter([*starts[1:], len(entries)])
    first, end = 0, next(bounds)
    for entry, number in zip(entries[1:], numbers[1:], strict=True):
        if entry.keyframe:
            first, end = end, next(bounds)
        if not first <= number < end:
            return None
    return tuple(starts)


def _is_plain_idr(packet: "Packet[VideoStream]") -> bool:
    data = memoryview(packet)
    kinds, at = set(), 0
    while at + 5 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kinds.add(data[at + 4] & 31)
        at += 4 + length
    return at == len(data) and _IDR in kinds and not kinds & {_SPS, _PPS}
