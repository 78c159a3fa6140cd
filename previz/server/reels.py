"""Writing films and sounds that are small and quick to make, in the formats that paid models deliver."""

import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from media.sound.audio import RATE, Sound

_X264 = {"preset": "ultrafast", "crf": "28", "g": "600", "bf": "2", "threads": "1"}
"""Nothing like the film's own encoding: one keyframe, and frames out of order."""

_SOUNDS: dict[str, tuple[str, str]] = {
    ".wav": ("pcm_s16le", "s16"),
    ".mp3": ("libmp3lame", "s16p"),
    ".flac": ("flac", "s16"),
    ".mp4": ("aac", "fltp"),
    ".opus": ("libopus", "s16"),
    ".aac": ("aac", "fltp"),
    ".pcm": ("pcm_s16le", "s16"),
}
_FORMS = {".aac": "adts", ".pcm": "s16le", ".opus": "ogg"}
"""Containers that are not called as their suffix is."""


def write_film(
    path: Path, frames: Iterable[av.VideoFrame], *, width: int, height: int, fps: Fraction, sound: Sound | None
) -> None:
    """Write an MP4 (H.264, 4:2:0, and AAC if there is ``sound``) of frames that are shown one after the other."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=fps, options=_X264)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        heard = _sound_stream(container, ".mp4") if sound is not None else None
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base, frame.pict_type = number, 1 / fps, PictureType.NONE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if heard is not None and sound is not None:
            _encode(container, heard, sound, ".mp4")


def write_sound(
    path: Path, sound: Sound, *, rate: int = RATE, mono: bool = False, note: dict[str, str] | None = None
) -> None:
    """Write what ``sound_bytes`` makes, as the file's suffix says."""
    path.write_bytes(sound_bytes(path.suffix, sound, rate=rate, mono=mono, note=note))


def sound_bytes(
    suffix: str, sound: Sound, *, rate: int = RATE, mono: bool = False, note: dict[str, str] | None = None
) -> bytes:
    """The bytes of a WAV, MP3, FLAC, Opus, AAC or raw file; ``note`` is its metadata."""
    file = io.BytesIO()
    with av.open(file, "w", format=_FORMS.get(suffix, suffix.removeprefix("."))) as container:
        container.metadata.update(note or {})
        stream = _sound_stream(container, suffix, rate, mono=mono)
        _encode(container, stream, sound[:, :1] if mono else sound, suffix)
    return file.getvalue()


def _sound_stream(container: OutputContainer, suffix: str, rate: int = RATE, *, mono: bool = False) -> AudioStream:
    stream = container.add_stream(_SOUNDS[suffix][0], rate=rate, layout="mono" if mono else "stereo")
    assert isinstance(stream, AudioStream)
    return stream


def _encode(container: OutputContainer, stream: AudioStream, sound: Sound, suffix: str) -> None:
    sample_format, rate, layout = _SOUNDS[suffix][1], stream.rate, stream.layout.name
    for start in range(0, len(sound), rate):
        samples = np.clip(sound[start : start + rate], -1, 1)
        frame = av.AudioFrame.from_ndarray(_as(samples, sample_format), format=sample_format, layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _as(samples: Sound, sample_format: str) -> NDArray[Any]:
    planes = samples.T if sample_format.endswith("p") else samples.reshape(1, -1)
    if sample_format.startswith("s16"):
        planes = np.round(planes * 32767).astype(np.int16)
    return np.ascontiguousarray(planes)
