"""The finished actor: a paint function with its cycle, and an extent that is measured rather than guessed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from previz.art.actors.base import Extent, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.tone import Tone

Paint = Callable[[Brush, Pose], None]

# A survey is drawn small: one pixel is this many units, over a field that holds every actor.
_UNITS_PER_PIXEL = 8
_FIELD = Extent(left=-2000, top=-2000, right=2000, bottom=1000)
_SURVEY_POSES = 10


@dataclass
class Sprite:
    """An actor ready to draw; see ``ActorSprite`` for what its fields mean."""

    paint: Paint
    tone: Tone
    extent: Extent
    loop_s: float
    frames: int
    travel: float
    focus: tuple[float, float]
    has_mouth: bool
    floats: bool

    def draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        """Paint one pose at the canvas origin."""
        self.paint(Brush(canvas, self.tone), pose)


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
    return Sprite(paint, tone, _survey(paint, tone), loop_s, frames, travel, focus, has_mouth, floats)


def _survey(paint: Paint, tone: Tone) -> Extent:
    """The union of what a cycle of poses covers, with a pixel of the survey to spare on every side."""
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
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not rows.size:
        return Extent(-1, -1, 1, 1)
    unit = _UNITS_PER_PIXEL
    return Extent(
        left=min(-unit, _FIELD.left + (columns[0] - 1) * unit),
        top=min(-unit, _FIELD.top + (rows[0] - 1) * unit),
        right=max(unit, _FIELD.left + (columns[-1] + 2) * unit),
        bottom=max(0.0, _FIELD.top + (rows[-1] + 2) * unit),
    )
