"""Plans before and after a model: the question, the reading of its answer, the plan by rule."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.planning import PlanningActivities
from activities.planning_contract import AnswerRequest, PlanWork, PrepareRequest
from activities.rules import RuleRoom
from activities.workspace import Workspace
from film.assets import AssetKind
from film.brief import Brief, Mode, SongBrief
from film.catalogue import Studio
from film.format import FilmFormat
from film.language import Language
from film.plan_rules import broken_rules
from film.production_stage import Stage
from film.recipe import Recipe
from film.song import SongAnalysis
from film.style_hints import StyleHints
from film.timeline import timeline_of
from store.catalogue import load_catalogue, load_voices
from tests.film.boundary.answers import LINES, SCRIPT, SONG, told
from tests.film.songs import regular_song


@pytest.fixture(scope="module")
def rules() -> Iterator[RuleRoom]:
    room = RuleRoom()
    yield room
    room.close()


@pytest.fixture
def planning(workspace: Workspace, rules: RuleRoom) -> PlanningActivities:
    return PlanningActivities(workspace, load_catalogue(), load_voices(), rules)


PLAIN = Recipe()


def ordered(brief: Brief, studio: Studio = Studio.PREVIZ, recipe: Recipe = PLAIN) -> PrepareRequest:
    crew = load_catalogue().crew(studio)
    return PrepareRequest(project_id="p", brief=brief, film_format=FilmFormat(), crew=crew, recipe=recipe)


async def stored(workspace: Workspace, folder: Path, text: str, work: PlanWork) -> AnswerRequest:
    path = folder / "answer.json"
    path.write_text(text, "utf-8")
    asset = await workspace.keep(path, AssetKind.TRANSCRIPT, "application/json")
    return AnswerRequest(**dict(work), answer=asset.key)


async def test_a_question_has_language_structure_and_what_was_inferred(
    env: ActivityEnvironment, planning: PlanningActivities
) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="Un anuncio de café para la mañana", mode=Mode.AD)))
    asked = work.request
    assert asked.language is Language.SPANISH and asked.structure is not None and asked.inferred
    assert len(work.model_dump_json()) < 10_000


@pytest.mark.parametrize("studio", list(Studio))
async def test_what_a_film_will_cost_is_known_before_anybody_is_paid_to_write_it(
    env: ActivityEnvironment, planning: PlanningActivities, studio: Studio
) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a robot walks home", duration_s=30), studio))
    assert work.forecast is not None
    stages = {line.stage: line for line in work.forecast.lines}
    assert stages[Stage.CLIP].calls >= work.request.scene_count
    planned = await env.run(planning.plan_by_rule, work)
    assert planned.estimate is not None
    assert work.forecast.cost_usd == pytest.approx(planned.estimate.cost_usd, rel=Decimal("0.2"))


async def test_a_flavour_decides_how_long_scenes_are(env: ActivityEnvironment, planning: PlanningActivities) -> None:
    brief = Brief(prompt="a robot walks home", duration_s=60)
    slow = await env.run(planning.prepare, ordered(brief, recipe=Recipe(scene_s=8)))
    quick = await env.run(planning.prepare, ordered(brief, recipe=Recipe(scene_s=3)))
    assert slow.request.scene_count < quick.request.scene_count


async def test_a_good_answer_becomes_a_plan_with_voices_and_its_price(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper of a lighthouse"), Studio.LIVE))
    answer = told(work.request, {"speaker": "Elias", "narration": "I am here."})
    read = await env.run(planning.read_answer, await stored(workspace, tmp_path, answer, work))
    assert read.plan is not None and read.faults == ()
    assert timeline_of(read.plan).frames == 24 * 24 and broken_rules(read.plan, work.request, FilmFormat()) == []
    assert read.plan.scenes[0].voice is not None
    assert read.estimate is not None and read.estimate.cost_usd > 0
    assert {line.stage for line in read.estimate.lines} >= {Stage.STORYBOARD, Stage.CLIP, Stage.NARRATION}


async def test_a_scene_longer_than_a_clip_is_planned_in_clips(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    recipe = Recipe(longest_clip_s=4)
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper"), Studio.LIVE, recipe))
    read = await env.run(planning.read_answer, await stored(workspace, tmp_path, told(work.request), work))
    assert read.plan is not None
    long = [scene for scene in read.plan.scenes if scene.frames > 4 * 24]
    assert long and all(sum(scene.chunks) == scene.frames for scene in long)


async def test_a_flavours_look_goes_over_the_planners(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    recipe = Recipe(style=StyleHints(grade="black and white"))
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper"), recipe=recipe))
    read = await env.run(planning.read_answer, await stored(workspace, tmp_path, told(work.request), work))
    assert read.plan is not None and "black and white" in read.plan.look


async def test_a_bad_answer_tells_its_faults_and_how_it_began(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper")))
    text = told(work.request, {"narration": "word " * 90})
    read = await env.run(planning.read_answer, await stored(workspace, tmp_path, text, work))
    assert read.plan is None and "90 words" in read.faults[0]
    assert text.startswith(read.told) and len(read.told) == 1500


async def test_bytes_that_are_no_text_are_a_fault(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper")))
    (tmp_path / "noise").write_bytes(b"\xff\xfe{}")
    asset = await workspace.keep(tmp_path / "noise", AssetKind.TRANSCRIPT, "application/json")
    read = await env.run(planning.read_answer, AnswerRequest(**dict(work), answer=asset.key))
    assert read.plan is None and read.faults


async def test_an_answer_that_is_not_stored_is_named(env: ActivityEnvironment, planning: PlanningActivities) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a keeper")))
    with pytest.raises(ApplicationError, match=r"nothing\.json") as failure:
        await env.run(planning.read_answer, AnswerRequest(**dict(work), answer="assets/transcript/aa/nothing.json"))
    assert (failure.value.type, failure.value.non_retryable) == ("AssetMissing", True)


@pytest.mark.parametrize(
    "brief",
    [
        Brief(prompt="A silver robot walks through Austin"),
        Brief(prompt="A serum called Lumen, 20% off", mode=Mode.AD),
        Brief(prompt="dream pop about leaving home", mode=Mode.MUSIC_VIDEO),
        Brief(prompt="a lighthouse", script=SCRIPT, duration_s=40),
    ],
    ids=["story", "ad", "music", "script"],
)
async def test_rules_plan_what_no_model_would(
    env: ActivityEnvironment, planning: PlanningActivities, brief: Brief
) -> None:
    work = await env.run(planning.prepare, ordered(brief))
    read = await env.run(planning.plan_by_rule, work)
    assert read.plan is not None and timeline_of(read.plan).frames == brief.duration_s * 24
    assert broken_rules(read.plan, work.request, FilmFormat()) == []
    assert read.estimate is not None


async def test_a_script_planned_by_rule_keeps_its_words(env: ActivityEnvironment, planning: PlanningActivities) -> None:
    work = await env.run(planning.prepare, ordered(Brief(prompt="a lighthouse", script=SCRIPT, duration_s=40)))
    read = await env.run(planning.plan_by_rule, work)
    assert read.plan is not None and read.plan.scenes[0].narration.startswith(LINES[0].split(".")[0])


async def kept_song(workspace: Workspace, folder: Path, song: SongAnalysis) -> str:
    (folder / "song.json").write_text(song.model_dump_json(), "utf-8")
    return (await workspace.keep(folder / "song.json", AssetKind.TIMINGS, "application/json")).key


async def test_a_song_gives_a_film_its_cuts(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    brief = Brief(prompt="a keeper sings", mode=Mode.MUSIC_VIDEO, song=SongBrief(song=SONG), duration_s=40)
    key = await kept_song(workspace, tmp_path, regular_song())
    work = await env.run(planning.prepare, ordered(brief).model_copy(update={"song": key}))
    read = await env.run(planning.plan_by_rule, work)
    assert read.plan is not None and all(scene.song_start_s is not None for scene in read.plan.scenes)
    assert read.estimate is not None and Stage.MUSIC not in {line.stage for line in read.estimate.lines}


async def test_a_song_that_is_too_short_is_refused_for_good(
    env: ActivityEnvironment, planning: PlanningActivities, workspace: Workspace, tmp_path: Path
) -> None:
    brief = Brief(prompt="a keeper sings", mode=Mode.MUSIC_VIDEO, song=SongBrief(song=SONG, start_s=1500))
    key = await kept_song(workspace, tmp_path, regular_song())
    with pytest.raises(ApplicationError) as failure:
        await env.run(planning.prepare, ordered(brief).model_copy(update={"song": key}))
    assert (failure.value.type, failure.value.non_retryable) == ("SongTooShort", True)
