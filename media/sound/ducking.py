"""Music that makes room for speech: a gain curve drawn from known times, not guessed from levels."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from film.mix import Ducking
from media.sound.audio import RATE, Sound

Spans = Sequence[tuple[float, float]]

_GRID = RATE // 200
_BLOCK_S = 0.05
_BLOCK = round(_BLOCK_S * RATE)
_SPEECH_BELOW_PEAK_DB = 34.0


def speech_spans(voice: Iterable[Sound], start_s: float) -> list[tuple[float, float]]:
    """When the voice sounds, in film seconds, if it begins at ``start_s``: stretches of 50 ms above a floor.

    All blocks of ``voice`` but the last are a multiple of 50 ms long.
    """
    found = [_levels(block) for block in voice]
    levels = np.concatenate(found) if found else np.zeros(0)
    heard = levels > levels.max(initial=0.0) * 10 ** (-_SPEECH_BELOW_PEAK_DB / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], heard.astype(np.int8), [0]))))
    return [(start_s + first * _BLOCK_S, start_s + last * _BLOCK_S) for first, last in edges.reshape(-1, 2).tolist()]


def joined(spans: Iterable[tuple[float, float]], hold_s: float) -> list[tuple[float, float]]:
    """The spans in order, without the pauses of up to ``hold_s`` between them."""
    together: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if together and start - together[-1][1] <= hold_s:
            together[-1] = (together[-1][0], max(together[-1][1], end))
        else:
            together.append((start, end))
    return together


def duck_gain(spans: Spans, first: int, last: int, ducking: Ducking) -> NDArray[np.float32] | None:
    """The gain of the music at samples ``first`` up to ``last`` of the film; ``None`` where nobody speaks.

    Smooth in decibels, ``-depth_db`` wherever somebody speaks. ``spans`` are ``joined``.
    """
    near = [
        (start, end)
        for start, end in spans
        if (start - ducking.attack_s) * RATE < last + _GRID and (end + ducking.release_s) * RATE > first - _GRID
    ]
    if not near:
        return None
    # The curve is drawn on a grid that is fixed in the film: a block's gain does not depend on where blocks begin.
    grid = np.arange(first // _GRID, -(-last // _GRID) + 1) * _GRID
    times = grid / RATE
    depth = np.zeros_like(times)
    for start, end in near:
        falling = (times - (start - ducking.attack_s)) / max(ducking.attack_s, _GRID / RATE)
        rising = ((end + ducking.release_s) - times) / max(ducking.release_s, _GRID / RATE)
        depth = np.maximum(depth, _smooth(np.minimum(falling, rising)))
    gain = 10 ** (-ducking.depth_db * depth / 20)
    return np.interp(np.arange(first, last), grid, gain).astype(np.float32)


def _levels(voice: Sound) -> NDArray[np.float64]:
    count = -(-len(voice) // _BLOCK)
    padded = np.zeros((count * _BLOCK, 2), np.float32)
    padded[: len(voice)] = voice
    levels: NDArray[np.float64] = np.sqrt((padded.reshape(count, -1).astype(np.float64) ** 2).mean(axis=1))
    return levels


def _smooth(progress: NDArray[np.float64]) -> NDArray[np.float64]:
    held = np.clip(progress, 0.0, 1.0)
    return held * held * (3 - 2 * held)
