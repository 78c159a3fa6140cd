"""Any decoded picture brought to the film's size, pixel format and colours."""

from enum import StrEnum
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from media.planes import Planes, filled, from_planes, planes_of

_HD_LINES = 720
_UNSPECIFIED = 2
_BT709 = 1
_LIMITED = 1


class Fit(StrEnum):
    """How a picture of another shape meets the frame."""

    COVER = "cover"
    CONTAIN = "contain"


def fit_picture(
    frame: av.VideoFrame, width: int, height: int, fit: Fit = Fit.COVER, pixel_aspect: Fraction = Fraction(1)
) -> av.VideoFrame:
    """The picture in yuv420p BT.709 limited range at ``width`` x ``height``, upright and with square pixels.

    ``COVER`` fills the frame and crops what is over, centred; ``CONTAIN`` shows all of it on black. A picture that is
    already so is returned as it is.
    """
    turns = round(frame.rotation / 90) % 4
    if turns == 0 and pixel_aspect == 1 and _conforms(frame, width, height):
        return frame
    shown_width, shown_height = max(1, round(frame.width * pixel_aspect)), frame.height
    if turns % 2:
        shown_width, shown_height = shown_height, shown_width
    factors = (Fraction(width, shown_width), Fraction(height, shown_height))
    factor = max(factors) if fit is Fit.COVER else min(factors)
    fitted_width, fitted_height = _even(shown_width * factor), _even(shown_height * factor)
    if fit is Fit.COVER:
        fitted_width, fitted_height = max(fitted_width, width), max(fitted_height, height)
    else:
        fitted_width, fitted_height = min(fitted_width, width), min(fitted_height, height)
    scaled = _scaled(frame, fitted_height if turns % 2 else fitted_width, fitted_width if turns % 2 else fitted_height)
    upright = planes_of(scaled)
    if turns:
        upright = (np.rot90(upright[0], turns), np.rot90(upright[1], turns), np.rot90(upright[2], turns))
    if (fitted_width, fitted_height) == (width, height):
        return from_planes(upright) if turns else scaled
    return _cropped(upright, width, height) if fit is Fit.COVER else _padded(upright, width, height)


def _conforms(frame: av.VideoFrame, width: int, height: int) -> bool:
    same_shape = (frame.width, frame.height, frame.format.name) == (width, height, "yuv420p")
    hd_by_default = frame.colorspace == _UNSPECIFIED and frame.height >= _HD_LINES
    return same_shape and (frame.colorspace == _BT709 or hd_by_default) and frame.color_range in (0, _LIMITED)


def _scaled(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    matrix = None
    if frame.colorspace == _UNSPECIFIED and not frame.format.is_rgb:
        # Players take untagged pictures below 720 lines for BT.601; so must we, or their colours shift.
        matrix = Colorspace.ITU709 if frame.height >= _HD_LINES else Colorspace.ITU601
    return frame.reformat(
        width,
        height,
        "yuv420p",
        src_colorspace=matrix,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND,
        threads=1,
    )


def _cropped(planes: Planes, width: int, height: int) -> av.VideoFrame:
    left, top = _even((planes[0].shape[1] - width) / 2, 0), _even((planes[0].shape[0] - height) / 2, 0)
    y, u, v = planes
    half = slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2)
    return from_planes((y[top : top + height, left : left + width], u[half], v[half]))


def _padded(planes: Planes, width: int, height: int) -> av.VideoFrame:
    frame = filled(width, height)
    left, top = _even((width - planes[0].shape[1]) / 2, 0), _even((height - planes[0].shape[0]) / 2, 0)
    for scale, target, plane in zip((1, 2, 2), planes_of(frame), planes, strict=True):
        rows, columns = plane.shape
        target[top // scale : top // scale + rows, left // scale : left // scale + columns] = plane
    return frame


def _even(size: Fraction | float, least: int = 2) -> int:
    return max(least, 2 * round(size / 2))
