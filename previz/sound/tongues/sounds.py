"""What the rules of several languages share: syllables, stress, and words with punctuation around them."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

STRESS = "ˈ"

_PUNCTUATION = {
    "«": "“", "»": "”", "„": "“", "‹": "“", "›": "”", "‘": "", "’": "", "'": "", "`": "", "¿": "", "¡": "", "।": ".",
    "॥": ".", "–": "—", "-": "—", "*": "", "_": "", "~": "", "[": "(", "]": ")", "{": "(", "}": ")", "。": ".",
    "、": ",", "，": ",", "！": "!", "？": "?", "：": ":", "；": ";", "（": "(", "）": ")", "「": "“", "」": "”",
    "『": "“", "』": "”", "《": "“", "》": "”", "【": "(", "】": ")", "・": " ", "…": "…", "．": ".", "〜": "—",
    "～": "—",
}  # fmt: skip
_KEPT = '.,!?…;:—"“”() '


@dataclass(frozen=True)
class Sound:
    """One sound of a word. ``nucleus`` is the vowel of a syllable; ``accented`` one whose stress is written."""

    symbol: str
    nucleus: bool = False
    accented: bool = False


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(text.split())


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words_in(text))


def pairs_in(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a table written as ``this:that`` with spaces between."""
    return tuple((pair.partition(":")[0], pair.partition(":")[2]) for pair in words_in(text))


def read_along(text: str, next_sounds: Callable[[str, int], tuple[int, list[Sound]]]) -> list[Sound]:
    """The sounds of a word from its start: ``next_sounds`` gives those at a place and how many letters they take."""
    sounds: list[Sound] = []
    at = 0
    while at < len(text):
        step, found = next_sounds(text, at)
        sounds += found
        at += step
    return sounds


def stressed(sounds: list[Sound], place: Callable[[list[int]], int]) -> str:
    """The symbols of a word with the mark of stress before one vowel: the accented one, else the one at ``place`` in
    the list of nuclei (an index into it; it is asked only where there are two or more).
    """
    nuclei = [index for index, sound in enumerate(sounds) if sound.nucleus]
    if not nuclei:
        return "".join(sound.symbol for sound in sounds)
    accented = [index for index in nuclei if sounds[index].accented]
    at = accented[-1] if accented else nuclei[place(nuclei)] if len(nuclei) > 1 else nuclei[0]
    return "".join((STRESS if index == at else "") + sound.symbol for index, sound in enumerate(sounds))


def as_symbols(sounds: str) -> str:
    """Sounds in the letters of the model: a nasal vowel is its vowel and a tilde, ç is one letter."""
    return unicodedata.normalize("NFD", sounds).replace("c\u0327", "ç")


def punctuation(text: str) -> str:
    """Marks as the model knows them; what it does not know is silent."""
    return "".join(mark for char in text for mark in _PUNCTUATION.get(char, char) if mark in _KEPT)
