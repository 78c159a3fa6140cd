"""A film as it may become, before anybody has written it: enough to price it by."""

from film.plan import MusicMood, PlannedFilm, PlannedScene
from film.planning import PlanRequest
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from film.style import StyleSpec

_USUALLY_SAID = 0.7
"""The share of the room for words that planners usually fill."""


def sketched(request: PlanRequest) -> PlannedFilm:
    """A scene for each beat, with about as much said in it as will be. It has no words worth reading."""
    slots = request.structure.beats if request.structure else ()
    return PlannedFilm(
        title="Sketch",
        logline="",
        style=StyleSpec(lighting="", camera="", lens="", texture="", mood="", palette=(), grade=""),
        music_mood=MusicMood.WARM,
        music_tempo_bpm=90,
        characters=[],
        locations=[],
        scenes=[_scene(number, slot) for number, slot in enumerate(slots, 1)],
    )


def _scene(number: int, slot: BeatSlot) -> PlannedScene:
    words = " ".join(["words"] * round(_USUALLY_SAID * slot.max_words))
    return PlannedScene(
        setting=f"place {number}",
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        subject="somebody",
        action="waits",
        framing=slot.framings[0] if slot.framings else Framing.MEDIUM,
        camera=CameraMove.STATIC,
        narration=slot.heard or words,
        speaker=slot.speaker,
        on_screen_text=None,
        weight=1.0,
        characters=[],
        location=None,
        avoid=None,
    )
