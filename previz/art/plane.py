"""Planes: the things a frame is put together from, back to front. Each knows how it moves."""

import math
from dataclasses import dataclass
from typing import Protocol

import skia

from previz.art.bake import Baked, Lens, PoseBank
from previz.art.camera import Path
from previz.art.layer import Animation

_BLINK_EVERY_S, _BLINK_S = 3.7, 0.14
_FLOAT_UNITS, _FLOAT_S = 9.0, 4.3


@dataclass(frozen=True)
class Moment:
    """One frame's time, camera and scale.

    ``rest`` is the part of a pixel that the final warp moves the whole picture by; planes land on whole pixels.
    """

    t: float
    path: Path
    scale: float
    rest: tuple[float, float]
    mouth: float

    def pixel(self, x: float, y: float) -> tuple[int, int]:
        """The whole-pixel offset nearest to (x, y) units, given what the warp will add."""
        return round(x * self.scale - self.rest[0]), round(y * self.scale - self.rest[1])


class Plane(Protocol):
    """Something that can be put on the canvas, whose units are frame pixels."""

    def show(self, canvas: skia.Canvas, moment: Moment) -> None:
        """Paint it as it is at this moment."""
        ...


@dataclass(frozen=True)
class StillPlane:
    """A baked layer. ``drift``, ``sway`` and ``bob`` are in frame units."""

    baked: Baked
    share: float
    drift: float = 0.0
    sway: tuple[float, float] | None = None
    bob: tuple[float, float] | None = None

    def show(self, canvas: skia.Canvas, moment: Moment) -> None:
        """Blit it at a whole pixel."""
        x, y = moment.path.scenery(self.share)
        x += self.drift * moment.t + _swing(self.sway, moment.t)
        y += _swing(self.bob, moment.t)
        left, top = moment.pixel(x, y)
        canvas.drawImage(self.baked.image, self.baked.x + left, self.baked.y + top)


@dataclass(frozen=True)
class LivePlane:
    """An animation, drawn anew for every frame."""

    animation: Animation
    lens: Lens
    share: float

    def show(self, canvas: skia.Canvas, moment: Moment) -> None:
        """Draw it in its own units."""
        canvas.save()
        canvas.translate(*moment.pixel(*moment.path.scenery(self.share)))
        self.lens.apply(canvas)
        self.animation.draw(canvas, moment.t)
        canvas.restore()


@dataclass(frozen=True)
class ActorPlane:
    """An actor and its shadow. ``x``, ``y``: its ground point in frame pixels; ``talks`` if it takes the mouth.

    ``stays`` is 0 for one who goes with the subject; else it is left behind with the place when the subject walks on,
    and this is its depth's share of the way.
    """

    bank: PoseBank
    shade: Baked | None
    x: float
    y: float
    loop_s: float
    phase: float
    floats: bool
    talks: bool
    stays: float = 0.0

    def show(self, canvas: skia.Canvas, moment: Moment) -> None:
        """Blit the shadow, then the pose of this moment."""
        rise = _FLOAT_UNITS * math.sin(moment.t * math.tau / _FLOAT_S) if self.floats else 0.0
        along = moment.path.scenery(self.stays)[0] if self.stays else moment.path.actor_x
        dx, dy = moment.pixel(along, -moment.path.view.y + rise)
        left, top = round(self.x) + dx, round(self.y) + dy
        if self.shade:
            canvas.drawImage(self.shade.image, left + self.shade.x, top + self.shade.y)
        phase = (self.phase + moment.t * moment.path.pace / self.loop_s) % 1.0
        blink = (moment.t + 1.3 + self.phase) % _BLINK_EVERY_S < _BLINK_S
        posed = self.bank.show(phase, moment.mouth if self.talks else 0.0, blink)
        if posed:
            canvas.drawImage(posed.image, left + posed.x, top + posed.y)


def _swing(swing: tuple[float, float] | None, t: float) -> float:
    return swing[0] * math.sin(t * math.tau / swing[1]) if swing else 0.0
