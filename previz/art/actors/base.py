"""What every actor can do for the renderer."""

from dataclasses import dataclass
from typing import Protocol

import skia


@dataclass(frozen=True)
class Pose:
    """A moment of an actor: ``phase`` 0..1 through its cycle, ``t`` seconds into the shot, ``mouth`` 0..1 open."""

    phase: float
    t: float = 0.0
    mouth: float = 0.0
    blink: bool = False


@dataclass(frozen=True)
class Extent:
    """Where an actor draws, in units around its ground point: left < 0 < right, top < 0, bottom >= 0."""

    left: float
    top: float
    right: float
    bottom: float


class ActorSprite(Protocol):
    """A parametric drawing with its origin on the ground below its middle, facing right, at medium scale.

    The renderer bakes ``frames`` poses of one cycle of ``loop_s`` seconds as sprites, then moves them by
    ``travel`` units per second. ``body`` is what is solid, without beams, glow or steam; ``footing`` is the left and
    right end of what touches the ground. ``focus`` is the point a close shot looks at (a
    face, a label);
    ``has_mouth`` says that ``Pose.mouth`` is drawn. ``floats`` actors do not touch the ground and cast no
    contact shadow (a kite, a whale, a rocket).
    """

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
        ...

    def mirrored(self) -> "ActorSprite":
        """The same actor for a canvas that is turned left to right: its light then comes from the true side."""
        ...
