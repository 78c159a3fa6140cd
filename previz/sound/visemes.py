"""How far a mouth is open, frame by frame, from phonemes or from any recorded speech."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from film.sound import Phoneme

_OPENNESS = {
    0.0: "mbp",  # lips together
    0.15: "fvw",  # lips nearly together
    0.3: "szʃʒʧʤtdnlɹɾTθðjᵻŋkɡhʔ",  # teeth together or tongue up
    0.5: "iɪuʊəᵊɚ",  # close vowels
    0.75: "eɛAoOɜɔYʌɐ",  # middle vowels
    1.0: "aɑæIWɒQ",  # open vowels
}
_OF_PHONEME = {symbol: openness for openness, symbols in _OPENNESS.items() for symbol in symbols}
_UNKNOWN = 0.3
_CLOSURE = "mbp"
_OVERSAMPLING = 8
_SMOOTHING_S = 0.022
_LOUD_PERCENTILE = 95
_SILENCE_DB = -40.0


def mouth_curve(phonemes: Sequence[Phoneme], *, fps: int, frames: int, offset_s: float = 0.0) -> list[float]:
    """Openness of the mouth for each frame, 0 (closed) to 1 (wide open).

    ``offset_s`` is where the speech starts in the picture. The mouth is closed where nothing is said, and on at
    least one frame of every m, b and p, however short the sound is.
    """
    if frames <= 0:
        return []
    rate = fps * _OVERSAMPLING
    fine = np.zeros(frames * _OVERSAMPLING)
    for phoneme in phonemes:
        first, stop = (round((edge_s + offset_s) * rate) for edge_s in (phoneme.start_s, phoneme.end_s))
        fine[max(first, 0) : max(stop, 0)] = _OF_PHONEME.get(phoneme.symbol, _UNKNOWN)
    smooth = _smoothed(fine, _SMOOTHING_S * rate)
    curve = smooth.reshape(frames, _OVERSAMPLING).mean(axis=1)
    for phoneme in phonemes:
        if phoneme.symbol in _CLOSURE:
            middle = int((phoneme.start_s + phoneme.end_s + 2 * offset_s) / 2 * fps)
            if 0 <= middle < frames:
                curve[middle] = 0.0
    return tidied(curve)


def mouth_curve_from_audio(samples: NDArray[np.float32], rate: int, *, fps: int, frames: int) -> list[float]:
    """Openness of the mouth for each frame, 0 to 1, by the loudness of speech whose phonemes are not known.

    ``samples`` is ``(n,)`` or ``(n, channels)``. Frames after the sound's end are closed.
    """
    mono = samples if samples.ndim == 1 else samples.mean(axis=1)
    if frames <= 0:
        return []
    edges = np.minimum(np.rint(np.arange(frames + 1) * rate / fps).astype(int), len(mono))
    total = np.concatenate([[0.0], np.cumsum(np.square(mono, dtype=np.float64))])
    lengths = np.maximum(np.diff(edges), 1)
    level = np.sqrt(np.maximum(total[edges[1:]] - total[edges[:-1]], 0.0) / lengths)
    sounding = level[level > max(level.max(), 1e-4) * 10 ** (_SILENCE_DB / 20)]
    if not len(sounding):
        return [0.0] * frames
    loud = float(np.percentile(sounding, _LOUD_PERCENTILE))
    quiet = loud * 10 ** (-26 / 20)
    # Loudness is heard, and mouths open, by the logarithm of the level.
    curve = np.log(np.maximum(level, 1e-9) / quiet) / np.log(loud / quiet)
    smooth = _smoothed(np.clip(curve, 0.0, 1.0), 0.5)
    return tidied(np.where(level < quiet, 0.0, smooth))


def _smoothed(curve: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """The curve under a Gaussian of ``sigma`` samples, with zeros beyond its ends."""
    reach = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.convolve(curve, weights / weights.sum())[reach : reach + len(curve)]


def tidied(curve: NDArray[np.float64]) -> list[float]:
    """A curve within 0..1, nearly closed snapped to closed, and rounded, so that equal speech gives equal curves."""
    curve = np.where(curve < 0.04, 0.0, curve)
    return [round(float(value), 4) for value in np.clip(curve, 0.0, 1.0)]
