"""A text dealt out over scenes: its own sentences are what is said, and what the pictures are read from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from film.fountain import Screenplay
from film.language import Language
from film.pace import Pace
from film.phrases import clauses, is_useful, sentences
from film.structure import BeatSlot
from planner.grammars import loose_words
from planner.tokens import FUNCTION_WORDS

_SENTENCE, _CLAUSE, _INSIDE = 0.0, 0.5, 2.0
"""What it costs to change the picture at the end of a sentence, at a clause, between words."""
_SILENCE = 0.6
_HANGING = 0.5
_SCRAP = 1.5
"""What it costs to give a scrap of a sentence a scene."""


@dataclass(frozen=True)
class Passage:
    """Something the script says. ``context`` is the script's text around it, where its pictures are read from;
    ``heading`` the scene heading it stands under.
    """

    text: str
    speaker: str | None = None
    context: str = ""
    heading: str = ""


@dataclass(frozen=True)
class _Word:
    """A word of a text (a character where there are no spaces); ``end`` is what a cut behind it costs."""

    text: str
    count: int
    end: float
    passage: Passage


def passages_of(play: Screenplay, *, narrated: bool = False) -> list[Passage]:
    """The sentences of a script in order, what is seen as well as what is said; ``narrated`` gives all to one voice."""
    return [
        Passage(sentence, None if narrated or part.off_camera else part.speaker, sentence, part.heading)
        for part in play.parts
        for sentence in sentences(part.text)
    ]


def follow(play: Screenplay, slots: Sequence[BeatSlot]) -> list[Passage]:
    """What a structure made of this script has in each scene; a silent one shows what the next is about."""
    found: list[Passage] = []
    at = 0
    for slot in slots:
        if slot.heard:
            at = place_of_line(play, slot.heard, at)
            found.append(Passage(slot.heard, slot.speaker, slot.heard, play.parts[at].heading))
        else:
            found.append(Passage(""))
    for i in reversed(range(len(found) - 1)):
        if not found[i].text:
            found[i] = replace(found[i + 1], text="", speaker=None)
    for i in range(1, len(found)):
        if not found[i].context:
            found[i] = replace(found[i - 1], text="", speaker=None)
    return found


def place_of_line(play: Screenplay, line: str, after: int) -> int:
    """The part of a script that a line begins in, not before the part ``after``; that part where it is in none."""
    begun = _squeezed(line[:40])
    return next((i for i in range(after, len(play.parts)) if begun in _squeezed(play.parts[i].text)), after)


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


class Dealer:
    """Deals a text out over scenes. ``rooms`` is how many words each has time for, counted as ``pace`` does."""

    def __init__(self, rooms: Sequence[int], pace: Pace) -> None:
        self._rooms, self._pace = list(rooms), pace

    def deal(self, passages: Sequence[Passage]) -> list[Passage]:
        """One passage for each scene, in order and verbatim, each about as full as the others.

        Scenes end where sentences do if they can, else at a clause, else between words. What is too much is left out,
        never the beginning or the end; a scene that stays silent shows what the next is about.
        """
        kept = list(passages)
        while True:
            words = [word for passage in kept for word in self._words(passage)]
            ends = self._ends(words)
            if ends is not None or len(kept) < 2:
                return self._dealt(words, ends or self._clipped(words))
            shortest = min(range(1, len(kept) - 1), key=lambda i: self._pace.count(kept[i].text), default=0)
            del kept[shortest]

    def _words(self, passage: Passage) -> list[_Word]:
        words: list[_Word] = []
        for clause in clauses(passage.text):
            units = list(clause) if self._pace.characters else clause.split()
            words += [_Word(unit, self._pace.count(unit), _inside(unit), passage) for unit in units]
            words[-1:] = [replace(word, end=_CLAUSE) for word in words[-1:]]
        words[-1:] = [replace(word, end=_SENTENCE) for word in words[-1:]]
        return words

    def _ends(self, words: Sequence[_Word]) -> list[int] | None:
        """Where each scene's words end, at the least cost; ``None`` when there are too many."""
        total = sum(word.count for word in words)
        if total > sum(self._rooms):
            return None
        best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
        for scene, room in enumerate(self._rooms):
            share = total * room / sum(self._rooms)
            after: dict[int, tuple[float, list[int]]] = {}
            for start, (cost, ends) in best.items():
                for end, count in self._ranges(words, start, room):
                    uneven = ((count - share) / room) ** 2
                    silent = _SILENCE if end == start else 0.0
                    cut = words[end - 1].end if 0 < end < len(words) and end > start else 0.0
                    told = cost + uneven + silent + cut + self._scrap(words, start, end)
                    if end not in after or told < after[end][0]:
                        after[end] = (told, [*ends, end])
            best = after
            left = sum(self._rooms[scene + 1 :])
            best = {end: way for end, way in best.items() if sum(w.count for w in words[end:]) <= left}
        return best[len(words)][1] if len(words) in best else None

    def _scrap(self, words: Sequence[_Word], start: int, end: int) -> float:
        """What it costs to say a piece of a sentence that is too short to be a scene of its own."""
        whole = end == start or (words[end - 1].end == _SENTENCE and (not start or words[start - 1].end == _SENTENCE))
        text = ("" if self._pace.characters else " ").join(word.text for word in words[start:end])
        return 0.0 if whole or is_useful(text, self._pace) else _SCRAP

    def _ranges(self, words: Sequence[_Word], start: int, room: int) -> Iterator[tuple[int, int]]:
        """The ends that a scene starting here may have: of one voice, no more than there is room for."""
        count = 0
        yield start, 0
        for end in range(start, len(words)):
            count += words[end].count
            if count > room or not _one_voice(words[start].passage, words[end].passage):
                return
            yield end + 1, count

    def _clipped(self, words: Sequence[_Word]) -> list[int]:
        """The ends when not even one sentence fits: every scene as full as it can be."""
        ends, at = [], 0
        for room in self._rooms:
            *_, (at, _) = self._ranges(words, at, room)
            ends.append(at)
        return ends

    def _dealt(self, words: Sequence[_Word], ends: Sequence[int]) -> list[Passage]:
        dealt = []
        for start, end in pairwise([0, *ends]):
            coming = words[min(start, len(words) - 1)].passage if words else Passage("")
            if end == start:
                dealt.append(replace(coming, text="", speaker=None))
                continue
            said = words[start:end]
            context = dict.fromkeys(word.passage.context for word in said)
            text = ("" if self._pace.characters else " ").join(word.text for word in said)
            dealt.append(replace(coming, text=text.strip(), context=" ".join(context)))
        return dealt


def _inside(word: str) -> float:
    """What a cut behind a word costs within a clause: more where it leaves an article or a preposition hanging."""
    return _INSIDE + (_HANGING if word.lower() in _loose() else 0.0)


@cache
def _loose() -> frozenset[str]:
    return FUNCTION_WORDS.union(*(loose_words(language) for language in Language))


def _one_voice(one: Passage, other: Passage) -> bool:
    return (one.speaker, one.heading) == (other.speaker, other.heading)
