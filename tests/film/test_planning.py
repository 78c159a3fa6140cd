"""Plans add up to the frame, whatever the brief and whatever the planner answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.archetypes import Archetype
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Brief, Mode
from film.format import FRAME_RATES, Aspect, FilmFormat, Quality
from film.language import Language
from film.pace import Pace
from film.plan import MusicMood, PlannedCharacter, PlannedFilm, PlannedLocation, PlannedScene
from film.planning import UnusablePlanError, finish_plan, narration_slot_s, plan_request, scene_seed
from film.recipe import Recipe
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.style import StyleSpec
from film.timeline import timeline_of

durations = st.integers(MIN_DURATION_S, MAX_DURATION_S)
rates = st.sampled_from(FRAME_RATES)


def planned_scene(narration: str = "A line is spoken here.", weight: float = 1.0) -> PlannedScene:
    return PlannedScene(
        setting="a street",
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        subject="a robot",
        action="walks",
        framing=Framing.WIDE,
        camera=CameraMove.STATIC,
        narration=narration,
        speaker=None,
        on_screen_text=None,
        weight=weight,
        characters=[],
        location=None,
        avoid=None,
    )


def planned_film(scenes: list[PlannedScene]) -> PlannedFilm:
    return PlannedFilm(
        title="Robot",
        logline="It walks.",
        style=StyleSpec(lighting="soft", camera="", lens="", texture="", mood="warm", palette=(), grade=""),
        music_mood=MusicMood.WARM,
        music_tempo_bpm=90,
        characters=[],
        locations=[],
        scenes=scenes,
    )


@given(duration=durations, fps=rates, data=st.data())
def test_parts_add_up_to_the_film_to_the_frame(duration: int, fps: int, data: st.DataObject) -> None:
    brief = Brief(prompt="a robot", duration_s=duration)
    request = plan_request(brief)
    weights = data.draw(st.lists(st.floats(0, 50), min_size=request.scene_count, max_size=request.scene_count))
    words = data.draw(st.lists(st.integers(0, 40), min_size=request.scene_count, max_size=request.scene_count))
    film = planned_film([planned_scene("word " * n, w) for n, w in zip(words, weights, strict=True)])
    plan = finish_plan(film, request, FilmFormat(fps=fps))
    assert timeline_of(plan).frames == duration * fps
    assert all(scene.frames >= 4 * plan.transition_frames for scene in plan.scenes)


@given(
    duration=durations,
    fps=rates,
    mode=st.sampled_from(Mode),
    archetype=st.none() | st.sampled_from(Archetype),
    scene_s=st.none() | st.floats(2, 12),
    per_s=st.floats(1, 8),
    data=st.data(),
)
def test_a_line_within_its_slot_fits_its_scene(
    duration: int,
    fps: int,
    mode: Mode,
    archetype: Archetype | None,
    scene_s: float | None,
    per_s: float,
    data: st.DataObject,
) -> None:
    brief = Brief(prompt="a robot", duration_s=duration, mode=mode, archetype=archetype)
    film_format = FilmFormat(fps=fps)
    request = plan_request(brief, film_format, scene_s=scene_s, pace=Pace(per_s=per_s))
    assert request.structure is not None
    spoken = [data.draw(st.integers(0, slot.max_words)) for slot in request.structure.beats]
    weights = data.draw(st.lists(st.floats(0, 50), min_size=len(spoken), max_size=len(spoken)))
    film = planned_film([planned_scene("word " * n, w) for n, w in zip(spoken, weights, strict=True)])
    plan = finish_plan(film, request, film_format)
    assert timeline_of(plan).frames == duration * fps
    for scene, words in zip(plan.scenes, spoken, strict=True):
        assert not words or words / per_s <= narration_slot_s(scene, film_format) + 1e-6


def test_what_the_brief_and_the_answer_say_reaches_the_plan() -> None:
    request = plan_request(Brief(prompt="a robot"), language=Language.SPANISH, inferred={"mood": "warm: it rains"})
    wire = planned_scene().model_copy(update={"characters": ["Rob"], "location": "the yard", "avoid": "people"})
    film = planned_film([wire] * request.scene_count).model_copy(
        update={
            "characters": [PlannedCharacter(name="Rob", looks="a silver robot", voice="low")],
            "locations": [PlannedLocation(name="the yard", looks="a yard of rust")],
        }
    )
    plan = finish_plan(film, request, FilmFormat(), recipe=Recipe(versions={"plan": "3"}))
    assert (plan.language, plan.inferred) == (Language.SPANISH, {"mood": "warm: it rains"})
    assert request.structure is not None
    assert plan.archetype is request.structure.archetype
    assert plan.why == request.structure.why
    assert [scene.beat for scene in plan.scenes] == [slot.beat for slot in request.structure.beats]
    assert plan.characters[0].looks == "a silver robot"
    assert plan.locations[0].name == "the yard"
    assert (plan.scenes[0].characters, plan.scenes[0].avoid) == (("Rob",), "people")
    assert plan.source.versions == {"plan": "3"}
    assert plan.style == film.style


def test_neighbours_with_the_same_view_are_one_shot() -> None:
    one, other = planned_scene(), planned_scene().model_copy(update={"framing": Framing.CLOSE})
    film = planned_film([one, one, other, one, one])
    plan = finish_plan(film, plan_request(Brief(prompt="a robot")), FilmFormat())
    assert [scene.continues for scene in plan.scenes] == [False, True, False, False, True]


def test_an_answer_with_fewer_scenes_still_fills_the_film() -> None:
    request = plan_request(Brief(prompt="a robot", duration_s=60))
    plan = finish_plan(planned_film([planned_scene()] * 4), request, FilmFormat())
    assert timeline_of(plan).frames == 60 * 24
    assert all(scene.beat for scene in plan.scenes)


def test_scene_lengths_are_whole_beats_so_that_keyframes_fall_on_joints() -> None:
    brief = Brief(prompt="a robot", duration_s=24)
    plan = finish_plan(planned_film([planned_scene()] * 5), plan_request(brief), FilmFormat(fps=24))
    assert all(scene.frames % plan.transition_frames == 0 for scene in plan.scenes)


def test_a_scene_with_more_to_say_lasts_longer() -> None:
    brief = Brief(prompt="a robot", duration_s=24)
    talk, pause = planned_scene("one two three four five six seven eight nine"), planned_scene("Silence.")
    plan = finish_plan(planned_film([talk, pause, talk, pause, talk]), plan_request(brief), FilmFormat())
    assert plan.scenes[0].frames > plan.scenes[1].frames


def test_a_plan_without_scenes_is_unusable() -> None:
    with pytest.raises(UnusablePlanError, match="no scenes"):
        finish_plan(planned_film([]), plan_request(Brief(prompt="a robot")), FilmFormat())


def test_a_plan_with_more_scenes_than_seconds_is_unusable() -> None:
    with pytest.raises(UnusablePlanError, match="do not fit"):
        finish_plan(
            planned_film([planned_scene()] * 30), plan_request(Brief(prompt="a robot", duration_s=8)), FilmFormat()
        )


def test_every_take_of_every_scene_has_its_own_seed() -> None:
    seeds = {scene_seed(7, scene, take) for scene in range(1, 20) for take in range(1, 10)}
    assert len(seeds) == 19 * 9


@pytest.mark.parametrize(
    ("aspect", "quality", "size"),
    [
        (Aspect.LANDSCAPE, Quality.FINAL, (1920, 1080)),
        (Aspect.PORTRAIT, Quality.FINAL, (1080, 1920)),
        (Aspect.SQUARE, Quality.DRAFT, (540, 540)),
        (Aspect.LANDSCAPE, Quality.DRAFT, (960, 540)),
    ],
)
def test_formats_have_even_sizes(aspect: Aspect, quality: Quality, size: tuple[int, int]) -> None:
    assert FilmFormat(aspect=aspect, quality=quality).size == size
