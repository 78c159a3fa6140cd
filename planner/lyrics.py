"""The words of a song: the user's own lyrics, else lines from the bank, in which a chorus comes back word for word."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from film.plan import MusicMood
from planner.banks import Line, songs
from planner.narration import Narrator

_TIME = re.compile(r"\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]|<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>")
_TAG = re.compile(
    r"^\s*[\[(](?:ar|ti|al|au|by|offset|length|re|ve|verse|chorus|bridge|intro|outro|hook|pre-?chorus|refrain|"
    r"instrumental|strophe|refrão|coro|estribillo)\b[^\])]*[\])]\s*:?\s*$",
    re.IGNORECASE,
)


def lyric_lines(text: str) -> list[str]:
    """The sung lines of lyrics, plain or with times (LRC), without times and headings."""
    lines = []
    for raw in text.splitlines():
        line = " ".join(_TIME.sub(" ", raw).split())
        if line and not _TAG.match(line) and any(ch.isalnum() for ch in line):
            lines.append(line)
    return lines


def dealt(lines: Sequence[str], rooms: Sequence[int]) -> list[str]:
    """The lines of a song over its scenes in order, one each and evenly; a scene without room for its line is silent.

    ``rooms`` are the words there is time for in each scene.
    """
    if not lines:
        return ["" for _ in rooms]
    told = []
    for number, room in enumerate(rooms):
        line = lines[min(len(lines) - 1, number * len(lines) // max(len(rooms), 1))]
        first = number == 0 or line != told_source(lines, number - 1, len(rooms)) or len(lines) == 1
        told.append(line if first and len(line.split()) <= room else "")
    return told


def told_source(lines: Sequence[str], number: int, count: int) -> str:
    """The line that belongs to a scene."""
    return lines[min(len(lines) - 1, number * len(lines) // max(count, 1))]


class SongWords:
    """Lines for a song that has none: verses that move on, a chorus that comes back."""

    def __init__(self, mood: MusicMood, narrator: Narrator, rng: Random, max_words: int) -> None:
        self._mood, self._narrator = mood, narrator
        self.chorus = _chorus(mood, narrator, rng, max_words)
        self._sung = 0

    def line(self, part: str, max_words: int) -> str:
        """The next line of a part: "verse", "chorus", "bridge" or "out"; "" when there is no time for one."""
        if max_words < 1:
            return ""
        if part == "chorus" and self.chorus:
            line = self.chorus[self._sung % len(self.chorus)]
            self._sung += 1
            if len(line.split()) <= max_words:
                return line
        for lines in self._banks("verse" if part == "chorus" else part):
            found = self._narrator.choose(lines, max_words=max_words)
            if found is not None:
                return found[1]
        return ""

    def _banks(self, part: str) -> Iterator[Iterator[Line]]:
        for bank in (songs().get(self._mood.value, {}), songs()["any"]):
            yield (Line(say=text) for text in bank.get(part, ()))
        for bank in songs().values():
            yield (Line(say=text) for text in (*bank.get("verse", ()), *bank.get("bridge", ())))


def _chorus(mood: MusicMood, narrator: Narrator, rng: Random, max_words: int) -> list[str]:
    """Two lines that are sung again and again; the shortest there are when time is short."""
    own = list(songs().get(mood.value, {}).get("chorus", ())) or list(songs()["any"]["chorus"])
    for chorus in [*rng.sample(own, len(own)), *songs()["any"]["chorus"]]:
        lines = [found[1] for text in chorus if (found := narrator.choose([Line(say=text)], max_words=max_words))]
        if lines:
            return lines
    found = narrator.choose((Line(say=text) for text in songs()["any"]["out"]), max_words=max_words)
    return [found[1]] if found else []
