"""Caps and purchases that wait, over HTTP: what is needed is told exactly, and what ends the wait does."""

import asyncio
from decimal import Decimal
from typing import Any

import httpx
import pytest

from store.projects import Projects
from tests.api.conftest import OpenDesk
from tests.api.shop import Shop
from tests.api.test_orders import problem
from tests.store.samples import created, fresh

ORDER = {"prompt": "A silver robot walks", "duration_s": 12, "quality": "draft"}
FILM_USD = Decimal("2.8")
"""Two stills, two clips, two lines and the music, at 40 cents each."""


async def ordered(till: httpx.AsyncClient, **changes: Any) -> str:
    answer = await till.post("/v1/projects", json=ORDER | changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["project_id"])


async def until(till: httpx.AsyncClient, project_id: str, state: str, holds: int = 0) -> dict[str, Any]:
    """The project, as soon as it is in this state with so many purchases waiting."""
    async with asyncio.timeout(30):
        while True:
            found = (await till.get(f"/v1/projects/{project_id}")).json()
            if found["state"] == state and len(found["holds"]) == holds:
                return dict(found)
            await asyncio.sleep(0.1)


async def decided(till: httpx.AsyncClient, project_id: str, attempt_key: str, decision: str) -> httpx.Response:
    body = {"attempt_key": attempt_key, "decision": decision}
    return await till.post(f"/v1/projects/{project_id}/purchases/decide", json=body)


async def test_a_film_over_its_budget_says_what_it_needs_and_goes_on_with_that(
    till: httpx.AsyncClient, shop: Shop
) -> None:
    project_id = await ordered(till, budget_usd="1.00")
    # Music and both lines and stills ask at once; two fit.
    film = await until(till, project_id, "awaiting_budget", holds=3)
    assert film["budget"] == {"cap_usd": "1.0000", "committed_usd": "0.8000", "left_usd": "0.2000"}
    assert Decimal(film["needed_usd"]) == Decimal("1.0")
    hold = film["holds"][0]
    assert (hold["kind"], hold["scope"], Decimal(hold["needed_usd"])) == ("budget", "project", Decimal("0.2"))
    url = f"/v1/projects/{project_id}/purchases/decide"
    assert hold["actions"] == [{"decision": "retry", "url": url}, {"decision": "write_off", "url": url}]
    status = (await till.get(f"/v1/projects/{project_id}/status")).json()
    assert (status["needed_usd"], len(status["holds"]), status["live"]) == (film["needed_usd"], 3, True)

    answer = await till.put(f"/v1/projects/{project_id}/budget", json={"cap_usd": "2.00"})
    assert answer.status_code == 200 and answer.json()["project"]["cap_usd"] == "2.0000"
    await until(till, project_id, "awaiting_budget", holds=2)
    raised = await till.put(f"/v1/projects/{project_id}/budget", json={"cap_usd": str(FILM_USD)})
    assert raised.json()["total"]["cap_usd"] is None
    film = await until(till, project_id, "delivered")
    assert (film["fallbacks"], Decimal(film["budget"]["left_usd"])) == ([], 0)


async def test_the_owners_caps_bind_all_films_and_raising_one_wakes_them(till: httpx.AsyncClient, shop: Shop) -> None:
    spent = Decimal((await till.get("/v1/budget")).json()["total"]["committed_usd"])
    caps = {"total_usd": str(spent + 1), "per_day_usd": None}
    assert (await till.put("/v1/budget", json=caps)).json()["total"]["left_usd"] == "1.0000"
    try:
        project_id = await ordered(till)
        film = await until(till, project_id, "awaiting_budget", holds=3)
        assert {hold["scope"] for hold in film["holds"]} == {"owner"}
        budget = (await till.get(f"/v1/projects/{project_id}/budget")).json()
        assert (budget["project"]["cap_usd"], Decimal(budget["needed_usd"])) == (None, Decimal("1.0"))
    finally:
        lifted = await till.put("/v1/budget", json={"total_usd": None, "per_day_usd": None})
    assert lifted.json()["total"]["cap_usd"] is None
    await until(till, project_id, "delivered")


async def test_a_topped_up_account_is_told_with_resume(till: httpx.AsyncClient, shop: Shop) -> None:
    shop.fails["music"] = "Exhausted"
    project_id = await ordered(till)
    film = await until(till, project_id, "awaiting_budget", holds=1)
    assert (film["holds"][0]["kind"], Decimal(film["needed_usd"])) == ("credit", 0)
    shop.fails.clear()
    answer = await till.post(f"/v1/projects/{project_id}/resume")
    assert answer.status_code == 202
    await until(till, project_id, "delivered")


async def test_a_call_in_doubt_waits_for_a_decision_that_makes_sense(till: httpx.AsyncClient, shop: Shop) -> None:
    shop.fails["music"] = "SubmissionUnknown"
    project_id = await ordered(till)
    film = await until(till, project_id, "awaiting_decision", holds=1)
    hold = film["holds"][0]
    assert [action["decision"] for action in hold["actions"]] == ["retry", "buy_again", "write_off"]
    found = problem(await decided(till, project_id, "no/such/attempt", "retry"), 409, "not-waiting")
    assert hold["attempt_key"] in found["detail"]
    assert (await decided(till, project_id, hold["attempt_key"], "write_off")).status_code == 202
    film = await until(till, project_id, "delivered")
    assert [fallback["stage"] for fallback in film["fallbacks"]] == ["music"]
    rows = (await till.get(f"/v1/projects/{project_id}/predictions")).json()
    (music,) = [row for row in rows if row["stage"] == "music"]
    assert (music["money"], Decimal(music["cost"])) == ("maybe_billed", Decimal("0.4"))
    problem(await decided(till, project_id, hold["attempt_key"], "retry"), 409, "not-waiting")


