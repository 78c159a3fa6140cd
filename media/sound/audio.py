"""Sound as numpy arrays: 48 kHz stereo float32, read from anything block by block, written as WAV or FLAC."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from numpy.typing import NDArray

from media.errors import UnreadableError
from media.source import opened
from media.work import finished

RATE = 48_000
Sound = NDArray[np.float32]
"""(samples, 2), full scale is 1.0."""

LONGEST_S = 4 * 3600.0
"""No sound is read further."""

_LOUDEST = 16.0
"""Floats beyond this (+24 dBFS) are damage, not sound."""
_GAP_S = Fraction(1, 20)
"""Times are trusted over counted samples from this on; rounded time bases and one lost packet stay below it."""
_TRUSTED_S = 600
"""A gap longer than this is a lie of the header rather than a silence."""


_PATIENCE = 50
"""So many damaged packets may stand before the first good one."""


class SoundFormat(StrEnum):
    """How sound is kept: 32-bit float WAV, or lossless FLAC, which clips at full scale."""

    WAV = "wav"
    FLAC24 = "flac24"
    FLAC16 = "flac16"

    @property
    def suffix(self) -> str:
        """The ending of such a file's name."""
        return ".wav" if self is SoundFormat.WAV else ".flac"


def silence(samples: int) -> Sound:
    """Nothing to hear, for ``samples`` samples."""
    return np.zeros((samples, 2), np.float32)


def audible(sound: Sound) -> Sound:
    """The sound with silence for what is no number, and an end to what is absurdly loud."""
    return np.clip(np.nan_to_num(sound, nan=0.0), -_LOUDEST, _LOUDEST)


def decoded(path: Path, *, limit_s: float = LONGEST_S) -> Iterator[Sound]:
    """The first ``limit_s`` of a file's sound in blocks of about a second; none is empty.

    Mono goes to both channels, surround is folded down, what is no number is silence. In a film, sound that begins
    after the first picture has silence in front of it, and gaps stay gaps. Single damaged packets are left out.
    Raises ``UnreadableError`` if there is no sound in it or most of it is damaged.
    """
    left = round(min(limit_s, LONGEST_S) * RATE)
    heard = False
    with opened(path) as container:
        if not container.streams.audio:
            raise UnreadableError(f"{path.name}: no sound in it")
        for piece in _placed(container, container.streams.audio[0], path.name):
            heard = True
            block = audible(piece[:left])
            left -= len(block)
            if len(block):
                yield block
            if left <= 0:
                break
    if not heard:
        raise UnreadableError(f"{path.name}: no sound in it")


def read_sound(path: Path, *, limit_s: float = LONGEST_S) -> Sound:
    """All of what ``decoded`` gives, in memory: for short sounds."""
    parts = list(decoded(path, limit_s=limit_s))
    return np.concatenate(parts) if parts else silence(0)


@contextmanager
def sound_file(path: Path, kind: SoundFormat = SoundFormat.WAV) -> Iterator[Callable[[Sound], None]]:
    """A function that appends a block of sound to ``path``, which is there, whole, when the block has ended."""
    if kind is SoundFormat.WAV:
        with _writing(path, "wav", "pcm_f32le", "flt") as write:
            yield write
    elif kind is SoundFormat.FLAC24:
        with _writing(path, "flac", "flac", "s32") as write:
            yield lambda sound: write(_quantised(sound, 24).astype(np.int32) << 8)
    else:
        with _writing(path, "flac", "flac", "s16") as write:
            yield lambda sound: write(_quantised(sound, 16).astype(np.int16))


def write_wav(path: Path, sound: Sound) -> None:
    """Write 32-bit float WAV at 48 kHz, whole or not at all."""
    with _writing(path, "wav", "pcm_f32le", "flt") as write:
        write(sound)


def write_wav16(path: Path, sound: Sound) -> None:
    """Write 16-bit WAV at 48 kHz, clipped at full scale, whole or not at all."""
    with _writing(path, "wav", "pcm_s16le", "s16") as write:
        write(_quantised(sound, 16).astype(np.int16))


def _quantised(sound: Sound, bits: int) -> NDArray[np.float64]:
    full = 1 << (bits - 1)
    quantised: NDArray[np.float64] = np.clip(np.round(sound.astype(np.float64) * full), -full, full - 1)
    return quantised


