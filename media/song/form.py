"""The form of a song: where its sections begin, which of them return, and what each does.

Lyrics tell it where they tell verse from chorus. Otherwise bars are compared four before against four after: where they
differ most, a section begins, and what would be most of the song is divided where it changes faintly. Limits: sections
of four bars at least; a song without lyrics whose sections differ only in melody is one section.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from film.song import SongSection, Sung
from media.song.naming import Part, named
from media.song.pulse import Pulse
from media.song.spectra import CHORDS_PER_S, Floats, Spectra
from media.song.verses import Stretch

_SIDE = 4
_SHORTEST_BARS = 4
_UNTIMED_BAR_S = 2.0
_NOVEL = 0.9
_MOST_SHARE, _FAINTLY_NOVEL = 0.4, 0.45
_QUIETEST_DB = -30.0
_SUNG_SHARE = 0.25
_SILENT_DB = -79.0


def energy_by_second(heard: Spectra, duration_s: float) -> tuple[float, ...]:
    """How loud each second is, 0 to 1: 1 is as loud as the loud passages, 0 is 30 dB below or silent."""
    reference = _loud_db(heard)
    seconds = range(int(np.ceil(duration_s)))
    return tuple(round(_energy(heard, second, second + 1, reference), 3) for second in seconds)


def sections(
    heard: Spectra, pulse: Pulse, sung: Sequence[Sung], told: Sequence[Stretch], duration_s: float
) -> tuple[SongSection, ...]:
    """The song in sections, from 0 to its end without gaps. A boundary is a downbeat.

    What the lyrics ``told`` is taken from them; nothing leaves it to the sound.
    """
    starts = _bar_starts(pulse, duration_s)
    bars = _bar_sounds(heard, [*starts, duration_s], sung)
    first = _boundaries(bars)
    reference = _loud_db(heard)
    if told:
        return _as_told(told, heard, starts, [starts[at] for at in first], reference, duration_s)
    parts = []
    for begin, end in pairwise([0, *_divided(first, bars), len(starts)]):
        start_s = 0.0 if begin == 0 else starts[begin]
        end_s = duration_s if end == len(starts) else starts[end]
        parts.append(
            Part(
                start_s=start_s,
                end_s=end_s,
                sound=bars[begin:end].mean(axis=0),
                energy=_energy(heard, start_s, end_s, reference),
                vocals=_sung_s(sung, start_s, end_s) >= _SUNG_SHARE * (end_s - start_s),
            )
        )
    return tuple(
        SongSection(kind=kind, start_s=part.start_s, end_s=part.end_s, energy=round(part.energy, 3), vocals=part.vocals)
        for part, kind in zip(parts, named(parts, duration_s), strict=True)
    )


def _as_told(
    told: Sequence[Stretch],
    heard: Spectra,
    starts_s: Sequence[float],
    changes_s: Sequence[float],
    reference_db: float,
    duration_s: float,
) -> tuple[SongSection, ...]:
    """The stretches on bars: where the sound changes within a bar of them, or else the nearest one."""
    bar_s = float(np.median(np.diff(starts_s))) if len(starts_s) > 1 else duration_s
    found: list[tuple[float, Stretch]] = []
    for stretch in told:
        near = [at for at in changes_s if abs(at - stretch.start_s) <= bar_s]
        start_s = min(near or starts_s, key=lambda at: abs(at - stretch.start_s)) if found else 0.0
        # Less than a bar is nothing that a film could show.
        if not found or (bar_s / 2 <= start_s - found[-1][0] and duration_s - start_s >= bar_s / 2):
            found.append((start_s, stretch))
    ends_s = [*(start_s for start_s, _ in found[1:]), duration_s]
    return tuple(
        SongSection(
            kind=stretch.kind,
            start_s=start_s,
            end_s=end_s,
            energy=round(_energy(heard, start_s, end_s, reference_db), 3),
            vocals=stretch.sung,
        )
        for (start_s, stretch), end_s in zip(found, ends_s, strict=True)
    )


def _bar_starts(pulse: Pulse, duration_s: float) -> list[float]:
    if len(pulse.downbeats_s) >= 2:
        return list(pulse.downbeats_s)
    return [float(at) for at in np.arange(0, duration_s, _UNTIMED_BAR_S)]


def _bar_sounds(heard: Spectra, edges_s: Sequence[float], sung: Sequence[Sung]) -> Floats:
    """(bars, features): colour, loudness, harmony and voice, each group with a say of its own."""
    colour, chroma, level, voice = [], [], [], []
    for start_s, end_s in pairwise(edges_s):
        first = round(start_s * CHORDS_PER_S)
        last = max(first + 1, round(end_s * CHORDS_PER_S))
        piece = heard.colour_db[first:last] if first < len(heard.colour_db) else heard.colour_db[-1:]
        colour.append(piece.mean(axis=0))
        notes = heard.chroma[first:last] if first < len(heard.chroma) else heard.chroma[-1:]
        chroma.append(notes.mean(axis=0))
        level.append([_mean_db(heard, first, last)])
        voice.append([_sung_s(sung, start_s, end_s) / max(end_s - start_s, 1e-6)])
    groups = (
        (np.array(colour), 10.0, 1.0),
        (np.array(level), 5.0, 1.0),
        (np.array(chroma), 0.06, 0.6),
        (np.array(voice), 0.5, 0.6),
    )
    return np.concatenate([group / scale * weight / np.sqrt(group.shape[1]) for group, scale, weight in groups], axis=1)


def _boundaries(bars: Floats) -> list[int]:
    """The bars at which sections begin, without the first."""
    count = len(bars)
    novelty = np.zeros(count)
    for at in range(2, count - 1):
        novelty[at] = _novelty(bars, at)
    found: list[int] = []
    for at in np.argsort(-novelty, kind="stable").tolist():
        if novelty[at] < _NOVEL:
            break
        # What is new after four bars is partly new after three.
        near = [other for other in found if abs(other - at) < _SHORTEST_BARS]
        if not near and at >= 2 and count - at >= 2:
            found.append(at)
    return sorted(found)


def _divided(first: Sequence[int], bars: Floats) -> list[int]:
    """The boundaries, and weaker ones inside of what would be most of the song."""
    edges = [0, *first, len(bars)]
    for begin, end in pairwise(edges):
        inside = range(begin + _SHORTEST_BARS, end - _SHORTEST_BARS + 1)
        if end - begin <= _MOST_SHARE * len(bars) or not inside:
            continue
        best = max(inside, key=lambda at: _novelty(bars, at))
        if _novelty(bars, best) >= _FAINTLY_NOVEL:
            return _divided(sorted([*first, best]), bars)
    return list(first)


def _novelty(bars: Floats, at: int) -> float:
    """How much four bars from one on differ from the four before."""
    return float(np.linalg.norm(bars[at : at + _SIDE].mean(axis=0) - bars[max(0, at - _SIDE) : at].mean(axis=0)))


def _loud_db(heard: Spectra) -> float:
    sounding = heard.level_db[heard.level_db > _SILENT_DB]
    return float(np.percentile(sounding, 90)) if len(sounding) else 0.0


def _energy(heard: Spectra, start_s: float, end_s: float, reference_db: float) -> float:
    first = round(start_s * CHORDS_PER_S)
    level_db = _mean_db(heard, first, max(first + 1, round(end_s * CHORDS_PER_S)))
    return float(np.clip((level_db - reference_db - _QUIETEST_DB) / -_QUIETEST_DB, 0.0, 1.0))


def _mean_db(heard: Spectra, first: int, last: int) -> float:
    piece = heard.level_db[first:last]
    if not len(piece):
        return float(heard.level_db[-1])
    return float(10 * np.log10(np.mean(10 ** (piece / 10))))


def _sung_s(sung: Sequence[Sung], start_s: float, end_s: float) -> float:
    return sum(max(0.0, min(each.end_s, end_s) - max(each.start_s, start_s)) for each in sung)
