"""The reader: any prompt becomes a shot the artist can draw."""

import re
from functools import lru_cache

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.casting import cast_actors, subject_of
from planner.embedding import Embedder
from planner.fields import Fields, split_fields
from planner.guess import Guesser
from planner.lexicon import load_lexicon
from planner.observer import Observer
from planner.reading import Reading, first
from planner.retake import redirect
from planner.shot import Action, Actor, ActorKind, Setting, Shot
from planner.tokens import PLACE_PREPOSITIONS

_VAGUE_HOMES = frozenset({ActorKind.PERSON, ActorKind.CHILD, ActorKind.ROBOT, ActorKind.ORB, ActorKind.DOG})
_RIDDEN = {
    ActorKind.CAR: Setting.ROAD,
    ActorKind.HOUSE: Setting.LIVING_ROOM,
    ActorKind.BOAT: Setting.OPEN_SEA,
    ActorKind.TRAIN: Setting.CAFE,
}
_BESIDE = {
    ActorKind.BOAT: Setting.ROCKY_COAST,
    ActorKind.LIGHTHOUSE: Setting.ROCKY_COAST,
    ActorKind.WHALE: Setting.ROCKY_COAST,
    ActorKind.HORSE: Setting.HILLS,
    ActorKind.TENT: Setting.FOREST,
}
"""Where people are who have such a thing beside them."""
_COLOUR = re.compile(r"#[0-9a-f]{6}\b|[\w-]+")
_OTHER_WORLDS = frozenset({"mars"})
_TRAVELS = frozenset({Action.WALK, Action.RUN, Action.RIDE, Action.FLY, Action.SWIM})
_PRODUCTS_BY_DEFAULT = frozenset({Setting.STUDIO, Setting.MARBLE_COUNTER})


