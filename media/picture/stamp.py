"""A picture laid over a frame exactly: solid pixels replace, soft ones mix in linear light, empty ones leave alone.

Mixing soft edges in the signal instead would draw a dark line around bright things and a bright one around dark
things. Chroma has half the resolution: where an edge crosses a block of 2x2 pixels, its chroma is the mean of theirs.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from media.picture.linear import Light, light_of, signal_of
from media.picture.overlay import halved, yuv_of
from media.planes import Plane, Planes

_Places = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows and columns."""

_QUAD = ((0, 0), (0, 1), (1, 0), (1, 1))
_STRIP = 8_000
"""Pixels that are converted at once."""

_SOLID = 1 - 1 / 510
_EMPTY = 1 / 510
_FROM_YUV = np.array([[1, 0, 1.5748], [1, -0.1873, -0.4681], [1, 1.8556, 0]], np.float32)


@dataclass(frozen=True)
class Stamp:
    """A premultiplied picture in light with its top left corner at (x, y) of luma, wholly inside the frame."""

    x: int
    y: int
    blocks: NDArray[np.float32]
    solid: NDArray[np.bool_]
    mixed: _Places
    planes: tuple[Plane, Plane, Plane]

    @classmethod
    def of(cls, picture: Light, x: int, y: int, size: tuple[int, int]) -> "Stamp | None":
        """The part of ``picture`` (height, width, 4) that lies in a frame of ``size`` (width, height); None if none."""
        left, top = max(0, -x), max(0, -y)
        picture = picture[top : max(top, size[1] - y), left : max(left, size[0] - x)]
        if not picture.size or not picture[..., 3].any():
            return None
        x, y = x + left, y + top
        odd_x, odd_y = x & 1, y & 1
        height, width = picture.shape[:2]
        picture = np.pad(picture, ((odd_y, (height + odd_y) % 2), (odd_x, (width + odd_x) % 2), (0, 0)))
        # Four views of every other pixel: numpy takes ten times as long to reduce an axis of two.
        corners = [picture[row::2, column::2, 3] for row, column in _QUAD]
        solid = reduce(np.minimum, corners) >= _SOLID
        rows, columns = np.nonzero(~solid & (reduce(np.maximum, corners) > _EMPTY))
        return cls(
            x=x - odd_x,
            y=y - odd_y,
            blocks=picture[_pixels((rows, columns))],
            solid=solid,
            mixed=(rows, columns),
            planes=_planes(picture),
        )

    def draw(self, planes: Planes, opacity: float = 1.0) -> None:
        """Lay it over ``planes``; with less ``opacity`` the result fades into what was there."""
        if opacity <= 0:
            return
        boxes = self._boxes(planes)
        before = [box.copy() for box in boxes] if opacity < 1 else []
        self._mix(boxes)
        for box, plane, scale in zip(boxes, self.planes, (2, 1, 1), strict=True):
            np.copyto(box, plane, where=np.repeat(np.repeat(self.solid, scale, axis=0), scale, axis=1))
        for box, old in zip(boxes, before, strict=False):
            faded = box.astype(np.float32) - old
            box[:] = old + faded * np.float32(opacity) + np.float32(0.5)

    def _boxes(self, planes: Planes) -> tuple[Plane, Plane, Plane]:
        rows, columns = self.solid.shape
        y, u, v = planes
        x, top = self.x // 2, self.y // 2
        return (
            y[self.y : self.y + 2 * rows, self.x : self.x + 2 * columns],
            u[top : top + rows, x : x + columns],
            v[top : top + rows, x : x + columns],
        )

    def _mix(self, boxes: tuple[Plane, Plane, Plane]) -> None:
        """Mix the blocks that are neither solid nor empty with what lies below, in light."""
        if not len(self.mixed[0]):
            return
        luma, cb, cr = boxes
        across = _pixels(self.mixed)
        below = np.stack(
            [
                luma[across].astype(np.float32),
                np.repeat(cb[self.mixed].astype(np.float32)[:, None], 4, axis=1),
                np.repeat(cr[self.mixed].astype(np.float32)[:, None], 4, axis=1),
            ],
            axis=2,
        )
        signal = np.clip(_signal(below), 0, 255)
        light = light_of(signal) * (1 - self.blocks[..., 3:]) + self.blocks[..., :3]
        # What changes is added to what was there: video may hold colours outside of RGB, which stay as they are.
        change = [new - old for new, old in zip(yuv_of(signal_of(light)), yuv_of(signal), strict=True)]
        luma[across] = _rounded(below[..., 0] + change[0])
        for plane, level, moved in ((cb, below[..., 1], change[1]), (cr, below[..., 2], change[2])):
            plane[self.mixed] = _rounded(level[:, 0] + moved.mean(axis=1))


def _planes(picture: Light) -> Planes:
    """A picture without regard to its alpha as planes."""
    height, width = picture.shape[:2]
    half = (height // 2, width // 2)
    planes = np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8)
    # A few rows at a time: larger temporaries would be fresh memory from the system for every frame.
    step = 2 * max(1, _STRIP // (2 * width))
    for top in range(0, height, step):
        luma, cb, cr = yuv_of(signal_of(picture[top : top + step, :, :3]))
        planes[0][top : top + step] = _rounded(luma)
        for plane, chroma in ((planes[1], cb), (planes[2], cr)):
            plane[top // 2 : (top + step) // 2] = _rounded(halved(chroma))
    return planes


def _pixels(blocks: _Places) -> _Places:
    """The four pixels of each 2x2 block, (blocks, 4)."""
    rows, columns = blocks
    return 2 * rows[:, None] + np.array(_QUAD)[:, 0], 2 * columns[:, None] + np.array(_QUAD)[:, 1]


def _signal(yuv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Limited-range Y'CbCr (…, 3) to R'G'B' of 0 to 255, ITU-R BT.709-6 §3."""
    spread = (yuv - np.array([16, 128, 128], np.float32)) * np.array([255 / 219, 255 / 224, 255 / 224], np.float32)
    return spread @ _FROM_YUV.T


def _rounded(plane: NDArray[np.float32]) -> Plane:
    whole: Plane = np.clip(plane + np.float32(0.5), 0, 255).astype(np.uint8)
    return whole
