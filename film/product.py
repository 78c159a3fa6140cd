"""A product shown over the picture: where it stands, how it moves, its shadow."""

from enum import StrEnum
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from film.model import Value


class Anchor(StrEnum):
    """The part of the safe area that something stands in."""

    TOP_LEFT = "top left"
    TOP = "top"
    TOP_RIGHT = "top right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom right"


class Easing(StrEnum):
    """How a value goes from one keyframe to the next."""

    LINEAR = "linear"
    IN = "in"
    OUT = "out"
    IN_OUT = "in out"
    HOLD = "hold"

    def at(self, progress: float) -> float:
        """The share of the way at ``progress`` (0 to 1); cubic where it is not linear."""
        match self:
            case Easing.LINEAR:
                return progress
            case Easing.IN:
                return progress**3
            case Easing.OUT:
                return 1 - (1 - progress) ** 3
            case Easing.IN_OUT:
                return 4 * progress**3 if progress < 0.5 else 1 - (2 - 2 * progress) ** 3 / 2
            case Easing.HOLD:
                return 1.0 if progress >= 1 else 0.0


class Pose(Value):
    """Where something is against its place: moved by ``x``, ``y`` short sides, scaled and turned about its middle."""

    x: float = 0.0
    y: float = 0.0
    scale: float = Field(1.0, gt=0, le=8)
    rotation_deg: float = 0.0
    opacity: float = Field(1.0, ge=0, le=1)


class Keyframe(Pose):
    """A pose at ``time_s`` from when it first shows; ``easing`` is how it is reached from the one before.

    Turning is clockwise in degrees.
    """

    time_s: float = Field(ge=0)
    easing: Easing = Easing.IN_OUT


class Shadow(Value):
    """A soft shadow: blur (the Gaussian's sigma) and offset in short sides of the picture."""

    blur: float = Field(0.014, ge=0, le=0.1)
    x: float = Field(0.0, ge=-0.2, le=0.2)
    y: float = Field(0.012, ge=-0.2, le=0.2)
    opacity: float = Field(0.4, ge=0, le=1)


class Placement(Value):
    """How a product is laid over a scene.

    ``size`` is its longer side as a share of the picture's short side; None leaves its pixels as they are.
    """

    anchor: Anchor = Anchor.CENTRE
    size: float | None = Field(0.5, gt=0, le=1)
    shadow: Shadow | None = Shadow()
    keyframes: tuple[Keyframe, ...] = ()
    fade_in_s: float = Field(0.4, ge=0)
    fade_out_s: float = Field(0.4, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(after.time_s <= before.time_s for before, after in pairwise(self.keyframes)):
            raise ValueError("keyframes must follow each other in time")
        return self

    def pose_at(self, time_s: float) -> Pose:
        """The pose between keyframes, or that of the nearest one before the first and after the last."""
        if not self.keyframes:
            return Pose()
        following = next((n for n, key in enumerate(self.keyframes) if key.time_s > time_s), len(self.keyframes))
        before = self.keyframes[max(0, following - 1)]
        after = self.keyframes[min(following, len(self.keyframes) - 1)]
        if before is after:
            return before
        share = after.easing.at((time_s - before.time_s) / (after.time_s - before.time_s))
        values = {name: (getattr(before, name), getattr(after, name)) for name in Pose.model_fields}
        return Pose(**{name: start + (end - start) * share for name, (start, end) in values.items()})
