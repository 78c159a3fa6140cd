"""Texts cut where a voice would pause: at sentences, then at clauses, then between words."""

import re
from collections.abc import Iterable

from film.pace import Pace

_SENTENCE = re.compile(r"[^.!?…。！？।॥]*(?:[.!?…。！？।॥]+[\"'”’»)」』]*|$)")
_CLAUSE = re.compile(
    r"(?<=[,;:—–])\s+|(?<=[、，；])|\s+(?=(?:and|but|while|until|because|then|so|or|und|et|y|mais|aber|pero|ma|mas)\s)"
)
_FEWEST_WORDS, _SHORTEST_S = 4, 1.8
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Prof|Sr|Sra|Mme|No|vs|etc|[A-Z]|z\.\s?B)\.$")


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their closing quotes; what says nothing is left out."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        # "3.5", "a.m.", "Dr. Ito": a full stop within a sentence.
        inside = bool(found) and not found[-1][-1:].isspace() and not re.search(r"[。！？][」』”]*$", found[-1])
        if found and ((inside and piece[:1].isalnum()) or _ABBREVIATION.search(found[-1])):
            found[-1] += piece
        elif piece.strip():
            found.append(piece)
    return [piece.strip() for piece in found if any(char.isalnum() for char in piece)]


def clauses(text: str) -> list[str]:
    """The clauses of a sentence."""
    return [clause for clause in _CLAUSE.split(text) if clause]


def is_useful(text: str, pace: Pace) -> bool:
    """Whether a piece of a sentence is long enough to stand alone: four words, or as many characters as 1.8 s hold."""
    return pace.count(text) >= (_SHORTEST_S * pace.per_s if pace.characters else _FEWEST_WORDS)


def pieces(text: str, most: int, pace: Pace) -> list[str]:
    """A text in pieces of at most ``most`` words (or characters, as ``pace`` counts), as whole as they can be."""
    return _packed((piece for sentence in sentences(text) for piece in _fitting(sentence, most, pace)), most, pace)


def joined(one: str, other: str, pace: Pace) -> str:
    """Two pieces said in one breath."""
    return f"{one}{other}" if pace.characters else f"{one} {other}"


def _fitting(sentence: str, most: int, pace: Pace) -> list[str]:
    if pace.count(sentence) <= most:
        return [sentence]
    parts = [part for clause in clauses(sentence) for part in _halved(clause, most, pace)]
    return _packed(parts, most, pace)


def _packed(parts: Iterable[str], most: int, pace: Pace) -> list[str]:
    packed: list[str] = []
    for part in parts:
        if packed and pace.count(packed[-1]) + pace.count(part) <= most:
            packed[-1] = joined(packed[-1], part, pace)
        else:
            packed.append(part)
    return packed


def _halved(clause: str, most: int, pace: Pace) -> list[str]:
    """A clause without a pause, in equal parts."""
    count = -(-pace.count(clause) // most)
    if count <= 1:
        return [clause]
    size = -(-pace.count(clause) // count)
    parts = [""]
    for unit in clause if pace.characters else clause.split():
        longer = f"{parts[-1]}{unit}" if pace.characters or not parts[-1] else f"{parts[-1]} {unit}"
        if pace.count(longer) > size:
            parts.append(unit)
        else:
            parts[-1] = longer
    return parts
