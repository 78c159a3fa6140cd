"""A look-ahead limiter: no peak above the ceiling, no distortion but a short dip in level around it."""

import cv2
import numpy as np

from media.sound.audio import RATE, Sound
from media.sound.loudness import peaks

_WINDOW = RATE // 100 | 1
_CHUNK = 10 * RATE


def limit(sound: Sound, ceiling_dbtp: float) -> Sound:
    """The sound with true peaks at or below ``ceiling_dbtp``; untouched further than 10 ms from a peak.

    The gain a peak needs is held for 10 ms around it and then averaged over the same time: at the peak itself every
    averaged value is low enough, and the slopes are straight lines.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    limited = sound.copy()
    for start in range(0, len(sound), _CHUNK):
        stop = min(start + _CHUNK, len(sound))
        first, last = max(0, start - _WINDOW), min(len(sound), stop + _WINDOW)
        highest = peaks(sound, first, last)
        if highest.max(initial=0.0) <= ceiling:
            continue
        needed = np.minimum(1.0, ceiling / np.maximum(highest, 1e-9))[None]
        held = cv2.erode(needed, np.ones((1, _WINDOW), np.uint8), borderType=cv2.BORDER_REPLICATE)
        gain = cv2.blur(held, (_WINDOW, 1), borderType=cv2.BORDER_REPLICATE)
        limited[start:stop] *= gain[0, start - first : stop - first, None]
    return limited
