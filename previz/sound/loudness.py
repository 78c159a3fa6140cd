"""How loud sound is, and bringing it to a level (ITU-R BS.1770-4, EBU R 128)."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly, sosfilt

SILENCE_LUFS = -70.0  # the absolute gate: what is below counts as silence
_BLOCK_S = 0.4
_STEP_S = 0.1
_RELATIVE_GATE_LU = 10.0


def loudness_lufs(samples: NDArray[np.float32], rate: int) -> float:
    """Integrated loudness of ``(n,)`` or ``(n, channels)`` samples; ``SILENCE_LUFS`` when nothing is louder.

    K-weighting and two-stage gating as in BS.1770-4. Sound shorter than one 400 ms block is measured whole.
    """
    channels = np.atleast_2d(samples.T).astype(np.float64)
    if channels.shape[-1] == 0:
        return SILENCE_LUFS
    power = np.sum(sosfilt(_k_weighting(rate), channels, axis=-1) ** 2, axis=0)
    block, step = round(_BLOCK_S * rate), round(_STEP_S * rate)
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, max(len(power) - block, 0) + 1, step)
    ends = np.minimum(starts + block, len(power))
    blocks = (total[ends] - total[starts]) / (ends - starts)
    audible = blocks[blocks > _power(SILENCE_LUFS)]
    if not len(audible):
        return SILENCE_LUFS
    gated = audible[audible > audible.mean() * 10 ** (-_RELATIVE_GATE_LU / 10)]
    return _lufs(float(gated.mean()))


def true_peak_dbfs(samples: NDArray[np.float32]) -> float:
    """The highest level between samples too, by fourfold oversampling (BS.1770-4, annex 2)."""
    if not len(samples):
        return -math.inf
    peak = float(np.abs(resample_poly(samples.astype(np.float64), 4, 1, axis=0)).max())
    return 20 * math.log10(max(peak, 1e-12))


def to_loudness(
    samples: NDArray[np.float32], rate: int, *, lufs: float, peak_dbfs: float = -1.5
) -> NDArray[np.float32]:
    """``samples`` at the loudness asked for, peaks held under ``peak_dbfs``. Silence stays as it is."""
    now = loudness_lufs(samples, rate)
    if now <= SILENCE_LUFS:
        return samples
    levelled = limited(samples * np.float32(10 ** ((lufs - now) / 20)), rate, peak_dbfs)
    missing_db = lufs - loudness_lufs(levelled, rate)  # what the limiter took
    return limited(levelled * np.float32(10 ** (missing_db / 20)), rate, peak_dbfs)


def limited(samples: NDArray[np.float32], rate: int, peak_dbfs: float) -> NDArray[np.float32]:
    """Peaks held under a ceiling by a gain that moves smoothly, 5 ms ahead of them; quiet sound is untouched."""
    ceiling = 10 ** (peak_dbfs / 20)
    level = np.abs(samples) if samples.ndim == 1 else np.abs(samples).max(axis=1)
    if not len(level) or level.max() <= ceiling:
        return samples
    window = 2 * (rate // 200) + 1
    needed = np.minimum(1.0, ceiling / np.maximum(level, 1e-9))
    # The mean of minima over the same window never exceeds the gain any sample in it needs.
    gain = uniform_filter1d(minimum_filter1d(needed, window, mode="nearest"), window, mode="nearest")
    shaped: NDArray[np.float32] = (samples * (gain if samples.ndim == 1 else gain[:, np.newaxis])).astype(np.float32)
    return shaped


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _lufs(power: float) -> float:
    return 10 * math.log10(power) - 0.691


def _k_weighting(rate: int) -> NDArray[np.float64]:
    """The two filters of BS.1770 at any rate, as second-order sections.

    The standard lists coefficients at 48 kHz only; these are the analogue prototypes they were made from
    (a high shelf of +4 dB at 1682 Hz and a high pass at 38 Hz), warped to ``rate``.
    """
    gain, quality, tangent = 10 ** (3.999843853973347 / 20), 0.7071752369554196, math.tan(math.pi * 1681.974451 / rate)
    middle = gain**0.4996667741545416
    norm = 1 + tangent / quality + tangent**2
    shelf = [
        (gain + middle * tangent / quality + tangent**2) / norm,
        2 * (tangent**2 - gain) / norm,
        (gain - middle * tangent / quality + tangent**2) / norm,
        1.0,
        2 * (tangent**2 - 1) / norm,
        (1 - tangent / quality + tangent**2) / norm,
    ]
    quality, tangent = 0.5003270373238773, math.tan(math.pi * 38.13547087602444 / rate)
    norm = 1 + tangent / quality + tangent**2
    high_pass = [1.0, -2.0, 1.0, 1.0, 2 * (tangent**2 - 1) / norm, (1 - tangent / quality + tangent**2) / norm]
    return np.array([shelf, high_pass])
