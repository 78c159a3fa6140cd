"""What words mean to the scene kit: settings, actors, actions, light and camera, read once from ``words/*.yaml``."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.shot import Action, ActorKind, Setting
from planner.tokens import Token, past, present_participle, singular, third_person

Meaning = ActorKind | Setting | Action | TimeOfDay | Weather | Framing | CameraMove
_Kind = TypeVar("_Kind", bound=StrEnum)
_FOLDER = Path(__file__).parent / "words"
_LONGEST = 4


@dataclass(frozen=True)
class Sense:
    """One meaning of a word or phrase. ``as_noun`` means that it only counts after an article or the like;

    ``setting`` is where such an actor is found, ``verb`` the base form of an action's word.
    """

    meaning: Meaning
    word: str
    as_noun: bool = False
    setting: Setting | None = None
    verb: str | None = None


@dataclass(frozen=True)
class Place:
    """A known place and the setting its name suggests."""

    name: str
    setting: Setting


@dataclass(frozen=True)
class Lexicon:
    """All vocabularies. ``likenesses`` are the phrases the sentence model compares unknown words with."""

    senses: dict[str, tuple[Sense, ...]]
    places: dict[str, Place]
    colours: dict[str, str]
    materials: dict[str, str]
    neon: frozenset[str]
    wearables: frozenset[str]
    homes: dict[ActorKind, Setting]
    kind_likenesses: dict[ActorKind, tuple[str, ...]]
    setting_likenesses: dict[Setting, tuple[str, ...]]
    participles: frozenset[str] = field(default_factory=frozenset)

    def match(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Sense, ...]]:
        """The longest known phrase at ``start``: how many tokens it takes, and its senses; ``(0, ())`` if none."""
        for length, phrase in _phrases(tokens, start):
            if phrase in self.senses:
                return length, self.senses[phrase]
        return 0, ()

    def place_at(self, tokens: Sequence[Token], start: int) -> tuple[int, Place | None]:
        """The known place named at ``start``, and how many tokens its name takes."""
        for length, phrase in _phrases(tokens, start):
            if phrase in self.places:
                return length, self.places[phrase]
        return 0, None

    def colour(self, word: str) -> str | None:
        """A colour's or material's ``#rrggbb``."""
        return self.colours.get(word) or self.materials.get(word)


def _phrases(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
    """The phrases that begin at a token, longest first, as written and in the singular."""
    for length in range(min(_LONGEST, len(tokens) - start), 0, -1):
        words = [token.low for token in tokens[start : start + length]]
        if not all(token.is_word for token in tokens[start : start + length]):
            continue
        yield length, " ".join(words)
        last = words[-1].removesuffix("'s")
        yield length, " ".join([*words[:-1], singular(last)])


@cache
def load_lexicon() -> Lexicon:
    """The vocabularies of the package."""
    actors, settings, shots, looks = (_read(f"{name}.yaml") for name in ("actors", "settings", "shots", "looks"))
    senses: dict[str, list[Sense]] = defaultdict(list)
    for kind, entry in actors.items():
        _add_nouns(senses, ActorKind(kind), entry["words"])
    for setting, entry in settings.items():
        _add_nouns(senses, Setting(setting), entry["words"])
    for enum, key in ((TimeOfDay, "time_of_day"), (Weather, "weather"), (Framing, "framing"), (CameraMove, "camera")):
        for value, words in shots[key].items():
            for word in _split(words):
                senses[word].append(Sense(enum(value), word))
    participles = _add_verbs(senses, shots["action"], shots["irregular_verbs"])
    return Lexicon(
        senses={phrase: tuple(found) for phrase, found in senses.items()},
        places=_places(_read("places.yaml")),
        colours=looks["colours"],
        materials=looks["materials"],
        neon=frozenset(_split(looks["neon"])),
        wearables=frozenset(_split(looks["wearables"])),
        homes={ActorKind(kind): Setting(entry["home"]) for kind, entry in actors.items()},
        kind_likenesses={ActorKind(kind): tuple(entry["like"]) for kind, entry in actors.items()},
        setting_likenesses={Setting(name): tuple(entry["like"]) for name, entry in settings.items()},
        participles=frozenset(participles),
    )


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return content


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _add_nouns(senses: dict[str, list[Sense]], meaning: ActorKind | Setting, words: str) -> None:
    for entry in _split(words):
        noun, _, setting = entry.partition("@")
        word = noun.removesuffix("?")
        where = Setting(setting) if setting else None
        senses[word].append(Sense(meaning, word, as_noun=noun.endswith("?"), setting=where))


def _add_verbs(senses: dict[str, list[Sense]], actions: dict[str, str], irregular: dict[str, str]) -> set[str]:
    """Every form of every verb; returns the present participles."""
    participles = set()
    for action, verbs in actions.items():
        for verb in _split(verbs):
            forms = {verb, third_person(verb), present_participle(verb), past(verb), *_split(irregular.get(verb, ""))}
            participles.add(present_participle(verb))
            for form in forms:
                senses[form].append(Sense(Action(action), form, verb=verb))
    return participles


def _places(entries: dict[str, dict[str, str]]) -> dict[str, Place]:
    places = {}
    for name, entry in entries.items():
        for phrase in _split(entry["names"]):
            places[phrase] = Place(name, Setting(entry["in"]))
    return places
