"""Moving pictures like those that models return: zooms, patterns, gradients and growth, soft and slightly grainy."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.engine.scale import Size

Picture = NDArray[np.uint8]
"""(height, width, 3), BGR."""

Motion = Callable[[Size, int, int], Iterator[Picture]]
"""Size, number of frames and seed to pictures."""

_BLUR_SIGMA = 1.2
_GRAIN = 2.0
_GRAIN_FIELDS = 8


def zoom(size: Size, frames: int, seed: int) -> Iterator[Picture]:
    """A flight into the border of the Mandelbrot set, drawn once and enlarged."""
    ground = _mandelbrot(size, seed)
    centre = (ground.shape[1] / 2, ground.shape[0] / 2)
    for number in range(frames):
        factor = 0.5 * 2 ** (number / frames)
        matrix = cv2.getRotationMatrix2D(centre, number * 0.15, factor)
        matrix[:, 2] += (size.width / 2 - centre[0], size.height / 2 - centre[1])
        yield np.asarray(cv2.warpAffine(ground, matrix, (size.width, size.height)), np.uint8)


def test_pattern(size: Size, frames: int, seed: int) -> Iterator[Picture]:
    """Colour bars, a sweeping scale and a frame counter."""
    colours = [(b * 190, g * 190, r * 190) for b in (1, 0) for g in (1, 0) for r in (1, 0)]
    bars = np.zeros((size.height, size.width, 3), np.uint8)
    for number, colour in enumerate(colours):
        bars[:, number * size.width // 8 : (number + 1) * size.width // 8] = colour
    scale = size.height / 360
    for number in range(frames):
        picture = bars.copy()
        left = (number * size.width // 150 + seed * 97) % size.width
        cv2.circle(picture, (left, size.height // 2), round(60 * scale), (40, 60, 200), -1, cv2.LINE_AA)
        ramp = np.roll(np.linspace(0, 255, size.width, dtype=np.uint8), number * 4)
        picture[-size.height // 5 :] = ramp[None, :, None]
        place = (round(20 * scale), round(60 * scale))
        cv2.putText(
            picture, f"{number:04d}", place, cv2.FONT_HERSHEY_SIMPLEX, 2 * scale, (255, 255, 255), 3, cv2.LINE_AA
        )
        yield picture


def gradients(size: Size, frames: int, seed: int) -> Iterator[Picture]:
    """Three colour fields that drift through each other."""
    rows, columns = np.mgrid[: size.height, : size.width].astype(np.float32)
    rows, columns = rows / size.height * 2 * np.pi, columns / size.width * 2 * np.pi
    waves = [columns + rows * 0.5 + seed, columns * 1.5 - rows, rows * 2 - columns * 0.3 + seed]
    for number in range(frames):
        angle = number / 40
        fields = [np.sin(wave + angle * (1 + channel / 3)) * 90 + 128 for channel, wave in enumerate(waves)]
        yield np.dstack(fields).astype(np.uint8)


def life(size: Size, frames: int, seed: int) -> Iterator[Picture]:
    """Conway's game of life, its dead fading away."""
    cells = (np.random.default_rng(seed).random((size.height // 20, size.width // 20)) < 0.3).astype(np.uint8)
    glow = cells.astype(np.float32)
    kernel = np.ones((3, 3), np.uint8)
    kernel[1, 1] = 0
    for number in range(frames):
        if number % 4 == 0:
            neighbours = cv2.filter2D(cells, -1, kernel, borderType=cv2.BORDER_CONSTANT)
            cells = ((neighbours == 3) | ((cells == 1) & (neighbours == 2))).astype(np.uint8)
        glow = np.maximum(glow * np.float32(0.93), cells)
        levels = (cv2.resize(glow, (size.width, size.height), interpolation=cv2.INTER_LINEAR) * 255).astype(np.uint8)
        yield np.asarray(cv2.applyColorMap(levels, cv2.COLORMAP_OCEAN), np.uint8)


def caption(text: str, film: Size) -> Picture:
    """White letters on a translucent box of 5/8 of the film's width, (height, width, 4) BGRA with straight alpha."""
    scale = film.height / 360
    picture = np.zeros((film.height // 14 * 2, film.width // 16 * 10, 4), np.uint8)
    picture[..., 3] = 140
    place = (round(14 * scale), round(34 * scale))
    cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255, 255), 2, cv2.LINE_AA)
    return picture


def size_of(still: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its header (PNG, 11.2.2)."""
    with still.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return width, height


def filmed(pictures: Iterator[Picture], seed: int) -> Iterator[Picture]:
    """The same through a lens: slightly blurred, with grain that changes from frame to frame."""
    random = np.random.default_rng(seed)
    fields: list[NDArray[np.int16]] = []
    for picture in pictures:
        if not fields:
            shape = picture.shape[:2]
            fields = [np.round(random.normal(0, _GRAIN, shape)).astype(np.int16) for _ in range(_GRAIN_FIELDS)]
        grain = np.roll(fields[random.integers(_GRAIN_FIELDS)], random.integers(1000), axis=1)
        soft = cv2.GaussianBlur(picture, (0, 0), _BLUR_SIGMA)
        yield np.clip(soft + grain[:, :, None], 0, 255).astype(np.uint8)


def _mandelbrot(size: Size, seed: int) -> Picture:
    """Twice as wide and high as the picture, so that a zoom by two stays sharp."""
    centre = [(-0.7436, 0.1318), (-0.1607, 1.0376), (-1.2506, 0.0201)][seed % 3]
    width, height, span = size.width * 2, size.height * 2, 0.01
    real = np.linspace(centre[0] - span, centre[0] + span, width, dtype=np.float64)
    imaginary = np.linspace(centre[1] - span * 9 / 16, centre[1] + span * 9 / 16, height, dtype=np.float64)
    c = (real[None, :] + 1j * imaginary[:, None]).astype(np.complex64)
    z, steps = np.zeros_like(c), np.zeros(c.shape, np.uint8)
    for _ in range(120):
        z = z * z + c
        inside = z.real**2 + z.imag**2 < 4
        steps += inside
        z[~inside] = 2
    return np.asarray(cv2.applyColorMap(steps * 2, cv2.COLORMAP_TWILIGHT_SHIFTED), np.uint8)
