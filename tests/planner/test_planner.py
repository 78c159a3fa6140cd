import re
from itertools import pairwise

import pytest

from film.beats import BeatKind
from film.brief import Brief, Mode
from film.format import Aspect, FilmFormat, Quality
from film.plan import PlannedFilm
from film.planning import PlanRequest, finish_plan, plan_request
from film.prompts import still_prompt
from film.recipe import Recipe
from film.shot import TimeOfDay
from planner.planner import Planner
from planner.reader import Reader
from planner.shot import ActorKind, Setting

BRIEFS = [
    Brief(prompt="A silver robot walks through downtown Austin at sunset"),
    Brief(prompt="a serum bottle on marble", mode=Mode.AD),
    Brief(prompt="a lighthouse in a storm"),
    Brief(prompt="a child and a kite on a hill"),
    Brief(prompt="a coffee cart at dawn", duration_s=45),
    Brief(prompt="two dogs chase a red ball along the beach"),
    Brief(prompt="the meaning of hope", duration_s=60),
    Brief(prompt="quiet forest, no people", duration_s=180),
    Brief(prompt="a penguin opens a bank", mode=Mode.MUSIC_VIDEO, duration_s=90),
    Brief(prompt="insurance for start-ups", mode=Mode.AD, duration_s=180),
    Brief(prompt="Ein alter Mann füttert Tauben im Park"),
    Brief(prompt="おばあさんと猫", duration_s=8),
]
LIGHT = list(TimeOfDay)
FORMAT = FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.FINAL, fps=30)
SCRIPT = """INT. LIGHTHOUSE KITCHEN - NIGHT

Rain beats against the glass. An old keeper pours tea.

KEEPER
(quietly)
She said she would come back.

EXT. ROCKY COAST - DAWN

MAYA: "There! A light!"

NARRATOR: And the sea gave something back.
"""


def valid(film: PlannedFilm, request: PlanRequest) -> None:
    assert len(film.scenes) == request.scene_count
    assert 1 <= len(film.title.split()) <= 6
    assert film.logline
    assert film.style.sentence
    assert 60 <= film.music_tempo_bpm <= 140
    rooms = [slot.max_words for slot in request.structure.beats] if request.structure else []
    for scene, room in zip(film.scenes, rooms, strict=True):
        assert len(scene.narration.split()) <= max(room, request.max_words_per_scene if request.brief.script else 0)
        assert scene.setting
        assert 0.7 <= scene.weight <= 1.4
    seen = [(scene.setting, scene.framing, scene.time_of_day, scene.weather) for scene in film.scenes]
    # The picture of a chorus comes back on purpose.
    if request.brief.mode is not Mode.MUSIC_VIDEO:
        assert len(set(seen)) == len(seen)
    assert all(one != following for one, following in pairwise(seen))
    for one, following in pairwise(film.scenes):
        assert (one.framing, one.camera) != (following.framing, following.camera)


@pytest.mark.parametrize("brief", BRIEFS, ids=[brief.prompt for brief in BRIEFS])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_plans_a_valid_film(planner: Planner, brief: Brief, seed: int) -> None:
    request = plan_request(brief.model_copy(update={"seed": seed}))
    film = planner.plan(request)
    valid(film, request)
    finish_plan(film, request, FORMAT)


@pytest.mark.parametrize("brief", BRIEFS[:10], ids=[brief.prompt for brief in BRIEFS[:10]])
def test_every_scene_of_an_english_brief_is_narrated(planner: Planner, brief: Brief) -> None:
    film = planner.plan(plan_request(brief))
    assert all(len(scene.narration.split()) >= 2 for scene in film.scenes)
    assert not any(mark in scene.narration + scene.action for scene in film.scenes for mark in "{}")


@pytest.mark.parametrize("brief", BRIEFS[:8], ids=[brief.prompt for brief in BRIEFS[:8]])
def test_stories_never_repeat_a_line(planner: Planner, brief: Brief) -> None:
    lines = [scene.narration for scene in planner.plan(plan_request(brief)).scenes]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("brief", BRIEFS[:8], ids=[brief.prompt for brief in BRIEFS[:8]])
def test_subjects_keep_their_looks(planner: Planner, brief: Brief) -> None:
    subjects = {scene.subject for scene in planner.plan(plan_request(brief)).scenes}
    assert len(subjects) <= (2 if brief.mode is Mode.AD else 1)


def test_time_flows_forward(planner: Planner) -> None:
    times = [LIGHT.index(scene.time_of_day) for scene in planner.plan(plan_request(BRIEFS[0])).scenes]
    assert times == sorted(times)
    assert times[0] == LIGHT.index(TimeOfDay.SUNSET)


def test_the_film_opens_where_the_brief_says(planner: Planner) -> None:
    opening = planner.plan(plan_request(BRIEFS[0])).scenes[0]
    assert opening.setting == "downtown Austin"
    assert opening.action == "walking through downtown Austin"


def test_the_same_seed_tells_the_same_film_and_another_seed_another(planner: Planner) -> None:
    request = plan_request(BRIEFS[0])
    other = plan_request(BRIEFS[0].model_copy(update={"seed": 8}))
    assert planner.plan(request) == planner.plan(request)
    assert planner.plan(request) != planner.plan(other)


