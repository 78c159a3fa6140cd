"""The pulse of a song: its tempo, its beats, and which of them begin a bar.

Beats are found by dynamic programming over the song's attacks (D. Ellis, "Beat Tracking by Dynamic Programming", 2007),
then drawn straight over neighbouring beats: a hundredth of a second is finer than single attacks allow. librosa, which
has the same tracker, was measured first: it takes 8 to 46 s and 280 MB to import, hears beats 33 ms late and twice as
many as there are at 72 bpm; choosing the tempo and correcting the times is most of the work either way.

Limits: one tempo for the whole song, which may drift by a few per cent; bars of three or four beats throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from media.song.spectra import CHORDS_PER_S, FRAMES_PER_S, Floats, Spectra
from media.work import Watch

SLOWEST_BPM, FASTEST_BPM = 55.0, 190.0
_USUAL_BPM, _SPREAD_OCTAVES = 112.0, 0.9
_SHORTEST_S = 4.0
_CLEAR = 0.12
"""How like itself a song must be a beat later; speech and noise stay below."""
_EARLY_S = 0.006
"""A window hears an attack before its middle has reached it; measured on drums."""
_TIGHTNESS = 120.0
_NEIGHBOURS = 8
_AUDIBLE_DB = -50.0
_HALF_BAR = 2
_WALTZ = 0.1
"""By so much must bars of three return more clearly than bars of four."""


@dataclass(frozen=True)
class Pulse:
    """Times in seconds; no tempo and no beats where nothing pulses."""

    tempo_bpm: float
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]


NO_PULSE = Pulse(0.0, (), ())


def pulse(heard: Spectra, duration_s: float, watch: Watch) -> Pulse:
    """Find the beats of a song; ``NO_PULSE`` for what is too short, silent, or has none."""
    if duration_s < _SHORTEST_S or not heard.attacks.any():
        return NO_PULSE
    bands = _standing_out(heard.attacks)
    bpm = _tempo_bpm(bands)
    if bpm is None:
        return NO_PULSE
    watch.check()
    frames = _tracked(bands.sum(axis=1), 60 * FRAMES_PER_S / bpm, watch)
    beats_s = _audible(_drawn_straight(frames / FRAMES_PER_S + _EARLY_S), heard, duration_s)
    if len(beats_s) < 4:
        return NO_PULSE
    tempo = 60 / float(np.median(np.diff(beats_s)))
    first, meter = _bars(beats_s, bands, heard)
    return Pulse(round(tempo, 2), _rounded(beats_s), _rounded(beats_s[first::meter]))


def _standing_out(attacks: Floats) -> Floats:
    """Attacks above what is usual around them, every group of sounds on the same scale, high ones counting less."""
    width = FRAMES_PER_S // 2
    kernel = np.ones(width) / width
    usual = np.stack([np.convolve(group, kernel, "same") for group in attacks.T], axis=1)
    out = np.maximum(attacks - usual, 0.0)
    scale = np.sqrt((out**2).mean(axis=0))
    return np.asarray(out / np.where(scale > 0, scale, 1.0) * (1.0, 1.0, 0.4))


def _tempo_bpm(bands: Floats) -> float | None:
    """The tempo at whose beats the song is most like itself, and which people would tap."""
    likeness = _likeness(bands)
    tempi = np.arange(SLOWEST_BPM, FASTEST_BPM, 0.1)
    lags = 60 * FRAMES_PER_S / tempi
    within = np.arange(1, 5)
    at = np.interp(np.outer(within, lags).ravel(), np.arange(len(likeness)), likeness, right=0.0)
    strength = at.reshape(len(within), -1).mean(axis=0)
    usual = np.exp(-0.5 * (np.log2(tempi / _USUAL_BPM) / _SPREAD_OCTAVES) ** 2)
    best = int(np.argmax(strength * usual))
    if strength[best] < _CLEAR:
        return None
    return float(tempi[best])


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


def _bars(beats_s: Floats, bands: Floats, heard: Spectra) -> tuple[int, int]:
    """The first beat that begins a bar, and how many a bar has: where chords change and the drum is struck."""
    drum = _scaled([_near(bands[:, 0], beat) for beat in beats_s])
    change = _scaled(_harmony_changes(beats_s, heard))
    weight = drum + 2 * change
    meter = 3 if _returning(weight, 3) > _returning(weight, 4) + _WALTZ else 4
    return int(np.argmax([weight[phase::meter].mean() for phase in range(meter)])), meter


def _returning(weight: Floats, beats: int) -> float:
    """How like itself the weight of the beats is one bar of so many beats later, and two: 1 if it is the same."""
    if len(weight) <= 3 * beats:
        return 0.0
    power = float((weight**2).mean())
    alike = [float((weight[lag:] * weight[:-lag]).mean()) for lag in (beats, 2 * beats)]
    return sum(alike) / 2 / power if power > 0 else 0.0


def _harmony_changes(beats_s: Floats, heard: Spectra) -> list[float]:
    """How much the harmony of the two beats from each one on differs from that of the two before."""
    edges = np.append(beats_s, 2 * beats_s[-1] - beats_s[-2]) * CHORDS_PER_S
    chords = []
    for first, last in pairwise(edges):
        begin = round(first + 0.2 * (last - first))
        piece = heard.chroma[begin : max(begin + 1, round(last))]
        chords.append(piece.mean(axis=0) if len(piece) else np.zeros(12))
    return [
        _unlike(_summed(chords[max(0, at - _HALF_BAR) : at]), _summed(chords[at : at + _HALF_BAR]))
        for at in range(len(chords))
    ]


def _summed(chords: Sequence[Floats]) -> Floats:
    return np.asarray(np.sum(chords, axis=0)) if chords else np.zeros(12)


def _unlike(one: Floats, other: Floats) -> float:
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return 1 - float(one @ other) / norm if norm > 0 else 0.0


def _near(attacks: Floats, at_s: float) -> float:
    frame = round(at_s * FRAMES_PER_S)
    return float(attacks[max(0, frame - 5) : frame + 6].max(initial=0.0))


def _scaled(values: Sequence[float]) -> Floats:
    array = np.array(values)
    spread = float(array.std())
    return np.asarray((array - array.mean()) / spread if spread > 0 else np.zeros(len(array)))


def _rounded(times_s: Floats) -> tuple[float, ...]:
    return tuple(round(float(time), 3) for time in times_s)
