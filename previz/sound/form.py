"""The form of a score: bars on an exact beat grid, grouped in sections that rise and resolve."""

import math
from dataclasses import dataclass

from previz.sound.harmony import Chord
from previz.sound.moods import Style

_TAIL_SHARE = 0.3  # of a short score, at most
_CYCLE_S = 64.0  # music longer than this breathes and rises again


@dataclass(frozen=True)
class Section:
    """A stretch of the score: "intro", "build", "peak", "breath" or "ending"."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Bar:
    """One bar: where it starts, its chord, how full the arrangement is (0..1), and its place in the form."""

    start_s: float
    chord: Chord
    intensity: float
    section: str
    place: int  # counts from 0 inside the section
    last: bool = False  # the bar that everything resolves on; it rings until the end


@dataclass(frozen=True)
class Form:
    """The grid and the plan of a score."""

    beat_s: float
    beats_per_bar: int
    bars: tuple[Bar, ...]
    sections: tuple[Section, ...]
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]


def plan_form(style: Style, duration_s: float, tempo_bpm: int) -> Form:
    """Lay out a score of this length.

    The last bar starts on the last downbeat that leaves room for a tail; everything before it is whole bars.
    """
    beat_s = 60.0 / tempo_bpm
    bar_s = beat_s * style.beats_per_bar
    tail_s = min(max(1.0, 0.8 * style.reverb_s), duration_s * _TAIL_SHARE)
    moving = math.floor((duration_s - tail_s) / bar_s + 1e-9)  # bars before the one that resolves
    names = _section_names(moving, bar_s)
    bars = []
    for index, name in enumerate(names):
        place, length = _place(names, index), _run_length(names, index)
        chord = _chord(style, name, place, before_last=index == moving - 1)
        bars.append(Bar(index * bar_s, chord, _intensity(name, place, length), name, place))
    level = bars[-1].intensity if bars else 0.6
    bars.append(Bar(moving * bar_s, style.home, max(0.5, level), "ending", 0, last=True))
    return Form(
        beat_s,
        style.beats_per_bar,
        tuple(bars),
        _sections([*names, "ending"], bar_s, duration_s),
        tuple(_grid(beat_s, duration_s)),
        tuple(_grid(bar_s, duration_s)),
    )


def _grid(step_s: float, duration_s: float) -> list[float]:
    return [index * step_s for index in range(math.ceil(duration_s / step_s - 1e-9))]


def _section_names(bars: int, bar_s: float) -> list[str]:
    """The section of every bar before the last."""
    if bars <= 2:
        return ["build"] * bars
    cycles = max(1, round(bars * bar_s / _CYCLE_S))
    if cycles == 1:
        intro = max(1, _even(bars * 0.22))
        build = max(1, _even(bars * 0.36))
        return ["intro"] * intro + ["build"] * build + ["peak"] * (bars - intro - build)
    names = ["intro"] * 4
    while len(names) < bars:
        left = (bars - len(names)) / cycles
        build = max(2, _even(left * 0.4))
        peak = max(2, _even(left * 0.4)) if cycles > 1 else bars - len(names) - build
        names += ["build"] * build + ["peak"] * peak
        if cycles > 1:
            names += ["breath"] * max(2, _even(left * 0.2))
            cycles -= 1
    return names[:bars]


def _even(bars: float) -> int:
    """Whole bars, a multiple of two when there are enough, so that phrases stay square."""
    return round(bars / 2) * 2 if bars >= 3 else round(bars)


def _place(names: list[str], index: int) -> int:
    start = index
    while start > 0 and names[start - 1] == names[index]:
        start -= 1
    return index - start


def _run_length(names: list[str], index: int) -> int:
    stop = index
    while stop < len(names) and names[stop] == names[index]:
        stop += 1
    return stop - index + _place(names, index)


def _intensity(section: str, place: int, length: int) -> float:
    """How full the arrangement is: thin at first, rising through the build, full at the peak."""
    rise = place / max(length - 1, 1)
    return {"intro": 0.1 + 0.15 * rise, "build": 0.35 + 0.4 * rise, "peak": 0.9 + 0.1 * rise, "breath": 0.3}[section]


def _chord(style: Style, section: str, place: int, *, before_last: bool) -> Chord:
    if before_last:
        return style.cadence
    chords = style.chorus if section == "peak" else style.verse
    return chords[place % len(chords)]


def _sections(names: list[str], bar_s: float, duration_s: float) -> tuple[Section, ...]:
    sections: list[Section] = []
    start = 0
    for index in range(1, len(names) + 1):
        if index == len(names) or names[index] != names[start]:
            end_s = duration_s if index == len(names) else index * bar_s
            sections.append(Section(names[start], start * bar_s, end_s))
            start = index
    return tuple(sections)