def test_pictures_follow_the_plan(planner: Planner, reader: Reader) -> None:
    request = plan_request(BRIEFS[0])
    plan = finish_plan(planner.plan(request), request, FORMAT)
    for scene in plan.scenes:
        shot = reader.read(still_prompt(plan, scene, Recipe()), seed=scene.seed)
        assert shot.actors[0].kind is ActorKind.ROBOT
        assert shot.actors[0].colour == "#c3c8d6"
        assert (shot.framing, shot.camera, shot.time_of_day) == (scene.framing, scene.camera, scene.time_of_day)


def test_an_advertisement_names_its_product_and_ends_with_a_call(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt='headphones called "Hush"', mode=Mode.AD, duration_s=30)))
    texts = [scene.on_screen_text for scene in film.scenes if scene.on_screen_text]
    assert texts[0] == "Hush"
    assert film.scenes[-1].on_screen_text is not None
    assert any("Hush" in scene.narration for scene in film.scenes)


def test_a_wish_begins_at_home_and_ends_where_it_comes_true(planner: Planner, reader: Reader) -> None:
    request = plan_request(Brief(prompt="A teapot that wants to see the ocean"))
    plan = finish_plan(planner.plan(request), request, FORMAT)
    settings = [reader.read(still_prompt(plan, scene, Recipe()), seed=1).setting for scene in plan.scenes]
    assert (settings[0], settings[-1]) == (Setting.KITCHEN, Setting.OPEN_SEA)
    assert "see the ocean" in plan.logline


def test_a_venture_is_what_the_film_is_about(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="A penguin opens a bank")))
    assert "open a bank" in film.logline
    assert "open a bank" in film.scenes[0].narration


def test_a_story_on_a_train_stays_aboard_with_the_one_who_plays(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="On a night train, a violinist plays for a stranger")))
    assert all("train" in scene.setting for scene in film.scenes)
    assert all("violinist" in scene.subject for scene in film.scenes)


def test_a_chorus_comes_back_word_for_word_and_in_the_same_picture(planner: Planner) -> None:
    request = plan_request(Brief(prompt="a singer on a roof", mode=Mode.MUSIC_VIDEO, duration_s=90))
    assert request.structure is not None
    film = planner.plan(request)
    kinds = [slot.beat for slot in request.structure.beats]
    opening = [i for i, kind in enumerate(kinds) if kind is BeatKind.CHORUS and kinds[i - 1] is not BeatKind.CHORUS]
    sung = [film.scenes[i].narration for i, kind in enumerate(kinds) if kind is BeatKind.CHORUS]
    assert len(opening) > 1
    assert len(set(sung)) < len(sung)
    assert len({(film.scenes[i].setting, film.scenes[i].subject, film.scenes[i].action) for i in opening}) == 1


def test_a_script_is_spoken_in_its_own_words(planner: Planner) -> None:
    brief = Brief(prompt="a lighthouse keeper waits", script=SCRIPT, duration_s=30)
    film = planner.plan(plan_request(brief))
    said = [(scene.speaker, scene.narration) for scene in film.scenes if scene.narration]
    assert ("Keeper", "She said she would come back.") in said
    assert ("Maya", "There! A light!") in said
    assert (None, "And the sea gave something back.") in said
    squeezed = re.sub(r"\s+", " ", SCRIPT)
    assert all(line in squeezed for _, line in said)


def test_a_script_decides_where_and_when_its_scenes_play(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="a lighthouse keeper waits", script=SCRIPT, duration_s=30)))
    by_speaker = {scene.speaker: scene for scene in film.scenes if scene.narration}
    assert by_speaker["Keeper"].time_of_day is TimeOfDay.NIGHT
    assert by_speaker["Maya"].time_of_day is TimeOfDay.DAWN
    assert "coast" in by_speaker["Maya"].setting


def test_a_prompt_that_tells_its_own_story_keeps_its_words(planner: Planner) -> None:
    prompt = "An old clockmaker forgets. His granddaughter winds the clocks. One night a clock sings. He remembers her."
    film = planner.plan(plan_request(Brief(prompt=prompt)))
    assert [scene.narration for scene in film.scenes if scene.narration][-1] == "He remembers her."


def test_a_foreign_brief_is_narrated_in_its_own_words(planner: Planner) -> None:
    film = planner.plan(plan_request(BRIEFS[10]))
    said = " ".join(scene.narration for scene in film.scenes if scene.narration)
    assert said == BRIEFS[10].prompt
    assert "old man" in film.scenes[0].subject


def test_answers_the_request_in_the_last_user_message(planner: Planner) -> None:
    request = plan_request(BRIEFS[2])
    messages = [
        {"role": "system", "content": "You are a planner."},
        {"role": "user", "content": f"Plan this:\n```json\n{request.model_dump_json()}\n```"},
        {"role": "assistant", "content": "{}"},
    ]
    assert planner.answer(messages) == planner.plan(request)


def test_a_plain_message_becomes_a_story(planner: Planner) -> None:
    request = plan_request(Brief(prompt="a fox in the snow"))
    assert planner.answer([{"role": "user", "content": "a fox in the snow"}]) == planner.plan(request)


@pytest.mark.parametrize("messages", [[], [{"role": "system", "content": "hello"}], [{"role": "user", "content": " "}]])
def test_refuses_a_conversation_without_a_brief(planner: Planner, messages: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        planner.answer(messages)


def test_refuses_a_request_without_room(planner: Planner) -> None:
    request = plan_request(BRIEFS[0]).model_copy(update={"scene_count": 0})
    with pytest.raises(ValueError, match="at least one scene"):
        planner.plan(request)
