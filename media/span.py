"""Runs of frames in files of the encoder contract: decoded, and copied packet by packet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from media.codecs import coding, is_plain_keyframe
from media.contract import configuration
from media.errors import ForeignPartError, MediaError, UnreadableError
from media.profile import TIMESCALE, VideoProfile, open_mp4
from media.sample_table import Numbers, SampleReader, SampleTable, reading
from media.source import opened
from media.work import UNWATCHED, Watch

_TIME_BASE = Fraction(1, TIMESCALE)


@dataclass(frozen=True)
class Span:
    """Frames ``first`` up to ``last`` (exclusive) of a file; ``first`` is a keyframe."""

    path: Path
    first: int
    last: int

    @property
    def frames(self) -> int:
        """How many frames."""
        return self.last - self.first


def decode(path: Path, profile: VideoProfile, first: int, last: int) -> Iterator[av.VideoFrame]:
    """Decode frames ``first`` up to ``last`` of a contract file, from the keyframe before; the last one is held.

    Raises ``MediaError`` if the file has no frame to give, ``UnreadableError`` if it is damaged.
    """
    with reading(path) as reader:
        table = reader.table()
        numbers = table.frame_numbers(profile.fps) if table is not None else None
        if table is None or numbers is None:
            raise ForeignPartError(f"{path.name}: not encoded as the parts of this film are")
        number, held = first, None
        try:
            for frame in _decoded(reader, table, profile, _run(table, numbers, first, last)):
                held = frame
                if frame.pts is None or frame.pts < number:
                    continue
                yield frame
                number += 1
                if number == last:
                    return
        except FFmpegError as error:
            raise UnreadableError(f"{path.name}: damaged ({error.strerror})") from error
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
    offset = decoded = 0
    for span in spans:
        with reading(span.path) as reader:
            table, samples, shown = standing(reader, span, profile)
            for sample, number in zip(samples, shown.tolist(), strict=True):
                data = reader.sample(table, sample)
                if sample == samples.start and not is_plain_keyframe(
                    profile.codec, memoryview(data), table.configuration
                ):
                    raise ForeignPartError(f"{span.path.name}: frame {span.first} is no plain keyframe")
                packet = cast("Packet[VideoStream]", Packet(data))
                packet.time_base = _TIME_BASE
                packet.pts = (offset + number - span.first) * ticks
                packet.dts = (decoded - profile.reorder_frames) * ticks
                packet.duration = ticks
                packet.is_keyframe = bool(table.keyframes[sample])
                packet.stream = stream
                decoded += 1
                yield packet
        offset += span.frames


def standing(reader: SampleReader, span: Span, profile: VideoProfile) -> tuple[SampleTable, range, Numbers]:
    """The samples that hold exactly the frames of ``span``, and the frame that each of them shows.

    Raises ``ForeignPartError`` naming the file if it breaks the contract or the frames need others to be decoded.
    """
    name = span.path.name
    table = reader.table()
    if table is None or table.configuration != configuration(profile):
        raise ForeignPartError(f"{name}: encoded with other settings than this film")
    numbers = table.frame_numbers(profile.fps)
    if numbers is None:
        raise ForeignPartError(f"{name}: its frames are not {profile.fps} a second")
    samples = _run(table, numbers, span.first, span.last)
    shown = numbers[samples.start : samples.stop]
    if not len(shown) or not np.array_equal(np.sort(shown), np.arange(span.first, span.last)):
        raise ForeignPartError(f"{name}: frames {span.first} to {span.last} do not stand on their own")
    return table, samples, shown


def add_copied_stream(container: OutputContainer, like: Path, profile: VideoProfile) -> VideoStream:
    """Add a stream to ``container`` that takes packets of files like ``like``, a part under ``profile``."""
    with opened(like) as template:
        # An opaque copy keeps the decoder's name: not every codec's encoder is called as its decoder is.
        stream = container.add_stream_from_template(template.streams.video[0], opaque=True)
    stream.time_base = _TIME_BASE
    if tag := coding(profile.codec).tag:
        stream.codec_context.codec_tag = tag
    return stream


def join(spans: Sequence[Span], out: Path, profile: VideoProfile, watch: Watch = UNWATCHED) -> None:
    """Copy spans into one MP4 without sound."""
    with open_mp4(str(out), faststart=False) as container:
        stream = add_copied_stream(container, spans[0].path, profile)
        for done, packet in enumerate(splice(spans, stream, profile), 1):
            watch.check()
            container.mux_one(packet)
            watch.done(done)


def _run(table: SampleTable, numbers: Numbers, first: int, last: int) -> range:
    """The samples from the keyframe at or before frame ``first`` to the one at or after ``last``."""
    heads = np.flatnonzero(table.keyframes)
    shown = numbers[heads]
    before, after = heads[shown <= first], heads[(shown >= last) & (shown > first)]
    return range(int(before[-1]) if len(before) else 0, int(after[0]) if len(after) else len(table))


def _decoded(
    reader: SampleReader, table: SampleTable, profile: VideoProfile, samples: range
) -> Iterator[av.VideoFrame]:
    """Decoded frames, their times in frames of the film."""
    context = cast(VideoCodecContext, VideoCodecContext.create(coding(profile.codec).decoder, "r"))
    context.extradata = table.configuration
    # A few frames at a time: threads would cost more memory than they save time.
    context.thread_count = 1
    numbers = table.frame_numbers(profile.fps)
    assert numbers is not None
    for sample in samples:
        data = reader.sample(table, sample)
        # A packet made of the bytes themselves would need the interpreter's lock to be freed, in a decoder thread that
        # the interpreter waits for when the context is dropped early.
        packet = Packet(len(data))
        packet.update(data)
        packet.pts, packet.dts, packet.time_base = int(numbers[sample]), sample, profile.time_base
        packet.is_keyframe = bool(table.keyframes[sample])
        for frame in context.decode(packet):
            frame.time_base = profile.time_base
            yield frame
    for frame in context.decode(None):
        frame.time_base = profile.time_base
        yield frame
