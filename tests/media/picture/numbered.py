"""Clips whose pictures carry their number as light, so that a test can say which picture is shown when."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from media.planes import filled, planes_of
from media.source import opened

_STEP, _BASE = 4, 24
MOST = 48


def numbered(number: int, width: int = 320, height: int = 180) -> av.VideoFrame:
    return filled(width, height, (_BASE + _STEP * (number % MOST), 128, 128))


def numbered_clip(
    path: Path,
    frames: int,
    *,
    fps: int = 24,
    size: tuple[int, int] = (320, 180),
    times: Sequence[int] | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
) -> Path:
    """``times`` in 1/30000 s make the frame rate variable."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps, options=options or {"preset": "ultrafast", "crf": "6"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = Fraction(1, fps) if times is None else Fraction(1, 30_000)
        stream.codec_context.colorspace = stream.codec_context.color_range = 1
        for number in range(frames):
            frame = numbered(number, *size)
            frame.pts = number if times is None else times[number]
            frame.time_base = stream.codec_context.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def number_of(frame: av.VideoFrame) -> int:
    luma = float(np.median(planes_of(frame)[0]))
    return round((luma - _BASE) / _STEP)


def shown(path: Path) -> list[int]:
    """The numbers of all pictures of a file."""
    with opened(path) as container:
        return [number_of(frame) for frame in container.decode(container.streams.video[0])]
