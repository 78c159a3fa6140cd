"""How loud sound is to a listener: integrated loudness and true peak after ITU-R BS.1770-5 and EBU R 128."""

import math

import numpy as np
from numpy.typing import NDArray

from media.sound.audio import RATE, Sound

SILENT_LUFS = -70.0
"""The absolute gate: what is quieter, digital silence too, is reported as this."""

_STEP = RATE // 10
_CHUNK = 10 * RATE
_RELATIVE_GATE_LU = 10.0
_OVERSAMPLING = 4
_FILTER_REACH, _KAISER = 10, 5.0
# K-weighting at 48 kHz, BS.1770-5 annex 1, tables 1 and 2.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_RINGING = RATE // 10
"""After this long, K-weighting has forgotten a sound: its slowest pole has a time constant of 200 samples."""

_Energies = NDArray[np.float64]


def integrated_lufs(sound: Sound) -> float:
    """Programme loudness in LUFS, gated; ``SILENT_LUFS`` at least, also for sound shorter than 400 ms."""
    return _gated(_step_energies(sound))


def true_peak_dbtp(sound: Sound) -> float:
    """The highest level between the samples too, by fourfold oversampling; -200 for digital silence."""
    highest = 0.0
    for start in range(0, len(sound), _CHUNK):
        highest = max(highest, float(peaks(sound, start, start + _CHUNK).max(initial=0.0)))
    return 20 * math.log10(max(highest, 1e-10))


def peaks(sound: Sound, start: int, stop: int) -> NDArray[np.float32]:
    """The true peak, as amplitude, around each of the samples ``start`` up to ``stop`` (or the end)."""
    stop = min(stop, len(sound))
    first = max(0, start - _FILTER_REACH)
    window = sound[first : stop + _FILTER_REACH]
    left, right = np.abs(window.T)
    highest = np.maximum(left, right)
    for channel in window.T:
        for kernel in _BETWEEN:
            np.maximum(highest, np.abs(np.convolve(channel, kernel)[_FILTER_REACH:-_FILTER_REACH]), out=highest)
    around: NDArray[np.float32] = highest[start - first : stop - first].astype(np.float32)
    return around


def _step_energies(sound: Sound) -> _Energies:
    """Mean K-weighted power of each 100 ms, both channels summed."""
    energies = []
    for start in range(0, len(sound), _CHUNK):
        weighted = _k_weighted(sound[max(0, start - _RINGING) : start + _CHUNK])[min(start, _RINGING) :]
        whole = len(weighted) // _STEP * _STEP
        energies.append((weighted[:whole] ** 2).reshape(-1, _STEP * 2).mean(axis=1) * 2)
    return np.concatenate(energies) if energies else np.zeros(0)


def _k_weighted(sound: Sound) -> NDArray[np.float64]:
    """The sound through both filters, by their frequency response: numpy has no recursive filter."""
    size = _CHUNK + 2 * _RINGING
    spectrum = np.fft.rfft(sound, size, axis=0)
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        spectrum *= (np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay))[:, None]
    weighted: NDArray[np.float64] = np.fft.irfft(spectrum, size, axis=0)[: len(sound)]
    return weighted


def _gated(steps: _Energies) -> float:
    if len(steps) < 4:
        return SILENT_LUFS
    blocks = (steps[:-3] + steps[1:-2] + steps[2:-1] + steps[3:]) / 4
    audible = blocks[_lufs(blocks) > SILENT_LUFS]
    if not len(audible):
        return SILENT_LUFS
    threshold = float(_lufs(audible.mean(keepdims=True))[0]) - _RELATIVE_GATE_LU
    return float(_lufs(audible[_lufs(audible) > threshold].mean(keepdims=True))[0])


def _lufs(power: _Energies) -> _Energies:
    levels: _Energies = -0.691 + 10 * np.log10(np.maximum(power, 1e-20))
    return levels


def _kernel(shift: float) -> NDArray[np.float32]:
    """The interpolator that gives the values ``shift`` samples on: a sinc under a Kaiser window."""
    at = np.arange(-_FILTER_REACH, _FILTER_REACH + 1) + shift
    window = np.i0(_KAISER * np.sqrt(np.maximum(0.0, 1 - (at / (_FILTER_REACH + 1)) ** 2))) / np.i0(_KAISER)
    kernel: NDArray[np.float32] = (np.sinc(at) * window).astype(np.float32)
    return kernel


_BETWEEN = tuple(_kernel(phase / _OVERSAMPLING) for phase in range(1, _OVERSAMPLING))
