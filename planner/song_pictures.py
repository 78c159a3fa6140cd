"""What a music video shows of a performer, of people and of things, from the bank of its pictures."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from planner.hero import Hero
from planner.people import LIVING

_PLAYS = frozenset({"violinist", "cellist", "pianist", "drummer", "guitarist", "fiddler", "saxophonist", "bassist"})


def way_of(performer: Hero) -> str:
    """How somebody performs: "plays", "raps" or "sings"."""
    words = set(performer.noun.split())
    return "plays" if words & _PLAYS else "raps" if words & {"rapper", "mc"} else "sings"


def performance(performer: Hero, level: str) -> list[str]:
    """What is seen of a performance, straight to the camera; ``level`` is how loud it is: "low", "mid" or "high"."""
    pools: dict[str, list[str]] = _bank()["play" if way_of(performer) == "plays" else "sing"]
    return pools[level]


def performed(deed: str, performer: Hero) -> str:
    """A deed of the performance as this performer does it."""
    return deed.replace("singing", "rapping") if way_of(performer) == "raps" else deed


def moments(role: str, part: str) -> list[str]:
    """What somebody or something of a role does in a part of the song: each kind moves in its own way."""
    kinds: dict[str, list[str]] = _bank()["kinds"]
    usual = "lives" if role in LIVING else "things"
    kind = next((name for name, roles in kinds.items() if role in roles), usual)
    pools: dict[str, list[str]] = _bank()[kind]
    return pools[part]


def details() -> list[str]:
    """What a close look finds of a person."""
    found: list[str] = _bank()["details"]
    return found


def aboard() -> tuple[str, ...]:
    """The places of a journey by train; the first is where its chorus comes back to."""
    return tuple(_bank()["aboard"])


def deeds_at(place: str) -> tuple[str, ...]:
    """What people do at a place of a journey and nowhere else."""
    return tuple(_bank()["aboard"].get(place, ()))


def ways_of(role: str) -> list[str] | None:
    """Where what runs on rails can be seen."""
    found: list[str] | None = _bank()["ways"].get(role)
    return found


def is_built(place: str) -> bool:
    """Whether people built a place, so that its surroundings are a town's."""
    return any(word in place.lower() for word in _bank()["built"])


@cache
def _bank() -> dict[str, Any]:
    path = Path(__file__).parent / "tales" / "song_pictures.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
