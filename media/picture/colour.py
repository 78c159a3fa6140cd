"""Any decoded picture in the film's colours: BT.709, limited range, yuv420p.

Matrix, range, depth and chroma format are converted by swscale. Primaries matter only where the difference can be
seen: BT.2020 and P3 go through linear light with HDR (``media.picture.tone``); those of BT.601 are taken for BT.709.
"""

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from media.picture.tone import is_wide, toned
from media.planes import Plane, Planes, from_planes, planes_of, view

HD_LINES = 720
_UNSPECIFIED = 2
_BT709 = 1
_LIMITED = 1

INTERPOLATION = Interpolation.BICUBIC | Interpolation.ACCURATE_RND


def conforms(frame: av.VideoFrame, width: int, height: int) -> bool:
    """Whether the picture already is as the film wants it."""
    same_shape = (frame.width, frame.height, frame.format.name) == (width, height, "yuv420p")
    hd_by_default = frame.colorspace == _UNSPECIFIED and frame.height >= HD_LINES
    standard = (frame.colorspace == _BT709 or hd_by_default) and frame.color_range in (0, _LIMITED)
    return same_shape and standard and not is_wide(frame)


def stated(frame: av.VideoFrame) -> av.VideoFrame:
    """The picture with a matrix that swscale understands, where it states none.

    Players take untagged pictures below 720 lines for BT.601; so must we, or their colours shift.
    """
    if frame.colorspace == _UNSPECIFIED and not frame.format.is_rgb:
        if is_wide(frame):
            frame.colorspace = Colorspace.BT2020
        else:
            frame.colorspace = Colorspace.ITU709 if frame.height >= HD_LINES else Colorspace.ITU601
    return frame


def scaled(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The picture at ``width`` x ``height`` (both even) in yuv420p BT.709 limited range, transparent parts on black."""
    picture = _opaque(_with_chroma(stated(frame)))
    if is_wide(picture):
        picture = toned(picture, width, height)
    return _labelled(_rescaled(picture, width, height))


def _rescaled(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    try:
        return _reformatted(frame, width, height, "yuv420p")
    except FFmpegError:
        # swscale refuses some extreme ratios, as from 300 lines to 2.
        planes = planes_of(_reformatted(frame, frame.width, frame.height, "yuv420p"))
        y, u, v = (
            cv2.resize(plane, (width // scale, height // scale), interpolation=cv2.INTER_AREA)
            for scale, plane in zip((1, 2, 2), planes, strict=True)
        )
        return from_planes((y, u, v))


def _reformatted(frame: av.VideoFrame, width: int, height: int, pixel_format: str) -> av.VideoFrame:
    return frame.reformat(
        width,
        height,
        pixel_format,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=INTERPOLATION,
        threads=1,
    )


def _labelled(frame: av.VideoFrame) -> av.VideoFrame:
    frame.colorspace = frame.color_primaries = frame.color_trc = _BT709
    frame.color_range = _LIMITED
    return frame


def _with_chroma(frame: av.VideoFrame) -> av.VideoFrame:
    """Gray as grey in colour: swscale takes all gray for full range, even if its tag says otherwise."""
    if not frame.format.name.startswith("gray") or frame.color_range != _LIMITED:
        return frame
    gray = view(frame.reformat(format="gray", threads=1).planes[0])
    half = np.full(((gray.shape[0] + 1) // 2, (gray.shape[1] + 1) // 2), 128, np.uint8)
    return from_planes((gray, half, half))


def _opaque(frame: av.VideoFrame) -> av.VideoFrame:
    """The picture over black, so that what transparency hides cannot bleed into edges when it is scaled."""
    transparent = frame.format.has_palette or any(component.is_alpha for component in frame.format.components)
    if not transparent:
        return frame
    layered = _reformatted(frame, frame.width, frame.height, "yuva420p")
    y, u, v, alpha = (view(plane) for plane in layered.planes)
    small = cv2.resize(alpha, (u.shape[1], u.shape[0]), interpolation=cv2.INTER_AREA).reshape(u.shape)
    planes: Planes = (_over_black(y, alpha, 16), _over_black(u, small, 128), _over_black(v, small, 128))
    return from_planes(planes)


def _over_black(plane: Plane, alpha: Plane, black: int) -> Plane:
    weight = alpha.astype(np.int32)
    return (black + ((plane.astype(np.int32) - black) * weight + 127) // 255).astype(np.uint8)
