"""The banks of lines and places, read once from ``tales/*.yaml``."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from film.plan import MusicMood
from film.shot import TimeOfDay, Weather

_FOLDER = Path(__file__).parent / "tales"
_SURROUNDINGS = {"headland": "coast", "corner": "city", "plot": "country"}
_TALES = ("robot", "person", "child", "animal", "machine", "light", "quest")


class Beat(StrEnum):
    """What a scene does for the story."""

    OPEN = "open"
    WORLD = "world"
    WANT = "want"
    GO = "go"
    DETAIL = "detail"
    TROUBLE = "trouble"
    TURN = "turn"
    CHANGE = "change"
    END = "end"


@dataclass(frozen=True)
class Line:
    """One sentence to say, with its slots open, and what is seen meanwhile (None: decide by the subject).

    The sets say where it is at home; an empty one means anywhere.
    """

    say: str
    do: str | None = None
    worlds: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    weathers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def fits(self, *, world: str, time: str, weather: str, role: str) -> bool:
        """Whether the line is at home here; what stands in one spot shares the lines of the world around it."""
        world = _SURROUNDINGS.get(world, world)
        return (
            (not self.worlds or world in self.worlds)
            and (not self.times or time in self.times)
            and (not self.weathers or weather in self.weathers)
            and (not self.roles or role in self.roles)
        )

    @property
    def closeness(self) -> int:
        """How much it says about this very moment: lines that name their home come first."""
        return sum(bool(home) for home in (self.worlds, self.times, self.weathers, self.roles))


@dataclass(frozen=True)
class Tale:
    """A small story that can happen to some kinds of hero.

    ``weather`` and ``time`` are those it begins with when the brief leaves them open; a brief with fairer weather
    rules it out. One that ``clears`` ends in a clear dawn; ``trades`` is for people with one, and
    ``needs`` is what the brief must tell ("wish", "venture").
    """

    name: str
    roles: frozenset[str]
    worlds: frozenset[str]
    moods: dict[MusicMood, int]
    titles: tuple[str, ...]
    logline: str
    lines: dict[Beat, tuple[Line, ...]]
    weather: Weather | None = None
    time: TimeOfDay | None = None
    clears: bool = False
    trades: bool = False
    needs: str | None = None

    def is_at_home(self, world: str) -> bool:
        """Whether it can happen in a world."""
        return not self.worlds or _SURROUNDINGS.get(world, world) in self.worlds


@dataclass(frozen=True)
class Stop:
    """A place in a world, and the beats it is best for."""

    phrase: str
    beats: frozenset[str] = field(default_factory=frozenset)


@cache
def tales() -> tuple[Tale, ...]:
    """All stories."""
    return tuple(_tale(entry) for name in _TALES for entry in _read(name))


@cache
def between() -> dict[Beat, tuple[Line, ...]]:
    """What can be told between the turns of any story."""
    return {Beat(beat): tuple(_between(entry) for entry in entries) for beat, entries in _read("between").items()}


@cache
def routes() -> dict[str, tuple[Stop, ...]]:
    """The places of each world, its own view first."""
    return {world: tuple(_stop(entry) for entry in entries) for world, entries in _read("routes").items()}


@cache
def ads() -> dict[str, Any]:
    """Lines of advertisements by kind of product and beat."""
    return dict(_read("ads"))


@dataclass(frozen=True)
class Talk:
    """A conversation of two. ``signs`` are words of a brief that ask for it; an exchange is a line and its reply."""

    signs: frozenset[str]
    opening: tuple[str, str]
    middle: tuple[tuple[str, str], ...]
    closing: tuple[str, str]


@cache
def talks() -> tuple[Talk, ...]:
    """All conversations; the last suits any two."""
    return tuple(
        Talk(
            signs=frozenset(entry["signs"]),
            opening=tuple(entry["opening"]),
            middle=tuple(tuple(exchange) for exchange in entry["middle"]),
            closing=tuple(entry["closing"]),
        )
        for entry in _read("talks")
    )


@cache
def songs() -> dict[str, Any]:
    """Lines of songs by mood and part."""
    return dict(_read("songs"))


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _tale(entry: dict[str, Any]) -> Tale:
    return Tale(
        name=entry["id"],
        roles=frozenset(entry["for"]),
        worlds=frozenset(entry.get("worlds", ())),
        moods={MusicMood(mood): weight for mood, weight in entry["moods"].items()},
        titles=tuple(entry["titles"]),
        logline=entry["logline"],
        lines={beat: tuple(_line(text) for text in entry[beat.value]) for beat in Beat if beat.value in entry},
        weather=Weather(entry["weather"]) if "weather" in entry else None,
        time=TimeOfDay(entry["time"]) if "time" in entry else None,
        clears=entry.get("clears", False),
        trades=entry.get("trades", False),
        needs=entry.get("needs"),
    )


def _line(text: str) -> Line:
    say, _, do = text.partition(" => ")
    return Line(say=say.strip(), do=do.strip() or None)


def _between(entry: dict[str, Any]) -> Line:
    return Line(
        say=entry["say"],
        do=entry.get("do"),
        worlds=frozenset(entry.get("world", ())),
        times=frozenset(entry.get("when", ())),
        weathers=frozenset(entry.get("weather", ())),
        roles=frozenset(entry.get("for", ())),
    )


def _stop(entry: str) -> Stop:
    phrase, _, beats = entry.partition(" | ")
    return Stop(phrase=phrase.strip(), beats=frozenset(beats.split()))
