"""Where the pictures of a clip come to stand in its scene."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from film.timing import Long, Short, Timing


@dataclass(frozen=True)
class Pace:
    """The scene shows the clip from ``offset`` seconds on, ``speed`` times as fast."""

    offset: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    repeats: bool = False

    @property
    def untouched(self) -> bool:
        """Whether frame n of the scene is simply what the clip shows at that time, its last picture held."""
        return self == Pace()

    def scene_time(self, clip_time: Fraction) -> Fraction:
        """When the scene shows what the clip shows at ``clip_time``, both in seconds; negative if it never does."""
        return (clip_time - self.offset) / self.speed


def pace(timing: Timing, length_s: Fraction, frames: int, fps: int) -> Pace:
    """How a clip of ``length_s`` seconds fills ``frames`` frames; less than half a frame is no difference."""
    wanted_s = Fraction(frames, fps)
    surplus = length_s - wanted_s
    if abs(surplus) < Fraction(1, 2 * fps):
        return Pace()
    if surplus > 0:
        if timing.long is Long.CENTRE:
            return Pace(offset=Fraction(floor(surplus / 2 * fps), fps))
        if timing.long is Long.SPEED_UP:
            return Pace(speed=min(length_s / wanted_s, _exact(timing.max_speed)))
        return Pace()
    if timing.short is Short.SLOW_DOWN:
        return Pace(speed=max(length_s / wanted_s, _exact(timing.min_speed)))
    return Pace(repeats=timing.short in (Short.LOOP, Short.PING_PONG))


def _exact(speed: float) -> Fraction:
    return Fraction(speed).limit_denominator(1000)
