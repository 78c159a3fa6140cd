"""The packets of films and AAC files as samples of CMAF tracks: copied, with times counted from the film's start."""

import io
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import av
from av.packet import Packet
from av.video.stream import VideoStream

from media.contract import configuration
from media.errors import ForeignPartError
from media.outputs.clock import AAC_FRAME, SoundClock
from media.outputs.cmaf import Pictures, Sample, Sounds
from media.profile import TIMESCALE, VideoProfile
from media.sound.audio import RATE
from media.source import opened
from media.span import Span, splice


def picture_track(span: Span, profile: VideoProfile) -> Pictures:
    """The track that a part of the film belongs to. Raises ``ForeignPartError`` if it breaks the encoder contract."""
    with opened(span.path) as container:
        codec = container.streams.video[0].codec_context
        name, extradata = codec.codec.canonical_name, codec.extradata or b""
    if extradata != configuration(profile):
        raise ForeignPartError(f"{span.path.name}: encoded with other settings than this film")
    with closing(_spliced([span], profile)) as packets:
        delay = -(next(packets).dts or 0)
    return Pictures(name, extradata, profile.width, profile.height, TIMESCALE, delay)


def picture_samples(spans: Sequence[Span], profile: VideoProfile) -> Iterator[Sample]:
    """The packets of all spans in decode order, each as long as a frame. Raises as ``splice`` does."""
    for packet in _spliced(spans, profile):
        yield Sample(bytes(packet), packet.duration or 0, (packet.pts or 0) - (packet.dts or 0), packet.is_keyframe)


def _spliced(spans: Sequence[Span], profile: VideoProfile) -> Generator["Packet[VideoStream]", None, None]:
    # A stream that is never written: it carries the codec's reordering, which the copied times depend on.
    with opened(spans[0].path) as template, av.open(io.BytesIO(), "w", format="mp4") as unwritten:
        stream = unwritten.add_stream_from_template(template.streams.video[0], opaque=True)
        yield from splice(spans, stream, profile)


def sound_track(path: Path) -> Sounds:
    """The track of an AAC file. Raises ``ForeignPartError`` unless it is 48 kHz stereo AAC-LC."""
    with opened(path) as container:
        stream = container.streams.audio[0] if container.streams.audio else None
        codec = stream.codec_context if stream is not None else None
        if codec is None or codec.name != "aac" or codec.sample_rate != RATE or codec.channels != 2:
            raise ForeignPartError(f"{path.name}: not the AAC track of a film (48 kHz stereo)")
        return Sounds(codec.extradata or b"", RATE)


def sound_samples(path: Path, clock: SoundClock) -> Iterator[Sample]:
    """The packets of a film's AAC track up to the film's end. Raises ``ForeignPartError`` for other times or a lack."""
    last = clock.packet_at(clock.frames)
    expected = -1
    with opened(path) as container:
        for packet in container.demux(container.streams.audio[0]):
            if packet.size == 0:
                continue
            if packet.pts != expected * AAC_FRAME:
                raise ForeignPartError(f"{path.name}: sound at sample {packet.pts} instead of {expected * AAC_FRAME}")
            if expected >= 0:
                yield Sample(bytes(packet), clock.duration(expected))
            expected += 1
            if expected == last:
                return
    raise ForeignPartError(f"{path.name}: {expected} packets of sound for a film that has {last}")
