"""Pictures as numpy arrays: 8-bit 4:2:0 planes, seen in place or made anew."""

from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]
"""Y of (height, width) and Cb, Cr of half that size each, BT.709 limited range."""

BLACK = (16, 128, 128)


def planes_of(frame: av.VideoFrame) -> Planes:
    """Views of a yuv420p frame's own memory: writing to them changes the frame."""
    y, u, v = frame.planes
    return view(y), view(u), view(v)


def blank(width: int, height: int) -> av.VideoFrame:
    """A new yuv420p frame of unset content."""
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.color_range = 1
    frame.colorspace = 1
    return frame


def filled(width: int, height: int, colour: tuple[int, int, int] = BLACK) -> av.VideoFrame:
    """A new yuv420p frame of one colour (Y, Cb, Cr)."""
    frame = blank(width, height)
    for plane, level in zip(planes_of(frame), colour, strict=True):
        plane[:] = level
    return frame


def from_planes(planes: Planes) -> av.VideoFrame:
    """A new frame holding copies of three planes."""
    height, width = planes[0].shape
    frame = blank(width, height)
    for target, plane in zip(planes_of(frame), planes, strict=True):
        target[:] = plane
    return frame


def copy_of(frame: av.VideoFrame) -> av.VideoFrame:
    """The same picture in memory of its own: decoders keep theirs as reference for later pictures."""
    return from_planes(planes_of(frame))


def view(plane: Any) -> Plane:
    """A view of one 8-bit plane of a frame."""
    rows = np.frombuffer(plane, np.uint8, count=plane.line_size * plane.height)
    return rows.reshape(plane.height, plane.line_size)[:, : plane.width]
