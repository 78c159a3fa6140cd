"""Runs of frames in files of the encoder contract: decoded, and copied packet by packet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.packet import Packet
from av.video.stream import VideoStream

from media.contract import configuration
from media.errors import ForeignPartError, MediaError
from media.profile import TIMESCALE, VideoProfile, open_mp4
from media.source import opened
from media.work import UNWATCHED, Watch

_TIME_BASE = Fraction(1, TIMESCALE)
_REORDER_FRAMES = 2
"""How far x264's pictures run ahead of their display with a B-frame pyramid, as all our presets with B-frames do."""


@dataclass(frozen=True)
class Span:
    """Frames ``first`` up to ``last`` (exclusive) of a file; ``first`` is an IDR picture."""

    path: Path
    first: int
    last: int

    @property
    def frames(self) -> int:
        """How many frames."""
        return self.last - self.first


def decode(path: Path, profile: VideoProfile, first: int, last: int) -> Iterator[av.VideoFrame]:
    """Decode frames ``first`` up to ``last`` of a contract file, from the keyframe before; the last one is held.

    Raises ``MediaError`` if the file has no frame to give.
    """
    with opened(path) as container:
        stream = container.streams.video[0]
        numbers = {}
        for packet in container.demux(stream):
            if packet.size and packet.is_keyframe and packet.pts is not None:
                numbers[_frame_number(packet, profile)] = packet.pts
        reachable = [pts for number, pts in numbers.items() if number <= first]
        start = max(reachable, default=0)
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "FRAME"
        number, held = first, None
        for frame in _decoded_from(container.demux(stream), start):
            held = frame
            if frame.pts is None or frame.time_base is None or frame.pts * frame.time_base * profile.fps < number:
                continue
            yield frame
            number += 1
            if number == last:
                return
    if held is None:
        raise MediaError(f"{path.name}: no frame at {first}")
    for _ in range(number, last):
        yield held


def splice(spans: Iterable[Span], stream: VideoStream, profile: VideoProfile) -> Iterator["Packet[VideoStream]"]:
    """Copy the packets of ``spans`` one after the other, with exact integer times for ``stream``.

    Display times are frame numbers; decode times are decode order minus the reorder depth: the spans' own cannot be
    shifted, because a span of one or two frames starts at another depth than longer ones.
    Raises ``ForeignPartError`` naming the file if a span breaks the contract or does not hold the frames asked for.
    """
    ticks = TIMESCALE // profile.fps
    delay = _REORDER_FRAMES if stream.codec_context.has_b_frames else 0
    offset = decoded = 0
    for span in spans:
        shown = []
        with opened(span.path) as container:
            source = container.streams.video[0]
            if (source.codec_context.extradata or b"") != configuration(profile):
                raise ForeignPartError(f"{span.path.name}: encoded with other settings than this film")
            for packet in _packets(container.demux(source), span, profile):
                number = _frame_number(packet, profile)
                shown.append(number)
                packet.time_base = _TIME_BASE
                packet.pts = (offset + number - span.first) * ticks
                packet.dts = (decoded - delay) * ticks
                packet.duration = ticks
                packet.stream = stream
                decoded += 1
                yield packet
        if sorted(shown) != list(range(span.first, span.last)):
            raise ForeignPartError(f"{span.path.name}: frames {span.first} to {span.last} do not stand on their own")
        offset += span.frames


def join(spans: Sequence[Span], out: Path, profile: VideoProfile, watch: Watch = UNWATCHED) -> None:
    """Copy spans into one MP4 without sound."""
    with opened(spans[0].path) as template, open_mp4(str(out), faststart=False) as container:
        stream = container.add_stream_from_template(template.streams.video[0])
        stream.time_base = _TIME_BASE
        for done, packet in enumerate(splice(spans, stream, profile), 1):
            watch.check()
            container.mux_one(packet)
            watch.done(done)


def _packets(
    packets: Iterable["Packet[VideoStream]"], span: Span, profile: VideoProfile
) -> Iterator["Packet[VideoStream]"]:
    started = False
    for packet in packets:
        if packet.size == 0 or packet.pts is None:
            continue
        if packet.is_keyframe:
            number = _frame_number(packet, profile)
            if number >= span.last:
                return
            started = started or number == span.first
        if started:
            yield packet


def _decoded_from(packets: Iterable["Packet[VideoStream]"], start_pts: int) -> Iterator[av.VideoFrame]:
    started = False
    for packet in packets:
        started = started or (packet.is_keyframe and packet.pts == start_pts)
        if started:
            yield from packet.decode()


def _frame_number(packet: "Packet[VideoStream]", profile: VideoProfile) -> int:
    if packet.pts is None or packet.time_base is None:
        raise MediaError("a packet without a time")
    return round(packet.pts * packet.time_base * profile.fps)
