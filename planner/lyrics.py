"""The words of a song: the user's own lyrics, else lines from the bank, in which a chorus comes back word for word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from film.plan import MusicMood
from planner.banks import Line, songs
from planner.narration import Narrator

_TIME = re.compile(r"\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]|<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>")
_LINES_A_SCENE = 2
_CHORUS = re.compile(r"chorus|refrain|hook|refrão|coro|estribillo", re.IGNORECASE)
_TAG = re.compile(
    r"^\s*[\[(](?:ar|ti|al|au|by|offset|length|re|ve|verse|chorus|bridge|intro|outro|hook|pre-?chorus|refrain|"
    r"instrumental|strophe|refrão|coro|estribillo)\b[^\])]*[\])]\s*:?\s*$",
    re.IGNORECASE,
)


def lyric_lines(text: str) -> list[str]:
    """The sung lines of lyrics, plain or with times (LRC), without times and headings."""
    return [line for line, _ in _told(text)]


def lyrics_by_part(text: str) -> dict[str, list[str]]:
    """The lines of the chorus and of the verses: as headings say, else a chorus is what comes back."""
    told = _told(text)
    counts = Counter(line.lower() for line, _ in told)
    headed = any(part == "chorus" for _, part in told)
    parts: dict[str, list[str]] = {"chorus": [], "verse": []}
    for line, part in told:
        again = part == "chorus" if headed else counts[line.lower()] > 1
        if not again:
            parts["verse"].append(line)
        elif line not in parts["chorus"] or parts["chorus"][-1:] == [line]:
            parts["chorus"].append(line)
    return parts


def _told(text: str) -> list[tuple[str, str]]:
    """Each sung line with the part its heading names ("verse" without one)."""
    told, part = [], "verse"
    for raw in text.splitlines():
        if _TAG.match(raw):
            part = "chorus" if _CHORUS.search(raw) else "verse"
            continue
        line = " ".join(_TIME.sub(" ", raw).split())
        if any(ch.isalnum() for ch in line):
            told.append((line, part))
    return told


def dealt(lyrics: dict[str, list[str]], slots: Sequence[tuple[str, int]]) -> list[str]:
    """The lines of a song over its scenes, as many to each as there is time for; every chorus begins anew.

    ``slots`` are the part of each scene and how many words there is time for. Scenes without singing are silent.
    """
    at = {"chorus": 0, "verse": 0}
    told: list[str] = []
    for number, (part, room) in enumerate(slots):
        pool = "chorus" if part == "chorus" and lyrics["chorus"] else "verse"
        if part == "chorus" and (number == 0 or slots[number - 1][0] != "chorus"):
            at["chorus"] = 0
        said: list[str] = []
        silent = part in {"intro", "break"} and any(other not in {"intro", "break"} for other, _ in slots)
        while not silent and at[pool] < len(lyrics[pool]) and len(said) < _LINES_A_SCENE:
            line = lyrics[pool][at[pool]]
            if sum(len(words.split()) for words in (*said, line)) > room:
                break
            said.append(line)
            at[pool] += 1
        told.append(" ".join(line if line[-1] in ".,;:!?…" else f"{line}," for line in said).rstrip(","))
        if pool == "chorus" and at[pool] >= len(lyrics[pool]):
            at[pool] = 0
    return told


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