@contextmanager
def _writing(path: Path, kind: str, codec: str, sample_format: str) -> Iterator[Callable[[NDArray[Any]], None]]:
    # Four hours of float samples pass the 4 GB that a plain WAV header can state.
    options = {"rf64": "auto", "fflags": "+bitexact"} if kind == "wav" else {"fflags": "+bitexact"}
    with finished(path) as unfinished, av.open(str(unfinished), "w", format=kind, options=options) as container:
        stream = container.add_stream(codec, rate=RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        if codec == "flac":
            stream.codec_context.options = {"compression_level": "2"}
        stream.codec_context.format = sample_format
        container.start_encoding()
        written = 0

        def write(samples: NDArray[Any]) -> None:
            nonlocal written
            for start in range(0, len(samples), RATE):
                piece = np.ascontiguousarray(samples[start : start + RATE])
                frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format=sample_format, layout="stereo")
                frame.sample_rate, frame.pts = RATE, written
                frame.time_base = Fraction(1, RATE)
                container.mux(stream.encode(frame))
                written += len(piece)

        yield write
        container.mux(stream.encode(None))


def _placed(container: InputContainer, stream: AudioStream, name: str) -> Iterator[Sound]:
    """Blocks of sound from the first picture on, or from the first sample where there are no pictures."""
    origin = _first_picture_s(container)
    resampler: AudioResampler | None = None
    kind: tuple[str, str, int] | None = None
    end: Fraction | None = None
    early = 0
    for frame in _frames(container, stream, name):
        begins = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else None
        reference = next((time for time in (end, origin, begins) if time is not None), Fraction(0))
        gap = _gap(reference, begins, exact=end is None)
        this_kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is not None and (gap > 0 or kind != this_kind):
            yield from _converted(resampler, None)
            resampler = None
        if gap > 0:
            yield from _pause(round(gap * RATE))
        elif gap < 0:
            early = round(-gap * RATE)
        end = reference + gap + Fraction(frame.samples, frame.sample_rate)
        if resampler is None:
            # Mono is not left to the resampler, which would lower it by 3 dB.
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            resampler, kind = AudioResampler(format="flt", layout=layout, rate=RATE, frame_size=RATE), this_kind
        frame.pts = None
        for piece in _converted(resampler, frame):
            cut = min(early, len(piece))
            early -= cut
            yield piece[cut:]
    if resampler is not None:
        for piece in _converted(resampler, None):
            yield piece[early:]


def _frames(container: InputContainer, stream: AudioStream, name: str) -> Iterator[av.AudioFrame]:
    good = bad = 0
    packets: Iterator[Any] = iter(container.demux(stream))
    while True:
        try:
            frames = next(packets).decode()
        except StopIteration:
            break
        except FFmpegError:
            bad += 1
            if bad > good + _PATIENCE:
                break
            continue
        for frame in frames:
            if frame.samples:
                good += 1
                yield frame
    if bad > good:
        raise UnreadableError(f"{name}: damaged, {bad} of {bad + good} packets of sound cannot be read")


def _gap(reference: Fraction, begins: Fraction | None, *, exact: bool) -> Fraction:
    gap = begins - reference if begins is not None else Fraction(0)
    if abs(gap) > _TRUSTED_S or (not exact and gap < _GAP_S):
        return Fraction(0)
    return gap


def _first_picture_s(container: InputContainer) -> Fraction | None:
    for stream in container.streams.video:
        if stream.disposition & Disposition.attached_pic:
            continue
        if stream.start_time is not None and stream.time_base is not None:
            return stream.start_time * stream.time_base
    return None


def _pause(samples: int) -> Iterator[Sound]:
    for start in range(0, samples, RATE):
        yield silence(min(RATE, samples - start))


def _converted(resampler: AudioResampler, frame: av.AudioFrame | None) -> Iterator[Sound]:
    for piece in resampler.resample(frame):
        channels = piece.layout.nb_channels
        sound = piece.to_ndarray().astype(np.float32, copy=False).reshape(-1, channels)
        yield np.repeat(sound, 2, axis=1) if channels == 1 else sound
