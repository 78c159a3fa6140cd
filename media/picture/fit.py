"""Any decoded picture brought to the film's size, pixel format and colours."""

from fractions import Fraction

import av
import cv2
import numpy as np
from av.filter import Graph

from film.framing import CENTRE, Fit, Focus
from media.picture.colour import conforms, scaled, stated
from media.planes import BLACK, Planes, filled, from_planes, planes_of

__all__ = ["CENTRE", "Fit", "Focus", "fit_picture"]

_WORTH_CROPPING = Fraction(9, 10)

_BLUR_SHARE = 12
"""The blurred picture is made at a twelfth of the size: nobody sees the difference, and it costs a hundredth."""

_BLUR_LIGHT = 0.45


def fit_picture(
    frame: av.VideoFrame,
    width: int,
    height: int,
    fit: Fit = Fit.COVER,
    pixel_aspect: Fraction = Fraction(1),
    focus: Focus = CENTRE,
) -> av.VideoFrame:
    """The picture in yuv420p BT.709 limited range at ``width`` x ``height``, upright and with square pixels.

    ``COVER`` crops what is over, with ``focus`` as near to the middle as the picture allows; ``CONTAIN`` shows all of
    it on black, ``BLUR`` on a blurred, darkened and enlarged copy of itself. A picture that is already so is returned
    as it is.
    """
    turns = round(frame.rotation / 90) % 4
    if turns == 0 and pixel_aspect == 1 and conforms(frame, width, height):
        return frame
    size = (height, width) if turns % 2 else (width, height)
    if fit is Fit.COVER:
        return _turned(_covering(frame, size, pixel_aspect, _lying(focus, turns)), turns)
    picture = _turned(_contained(frame, size, pixel_aspect), turns)
    if (picture.width, picture.height) == (width, height):
        return picture
    return _placed(picture, _blurred(planes_of(picture), width, height) if fit is Fit.BLUR else filled(width, height))


def _covering(
    frame: av.VideoFrame, size: tuple[int, int], pixel_aspect: Fraction, focus: tuple[Fraction, Fraction]
) -> av.VideoFrame:
    """The part of a picture around ``focus`` that has the shape of ``size``, brought to it."""
    extent = (frame.width, frame.height)
    factor = max(size[0] / (frame.width * pixel_aspect), Fraction(size[1], frame.height))
    factors = (factor * pixel_aspect, factor)
    window = [min(Fraction(length), target / f) for length, target, f in zip(extent, size, factors, strict=True)]
    starts = [
        min(max(point * length - part / 2, Fraction(0)), length - part)
        for point, length, part in zip(focus, extent, window, strict=True)
    ]
    offset = (0, 0)
    if window[0] * window[1] < _WORTH_CROPPING * extent[0] * extent[1]:
        frame, offset = _cut_out(frame, starts, window)
    grown = [
        max(_even(length * f), target)
        for length, f, target in zip((frame.width, frame.height), factors, size, strict=True)
    ]
    whole = scaled(frame, grown[0], grown[1])
    left, top = (
        min(_even((start - cut) * f, 0), length - target)
        for start, cut, f, length, target in zip(starts, offset, factors, grown, size, strict=True)
    )
    return whole if (whole.width, whole.height) == size else _cropped(planes_of(whole), left, top, size)


def _contained(frame: av.VideoFrame, size: tuple[int, int], pixel_aspect: Fraction) -> av.VideoFrame:
    factor = min(size[0] / (frame.width * pixel_aspect), Fraction(size[1], frame.height))
    width, height = _even(frame.width * pixel_aspect * factor), _even(frame.height * factor)
    return scaled(frame, min(width, size[0]), min(height, size[1]))


def _cut_out(
    frame: av.VideoFrame, starts: list[Fraction], window: list[Fraction]
) -> tuple[av.VideoFrame, tuple[int, int]]:
    """The part of a picture that holds a window, and where it begins: scaling what is cropped later is wasted.

    It begins at multiples of four pixels, as the coarsest chroma format needs it, and has two to spare for the scaler.
    """
    left, top = (4 * max(0, int(start - 2) // 4) for start in starts)
    right, bottom = (
        min(length, 4 * (int(start + part + 2) // 4 + 1))
        for start, part, length in zip(starts, window, (frame.width, frame.height), strict=True)
    )
    frame = stated(frame)
    graph = Graph()
    buffer = graph.add(
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1"
        f":colorspace={frame.colorspace}:range={frame.color_range}",
    )
    crop = graph.add("crop", f"{right - left}:{bottom - top}:{left}:{top}:exact=1")
    sink = graph.add("buffersink")
    buffer.link_to(crop)
    crop.link_to(sink)
    graph.configure()
    buffer.push(frame)
    part = sink.pull()
    assert isinstance(part, av.VideoFrame)
    return part, (left, top)


def _lying(focus: Focus, turns: int) -> tuple[Fraction, Fraction]:
    """Where the focus is in the picture as it is stored, before it is turned."""
    x, y = Fraction(focus.x), Fraction(focus.y)
    return ((x, y), (1 - y, x), (1 - x, 1 - y), (y, 1 - x))[turns]


def _turned(frame: av.VideoFrame, turns: int) -> av.VideoFrame:
    if not turns:
        return frame
    y, u, v = planes_of(frame)
    return from_planes((np.rot90(y, turns), np.rot90(u, turns), np.rot90(v, turns)))


def _cropped(planes: Planes, left: int, top: int, size: tuple[int, int]) -> av.VideoFrame:
    left, top, right, bottom = left & ~1, top & ~1, (left & ~1) + size[0], (top & ~1) + size[1]
    y, u, v = planes
    half = slice(top // 2, bottom // 2), slice(left // 2, right // 2)
    return from_planes((y[top:bottom, left:right], u[half], v[half]))


def _placed(picture: av.VideoFrame, ground: av.VideoFrame) -> av.VideoFrame:
    left, top = _even((ground.width - picture.width) / 2, 0), _even((ground.height - picture.height) / 2, 0)
    for scale, target, plane in zip((1, 2, 2), planes_of(ground), planes_of(picture), strict=True):
        rows, columns = plane.shape
        target[top // scale : top // scale + rows, left // scale : left // scale + columns] = plane
    return ground


def _blurred(planes: Planes, width: int, height: int) -> av.VideoFrame:
    """A picture's middle enlarged over the whole frame, out of focus and darkened."""
    rows, columns = planes[0].shape
    part_rows, part_columns = min(rows, max(2, columns * height // width)), min(columns, max(2, rows * width // height))
    top, left = (rows - part_rows) // 2, (columns - part_columns) // 2
    ground = filled(width, height)
    for scale, target, plane, black in zip((1, 2, 2), planes_of(ground), planes, BLACK, strict=True):
        middle = plane[
            top // scale : max(top // scale + 1, (top + part_rows) // scale),
            left // scale : max(left // scale + 1, (left + part_columns) // scale),
        ]
        size = max(2, width // _BLUR_SHARE // scale), max(2, height // _BLUR_SHARE // scale)
        small = cv2.resize(middle, size, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), max(0.6, min(width, height) / (24 * _BLUR_SHARE) / scale))
        dark = cv2.addWeighted(soft, _BLUR_LIGHT, soft, 0, black * (1 - _BLUR_LIGHT))
        cv2.resize(dark, (target.shape[1], target.shape[0]), dst=target, interpolation=cv2.INTER_CUBIC)
    return ground


def _even(size: Fraction | float, least: int = 2) -> int:
    return max(least, 2 * round(size / 2))
