"""Scenes for a text that tells its own story: a script, a told brief, or one in a language we do not write."""

import re
from dataclasses import dataclass, field, replace
from random import Random

from film.archetypes import Archetype
from film.brief import Telling
from film.fountain import Screenplay, read_screenplay
from film.language import Language
from film.plan import PlannedScene
from film.planning import PlanRequest
from film.shot import Framing, TimeOfDay, Weather
from planner.casting import LABELLED, subject_of
from planner.coverage import Setup, cover
from planner.dialogue import Dialogue
from planner.foreign import is_foreign
from planner.gloss import DOER
from planner.hero import Hero, make_hero, nobody
from planner.named_hero import named_hero, named_in
from planner.people import LIVING
from planner.premise import WORLDS, Premise, deed_phrase
from planner.reader import Reader
from planner.reading import Mention, Reading
from planner.screenwriting import Dealer, Passage, follow, passages_of
from planner.shot import Action
from planner.story_beats import beats_of, usual_deed
from planner.talk import conversation
from planner.titles import own_title
from planner.tokens import PLACE_PREPOSITIONS, with_article

_ANGLES = ("from the other side", "a little further on", "seen from afar", "closer in", "at its edge", "in other light")
_NEXT_VIEWS = (Framing.MEDIUM, Framing.CLOSE, Framing.WIDE)
_ALIVE = LIVING | {"fish", "whale"}
_CALM_DEEDS = ("looking up", "standing quietly", "walking along", "looking around", "sitting quietly")


def rooms_of(request: PlanRequest) -> list[int]:
    """How much each scene has time for."""
    if request.structure is None:
        return [request.max_words_per_scene] * request.scene_count
    return [max(1, slot.max_words) for slot in request.structure.beats]


