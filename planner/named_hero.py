"""Somebody a told text calls by name from its first word on."""

import re
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from planner.foreign import is_foreign
from planner.hero import Hero
from planner.people import dressed
from planner.reader import Reader

_OPENS = re.compile(r"\s*([A-Z][a-z]{2,})\s+(?:has|is|was|had|does|can|never|always|[a-z]{3,}(?:s|ed))\b")
_PRONOUN = re.compile(r"\b(she|her|he|him|his)\b", re.IGNORECASE)


def named_hero(text: str, reader: Reader, rng: Random) -> Hero | None:
    """Who an English text opens with ("Mara has driven…"), of the sex its first pronoun tells; None for things, places
    and those nothing else is told of.
    """
    found, pronoun = _OPENS.match(text), _PRONOUN.search(text)
    if found is None or pronoun is None or is_foreign(text):
        return None
    opening = reader.understand(f"{found[1]} waits")
    thing = reader.understand(f"the {found[1].lower()}")
    if opening.place is not None or thing.mentions or thing.locales:
        return None
    hero = dressed("woman" if pronoun[1].lower() in {"she", "her"} else "man", reader, rng)
    return replace(hero, name=found[1], plain=found[1], looks=f"{found[1]}, {hero.looks}")


def named_in(text: str, heroes: Iterable[Hero]) -> Hero | None:
    """The first of the heroes with a name that a text calls by it."""
    return next((hero for hero in heroes if hero.name and re.search(rf"\b{re.escape(hero.name)}\b", text)), None)
