"""A picture made small: what black, frozen, flashing and cut pictures are told by."""

from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange
from numpy.typing import NDArray

Luma = NDArray[np.float32]
"""(height, width), Y of limited range whatever the source's depth and range: 16 is black, 235 white."""

BLACK, WHITE = 16.0, 235.0

_LONG_SIDE, _LEAST_SQUARE = 240, 8
_TINY = (32, 18)
_PLANAR = ("yuv4", "yuvj4", "yuva4", "nv12", "nv16", "nv24", "gray")
_FLAT_COLOUR = 4.0


def small_luma(frame: av.VideoFrame) -> Luma:
    """The mean of each square of 8 x 8 pixels or, in large pictures, of squares that make it at most 240 long.

    Smaller squares would show how an encoder goes on refining a held picture.
    """
    half = max(_LEAST_SQUARE, -(-max(frame.width, frame.height) // _LONG_SIDE)) // 2
    width, height = max(1, frame.width // half // 2), max(1, frame.height // half // 2)
    seen = _luma_plane(frame)
    if seen is None:
        # Whatever is not planar is rare, and libswscale shrinks it while converting.
        grey = frame.reformat(width=width, height=height, format="gray", dst_color_range=ColorRange.JPEG).to_ndarray()
        return _limited(grey.astype(np.float32))
    plane, scale = seen
    # Shrinking by an integer is several times faster, and rounds to whole levels: the second step keeps fractions, or a
    # gradient would seem to move by a level wherever an encoder refines it a little.
    whole = plane[: height * half * 2, : width * half * 2]
    halves = cv2.resize(whole, (width * 2, height * 2), interpolation=cv2.INTER_AREA).astype(np.float32)
    luma = cv2.resize(halves, (width, height), interpolation=cv2.INTER_AREA) / np.float32(scale)
    full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    return _limited(luma) if full else luma


def tiny_luma(luma: Luma) -> Luma:
    """The same in 32 x 18 cells, for what concerns large parts of the picture only."""
    tiny: Luma = cv2.resize(luma, _TINY, interpolation=cv2.INTER_AREA)
    return tiny


def is_one_colour(frame: av.VideoFrame) -> bool:
    """Whether all of a picture has about the same hue. Costs a conversion, so ask only where luma is flat."""
    colours = frame.reformat(width=_TINY[0], height=_TINY[1], format="rgb24").to_ndarray().reshape(-1, 3)
    return float(colours.std(axis=0).max()) < _FLAT_COLOUR


def _luma_plane(frame: av.VideoFrame) -> tuple[NDArray[np.uint8] | NDArray[np.uint16], float] | None:
    """A view of the luma plane and what its values are to be divided by; ``None`` if there is no such plane."""
    name, bits = frame.format.name, frame.format.components[0].bits
    if not name.startswith(_PLANAR) or (bits > 8 and not name.endswith("le")):
        return None
    plane: Any = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8, count=plane.line_size * plane.height).reshape(plane.height, plane.line_size)
    if bits == 8:
        return rows[:, : plane.width], 1.0
    return rows.view(np.uint16)[:, : plane.width], float(1 << (bits - 8))


def _limited(full: Luma) -> Luma:
    return full * np.float32((WHITE - BLACK) / 255) + np.float32(BLACK)
