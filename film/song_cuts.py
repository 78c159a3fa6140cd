"""Where a music video is cut: on beats of its song, on downbeats and section starts where it can, at its energy."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from film.brief import MIN_DURATION_S
from film.grid import MAX_SCENES, card_beats
from film.model import Value
from film.song import SectionKind, SongAnalysis, SongSection

MIN_SHOT_S, MAX_SHOT_S = 1.5, 8.0

_CALM_SHOT_S, _WILD_SHOT_S = 6.5, 2.2
_USUAL_SHOT_S = 4.0
_WIDEST_GAP_S = 2.0
_KINDS = {
    SectionKind.INTRO: 1.2,
    SectionKind.OUTRO: 1.2,
    SectionKind.CHORUS: 0.85,
    SectionKind.BREAK: 1.15,
}
_ON_SECTION, _ON_DOWNBEAT, _ON_BEAT, _BETWEEN = 0.0, 0.25, 0.6, 1.2
_MISSED_SECTION = 2.0


class SongTooShortError(ValueError):
    """Too little of the song is left for a film."""


class Cut(Value):
    """A point at which one picture may become the next. ``cost`` is low on section starts and downbeats."""

    time_s: float
    cost: float


class SongCuts(Value):
    """The cuts of a film on its song, in seconds of the song: where the film starts, where each picture after the
    title begins (the last one is the end card's), where it ends.
    """

    start_s: float
    cuts_s: tuple[float, ...]
    end_s: float


def cut_song(song: SongAnalysis, start_s: float, wanted_s: float, scene_s: float | None = None) -> SongCuts:
    """The cuts of a film of at most ``wanted_s`` that begins ``start_s`` into the song.

    Shots last 1.5 to 8 s, long where the song is quiet and short where it is loud; about ``scene_s`` on average where
    that is given. Raises ``SongTooShortError`` when less of the song is left than a film needs.
    """
    left = max(0.0, song.duration_s - start_s)
    if left < MIN_DURATION_S:
        raise SongTooShortError(
            f"{left:.1f} s of the song are left from {start_s:g} s on, and a film has at least {MIN_DURATION_S} s"
        )
    end_s = start_s + min(wanted_s, left)
    cuts = _possible(song, start_s, end_s)
    card_s = card_beats(end_s - start_s) / 2
    first = _nearest(cuts, start_s + card_s, at_least_s=start_s + 1.0)
    last = _nearest(cuts, end_s - card_s, at_least_s=cuts[first].time_s + MIN_SHOT_S, at_most_s=end_s - 1.0)
    between = cuts[first : last + 1]
    chosen = _best_path(between, song, (scene_s or _USUAL_SHOT_S) / _USUAL_SHOT_S)
    return SongCuts(start_s=start_s, cuts_s=tuple(cut.time_s for cut in chosen), end_s=end_s)


def section_at(song: SongAnalysis, time_s: float) -> SongSection:
    """The section that sounds at a time."""
    return next((section for section in song.sections if time_s < section.end_s), song.sections[-1])


def energy_between(song: SongAnalysis, start_s: float, end_s: float) -> float:
    """How strong the song is in a stretch, 0 to 1."""
    heard = song.energy[math.floor(start_s) : max(math.floor(start_s) + 1, math.ceil(end_s))]
    energy = sum(heard) / len(heard) if heard else section_at(song, (start_s + end_s) / 2).energy
    return min(1.0, max(0.0, energy))


def _possible(song: SongAnalysis, start_s: float, end_s: float) -> list[Cut]:
    """All beats of the stretch; where the song has none for long, points between."""
    beats = sorted({beat for beat in song.beats_s if start_s < beat < end_s})
    downbeats = set(song.downbeats_s)
    opening = {_closest(beats, section.start_s) for section in song.sections} if beats else set()
    cuts = []
    for one, other in pairwise([start_s, *beats, end_s]):
        parts = math.ceil((other - one) / _WIDEST_GAP_S - 1e-9)
        cuts += [Cut(time_s=one + (other - one) * i / parts, cost=_BETWEEN) for i in range(1, parts)]
        if other < end_s:
            on = _ON_SECTION if other in opening else _ON_DOWNBEAT if other in downbeats else _ON_BEAT
            cuts.append(Cut(time_s=other, cost=on))
    return cuts


def _closest(beats: Sequence[float], time_s: float) -> float | None:
    """The beat that a section starts on; none within half a second of it is one."""
    beat = min(beats, key=lambda beat: abs(beat - time_s))
    return beat if abs(beat - time_s) <= 0.5 else None


def _nearest(cuts: Sequence[Cut], time_s: float, *, at_least_s: float, at_most_s: float = math.inf) -> int:
    """The place of the cut to take about then: a downbeat half a second away is better than another beat."""
    able = [i for i, cut in enumerate(cuts) if at_least_s <= cut.time_s <= at_most_s]
    return min(able or range(len(cuts)), key=lambda i: abs(cuts[i].time_s - time_s) + cuts[i].cost)


def _best_path(cuts: Sequence[Cut], song: SongAnalysis, slowness: float) -> list[Cut]:
    """The cuts between the first and the last that follow the song best, in no more scenes than a film has."""
    while True:
        path = _path(cuts, song, slowness)
        if len(path) - 1 <= MAX_SCENES:
            return path
        slowness *= 1.25


def _path(cuts: Sequence[Cut], song: SongAnalysis, slowness: float) -> list[Cut]:
    times = [cut.time_s for cut in cuts]
    starts = [section.start_s for section in song.sections]
    best = [0.0] + [math.inf] * (len(cuts) - 1)
    before = [0] * len(cuts)
    for j in range(1, len(cuts)):
        first = bisect_left(times, times[j] - MAX_SHOT_S - 1e-6)
        for i in range(first, j):
            length = times[j] - times[i]
            if length < MIN_SHOT_S - 1e-6 or best[i] == math.inf:
                continue
            target = _target_s(song, times[i], times[j], slowness)
            missed = sum(times[i] + 0.6 < start < times[j] - 0.6 for start in starts)
            cost = best[i] + 3 * math.log2(length / target) ** 2 + cuts[j].cost + _MISSED_SECTION * missed
            if cost < best[j]:
                best[j], before[j] = cost, i
    place = len(cuts) - 1
    if best[place] == math.inf:
        return [cuts[0], cuts[place]]
    path = [cuts[place]]
    while place:
        place = before[place]
        path.append(cuts[place])
    return path[::-1]


def _target_s(song: SongAnalysis, start_s: float, end_s: float, slowness: float) -> float:
    energy = energy_between(song, start_s, end_s)
    calm = _CALM_SHOT_S + (_WILD_SHOT_S - _CALM_SHOT_S) * energy
    wanted = calm * _KINDS.get(section_at(song, start_s + 0.5).kind, 1.0) * slowness
    return min(MAX_SHOT_S, max(MIN_SHOT_S, wanted))
