"""What a short brief leaves open: filled in by rule, and said, so that a person can object before anything is made."""

import re
from collections.abc import Collection
from random import Random

from film.archetypes import Archetype
from film.brief import AdBrief, Brief, Mode, SongBrief
from film.choosing import choose
from film.plan import MusicMood
from film.told import tells_itself
from planner.ad_kinds import ad_mood, product_kind
from planner.ad_lines import usual_call
from planner.casting import LABELLED
from planner.claims import audience_of
from planner.foreign import is_foreign, speaks_abroad
from planner.goods import goods_of
from planner.music_video import performer_of
from planner.names import blank
from planner.pitch import product_name, usual_audience
from planner.premise import Premise, read_premise
from planner.reader import Reader
from planner.reader_abroad import reader_of
from planner.shot import ActorKind
from planner.titles import without_request

_GENRES = {
    "rock": "rock guitar punk grunge band",
    "techno": "techno rave club edm electronic house",
    "jazz": "jazz saxophone swing",
    "hip-hop": "rap rapper hip-hop hiphop trap street",
    "folk": "folk acoustic country banjo campfire",
    "lullaby": "lullaby sleep cradle",
    "ballad": "ballad piano slow",
    "classical": "orchestra violin cello symphony classical",
}
_GENRE_OF_MOOD = {
    MusicMood.WARM: "acoustic soul",
    MusicMood.HOPEFUL: "indie pop",
    MusicMood.PLAYFUL: "bright pop",
    MusicMood.DREAMY: "dream pop",
    MusicMood.EPIC: "cinematic pop",
    MusicMood.TENSE: "dark electronic",
    MusicMood.MELANCHOLIC: "slow ballad",
    MusicMood.ENERGETIC: "dance pop",
}
_TEASED = re.compile(r"\b(?:teaser|trailer|coming soon)\b", re.IGNORECASE)
_SONG_MOODS = (MusicMood.DREAMY, MusicMood.ENERGETIC, MusicMood.HOPEFUL)


def infer(
    brief: Brief, reader: Reader, *, sung: bool | None = None, preferred: Collection[Archetype] = ()
) -> tuple[Brief, dict[str, str]]:
    """The brief with what it leaves open filled in, and for each such field what was assumed and why.

    ``sung`` is whether its song has a voice, where there is a song; ``preferred`` are the shapes of the film's flavour.
    What was given is never changed; to infer twice changes nothing more. The same brief always gives the same.
    """
    reader = reader_of(reader, brief)
    if brief.mode is Mode.AD:
        return _infer_ad(brief, reader)
    if brief.mode is Mode.MUSIC_VIDEO:
        return _infer_song(brief, reader, sung, preferred)
    return brief, _said_of_story(brief, reader)


def premise_of(brief: Brief, reader: Reader) -> Premise:
    """What a brief says, with the same chances every time it is read."""
    return read_premise(brief, reader_of(reader, brief), chance(brief, "premise"))


def chance(brief: Brief, purpose: str) -> Random:
    """The chance of one purpose in one brief: the same for the same seed, untouched by other purposes."""
    return Random(f"{brief.seed}/{brief.prompt}/{purpose}")


def song_mood(brief: Brief, premise: Premise) -> MusicMood:
    """How a music video feels: as its brief or its lyrics say, else by chance."""
    return premise.told_mood or chance(brief, "mood").choice(_SONG_MOODS)


def _infer_ad(brief: Brief, reader: Reader) -> tuple[Brief, dict[str, str]]:
    premise = premise_of(brief, reader)
    given = brief.ad or AdBrief()
    kind, goods = product_kind(premise), goods_of(brief)
    foreign, abroad = is_foreign(brief.prompt), speaks_abroad(brief)
    filled: dict[str, str] = {}
    said: dict[str, str] = {}
    if given.product is None:
        thing = _thing(premise, goods.name)
        if foreign and thing in {goods.name, "product"}:
            thing = (
                " ".join(without_request(re.split(r"[.,;:!?–—。、！？\n]", brief.prompt)[0]).split())[:80] or "product"
            )
        filled["product"] = thing[:80]
        said["product"] = f"{thing}: what the prompt speaks of" if thing != "product" else "the thing in the prompt"
    if given.brand is None:
        name = goods.maker or goods.name
        if name:
            filled["brand"] = name[:60]
            said["brand"] = f"{name}: the name in the prompt"
        else:
            said["brand"] = f"none is named, so the film says “{product_name(premise)}”"
    if given.audience is None and not abroad:
        told = audience_of(blank(brief.prompt, premise.offer.spans), reader)
        filled["audience"] = (told or usual_audience(kind))[:200]
        said["audience"] = (
            f"{told}: the prompt says so" if told else f"{usual_audience(kind)}: usual for this kind of product"
        )
    if given.offer is None and not foreign:
        terms = ", ".join(premise.offer.rest)
        if terms and len(terms) <= 120:
            filled["offer"] = terms
            said["offer"] = f"{terms}: from the prompt"
        else:
            asked = bool(premise.offer.terms)
            said["offer"] = "what the call says" if asked else "none in the prompt, so none is made up"
    if given.call_to_action is None and not abroad:
        teased = brief.archetype is Archetype.CINEMATIC_TEASER or _TEASED.search(brief.prompt)
        usual = "Remember the name" if teased and goods.name else usual_call(kind, chance(brief, "call"))
        call = premise.offer.call or usual
        filled["call_to_action"] = call[:60]
        said["call_to_action"] = f"{call}: {'from the prompt' if premise.offer.call else 'the prompt asks for nothing'}"
    said["mood"] = _mood_said(premise, ad_mood(kind, premise), "suits the product")
    ad = AdBrief.model_validate({**given.model_dump(), **{k: v for k, v in filled.items() if _has_words(v)}})
    return brief.model_copy(update={"ad": ad}), said


