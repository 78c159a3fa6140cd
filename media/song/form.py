"""The form of a song: where its sections begin, which of them return, and what each does.

Bars are compared four before against four after: where they differ most, a section begins. Sections that sound alike
share a name; the loudest that returns is the chorus. Limits: sections of four bars at least; a song whose sections
differ only in melody or words is one section.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from film.song import SectionKind, SongSection, Sung
from media.song.pulse import Pulse
from media.song.spectra import CHORDS_PER_S, Floats, Spectra

_SIDE = 4
_SHORTEST_BARS = 4
_UNTIMED_BAR_S = 2.0
_NOVEL = 0.9
_ALIKE = 1.1
_QUIETEST_DB = -30.0
_SUNG_SHARE = 0.25
_EDGE_SHARE = 0.25
_SILENT_DB = -79.0


@dataclass(frozen=True)
class _Part:
    start_s: float
    end_s: float
    sound: Floats
    energy: float
    vocals: bool


def energy_by_second(heard: Spectra, duration_s: float) -> tuple[float, ...]:
    """How loud each second is, 0 to 1: 1 is as loud as the loud passages, 0 is 30 dB below or silent."""
    reference = _loud_db(heard)
    seconds = range(int(np.ceil(duration_s)))
    return tuple(round(_energy(heard, second, second + 1, reference), 3) for second in seconds)


def sections(heard: Spectra, pulse: Pulse, sung: Sequence[Sung], duration_s: float) -> tuple[SongSection, ...]:
    """The song in sections, from 0 to its end without gaps. A boundary is a downbeat."""
    starts = _bar_starts(pulse, duration_s)
    bars = _bar_sounds(heard, [*starts, duration_s], sung)
    first = [0, *_boundaries(bars), len(starts)]
    reference = _loud_db(heard)
    parts = []
    for begin, end in pairwise(first):
        start_s = 0.0 if begin == 0 else starts[begin]
        end_s = duration_s if end == len(starts) else starts[end]
        parts.append(
            _Part(
                start_s=start_s,
                end_s=end_s,
                sound=bars[begin:end].mean(axis=0),
                energy=_energy(heard, start_s, end_s, reference),
                vocals=_sung_s(sung, start_s, end_s) >= _SUNG_SHARE * (end_s - start_s),
            )
        )
    kinds = _kinds(parts, duration_s)
    return tuple(
        SongSection(kind=kind, start_s=part.start_s, end_s=part.end_s, energy=round(part.energy, 3), vocals=part.vocals)
        for part, kind in zip(parts, kinds, strict=True)
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
        before, after = bars[max(0, at - _SIDE) : at], bars[at : at + _SIDE]
        novelty[at] = np.linalg.norm(after.mean(axis=0) - before.mean(axis=0))
    found: list[int] = []
    for at in np.argsort(-novelty, kind="stable").tolist():
        if novelty[at] < _NOVEL:
            break
        # What is new after four bars is partly new after three.
        near = [other for other in found if abs(other - at) < _SHORTEST_BARS]
        if not near and at >= 2 and count - at >= 2:
            found.append(at)
    return sorted(found)


def _kinds(parts: Sequence[_Part], duration_s: float) -> list[SectionKind]:
    groups = _groups(parts)
    chorus = _chorus(parts, groups)
    kinds = [_inner_kind(parts, groups, at, chorus) for at in range(len(parts))]
    if len(parts) == 1:
        return kinds
    short_s = _EDGE_SHARE * duration_s
    if kinds[0] is not SectionKind.CHORUS and _is_edge(parts[0], parts[1], short_s):
        kinds[0] = SectionKind.INTRO
    if kinds[-1] is not SectionKind.CHORUS and _is_edge(parts[-1], parts[-2], short_s):
        kinds[-1] = SectionKind.OUTRO
    return kinds


def _inner_kind(parts: Sequence[_Part], groups: Sequence[int], at: int, chorus: int | None) -> SectionKind:
    part, returns = parts[at], groups.count(groups[at]) > 1
    if groups[at] == chorus:
        return SectionKind.CHORUS
    any_vocals = any(each.vocals for each in parts)
    if any_vocals and not part.vocals and at > 0:
        return SectionKind.BREAK
    late = chorus is not None and chorus in groups[:at]
    return SectionKind.BRIDGE if late and not returns else SectionKind.VERSE


def _is_edge(part: _Part, neighbour: _Part, short_s: float) -> bool:
    """Whether a first or last section leads in or out rather than telling something."""
    short = part.end_s - part.start_s <= short_s
    return short and (not part.vocals or part.energy < 0.6 * neighbour.energy)


def _groups(parts: Sequence[_Part]) -> list[int]:
    """A number for each part; those that sound alike share it."""
    named: list[int] = []
    for part in parts:
        distances = [float(np.linalg.norm(part.sound - other.sound)) for other in parts[: len(named)]]
        nearest = int(np.argmin(distances)) if distances else 0
        named.append(named[nearest] if distances and distances[nearest] < _ALIKE else len(named))
    return named


def _chorus(parts: Sequence[_Part], groups: Sequence[int]) -> int | None:
    """The group of the chorus: it returns, it is the loudest that does, and it stands above what is loud on average."""
    returning = {group for group in groups if groups.count(group) > 1}
    if len(set(groups)) < 2 or not returning:
        return None
    any_vocals = any(part.vocals for part in parts)
    length_s = sum(part.end_s - part.start_s for part in parts)
    usual = sum(part.energy * (part.end_s - part.start_s) for part in parts) / length_s
    energies: dict[int, float] = {}
    for group in returning:
        its = [part for part, its_group in zip(parts, groups, strict=True) if its_group == group]
        if not any_vocals or any(part.vocals for part in its):
            energies[group] = float(np.mean([part.energy for part in its]))
    loudest = max(energies, key=lambda group: energies[group], default=None)
    return loudest if loudest is not None and energies[loudest] > usual else None


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
