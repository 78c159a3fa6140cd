"""The film's sound as AAC, encoded only where it changed.

Encoded sound cannot be cut and pasted anywhere: each packet overlaps the next, an encoder looks ahead and remembers.
So the track is cut into fixed windows, each encoded by an encoder of its own that hears a few frames before and after.
Its packets depend on nothing but the samples around them, and stand unchanged in the next cut if those did not change.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import Flags
from av.packet import Packet

from film.model import Value
from media.errors import UnreadableError
from media.sound.audio import RATE, Sound, audible
from media.sound.wave import Wave, as_wave
from media.source import opened
from media.work import OnProgress, ShouldStop, Watch, finished, never, scratch_beside, unheard

FRAME = 1024
"""Samples in a packet."""

_WINDOW = 256
_BEFORE, _AFTER = 16, 3
"""Frames that an encoder hears before and after its window: its rate control has settled, and it knows what follows."""

_BIT_RATE = 192_000
_DIGEST = 32
_MARK = "reelwright-aac-windows"
_TIME_BASE = Fraction(1, RATE)


class Track(Value):
    """An AAC track alone in an MP4 file: ``packets`` of 1024 samples from -1024 on, hidden up to 0 by an edit list."""

    path: Path
    samples: int
    packets: int
    encoded_packets: int
    copied_packets: int


def encode_track(
    sound: Path,
    out: Path,
    *,
    previous: Path | None = None,
    bit_rate: int = _BIT_RATE,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Track:
    """Encode a sound file as 48 kHz stereo AAC, copying from ``previous`` what did not change since.

    ``previous`` is an earlier result of this function, of any film; one that cannot be used costs only time. It never
    changes the bytes that come out. Progress is told in packets.
    Raises ``UnreadableError`` if there is no sound in the file.
    """
    watch = Watch(on_progress, should_stop)
    with scratch_beside(out) as scratch:
        wave = as_wave(sound, scratch, watch)
        if wave.samples == 0:
            raise UnreadableError(f"{sound.name}: no sound in it")
        packets = -(-wave.samples // FRAME) + 1
        windows = [_Window(first, min(_WINDOW, packets - first)) for first in range(0, packets, _WINDOW)]
        digests = [window.digest(wave, bit_rate, watch) for window in windows]
        known, encoded = _Previous(previous), 0
        with finished(out) as unfinished, _writing(unfinished, digests, bit_rate) as write:
            for window, digest in zip(windows, digests, strict=True):
                watch.check()
                contents = known.window(window, digest)
                if contents is None:
                    contents = window.encode(wave, bit_rate)
                    encoded += window.packets
                for index, content in enumerate(contents, window.first - 1):
                    write(content, index * FRAME, min(FRAME, wave.samples - index * FRAME))
                watch.done(window.first + window.packets)
    return Track(
        path=out,
        samples=wave.samples,
        packets=packets,
        encoded_packets=encoded,
        copied_packets=packets - encoded,
    )


@dataclass(frozen=True)
class _Window:
    """``packets`` packets of a track from its ``first`` on; packet n holds samples from (n - 1) * 1024 on."""

    first: int
    packets: int

    def sound(self, wave: Wave) -> Sound:
        """What an encoder has to hear, in whole frames: a packet reaches one frame beyond its own."""
        first = (self.first - 1 - _BEFORE) * FRAME
        return audible(wave.read(first, first + (_BEFORE + self.packets + 1 + _AFTER) * FRAME))

    def digest(self, wave: Wave, bit_rate: int, watch: Watch) -> str:
        """What the packets depend on, as a name: samples, settings, the encoder's version."""
        watch.check()
        settings = f"aac {bit_rate} {self.packets} {_BEFORE} {av.library_versions['libavcodec']}"
        return hashlib.sha256(settings.encode() + self.sound(wave).tobytes()).hexdigest()[:_DIGEST]

    def encode(self, wave: Wave, bit_rate: int) -> list[bytes]:
        """The window's packets from an encoder of their own."""
        encoder = AudioCodecContext.create("aac", "w")
        _set_up(encoder, bit_rate)
        contents = []
        sound = self.sound(wave)
        for start in range(0, len(sound), FRAME):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(sound[start : start + FRAME].T), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, _TIME_BASE
            contents += [bytes(packet) for packet in encoder.encode(frame)]
        contents += [bytes(packet) for packet in encoder.encode(None)]
        # The first packet reaches back to before what the encoder heard.
        return contents[1 + _BEFORE : 1 + _BEFORE + self.packets]


@contextmanager
def _writing(path: Path, digests: list[str], bit_rate: int) -> Iterator[Callable[[bytes, int, int], None]]:
    """A function that adds a packet with its time and its duration in samples to an MP4 with one track."""
    # An edit list counts in the movie's time scale, which is milliseconds unless asked otherwise.
    options = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": str(RATE)}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        container.metadata["comment"] = " ".join((_MARK, *digests))
        stream = container.add_stream("aac", rate=RATE, layout="stereo")
        _set_up(stream.codec_context, bit_rate)
        container.start_encoding()

        def write(content: bytes, pts: int, duration: int) -> None:
            packet: Packet[Any] = Packet(content)
            packet.stream, packet.time_base = stream, _TIME_BASE
            packet.pts = packet.dts = pts
            packet.duration = duration
            packet.is_keyframe = True
            container.mux_one(packet)

        yield write


def _set_up(encoder: AudioCodecContext, bit_rate: int) -> None:
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.time_base = bit_rate, _TIME_BASE
    encoder.flags |= Flags.bitexact | Flags.global_header
    encoder.options = {"aac_coder": "fast"}


class _Previous:
    """The windows of an earlier track, read in order; without any if it is no such track."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._digests: list[str] = []
        self._packets: Iterator[tuple[int, bytes]] = iter(())
        if path is None:
            return
        try:
            with opened(path) as container:
                mark, *digests = container.metadata.get("comment", "").split() or [""]
        except UnreadableError:
            return
        if mark == _MARK:
            self._digests = digests
            self._packets = _packets(path)

    def window(self, window: _Window, digest: str) -> list[bytes] | None:
        """The packets of a window if it has this digest and is whole."""
        number = window.first // _WINDOW
        if number >= len(self._digests) or self._digests[number] != digest:
            return None
        indices = range(window.first - 1, window.first - 1 + window.packets)
        found = []
        try:
            for index, content in self._packets:
                if index in indices:
                    found.append((index, content))
                if index >= indices[-1]:
                    break
        except UnreadableError:
            self._digests = []
        if [index for index, _ in found] != list(indices):
            return None
        return [content for _, content in found]


def _packets(path: Path) -> Iterator[tuple[int, bytes]]:
    with opened(path) as container:
        for packet in container.demux(container.streams.audio[0]):
            if packet.size and packet.pts is not None:
                yield packet.pts // FRAME, bytes(packet)
