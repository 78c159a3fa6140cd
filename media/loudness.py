"""How loud sound is to a listener: integrated loudness and true peak after ITU-R BS.1770-5 and EBU R 128."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, resample_poly

from media.audio import RATE, Sound

SILENT_LUFS = -70.0
"""The absolute gate: what is quieter, digital silence too, is reported as this."""

_STEP = RATE // 10
_CHUNK = 10 * RATE
_RELATIVE_GATE_LU = 10.0
_OVERSAMPLING = 4
_FILTER_REACH = 64
# K-weighting at 48 kHz, BS.1770-5 annex 1, tables 1 and 2.
_SHELF = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
_HIGH_PASS = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])

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
        dense = np.abs(resample_poly(channel, _OVERSAMPLING, 1))
        # Strided maxima: numpy's own reduction is slow along so short an axis.
        for phase in range(_OVERSAMPLING):
            np.maximum(highest, dense[phase::_OVERSAMPLING], out=highest)
    around: NDArray[np.float32] = highest[start - first : stop - first].astype(np.float32)
    return around


def _step_energies(sound: Sound) -> _Energies:
    """Mean K-weighted power of each 100 ms, both channels summed."""
    state_1, state_2 = np.zeros((2, 2)), np.zeros((2, 2))
    energies = []
    for start in range(0, len(sound), _CHUNK):
        shelved, state_1 = lfilter(*_SHELF, sound[start : start + _CHUNK], axis=0, zi=state_1)
        weighted, state_2 = lfilter(*_HIGH_PASS, shelved, axis=0, zi=state_2)
        whole = len(weighted) // _STEP * _STEP
        energies.append((weighted[:whole] ** 2).reshape(-1, _STEP * 2).mean(axis=1) * 2)
    return np.concatenate(energies) if energies else np.zeros(0)


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
