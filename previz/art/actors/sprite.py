"""The finished actor: a paint function with its cycle, and an extent that is measured rather than guessed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import skia
from numpy.typing import NDArray

from previz.art.actors.base import Extent, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.tone import Tone

Paint = Callable[[Brush, Pose], None]

# A survey is drawn small: one pixel is this many units, over a field that holds every actor.
_UNITS_PER_PIXEL = 8
_FIELD = Extent(left=-2000, top=-2000, right=2000, bottom=1000)
_SURVEY_POSES = 8
_GROUND_PIXELS = 5
_SOLID = 160


@dataclass
class Sprite:
    """An actor ready to draw; see ``ActorSprite`` for what its fields mean.

    ``body`` is all that is solid over the whole cycle, without glow or beams; ``footing`` is the left and right end of
    what touches the ground: the width of its shadow, which a kite on a string does not widen.
    """

    paint: Paint
    tone: Tone
    extent: Extent
    body: Extent
    footing: tuple[float, float]
    loop_s: float
    frames: int
    travel: float
    focus: tuple[float, float]
    has_mouth: bool
    floats: bool

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        """Paint one pose at the canvas origin."""
        self.paint(Brush(canvas, self.tone), pose)

    def mirrored(self) -> "Sprite":
        """The same actor lit from the other side."""
        return replace(self, tone=replace(self.tone, key=-self.tone.key))


def sprite(
    paint: Paint,
    tone: Tone,
    focus: tuple[float, float],
    loop_s: float = 3.0,
    frames: int = 24,
    travel: float = 0.0,
    has_mouth: bool = False,
    floats: bool = False,
) -> Sprite:
    """An actor whose extent is surveyed over its whole cycle, mouth open and shut."""
    extent, body, footing = _survey(paint, tone)
    return Sprite(paint, tone, extent, body, footing, loop_s, frames, travel, focus, has_mouth, floats)


def _survey(paint: Paint, tone: Tone) -> tuple[Extent, Extent, tuple[float, float]]:
    """What a cycle of poses covers, with a pixel of the survey to spare; its solid part, and that on the ground."""
    width = int((_FIELD.right - _FIELD.left) / _UNITS_PER_PIXEL)
    height = int((_FIELD.bottom - _FIELD.top) / _UNITS_PER_PIXEL)
    pixels = np.zeros((height, width, 4), np.uint8)
    surface = skia.Surface(pixels)
    canvas = surface.getCanvas()
    canvas.scale(1 / _UNITS_PER_PIXEL, 1 / _UNITS_PER_PIXEL)
    canvas.translate(-_FIELD.left, -_FIELD.top)
    brush = Brush(canvas, tone)
    for index in range(_SURVEY_POSES):
        canvas.save()
        paint(brush, Pose(phase=index / _SURVEY_POSES, mouth=index % 2))
        canvas.restore()
    surface.flushAndSubmit()
    alpha = pixels[:, :, 3]
    if not alpha.any():
        return Extent(-1, -1, 1, 1), Extent(-1, -1, 1, 1), (-1.0, 1.0)
    extent, solid = _bounds(alpha > 0), alpha > _SOLID
    body = _bounds(solid) if solid.any() else extent
    ground = int(-_FIELD.top / _UNITS_PER_PIXEL)
    touching = solid[ground - _GROUND_PIXELS : ground]
    return extent, body, _columns(touching) if touching.any() else (body.left, body.right)


def _bounds(covered: NDArray[np.bool_]) -> Extent:
    """Where anything is covered, in units."""
    rows = np.flatnonzero(covered.any(axis=1))
    left, right = _columns(covered)
    return Extent(
        left=min(-1.0, left - _UNITS_PER_PIXEL),
        top=min(-1.0, _FIELD.top + (int(rows[0]) - 1) * _UNITS_PER_PIXEL),
        right=max(1.0, right + _UNITS_PER_PIXEL),
        bottom=max(0.0, _FIELD.top + (int(rows[-1]) + 2) * _UNITS_PER_PIXEL),
    )


def _columns(covered: NDArray[np.bool_]) -> tuple[float, float]:
    """The left and right end, in units, of the columns in which anything is covered."""
    columns = np.flatnonzero(covered.any(axis=0))
    return (
        _FIELD.left + int(columns[0]) * _UNITS_PER_PIXEL,
        _FIELD.left + (int(columns[-1]) + 1) * _UNITS_PER_PIXEL,
    )
