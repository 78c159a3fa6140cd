"""The planner: a brief becomes a film of scenes, by rules, banks of lines and chance from the brief's seed."""

import json
import re
from random import Random

from pydantic import ValidationError

from film.brief import Brief, Mode
from film.language import Language
from film.phrases import pieces
from film.plan import MusicMood, PlannedCharacter, PlannedFilm
from film.planning import PlanRequest, plan_request
from film.told import tells_itself
from planner.abroad import can_write
from planner.ad_kinds import ad_mood
from planner.advertising import ad_logline, advertise
from planner.draft import Draft
from planner.foreign import is_foreign
from planner.inference import chance, infer, premise_of, song_mood
from planner.loglines import song_logline
from planner.lyrics import lyric_lines
from planner.music_video import cast_of, sing
from planner.narration import Narrator, choose_title
from planner.people import voice_of
from planner.pitch import make_pitch
from planner.premise import Premise
from planner.reader import Reader
from planner.reader_abroad import reader_of
from planner.scripted import may_talk, rooms_of, self_told
from planner.story_beats import choose_mood, choose_tale, tell
from planner.titles import ad_title, lyric_title, own_title, song_title, without_request

_PLURAL_LOGLINE = "{A_hero}, one day, and everything that can happen before it is over."


class Planner:
    """Plans films without a language model. The same brief and seed always give the same film."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def plan(self, request: PlanRequest) -> PlannedFilm:
        """A film with one scene for each beat of the request's structure, each line within its beat's words.

        Without a structure, ``scene_count`` scenes of ``max_words_per_scene`` words. What the brief leaves open is
        inferred as ``planner.inference`` does. Raises ``ValueError`` for a request without room for a scene or a word.
        """
        if request.scene_count < 1 or (request.max_words_per_scene < 1 and request.structure is None):
            raise ValueError("a plan needs at least one scene and one word a scene")
        asked = request.brief
        if asked.language is None and request.language is not Language.ENGLISH:
            asked = asked.model_copy(update={"language": request.language})
        reader = reader_of(self._reader, asked)
        if reader is not self._reader:
            return Planner(reader).plan(request)
        brief, _ = infer(asked, self._reader, sung=_is_sung(request))
        request = request.model_copy(update={"brief": brief})
        return _within_its_time(self._film(premise_of(brief, self._reader), request), request)

    def _film(self, premise: Premise, request: PlanRequest) -> PlannedFilm:
        brief = request.brief
        if brief.mode is Mode.MUSIC_VIDEO and _has_song(brief):
            return self._music_video(premise, request)
        if brief.mode is Mode.AD and not brief.script and can_write(request.language):
            return self._ad(premise, request)
        if self._reader.abroad and not brief.script and not tells_itself(brief) and brief.mode is not Mode.AD:
            return self._abroad(premise, request)
        if brief.script or tells_itself(brief) or is_foreign(brief.prompt) or may_talk(request):
            return self._own_words(premise, request, chance(brief, "pictures"))
        if brief.mode is Mode.AD:
            return self._ad(premise, request)
        if brief.mode is Mode.MUSIC_VIDEO:
            return self._music_video(premise, request)
        return self._story(premise, request, chance(brief, "pictures"))

    def answer(self, messages: list[dict[str, str]]) -> PlannedFilm:
        """The film asked for in the last message of a user: a ``PlanRequest`` as JSON, or a plain brief.

        Raises ``ValueError`` when there is no such message or nothing in it to plan.
        """
        asked = [message.get("content", "") for message in messages if message.get("role", "user") == "user"]
        if not asked:
            raise ValueError("there is no message from a user to plan from")
        return self.plan(_request_in(asked[-1]))

    def _story(self, premise: Premise, request: PlanRequest, rng: Random) -> PlannedFilm:
        wish = premise.wish.deed if premise.wish else ""
        narrator = Narrator(premise.hero, premise.place, request.max_words_per_scene, rng, wish=wish)
        tale = choose_tale(premise, request, rng)
        mood = choose_mood(tale, premise, rng)
        scenes = tell(premise, tale, narrator, request, rng)
        # A tale's logline speaks of one; several share a plainer one.
        logline = narrator.fill(_PLURAL_LOGLINE if premise.hero.pronoun == "they" else tale.logline)
        title = choose_title(tale.titles, narrator, rng)
        draft = Draft(title, logline or request.brief.prompt, mood, scenes, [premise.hero])
        return draft.film(premise, rng)

    def _ad(self, premise: Premise, request: PlanRequest) -> PlannedFilm:
        brief = request.brief
        rng = chance(brief, "pictures")
        pitch = make_pitch(premise, self._reader, chance(brief, "pitch"))
        narrator = Narrator(premise.hero, premise.place, request.max_words_per_scene, rng, brand=pitch.sold)
        scenes, people = advertise(premise, pitch, narrator, request, rng)
        archetype = request.structure.archetype if request.structure is not None else None
        title, logline = ad_title(pitch.kind, premise, rng), ad_logline(pitch, archetype)
        if can_write(request.language):
            title, logline = premise.brand or _own_title(premise, request.language), _first_sentence(brief.prompt)
        return Draft(title, logline, ad_mood(pitch.kind, premise), scenes, people).film(premise, rng)

    def _music_video(self, premise: Premise, request: PlanRequest) -> PlannedFilm:
        brief = request.brief
        rng = chance(brief, "pictures")
        mood = song_mood(brief, premise)
        narrator = Narrator(premise.hero, premise.place, request.max_words_per_scene, rng)
        scenes, performer = sing(premise, mood, narrator, request, self._reader, rng)
        lyrics = lyric_lines(brief.song.lyrics) if brief.song is not None and brief.song.lyrics else []
        heard = [slot.heard for slot in (request.structure.beats if request.structure else ()) if slot.heard]
        title = lyric_title(lyrics or heard, capitals=not self._reader.abroad) or (
            own_title(brief.prompt, request.language) if self._reader.abroad else song_title(premise)
        )
        logline = (
            _first_sentence(brief.prompt) if self._reader.abroad else song_logline(premise, performer, scenes, mood)
        )
        return Draft(title, logline, mood, scenes, cast_of(performer, premise.hero)).film(premise, rng)

    def _abroad(self, premise: Premise, request: PlanRequest) -> PlannedFilm:
        """A short prompt in another language: the pictures of its story or song, and no words but its own."""
        brief = request.brief
        song = brief.mode is Mode.MUSIC_VIDEO
        film = self._music_video(premise, request) if song else self._story(premise, request, chance(brief, "pictures"))
        rooms = rooms_of(request)
        asked = without_request(brief.prompt) != brief.prompt.strip()
        lines = [] if song or asked else pieces(brief.prompt, min(rooms), request.pace)[: len(rooms)]
        told = {i * len(rooms) // len(lines): line for i, line in enumerate(lines)}
        scenes = [
            scene.model_copy(update={"narration": told.get(i, ""), "speaker": scene.speaker if song else None})
            for i, scene in enumerate(film.scenes)
        ]
        title = own_title(brief.prompt, request.language)
        return film.model_copy(update={"title": title, "logline": _first_sentence(brief.prompt), "scenes": scenes})

    def _own_words(self, premise: Premise, request: PlanRequest, rng: Random) -> PlannedFilm:
        """A film in the brief's own words: its script, or a prompt that tells its own story."""
        brief = request.brief
        told = self_told(premise, self._reader, request, rng)
        mood = premise.told_mood or rng.choice((MusicMood.WARM, MusicMood.HOPEFUL, MusicMood.DREAMY))
        people = [PlannedCharacter(name=name, looks=hero.looks, voice=voice_of(hero, mood)) for name, hero in told.cast]
        draft = Draft(
            told.title or _own_title(premise, request.language),
            _first_sentence(brief.prompt),
            mood,
            told.scenes,
            told.seen,
            people,
        )
        return draft.film(premise, rng)


