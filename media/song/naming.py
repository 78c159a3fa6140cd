"""What the parts of a song do, by how loud they are, which of them sound alike, and where somebody sings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from film.song import SectionKind
from media.song.spectra import Floats

_ALIKE = 1.1
_EDGE_SHARE = 0.25
_MOST = 0.55
"""No more of a song than this is chorus, or nothing is."""
_LOUDER = 0.02


@dataclass(frozen=True)
class Part:
    """A part of a song: its sound as features of equal scale, its energy 0 to 1, whether somebody sings in it."""

    start_s: float
    end_s: float
    sound: Floats
    energy: float
    vocals: bool

    @property
    def length_s(self) -> float:
        """How long it lasts."""
        return self.end_s - self.start_s


def named(parts: Sequence[Part], duration_s: float) -> list[SectionKind]:
    """The kind of each part of a song: its choruses are the loudest that returns, or else what is loudest in it."""
    groups = _groups(parts)
    choruses = _choruses(parts, groups)
    kinds = [_inner_kind(parts, groups, at, choruses) for at in range(len(parts))]
    if len(parts) == 1:
        return kinds
    short_s = _EDGE_SHARE * duration_s
    if kinds[0] is not SectionKind.CHORUS and _is_edge(parts[0], parts[1], short_s):
        kinds[0] = SectionKind.INTRO
    if kinds[-1] is not SectionKind.CHORUS and _is_edge(parts[-1], parts[-2], short_s):
        kinds[-1] = SectionKind.OUTRO
    return kinds


def _inner_kind(parts: Sequence[Part], groups: Sequence[int], at: int, choruses: Collection[int]) -> SectionKind:
    if at in choruses:
        return SectionKind.CHORUS
    any_vocals = any(each.vocals for each in parts)
    if any_vocals and not parts[at].vocals and at > 0:
        return SectionKind.BREAK
    late = any(chorus < at for chorus in choruses)
    return SectionKind.BRIDGE if late and groups.count(groups[at]) == 1 else SectionKind.VERSE


def _is_edge(part: Part, neighbour: Part, short_s: float) -> bool:
    """Whether a first or last section leads in or out rather than telling something."""
    return part.length_s <= short_s and (not part.vocals or part.energy < 0.6 * neighbour.energy)


def _groups(parts: Sequence[Part]) -> list[int]:
    """A number for each part; those that sound alike share it."""
    named: list[int] = []
    for part in parts:
        distances = [float(np.linalg.norm(part.sound - other.sound)) for other in parts[: len(named)]]
        nearest = int(np.argmin(distances)) if distances else 0
        named.append(named[nearest] if distances and distances[nearest] < _ALIKE else len(named))
    return named


def _choruses(parts: Sequence[Part], groups: Sequence[int]) -> set[int]:
    """The loudest parts that return; where that says nothing, or nearly everything returns, the loudest of all."""
    any_vocals = any(part.vocals for part in parts)
    able = [at for at, part in enumerate(parts) if part.vocals or not any_vocals]
    length_s = sum(part.length_s for part in parts)
    usual = sum(part.energy * part.length_s for part in parts) / length_s
    returning: dict[int, list[int]] = {}
    for at in able:
        if groups.count(groups[at]) > 1:
            returning.setdefault(groups[at], []).append(at)
    by_energy = sorted(returning.values(), key=lambda its: -float(np.mean([parts[at].energy for at in its])))
    if by_energy and len(set(groups)) > 1:
        loudest = by_energy[0]
        its_s = sum(parts[at].length_s for at in loudest)
        if its_s <= _MOST * length_s and np.mean([parts[at].energy for at in loudest]) > usual:
            return set(loudest)
    chosen: set[int] = set()
    for at in sorted(able, key=lambda at: -parts[at].energy):
        taken_s = sum(parts[other].length_s for other in chosen)
        if parts[at].energy >= usual + _LOUDER and taken_s + parts[at].length_s <= _MOST * length_s:
            chosen.add(at)
    return chosen
