"""How high sound really swings between its samples: true peak by fourfold oversampling (ITU-R BS.1770-5, annex 2)."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from media.sound.audio import Sound, silence

REACH = 10
"""So many samples on both sides decide about the peaks around one."""

_OVERSAMPLING = 4
_KAISER = 5.0


def true_peaks(sound: Sound) -> NDArray[np.float32]:
    """The true peak, as amplitude, around each sample but the first and last ``REACH``, which are only context."""
    channels = np.ascontiguousarray(sound.T)
    highest = np.abs(channels)
    for kernel in _BETWEEN:
        between = cv2.filter2D(channels, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT)
        np.maximum(highest, np.abs(between, out=between), out=highest)
    around: NDArray[np.float32] = highest.max(axis=0)[REACH:-REACH]
    return around


class PeakMeter:
    """The highest true peak of sound that comes in blocks of any size."""

    def __init__(self) -> None:
        self._context = silence(REACH)
        self._highest = 0.0

    def add(self, block: Sound) -> None:
        """Listen to the next block."""
        sound = np.concatenate((self._context, block))
        self._highest = self._highest_in(sound)
        self._context = sound[-2 * REACH :]

    @property
    def true_peak_dbtp(self) -> float:
        """The highest level so far, as if silence followed; -200 for digital silence."""
        return decibels(self._highest_in(np.concatenate((self._context, silence(REACH)))))

    def _highest_in(self, sound: Sound) -> float:
        if len(sound) <= 2 * REACH:
            return self._highest
        return max(self._highest, float(true_peaks(sound).max()))


def decibels(amplitude: float) -> float:
    """An amplitude as a level, -200 dB at least."""
    return 20 * math.log10(max(amplitude, 1e-10))


def _kernel(shift: float) -> NDArray[np.float32]:
    """The interpolator that gives the values ``shift`` samples on: a sinc under a Kaiser window."""
    at = np.arange(-REACH, REACH + 1) - shift
    window = np.i0(_KAISER * np.sqrt(np.maximum(0.0, 1 - (at / (REACH + 1)) ** 2))) / np.i0(_KAISER)
    kernel: NDArray[np.float32] = (np.sinc(at) * window).astype(np.float32)[None]
    return kernel


_BETWEEN = tuple(_kernel(phase / _OVERSAMPLING) for phase in range(1, _OVERSAMPLING))
