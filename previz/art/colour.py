"""From BGRA to what encoders take: I420, BT.709, limited range; and back to RGB for stills."""

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


class ToI420:
    """Converts BGRA pictures to I420 with BT.709 coefficients (Rec. ITU-R BT.709-6, item 3) in limited range.

    OpenCV's own conversion is BT.601; swscale's is exact and, with point sampling of chroma, nearly as fast.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def __call__(self, bgra: Bytes) -> Bytes:
        """``(h, w, 4)`` uint8 with even sides to ``(h * 3 / 2, w)`` uint8."""
        height, width = bgra.shape[:2]
        frame = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(bgra, format="bgra"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.POINT,
        )
        planes = np.empty((height * 3 // 2, width), np.uint8)
        _copy_plane(frame, 0, planes[:height])
        chroma = planes[height:].reshape(-1)
        quarter = (height // 2) * (width // 2)
        for index in (1, 2):
            part = chroma[(index - 1) * quarter : index * quarter]
            _copy_plane(frame, index, part.reshape(height // 2, width // 2))
        return planes


def _copy_plane(frame: av.VideoFrame, index: int, out: Bytes) -> None:
    plane = frame.planes[index]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    np.copyto(out, rows[: out.shape[0], : out.shape[1]])


def rgb_of(i420: Bytes) -> Bytes:
    """BT.709 limited I420 ``(h * 3 / 2, w)`` to full-range RGB ``(h, w, 3)`` uint8."""
    frame = av.VideoFrame.from_ndarray(i420, format="yuv420p")
    frame.colorspace = Colorspace.ITU709
    frame.color_range = ColorRange.MPEG
    picture = frame.reformat(
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.BICUBIC,
    ).to_ndarray()
    return picture.astype(np.uint8, copy=False)


class Vignette:
    """Darkens the corners, on luma only: ``Y' = 16 + (Y - 16) * v`` with v from 1 in the middle to ``edge``."""

    def __init__(self, width_px: int, height_px: int, edge: float = 0.66) -> None:
        x = np.linspace(-1.0, 1.0, width_px, dtype=np.float32)[None, :]
        y = np.linspace(-1.0, 1.0, height_px, dtype=np.float32)[:, None]
        radius = np.sqrt(x * x * 0.62 + y * y * 0.46)
        fade = np.clip((radius - 0.48) / 0.56, 0.0, 1.0)
        gain = 1.0 - (1.0 - edge) * fade * fade * (3 - 2 * fade)
        self._gain = np.ascontiguousarray(np.round(gain * 255).astype(np.uint8))
        self._lift = np.ascontiguousarray(np.round(16 * (1 - gain)).astype(np.uint8))

    def apply(self, i420: Bytes) -> None:
        """Darken in place."""
        luma = i420[: self._gain.shape[0]]
        cv2.multiply(luma, self._gain, luma, 1 / 255)
        cv2.add(luma, self._lift, luma)
