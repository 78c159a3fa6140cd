"""Moods: looks to choose between before anything is planned, proposed by rule from a bank."""

import hashlib
import re
from collections.abc import Iterable

from pydantic import Field

from film.catalogue import Studio
from film.format import Aspect
from film.model import Value
from film.mood_bank import BANK, KnownMood
from film.style import StyleSpec
from film.style_hints import StyleHints

FEWEST_MOODS, MOST_MOODS = 2, 6

_STEM = 5
"""Letters; a shorter word would begin too many others."""

_TELLS_ITS_HOUR = re.compile(
    r"\b(dawn|sunrise|morning|noon|day|daylight|afternoon|sunset|evening|dusk|twilight|night|midnight|rain|snow|storm|fog"
    r"|nacht|abend|morgen|tag|noche|tarde|mañana|día|nuit|soir|matin|jour|noite|manhã|notte|sera|mattina)\b",
    re.IGNORECASE,
)
"""Words of a brief that decide the hour or the weather themselves."""


class Mood(Value):
    """A look with a name. ``mood_id`` is its place on its board ("m1"); ``hour`` is when its pictures play, where what
    is asked for does not say.
    """

    mood_id: str = Field(pattern=r"^m[1-9]$")
    name: str
    hour: str = ""
    style: StyleSpec


class MoodPicture(Value):
    """A picture of a mood, and the one-off generation that makes it. ``number`` counts those of the mood, from 1."""

    mood_id: str
    number: int = Field(ge=1, le=4)
    prediction_id: str


class MoodBoard(Value):
    """Several moods for one film, to pick one of. ``asked`` is what the film is about."""

    board_id: str
    asked: str
    flavour: str
    studio: Studio
    aspect: Aspect
    seed: int
    moods: tuple[Mood, ...] = Field(min_length=FEWEST_MOODS, max_length=MOST_MOODS)
    pictures: tuple[MoodPicture, ...]

    def mood(self, mood_id: str) -> Mood | None:
        """The mood of this id, if there is one."""
        return next((mood for mood in self.moods if mood.mood_id == mood_id), None)


def propose(asked: str, count: int, *, hints: StyleHints, colours: Iterable[str] = (), seed: int = 7) -> list[Mood]:
    """So many moods for what is asked: those that its words speak for first, then as different ones as there are.

    ``hints`` are what a flavour's look always has; its light and its feeling are left to the mood. ``colours`` lead
    every palette. The same seed proposes the same; another one, others where the words leave a choice.
    """
    words = re.findall(r"\w+", asked.lower())
    ranked = sorted(BANK, key=lambda known: (-_spoken_for(known, words), _lot(seed, known.name)))
    chosen: list[KnownMood] = []
    while len(chosen) < count:
        families = [known.family for known in chosen]
        rest = [known for known in ranked if known not in chosen]
        chosen.append(min(rest, key=lambda known: families.count(known.family)))
    told = _TELLS_ITS_HOUR.search(asked) is not None
    own = hints.model_copy(update={"lighting": "", "mood": ""})
    return [
        Mood(
            mood_id=f"m{place}",
            name=known.name,
            hour="" if told else known.hour,
            style=_branded(own.over(known.style), tuple(colours)),
        )
        for place, known in enumerate(chosen, 1)
    ]


def _spoken_for(known: KnownMood, words: list[str]) -> int:
    said = known.said.split()
    stems = tuple(each for each in said if len(each) >= _STEM)
    return sum(word in said or word.removesuffix("s") in said or word.startswith(stems) for word in words)


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}/{name}".encode()).digest()


def _branded(style: StyleSpec, colours: tuple[str, ...]) -> StyleSpec:
    return style.model_copy(update={"palette": (*colours, *style.palette)[:5]}) if colours else style
