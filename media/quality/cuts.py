"""Hard changes of scene inside of what should be one scene."""

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from media.quality.luma import Luma

_CHANGE = 8.0
_STANDS_OUT = 2.5
_ALIKE = 0.7
_CONTRAST = 4.0
_STILL = 0.1
_BEFORE = 6
_AFTER = 2
_STAYS = 4


@dataclass
class _Jump:
    """A change that may be a cut: the picture before it, and the most that motion around it would explain."""

    time_s: Fraction
    before: Luma
    change: float
    explained: float
    pictures: int = 0
    returns: bool = False

    @property
    def is_cut(self) -> bool:
        return not self.returns and self.change > _STANDS_OUT * self.explained


class Cuts:
    """Finds pictures that share nothing with the one before.

    A cut stands out from the motion around it (a fast pan does not, nor what motion has to catch up with after
    repeated or missing pictures), changes what is where and not only how bright it is (lightning does not), and lasts
    (a flash returns to the old picture).
    """

    def __init__(self) -> None:
        self.found: list[tuple[Fraction, float]] = []
        """When, and by how much luma changed on average."""
        self._last: Luma | None = None
        self._moved_s = Fraction(0)
        self._jump: _Jump | None = None
        self._moves: deque[tuple[float, float]] = deque(maxlen=_BEFORE)

    def see(self, time_s: Fraction, tiny: Luma) -> None:
        """Look at the next picture, in cells."""
        last, self._last = self._last, tiny
        if last is None:
            self._moved_s = time_s
            return
        change = float(cv2.absdiff(tiny, last).mean())
        took_s = float(time_s - self._moved_s)
        if change >= _STILL:
            self._moved_s = time_s
        if self._jump is not None:
            self._follow(self._jump, tiny, change)
        elif self._jumps(last, tiny, change, took_s):
            self._jump = _Jump(time_s, last, change, self._explained(took_s))
            return
        if change >= _STILL:
            self._moves.append((change, took_s))

    def close(self) -> None:
        """There are no more pictures."""
        self._settle()

    def _explained(self, took_s: float) -> float:
        """By how much a picture may differ that comes ``took_s`` after the last new one."""
        return max((change * max(1.0, took_s / max(in_s, 1e-3)) for change, in_s in self._moves), default=0.0)

    def _jumps(self, last: Luma, tiny: Luma, change: float, took_s: float) -> bool:
        return (
            change > _CHANGE
            and change > _STANDS_OUT * self._explained(took_s)
            and min(float(last.std()), float(tiny.std())) > _CONTRAST
            and likeness(last, tiny) < _ALIKE
        )

    def _follow(self, jump: _Jump, tiny: Luma, change: float) -> None:
        jump.pictures += 1
        if jump.pictures <= _AFTER:
            jump.explained = max(jump.explained, change)
        jump.returns = jump.returns or likeness(jump.before, tiny) >= _ALIKE
        if jump.pictures == _STAYS:
            self._settle()

    def _settle(self) -> None:
        if self._jump is not None and self._jump.is_cut:
            self.found.append((self._jump.time_s, self._jump.change))
        self._jump = None


def likeness(one: Luma, other: Luma) -> float:
    """How much two pictures are alike, whatever their brightness and contrast: their correlation, 1 for equal ones."""
    a, b = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0
