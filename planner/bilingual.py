"""Words of other languages and what they are in English, read once from ``words/abroad/*.yaml``."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from film.language import Language

COLUMNS = (
    Language.SPANISH,
    Language.FRENCH,
    Language.GERMAN,
    Language.PORTUGUESE,
    Language.ITALIAN,
    Language.HINDI,
    Language.JAPANESE,
    Language.CHINESE,
)
"""The languages of a row, in its order."""

_FOLDER = Path(__file__).parent / "words" / "abroad"
_UNSPACED = frozenset({Language.JAPANESE, Language.CHINESE})
_PLURALS = {
    Language.SPANISH: ("s", "es"),
    Language.FRENCH: ("s", "x"),
    Language.PORTUGUESE: ("s", "es"),
}
_LONGEST_ENDING = 5
# Devanagari's vowel signs are no letters to a regular expression.
_WORD = re.compile(r"[\w\u0900-\u097f]+")


class Kind(StrEnum):
    """What a word stands for."""

    TRADE = "trades"
    PERSON = "people"
    ANIMAL = "animals"
    VEHICLE = "vehicles"
    THING = "things"
    PLACE = "places"
    CITY = "cities"
    TIME = "time"
    WEATHER = "weather"
    LOOK = "looks"
    DEED = "deeds"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Found:
    """A known word in a text: its English, its place as tokens from ``start`` to before ``end``, and as written."""

    kind: Kind
    english: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Form:
    """A word or phrase as it may be written; a part that is a stem may have an ending."""

    parts: tuple[tuple[str, bool], ...]
    kind: Kind
    english: str

    def fits(self, words: list[str], at: int, plurals: tuple[str, ...]) -> bool:
        if at + len(self.parts) > len(words):
            return False
        return all(self._same(word, *part, plurals) for word, part in zip(words[at:], self.parts, strict=False))

    def _same(self, word: str, part: str, stem: bool, plurals: tuple[str, ...]) -> bool:
        if stem:
            return word.startswith(part) and len(word) - len(part) <= _LONGEST_ENDING
        bends = self.kind not in {Kind.DEED, Kind.LOOK}
        return word == part or (bends and any(word == part + ending for ending in plurals))

    @property
    def rank(self) -> tuple[int, int, int]:
        """The more certain form is the one of more words, then the one that is no stem, then the longer one."""
        stems = sum(stem for _, stem in self.parts)
        return len(self.parts), -stems, sum(len(part) for part, _ in self.parts)


def words_of(text: str, language: Language) -> list[str]:
    """The words of a text in lower case; its characters where words are not kept apart."""
    normal = unicodedata.normalize("NFC", text).lower()
    return list(normal) if language in _UNSPACED else _WORD.findall(normal)


def known_words(text: str, language: Language) -> list[Found]:
    """The known words of a text in its order, the longest where several fit; nothing for a language without rows."""
    if language not in COLUMNS:
        return []
    words = words_of(text, language)
    found: list[Found] = []
    at = 0
    while at < len(words):
        form = max(_fitting(words, at, language), key=lambda form: form.rank, default=None)
        if form is None:
            at += 1
            continue
        end = at + len(form.parts)
        glue = "" if language in _UNSPACED else " "
        found.append(Found(form.kind, form.english, at, end, glue.join(words[at:end])))
        at = end
    return found


def _fitting(words: list[str], at: int, language: Language) -> Iterator[Form]:
    index, plurals = forms_of(language), _PLURALS.get(language, ())
    for length in range(1, len(words[at]) + 1):
        for form in index.get(words[at][:length], ()):
            if form.fits(words, at, plurals):
                yield form


@cache
def forms_of(language: Language) -> dict[str, tuple[Form, ...]]:
    """The forms of a language by how their first word begins."""
    column = COLUMNS.index(language)
    forms: dict[str, list[Form]] = defaultdict(list)
    for kind, english, row in rows():
        for entry in row.split("|")[column].split(","):
            parts = tuple(_parts(entry.strip(), language))
            if parts:
                forms[parts[0][0]].append(Form(parts, kind, english))
    return {begin: tuple(found) for begin, found in forms.items()}


def _parts(entry: str, language: Language) -> Iterator[tuple[str, bool]]:
    normal = unicodedata.normalize("NFC", entry).lower()
    if language in _UNSPACED:
        yield from ((char, False) for char in normal if char not in "* ")
        return
    for match in _WORD.finditer(normal):
        yield match[0], normal[match.end() : match.end() + 1] == "*"


@cache
def rows() -> tuple[tuple[Kind, str, str], ...]:
    """All rows of the files: the kind of word, its English, and its words in the languages of ``COLUMNS``."""
    return tuple(
        (Kind(kind), english, row)
        for path in sorted(_FOLDER.glob("*.yaml"))
        for kind, listed in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for english, row in listed.items()
    )
