"""Who and what returns in a film: listed once, with wording that never changes, and how they sound."""

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from film.brief import Brief
from film.plan import MusicMood, PlannedCharacter, PlannedLocation, PlannedScene
from film.reference import Reference, ReferenceKind
from planner.hero import Hero, make_hero
from planner.reader import Reader
from planner.reading import Mention
from planner.shot import ActorKind
from planner.tokens import singular, with_article, word_set

BEINGS = frozenset({"person", "child", "robot"})
LIVING = BEINGS | {"dog", "cat", "fox", "horse", "bird"}
_ANGLE = re.compile(
    r",? (?:from the other side|a little further on|seen from afar|closer in|at its edge|in other light|"
    r"further on \(\d+\)|view \d+|the middle of the picture left clear)$"
)
_GROUPS = word_set(
    "people family team couple band crowd friends lovers twins customer guest everyone he she person human"
)
_AGES = (
    (word_set("grandmother grandfather granny grandma grandpa old elderly anciana anciano widow"), "70s"),
    (word_set("mother father mum mom dad parent captain keeper manager boss king queen doctor fisherman"), "40s"),
    (word_set("girl boy kid child toddler"), "child"),
    (word_set("student teenager teen youth young skater"), "20s"),
)
_TIMBRES = {
    MusicMood.WARM: "warm",
    MusicMood.HOPEFUL: "bright",
    MusicMood.PLAYFUL: "lively",
    MusicMood.DREAMY: "soft",
    MusicMood.EPIC: "deep",
    MusicMood.TENSE: "low",
    MusicMood.MELANCHOLIC: "quiet",
    MusicMood.ENERGETIC: "bold",
}


def person_in(text: str, reader: Reader, rng: Random) -> Hero | None:
    """One person of those a text speaks of ("young parents" is a young parent); None when it speaks of none."""
    reading = reader.understand(text)
    found = next((m for m in reading.mentions if m.kind in {ActorKind.PERSON, ActorKind.CHILD}), None)
    if found is None or found.word in _GROUPS:
        return None
    words = [*found.modifiers[-2:], singular(found.word)]
    return dressed(" ".join(word for word in words if word.isalpha()), reader, rng)


def dressed(phrase: str, reader: Reader, rng: Random) -> Hero:
    """The person a phrase describes, its clothes chosen where it names none."""
    reading = reader.understand(with_article(phrase))
    found = next((m for m in reading.mentions if m.kind in {ActorKind.PERSON, ActorKind.CHILD}), None)
    if found is None:
        found = Mention(ActorKind.PERSON, phrase.rsplit(maxsplit=1)[-1], phrase, 0, 0)
    return make_hero(found, reading, rng)


def voice_of(hero: Hero, mood: MusicMood) -> str:
    """How somebody sounds, for whoever chooses the voice: "warm woman, 40s"."""
    words = set(re.findall(r"\w+", f"{hero.plain} {hero.noun}".lower()))
    age = next((age for signs, age in _AGES if signs & words), "30s")
    if hero.role == "child" or age == "child":
        return f"{_TIMBRES[mood]} {'girl' if hero.pronoun == 'she' else 'boy'}, child"
    if hero.role != "person":
        return f"{_TIMBRES[mood]} {'robot' if hero.role == 'robot' else 'character'} voice"
    return f"{_TIMBRES[mood]} {'man' if hero.pronoun == 'he' else 'woman'}, {age}"


def called(hero: Hero) -> str:
    """The name a film's list of characters has for somebody."""
    return hero.name or f"The {' '.join(word.capitalize() for word in hero.noun.split())}"


def reference_of(brief: Brief, kind: ReferenceKind) -> Reference | None:
    """The brief's first reference of a kind."""
    return next((reference for reference in brief.references if reference.kind is kind), None)


def like_reference(hero: Hero, reference: Reference | None) -> Hero:
    """The hero as a reference shows it: with its name, and with its looks where it says them."""
    if reference is None:
        return hero
    looks = reference.looks.strip() or hero.looks
    if reference.name.lower() not in looks.lower():
        looks = f"{reference.name}, {looks}" if looks else reference.name
    return Hero(
        role=hero.role if hero.role not in {"place", "orb"} else "person",
        noun=hero.noun if hero.role not in {"place", "orb"} else "character",
        plain=reference.name,
        looks=looks,
        pronoun=hero.pronoun,
        name=reference.name,
        idea=hero.idea,
    )


def listed(
    scenes: Sequence[PlannedScene], cast: Sequence[PlannedCharacter], place: Reference | None = None
) -> tuple[list[PlannedScene], list[PlannedCharacter], list[PlannedLocation]]:
    """The scenes with the names of whom and where they show, and the lists of those.

    A character is in a scene whose subject begins with its looks or that it speaks in; a location is listed when two
    scenes play there, or when a reference shows it. Characters nobody sees are left out.
    """
    settings = Counter(_home(scene.setting) for scene in scenes if scene.setting)
    homes = {home for home, count in settings.items() if count > 1}
    locations = [PlannedLocation(name=_name(home), looks=home) for home in settings if home in homes]
    if place is not None:
        named = [home for home in settings if place.name.lower() in home.lower()]
        locations = [entry for entry in locations if entry.looks not in named]
        if named:
            locations.insert(0, PlannedLocation(name=place.name, looks=place.looks or named[0]))
    told = []
    for scene in scenes:
        seen = [c.name for c in cast if _shows(scene, c)]
        seen = list(dict.fromkeys([*scene.characters, *seen]))
        home = _home(scene.setting)
        where = scene.location or next((entry.name for entry in locations if entry.looks == home), None)
        if place is not None and place.name.lower() in home.lower():
            where = place.name
        told.append(scene.model_copy(update={"characters": seen, "location": where}))
    shown = {name for scene in told for name in scene.characters}
    return told, [c for c in cast if c.name in shown], locations


def _shows(scene: PlannedScene, character: PlannedCharacter) -> bool:
    spoken = scene.speaker is not None and scene.speaker.lower() == character.name.lower()
    return spoken or bool(character.looks and scene.subject.startswith(character.looks))


def _home(setting: str) -> str:
    """A setting without the angle it is seen from."""
    bare = _ANGLE.sub("", setting)
    return bare if bare == setting else _home(bare)


def _name(setting: str) -> str:
    """A short name for a place: its phrase without what follows its noun, in capitals."""
    bare = re.sub(r"^(?:an?|the) ", "", setting)
    head = re.split(
        r",| (?:in|on|with|by|under|of|at|above|between|beside|before|behind|from|to|where|late|after) ", bare
    )[0]
    return head[:1].upper() + head[1:]
