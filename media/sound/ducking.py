"""Music that makes room for speech: a gain curve drawn from known times, not guessed from levels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from film.model import Value
from media.sound.audio import RATE, Sound

_GRID_S = 0.005
_BLOCK_S = 0.05
_SPEECH_BELOW_PEAK_DB = 34.0


class Ducking(Value):
    """How far, how fast. The music is down before the first word and comes back after the last.

    Pauses shorter than ``hold_s`` keep it down, so that it does not pump between sentences.
    """

    depth_db: float = 9.0
    attack_s: float = 0.3
    release_s: float = 0.7
    hold_s: float = 0.9


def speech_spans(voice: Sound, start_s: float) -> list[tuple[float, float]]:
    """When the voice sounds, in film seconds, if ``voice`` begins at ``start_s``: blocks of 50 ms above a floor."""
    block = round(_BLOCK_S * RATE)
    count = -(-len(voice) // block)
    padded = np.zeros((count * block, 2), np.float32)
    padded[: len(voice)] = voice
    levels = np.sqrt((padded.reshape(count, -1) ** 2).mean(axis=1))
    heard = levels > levels.max(initial=0.0) * 10 ** (-_SPEECH_BELOW_PEAK_DB / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], heard.astype(np.int8), [0]))))
    return [(start_s + first * _BLOCK_S, start_s + last * _BLOCK_S) for first, last in edges.reshape(-1, 2).tolist()]


def duck_gain(spans: Sequence[tuple[float, float]], samples: int, ducking: Ducking) -> NDArray[np.float32]:
    """The gain of the music at every sample: smooth in decibels, ``-depth_db`` wherever somebody speaks."""
    grid = np.arange(0, samples / RATE + _GRID_S, _GRID_S)
    depth = np.zeros_like(grid)
    for start, end in _joined(spans, ducking.hold_s):
        falling = (grid - (start - ducking.attack_s)) / max(ducking.attack_s, _GRID_S)
        rising = ((end + ducking.release_s) - grid) / max(ducking.release_s, _GRID_S)
        depth = np.maximum(depth, _smooth(np.minimum(falling, rising)))
    gain_db = -ducking.depth_db * depth
    times = np.arange(samples) / RATE
    return (10 ** (np.interp(times, grid, gain_db) / 20)).astype(np.float32)


def _joined(spans: Sequence[tuple[float, float]], hold_s: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= hold_s:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _smooth(progress: NDArray[np.float64]) -> NDArray[np.float64]:
    held = np.clip(progress, 0.0, 1.0)
    return held * held * (3 - 2 * held)
