"""Movement: periodic waves, steps that hold the ground, and joints."""

import math
from dataclasses import dataclass

from previz.art.paint import Point


def wave(phase: float, turns: int = 1, shift: float = 0.0) -> float:
    """-1..1, ``turns`` whole waves per cycle, so that it always closes; ``shift`` in cycles."""
    return math.sin(math.tau * (turns * phase + shift))


def pulse(phase: float, turns: int = 1, shift: float = 0.0) -> float:
    """0..1 and back, smooth."""
    return 0.5 - 0.5 * math.cos(math.tau * (turns * phase + shift))


def ease(t: float) -> float:
    """0..1 with a soft start and a soft stop, clamped."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


@dataclass(frozen=True)
class Foot:
    """Where an ankle is: forward of the hip, lifted above the ground, and the pitch of the sole in degrees."""

    x: float
    lift: float
    pitch: float


@dataclass(frozen=True)
class Gait:
    """A cycle of steps. A foot stands for ``stance`` of the cycle and travels ``stride`` units under the body
    in that time, so a body moving at ``speed`` never slides on it. ``lift`` is the height of the swing."""

    stride: float
    stance: float
    lift: float
    loop_s: float

    @property
    def speed(self) -> float:
        """Units per second over the ground."""
        return self.stride / (self.stance * self.loop_s)

    def foot(self, phase: float) -> Foot:
        """The foot at ``phase``; 0 is the moment it touches down in front."""
        phase %= 1.0
        half = self.stride / 2
        if phase < self.stance:
            t = phase / self.stance
            heel_strike, toe_off = 1 - ease(t / 0.18), ease((t - 0.62) / 0.38)
            return Foot(half - self.stride * t, self.lift * 0.34 * toe_off, -16 * heel_strike + 34 * toe_off)
        t = (phase - self.stance) / (1 - self.stance)
        forward = ease(t) * 0.75 + t * 0.25
        arc = math.sin(math.pi * t)
        lift = self.lift * (0.34 * (1 - ease(t * 1.6)) + arc * 0.9)
        pitch = 34 + (-16 - 34) * ease(t * 1.15) + 14 * arc * (1 - t)
        return Foot(-half + self.stride * forward, lift, pitch)


def reach(start: Point, target: Point, upper: float, lower: float, knee_forward: bool = True) -> tuple[Point, Point]:
    """The joint and the end of a two-bone limb from ``start`` towards ``target`` (law of cosines).

    A target out of reach is met on the line towards it. ``knee_forward`` bends the joint to the right of a
    limb that hangs down.
    """
    dx, dy = target[0] - start[0], target[1] - start[1]
    distance = min(upper + lower - 0.5, max(abs(upper - lower) + 0.5, math.hypot(dx, dy) or 0.5))
    direction = math.atan2(dy, dx)
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    angle = math.acos(min(1.0, max(-1.0, cosine)))
    bend = direction - angle if knee_forward else direction + angle
    joint = (start[0] + math.cos(bend) * upper, start[1] + math.sin(bend) * upper)
    end = (start[0] + math.cos(direction) * distance, start[1] + math.sin(direction) * distance)
    return joint, end


def hang(start: Point, angle: float, length: float) -> Point:
    """The end of a bone hanging from ``start``; ``angle`` radians forward (to the right) of straight down."""
    return start[0] + math.sin(angle) * length, start[1] + math.cos(angle) * length