def _within_its_time(film: PlannedFilm, request: PlanRequest) -> PlannedFilm:
    """The film without lines that there is no time for, nor lines of ours in a language that is not the film's.

    Lines of ours are English where the brief has no words to speak: a film in another language is silent there.
    """
    if request.structure is None:
        return film
    brief = request.brief
    own = brief.script or tells_itself(brief) or is_foreign(brief.prompt) or brief.mode is Mode.AD or _has_song(brief)
    mute = request.language is not Language.ENGLISH and not own
    scenes = [
        scene.model_copy(update={"narration": "", "speaker": None})
        if scene.narration and (mute or request.pace.count(scene.narration) > slot.max_words)
        else scene
        for scene, slot in zip(film.scenes, request.structure.beats, strict=True)
    ]
    return film.model_copy(update={"scenes": scenes})


def _is_sung(request: PlanRequest) -> bool | None:
    """Whether the film's song has a voice; None where its music is yet to be composed."""
    song, slots = request.brief.song, request.structure.beats if request.structure is not None else ()
    return any(slot.vocals for slot in slots) if song is not None and song.song is not None and slots else None


def _has_song(brief: Brief) -> bool:
    return brief.song is not None and bool(brief.song.song or brief.song.lyrics)


def _own_title(premise: Premise, language: Language) -> str:
    """A title in the brief's own words: its hero, where it is English and has one, else its first phrase."""
    if not is_foreign(premise.brief.prompt) and premise.hero.role not in {"place", "orb"}:
        return f"The {premise.hero.noun.title()}"
    return own_title(premise.brief.prompt, language)


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[.!?…])\s", text.strip(), maxsplit=1)[0]
    return sentence if len(sentence) <= 240 else sentence[:239].rsplit(" ", 1)[0] + "…"


def _request_in(text: str) -> PlanRequest:
    """The plan request in a message; a message without one is itself the brief of a story."""
    decoder = json.JSONDecoder()
    for brace in re.finditer(r"\{", text):
        try:
            found, _ = decoder.raw_decode(text, brace.start())
            return PlanRequest.model_validate(found)
        except (json.JSONDecodeError, ValidationError):
            continue
    return plan_request(Brief(prompt=text.strip()[:4000]))
