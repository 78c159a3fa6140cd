"""Pictures of text that come and go: faded, moved, uncovered or scaled, never set again.

A layer is drawn as it is, through a window, or as one of a few copies in other sizes, so a frame costs what its box
costs.
"""

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from film.lettering import Motion
from media.picture.overlay import Layer, Rgba, Window, ease_out
from media.planes import Planes

_POP_FROM = 0.6
_POP_OVER = 0.06
_SIZES = 64
"""Copies for a pop are made in steps of 1/64, fine enough for neighbouring frames to differ smoothly."""


@dataclass(frozen=True)
class Moving:
    """A picture on the frames ``first`` up to ``last`` (exclusive) of a segment, its top left corner at (x, y).

    It comes in during the first ``enter_frames`` and goes during the last ``leave_frames``, by ``step_px`` where it
    moves. Text that is read from the right comes from there. ``from_middle`` uncovers to both sides.
    """

    image: Rgba
    x: int
    y: int
    first: int
    last: int
    enter: Motion = Motion.RISE
    leave: Motion = Motion.FADE
    enter_frames: int = 8
    leave_frames: int = 8
    step_px: int = 0
    from_right: bool = False
    from_middle: bool = False
    _sizes: dict[int, tuple[Layer, int, int]] = field(default_factory=dict, repr=False, compare=False)

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows it."""
        return first < self.last and self.first < last

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay it over one frame of the segment, if it shows there."""
        if not self.touches(frame, frame + 1):
            return
        shown = self.last - self.first
        entering = (frame - self.first + 1) / max(1, min(self.enter_frames, shown // 2))
        leaving = (self.last - frame) / max(1, min(self.leave_frames, shown // 2))
        if entering < leaving:
            self._drawn(planes, self.enter, min(1.0, entering))
        else:
            self._drawn(planes, self.leave, min(1.0, leaving))

    @cached_property
    def _layer(self) -> Layer:
        return Layer(self.image)

    @cached_property
    def _weighted(self) -> Rgba:
        """Premultiplied: in resizing, colours of transparent pixels must have no say in their neighbours'."""
        image = self.image.copy()
        image[..., :3] = image[..., :3] * (image[..., 3:] / np.float32(255)) + np.float32(0.5)
        return image

    @cached_property
    def _gaps(self) -> tuple[int, ...]:
        """The columns at which a letter ends, as a typewriter leaves them, and the picture's end."""
        inked = self.image[..., 3].max(axis=0, initial=0) > 0
        if self.from_right:
            inked = np.flip(inked)
        ends = np.flatnonzero(inked[:-1] & ~inked[1:]) + 1
        return (*(int(end) for end in ends), int(inked.size))

    def _drawn(self, planes: Planes, motion: Motion, progress: float) -> None:
        if progress >= 1 or motion is Motion.CUT:
            self._layer.draw(planes, self.x, self.y)
            return
        eased = ease_out(progress)
        x, y = self.x, self.y
        match motion:
            case Motion.RISE:
                self._layer.draw(planes, x, y + round(self.step_px * (1 - eased)), eased)
            case Motion.SLIDE:
                away = round(3 * self.step_px * (1 - eased))
                self._layer.draw(planes, x + (away if self.from_right else -away), y, eased)
            case Motion.WIPE:
                self._layer.draw(planes, x, y, window=self._window(round(self.image.shape[1] * eased)))
            case Motion.TYPEWRITER:
                typed = int(len(self._gaps) * progress)
                if typed:
                    self._layer.draw(planes, x, y, window=self._window(self._gaps[typed - 1]))
            case Motion.POP:
                layer, left, top = self._sized(_popped(progress))
                layer.draw(planes, x + left, y + top, min(1.0, progress * 3))
            case _:
                self._layer.draw(planes, x, y, eased)

    def _window(self, columns: int) -> Window:
        height, width = self.image.shape[:2]
        left = (width - columns) // 2 if self.from_middle else width - columns if self.from_right else 0
        return Window(left, 0, left + columns, height)

    def _sized(self, scale: float) -> tuple[Layer, int, int]:
        """The picture in another size about its middle, and where its corner then is."""
        step = round(scale * _SIZES)
        if step not in self._sizes:
            height, width = self.image.shape[:2]
            columns, rows = (max(1, round(side * step / _SIZES)) for side in (width, height))
            way = cv2.INTER_AREA if step < _SIZES else cv2.INTER_LINEAR
            image = _straight(cv2.resize(self._weighted, (columns, rows), interpolation=way))
            self._sizes[step] = Layer(image), (width - columns) // 2, (height - rows) // 2
        return self._sizes[step]


def _straight(weighted: Rgba) -> Rgba:
    """Straight alpha from premultiplied."""
    alpha = np.maximum(weighted[..., 3:], 1).astype(np.float32)
    colours = weighted[..., :3] * (np.float32(255) / alpha) + np.float32(0.5)
    image = weighted.copy()
    image[..., :3] = np.minimum(colours, 255)
    return image


def _popped(progress: float) -> float:
    """From small to a little too large and back to 1."""
    if progress < 0.7:
        return _POP_FROM + (1 + _POP_OVER - _POP_FROM) * ease_out(progress / 0.7)
    return 1 + _POP_OVER * (1 - (progress - 0.7) / 0.3)