@dataclass
class _Continuity:
    """What holds from one passage to the next: ``lead``, whom the film is about, ``hero``, who was last seen,
    where and when, and everybody's looks."""

    lead: Hero
    hero: Hero
    setting: str | None
    world: str
    time: TimeOfDay | None
    weather: Weather | None
    looks: dict[str, Hero] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A text as scenes. ``cast`` are those who speak, by name; ``seen`` is who else it is about."""

    scenes: list[PlannedScene]
    cast: tuple[tuple[str, Hero], ...]
    seen: list[Hero]
    title: str | None = None


def self_told(premise: Premise, reader: Reader, request: PlanRequest, rng: Random) -> Told:
    """The brief's script, or a prompt that tells its own story, with one scene for each beat of the request.

    A structure that names who speaks is staged line by line; anything else is told in the text's own sentences.
    """
    brief = premise.brief
    text = brief.script or brief.prompt
    play = read_screenplay(text)
    if brief.script is None and may_talk(request):
        play, request = conversation(premise, request, rng)
    elif (named := named_hero(text, reader, rng)) is not None and not play.speakers:
        premise = replace(premise, hero=named)
    if _is_staged(request):
        dialogue = Dialogue(play, premise, reader, rng)
        return Told(dialogue.scenes(request), tuple(dialogue.cast.items()), [], _title(play, request.language))
    if request.structure is not None and any(slot.heard for slot in request.structure.beats):
        parts = follow(play, request.structure.beats)
    else:
        narrated = brief.story is not None and brief.story.telling is Telling.NARRATED
        dealer = Dealer(rooms_of(request), request.pace)
        parts = dealer.deal(passages_of(play, narrated=narrated))
    scenes, cast = _passage_scenes(premise, reader, request, parts, rng)
    return Told(scenes, cast, [premise.hero], _title(play, request.language) or premise.hero.name)


def may_talk(request: PlanRequest) -> bool:
    """Whether a film without a script is one in which people talk, in the language of our conversations."""
    structure = request.structure
    dialogue = structure is not None and structure.archetype is Archetype.DIALOGUE
    return dialogue and request.brief.script is None and request.language is Language.ENGLISH


def _is_staged(request: PlanRequest) -> bool:
    structure = request.structure
    if structure is None or structure.archetype is not Archetype.DIALOGUE:
        return False
    return any(slot.speaker and slot.heard for slot in structure.beats)


def _title(play: Screenplay, language: Language) -> str | None:
    return own_title(play.title, language) if play.title else None


def _passage_scenes(
    premise: Premise, reader: Reader, request: PlanRequest, parts: list[Passage], rng: Random
) -> tuple[list[PlannedScene], tuple[tuple[str, Hero], ...]]:
    now = _Continuity(premise.hero, premise.hero, premise.setting, premise.world, premise.time, premise.weather)
    if premise.subject is not None and premise.hero.name is None:
        now.looks[premise.subject.word] = premise.hero
    if premise.hero.name is not None:
        now.looks[premise.hero.name.lower()] = premise.hero
    spare = cover(
        beats_of(request),
        advice=request.structure.beats if request.structure else (),
        world=premise.world,
        first_setting=premise.setting,
        place=premise.place,
        time=premise.time,
        weather=premise.weather,
        rng=rng,
    )
    scenes: list[PlannedScene] = []
    for part, setup in zip(parts, spare, strict=True):
        scenes.append(_scene(part, setup, scenes, now, reader, rng))
    speakers = dict.fromkeys(scene.speaker for scene in scenes if scene.speaker)
    return scenes, tuple((name, now.looks[name.lower()]) for name in speakers)


def _scene(
    part: Passage, setup: Setup, scenes: list[PlannedScene], now: _Continuity, reader: Reader, rng: Random
) -> PlannedScene:
    heading = reader.phrase(_plain_heading(part.heading), "in the") if part.heading else None
    said = reader.told(f"{part.text} ") if part.text else reader.told(part.context)
    wider = reader.told(part.context or part.text)
    view = _view(said) if reader.abroad and part.text else None
    if view is None or now.setting is None:
        _move(now, heading, said, wider)
    else:
        now.time, now.weather = said.time or now.time, said.weather or now.weather
    hero = _who(part, said, wider, now, reader, rng) if view is None else nobody()
    setting = view or now.setting or setup.setting
    time = now.time or setup.time
    framing, camera = setup.framing, setup.camera
    setting, framing = _fresh(setting, framing, {(s.setting, s.framing) for s in scenes if s.time_of_day is time})
    if scenes and (scenes[-1].setting, scenes[-1].framing) == (setting, framing):
        framing = next(option for option in (*_NEXT_VIEWS, *Framing) if option is not framing)
    if scenes and (scenes[-1].framing, scenes[-1].camera) == (framing, camera):
        camera = next(move for move in type(camera) if move is not camera)
    talking = part.speaker is not None and bool(part.text)
    return PlannedScene(
        setting=setting,
        time_of_day=time,
        weather=now.weather or setup.weather,
        subject=hero.looks,
        action="talking" if talking else _deed(part, said, wider, hero, rng),
        framing=framing,
        camera=camera,
        narration=part.text,
        speaker=part.speaker if talking else None,
        on_screen_text=None,
        weight=1.0 if part.text else 0.8,
        characters=[],
        location=None,
        avoid=None,
    )


def _view(said: Reading) -> str | None:
    """The place of a passage that shows nothing else; nobody has to be seen there."""
    if said.locale is None or said.mentions or said.deeds:
        return None
    return _standing(said.locale.phrase)


def _fresh(setting: str, framing: Framing, taken: set[tuple[str, Framing]]) -> tuple[str, Framing]:
    """A view of the place that has not been shot at this time: another framing, else another angle."""
    for place in (setting, *(f"{setting}, {angle}" for angle in _ANGLES)):
        for option in (framing, *Framing):
            if (place, option) not in taken:
                return place, option
    return f"{setting}, view {len(taken) + 1}", framing


def _move(now: _Continuity, heading: Reading | None, said: Reading, wider: Reading) -> None:
    """Go where the heading or the passage leads, and let its time and weather hold until told otherwise."""
    for reading in (said, wider, heading):
        if reading is None:
            continue
        if reading.locale is not None and not _is_looked_at(reading):
            phrase = reading.locale.phrase.lower() if reading is heading else reading.locale.phrase
            now.setting, now.world = _standing(phrase), WORLDS[reading.locale.setting]
            break
        if reading.place is not None and reading.place_phrase:
            now.setting, now.world = reading.place_phrase, WORLDS[reading.place.setting]
            break
    else:
        if now.setting is None and (subject := subject_of(wider)) is not None and subject.setting is not None:
            now.world = WORLDS[subject.setting]
    now.time = said.time or (heading.time if heading else None) or wider.time or now.time
    now.weather = said.weather or (heading.weather if heading else None) or wider.weather or now.weather


def _is_looked_at(reading: Reading) -> bool:
    """Whether a place is only seen from where one is."""
    far = reading.locale is not None and reading.locale.phrase.lower() in {
        "the sky",
        "the waves",
        "the sea",
        "the stars",
    }
    return far and any(deed.action is Action.LOOK_UP for deed in reading.deeds)


def _who(part: Passage, said: Reading, wider: Reading, now: _Continuity, reader: Reader, rng: Random) -> Hero:
    """Who is seen: the speaker, else whom the passage names, else who was seen last. Looks stay with the name."""
    if part.speaker is not None and part.text:
        return now.looks.setdefault(part.speaker.lower(), _speaker_looks(part.speaker, now, reader, rng))
    if (named := named_in(part.text, now.looks.values())) is not None:
        now.hero = named
        return named
    subject = subject_of(said) or subject_of(wider)
    first = next(iter(said.mentions or wider.mentions), None)
    if first is not None and first.word in {"he", "she"}:
        return next((hero for hero in reversed(now.looks.values()) if hero.pronoun == first.word), now.lead)
    in_passing = subject is None or subject.link in PLACE_PREPOSITIONS | {"of", "for"}
    if subject is None or in_passing or subject.word == DOER.split()[-1]:
        return now.lead if now.lead.role in _ALIVE else now.hero
    known = next((hero for word, hero in now.looks.items() if word.split()[-1] == subject.word.split()[-1]), None)
    if known is None and now.hero.role in _ALIVE and subject.kind.value not in _ALIVE:
        # A thing in a sentence is around whom the film is about, and does not take their place.
        return now.lead if now.lead.role in _ALIVE else now.hero
    if known is None:
        known = now.looks[subject.word] = make_hero(subject, wider, rng)
    now.hero = known
    return known


def _speaker_looks(name: str, now: _Continuity, reader: Reader, rng: Random) -> Hero:
    """A known character of that name ("KEEPER"), else a person of their own."""
    words = set(name.lower().split())
    known = next((hero for word, hero in now.looks.items() if words & set(word.split())), None)
    if known is not None:
        return known
    if now.hero.role in {"person", "child", "robot"} and not now.looks:
        return now.hero
    role = reader.phrase(name.lower(), "the")
    mention = role.mentions[0] if role.mentions else None
    if mention is None or mention.kind in LABELLED:
        noun = rng.choice(("woman", "man"))
        role = reader.understand(f"a {noun}")
        mention = Mention(role.mentions[0].kind, noun, noun, 1, 2)
    return make_hero(mention, role, rng)


def _deed(part: Passage, said: Reading, wider: Reading, hero: Hero, rng: Random) -> str:
    deed = None if is_foreign(wider.text) else deed_phrase(said) or deed_phrase(wider)
    if hero.role == "place":
        return ""
    subject = subject_of(said)
    if not part.text and hero.role in {"person", "child", "robot"}:
        # A picture between the words does not show their deed twice.
        return rng.choice(_CALM_DEEDS)
    if part.text and hero.role in LIVING and subject is not None and subject.kind.value not in _ALIVE and said.text:
        deed = deed if subject.link or said.mentions[0] is not subject else f"looking at {with_article(subject.phrase)}"
    if deed is None and hero.role in {"person", "child", "robot"}:
        return rng.choice(_CALM_DEEDS)
    return deed or usual_deed(hero.role)


def _standing(phrase: str) -> str:
    words = phrase.split()
    if words[0].lower() in {"his", "her", "their", "my", "our", "its", "your"} and len(words) > 1:
        return with_article(" ".join(words[1:]))
    return phrase


def _plain_heading(heading: str) -> str:
    """ "INT. KITCHEN - NIGHT" as a phrase the reader knows after "in the": "kitchen, night"."""
    inside = re.sub(
        r"^\s*(?:\d+[.)]?\s*)?(?:INT|EXT|EST|I/E)[./]*\s*(?:/?EXT\.?)?\s*", "", heading, flags=re.IGNORECASE
    )
    return re.sub(r"\s+[-–—]+\s+", ", ", inside).lower()
