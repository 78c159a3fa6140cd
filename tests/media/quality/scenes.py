"""Pictures to judge: drawings that are panned over, nights, flashes, and the order in which they come."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from film.quality import ClipExpectation, QualityReport
from media.encode import encode
from media.planes import blank, filled, planes_of
from media.quality.clip import ClipCheck, ClipLimits
from tests.media.material import SMALL

WIDTH, HEIGHT = 320, 180

Luma = NDArray[np.uint8]


def drawing(seed: int = 0, *, low: int = 30, high: int = 220, width: int = 1600) -> Luma:
    """A wide drawing of soft blobs and edges."""
    coarse = np.random.default_rng(seed).random((8, width // 24)).astype(np.float32)
    soft = cv2.resize(coarse, (width, HEIGHT), interpolation=cv2.INTER_CUBIC)
    edges = np.floor(soft * 5) / 5
    return (low + np.clip(0.5 * soft + 0.5 * edges, 0, 1) * (high - low)).astype(np.uint8)


def shown(luma: Luma, colour: tuple[int, int] = (120, 135)) -> av.VideoFrame:
    frame = blank(luma.shape[1], luma.shape[0])
    for plane, content in zip(planes_of(frame), (luma, *colour), strict=True):
        plane[:] = content
    return frame


def pan(count: int, *, speed: float = 4, seed: int = 0, start: int = 0) -> list[av.VideoFrame]:
    """``count`` pictures of a camera that moves ``speed`` pixels a picture along a drawing."""
    wide = drawing(seed).astype(np.float32)
    frames = []
    for number in range(count):
        left, part = divmod(start + number * speed, 1)
        view = wide[:, int(left) : int(left) + WIDTH + 1]
        frames.append(shown(np.round(view[:, :-1] * (1 - part) + view[:, 1:] * part).astype(np.uint8)))
    return frames


def black(count: int) -> list[av.VideoFrame]:
    return [filled(WIDTH, HEIGHT)] * count


def flat(count: int, level: int, colour: tuple[int, int] = (128, 128)) -> list[av.VideoFrame]:
    return [filled(WIDTH, HEIGHT, (level, *colour))] * count


def judged(
    frames: Iterable[av.VideoFrame],
    *,
    fps: int = 24,
    times: Sequence[Fraction] | None = None,
    expected: ClipExpectation | None = None,
    limits: ClipLimits | None = None,
) -> QualityReport:
    """What the check says of pictures handed to it one by one."""
    check = ClipCheck(expected or ClipExpectation(), limits)
    for number, frame in enumerate(frames):
        check.see(times[number] if times else Fraction(number, fps), frame)
    return check.report()


def clip_of(path: Path, frames: list[av.VideoFrame]) -> Path:
    encode(frames, path, SMALL)
    return path
