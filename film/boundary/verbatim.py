"""Whether lines are a script's own words: in its order, unaltered, and all of them where there is room."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_\u3040-\u30ff\u3400-\u9fff]+)*"
)
_BREAK = re.compile(r"[.!?…。！？:()\[\]\n\r\"“”„«»]")
_SCREENPLAY = re.compile(
    r"^\s*(?:(?:INT|EXT|EST|I/E)[. /]|@?[A-ZÀ-Ý][A-ZÀ-Ý0-9 .'\-]{1,30}(?:\s*\([^)]*\))?\s*:?\s*$)", re.M
)
_INLINE_CUE = re.compile(r"^\s*[A-Z][\w .'\-]{0,30}:\s", re.M)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SPOKEN_ENOUGH = 0.9


class Script:
    """A script as a row of words. A line may pass over whole sentences, cues and asides, never over words in one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words: list[str] = []
        self._begins: list[bool] = []
        last = 0
        for found in _TOKEN.finditer(text):
            self._begins.append(not self.words or _BREAK.search(text, last, found.start()) is not None)
            self.words.append(folded(found[0]))
            last = found.end()

    def after(self, line: str, start: int) -> int | None:
        """Where the script goes on after ``line``, looked for from the word ``start`` on; ``None`` if it is altered."""
        wanted = words_of(line)
        if not wanted:
            return start
        for first in self._from(self._places.get(wanted[0], []), start):
            if (end := self._followed(wanted, first)) is not None:
                return end
        return None

    def left_out(self, lines: list[str], room_words: int) -> str | None:
        """The beginning of what nobody says although there is room for all; ``None`` when enough is said.

        Of a screenplay not every word is spoken, so nothing is asked of it.
        """
        if _SCREENPLAY.search(self._text) or _INLINE_CUE.search(self._text):
            return None
        spoken = words_of(_ASIDE.sub(" ", self._text))
        if not spoken or len(spoken) > room_words * _SPOKEN_ENOUGH:
            return None
        said = [word for line in lines for word in words_of(line)]
        if len(said) >= _SPOKEN_ENOUGH * len(spoken):
            return None
        missing = next((i for i, word in enumerate(spoken) if i >= len(said) or said[i] != word), 0)
        return " ".join(spoken[missing : missing + 6])

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        return _indexed(self.words, range(len(self.words)))

    @cached_property
    def _openings(self) -> dict[str, list[int]]:
        return _indexed(self.words, [i for i, begins in enumerate(self._begins) if begins])

    def _followed(self, wanted: list[str], first: int) -> int | None:
        """The place after ``wanted`` when it begins with the word ``first``, passing over whole sentences only."""
        place = first
        for word in wanted[1:]:
            following = place + 1
            if following < len(self.words) and self.words[following] == word:
                place = following
                continue
            if following < len(self.words) and not self._begins[following]:
                return None
            jump = next(iter(self._from(self._openings.get(word, []), following)), None)
            if jump is None:
                return None
            place = jump
        return place + 1

    @staticmethod
    def _from(places: list[int], start: int) -> list[int]:
        return places[bisect_left(places, start) :][:200]


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents' encoding and punctuation; of Chinese and Japanese the characters."""
    return [folded(found) for found in _TOKEN.findall(text)]


def folded(word: str) -> str:
    """A word as it is compared."""
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def _indexed(words: list[str], places: "range | list[int]") -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place in places:
        index.setdefault(words[place], []).append(place)
    return index