def _infer_song(
    brief: Brief, reader: Reader, sung: bool | None, preferred: Collection[Archetype]
) -> tuple[Brief, dict[str, str]]:
    premise = premise_of(brief, reader)
    mood = song_mood(brief, premise)
    given = brief.song or SongBrief()
    said = {"mood": _mood_said(premise, mood, "chosen by the film's seed"), "genre": _genre(brief, mood)}
    if given.character is not None:
        return brief, said
    poem = choose(brief, sung=sung, preferred=preferred)[0] is Archetype.VISUAL_POEM
    performer = performer_of(premise, mood, reader, chance(brief, "performer"), sings=sung is not False and not poem)
    if performer is None:
        unwanted = ActorKind.PERSON in premise.reading.absent
        unheard = "nobody sings in the song" if sung is False else "the film follows its images"
        said["character"] = f"nobody: {'the prompt wants no people' if unwanted else unheard}"
        return brief, said
    own = performer is premise.hero and premise.subject is not None
    said["character"] = f"{performer.looks}: {'whom the prompt names' if own else 'somebody has to sing'}"
    song = SongBrief.model_validate({**given.model_dump(), "character": performer.looks[:500]})
    return brief.model_copy(update={"song": song}), said


def _said_of_story(brief: Brief, reader: Reader) -> dict[str, str]:
    """What a story's brief leaves open; a script or a told prompt decides for itself."""
    if brief.script or tells_itself(brief) or is_foreign(brief.prompt):
        return {"words": "the script's own" if brief.script else "the prompt's own"}
    premise = premise_of(brief, reader)
    hero = premise.hero
    said = {"mood": _mood_said(premise, premise.told_mood, "left to the tale")}
    if hero.role == "place":
        said["hero"] = "nobody: the film is about its place"
    elif hero.role == "orb":
        said["hero"] = f"{hero.looks}, for {hero.idea}"
    else:
        named = premise.subject is not None
        said["hero"] = f"{hero.looks}: {'from the prompt, dressed by chance' if named else 'somebody at home there'}"
    if premise.setting or premise.place:
        said["place"] = f"{premise.setting or premise.place}: from the prompt"
    else:
        said["place"] = f"{premise.world}: where such a story is at home"
    return said


def _thing(premise: Premise, name: str | None) -> str:
    """The product in the brief's own words, its name first where it has one."""
    subject = premise.subject
    if premise.stand is not None:
        thing = premise.stand.word
    elif subject is not None and (subject.kind in LABELLED or premise.hero.role not in {"person", "child"}):
        thing = subject.phrase
    else:
        thing = next((m.phrase for m in premise.reading.mentions if m.kind in LABELLED), "")
    if _only_opens(thing, premise.brief.prompt, name):
        thing = thing[:1].lower() + thing[1:]
    if name and name.lower() not in thing.lower() and premise.maker is not None:
        return f"{name} {thing}".strip()
    return thing or name or "product"


def _only_opens(thing: str, prompt: str, name: str | None) -> bool:
    """Whether a phrase has its capital for opening the prompt, and not for a name ("Waterproof boots by Fjell")."""
    words = thing.split()
    named = bool(words) and name is not None and words[0].lower() in name.lower().split()
    return (
        len(words) > 1 and words[0][:1].isupper() and words[0][1:].islower() and prompt.startswith(thing) and not named
    )


def _mood_said(premise: Premise, mood: MusicMood | None, otherwise: str) -> str:
    if mood is None:
        return otherwise
    return f"{mood.value}: {'the words of the prompt' if premise.told_mood else otherwise}"


def _genre(brief: Brief, mood: MusicMood) -> str:
    words = set(re.findall(r"[\w-]+", brief.prompt.lower()))
    told = next((genre for genre, signs in _GENRES.items() if words & set(signs.split())), None)
    return f"{told}: the words of the prompt" if told else f"{_GENRE_OF_MOOD[mood]}: goes with {mood.value}"


def _has_words(text: str) -> bool:
    return any(ch.isalnum() for ch in text)
