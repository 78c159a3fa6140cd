"""A text dealt out over scenes: its own sentences are what is said, and what the pictures are read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from film.fountain import PartKind, Screenplay
from film.pace import Pace
from film.phrases import clauses, joined, pieces, sentences

_FRAGMENT_WORDS = 2
_FAIR_HALF = 3


@dataclass(frozen=True)
class Passage:
    """Something the script says. ``context`` is the script's text around it, where its pictures are read from;
    ``heading`` the scene heading it stands under.
    """

    text: str
    speaker: str | None = None
    context: str = ""
    heading: str = ""


def passages_of(play: Screenplay, *, narrated: bool = False) -> list[Passage]:
    """The sentences of a script in order, what is seen as well as what is said; ``narrated`` gives all to one voice."""
    return [
        Passage(sentence, None if narrated or part.off_camera else part.speaker, sentence, part.heading)
        for part in play.parts
        for sentence in sentences(part.text)
    ]


def lines_of(play: Screenplay) -> list[Passage]:
    """What is said in a script, in order; what is seen is left out."""
    return passages_of(play.model_copy(update={"parts": tuple(p for p in play.parts if p.kind is PartKind.SPEECH)}))


class Dealer:
    """Deals a text out over scenes. ``rooms`` is how many words each has time for, counted as ``pace`` does."""

    def __init__(self, rooms: Sequence[int], pace: Pace) -> None:
        self._rooms, self._pace = list(rooms), pace
        self._least = min(rooms)

    def deal(self, passages: Sequence[Passage], *, stretch: bool = False) -> list[Passage]:
        """One passage for each scene, in order and verbatim.

        Long sentences are cut at their clauses and short ones joined. What is too much is left out before the ending;
        where there is too little, scenes stay silent, or with ``stretch`` sentences are cut between words.
        """
        units = self._without_fragments([piece for passage in passages for piece in self._cut(passage)])
        while len(units) < len(self._rooms) and (place := self._divisible(units, stretch=stretch)) is not None:
            units[place : place + 1] = self._halves(units[place], stretch=stretch)
        if len(units) <= len(self._rooms):
            return self._with_silence(units)
        while not self._holds(units, 0):
            del units[-2]
        return self._packed(units)

    def _count(self, text: str) -> int:
        return self._pace.count(text)

    def _cut(self, passage: Passage) -> list[Passage]:
        return [replace(passage, text=piece) for piece in pieces(passage.text, self._least, self._pace)]

    def _without_fragments(self, units: list[Passage]) -> list[Passage]:
        """The passages with cries of a word or two ("There!") joined to what the same voice says next."""
        kept: list[Passage] = []
        for unit in units:
            short = bool(kept) and min(self._count(kept[-1].text), self._count(unit.text)) <= _FRAGMENT_WORDS
            if short and _one_voice(kept[-1], unit) and self._fits([kept[-1], unit], self._least):
                kept[-1] = self._joined([kept[-1], unit])
            else:
                kept.append(unit)
        return kept

    def _fits(self, units: Sequence[Passage], room: int) -> bool:
        return sum(self._count(unit.text) for unit in units) <= room

    def _holds(self, units: Sequence[Passage], first: int) -> bool:
        """Whether the scenes from ``first`` on have room for all of this, filled to the brim."""
        place, used = first, 0
        before: Passage | None = None
        for unit in units:
            words = self._count(unit.text)
            if before is not None and not (_one_voice(before, unit) and used + words <= self._rooms[place]):
                place, used = place + 1, 0
                if place >= len(self._rooms):
                    return False
            used += words
            before = unit
        return place < len(self._rooms)

    def _packed(self, units: list[Passage]) -> list[Passage]:
        """As many words in each scene as its share of the room, and no scene left without."""
        dealt: list[Passage] = []
        left = list(units)
        for scene, room in enumerate(self._rooms):
            later = len(self._rooms) - scene - 1
            share = sum(self._count(unit.text) for unit in left) * room / sum(self._rooms[scene:])
            taken = [left.pop(0)]
            while left and _one_voice(taken[-1], left[0]) and self._fits([*taken, left[0]], room):
                enough = sum(self._count(unit.text) for unit in taken) + self._count(left[0].text) / 2 > share
                if (enough and self._holds(left, scene + 1)) or len(left) <= later:
                    break
                taken.append(left.pop(0))
            dealt.append(self._joined(taken))
        return dealt

    def _joined(self, units: Sequence[Passage]) -> Passage:
        whole = units[0]
        for unit in units[1:]:
            context = whole.context if whole.context == unit.context else f"{whole.context} {unit.context}"
            whole = replace(whole, text=joined(whole.text, unit.text, self._pace), context=context)
        return whole

    def _divisible(self, units: Sequence[Passage], *, stretch: bool) -> int | None:
        """The longest passage that can be cut in two."""
        able = [
            (self._count(unit.text), -i)
            for i, unit in enumerate(units)
            if len(self._halves(unit, stretch=stretch)) == 2
        ]
        return -max(able)[1] if able else None

    def _halves(self, unit: Passage, *, stretch: bool) -> list[Passage]:
        parts = clauses(unit.text)
        glue = "" if self._pace.characters else " "
        if stretch and len(parts) == 1 and self._count(unit.text) > 2 * _FAIR_HALF:
            parts = list(unit.text) if self._pace.characters else unit.text.split()
        splits = [(glue.join(parts[:i]), glue.join(parts[i:])) for i in range(1, len(parts))]
        fair = [pair for pair in splits if min(self._count(part) for part in pair) >= _FAIR_HALF]
        if not fair:
            return [unit]
        best = min(fair, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
        return [replace(unit, text=part) for part in best]

    def _with_silence(self, units: Sequence[Passage]) -> list[Passage]:
        """The passages spread over the scenes; a silent scene shows what the next passage is about."""
        scenes = len(self._rooms)
        if not units:
            return [Passage("")] * scenes
        places = [round((i + 1) * scenes / len(units)) - 1 for i in range(len(units))]
        dealt = []
        for scene in range(scenes):
            coming = next(i for i, place in enumerate(places) if place >= scene)
            spoken = places[coming] == scene
            dealt.append(units[coming] if spoken else replace(units[coming], text="", speaker=None))
        return dealt


def _one_voice(one: Passage, other: Passage) -> bool:
    return (one.speaker, one.heading) == (other.speaker, other.heading)
