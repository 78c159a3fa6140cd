"""Fades of equal power: quarters of a sine, drawn by position, so that any block of a sound can be faded alone."""

import numpy as np

from media.sound.audio import RATE, Sound

CLICK = RATE // 200
"""5 ms: the shortest fade that leaves no click."""


def fade(sound: Sound, offset: int, length: int, rise: int, fall: int) -> None:
    """Fade in place what of a ``length`` samples long sound begins at its sample ``offset``."""
    rise, fall = min(rise, length), min(fall, length)
    if offset < rise:
        part = sound[: rise - offset]
        part *= quarter_sine(offset, len(part), rise)
    first = max(offset, length - fall)
    if fall and first < offset + len(sound):
        part = sound[first - offset : length - offset]
        part *= quarter_sine(length - first - len(part), len(part), fall)[::-1]


def quarter_sine(first: int, count: int, samples: int) -> Sound:
    """``count`` values from index ``first`` of a rise over ``samples``, shaped (count, 1)."""
    at = np.arange(first, first + count, dtype=np.float64)
    curve: Sound = np.sin(at * (np.pi / 2 / max(1, samples - 1))).astype(np.float32)[:, None]
    return curve
