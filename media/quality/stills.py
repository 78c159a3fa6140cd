"""Black and frozen pictures."""

from fractions import Fraction

import cv2
import numpy as np

from media.quality.luma import Luma
from media.quality.runs import Runs

FROZEN_CHANGE = 0.3
"""The mean difference in luma below which two pictures are equal, unless something small moves in them."""

_DARK_LUMA, _LIT_SHARE = 20.0, 0.02
_BRIGHT_LUMA, _BRIGHT_SHARE = 60.0, 0.0005
_MOVED_LUMA, _MOVED_SHARE = 8.0, 0.002


class Stills:
    """Finds black and frozen stretches in pictures seen one by one.

    A picture is compared with the one that its run began with, not with its neighbour: an encoder still refines a
    held picture a little, and a slow move changes little from frame to frame, but only the move adds up.
    """

    def __init__(self, black_s: float | None, frozen_s: float | None, change: float = FROZEN_CHANGE) -> None:
        self.black = Runs(black_s)
        self.frozen = Runs(frozen_s)
        self._change = change
        self._anchor: Luma | None = None
        self._anchor_s = Fraction(0)

    def see(self, time_s: Fraction, luma: Luma) -> None:
        """Look at the next picture."""
        black = is_black(luma)
        same = self._anchor is not None and self._equal(luma, self._anchor)
        if not same:
            self._anchor, self._anchor_s = luma, time_s
        self.black.see(time_s, holds=black)
        self.frozen.see(time_s, holds=same and not black, since_s=self._anchor_s)

    def close(self, end_s: Fraction) -> None:
        """There are no more pictures; the last one is shown until ``end_s``."""
        self.black.close(end_s)
        self.frozen.close(end_s)

    def _equal(self, luma: Luma, anchor: Luma) -> bool:
        if luma.shape != anchor.shape:
            return False
        difference = cv2.absdiff(luma, anchor)
        return float(difference.mean()) < self._change and _share_above(difference, _MOVED_LUMA) < _MOVED_SHARE


def is_black(luma: Luma) -> bool:
    """Whether nothing can be seen: a night has its lights, a title on black its letters."""
    return _share_above(luma, _DARK_LUMA) <= _LIT_SHARE and _share_above(luma, _BRIGHT_LUMA) <= _BRIGHT_SHARE


def _share_above(luma: Luma, level: float) -> float:
    return int(np.count_nonzero(luma > level)) / luma.size
