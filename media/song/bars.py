"""The bars of a song: which beats begin one, how clearly, and whether the beats found are those between the beats."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from media.song.spectra import CHORDS_PER_S, FRAMES_PER_S, Floats, Spectra

_HALF_BAR = 2
_WALTZ = 0.1
"""By so much must bars of three return more clearly than bars of four."""
_BETWEEN = 1.15
"""So many times clearer must bars be that begin between the beats."""


@dataclass(frozen=True)
class Bars:
    """Every ``meter``-th beat from ``first`` on begins a bar.

    ``clear`` is by how many standard deviations those beats stand above all: the square root of ``meter`` - 1 where a
    chord lasts a bar and nothing else is heard, less where chords last longer or shorter.
    """

    first: int
    meter: int
    clear: float


def bars(beats_s: Floats, bands: Floats, heard: Spectra) -> Bars:
    """Where bars begin: where chords change and the drum is struck. ``bands`` are attacks as ``pulse`` weighs them."""
    drum = _scaled([_near(bands[:, 0], beat) for beat in beats_s])
    change = _scaled(_harmony_changes(beats_s, heard, _HALF_BAR))
    weight = drum + 2 * change
    meter = 3 if _returning(weight, 3) > _returning(weight, 4) + _WALTZ else 4
    first = _heaviest(weight, meter)
    return Bars(first, meter, float(change[first::meter].mean()))


def hurried(beats_s: Floats, bands: Floats) -> float:
    """How strong the attacks between the beats are against those on them: 1 where every second beat is missing."""
    struck = bands[:, 0] + bands[:, 1]
    on = [_near(struck, at) for at in beats_s]
    between = [_near(struck, at) for at in beats_s[:-1] + np.diff(beats_s) / 2]
    return float(np.mean(between) / max(float(np.mean(on)), 1e-9))


def begin_between(beats_s: Floats, meter: int, bands: Floats, heard: Spectra) -> bool:
    """Whether bars begin between the beats: a bass that is played off the beat was taken for the beat."""
    half_s = np.diff(beats_s) / 2
    halves = np.sort(np.concatenate((beats_s, beats_s[:-1] + half_s)))
    struck = _scaled([_near(bands[:, 0] + bands[:, 1], at) for at in halves])
    weight = struck + 2 * _scaled(_harmony_changes(halves, heard, 2 * _HALF_BAR))
    per_bar = [float(weight[phase :: 2 * meter].mean()) for phase in range(2 * meter)]
    return max(per_bar[1::2]) > _BETWEEN * max(0.0, *per_bar[::2])


def _heaviest(weight: Floats, meter: int) -> int:
    return int(np.argmax([weight[phase::meter].mean() for phase in range(meter)]))


def _returning(weight: Floats, beats: int) -> float:
    """How like itself the weight of the beats is one bar of so many beats later, and two: 1 if it is the same."""
    if len(weight) <= 3 * beats:
        return 0.0
    power = float((weight**2).mean())
    alike = [float((weight[lag:] * weight[:-lag]).mean()) for lag in (beats, 2 * beats)]
    return sum(alike) / 2 / power if power > 0 else 0.0


def _harmony_changes(beats_s: Floats, heard: Spectra, reach: int) -> list[float]:
    """How much the harmony of the ``reach`` beats from each one on differs from that of as many before."""
    edges = np.append(beats_s, 2 * beats_s[-1] - beats_s[-2]) * CHORDS_PER_S
    chords = []
    for first, last in pairwise(edges):
        begin = round(first + 0.2 * (last - first))
        piece = heard.chroma[begin : max(begin + 1, round(last))]
        chords.append(piece.mean(axis=0) if len(piece) else np.zeros(12))
    return [
        _unlike(_summed(chords[max(0, at - reach) : at]), _summed(chords[at : at + reach])) for at in range(len(chords))
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
