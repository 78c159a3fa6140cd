"""Lines for the narrator: chosen for the moment, fitted to the time there is, their slots filled."""

import re
from collections.abc import Iterable, Sequence
from random import Random

from film.shot import TimeOfDay
from planner.banks import Line
from planner.hero import Hero

_SLOT = re.compile(r"\{(\w+)\}")
_LATE = re.compile(r"\b(?:tonight|night|evening|sunset|stars?|moon|street lamps|dark)\b", re.IGNORECASE)
_EARLY = re.compile(r"\b(?:morning|dawn|noon|sunlight|breakfast|the sun)\b", re.IGNORECASE)
_NATURAL_SHARE = 0.6


class Narrator:
    """Speaks of one hero in one place and never says a line twice. ``max_words`` is what a scene has time for."""

    def __init__(
        self, hero: Hero, place: str | None, max_words: int, rng: Random, *, brand: str = "", wish: str = ""
    ) -> None:
        self._slots = dict(hero.slots)
        if brand:
            self._slots |= {"brand": brand, "Brand": brand[0].upper() + brand[1:]}
        if wish:
            self._slots["wish"] = wish
        if place:
            self._slots |= {"place": place, "Place": place}
        self._hero = hero
        self._max_words = max_words
        self._rng = rng
        self._said: set[str] = set()

    def fill(self, text: str) -> str | None:
        """The text with its slots filled; None when it needs something this film has not got.

        A slot that is a verb of the present tense agrees with the hero.
        """
        missing = False

        def value(match: re.Match[str]) -> str:
            nonlocal missing
            name = match[1]
            if name in self._slots:
                return self._slots[name]
            missing = missing or name.lower() in {"place", "brand", "noun", "wish"}
            return self._hero.bend(name)

        filled = _SLOT.sub(value, text)
        return None if missing else filled

    def choose(
        self,
        lines: Iterable[Line],
        *,
        time: TimeOfDay | None = None,
        closest_first: bool = False,
        max_words: int | None = None,
    ) -> tuple[Line, str] | None:
        """One line that fits and has not been said, and its words; ``max_words`` is this scene's own limit.

        Lines that name another time of day come last, longer ones first where there is time for them.
        """
        room = self._max_words if max_words is None else max_words
        fitting = []
        for line in lines:
            words = self.fill(line.say)
            if words is not None and line.say not in self._said and len(words.split()) <= room:
                natural = len(words.split()) >= _NATURAL_SHARE * min(room, 9)
                nearness = line.closeness if closest_first else 0
                timely = time is None or not _contradicts(line, time)
                fitting.append(((timely, natural, nearness + 1.6 * self._rng.random()), line, words))
        if not fitting:
            return None
        _, line, words = max(fitting, key=lambda item: item[0])
        self._said.add(line.say)
        return line, words


def _contradicts(line: Line, time: TimeOfDay) -> bool:
    early, late = (TimeOfDay.DAWN, TimeOfDay.DAY), (TimeOfDay.SUNSET, TimeOfDay.DUSK, TimeOfDay.NIGHT)
    text = f"{line.say} {line.do or ''}"
    return bool((time in early and _LATE.search(text)) or (time in late and _EARLY.search(text)))


def choose_title(titles: Sequence[str], narrator: Narrator, rng: Random) -> str:
    """A title of at most five words that can be filled."""
    filled = [words for title in titles if (words := narrator.fill(title)) and len(words.split()) <= 5]
    return rng.choice(filled) if filled else "Untitled"
