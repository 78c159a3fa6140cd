"""Moderation and planning: what is asked of a writer, and what becomes of its answer."""

import asyncio
from dataclasses import dataclass, field

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import heartbeats
from activities.contract import ModerationRequest, PlanOrder
from activities.planning import PlanActivities
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


def moderation(**brief: str) -> ModerationRequest:
    return ModerationRequest(project_id="p", brief=Brief.model_validate({"prompt": "a robot"} | brief), writer="w")


def order(duration_s: int = 24, writer: str = "w") -> PlanOrder:
    brief = Brief(prompt="a robot", duration_s=duration_s)
    return PlanOrder(project_id="p", brief=brief, film_format=FilmFormat(), writer=writer)


async def test_a_harmless_brief_is_allowed(env: ActivityEnvironment) -> None:
    writer = Writer()
    verdict = await env.run(PlanActivities({"w": writer}).moderate, moderation(title="Robot", script="It walks."))
    assert verdict.allowed and writer.asked == [["Robot", "a robot", "It walks."]]


async def test_a_refusal_names_the_passage_that_speaks_most_against_it(env: ActivityEnvironment) -> None:
    request = moderation(script="It walks. It has a gun! It rests.")
    verdict = await env.run(PlanActivities({"w": Writer()}).moderate, request)
    assert (verdict.allowed, verdict.category, verdict.passage) == (False, "violence", "It has a gun!")


async def test_a_brief_becomes_a_plan_that_fills_the_film(env: ActivityEnvironment) -> None:
    plan = await env.run(PlanActivities({"w": Writer()}).plan, order())
    shown = plan.title_frames + plan.end_frames + sum(s.frames for s in plan.scenes)
    assert shown - (len(plan.scenes) + 1) * plan.transition_frames == 24 * 24


async def test_surplus_scenes_fall_off_the_middle(env: ActivityEnvironment) -> None:
    plan = await env.run(PlanActivities({"w": Writer(scenes=9)}).plan, order(12))
    assert [scene.narration for scene in plan.scenes] == ["Line 1.", "Line 9."]


async def test_a_plan_without_scenes_is_asked_for_again(env: ActivityEnvironment) -> None:
    with pytest.raises(ApplicationError) as failure:
        await env.run(PlanActivities({"w": Writer(scenes=0)}).plan, order())
    assert (failure.value.type, failure.value.non_retryable) == ("Transient", False)


async def test_a_writer_without_credentials_is_named(env: ActivityEnvironment) -> None:
    with pytest.raises(ApplicationError, match="No credentials for openai") as failure:
        await env.run(PlanActivities({}).plan, order(writer="openai"))
    assert failure.value.non_retryable


async def test_a_slow_writer_is_not_taken_for_a_dead_worker(
    env: ActivityEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[int] = []
    env.on_heartbeat = lambda *_: beats.append(1)
    monkeypatch.setattr(heartbeats, "_BEAT_S", 0.02)
    await env.run(PlanActivities({"w": Writer(pause_s=0.2)}).plan, order())
    assert len(beats) > 1
