"""Test material: moving patterns in the encoder contract and outside of it, made on the spot."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from scipy.io import wavfile

from media.encode import encode
from media.planes import blank, planes_of
from media.profile import VideoProfile
from media.source import opened

SMALL = VideoProfile(width=320, height=180, fps=24, preset="superfast", crf=20)


def pattern(number: int, width: int, height: int, seed: int = 0) -> av.VideoFrame:
    """A gradient that wanders with the frame number, so that no two frames are equal."""
    frame = blank(width, height)
    y, u, v = planes_of(frame)
    rows, columns = np.mgrid[: y.shape[0], : y.shape[1]]
    y[:] = 40 + (columns * 2 + rows + number * 5 + seed * 31) % 160
    u[:] = (90 + seed * 20 + number) % 200
    v[:] = (160 - number) % 200
    return frame


def patterns(count: int, profile: VideoProfile = SMALL, seed: int = 0) -> Iterator[av.VideoFrame]:
    return (pattern(number, profile.width, profile.height, seed) for number in range(count))


def contract_clip(path: Path, frames: int, *, profile: VideoProfile = SMALL, gop: int = 12, seed: int = 0) -> Path:
    """A clip as previz writes it: in the contract, a keyframe every ``gop`` frames."""
    encode(patterns(frames, profile, seed), path, profile, keyframes=range(0, frames, gop))
    return path


def foreign_clip(
    path: Path,
    frames: int,
    *,
    size: tuple[int, int] = (426, 240),
    fps: int = 30,
    times: list[int] | None = None,
    codec: str = "libx264",
    sound: bool = False,
) -> Path:
    """A clip as some model returns it; ``times`` (in 1/30000 s) makes its frame rate variable."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps, options={"preset": "ultrafast"} if codec == "libx264" else {})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p" if size[0] % 2 == 0 and size[1] % 2 == 0 else "yuv444p"
        stream.codec_context.time_base = Fraction(1, 30_000)
        audio = container.add_stream("aac", rate=44_100, layout="mono") if sound else None
        for number in range(frames):
            frame = pattern(number, size[0] + size[0] % 2, size[1] + size[1] % 2)
            if stream.pix_fmt == "yuv444p":
                frame = frame.reformat(size[0], size[1], "yuv444p")
            frame.pts = times[number] if times else number * 30_000 // fps
            frame.time_base = Fraction(1, 30_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            samples = (np.sin(np.arange(44_100 * frames // fps) / 20) * 8000).astype(np.int16)
            tone = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
            tone.rate = 44_100
            container.mux(audio.encode(tone))
            container.mux(audio.encode(None))
    return path


def packets(path: Path) -> list[bytes]:
    """The picture packets of a file, in decode order."""
    with opened(path) as container:
        return [bytes(packet) for packet in container.demux(container.streams.video[0]) if packet.size]


def times(path: Path) -> tuple[list[Fraction], list[Fraction]]:
    """Display and decode times of all picture packets in seconds, in decode order."""
    with opened(path) as container:
        found = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
        return [p.pts * p.time_base for p in found], [p.dts * p.time_base for p in found]


def digests(path: Path) -> list[str]:
    """A hash of every decoded frame's pixels."""
    with opened(path) as container:
        return [
            hashlib.md5(b"".join(np.ascontiguousarray(plane).tobytes() for plane in planes_of(frame))).hexdigest()
            for frame in container.decode(container.streams.video[0])
        ]


def tone(
    path: Path, seconds: float, *, hertz: float = 440, rate: int = 48_000, channels: int = 2, level: float = 0.2
) -> Path:
    """A sine as WAV."""
    t = np.arange(round(seconds * rate)) / rate
    wave = (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
    wavfile.write(path, rate, np.repeat(wave[:, None], channels, axis=1))
    return path


def babble(path: Path, seconds: float, *, rate: int = 24_000, seed: int = 1, level: float = 0.2) -> Path:
    """Speech-like noise in syllables, mono as voice models return it."""
    noise = np.random.default_rng(seed).normal(size=round(seconds * rate))
    t = np.arange(noise.size) / rate
    wave = level * noise * (0.15 + np.clip(np.sin(2 * np.pi * 4 * t), 0, 1))
    wavfile.write(path, rate, np.clip(wave, -1, 1).astype(np.float32))
    return path
