"""People who talk in a film that brings no script: a conversation of two, fitted to its beats."""

import re
from random import Random

from film.beats import BeatKind
from film.fountain import Part, PartKind, Screenplay
from film.planning import PlanRequest
from film.structure import BeatSlot
from planner.banks import talks
from planner.premise import Premise
from planner.shot import ActorKind

_SPOKEN = frozenset({BeatKind.EXCHANGE, BeatKind.TURN, BeatKind.OBSTACLE})
_NAMES = (("Nora", "Elias"), ("Ines", "Tomas"), ("Vera", "Jonas"), ("Lena", "Paul"))


def conversation(premise: Premise, request: PlanRequest, rng: Random) -> tuple[Screenplay, PlanRequest]:
    """A script for the request, and the request with its lines in their slots.

    A line stands in every slot in which somebody talks; the others are silent. Raises ``ValueError`` for a request
    without a structure.
    """
    if request.structure is None:
        raise ValueError("a conversation needs the beats of its film")
    slots = list(request.structure.beats)
    places = [i for i, slot in enumerate(slots) if slot.beat in _SPOKEN] or [0]
    one, other = _two(premise, rng)
    lines = _lines(premise, len(places), rng)
    # Fewer lines than places are spread over them, the last one at the end.
    places = [places[round(k * (len(places) - 1) / max(1, len(lines) - 1))] for k in range(len(lines))]
    parts = []
    for k, (i, line) in enumerate(zip(places, lines, strict=True)):
        speaker = (one, other)[k % 2]
        if request.pace.count(line) <= slots[i].max_words:
            slots[i] = slots[i].model_copy(update={"heard": line, "speaker": speaker})
            parts.append(Part(kind=PartKind.SPEECH, text=line, speaker=speaker))
    silent = [slot if slot.heard else _quiet(slot) for slot in slots]
    structure = request.structure.model_copy(update={"beats": tuple(silent)})
    return Screenplay(parts=tuple(parts)), request.model_copy(update={"structure": structure})


def _quiet(slot: BeatSlot) -> BeatSlot:
    beat = BeatKind.RESOLUTION if slot.beat in _SPOKEN else slot.beat
    return slot.model_copy(update={"max_words": 0, "beat": beat})


def _lines(premise: Premise, count: int, rng: Random) -> list[str]:
    """At most so many lines of one conversation, its opening and closing among them where there is room for both."""
    words = set(re.findall(r"\w+", premise.brief.prompt.lower()))
    bank = talks()
    best = max(len(words & talk.signs) for talk in bank)
    talk = next(talk for talk in bank if len(words & talk.signs) == best) if best else bank[-1]
    middle = list(talk.middle)
    rng.shuffle(middle)
    exchanges = [talk.opening, *middle[: max(0, (count + 1) // 2 - 2)], talk.closing]
    return [line for exchange in exchanges for line in exchange][:count]


def _two(premise: Premise, rng: Random) -> tuple[str, str]:
    """What the two are called: what the brief calls them, where it speaks of two people."""
    people = [
        m.word for m in premise.reading.mentions if m.kind in {ActorKind.PERSON, ActorKind.CHILD} and m.count == 1
    ]
    named = list(dict.fromkeys(word.split()[-1].title() for word in people))
    if len(named) >= 2:
        return named[0], named[1]
    one, other = rng.choice(_NAMES)
    return (named[0], other) if named else (one, other)
