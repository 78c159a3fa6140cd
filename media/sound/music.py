"""A music bed of exact length from a track of any length."""

import numpy as np
from numpy.typing import NDArray

from media.sound.audio import RATE, Sound, silence


def bed(track: Sound, samples: int, *, fade_in_s: float, fade_out_s: float, crossfade_s: float) -> Sound:
    """``samples`` of ``track``: cut if it is longer, looped with equal-power crossfades if it is shorter, faded."""
    if len(track) == 0 or samples == 0:
        return silence(samples)
    music = _looped(track, samples, min(round(crossfade_s * RATE), len(track) // 4))
    _fade(music, round(fade_in_s * RATE), round(fade_out_s * RATE))
    return music


def soften(sound: Sound, seconds: float = 0.005) -> Sound:
    """A copy without clicks at its ends."""
    softened = sound.copy()
    _fade(softened, round(seconds * RATE), round(seconds * RATE))
    return softened


def _looped(track: Sound, samples: int, overlap: int) -> Sound:
    looped = silence(samples)
    step = len(track) - overlap
    for start in range(0, samples, step):
        turn = track[: samples - start].copy()
        if start:
            ramp = _quarter_sine(overlap)[: len(turn)]
            turn[: len(ramp)] *= ramp
            looped[start : start + len(ramp)] *= np.sqrt(np.maximum(0.0, 1 - ramp**2))
        looped[start : start + len(turn)] += turn
    return looped


def _fade(sound: Sound, rise: int, fall: int) -> None:
    rise, fall = min(rise, len(sound)), min(fall, len(sound))
    if rise:
        sound[:rise] *= _quarter_sine(rise)
    if fall:
        sound[-fall:] *= _quarter_sine(fall)[::-1]


def _quarter_sine(samples: int) -> NDArray[np.float32]:
    return np.sin(np.linspace(0, np.pi / 2, samples, dtype=np.float32))[:, None]
