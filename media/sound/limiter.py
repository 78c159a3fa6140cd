"""A look-ahead limiter: no peak above the ceiling, no distortion but a short dip in level around it."""

import cv2
import numpy as np

from media.sound.audio import RATE, Sound
from media.sound.peaks import REACH, true_peaks

_WINDOW = RATE // 100 | 1
MARGIN = _WINDOW + REACH
"""So many samples on both sides decide about the gain at one."""


def limit(sound: Sound, ceiling_dbtp: float) -> Sound:
    """The sound with true peaks at or below ``ceiling_dbtp``; untouched further than 10 ms from a peak.

    Its first and last ``MARGIN`` samples are only context and are not returned.

    The gain a peak needs is held for 10 ms around it and then averaged over the same time: at the peak itself every
    averaged value is low enough, and the slopes are straight lines.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    highest = true_peaks(sound)
    inner = sound[MARGIN:-MARGIN]
    if highest.max(initial=0.0) <= ceiling:
        return inner
    needed = np.minimum(np.float32(1), np.float32(ceiling) / np.maximum(highest, np.float32(1e-9)))[None]
    held = cv2.erode(needed, np.ones((1, _WINDOW), np.uint8), borderType=cv2.BORDER_REPLICATE)
    gain = cv2.blur(held, (_WINDOW, 1), borderType=cv2.BORDER_REPLICATE)
    limited: Sound = inner * gain[0, _WINDOW:-_WINDOW, None]
    return limited
