"""Planners that refuse, break off or answer nonsense, over HTTP and a real stack: a plan comes of it all the same."""

from typing import Any

import httpx
import pytest

from cli.stack import Stack
from tests.api.films import ordered, until_state

pytestmark = pytest.mark.stack


async def planned(studio: httpx.AsyncClient, stack: Stack, fault: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The source of a plan made while the planner has a fault, and the attempts that were bought for it."""
    rule = {"on": "chat", "model": "previz-planner", **fault}
    async with httpx.AsyncClient(base_url=str(stack.endpoints.previz_url), trust_env=False) as lab:
        (await lab.put("/previz/lab", json={"rules": [rule]})).raise_for_status()
        try:
            project_id = await ordered(studio, prompt="A red kite over a windy beach", duration_s=12, until="plan")
            await until_state(studio, project_id, "planned", "failed", "moderation_failed")
        finally:
            (await lab.delete("/previz/lab")).raise_for_status()
    plan = (await studio.get(f"/v1/projects/{project_id}/plan")).json()["plan"]
    assert len(plan["scenes"]) >= 2
    rows = (await studio.get(f"/v1/projects/{project_id}/predictions")).json()
    return plan["source"], sorted(row["attempt_key"].partition("/")[2] for row in rows)


async def test_broken_json_is_mended(studio: httpx.AsyncClient, stack: Stack) -> None:
    source, bought = await planned(studio, stack, {"fault": "broken_json"})
    assert source["by_rule"] is None and "the answer was not valid JSON" in source["repairs"]
    assert bought == ["film/plan-1/1"]


async def test_a_scene_that_is_missing_is_made_up_for(studio: httpx.AsyncClient, stack: Stack) -> None:
    source, bought = await planned(studio, stack, {"fault": "rule_breaking"})
    assert source["by_rule"] is None and bought == ["film/plan-1/1"]
    assert any("scenes became" in repair for repair in source["repairs"])


async def test_one_useless_answer_is_asked_again(studio: httpx.AsyncClient, stack: Stack) -> None:
    source, bought = await planned(studio, stack, {"fault": "scripted", "text": "Sure! Here it is.", "nth": [1]})
    assert (source["answers"], source["by_rule"]) == (2, None)
    assert bought == ["film/plan-1/1", "film/plan-2/1"]


async def test_three_useless_answers_end_in_a_plan_by_rule(studio: httpx.AsyncClient, stack: Stack) -> None:
    source, bought = await planned(studio, stack, {"fault": "scripted", "text": "{}"})
    assert "not a JSON object with scenes" in source["by_rule"]
    assert bought == ["film/plan-1/1", "film/plan-2/1", "film/plan-3/1"]


async def test_a_refusal_ends_in_a_plan_by_rule(studio: httpx.AsyncClient, stack: Stack) -> None:
    source, bought = await planned(studio, stack, {"fault": "refusal"})
    assert "can't assist" in source["by_rule"] and bought == ["film/plan-1/1"]
