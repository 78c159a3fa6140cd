"""The soft shadow of a cut-out picture, blurred once and then only moved, turned and scaled with it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from media.picture.overlay import Weights, Window, blend
from media.planes import BLACK, Planes

_SMALLEST_SIGMA = 3.0
"""A blur as wide as this many pixels holds nothing finer than them, so the shadow is kept that much smaller."""


class SoftShadow:
    """A blurred alpha in a grid of its own; ``grid`` pixels of the picture make one of its."""

    def __init__(self, alpha: Weights, sigma_px: float) -> None:
        self.grid = max(1, int(sigma_px / _SMALLEST_SIGMA))
        height, width = alpha.shape
        around = int(np.ceil(3 * sigma_px / self.grid)) + 1
        rows, columns = -(-height // self.grid), -(-width // self.grid)
        filled = np.pad(alpha, ((0, rows * self.grid - height), (0, columns * self.grid - width)))
        small = cv2.resize(filled, (columns, rows), interpolation=cv2.INTER_AREA)
        self._blurred = np.pad(small, around)
        if sigma_px > 0:
            self._blurred = cv2.GaussianBlur(self._blurred, (0, 0), sigma_px / self.grid)
        self._around = around

    def placed(self, matrix: NDArray[np.float64], size: tuple[int, int]) -> "ShadowAt | None":
        """Where it falls in a frame of ``size`` when ``matrix`` (2x3) takes the picture's pixels to the frame's."""
        # From this grid's pixel centres to the picture's.
        first = (0.5 - self._around) * self.grid - 0.5
        own = np.array([[self.grid, 0, first], [0, self.grid, first], [0, 0, 1]])
        whole = matrix @ own
        box = box_of(whole, self._blurred.shape, size)
        if box is None:
            return None
        even = Window(box.left // 2 * 2, box.top // 2 * 2, -(-box.right // 2) * 2, -(-box.bottom // 2) * 2)
        return ShadowAt(warped(self._blurred, whole, even), even.left, even.top)


class ShadowAt:
    """A shadow on its even pixels of a frame."""

    def __init__(self, weight: Weights, x: int, y: int) -> None:
        self._x, self._y = x, y
        small = cv2.resize(weight, (weight.shape[1] // 2, weight.shape[0] // 2), interpolation=cv2.INTER_AREA)
        self._weights = (weight, small, small)
        self._colours = tuple(share * np.float32(level) for share, level in zip(self._weights, BLACK, strict=True))

    def draw(self, planes: Planes, opacity: float) -> None:
        """Darken what lies below it."""
        for scale, plane, colour, weight in zip((1, 2, 2), planes, self._colours, self._weights, strict=True):
            whole = Window(0, 0, plane.shape[1], plane.shape[0])
            blend(plane, colour, weight, (self._x // scale, self._y // scale), opacity, whole)


def box_of(matrix: NDArray[np.float64], shape: tuple[int, ...], size: tuple[int, int]) -> Window | None:
    """The pixels of a frame of ``size`` that a picture of ``shape`` reaches under ``matrix``; None if none."""
    height, width = shape[:2]
    ends = np.array([[-1, width, width, -1], [-1, -1, height, height], [1, 1, 1, 1]])
    across, down = matrix @ ends
    left, top = max(0, int(np.floor(across.min()))), max(0, int(np.floor(down.min())))
    right, bottom = min(size[0], int(np.ceil(across.max())) + 1), min(size[1], int(np.ceil(down.max())) + 1)
    return Window(left, top, right, bottom) if left < right and top < bottom else None


def warped(picture: NDArray[np.float32], matrix: NDArray[np.float64], box: Window) -> NDArray[np.float32]:
    """``picture`` under ``matrix`` within ``box``, sampled between pixels; nothing outside of it."""
    inside = matrix - np.array([[0, 0, box.left], [0, 0, box.top]])
    size = (box.right - box.left, box.bottom - box.top)
    made: NDArray[np.float32] = cv2.warpAffine(picture, inside, size, flags=cv2.INTER_LINEAR, borderValue=0)
    return made
