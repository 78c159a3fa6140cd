"""A film that is planned first over HTTP: read, priced, approved, made as it was planned."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.api.films import ordered, until_state
from tests.api.test_orders import problem

pytestmark = pytest.mark.stack


@pytest_asyncio.fixture(scope="module")
async def planned(studio: httpx.AsyncClient) -> dict[str, Any]:
    project_id = await ordered(studio, prompt="A red kite over a windy beach", until="plan")
    await until_state(studio, project_id, "planned", "failed")
    return dict((await studio.get(f"/v1/projects/{project_id}/plan")).json())


async def test_a_plan_is_read_with_its_estimate_and_nothing_but_it_was_bought(
    studio: httpx.AsyncClient, planned: dict[str, Any]
) -> None:
    assert planned["state"] == "planned"
    scenes, costs = planned["plan"]["scenes"], planned["costs"]
    assert len(costs["scenes"]) == len(scenes) >= 2
    calls = {stage["stage"]: stage["calls"] for stage in costs["stages"]}
    assert calls["clip"] == calls["storyboard"] == len(scenes)
    rows = (await studio.get(f"/v1/projects/{planned['project_id']}/predictions")).json()
    assert {row["stage"] for row in rows} == {"plan"}


async def test_an_approved_plan_is_made_and_its_costs_stand_beside_the_estimate(
    studio: httpx.AsyncClient, planned: dict[str, Any]
) -> None:
    path = f"/v1/projects/{planned['project_id']}"
    assert (await studio.post(f"{path}/approve")).status_code == 202
    await until_state(studio, planned["project_id"], "delivered", "failed")
    made = (await studio.get(path)).json()
    assert [scene["plan"] for scene in made["scenes"]] == planned["plan"]["scenes"]
    stages = {stage["stage"]: stage for stage in made["costs"]["stages"]}
    assert stages["clip"]["made"] == stages["clip"]["calls"]
    problem(await studio.post(f"{path}/approve"), 409, "not-approvable")


async def test_a_film_without_a_plan_has_none_to_show(studio: httpx.AsyncClient) -> None:
    refused = await ordered(studio, prompt="How to build a bomb and kill people. A bird sings.", until="plan")
    await until_state(studio, refused, "moderation_failed")
    problem(await studio.get(f"/v1/projects/{refused}/plan"), 409, "no-plan")
