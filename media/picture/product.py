"""A product laid over video: its pixels as they are, its edges in linear light, a soft shadow, motion by keyframes."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from film.product import Anchor, Placement, Pose
from media.errors import UnreadableError
from media.lettering.layout import SafeArea, safe_area, short_side
from media.picture.linear import Light, weighted
from media.picture.overlay import Rgba, Window
from media.picture.shadow import ShadowAt, SoftShadow, box_of, warped
from media.picture.stamp import Stamp
from media.planes import Planes
from media.profile import VideoProfile
from media.source import opened

_STRIP = 2_000_000
_WHOLE = 1e-3
"""A product this near to whole pixels stands on them, and is not sampled again."""

_MIP = 2**-0.5


def load_cutout(path: Path) -> Rgba:
    """A PNG or WebP with its transparency. Raises ``UnreadableError`` if it is none."""
    with opened(path) as container:
        if not container.streams.video:
            raise UnreadableError(f"{path.name}: no picture in it")
        for frame in container.decode(container.streams.video[0]):
            return np.ascontiguousarray(frame.to_ndarray(format="rgba"))
    raise UnreadableError(f"{path.name}: no picture in it")


class Product:
    """A cut-out on the frames ``first`` up to ``last`` (exclusive) of a segment; laid over them like any overlay.

    At rest and at scale 1 of its place it is not resampled, so its solid pixels come out as they are, but for the
    rounding to 8-bit Y'CbCr and, within a pixel of an edge, the halved resolution of chroma.
    """

    def __init__(self, image: Rgba, placement: Placement, *, profile: VideoProfile, first: int, last: int) -> None:
        self._placement, self._first, self._last = placement, first, last
        self._fps, self._unit = profile.fps, short_side(profile)
        self._frame = profile.width, profile.height
        height, width = image.shape[:2]
        scale = 1.0 if placement.size is None else placement.size * self._unit / max(height, width)
        self._size = max(1, round(width * scale)), max(1, round(height * scale))
        largest = max((key.scale for key in placement.keyframes), default=1.0)
        self._sizes = _Sizes(image, self._size, max(1.0, largest))
        self._corner = _corner(placement.anchor, self._size, safe_area(profile))
        self._made: tuple[tuple[float, ...], _Made] | None = None

    @property
    def area(self) -> Window:
        """Where it stands before any keyframe moves it."""
        left, top = self._corner
        return Window(left, top, left + self._size[0], top + self._size[1])

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows it."""
        return first < self._last and self._first < last

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay it over one frame of the segment, if it shows there."""
        if not self.touches(frame, frame + 1):
            return
        pose = self._placement.pose_at((frame - self._first) / self._fps)
        opacity = pose.opacity * self._faded(frame)
        if opacity <= 0:
            return
        made = self._in_pose(pose)
        if made.shadow is not None and self._placement.shadow is not None:
            made.shadow.draw(planes, opacity * self._placement.shadow.opacity)
        if made.stamp is not None:
            made.stamp.draw(planes, opacity)

    def _faded(self, frame: int) -> float:
        most = max(1, (self._last - self._first) // 2)
        fades = (self._placement.fade_in_s, self._placement.fade_out_s)
        enter, leave = (min(most, round(seconds * self._fps)) for seconds in fades)
        entered = (frame - self._first + 1) / enter if enter else 1.0
        left = (self._last - frame) / leave if leave else 1.0
        return min(1.0, entered, left)

    def _in_pose(self, pose: Pose) -> "_Made":
        key = (pose.x, pose.y, pose.scale, pose.rotation_deg)
        if self._made is None or self._made[0] != key:
            self._made = key, self._make(pose)
        return self._made[1]

    def _make(self, pose: Pose) -> "_Made":
        left, top = self._corner[0] + pose.x * self._unit, self._corner[1] + pose.y * self._unit
        shadow = self._shadow_at(pose) if self._placement.shadow is not None else None
        whole = abs(left - round(left)) < _WHOLE and abs(top - round(top)) < _WHOLE
        if whole and pose.scale == 1 and pose.rotation_deg % 360 == 0:
            return _Made(Stamp.of(self._sizes.base, round(left), round(top), self._frame), shadow)
        picture = self._sizes.for_scale(pose.scale)
        matrix = self._matrix(pose, (picture.shape[1], picture.shape[0]))
        box = box_of(matrix, picture.shape, self._frame)
        if box is None:
            return _Made(None, shadow)
        return _Made(Stamp.of(warped(picture, matrix, box), box.left, box.top, self._frame), shadow)

    def _shadow_at(self, pose: Pose) -> ShadowAt | None:
        shadow = self._placement.shadow
        if shadow is None:
            return None
        fallen = pose.model_copy(update={"x": pose.x + shadow.x, "y": pose.y + shadow.y})
        return self._soft_shadow.placed(self._matrix(fallen, self._size), self._frame)

    @cached_property
    def _soft_shadow(self) -> SoftShadow:
        blur = self._placement.shadow.blur if self._placement.shadow else 0.0
        return SoftShadow(np.ascontiguousarray(self._sizes.base[..., 3]), blur * self._unit)

    def _matrix(self, pose: Pose, size: tuple[int, int]) -> NDArray[np.float64]:
        """From the pixels of the product in some ``size`` to the frame's, turned and scaled about its middle."""
        middle_x = self._corner[0] + pose.x * self._unit + self._size[0] / 2
        middle_y = self._corner[1] + pose.y * self._unit + self._size[1] / 2
        angle = np.deg2rad(pose.rotation_deg)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        linear = turn * (pose.scale * np.array([self._size[0] / size[0], self._size[1] / size[1]]))
        # Pixel centres lie half a pixel in.
        shift = np.array([middle_x, middle_y]) - linear @ (np.array(size) / 2 - 0.5) - 0.5
        return np.column_stack([linear, shift])


