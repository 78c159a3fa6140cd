"""The sound of a film as AAC packets: copied from a track that was encoded before, or encoded now."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from media.errors import UnreadableError
from media.sample_table import SampleReader, SampleTable, reading
from media.sound.audio import RATE, Sound, read_sound, silence
from media.source import opened

_AAC_FRAME = 1024
_AAC_BIT_RATE = 192_000
_TIME_BASE = Fraction(1, RATE)

AudioPacket: TypeAlias = "Packet[AudioStream]"


class Soundtrack:
    """Packets in order, that can be taken up to a time. ``copied`` says whether they come from a track."""

    def __init__(self, packets: Iterator[AudioPacket], *, copied: bool) -> None:
        self.copied = copied
        self.taken = 0
        self._packets = packets
        self._next = next(packets, None)

    def until(self, time_s: Fraction | None) -> Iterator[AudioPacket]:
        """All packets left that are decoded before ``time_s``, or all."""
        while self._next is not None:
            packet = self._next
            if time_s is not None and (packet.dts or 0) * _TIME_BASE >= time_s:
                return
            self.taken += 1
            yield packet
            self._next = next(self._packets, None)


def soundtrack(sound: Path | None, container: OutputContainer, samples: int) -> AbstractContextManager[Soundtrack]:
    """Add a sound stream of exactly ``samples`` samples to ``container``; use it inside the ``with`` block.

    A track in the film's own coding (AAC-LC, 48 kHz, stereo, 1024 samples of priming hidden by its edit list) that is
    long enough is copied packet by packet. Any other sound file is decoded, cut or padded and encoded; ``None`` is
    silence. Concatenating encoded sound would click at every joint, so a film has one track as a whole.
    """
    if sound is None:
        return nullcontext(_encoded(silence(samples), container))
    if _can_be_copied(sound, samples):
        return _copied(sound, container, samples)
    heard = read_sound(sound, limit_s=samples / RATE)
    return nullcontext(_encoded(np.concatenate((heard[:samples], silence(max(0, samples - len(heard))))), container))


def _can_be_copied(sound: Path, samples: int) -> bool:
    with reading(sound) as reader:
        table = _track(reader)
    if table is None or table.timescale != RATE or table.lead != _AAC_FRAME or table.length < samples:
        return False
    if not len(table) or (table.durations[:-1] != _AAC_FRAME).any() or (table.pts != table.dts).any():
        return False
    with opened(sound) as container:
        codec = container.streams.audio[0].codec_context
        return (codec.name, codec.profile, codec.sample_rate, codec.layout.name) == ("aac", "LC", RATE, "stereo")


def _track(reader: SampleReader) -> SampleTable | None:
    try:
        return reader.table("soun")
    except UnreadableError:
        return None


@contextmanager
def _copied(sound: Path, container: OutputContainer, samples: int) -> Iterator[Soundtrack]:
    with opened(sound) as template:
        stream = container.add_stream_from_template(template.streams.audio[0])
    stream.time_base = _TIME_BASE
    with reading(sound) as reader:
        table = reader.table("soun")
        assert table is not None
        yield Soundtrack(_packets(reader, table, stream, samples), copied=True)


def _packets(reader: SampleReader, table: SampleTable, stream: AudioStream, samples: int) -> Iterator[AudioPacket]:
    for number, start in enumerate(table.pts.tolist()):
        if start >= samples:
            return
        packet = cast("Packet[AudioStream]", Packet(reader.sample(table, number)))
        packet.time_base = _TIME_BASE
        packet.pts = packet.dts = start
        packet.duration = min(_AAC_FRAME, samples - start)
        packet.is_keyframe = True
        packet.stream = stream
        yield packet


def _encoded(sound: Sound, container: OutputContainer) -> Soundtrack:
    stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=_AAC_BIT_RATE)
    return Soundtrack(_encoding(sound, stream), copied=False)


def _encoding(sound: Sound, stream: AudioStream) -> Iterator[AudioPacket]:
    for start in range(0, len(sound), _AAC_FRAME):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound[start : start + _AAC_FRAME].T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, _TIME_BASE
        yield from stream.encode(frame)
    yield from stream.encode(None)
