"""Test cards: pictures that say which prediction they belong to, and clips that count their frames."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from previz.server.crew.tasks import UnusableInputError

Picture = NDArray[np.uint8]
"""``(height, width, 3 or 4)`` uint8, blue first, as OpenCV has it."""

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_SWEEP_S = 2.0
_QUALITY = {".png": [], ".jpg": [cv2.IMWRITE_JPEG_QUALITY, 85], ".webp": [cv2.IMWRITE_WEBP_QUALITY, 80]}


def card(width: int, height: int, label: str) -> Picture:
    """A test card: a gradient in a colour of the label's own, a circle to show that pixels are square, the label."""
    hue = hashlib.sha256(label.encode()).digest()[0]
    across = np.linspace(60, 220, width, dtype=np.float32)[None, :]
    down = np.linspace(0.6, 1, height, dtype=np.float32)[:, None]
    hsv = np.empty((height, width, 3), np.uint8)
    hsv[..., 0], hsv[..., 1] = hue * 180 // 256, 110
    hsv[..., 2] = across * down
    picture = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)
    cv2.circle(picture, (width // 2, height // 2), min(width, height) // 3, (240, 240, 240), max(1, height // 240))
    _write(picture, label, height, (255, 255, 255))
    return np.asarray(picture, np.uint8)


def read_picture(path: Path, name: str) -> Picture:
    """An input picture with its transparency. Raises ``UnusableInputError`` that names the input."""
    data = np.fromfile(path, np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if picture is None:
        raise UnusableInputError(f"input.{name}: cannot identify image file")
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return np.asarray(picture if picture.dtype == np.uint8 else (picture >> 8), np.uint8)


def size_of(picture: Picture) -> tuple[int, int]:
    """Width and height."""
    return picture.shape[1], picture.shape[0]


def over(picture: Picture, width: int, height: int, label: str) -> Picture:
    """A picture that fills the size, cropped, with a label on it."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    size = max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale))
    scaled = cv2.resize(picture[..., :3], size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    cropped = np.ascontiguousarray(scaled[top : top + height, left : left + width])
    _write(cropped, label, height, (255, 255, 255))
    return np.asarray(cropped, np.uint8)


def encoded(picture: Picture, suffix: str) -> bytes:
    """The bytes of a PNG, JPEG or WebP file."""
    return cv2.imencode(suffix, picture, _QUALITY[suffix])[1].tobytes()


def cut_out(picture: Picture) -> Picture:
    """The picture with its background transparent: whatever has the colour of its corners, or all but an oval."""
    bgr = picture[..., :3]
    corners = np.stack([bgr[0, 0], bgr[0, -1], bgr[-1, 0], bgr[-1, -1]]).astype(np.int16)
    distance = np.abs(bgr.astype(np.int16) - np.median(corners, axis=0).astype(np.int16)).max(axis=2)
    alpha = np.where(distance > 28, 255, 0).astype(np.uint8)
    if not 0.02 < (alpha > 0).mean() < 0.98:
        alpha[:] = 0
        centre = (bgr.shape[1] // 2, bgr.shape[0] // 2)
        cv2.ellipse(alpha, centre, (bgr.shape[1] * 2 // 5, bgr.shape[0] * 2 // 5), 0, 0, 360, 255, -1)
    return np.dstack([bgr, alpha])


def counting(picture: Picture, frames: int, fps: Fraction) -> Iterator[av.VideoFrame]:
    """``frames`` of a still that moves: a band sweeps across it, and the frame's number is written on it.

    Only the brightness changes, so that each frame costs next to nothing.
    """
    height, width = picture.shape[:2]
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
    planes = np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
    still, band = planes.copy(), max(2, width // 16)
    for number in range(frames):
        left = int(number / float(fps) / _SWEEP_S * width) % width
        luma = planes[:height]
        luma[:] = still[:height]
        luma[:, left : left + band] = 250 - luma[:, left : left + band]
        _write(luma, f"{number:05d}", height // 2, 235)
        yield av.VideoFrame.from_ndarray(planes, format="yuv420p")


def _write(picture: NDArray[np.uint8], text: str, at: int, colour: int | tuple[int, int, int]) -> None:
    """Write in the left lower corner of the part of the picture above the line ``at``."""
    scale = max(0.3, picture.shape[1] / 900)
    cv2.putText(picture, text, (picture.shape[1] // 30, at - at // 12), _FONT, scale, colour, max(1, round(scale * 2)))
