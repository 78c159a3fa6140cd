"""How much a line says, and where it may end earlier."""

import re

from film.boundary.verbatim import words_of
from film.language import Language

_BY_CHARACTER = frozenset({Language.JAPANESE, Language.CHINESE})
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)]*(?=\s)|(?<=[。！？])")
_CLAUSES = re.compile(r"(?=\s*[,;:—–]\s)|(?<=[、，；])")
_LEAST_KEPT = 0.4


def spoken_length(text: str, language: Language) -> int:
    """The words of a line as they are counted against its room; of Japanese and Chinese the characters."""
    if language in _BY_CHARACTER:
        return len(words_of(text))
    return len(text.split())


def cut_to(text: str, most: int, language: Language) -> str | None:
    """The line up to the last sentence, else clause, that fits; ``None`` when too little of it would be left."""
    if spoken_length(text, language) <= most:
        return text
    for ends in (_ENDS, _CLAUSES):
        heads = (text[: found.start()].strip() for found in ends.finditer(text))
        fitting = [head for head in heads if head and spoken_length(head, language) <= most]
        if fitting and spoken_length(fitting[-1], language) >= _LEAST_KEPT * most:
            return fitting[-1] if fitting[-1][-1] in ".!?…。！？" else _closed(fitting[-1], language)
    return None


def halves(text: str) -> tuple[str, str]:
    """A line in two at the sentence or clause nearest its middle; the second is empty where there is none."""
    for ends in (_ENDS, _CLAUSES):
        places = [found.start() for found in ends.finditer(text) if 0 < found.start() < len(text)]
        if places:
            middle = min(places, key=lambda place: abs(place - len(text) / 2))
            head, tail = text[:middle].strip(), text[middle:].strip(" ,;:—–、，；")
            if head and any(char.isalnum() for char in tail):
                return head, tail
    return text, ""


def _closed(text: str, language: Language) -> str:
    return text.rstrip(" ,;:—–、，；") + ("。" if language in _BY_CHARACTER else ".")
