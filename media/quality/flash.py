"""Light that can harm photosensitive people: WCAG 2.3.1 and ITU-R BT.1702, general flashes.

A flash is a pair of opposing changes of relative luminance by a tenth or more, the darker state below 0.8. Harmful are
more than three within a second over a quarter of the picture. Saturated red alone is not looked at.
"""

from collections import deque
from fractions import Fraction

import numpy as np

from media.quality.luma import BLACK, WHITE, Luma
from media.quality.runs import Run

_CHANGE = np.float32(0.1)
_DARKER = np.float32(0.8)
_SHARE = 0.25
_CHANGES = 8
"""Four pairs."""
_WINDOW_S = Fraction(1)
_TOGETHER_S = 0.07
_GAMMA = 2.4


class Flashes:
    """Counts opposing changes of luminance that a quarter of the picture goes through together.

    Each cell follows its own ups and downs; what counts is the share that has just gone up less the share that has
    just gone down, so that stripes passing by, which lighten one place while they darken another, are no flash.
    """

    def __init__(self) -> None:
        self._found: list[Run] = []
        self._low = self._high = np.zeros(0, np.float32)
        self._changed_s = np.zeros(0)
        self._direction = np.zeros(0, np.int8)
        self._latest = 0
        self._times: deque[Fraction] = deque(maxlen=_CHANGES)
        self._count: deque[Fraction] = deque()

    def see(self, time_s: Fraction, tiny: Luma) -> None:
        """Look at the next picture, in cells."""
        light = np.clip((tiny - BLACK) / (WHITE - BLACK), 0, 1).astype(np.float32) ** np.float32(_GAMMA)
        if light.shape != self._low.shape:
            self._low, self._high = light.copy(), light.copy()
            self._direction = np.zeros(light.shape, np.int8)
            self._changed_s = np.full(light.shape, -1.0)
            return
        np.minimum(self._low, light, out=self._low)
        np.maximum(self._high, light, out=self._high)
        rose = (self._direction <= 0) & (light - self._low >= _CHANGE) & (self._low < _DARKER)
        fell = (self._direction >= 0) & (self._high - light >= _CHANGE) & (light < _DARKER)
        turned = rose | fell
        self._low[turned] = self._high[turned] = light[turned]
        self._direction[rose], self._direction[fell] = 1, -1
        self._changed_s[turned] = float(time_s)
        self._note(time_s)

    def found(self) -> list[Run]:
        """The harmful stretches; their measure is the highest number of flashes in a second."""
        return self._found

    def _note(self, time_s: Fraction) -> None:
        now = self._changed_s > float(time_s) - _TOGETHER_S
        net = float((self._direction * now).mean())
        if abs(net) < _SHARE or np.sign(net) == self._latest:
            return
        self._latest = int(np.sign(net))
        self._times.append(time_s)
        self._count.append(time_s)
        while time_s - self._count[0] > _WINDOW_S:
            self._count.popleft()
        if len(self._times) == _CHANGES and time_s - self._times[0] <= _WINDOW_S:
            run = Run(self._times[0], time_s, len(self._count) / 2)
            if self._found and run.start_s <= self._found[-1].end_s:
                last = self._found.pop()
                run = Run(last.start_s, time_s, max(last.measure, run.measure))
            self._found.append(run)
