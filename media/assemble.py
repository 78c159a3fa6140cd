"""The finished film: segments joined packet by packet, the mix encoded once, both in one MP4.

Nothing is decoded, so a film costs what its changed parts cost. Concatenating encoded sound would click at every
joint (each AAC stream begins with 1024 samples of priming), so the mix is always encoded as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet

from film.model import Value
from media.profile import VideoProfile, open_mp4
from media.sample_table import reading
from media.sound.audio import RATE, Sound, read_sound, silence
from media.span import Span, add_copied_stream, splice, standing
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard

_AAC_FRAME = 1024
_AAC_BIT_RATE = 192_000


class Part(Value):
    """Frames ``first`` up to ``last`` (exclusive) of a segment; ``first`` is one of its IDR pictures."""

    path: Path
    first: int
    last: int


class FilmFile(Value):
    """A finished film."""

    path: Path
    frames: int
    duration_s: float
    size_bytes: int


def assemble(
    parts: Sequence[Part],
    audio: Path | None,
    out: Path,
    *,
    profile: VideoProfile,
    metadata: Mapping[str, str] | None = None,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> FilmFile:
    """Join ``parts`` and lay ``audio`` (any sound file; ``None`` is silence) under them, cut or padded to their length.

    The sound is as long as the picture to the sample, the file plays from its first byte (faststart).
    Raises ``ForeignPartError`` naming a part that breaks the encoder contract or lacks frames, ``ValueError`` for no
    parts, an empty part, or single-frame parts in a row.
    """
    spans = _spans(parts)
    frames = sum(span.frames for span in spans)
    samples = round(frames * RATE / profile.fps)
    sound = _exactly(read_sound(audio, limit_s=frames / profile.fps), samples) if audio else silence(samples)
    watch = Watch(on_progress, should_stop)
    with (
        finished(out) as unfinished,
        open_mp4(str(unfinished), metadata=dict(metadata or {})) as container,
    ):
        with reading(spans[0].path) as reader:
            standing(reader, spans[0], profile)
        video = add_copied_stream(container, spans[0].path, profile)
        heard = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=_AAC_BIT_RATE)
        packets = _Ahead(_encoded(sound, heard))
        for done, packet in enumerate(splice(spans, video, profile), 1):
            watch.check()
            for sound_packet in packets.until(Fraction(done, profile.fps)):
                container.mux_one(sound_packet)
            container.mux_one(packet)
            watch.done(done)
        for sound_packet in packets.until(None):
            container.mux_one(sound_packet)
    return FilmFile(path=out, frames=frames, duration_s=frames / profile.fps, size_bytes=out.stat().st_size)


def _spans(parts: Sequence[Part]) -> list[Span]:
    if not parts:
        raise ValueError("a film has at least one part")
    for part in parts:
        if not 0 <= part.first < part.last:
            raise ValueError(f"{part.path.name}: no frames from {part.first} to {part.last}")
    spans = [Span(part.path, part.first, part.last) for part in parts]
    for before, _ in pairwise(spans):
        if before.frames < 2:
            # Two IDR pictures in a row from two encodes may carry the same id, which H.264 forbids.
            raise ValueError(f"{before.path.name}: a part of a single frame cannot be followed by another part")
    return spans


def _exactly(sound: Sound, samples: int) -> Sound:
    return np.concatenate((sound[:samples], silence(max(0, samples - len(sound)))))


def _encoded(sound: Sound, stream: AudioStream) -> Iterator["Packet[AudioStream]"]:
    for start in range(0, len(sound), _AAC_FRAME):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound[start : start + _AAC_FRAME].T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)


class _Ahead:
    """A packet iterator that can be read up to a time."""

    def __init__(self, packets: Iterator["Packet[AudioStream]"]) -> None:
        self._packets = packets
        self._next = next(packets, None)

    def until(self, time_s: Fraction | None) -> Iterator["Packet[AudioStream]"]:
        """All packets left that are decoded before ``time_s``, or all."""
        while self._next is not None:
            packet = self._next
            if time_s is not None and (packet.dts or 0) * Fraction(1, RATE) >= time_s:
                return
            yield packet
            self._next = next(self._packets, None)