async def test_what_was_not_bought_cannot_be_bought_again(till: httpx.AsyncClient, shop: Shop) -> None:
    project_id = await ordered(till, budget_usd=0)
    film = await until(till, project_id, "awaiting_budget", holds=5)
    answer = await decided(till, project_id, film["holds"][0]["attempt_key"], "buy_again")
    problem(answer, 409, "nothing-to-buy-again")


async def test_a_film_that_is_over_takes_a_cap_and_no_decision(till: httpx.AsyncClient, shop: Shop) -> None:
    project_id = await ordered(till, budget_usd=0)
    await until(till, project_id, "awaiting_budget", holds=5)
    assert (await till.post(f"/v1/projects/{project_id}/cancel")).status_code == 202
    await until(till, project_id, "cancelled")
    answer = await till.put(f"/v1/projects/{project_id}/budget", json={"cap_usd": "7"})
    assert answer.json()["project"]["cap_usd"] == "7.0000"
    problem(await decided(till, project_id, "a", "retry"), 409, "project-closed")
    problem(await till.post(f"/v1/projects/{project_id}/resume"), 409, "project-closed")


async def test_an_order_sent_again_does_not_bring_back_its_cap(till: httpx.AsyncClient, shop: Shop) -> None:
    body, headers = ORDER | {"budget_usd": "5"}, {"Idempotency-Key": fresh("key")}
    project_id = (await till.post("/v1/projects", json=body, headers=headers)).json()["project_id"]
    await until(till, project_id, "delivered")
    lifted = await till.put(f"/v1/projects/{project_id}/budget", json={"cap_usd": None})
    assert lifted.status_code == 200, lifted.text
    again = (await till.post("/v1/projects", json=body, headers=headers)).json()
    assert (again["project_id"], again["budget"]["cap_usd"]) == (project_id, None)


@pytest.mark.parametrize(
    ("settings", "studio", "cap"),
    [
        ({}, "previz", None),
        ({}, "live", "25.0000"),
        ({"project_budget_usd": "3.5"}, "previz", "3.5000"),
        ({"project_budget_usd": "3.5"}, "live", "3.5000"),
    ],
)
async def test_a_film_without_a_budget_of_its_own_has_the_usual_one(
    open_desk: OpenDesk, till: httpx.AsyncClient, temporal: Any, settings: dict[str, Any], studio: str, cap: str | None
) -> None:
    host = temporal.service_client.config.target_host
    accounts = {"replicate_token": "r8_test", "openai_key": "sk-test"}
    async with open_desk(temporal=host, **accounts, **settings) as desk:
        answer = await desk.post("/v1/projects", json=ORDER | {"studio": studio})
        assert answer.json()["budget"]["cap_usd"] == cap
        await temporal.get_workflow_handle(f"project-{answer.json()['project_id']}").terminate()


BAD_CAPS = [-1, "-0.01", "1.00001", 1_000_001, "much", {}, [], True, 10**400, "NaN", "Infinity"]


@pytest.mark.parametrize("cap", BAD_CAPS)
async def test_a_cap_that_is_no_sum_is_refused(desk: httpx.AsyncClient, projects: Projects, cap: Any) -> None:
    film = await created(projects)
    path = f"/v1/projects/{film.project_id}/budget"
    assert problem(await desk.put(path, json={"cap_usd": cap}), 422, "invalid-request")["errors"][0]["pointer"] == (
        "/cap_usd"
    )
    await projects.discard(film.project_id)
    problem(await desk.post("/v1/projects", json=ORDER | {"budget_usd": cap}), 422, "invalid-request")


@pytest.mark.parametrize(
    "body", [{}, {"total_usd": "1"}, {"per_day_usd": "1"}, {"total_usd": 1, "per_day_usd": 1, "x": 1}]
)
async def test_both_caps_of_an_owner_are_set_together(desk: httpx.AsyncClient, body: dict[str, Any]) -> None:
    problem(await desk.put("/v1/budget", json=body), 422, "invalid-request")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "budget", None),
        ("PUT", "budget", {"cap_usd": "1"}),
        ("POST", "resume", None),
        ("POST", "purchases/decide", {"attempt_key": "a", "decision": "retry"}),
    ],
)
async def test_money_of_strangers_is_not_there(
    desk: httpx.AsyncClient, projects: Projects, method: str, path: str, body: Any
) -> None:
    theirs = await created(projects, owner=fresh("anna"))
    for project_id in (theirs.project_id, "nothing"):
        answer = await desk.request(method, f"/v1/projects/{project_id}/{path}", json=body)
        problem(answer, 404, "unknown-project")


async def test_a_cap_is_not_written_behind_the_back_of_a_silent_studio(
    desk: httpx.AsyncClient, projects: Projects
) -> None:
    film = await created(projects)
    path = f"/v1/projects/{film.project_id}"
    problem(await desk.put(f"{path}/budget", json={"cap_usd": "1"}), 503, "studio-busy")
    problem(await desk.post(f"{path}/resume"), 503, "studio-busy")
    assert (await desk.get(f"{path}/budget")).json()["project"]["cap_usd"] is None
    await projects.discard(film.project_id)
