"""Mood boards over HTTP: proposed, bought picture by picture, picked from."""

import asyncio
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from film.production_stage import Stage
from film.style import StyleSpec
from store.database import Database
from store.moods import Moods
from tests.api.conftest import OpenDesk
from tests.api.shop import Shop
from tests.api.test_any_body import _VALUES as VALUES
from tests.api.test_any_body import send
from tests.api.test_orders import problem
from tests.api.test_predictions import ACCOUNTS
from tests.store.samples import fresh

ROBOT = {"prompt": "A silver robot walks through downtown Austin at sunset", "moods": 2}


async def ordered(till: httpx.AsyncClient, body: dict[str, Any] = ROBOT, **headers: str) -> dict[str, Any]:
    answer = await till.post("/v1/moods", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    found = dict(answer.json())
    assert answer.headers["location"] == found["links"]["self"] == f"/v1/moods/{found['board_id']}"
    return found


async def until_done(till: httpx.AsyncClient, board_id: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while not (found := (await till.get(f"/v1/moods/{board_id}")).json())["done"]:
            await asyncio.sleep(0.05)
    return dict(found)


def pictures(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [picture for mood in board["moods"] for picture in mood["pictures"]]


async def test_a_board_is_bought_once_and_a_mood_is_picked(
    till: httpx.AsyncClient, shop: Shop, database: Database
) -> None:
    key = {"Idempotency-Key": fresh("key")}
    body = ROBOT | {"images": 4, "aspect": "1:1", "flavour": "claymation"}
    (board_id,) = {(await ordered(till, body, **key))["board_id"] for _ in range(2)}
    found = await until_done(till, board_id)
    assert [len(mood["pictures"]) for mood in found["moods"]] == [4, 4]
    assert all(picture["state"] == "succeeded" and picture["file"]["url"] for picture in pictures(found))
    assert Decimal(found["cost_usd"]) == Decimal("0.4") * 8
    orders = [each.order for each in shop.submitted if each.order.stage is Stage.MOOD]
    assert len(orders) == 8 and len({order.wants["prompt"] for order in orders}) == 8
    assert all((order.wants["width"], order.wants["height"]) == (540, 540) for order in orders)
    assert "plasticine with fingerprints" in str(orders[0].wants["prompt"])
    assert (await till.get(pictures(found)[0]["prediction"])).json()["label"].startswith("Mood ")

    assert found["picked"] is None
    picked = (await till.post(found["links"]["pick"], json={"mood": "m2"})).json()
    assert picked["picked"] == "m2" and (await till.get(found["links"]["self"])).json()["picked"] == "m2"
    style = await Moods(database).style("local", board_id)
    assert style == StyleSpec.model_validate(found["moods"][1]["style"])
    wrong = problem(await till.post(found["links"]["pick"], json={"mood": "m3"}), 422, "no-such-mood")
    assert wrong["errors"][0]["pointer"] == "/mood" and "m1 (" in wrong["detail"]
    other = problem(await till.post("/v1/moods", json=ROBOT, headers=key), 422, "idempotency-key-reused")
    assert other["errors"][0]["pointer"] == "Idempotency-Key"


async def test_pictures_that_fail_leave_the_others(till: httpx.AsyncClient, shop: Shop) -> None:
    shop.fails["mood"] = "the model fell over"
    found = await until_done(till, (await ordered(till))["board_id"])
    assert {(each["state"], each["error"], each["file"]) for each in pictures(found)} == {
        ("failed", "the model fell over", None)
    }


async def test_pictures_over_your_budget_wait_for_it(till: httpx.AsyncClient, shop: Shop) -> None:
    spent = Decimal((await till.get("/v1/budget")).json()["total"]["committed_usd"])
    await till.put("/v1/budget", json={"total_usd": str(spent + Decimal("0.5")), "per_day_usd": None})
    try:
        board_id = (await ordered(till))["board_id"]
        async with asyncio.timeout(60):
            while True:
                found = (await till.get(f"/v1/moods/{board_id}")).json()
                if sorted(each["state"] for each in pictures(found)) == ["succeeded", "waiting"]:
                    break
                await asyncio.sleep(0.05)
    finally:
        await till.put("/v1/budget", json={"total_usd": None, "per_day_usd": None})
    assert {each["state"] for each in pictures(await until_done(till, board_id))} == {"succeeded"}


async def test_a_brief_lends_its_shape_and_its_colours(till: httpx.AsyncClient, shop: Shop) -> None:
    brief = {"prompt": "A lamp", "mode": "ad", "ad": {"colours": {"primary": "#ff6600", "accent": "#102030"}}}
    found = await ordered(till, {"brief": brief, "moods": 3})
    assert (found["aspect"], found["asked"], len(pictures(found))) == ("9:16", "A lamp", 3)
    assert all(mood["style"]["palette"][:2] == ["#ff6600", "#102030"] for mood in found["moods"])
    song = await ordered(till, {"brief": {"prompt": "A song", "mode": "music_video"}, "moods": 2})
    assert song["aspect"] == "16:9"


async def test_a_flavour_says_how_many_pictures_a_mood_has(till: httpx.AsyncClient, shop: Shop) -> None:
    assert len(pictures(await ordered(till, ROBOT | {"flavour": "anime"}))) == 8
    assert len(pictures(await ordered(till, ROBOT | {"flavour": "anime", "images": 1}))) == 2


@pytest.mark.parametrize(
    ("body", "pointer", "says"),
    [
        ({}, "", "with `prompt` or with `brief`"),
        (ROBOT | {"brief": {"prompt": "A lamp"}}, "", "only one of them"),
        ({"prompt": "..."}, "/prompt", "must contain words"),
        (ROBOT | {"moods": 1}, "/moods", "greater than or equal to 2"),
        (ROBOT | {"moods": 7}, "/moods", "less than or equal to 6"),
        (ROBOT | {"images": 2}, "/images", "1 or 4"),
        (ROBOT | {"flavour": "sepia"}, "/flavour", "there is anime"),
        (ROBOT | {"aspect": "3:1"}, "/aspect", "16:9"),
        (ROBOT | {"studio": "live"}, "/studio", "REPLICATE_API_TOKEN"),
        (ROBOT | {"colour": "red"}, "/colour", "not permitted"),
    ],
)
async def test_what_is_wrong_is_told_before_anything_is_written(
    desk: httpx.AsyncClient, body: dict[str, Any], pointer: str, says: str
) -> None:
    answer = await desk.post("/v1/moods", json=body)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer and says in error["detail"]


async def test_the_paid_studios_models_are_asked_in_their_own_words(open_desk: OpenDesk) -> None:
    """Nothing is wrong with the order: it fails only because nobody could work on it."""
    async with open_desk(**ACCOUNTS) as rich:
        for aspect in ("16:9", "9:16", "1:1"):
            body = ROBOT | {"studio": "live", "aspect": aspect, "images": 4}
            problem(await rich.post("/v1/moods", json=body), 503, "studio-busy")


_BOARDS = st.fixed_dictionaries(
    {},
    optional={
        "prompt": st.sampled_from(["a robot", "a \ud800 robot", "a\x00b", "a\nb"]) | VALUES,
        "brief": st.fixed_dictionaries({"prompt": st.just("a lamp") | VALUES}, optional={"mode": VALUES}) | VALUES,
        "moods": st.integers(0, 8) | VALUES,
        "images": st.sampled_from([1, 4]) | VALUES,
        "flavour": st.sampled_from(["noir", "a\x00b"]) | VALUES,
        "aspect": st.sampled_from(["16:9"]) | VALUES,
        "seed": VALUES,
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=_BOARDS | VALUES)
async def test_any_body_is_ordered_or_refused(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/moods", body)
    await send(desk, "POST", "/v1/moods/nothing/pick", body)


async def test_a_studio_that_does_not_answer_keeps_no_board(desk: httpx.AsyncClient) -> None:
    key = fresh("key")
    problem(await desk.post("/v1/moods", json=ROBOT, headers={"Idempotency-Key": key}), 503, "studio-busy")
    problem(
        await desk.post("/v1/moods", json=ROBOT | {"moods": 3}, headers={"Idempotency-Key": key}), 503, "studio-busy"
    )


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/pick")])
async def test_boards_of_strangers_are_not_there(
    till: httpx.AsyncClient, shop: Shop, database: Database, method: str, path: str
) -> None:
    theirs = await Moods(database).get("local", (await ordered(till))["board_id"])
    board = theirs.board.model_copy(update={"board_id": fresh()})
    await Moods(database).create("anna", theirs.asked, board)
    for board_id in (board.board_id, "nothing"):
        body = {"mood": "m1"} if method == "POST" else None
        answer = await till.request(method, f"/v1/moods/{board_id}{path}", json=body)
        problem(answer, 404, "unknown-mood-board")
