"""What the words of a song say of its form: lines that return are its chorus, where there are no lines nobody sings.

Headings ("[Chorus]") and stanzas of plain lyrics are heeded; in lyrics with times every line counts for itself. Limits:
a chorus with other words each time is a verse; plain lyrics are as true to time as they could be laid over the voice.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from film.song import LyricLine, SectionKind, Sung

_HEADING = re.compile(r"^\[([^\]]*)\]$")
_STAMP = re.compile(r"^\[\d{1,3}:\d")
_NAMES = (
    (re.compile(r"pre.?(chorus|refrain|hook)", re.IGNORECASE), SectionKind.VERSE),
    (re.compile(r"chorus|refrain|hook|coro\b|estribillo|ritornello", re.IGNORECASE), SectionKind.CHORUS),
    (re.compile(r"bridge|brücke|\bpont\b|puente|\bponte\b", re.IGNORECASE), SectionKind.BRIDGE),
    (re.compile(r"intro", re.IGNORECASE), SectionKind.INTRO),
    (re.compile(r"outro|coda", re.IGNORECASE), SectionKind.OUTRO),
)
_PAUSE_S, _LEAD_S, _TAIL_S = 6.0, 3.0, 4.0
_ALOUD_S = 3.0
"""A single line that lasts no longer belongs to what is sung around it."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of the song that does one thing; ``sung`` when lines of the lyrics lie in it. Times in seconds."""

    kind: SectionKind
    start_s: float
    end_s: float
    sung: bool


@dataclass(frozen=True)
class _Line:
    words: str
    stanza: int
    heading: SectionKind | None


def stretches(text: str, lines: Sequence[LyricLine], sung: Sequence[Sung], duration_s: float) -> tuple[Stretch, ...]:
    """The song from 0 to its end as its lyrics have it; nothing when they do not tell verses from choruses.

    ``lines`` are those of ``text`` with times. Plain lyrics tell nothing of a song in which nobody was heard.
    """
    timed = _is_timed(text)
    kinds = _timed_kinds(lines) if timed else _plain_kinds(text, lines) if sung else []
    if SectionKind.CHORUS not in kinds or all(kind is SectionKind.CHORUS for kind in kinds):
        return ()
    return _laid_out(_late_verse_bridges(kinds), lines, _ends_s(lines, sung, timed=timed), duration_s)


def _is_timed(text: str) -> bool:
    return any(_STAMP.match(line.strip()) for line in text.splitlines())


def _timed_kinds(lines: Sequence[LyricLine]) -> list[SectionKind]:
    words = [_words(line.text) for line in lines]
    often = Counter(words)
    kinds = [SectionKind.CHORUS if often[each] > 1 else SectionKind.VERSE for each in words]
    for at in range(1, len(kinds) - 1):
        alone = kinds[at - 1] is kinds[at + 1] is not kinds[at]
        if alone and lines[at + 1].start_s - lines[at].start_s < _ALOUD_S:
            kinds[at] = kinds[at - 1]
    return kinds


def _plain_kinds(text: str, lines: Sequence[LyricLine]) -> list[SectionKind]:
    written = _written(text)
    stanzas = {number: list(group) for number, group in groupby(written, key=lambda line: line.stanza)}
    within: dict[str, set[int]] = {}
    for each in written:
        within.setdefault(each.words, set()).add(each.stanza)
    returning = {number: sum(len(within[each.words]) > 1 for each in group) for number, group in stanzas.items()}
    found, at = [], 0
    for line in lines:
        # Lines that found no room have no times.
        while at < len(written) and written[at].words != _words(line.text):
            at += 1
        if at == len(written):
            return []
        stanza = written[at].stanza
        repeated = 2 * returning[stanza] >= len(stanzas[stanza])
        found.append(written[at].heading or (SectionKind.CHORUS if repeated else SectionKind.VERSE))
        at += 1
    return found


def _written(text: str) -> list[_Line]:
    """The lines of plain lyrics; a heading or an empty line begins a stanza."""
    found: list[_Line] = []
    stanza, heading = 0, None
    for raw in text.splitlines():
        line = raw.strip()
        if title := _HEADING.match(line):
            stanza, heading = stanza + 1, _named(title[1])
        elif line:
            found.append(_Line(_words(line), stanza, heading))
        elif found and found[-1].stanza == stanza:
            stanza, heading = stanza + 1, None
    return found


def _named(title: str) -> SectionKind:
    return next((kind for name, kind in _NAMES if name.search(title)), SectionKind.VERSE)


def _words(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold())) or line.strip()


def _late_verse_bridges(kinds: Sequence[SectionKind]) -> list[SectionKind]:
    """The kinds with the last verse as bridge, if it stands between the second chorus or a later one and another."""
    runs = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    choruses = [at for at, (kind, _) in enumerate(runs) if kind is SectionKind.CHORUS]
    verses = [at for at, (kind, _) in enumerate(runs) if kind is SectionKind.VERSE]
    if SectionKind.BRIDGE not in kinds and len(choruses) >= 3 and choruses[-2] < verses[-1] < choruses[-1]:
        runs[verses[-1]] = (SectionKind.BRIDGE, runs[verses[-1]][1])
    return [kind for kind, count in runs for _ in range(count)]


def _ends_s(lines: Sequence[LyricLine], sung: Sequence[Sung], *, timed: bool) -> list[float]:
    """Until when each line is sung: a time that is given says only when it begins."""
    if not timed:
        return [line.end_s for line in lines]
    steps_s = [other.start_s - one.start_s for one, other in pairwise(lines)]
    usual_s = float(np.median(steps_s)) if steps_s else 0.0
    ends_s = []
    for line in lines:
        heard_s = next((each.end_s for each in sung if each.start_s <= line.start_s + 1 < each.end_s), line.start_s)
        ends_s.append(min(line.end_s, max(line.start_s + usual_s, heard_s)))
    return ends_s


def _laid_out(
    kinds: Sequence[SectionKind], lines: Sequence[LyricLine], ends_s: Sequence[float], duration_s: float
) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    start_s = 0.0
    if lines[0].start_s > _LEAD_S:
        start_s = lines[0].start_s
        found.append(Stretch(SectionKind.INTRO, 0.0, start_s, sung=False))
    for at, (kind, end_s) in enumerate(zip(kinds, ends_s, strict=True)):
        last = at == len(lines) - 1
        next_s = duration_s if last else lines[at + 1].start_s
        if next_s - end_s >= (_TAIL_S if last else _PAUSE_S):
            quiet = SectionKind.OUTRO if last else SectionKind.BREAK
            found.append(Stretch(kind, start_s, end_s, sung=True))
            found.append(Stretch(quiet, end_s, next_s, sung=False))
            start_s = next_s
        elif last or kinds[at + 1] is not kind:
            found.append(Stretch(kind, start_s, next_s, sung=True))
            start_s = next_s
    return tuple(found)
