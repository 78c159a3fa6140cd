"""Sound as numpy arrays: 48 kHz stereo float32, read from anything, written as WAV."""

from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from media.errors import UnreadableError
from media.source import opened
from media.work import finished

RATE = 48_000
Sound = NDArray[np.float32]
"""(samples, 2), full scale is 1.0."""

_MAX_S = 4 * 3600.0


def silence(samples: int) -> Sound:
    """Nothing to hear, for ``samples`` samples."""
    return np.zeros((samples, 2), np.float32)


def read_sound(path: Path, *, limit_s: float = _MAX_S) -> Sound:
    """The first ``limit_s`` of a file's sound at 48 kHz; mono goes to both channels, surround is folded down.

    Raises ``UnreadableError`` if there is no sound in it.
    """
    limit = round(min(limit_s, _MAX_S) * RATE)
    parts: list[Sound] = []
    samples = 0
    with opened(path) as container:
        if not container.streams.audio:
            raise UnreadableError(f"{path.name}: no sound in it")
        stream = container.streams.audio[0]
        # Mono is not left to the resampler, which would lower it by 3 dB.
        layout = "mono" if stream.channels == 1 else "stereo"
        resampler = AudioResampler(format="fltp", layout=layout, rate=RATE)
        for frame in container.decode(stream):
            frame.pts = None
            parts += [_stereo(piece) for piece in resampler.resample(frame)]
            samples = sum(len(part) for part in parts[-1:]) + samples
            if samples >= limit:
                break
        else:
            parts += [_stereo(piece) for piece in resampler.resample(None)]
    if not parts:
        raise UnreadableError(f"{path.name}: no sound in it")
    return np.nan_to_num(np.concatenate(parts)[:limit], nan=0.0, posinf=1.0, neginf=-1.0)


def write_wav(path: Path, sound: Sound) -> None:
    """Write 32-bit float WAV at 48 kHz, whole or not at all."""
    _write(path, sound, "pcm_f32le", "flt")


def write_wav16(path: Path, sound: Sound) -> None:
    """Write 16-bit WAV at 48 kHz, clipped at full scale, whole or not at all."""
    _write(path, np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16), "pcm_s16le", "s16")


def _write(path: Path, samples: NDArray[Any], codec: str, sample_format: str) -> None:
    with finished(path) as unfinished, av.open(str(unfinished), "w", format="wav") as container:
        stream = container.add_stream(codec, rate=RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        container.start_encoding()
        for start in range(0, len(samples), RATE):
            piece = np.ascontiguousarray(samples[start : start + RATE]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(piece, format=sample_format, layout="stereo")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _stereo(frame: av.AudioFrame) -> Sound:
    channels = frame.to_ndarray().astype(np.float32)
    if len(channels) == 1:
        channels = np.repeat(channels, 2, axis=0)
    return np.ascontiguousarray(channels.T)
