"""The pulse of a song: its tempo, its beats, and which of them begin a bar.

Beats are found by dynamic programming over the song's attacks (D. Ellis, "Beat Tracking by Dynamic Programming", 2007),
then drawn straight over neighbouring beats: a hundredth of a second is finer than single attacks allow. librosa, which
has the same tracker, was measured first: it takes 8 to 46 s and 280 MB to import, hears beats 33 ms late and twice as
many as there are at 72 bpm; choosing the tempo and correcting the times is most of the work either way.

Half and twice the likeliest tempo are tried as well: the better one has a chord a bar, and little between its beats.

Limits: one tempo for the whole song, which may drift by a few per cent; bars of three or four beats throughout. Songs
of a few bars slower than 72 bpm may be heard twice as fast, fast ones whose chords last two bars half as fast; bars of
fast soft waltzes may begin on another beat.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media.song.bars import Bars, bars, begin_between, hurried
from media.song.spectra import CHORDS_PER_S, FRAMES_PER_S, Floats, Spectra
from media.work import Watch

SLOWEST_BPM, FASTEST_BPM = 55.0, 190.0
_USUAL_BPM, _SPREAD_OCTAVES = 112.0, 0.9
_SHORTEST_S = 4.0
_CLEAR = 0.12
"""How like itself a song must be a beat later; speech and noise stay below."""
_EARLY_S = 0.006
"""A window hears an attack before its middle has reached it; measured on drums."""
_NEAR = 0.015
_BETWEEN, _CROWDED, _MISSING = 0.65, 0.9, 0.4
"""A tempo loses up to this share when what is struck between its beats is nearly as strong as what is on them."""
_SWING = 0.2
_ROUNDS, _ON_GRID_S, _AS_GOOD = 4, 0.04, 0.93
_TIGHTNESS = 120.0
_NEIGHBOURS = 8
_AUDIBLE_DB = -50.0
_CHORD_A_BAR = 2.0
"""How much a tempo gains at which chords last a bar."""


@dataclass(frozen=True)
class Pulse:
    """Times in seconds; no tempo and no beats where nothing pulses."""

    tempo_bpm: float
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]


NO_PULSE = Pulse(0.0, (), ())


@dataclass(frozen=True)
class _Reading:
    """The beats and bars of a song at one of the tempi it may have, and how much speaks for it."""

    beats_s: Floats
    bars: Bars
    weight: float


def pulse(heard: Spectra, duration_s: float, watch: Watch) -> Pulse:
    """Find the beats of a song; ``NO_PULSE`` for what is too short, silent, or has none."""
    if duration_s < _SHORTEST_S or not heard.attacks.any():
        return NO_PULSE
    bands = _standing_out(heard.attacks)
    readings = [_read(bpm, likely, bands, heard, duration_s, watch) for bpm, likely in _tempi(bands)]
    best = max((each for each in readings if each), key=lambda each: each.weight, default=None)
    if best is None:
        return NO_PULSE
    beats_s, found = best.beats_s, best.bars
    if begin_between(beats_s, found.meter, bands, heard):
        between_s = _on_attacks(beats_s[:-1] + np.diff(beats_s) / 2, bands)
        beats_s = _audible(between_s, heard, duration_s)
        found = bars(beats_s, bands, heard)
    tempo = 60 / float(np.median(np.diff(beats_s)))
    return Pulse(round(tempo, 2), _rounded(beats_s), _rounded(beats_s[found.first :: found.meter]))


def _read(bpm: float, likely: float, bands: Floats, heard: Spectra, duration_s: float, watch: Watch) -> _Reading | None:
    """The song heard at a tempo: ``likely`` by its attacks, and more so when chords last a bar of it."""
    watch.check()
    frames = _tracked(bands.sum(axis=1), 60 * FRAMES_PER_S / bpm, watch)
    tracked_s = _drawn_straight(frames / FRAMES_PER_S + _EARLY_S)
    beats_s = _audible(_steady(tracked_s, bands), heard, duration_s)
    if len(beats_s) < 4:
        return None
    found = bars(beats_s, bands, heard)
    missing = float(np.clip((hurried(beats_s, bands) - _BETWEEN) / (_CROWDED - _BETWEEN), 0.0, 1.0))
    weight = likely * (1 + _CHORD_A_BAR * max(0.0, found.clear)) * (1 - _MISSING * missing)
    return _Reading(beats_s, found, weight)


def _standing_out(attacks: Floats) -> Floats:
    """Attacks above what is usual around them, every group of sounds on the same scale, high ones counting less."""
    width = FRAMES_PER_S // 2
    kernel = np.ones(width) / width
    usual = np.stack([np.convolve(group, kernel, "same") for group in attacks.T], axis=1)
    out = np.maximum(attacks - usual, 0.0)
    scale = np.sqrt((out**2).mean(axis=0))
    return np.asarray(out / np.where(scale > 0, scale, 1.0) * (1.0, 1.0, 0.4))


def _tempi(bands: Floats) -> list[tuple[float, float]]:
    """The tempo at whose beats the song is most like itself and which people would tap, half and twice that.

    Each with how likely it is by its attacks; nothing where there is no pulse.
    """
    likeness = _likeness(bands)
    tempi = np.arange(SLOWEST_BPM, FASTEST_BPM, 0.1)
    lags = 60 * FRAMES_PER_S / tempi
    within = np.arange(1, 5)
    at = np.interp(np.outer(within, lags).ravel(), np.arange(len(likeness)), likeness, right=0.0)
    strength = at.reshape(len(within), -1).mean(axis=0)
    usual = np.exp(-0.5 * (np.log2(tempi / _USUAL_BPM) / _SPREAD_OCTAVES) ** 2)
    best = int(np.argmax(strength * usual))
    if strength[best] < _CLEAR:
        return []
    found = []
    for wanted in (tempi[best], tempi[best] / 2, tempi[best] * 2):
        near = np.flatnonzero(np.abs(tempi / wanted - 1) < _NEAR)
        if len(near):
            at_best = near[np.argmax(strength[near])]
            found.append((float(tempi[at_best]), float(strength[at_best] * usual[at_best])))
    return found


def _likeness(bands: Floats) -> Floats:
    """How like itself the song is so many frames later, 1 at once; the mean of the groups of sounds."""
    longest = round(4.2 * 60 * FRAMES_PER_S / SLOWEST_BPM)
    size = 1 << (2 * len(bands) - 1).bit_length()
    total = np.zeros(longest)
    weights = bands.std(axis=0)
    for group, weight in zip((bands - bands.mean(axis=0)).T, weights, strict=True):
        spectrum = np.fft.rfft(group, size)
        same = np.fft.irfft(np.abs(spectrum) ** 2)[:longest]
        overlap = len(group) / np.maximum(len(group) - np.arange(longest), len(group) / 4)
        if same[0] > 0:
            total[: len(same)] += weight * same / same[0] * overlap
    return total / max(float(weights.sum()), 1e-9)


def _tracked(attacks: Floats, period: float, watch: Watch) -> NDArray[np.int64]:
    """The frames of the beats: attacks as strong, and steps as even, as can be had together."""
    smooth = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    local = np.convolve(attacks / max(float(attacks.std()), 1e-9), smooth, "same")
    back = np.arange(-round(2 * period), -round(period / 2) + 1)
    cost = -_TIGHTNESS * np.log(-back / period) ** 2
    total, before = local.copy(), np.full(len(local), -1)
    for frame in range(-int(back[-1]), len(local)):
        if frame % FRAMES_PER_S == 0:
            watch.check()
        first = max(0, -(frame + int(back[0])))
        scores = cost[first:] + total[frame + back[first] : frame + back[-1] + 1]
        best = int(np.argmax(scores))
        if scores[best] > 0 or total[frame] < 0:
            total[frame] += scores[best]
            before[frame] = frame + back[first + best]
    frame = len(total) - 1 - int(np.argmax(total[::-1][: round(2 * period)]))
    found = []
    while frame >= 0:
        found.append(frame)
        frame = int(before[frame])
    return np.array(found[::-1])


def _drawn_straight(beats_s: Floats) -> Floats:
    """Each beat where a line through its neighbours has it: jitter goes, a slow change of tempo stays."""
    count = len(beats_s)
    if count < 4:
        return beats_s
    drawn = np.empty(count)
    for index in range(count):
        first, last = max(0, index - _NEIGHBOURS), min(count, index + _NEIGHBOURS + 1)
        places, times = np.arange(first, last), beats_s[first:last]
        for _ in range(2):
            slope, offset = np.polyfit(places, times, 1)
            off = np.abs(times - (slope * places + offset))
            kept = off <= max(0.03, 2 * float(np.median(off)))
            if kept.all() or kept.sum() < 4:
                break
            places, times = places[kept], times[kept]
        drawn[index] = slope * index + offset
    return drawn


def _steady(beats_s: Floats, bands: Floats) -> Floats:
    """The beats of a song that keeps its tempo, evenly apart: where little is struck, single beats are led astray.

    The beats as they are where none is found that nearly as much of what is struck falls on.
    """
    if len(beats_s) < 2 * _NEIGHBOURS:
        return beats_s
    struck = _struck(bands)
    grids = [_grid(beats_s, first) for first in range(0, len(beats_s) - 2 * _NEIGHBOURS + 1, _NEIGHBOURS)]
    best = max(grids, key=lambda grid: _struck_on(struck, grid))
    return best if _struck_on(struck, best) >= _AS_GOOD * _struck_on(struck, beats_s) else beats_s


def _grid(beats_s: Floats, first: int) -> Floats:
    """Even beats through those from ``first`` on and all others that lie on the same line."""
    step, begin = np.polyfit(np.arange(2 * _NEIGHBOURS), beats_s[first : first + 2 * _NEIGHBOURS], 1)
    for _ in range(_ROUNDS):
        places = np.round((beats_s - begin) / step)
        on = np.abs(beats_s - begin - places * step) < _ON_GRID_S
        if on.sum() < _NEIGHBOURS or not step > 0:
            break
        step, begin = np.polyfit(places[on], beats_s[on], 1)
    places = np.arange(np.ceil((beats_s[0] - begin) / step - 0.5), np.floor((beats_s[-1] - begin) / step + 0.5) + 1)
    grid = begin + places * step
    return np.asarray(grid[grid >= 0])


def _struck(bands: Floats) -> Floats:
    return np.convolve(bands[:, 0] + bands[:, 1], np.hanning(9), "same")


def _struck_on(struck: Floats, beats_s: Floats) -> float:
    """How much is struck on beats, on average."""
    return float(np.interp((beats_s - _EARLY_S) * FRAMES_PER_S, np.arange(len(struck)), struck).mean())


def _on_attacks(beats_s: Floats, bands: Floats) -> Floats:
    """All beats earlier or later, by the same part of a beat, to where most is struck: swing is no even half."""
    struck = _struck(bands)
    period_s = float(np.median(np.diff(beats_s)))
    shifts_s = np.arange(-_SWING, _SWING, 0.01) * period_s
    at = (beats_s[:, None] + shifts_s - _EARLY_S) * FRAMES_PER_S
    heard = np.interp(at.ravel(), np.arange(len(struck)), struck).reshape(at.shape)
    return np.asarray(beats_s + shifts_s[int(np.argmax(heard.mean(axis=0)))])


def _audible(beats_s: Floats, heard: Spectra, duration_s: float) -> Floats:
    """The beats, continued to where the music begins and ends, none in silence around it."""
    if len(beats_s) < 2:
        return beats_s
    sounding = np.flatnonzero(heard.level_db > heard.level_db.max() + _AUDIBLE_DB)
    begin_s, end_s = sounding[0] / CHORDS_PER_S, min((sounding[-1] + 1) / CHORDS_PER_S, duration_s)
    steps_s = np.diff(beats_s)
    ahead, after = float(np.median(steps_s[:_NEIGHBOURS])), float(np.median(steps_s[-_NEIGHBOURS:]))
    earlier = np.arange(beats_s[0] - ahead, begin_s - 0.1, -ahead)[::-1]
    later = np.arange(beats_s[-1] + after, end_s, after)
    everything = np.concatenate((earlier, beats_s, later))
    inside = everything[(everything >= begin_s - 0.1) & (everything < end_s)]
    return np.asarray(np.maximum(inside, 0.0))


def _rounded(times_s: Floats) -> tuple[float, ...]:
    return tuple(round(float(time), 3) for time in times_s)
