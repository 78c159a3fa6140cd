"""Moderation and planning: what is asked of a writer, and what becomes of its answer."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import heartbeats
from activities.contract import ModerationRequest, PlanAnswer, PlanOrder
from activities.early_planning import EarlyPlanActivities
from activities.workspace import Workspace
from film.assets import AssetKind
from film.brief import Brief
from film.format import FilmFormat
from film.planning import PlanRequest
from providers.text import Moderation, PlannedText, Usage
from tests.film.test_planning import planned_film, planned_scene


@dataclass
class Writer:
    """Flags texts that hold ``bad`` and writes ``scenes`` scenes; ``pause`` is awaited before each answer."""

    bad: str = "gun"
    scenes: int | None = None
    asked: list[list[str]] = field(default_factory=list)
    pause_s: float = 0.0

    async def moderate(self, texts: list[str]) -> list[Moderation]:
        self.asked.append(texts)
        return [Moderation(flagged=self.bad in t, scores={"violence": 0.9 if self.bad in t else 0.1}) for t in texts]

    async def plan(self, request: PlanRequest) -> PlannedText:
        await asyncio.sleep(self.pause_s)
        count = request.scene_count if self.scenes is None else self.scenes
        scenes = [planned_scene(f"Line {number}.") for number in range(1, count + 1)]
        return PlannedText(film=planned_film(scenes), model="w", usage=Usage(input_tokens=1, output_tokens=1))


Planning = Callable[..., EarlyPlanActivities]


def moderation(**brief: str) -> ModerationRequest:
    return ModerationRequest(project_id="p", brief=Brief.model_validate({"prompt": "a robot"} | brief), writer="w")


def order(duration_s: int = 24, writer: str = "w") -> PlanOrder:
    brief = Brief(prompt="a robot", duration_s=duration_s)
    return PlanOrder(project_id="p", brief=brief, film_format=FilmFormat(), writer=writer)


@pytest.fixture
def planning(workspace: Workspace) -> Planning:
    return lambda **writers: EarlyPlanActivities(writers, workspace)


async def test_a_harmless_brief_is_allowed(env: ActivityEnvironment, planning: Planning) -> None:
    writer = Writer()
    verdict = await env.run(planning(w=writer).moderate, moderation(title="Robot", script="It walks."))
    assert verdict.allowed and writer.asked == [["Robot", "a robot", "It walks."]]


async def test_a_refusal_names_the_passage_that_speaks_most_against_it(
    env: ActivityEnvironment, planning: Planning
) -> None:
    request = moderation(script="It walks. It has a gun! It rests.")
    verdict = await env.run(planning(w=Writer()).moderate, request)
    assert (verdict.allowed, verdict.category, verdict.passage) == (False, "violence", "It has a gun!")


async def test_a_brief_becomes_a_plan_that_fills_the_film(env: ActivityEnvironment, planning: Planning) -> None:
    plan = await env.run(planning(w=Writer()).plan, order())
    shown = plan.title_frames + plan.end_frames + sum(s.frames for s in plan.scenes)
    assert shown - (len(plan.scenes) + 1) * plan.transition_frames == 24 * 24


async def test_surplus_scenes_fall_off_the_middle(env: ActivityEnvironment, planning: Planning) -> None:
    plan = await env.run(planning(w=Writer(scenes=9)).plan, order(12))
    assert [scene.narration for scene in plan.scenes] == ["Line 1.", "Line 9."]


async def test_a_plan_without_scenes_is_asked_for_again(env: ActivityEnvironment, planning: Planning) -> None:
    with pytest.raises(ApplicationError) as failure:
        await env.run(planning(w=Writer(scenes=0)).plan, order())
    assert (failure.value.type, failure.value.non_retryable) == ("Transient", False)


async def test_a_writer_without_credentials_is_named(env: ActivityEnvironment, planning: Planning) -> None:
    with pytest.raises(ApplicationError, match="No credentials for openai") as failure:
        await env.run(planning().plan, order(writer="openai"))
    assert failure.value.non_retryable


async def test_a_slow_writer_is_not_taken_for_a_dead_worker(
    env: ActivityEnvironment, planning: Planning, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[int] = []
    env.on_heartbeat = lambda *_: beats.append(1)
    monkeypatch.setattr(heartbeats, "_BEAT_S", 0.02)
    await env.run(planning(w=Writer(pause_s=0.2)).plan, order())
    assert len(beats) > 1


async def test_text_that_stands_in_the_title_is_judged_too(env: ActivityEnvironment, planning: Planning) -> None:
    verdict = await env.run(planning(w=Writer()).moderate, moderation(title="The gun"))
    assert (verdict.allowed, verdict.passage) == (False, "The gun")


async def stored(workspace: Workspace, tmp_path: Path, text: str) -> PlanAnswer:
    path = tmp_path / "answer.json"
    path.write_text(text, "utf-8")
    asset = await workspace.keep(path, AssetKind.TRANSCRIPT, "application/json")
    return PlanAnswer(order=order(12), answer=asset.key)


def answer(scenes: int = 2) -> str:
    return planned_film([planned_scene(f"Line {number}.") for number in range(1, scenes + 1)]).model_dump_json()


async def test_a_bought_answer_becomes_exact_scenes(
    env: ActivityEnvironment, planning: Planning, workspace: Workspace, tmp_path: Path
) -> None:
    plan = await env.run(planning().read_plan, await stored(workspace, tmp_path, answer()))
    shown = plan.title_frames + plan.end_frames + sum(scene.frames for scene in plan.scenes)
    assert [scene.narration for scene in plan.scenes] == ["Line 1.", "Line 2."]
    assert shown - (len(plan.scenes) + 1) * plan.transition_frames == 12 * 24


async def test_reading_a_bought_answer_twice_gives_the_same_plan(
    env: ActivityEnvironment, planning: Planning, workspace: Workspace, tmp_path: Path
) -> None:
    bought = await stored(workspace, tmp_path, answer())
    plans = [await env.run(planning().read_plan, bought) for _ in range(2)]
    assert plans[0] == plans[1]


async def test_a_bought_answer_with_too_many_scenes_keeps_its_ending(
    env: ActivityEnvironment, planning: Planning, workspace: Workspace, tmp_path: Path
) -> None:
    plan = await env.run(planning().read_plan, await stored(workspace, tmp_path, answer(9)))
    assert [scene.narration for scene in plan.scenes] == ["Line 1.", "Line 9."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the answer"),
        ("Sure! Here is your plan:", "the answer"),
        ("[]", "the answer"),
        ("null", "the answer"),
        ("{}", "title"),
        (json.dumps(json.loads(answer()) | {"music_tempo_bpm": "fast"}), "music_tempo_bpm"),
        (answer(0), "no scenes"),
    ],
)
async def test_a_bought_answer_of_no_use_is_never_read_again_and_says_what_is_wrong(
    env: ActivityEnvironment, planning: Planning, workspace: Workspace, tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(ApplicationError) as failure:
        await env.run(planning().read_plan, await stored(workspace, tmp_path, text))
    assert (failure.value.type, failure.value.non_retryable) == ("UnusablePlan", True)
    assert failure.value.message.startswith("the plan is not usable: ") and fault in failure.value.message


async def test_bytes_that_are_no_text_are_an_answer_of_no_use(
    env: ActivityEnvironment, planning: Planning, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "noise").write_bytes(b"\xff\xfe{}")
    asset = await workspace.keep(tmp_path / "noise", AssetKind.TRANSCRIPT, "application/json")
    with pytest.raises(ApplicationError) as failure:
        await env.run(planning().read_plan, PlanAnswer(order=order(12), answer=asset.key))
    assert failure.value.type == "UnusablePlan"


async def test_an_answer_that_is_not_stored_is_named(env: ActivityEnvironment, planning: Planning) -> None:
    key = "assets/transcript/aa/nothing.json"
    with pytest.raises(ApplicationError, match=key) as failure:
        await env.run(planning().read_plan, PlanAnswer(order=order(12), answer=key))
    assert (failure.value.type, failure.value.non_retryable) == ("AssetMissing", True)
