"""What a song sounds like, moment by moment: its attacks, its colour, its harmony, its loudness.

Spectra are taken a stretch at a time, so that memory hardly grows with the song.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from media.song.samples import RATE, Mono
from media.work import Watch

Floats = NDArray[np.float64]

FRAMES_PER_S = 100
CHORDS_PER_S = 10
BANDS = 36
_WINDOW, _CHORD_WINDOW = 1024, 8192
_AT_ONCE = 2_000_000
"""Samples of windows that are transformed together."""
_FLOOR_DB = -80.0
_LOW_HZ, _HIGH_HZ = 40.0, 10_500.0
_DRUM_HZ, _BRIGHT_HZ = 160.0, 3_000.0
_LOWEST_NOTE_HZ, _HIGHEST_NOTE_HZ = 80.0, 2_000.0
_LAG = 2


@dataclass(frozen=True)
class Spectra:
    """``attacks`` (frames, 3): how much louder low, middle and high sounds become at each hundredth of a second.

    ``colour_db`` (seconds · 10, ``BANDS``): levels of bands as wide as ears have them. ``chroma`` (seconds · 10, 12):
    how much of each pitch class is heard, of sum 1 or all 0. ``level_db`` (seconds · 10): loudness below the peak.
    """

    attacks: Floats
    colour_db: Floats
    chroma: Floats
    level_db: Floats


def spectra(song: Mono, watch: Watch) -> Spectra:
    """Listen once through the whole song."""
    bands = _bands()
    levels = np.concatenate([_decibels(power @ bands) for power in _powers(song, _WINDOW, FRAMES_PER_S, watch)])
    rising = np.maximum(levels[_LAG:] - levels[:-_LAG], 0.0)
    rising = np.pad(rising, ((_LAG // 2, _LAG - _LAG // 2), (0, 0)))
    low, high = _band_edges_hz()[1:-1] < _DRUM_HZ, _band_edges_hz()[1:-1] > _BRIGHT_HZ
    groups = (low, ~low & ~high, high)
    attacks = np.stack([rising[:, group].mean(axis=1) for group in groups], axis=1)
    classes = _pitch_classes()
    chroma = np.concatenate([np.sqrt(power) @ classes for power in _powers(song, _CHORD_WINDOW, CHORDS_PER_S, watch)])
    chroma /= np.maximum(chroma.sum(axis=1, keepdims=True), 1e-6)
    return Spectra(attacks, _tenths(levels), chroma, _levels(song))


def _levels(song: Mono) -> Floats:
    step = RATE // CHORDS_PER_S
    padded = np.zeros(-(-len(song) // step) * step, np.float32)
    padded[: len(song)] = song
    return _decibels((padded.reshape(-1, step).astype(np.float64) ** 2).mean(axis=1))


def _tenths(levels: Floats) -> Floats:
    step = FRAMES_PER_S // CHORDS_PER_S
    count = -(-len(levels) // step)
    padded = np.pad(levels, ((0, count * step - len(levels)), (0, 0)), mode="edge")
    tenths: Floats = padded.reshape(count, step, -1).mean(axis=1)
    return tenths


def _powers(song: Mono, window: int, per_s: int, watch: Watch) -> Iterator[Floats]:
    """Power spectra of windows centred on every ``1 / per_s`` seconds, many at a time."""
    step = RATE // per_s
    padded = np.pad(song, window // 2)
    count = len(song) // step + 1
    shape = np.hanning(window).astype(np.float32)
    shape /= shape.sum() / 2
    at_once = _AT_ONCE // window
    for first in range(0, count, at_once):
        watch.check()
        last = min(first + at_once, count)
        piece = padded[first * step : (last - 1) * step + window]
        frames = sliding_window_view(piece, window)[::step] * shape
        yield np.abs(np.fft.rfft(frames, axis=1)) ** 2


def _decibels(power: Floats) -> Floats:
    return np.asarray(np.maximum(10 * np.log10(np.maximum(power, 1e-12)), _FLOOR_DB))


def _band_edges_hz() -> Floats:
    """Edges equally far apart in mel (O'Shaughnessy)."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOW_HZ, _HIGH_HZ))
    return np.asarray(700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1))


def _bands() -> Floats:
    """(bins, ``BANDS``): overlapping triangles, each at least as wide as a bin."""
    hz = np.arange(_WINDOW // 2 + 1) * RATE / _WINDOW
    edges = _band_edges_hz()
    width = np.maximum(np.diff(edges), RATE / _WINDOW)
    rise = (hz[:, None] - edges[:-2]) / width[:-1]
    fall = (edges[2:] - hz[:, None]) / width[1:]
    return np.asarray(np.maximum(0.0, np.minimum(rise, fall)))


def _pitch_classes() -> Floats:
    """(bins, 12): which bin belongs to which note of the scale, C first; bins between two notes belong to neither."""
    hz = np.arange(_CHORD_WINDOW // 2 + 1) * RATE / _CHORD_WINDOW
    heard = (hz >= _LOWEST_NOTE_HZ) & (hz <= _HIGHEST_NOTE_HZ)
    pitch = 69 + 12 * np.log2(np.maximum(hz, 1.0) / 440)
    distance = (pitch[:, None] - np.arange(12) + 6) % 12 - 6
    return np.asarray(np.exp(-0.5 * (distance / 0.25) ** 2) * heard[:, None])