class Reader:
    """Reads prompts by rules and vocabularies first, by the sentence model where words are unknown."""

    abroad = False
    """Whether the brief is in another language than English."""

    def __init__(self, embedder: Embedder) -> None:
        self._lexicon = load_lexicon()
        self._guesser = Guesser(embedder, self._lexicon)

    def read(self, prompt: str, *, seed: int) -> Shot:
        """The shot a prompt describes; a ``Direction:`` at its end overrides what came before."""
        self._guesser.prepare()
        fields = split_fields(prompt)
        shot = self._shot(fields, seed)
        if fields.direction:
            shot = redirect(shot, Observer(self._lexicon, fields.direction, terms=True).read())
        return shot

    def understand(self, text: str) -> Reading:
        """Everything a text says that the scene kit knows."""
        return _understood(text)

    def told(self, text: str) -> Reading:
        """What a text of the brief says: as ``understand``, in whatever language the brief is."""
        return self.understand(text)

    def phrase(self, text: str, lead: str) -> Reading:
        """What a phrase of the brief says that stands without its article or preposition, which is ``lead``."""
        return self.understand(f"{lead} {text}")

    def opening(self, text: str, script: str | None) -> Reading:  # noqa: ARG002 - read abroad
        """What a film starts from: its prompt, or its script for whom that does not name abroad."""
        return self.understand(text)

    def product(self, text: str) -> Reading:
        """What an advertisement shows."""
        return self.understand(text)

    def setting_of(self, reading: Reading) -> Setting:
        """Where a text plays: as it says, or where its subject is at home."""
        return self._setting(reading, self._actors(reading))

    def actors_of(self, reading: Reading) -> tuple[Actor, ...]:
        """Who and what a text shows, the subject first."""
        return self._actors(reading)

    def _shot(self, fields: Fields, seed: int) -> Shot:
        scene, where = self.understand(fields.scene), self.understand(fields.setting)
        actors = self._actors(scene, guess=not fields.setting)
        place = scene.place if where.place is None else where.place
        setting = self._named_setting(where, fields.setting) or self._setting(scene, actors)
        time = fields.time or where.time or scene.time
        weather = fields.weather or where.weather or scene.weather
        framing = fields.framing or first(scene.framings) or _framing(actors)
        return Shot(
            setting=setting,
            time_of_day=time or (TimeOfDay.NIGHT if setting is Setting.SPACE else TimeOfDay.DAY),
            weather=weather or _weather(actors),
            framing=framing,
            camera=fields.camera or first(scene.cameras) or _camera(actors, framing),
            actors=actors,
            accent=first(scene.colours) or self._first_colour(fields.look),
            place=place.name if place else None,
            seed=seed,
        )

    def _first_colour(self, look: str) -> str | None:
        """The leading colour of a film's look, named or as ``#rrggbb``, which is its accent."""
        palette = look.partition("palette of ")[2] or look
        named = (m[0] if m[0][0] == "#" else self._lexicon.colours.get(m[0]) for m in _COLOUR.finditer(palette.lower()))
        return next((colour for colour in named if colour is not None), None)

    def _actors(self, reading: Reading, *, guess: bool = True) -> tuple[Actor, ...]:
        actors = cast_actors(reading)
        if actors or not guess:
            return actors
        found = self._guesser.kind(reading.unknown)
        if found is not None and found[1] not in reading.absent:
            phrase, kind = found
            action = next((deed.action for deed in reading.deeds), Action.IDLE)
            label = reading.labels[0] if reading.labels else None
            return (Actor(kind=kind, action=action, traits=tuple(phrase.lower().split()), label=label),)
        if reading.unknown and reading.deeds and ActorKind.PERSON not in reading.absent:
            return (self._stand_in(reading),)
        if reading.locales or reading.place or ActorKind.PERSON in reading.absent:
            return ()
        return (self._stand_in(reading),)

    def _stand_in(self, reading: Reading) -> Actor:
        """Somebody for a prompt that names nobody: a person for a deed, a glow for an idea."""
        deed = first(reading.deeds)
        if deed is not None and deed.action is not Action.GLOW:
            return Actor(kind=ActorKind.PERSON, action=deed.action)
        return Actor(kind=ActorKind.ORB, action=Action.GLOW)

    def _named_setting(self, reading: Reading, text: str) -> Setting | None:
        """The setting a "Setting:" field names, by words, by place or by likeness."""
        if not text:
            return None
        if reading.locales:
            return reading.locales[0].setting
        subject = subject_of(reading)
        if subject is not None:
            return _RIDDEN.get(subject.kind) or subject.setting or self._lexicon.homes[subject.kind]
        return reading.place.setting if reading.place else self._guesser.setting([text])

    def _setting(self, reading: Reading, actors: tuple[Actor, ...]) -> Setting:
        if reading.place is not None and reading.place.name in _OTHER_WORLDS:
            return reading.place.setting
        locale = next((found for found in reading.locales if found.setting not in reading.absent), None)
        if reading.locale is not None and locale is not None:
            return reading.locale.setting if reading.locale.setting not in reading.absent else locale.setting
        around = next((m for m in reading.mentions if m.link in PLACE_PREPOSITIONS and m.kind in _RIDDEN), None)
        if around is not None:
            return _RIDDEN[around.kind]
        if reading.place is not None:
            return reading.place.setting
        subject = subject_of(reading)
        if subject is not None and subject.setting is not None:
            return subject.setting
        if actors and actors[0].kind not in _VAGUE_HOMES:
            return self._lexicon.homes[actors[0].kind]
        hint = next((m.setting for m in reading.mentions if m.setting is not None), None)
        beside = next((_BESIDE[m.kind] for m in reading.mentions if m.kind in _BESIDE and m is not subject), None)
        guessed = hint or beside or self._guesser.setting([reading.text[:400], *reading.unknown])
        # A person is not put on a product's plinth by a vague likeness.
        if guessed is not None and not (actors and guessed in _PRODUCTS_BY_DEFAULT):
            return guessed
        return self._lexicon.homes[actors[0].kind] if actors else Setting.HILLS


@lru_cache(maxsize=1024)
def _understood(text: str) -> Reading:
    """A plan reads the same few texts again and again."""
    return Observer(load_lexicon(), text).read()


def _framing(actors: tuple[Actor, ...]) -> Framing:
    return Framing.MEDIUM if actors else Framing.WIDE


def _camera(actors: tuple[Actor, ...], framing: Framing) -> CameraMove:
    if actors and actors[0].action in _TRAVELS:
        return CameraMove.TRACK
    return CameraMove.PAN_RIGHT if framing is Framing.WIDE and not actors else CameraMove.PUSH_IN


def _weather(actors: tuple[Actor, ...]) -> Weather:
    """Clear, but a kite wants wind."""
    windy = any(ActorKind.KITE in {actor.kind, actor.holding} for actor in actors)
    return Weather.WINDY if windy else Weather.CLEAR
