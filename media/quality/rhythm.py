"""When pictures come, and whether something new comes with each: gaps, repeats, a variable frame rate."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from media.quality.luma import Luma
from media.quality.runs import Run, merged

_SAME, _SAME_CELL = 0.12, 4.0
_MOVING = 0.5
_IRREGULAR = 0.25
_GAP = 1.5
_VARIABLE_SHARE = 0.1
_LONG_GAP_S = 0.25
_NEAR_S = 0.3
_EVEN_SHARE = 0.8


@dataclass(frozen=True)
class Rhythm:
    """What the times of all pictures say.

    ``fps`` is the rate of the regular steps, ``end_s`` when the last picture ends. The measure of a gap is the number
    of missing pictures, that of a repeat the number of pictures equal to the one before. ``variable`` has the shortest
    and longest step in seconds if the rate is not constant.
    """

    fps: float
    end_s: Fraction
    motion: float
    gaps: list[Run]
    repeats: list[Run]
    even_repeats: bool
    variable: tuple[float, float] | None


class Beat:
    """Notes time and motion of each picture, in 13 bytes."""

    def __init__(self) -> None:
        self._times = array("d")
        self._motion = array("f")
        self._held = array("b")
        self._last: Luma | None = None

    @property
    def pictures(self) -> int:
        """How many were seen."""
        return len(self._times)

    def see(self, time_s: Fraction, luma: Luma) -> None:
        """Note the next picture."""
        motion, held = 0.0, False
        if self._last is not None and self._last.shape == luma.shape:
            difference = cv2.absdiff(luma, self._last)
            motion = float(difference.mean())
            held = motion < _SAME and float(difference.max()) < _SAME_CELL
        self._last = luma
        self._times.append(float(time_s))
        self._motion.append(motion)
        self._held.append(held)

    def rhythm(self, fps: float | None) -> Rhythm:
        """Judge the whole; ``fps`` stands in for the rate where a single picture has none."""
        steps = np.diff(np.array(self._times))
        typical = float(np.median(steps)) if len(steps) else 1 / (fps or 25.0)
        regular = steps[np.abs(steps - typical) <= _IRREGULAR * typical]
        step = float(regular.mean()) if len(regular) else typical
        end_s = _exact((self._times[-1] if self._times else 0.0) + step)
        variable = len(steps) - len(regular) > max(1, _VARIABLE_SHARE * len(steps))
        repeats, even = self._repeats()
        return Rhythm(
            fps=1 / step if step > 0 else 0.0,
            end_s=end_s,
            motion=float(np.mean(self._motion[1:])) if len(steps) else 0.0,
            gaps=list(self._gaps(steps, step, _LONG_GAP_S if variable else 0.0)),
            repeats=repeats,
            even_repeats=even,
            variable=(float(steps.min()), float(steps.max())) if variable else None,
        )

    def _gaps(self, steps: NDArray[np.float64], step: float, least_s: float) -> Iterator[Run]:
        for number in np.flatnonzero((steps > _GAP * step) & (steps > least_s)):
            missing = round(float(steps[number]) / step) - 1
            yield Run(_exact(self._times[number]), _exact(self._times[number + 1]), max(1, missing))

    def _repeats(self) -> tuple[list[Run], bool]:
        """Runs of repeated pictures between two steps that move, and whether they come singly and evenly."""
        runs, at = [], []
        number = 1
        while number < self.pictures:
            if not self._held[number]:
                number += 1
                continue
            end = number
            while end < self.pictures and self._held[end]:
                end += 1
            between = number >= 2 and end < self.pictures
            if between and min(self._motion[number - 1], self._motion[end]) > _MOVING:
                runs.append(Run(_exact(self._times[number]), _exact(self._times[end]), end - number))
                at.append(number)
            number = end
        apart = np.diff(at)
        evenly = np.abs(apart - np.median(apart)) <= 1 if len(apart) else apart
        even = len(at) > 2 and float(evenly.mean()) > _EVEN_SHARE and all(run.measure == 1 for run in runs)
        return merged(runs, _NEAR_S), even


def _exact(seconds: float) -> Fraction:
    """The time that was rounded to a float: clocks of media tick less than 100 000 times a second."""
    return Fraction(seconds).limit_denominator(100_000)
