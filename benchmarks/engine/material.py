"""The clips and the music of the bench, made once and kept: what models return, in size, rate and bitrate."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.engine import pictures
from benchmarks.engine.pictures import Motion, Picture, caption, filmed
from benchmarks.engine.scale import FILM_SIZE, LOWER_SIZE, Scale, Size

MUSIC_S = 310
_CLIP_S = 5
_CRF = 18
_BT709 = 1
_MUSIC_RATE = 44_100
_MUSIC_BIT_RATE = 192_000


@dataclass(frozen=True)
class Take:
    """One clip: what moves in it, of which size class and rate, and the rate of its sound, if it has any."""

    name: str
    motion: Motion
    fps: int
    lower: bool = False
    sound_hz: int | None = None
    seed: int = 0


TAKES = (
    Take("zoom-a", pictures.zoom, 30, sound_hz=48_000, seed=0),
    Take("life-a", pictures.life, 24, seed=1),
    Take("pattern-a", pictures.test_pattern, 30, seed=2),
    Take("zoom-b", pictures.zoom, 24, lower=True, sound_hz=44_100, seed=1),
    Take("gradients-a", pictures.gradients, 30, sound_hz=48_000, seed=4),
    Take("zoom-c", pictures.zoom, 24, seed=2),
    Take("pattern-b", pictures.test_pattern, 30, lower=True, sound_hz=44_100, seed=6),
    Take("life-b", pictures.life, 24, lower=True, seed=7),
)
"""1080p30 three times, 1080p24 twice, 720p24 twice, 720p30 once."""

RETAKE = Take("retake", pictures.zoom, 30, sound_hz=48_000, seed=10)
"""What comes in place of the scene that is changed."""


@dataclass(frozen=True)
class Shot:
    """A clip and the caption that is laid over it, an RGBA picture."""

    clip: Path
    caption: Path


@dataclass(frozen=True)
class Material:
    """The files."""

    shots: tuple[Shot, ...]
    retake: Shot
    music: Path


def prepared(folder: Path, scale: Scale) -> Material:
    """The material of this scale in ``folder``; what is missing is made, which takes minutes at full scale."""
    home = folder / f"material-{scale}-{_recipe()}"
    home.mkdir(parents=True, exist_ok=True)
    takes = (*TAKES, RETAKE)
    shots = [Shot(home / f"{take.name}.mp4", home / f"{take.name}.png") for take in takes]
    music = home / "music.mp3"
    missing = [(take, shot) for take, shot in zip(takes, shots, strict=True) if not shot.clip.exists()]
    if missing or not music.exists():
        print(f"making the clips and the music of the bench in {home}", flush=True)
        # Not in this process: what it once held would count as the memory of every process that it starts.
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as makers:
            making = [makers.submit(_make_shot, take, scale, shot) for take, shot in missing]
            making.append(makers.submit(_make_music, music))
            for made in making:
                made.result()
    return Material(shots=tuple(shots[:-1]), retake=shots[-1], music=music)


def _recipe() -> str:
    """Changes with the code that makes the material."""
    sources = [Path(__file__), Path(pictures.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]


def _make_shot(take: Take, scale: Scale, shot: Shot) -> None:
    cv2.imwrite(str(shot.caption), caption(f"This is {take.name}", FILM_SIZE[scale]))
    _make_clip(take, scale, shot.clip)


def _make_clip(take: Take, scale: Scale, path: Path) -> None:
    size = (LOWER_SIZE if take.lower else FILM_SIZE)[scale]
    frames = filmed(take.motion(size, _CLIP_S * take.fps, take.seed), take.seed)
    unfinished = path.with_suffix(".part")
    with av.open(str(unfinished), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=take.fps, options={"crf": str(_CRF), "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
        codec = stream.codec_context
        codec.colorspace = codec.color_primaries = codec.color_trc = codec.color_range = _BT709
        codec.thread_count, codec.thread_type = 1, "FRAME"
        sound = container.add_stream("aac", rate=take.sound_hz, layout="stereo") if take.sound_hz else None
        for frame in _frames(frames, take.fps, size):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None and take.sound_hz:
            _encode_sound(container, sound, _tune(_CLIP_S, take.sound_hz, take.seed), take.sound_hz)
    unfinished.replace(path)


def _frames(drawn: Iterable[Picture], fps: int, size: Size) -> Iterable[av.VideoFrame]:
    for number, picture in enumerate(drawn):
        rgb = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame = rgb.reformat(size.width, size.height, "yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
        frame.pts, frame.time_base = number, Fraction(1, fps)
        yield frame


def _make_music(path: Path) -> None:
    unfinished = path.with_suffix(".part")
    with av.open(str(unfinished), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=_MUSIC_RATE, layout="stereo")
        stream.bit_rate = _MUSIC_BIT_RATE
        _encode_sound(container, stream, _tune(MUSIC_S, _MUSIC_RATE, 3), _MUSIC_RATE)
    unfinished.replace(path)


def _encode_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, samples: NDArray[np.float32], rate: int
) -> None:
    for start in range(0, samples.shape[1], rate):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[:, start : start + rate]), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _tune(seconds: int, rate: int, seed: int) -> NDArray[np.float32]:
    """Chords over a bass, with a beat of noise: (2, samples), far from full scale."""
    random = np.random.default_rng(seed)
    bar = 2 * rate
    t = np.arange(bar) / rate
    swell = np.minimum(1, np.minimum(t / 0.05, (2 - t) / 0.3))
    beat = np.exp(-(t % 0.5) * 30) * random.normal(0, 0.1, bar)
    bars = []
    for number in range(-(-seconds // 2)):
        root = 110 * 2 ** ([0, 5, 7, 3][number % 4] / 12)
        notes = [root, root * 2, root * 2.5, root * 3]
        left, right = (
            sum(np.sin(2 * np.pi * note * detune * t) for note in notes) * 0.06 * swell + beat
            for detune in (1.0, 1.003)
        )
        bars.append(np.stack((left, right)))
    return np.concatenate(bars, axis=1)[:, : seconds * rate].astype(np.float32)