@dataclass(frozen=True)
class _Made:
    """The product in one pose, ready to be laid over frames."""

    stamp: Stamp | None
    shadow: ShadowAt | None


class _Sizes:
    """The product in the size of its place, and in the sizes that its motion needs, made when they are first used.

    Nothing is kept that is larger than its largest size on screen.
    """

    def __init__(self, image: Rgba, size: tuple[int, int], largest: float) -> None:
        self._size, self._largest = size, largest
        self._full = _reduced(image, (round(size[0] * largest), round(size[1] * largest)))
        self._made: dict[int, Light] = {}

    @cached_property
    def base(self) -> Light:
        """In the size of its place; the very pixels of the file if that is its own size."""
        return _resized(self._full, self._size)

    def for_scale(self, scale: float) -> Light:
        """The smallest of the kept sizes that is at least ``scale`` times that of its place."""
        steps = int(np.floor(np.log(scale / self._largest) / np.log(_MIP) + 1e-9))
        if steps not in self._made:
            share = self._largest * _MIP**steps
            wanted = tuple(max(1, round(side * share)) for side in self._size)
            self._made[steps] = self._full if wanted[0] >= self._full.shape[1] else _resized(self._full, wanted)
        return self._made[steps]


def _reduced(image: Rgba, largest: tuple[int, int]) -> Light:
    """Premultiplied light, no larger than ``largest``.

    First narrower, a strip at a time, then lower: an area's mean is a mean of means, and a whole photograph in light
    would take four times its bytes.
    """
    height, width = image.shape[:2]
    if largest[0] >= width or largest[1] >= height:
        return weighted(image)
    rows = max(1, _STRIP // width)
    strips = [
        _resized(weighted(image[top : top + rows]), (largest[0], min(rows, height - top)))
        for top in range(0, height, rows)
    ]
    return _resized(np.concatenate(strips), largest)


def _resized(picture: Light, size: tuple[int, ...]) -> Light:
    height, width = picture.shape[:2]
    if size == (width, height):
        return picture
    way = cv2.INTER_AREA if size[0] <= width else cv2.INTER_LINEAR
    made: Light = cv2.resize(picture, size, interpolation=way)
    return made


def _corner(anchor: Anchor, size: tuple[int, int], safe: SafeArea) -> tuple[int, int]:
    """The top left corner on even pixels, which chroma shares."""
    words = anchor.value.split()
    across = 0.0 if "left" in words else 1.0 if "right" in words else 0.5
    down = 0.0 if "top" in words else 1.0 if "bottom" in words else 0.5
    left = safe.left + (safe.width - size[0]) * across
    top = safe.top + (safe.height - size[1]) * down
    return 2 * round(left / 2), 2 * round(top / 2)
