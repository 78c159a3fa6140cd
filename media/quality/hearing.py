"""A file's sound heard once from end to end, in bounded memory: what it measures and what is wrong with it."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from media.errors import UnreadableError
from media.quality.runs import Run, Runs, merged
from media.sound.audio import RATE
from media.sound.loudness import SILENT_LUFS, integrated_lufs, true_peak_dbtp
from media.source import opened
from media.work import UNWATCHED, Watch

SILENCE = 10 ** (-60 / 20)
"""The highest amplitude that passes for silence: -60 dBFS, where the noise of a quiet recording begins."""

_FULL_SCALE = 0.99995
_CLIPPED_RUN = 4
_BLOCKS_PER_S = 50
_NEAR_S = 0.1
_MAX_S = 4 * 3600
_NO_PEAK_DBTP = -200.0

_Channels = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """A file's first sound stream.

    ``first_s`` is where its packets begin (below zero: an encoder's lead-in that players skip), ``opens_s`` where it
    begins to be heard, ``end_s`` where it ends by its packets' times, ``broken_s`` where something is missing in
    between. ``offset`` is the mean of all samples, the measure of a clipped stretch its samples at full scale.
    """

    codec: str
    rate: int
    channels: int
    first_s: Fraction
    opens_s: Fraction
    end_s: Fraction
    broken_s: Fraction | None
    loudest: float
    offset: float
    silences: list[Run]
    clipped: list[Run]
    loudness_lufs: float
    peak_dbtp: float

    @property
    def length_s(self) -> Fraction:
        """For how long it is heard."""
        return self.end_s - self.opens_s

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to hear at all."""
        return self.loudest < SILENCE


class _Ear:
    """What is told by samples at their own rate: resampling would round off clipped tops."""

    def __init__(self, rate: int, silent_s: float) -> None:
        self.rate = rate
        self.samples = 0
        self.loudest = 0.0
        self.silences = Runs(silent_s)
        self.clipped: list[Run] = []
        self._sum = 0.0
        self._start_s = Fraction(0)

    def begin(self, start_s: Fraction) -> None:
        self._start_s = start_s

    @property
    def now_s(self) -> Fraction:
        return self._start_s + Fraction(self.samples, self.rate)

    @property
    def offset(self) -> float:
        return self._sum / self.samples if self.samples else 0.0

    def hear(self, sound: _Channels) -> None:
        block = max(1, self.rate // _BLOCKS_PER_S)
        for start in range(0, sound.shape[1], block):
            piece = sound[:, start : start + block]
            loudest = float(np.abs(piece).max(initial=0.0))
            self.silences.see(self.now_s, holds=loudest < SILENCE)
            if loudest >= _FULL_SCALE:
                self._find_clipped(piece)
            self.loudest = max(self.loudest, loudest)
            self._sum += float(piece.mean(axis=0).sum())
            self.samples += piece.shape[1]

    def _find_clipped(self, piece: _Channels) -> None:
        full = (np.abs(piece) >= _FULL_SCALE).astype(np.int8)
        edges = np.diff(full, axis=1, prepend=0, append=0)
        for channel in edges:
            for start, end in zip(np.flatnonzero(channel == 1), np.flatnonzero(channel == -1), strict=True):
                if end - start >= _CLIPPED_RUN:
                    at = self.now_s + Fraction(int(start), self.rate)
                    run = Run(at, at + Fraction(int(end - start), self.rate), int(end - start))
                    # Merged at once, or a clipped hour would fill the memory.
                    self.clipped = [*self.clipped[:-1], *merged([*self.clipped[-1:], run], _NEAR_S)]


def listen(path: Path, *, silent_s: float = 1.0, watch: Watch = UNWATCHED) -> Heard | None:
    """Hear the first four hours of the first sound stream of ``path``; ``None`` if there is none.

    Silences of up to ``silent_s`` are passed over. Raises ``UnreadableError`` if it cannot be decoded.
    """
    with opened(path) as container, tempfile.TemporaryFile() as spool:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        codec, rate, channels = stream.codec_context.codec.canonical_name, stream.rate, stream.channels
        if not rate or not channels:
            raise UnreadableError(f"{path.name}: the sound has no known sample rate or no channels")
        ear = _Ear(rate, silent_s)
        times = _Times()
        native = AudioResampler(format="fltp")
        # Mono is not left to the resampler, which would lower it by 3 dB.
        stereo = AudioResampler(format="fltp", layout="mono" if channels == 1 else "stereo", rate=RATE)
        try:
            for frame in times.frames(container.demux(stream), watch):
                if ear.samples == 0 and frame.pts is not None and frame.time_base:
                    ear.begin(frame.pts * frame.time_base)
                frame.pts = None
                for piece in native.resample(frame):
                    ear.hear(np.nan_to_num(piece.to_ndarray()))
                for piece in stereo.resample(frame):
                    spool.write(_interleaved(piece))
                if ear.samples > _MAX_S * rate:
                    break
            for piece in stereo.resample(None):
                spool.write(_interleaved(piece))
        except ValueError as error:
            raise UnreadableError(f"{path.name}: its sound changes its kind on the way") from error
        opens_s = ear.now_s - Fraction(ear.samples, rate)
        ear.silences.close(ear.now_s)
        lufs, peak = _measured(spool, watch)
    return Heard(
        codec=codec,
        rate=rate,
        channels=channels,
        first_s=times.first_s if times.first_s is not None else opens_s,
        opens_s=opens_s,
        end_s=times.end_s if times.end_s is not None else ear.now_s,
        broken_s=times.broken_s,
        loudest=ear.loudest,
        offset=ear.offset,
        silences=ear.silences.found,
        clipped=ear.clipped,
        loudness_lufs=lufs,
        peak_dbtp=peak,
    )


class _Times:
    """Decodes packets and keeps what their times say."""

    def __init__(self) -> None:
        self.first_s: Fraction | None = None
        self.end_s: Fraction | None = None
        self.broken_s: Fraction | None = None
        self._next_s: Fraction | None = None

    def frames(self, packets: Iterable["av.Packet[AudioStream]"], watch: Watch) -> Iterator[av.AudioFrame]:
        for packet in packets:
            watch.check()
            if packet.size and packet.pts is not None and packet.time_base:
                start_s = packet.pts * packet.time_base
                self.first_s = start_s if self.first_s is None else self.first_s
                self.end_s = start_s + packet.duration * packet.time_base if packet.duration else None
            for frame in packet.decode():
                self._follow(frame)
                yield frame

    def _follow(self, frame: av.AudioFrame) -> None:
        """Note where a frame does not begin at the end of the one before; packets' own lengths hide what is missing."""
        if frame.pts is None or not frame.time_base:
            return
        start_s = frame.pts * frame.time_base
        # A clock coarser than the samples rounds both ends.
        if self.broken_s is None and self._next_s is not None and abs(start_s - self._next_s) > frame.time_base:
            self.broken_s = self._next_s
        self._next_s = start_s + Fraction(frame.samples, frame.sample_rate)


def _interleaved(frame: av.AudioFrame) -> bytes:
    channels = np.nan_to_num(frame.to_ndarray().astype(np.float32), posinf=1.0, neginf=-1.0)
    return np.repeat(channels, 2 // len(channels), axis=0).T.tobytes()


def _measured(spool: IO[bytes], watch: Watch) -> tuple[float, float]:
    """Loudness and true peak of the sound in a file: the meters read it piece by piece, so it need not fit memory."""
    watch.check()
    spool.flush()
    samples = spool.tell() // 8
    if samples == 0:
        return SILENT_LUFS, _NO_PEAK_DBTP
    sound = np.memmap(spool, np.float32, mode="r", shape=(samples, 2))
    return integrated_lufs(sound), true_peak_dbtp(sound)
