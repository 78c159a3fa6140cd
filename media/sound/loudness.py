"""How loud sound is to a listener: integrated loudness after ITU-R BS.1770-5 and EBU R 128, block by block."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.sound.audio import RATE, Sound, decoded
from media.sound.peaks import PeakMeter

SILENT_LUFS = -70.0
"""The absolute gate: what is quieter, digital silence too, is reported as this."""

_STEP = RATE // 10
_BLOCK = 10 * RATE
_RELATIVE_GATE_LU = 10.0
# K-weighting at 48 kHz, BS.1770-5 annex 1, tables 1 and 2.
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621)
_WEIGHTING = np.array((_SHELF, _HIGH_PASS))
_RUNG_OUT = 1e-20

_Energies = NDArray[np.float64]


class LoudnessMeter:
    """The loudness, and if asked the true peak, of sound that comes in blocks of any size.

    It keeps eight bytes for each 100 ms, and nothing of the sound itself.
    """

    def __init__(self, *, peaks: bool = False) -> None:
        from scipy.signal import sosfilt  # noqa: PLC0415 - 0.7 s that commands without sound need not wait for

        self._filter = sosfilt
        self._state = np.zeros((len(_WEIGHTING), 2, 2))
        self._begun: _Energies = np.zeros(0)
        self._steps: list[_Energies] = []
        self._peaks = PeakMeter() if peaks else None
        self.samples = 0

    def add(self, block: Sound) -> None:
        """Listen to the next block."""
        self.samples += len(block)
        if self._peaks is not None:
            self._peaks.add(block)
        for start in range(0, len(block), RATE):
            power = np.concatenate((self._begun, self._weighted_power(block[start : start + RATE])))
            whole = len(power) // _STEP * _STEP
            self._steps.append(power[:whole].reshape(-1, _STEP).mean(axis=1))
            self._begun = power[whole:]

    def integrated_lufs(self, gain_db: float = 0.0) -> float:
        """Programme loudness so far in LUFS, gated, as if the sound had been raised by ``gain_db``.

        ``SILENT_LUFS`` at least, also for sound shorter than 400 ms.
        """
        steps = np.concatenate(self._steps) if self._steps else np.zeros(0)
        return _gated(steps * 10 ** (gain_db / 10))

    @property
    def true_peak_dbtp(self) -> float:
        """The highest true peak so far. Raises ``ValueError`` unless the meter was made to listen for it."""
        if self._peaks is None:
            raise ValueError("this meter does not listen for peaks")
        return self._peaks.true_peak_dbtp

    def _weighted_power(self, block: Sound) -> _Energies:
        if np.abs(self._state).max() < _RUNG_OUT:
            # What still rings in silence would become denormal numbers, with which a processor is very slow.
            self._state[:] = 0.0
            if not block.any():
                return np.zeros(len(block))
        channels = np.ascontiguousarray(block.T, dtype=np.float64)
        weighted, self._state = self._filter(_WEIGHTING, channels, axis=1, zi=self._state)
        power: _Energies = weighted[0] ** 2 + weighted[1] ** 2
        return power


def integrated_lufs(sound: Sound) -> float:
    """Programme loudness in LUFS, gated; ``SILENT_LUFS`` at least, also for sound shorter than 400 ms."""
    meter = LoudnessMeter()
    meter.add(sound)
    return meter.integrated_lufs()


def true_peak_dbtp(sound: Sound) -> float:
    """The highest level between the samples too; -200 for digital silence."""
    meter = PeakMeter()
    for start in range(0, len(sound), _BLOCK):
        meter.add(sound[start : start + _BLOCK])
    return meter.true_peak_dbtp


def measure(path: Path) -> LoudnessMeter:
    """A meter, with peaks, that has listened to the whole of a sound file. Raises ``UnreadableError``."""
    meter = LoudnessMeter(peaks=True)
    for block in decoded(path):
        meter.add(block)
    return meter


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
