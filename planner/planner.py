"""The planner: a brief becomes a film of scenes, by rules, banks of lines and chance from the brief's seed."""

import json
import re
from random import Random

from pydantic import ValidationError

from film.brief import Brief, Mode
from film.plan import MusicMood, PlannedFilm, PlannedScene
from film.planning import PlanRequest, plan_request
from film.shot import TimeOfDay, Weather
from film.style import StyleSpec
from planner.advertising import ad_mood, ad_title, advertise, is_plural, product_kind, product_name
from planner.music_video import sing, song_title
from planner.narration import Narrator, choose_title
from planner.premise import Premise, is_told, read_premise
from planner.reader import Reader
from planner.scripted import is_foreign, script_scenes
from planner.story_beats import choose_mood, choose_tale, tell

_TEMPOS = {
    MusicMood.WARM: (78, 92),
    MusicMood.HOPEFUL: (88, 104),
    MusicMood.PLAYFUL: (104, 122),
    MusicMood.DREAMY: (66, 80),
    MusicMood.EPIC: (84, 100),
    MusicMood.TENSE: (94, 112),
    MusicMood.MELANCHOLIC: (60, 74),
    MusicMood.ENERGETIC: (118, 136),
}
_PLURAL_LOGLINE = "{A_hero}, one day, and everything that can happen before it is over."
_AIR = {
    Weather.STORM: "Storm palette of slate and amber",
    Weather.RAIN: "Rain-washed palette of steel blue and amber",
    Weather.FOG: "Misty palette of pearl grey and sage",
    Weather.SNOW: "Winter palette of ivory and pale blue",
}
_LIGHT = {
    TimeOfDay.DAWN: ("Pale dawn palette of peach and soft blue", "First-light palette of rose and mist grey"),
    TimeOfDay.DAY: ("Clear daylight palette of teal and warm cream", "Sunlit palette of green and honey"),
    TimeOfDay.SUNSET: ("Warm dusk palette of coral and amber", "Golden-hour palette of orange and plum"),
    TimeOfDay.DUSK: ("Blue-hour palette of indigo and amber", "Twilight palette of violet and rose gold"),
    TimeOfDay.NIGHT: ("Deep night palette of navy and gold", "Nocturne palette of indigo and teal"),
}
_GRAIN = {
    MusicMood.WARM: "soft grain, gentle unhurried camera",
    MusicMood.HOPEFUL: "open compositions, light that grows",
    MusicMood.PLAYFUL: "bold flat shapes, a nimble camera",
    MusicMood.DREAMY: "hazy edges, slow floating camera",
    MusicMood.EPIC: "vast skies, strong silhouettes",
    MusicMood.TENSE: "hard shadows, a restless camera",
    MusicMood.MELANCHOLIC: "muted tones, long still frames",
    MusicMood.ENERGETIC: "vivid contrast, a quick camera",
}


class Planner:
    """Plans films without a language model. The same brief and seed always give the same film."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def plan(self, request: PlanRequest) -> PlannedFilm:
        """A film of exactly ``scene_count`` scenes, each line at most ``max_words_per_scene`` words.

        Raises ``ValueError`` for a request without room for a scene or a word.
        """
        if request.scene_count < 1 or request.max_words_per_scene < 1:
            raise ValueError("a plan needs at least one scene and one word a scene")
        brief = request.brief
        rng = Random(f"{brief.seed}/{brief.prompt}")
        premise = read_premise(brief, self._reader, rng)
        if brief.script or is_told(brief) or is_foreign(brief.prompt):
            return self._own_words(premise, request, rng)
        if brief.mode is Mode.AD:
            return self._ad(premise, request, rng)
        if brief.mode is Mode.MUSIC_VIDEO:
            return self._music_video(premise, request, rng)
        return self._story(premise, request, rng)

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
        tale = choose_tale(premise, rng)
        mood = choose_mood(tale, premise, rng)
        scenes = tell(premise, tale, narrator, request.scene_count, rng)
        # A tale's logline speaks of one; several share a plainer one.
        logline = narrator.fill(_PLURAL_LOGLINE if premise.hero.pronoun == "they" else tale.logline)
        title = choose_title(tale.titles, narrator, rng)
        return _film(title, logline or request.brief.prompt, mood, scenes, rng)

    def _ad(self, premise: Premise, request: PlanRequest, rng: Random) -> PlannedFilm:
        kind, sold = product_kind(premise), product_name(premise)
        narrator = Narrator(premise.hero, premise.place, request.max_words_per_scene, rng, brand=sold)
        scenes = advertise(premise, kind, narrator, request, rng)
        logline = f"A short film in which {sold} {'get' if is_plural(sold) else 'gets'} one quiet minute to be wanted."
        return _film(ad_title(kind, premise, rng), logline, ad_mood(kind, premise), scenes, rng)

    def _music_video(self, premise: Premise, request: PlanRequest, rng: Random) -> PlannedFilm:
        mood = premise.told_mood or rng.choice((MusicMood.DREAMY, MusicMood.ENERGETIC, MusicMood.HOPEFUL))
        narrator = Narrator(premise.hero, premise.place, request.max_words_per_scene, rng)
        scenes = sing(premise, mood, narrator, request.scene_count, rng)
        who = premise.hero.plain if premise.hero.role != "place" else premise.place or "a place"
        logline = f"A song carries {who} from the first light to the last chorus."
        return _film(song_title(rng), logline, mood, scenes, rng)

    def _own_words(self, premise: Premise, request: PlanRequest, rng: Random) -> PlannedFilm:
        """A film in the brief's own words: its script, or a prompt that tells its own story."""
        brief = request.brief
        text = brief.script or brief.prompt
        scenes = script_scenes(premise, self._reader, text, request.scene_count, request.max_words_per_scene, rng)
        mood = premise.told_mood or rng.choice((MusicMood.WARM, MusicMood.HOPEFUL, MusicMood.DREAMY))
        return _film(_own_title(premise), _first_sentence(brief.prompt), mood, scenes, rng)


def _film(title: str, logline: str, mood: MusicMood, scenes: list[PlannedScene], rng: Random) -> PlannedFilm:
    low, high = _TEMPOS[mood]
    return PlannedFilm(
        title=title,
        logline=logline,
        style=StyleSpec(
            mood=mood.value,
            lighting="",
            palette=(_AIR.get(scenes[0].weather) or rng.choice(_LIGHT[scenes[0].time_of_day]),),
            grade="",
            camera=_GRAIN[mood],
            lens="",
            texture="",
        ),
        characters=[],
        locations=[],
        music_mood=mood,
        music_tempo_bpm=rng.randint(low, high),
        scenes=scenes,
    )


def _own_title(premise: Premise) -> str:
    """At most five words of the brief: its hero, where it has one, else how it begins."""
    if not is_foreign(premise.brief.prompt) and premise.hero.role not in {"place", "orb"}:
        return f"The {premise.hero.noun.title()}"
    words = re.findall(r"[\w'’-]+", premise.brief.prompt)[:4]
    title = " ".join(words)[:40]
    return title[:1].upper() + title[1:]


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
