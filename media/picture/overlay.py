"""Pictures with transparency laid over frames, with an entrance and an exit, blended in place on YUV planes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import av
import numpy as np
from numpy.typing import NDArray

from media.planes import Plane, Planes, copy_of, planes_of

Rgba = NDArray[np.uint8]
"""(height, width, 4), straight alpha, sRGB primaries, which BT.709 shares."""

Weights = NDArray[np.float32]
"""(height, width): levels of a plane, or shares of 0 to 1."""

_STRIP = 24_000
"""Pixels that are blended at once."""


class Drawn(Protocol):
    """Something that is laid over some frames of a segment: lettering, a caption, a product."""

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows it."""
        ...

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay it over one frame of the segment, if it shows there."""
        ...


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels; ``right`` and ``bottom`` are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    def shared(self, other: "Window") -> "Window":
        """What lies in both."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Window(left, top, min(self.right, other.right), min(self.bottom, other.bottom))

    def halved(self) -> "Window":
        """The same at chroma's resolution, wherever a pixel of it reaches."""
        return Window(self.left // 2, self.top // 2, (self.right + 1) // 2, (self.bottom + 1) // 2)


class Layer:
    """An RGBA picture made ready for blending: BT.709 limited-range planes and their weights.

    Chroma has half the resolution, so a layer at odd coordinates is held as one grown by a transparent row or column.
    What is transparent around the ink costs nothing.
    """

    def __init__(self, image: Rgba) -> None:
        self._left, self._top, right, bottom = ink_box(image)
        self._ink = image[self._top : bottom, self._left : right]
        self._aligned: dict[tuple[int, int], tuple[tuple[Weights, ...], tuple[Weights, ...]]] = {}

    def draw(self, planes: Planes, x: int, y: int, opacity: float = 1.0, window: Window | None = None) -> None:
        """Blend onto ``planes`` with the top left corner at (x, y) of luma; what is outside the picture is cut off.

        Of the layer only what is inside ``window`` shows, if one is given.
        """
        if opacity <= 0 or not self._ink.size:
            return
        left, top = x + self._left, y + self._top
        height, width = planes[0].shape
        shown = Window(0, 0, width, height)
        if window is not None:
            shown = shown.shared(Window(x + window.left, y + window.top, x + window.right, y + window.bottom))
        colours, weights = self._at_parity(left & 1, top & 1)
        for scale, plane, colour, weight in zip((1, 2, 2), planes, colours, weights, strict=True):
            at = ((left - (left & 1)) // scale, (top - (top & 1)) // scale)
            blend(plane, colour, weight, at, opacity, shown.halved() if scale == 2 else shown)

    def _at_parity(self, odd_x: int, odd_y: int) -> tuple[tuple[Weights, ...], tuple[Weights, ...]]:
        if (odd_x, odd_y) not in self._aligned:
            height, width = self._ink.shape[:2]
            right, bottom = (width + odd_x) % 2, (height + odd_y) % 2
            grown = np.pad(self._ink, ((odd_y, bottom), (odd_x, right), (0, 0)))
            self._aligned[odd_x, odd_y] = _premultiplied_planes(grown)
        return self._aligned[odd_x, odd_y]


@dataclass(frozen=True)
class Overlay:
    """A layer on the frames ``first`` up to ``last`` (exclusive) of a segment, its top left corner at (x, y).

    It fades in and out over ``fade_frames`` at either end and rises by ``rise_px`` as it comes.
    """

    image: Rgba
    x: int
    y: int
    first: int
    last: int
    fade_frames: int = 8
    rise_px: int = 0

    @cached_property
    def layer(self) -> Layer:
        """The image, made ready for blending."""
        return Layer(self.image)

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows it."""
        return self.first < last and first < self.last

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay it over one frame of the segment, if it shows there."""
        if not self.touches(frame, frame + 1):
            return
        ramp = max(1, min(self.fade_frames, (self.last - self.first) // 2))
        entered = ease_out((frame - self.first + 1) / ramp)
        left = ease_out((self.last - frame) / ramp)
        self.layer.draw(planes, self.x, self.y + round(self.rise_px * (1 - entered)), min(entered, left))


def overlaid(frames: Iterable[av.VideoFrame], overlays: Iterable[Drawn], first: int = 0) -> Iterator[av.VideoFrame]:
    """``frames``, of which the first is number ``first`` of its segment, with the overlays that touch them."""
    layers = tuple(overlays)
    for number, frame in enumerate(frames, first):
        shown = [overlay for overlay in layers if overlay.touches(number, number + 1)]
        if not shown:
            yield frame
            continue
        drawn = copy_of(frame)
        for overlay in shown:
            overlay.draw(planes_of(drawn), number)
        yield drawn


def ease_out(progress: float) -> float:
    """Fast, then slow: a cubic from 0 to 1, held outside."""
    return 1 - (1 - min(max(progress, 0.0), 1.0)) ** 3


def ink_box(image: Rgba) -> tuple[int, int, int, int]:
    """Left, top, right and bottom (exclusive) of what is not transparent; all zero if nothing is."""
    inked = image[..., 3] > 0
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def yuv_of(rgb: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[Weights, Weights, Weights]:
    """R'G'B' (…, 3) to limited-range Y'CbCr, ITU-R BT.709-6 §3."""
    matrix = np.array([[0.2126, 0.7152, 0.0722], [-0.2126, -0.7152, 0.9278], [0.7874, -0.7152, -0.0722]], np.float32)
    scale = np.array([219, 224 / 1.8556, 224 / 1.5748], np.float32) / np.float32(255)
    yuv = (rgb.astype(np.float32) @ matrix.T) * scale + np.array([16, 128, 128], np.float32)
    return yuv[..., 0], yuv[..., 1], yuv[..., 2]


def _premultiplied_planes(image: Rgba) -> tuple[tuple[Weights, ...], tuple[Weights, ...]]:
    alpha = image[..., 3].astype(np.float32) / np.float32(255)
    small_alpha = halved(alpha)
    y, cb, cr = yuv_of(image[..., :3])
    y, cb, cr = y * alpha, cb * alpha, cr * alpha
    return (y, halved(cb), halved(cr)), (alpha, small_alpha, small_alpha)


def halved(plane: Weights) -> Weights:
    """The means of 2x2 pixels, as chroma is sampled from luma's grid."""
    height, width = plane.shape
    quads = plane.reshape(height // 2, 2, width // 2, 2)
    return (quads[:, 0, :, 0] + quads[:, 0, :, 1] + quads[:, 1, :, 0] + quads[:, 1, :, 1]) / np.float32(4)


def blend(plane: Plane, colour: Weights, weight: Weights, at: tuple[int, int], opacity: float, shown: Window) -> None:
    """``colour``, premultiplied by ``weight``, over ``plane`` at (x, y), as far as it lies in ``shown``."""
    x, y = at
    box = shown.shared(Window(x, y, x + colour.shape[1], y + colour.shape[0]))
    if box.top >= box.bottom or box.left >= box.right:
        return
    columns, over = slice(box.left, box.right), slice(box.left - x, box.right - x)
    # A few rows at a time: larger temporaries would be fresh memory from the system for every frame.
    step = max(1, _STRIP // (box.right - box.left))
    for top in range(box.top, box.bottom, step):
        bottom = min(top + step, box.bottom)
        below, ink = plane[top:bottom, columns], slice(top - y, bottom - y)
        change = weight[ink, over] * below
        np.subtract(colour[ink, over], change, out=change)
        if opacity < 1:
            change *= np.float32(opacity)
        change += below
        change += np.float32(0.5)
        below[:] = change
