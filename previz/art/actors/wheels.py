"""Wheels that turn as far as they travel, and lamps that light the road after dark."""

import math
from dataclasses import dataclass

from planner.shot import Action
from previz.art.actors.brush import Brush
from previz.art.actors.shapes import oval
from previz.art.paint import mix, polygon

_MOVING = (Action.RIDE, Action.WALK, Action.RUN, Action.FLY, Action.SWIM)


@dataclass(frozen=True)
class Roll:
    """How a vehicle moves: turns of its wheels in a cycle of ``loop_s``; none when it stands."""

    radius: float
    turns: float
    loop_s: float

    @property
    def speed(self) -> float:
        """Units per second, by the circumference of the wheels."""
        return math.tau * self.radius * self.turns / self.loop_s

    def angle(self, phase: float) -> float:
        """Degrees the wheels have turned, clockwise: they roll to the right."""
        return 360 * self.turns * phase


def roll_of(action: Action, radius: float, turns: float, loop_s: float, parked: bool = True) -> Roll:
    """Rolling for actions that move; standing otherwise when ``parked`` allows it."""
    if action in _MOVING or not parked:
        # Whole turns in a shorter time: the cycle has to close.
        return Roll(radius, turns, loop_s / 1.6 if action is Action.RUN else loop_s)
    return Roll(radius, 0.0, 3.0)


def car_wheel(brush: Brush, x: float, radius: float, angle: float, rim: str = "#c9cfd9") -> None:
    """A road wheel of ``radius`` standing on the ground at ``x``: tyre, five spokes, hub."""
    y = -radius
    brush.form(oval(x, y, radius), "#2a272e", rim=0.5, edge=4)
    brush.stroke(oval(x, y, radius * 0.86), "#47434c", 2.5, 0.8)
    brush.metal(oval(x, y, radius * 0.66), rim, rim=0.4)
    brush.flat(oval(x, y, radius * 0.56), mix(rim, "#22202a", 0.78))
    with brush.at(x, y, turn=angle):
        for k in range(5):
            a = math.tau * k / 5
            spoke = [
                (math.cos(a + d) * radius * r, math.sin(a + d) * radius * r)
                for d, r in ((-0.34, 0.16), (-0.17, 0.62), (0.17, 0.62), (0.34, 0.16))
            ]
            brush.flat(polygon(spoke), mix(rim, "#ffffff", 0.12))
    brush.metal(oval(x, y, radius * 0.17), rim, rim=0.3)


def headlight(brush: Brush, x: float, y: float, length: float = 340.0) -> None:
    """A lamp; after dark with its beam to the right."""
    tone = brush.tone
    if tone.night or tone.dimness > 0.15:
        cone = polygon([(x, y - 8), (x + length, y - 46), (x + length, y + 74), (x, y + 9)])
        brush.grade(cone, (x, y), (x + length, y), [("#fff2c4", 0.55), ("#ffe9b0", 0.0)], blur=8)
        brush.glow(x, y, 70, "#fff0c0", 0.8)
    brush.pure(oval(x, y, 9, 14), "#fff6d8" if tone.dimness > 0.08 else tone.base("#eef0e6"))
