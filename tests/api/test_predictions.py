"""One-off generations over HTTP: refused before anything is written, bought once, found from the first moment on."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.client import Client

from api.commands import Commands
from film.assets import AssetKind
from film.status import PredictionState
from store.database import Database
from store.keys import asset_key
from store.objects import ObjectStore
from store.one_offs import OneOffs
from tests.api.conftest import OpenDesk
from tests.api.shop import Shop
from tests.api.test_budgets import FILM_USD
from tests.api.test_budgets import until as film_until
from tests.api.test_orders import problem
from tests.store.samples import fresh

STILL = {"model": "previz/storyboard", "input": {"prompt": "a lighthouse", "width": 320, "height": 180}}
ACCOUNTS = dict.fromkeys(("replicate_token", "openai_key", "elevenlabs_key", "gemini_key"), "a token")
NOT_STORED = f"assets/still/{'ab'}/{'ab' * 32}.png"


@pytest_asyncio.fixture(scope="session")
async def rich(open_desk: OpenDesk) -> AsyncIterator[httpx.AsyncClient]:
    """The API with an account everywhere, and nobody who buys."""
    async with open_desk(**ACCOUNTS) as desk:
        yield desk


@pytest.fixture(scope="session")
def stored(objects: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of a stored file."""
    path: Path = tmp_path_factory.mktemp("stored") / "still.png"
    path.write_bytes(b"a picture")
    key = asset_key(AssetKind.STILL, hashlib.sha256(b"a picture").hexdigest(), "image/png")
    objects.put(key, path, "image/png")
    return key


async def ordered(till: httpx.AsyncClient, body: dict[str, Any] = STILL, **headers: str) -> dict[str, Any]:
    answer = await till.post("/v1/predictions", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    found = dict(answer.json())
    assert answer.headers["location"] == found["links"]["self"] == f"/v1/predictions/{found['prediction_id']}"
    return found


async def until(till: httpx.AsyncClient, prediction_id: str, *states: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            found = (await till.get(f"/v1/predictions/{prediction_id}")).json()
            if found["state"] in states:
                return dict(found)
            await asyncio.sleep(0.05)


async def test_a_picture_is_bought_stored_and_paid_for_once(till: httpx.AsyncClient, shop: Shop) -> None:
    key = {"Idempotency-Key": fresh("key")}
    made = [await ordered(till, **key) for _ in range(3)]
    (prediction_id,) = {each["prediction_id"] for each in made}
    found = await until(till, prediction_id, "succeeded")
    assert (found["kind"], found["models"], found["label"]) == ("still", ["previz/storyboard"], "still: a lighthouse")
    assert found["file"]["url"].startswith("http") and found["input"] == STILL["input"]
    (attempt,) = found["attempts"]
    assert (attempt["attempt_key"], attempt["money"]) == (f"predictions/{prediction_id}/1", "settled")
    assert Decimal(found["cost_usd"]) == Decimal("0.4") and attempt["file"]["url"]
    assert (await ordered(till, **key))["state"] == "succeeded"
    sent = [each.order for each in shop.submitted if each.order.key == f"predictions/{prediction_id}"]
    assert [order.project_id for order in sent] == [None]
    other = STILL | {"input": STILL["input"] | {"prompt": "a whale"}}  # type: ignore[operator]
    problem(await till.post("/v1/predictions", json=other, headers=key), 422, "idempotency-key-reused")


async def test_a_capability_is_asked_of_the_studios_chain(till: httpx.AsyncClient, shop: Shop) -> None:
    made = await ordered(till, {"capability": "music", "input": {"mood": "warm", "seconds": 8}})
    assert (await until(till, made["prediction_id"], "succeeded"))["models"] == ["previz/score"]
    assert 8 in [each.order.seconds for each in shop.submitted]


async def test_what_was_accepted_is_found_although_nobody_works(till: httpx.AsyncClient) -> None:
    made = await ordered(till)
    found = (await till.get(made["links"]["self"])).json()
    assert (found["state"], found["attempts"], found["file"]) == ("ordered", [], None)
    page = (await till.get("/v1/predictions")).json()["predictions"]
    assert (page[0]["prediction_id"], page[0]["state"]) == (made["prediction_id"], "ordered")
    assert (await till.post(f"{made['links']['self']}/cancel")).status_code == 202


async def test_a_failure_is_told_in_its_words(till: httpx.AsyncClient, shop: Shop, database: Database) -> None:
    shop.fails["storyboard"] = "the model fell over"
    made = await ordered(till)
    found = await until(till, made["prediction_id"], "failed")
    assert (found["error"], found["file"], Decimal(found["cost_usd"])) == ("the model fell over", None, Decimal("0.4"))
    kept = await OneOffs(database).get("local", made["prediction_id"])
    assert (kept.state.value, kept.error) == ("failed", "the model fell over"), "Temporal will forget it"


async def test_a_purchase_over_your_budget_waits_and_goes_on_when_it_is_raised(
    till: httpx.AsyncClient, shop: Shop
) -> None:
    spent = Decimal((await till.get("/v1/budget")).json()["total"]["committed_usd"])
    await till.put("/v1/budget", json={"total_usd": str(spent + Decimal("0.1")), "per_day_usd": None})
    try:
        made = await ordered(till)
        found = await until(till, made["prediction_id"], "waiting")
        (hold,) = found["holds"]
        assert (hold["kind"], hold["scope"], found["attempts"]) == ("budget", "owner", [])
        assert Decimal(found["needed_usd"]) == Decimal("0.3")
        assert hold["actions"][0] == {"decision": "retry", "url": f"{found['links']['self']}/decide"}
        body = {"attempt_key": hold["attempt_key"], "decision": "buy_again"}
        problem(await till.post(hold["actions"][0]["url"], json=body), 409, "nothing-to-buy-again")
    finally:
        await till.put("/v1/budget", json={"total_usd": None, "per_day_usd": None})
    await until(till, made["prediction_id"], "succeeded")


async def test_a_purchase_in_doubt_is_decided_about(till: httpx.AsyncClient, shop: Shop) -> None:
    shop.fails["storyboard"] = "SubmissionUnknown"
    made = await ordered(till)
    (hold,) = (await until(till, made["prediction_id"], "waiting"))["holds"]
    decide = hold["actions"][0]["url"]
    problem(await till.post(decide, json={"attempt_key": "other", "decision": "retry"}), 409, "not-waiting")
    answer = await till.post(decide, json={"attempt_key": hold["attempt_key"], "decision": "write_off"})
    assert answer.status_code == 202
    found = await until(till, made["prediction_id"], "failed")
    assert [attempt["money"] for attempt in found["attempts"]] == ["maybe_billed"]
    body = {"attempt_key": hold["attempt_key"], "decision": "retry"}
    problem(await till.post(decide, json=body), 409, "prediction-closed")


async def test_a_lost_call_that_a_webhook_finds_goes_on_by_itself(
    till: httpx.AsyncClient, shop: Shop, temporal: Client
) -> None:
    shop.fails["storyboard"] = "SubmissionUnknown"
    made = await ordered(till)
    (hold,) = (await until(till, made["prediction_id"], "waiting"))["holds"]
    shop.fails.clear()
    await Commands(temporal).tell_found(f"prediction-{made['prediction_id']}", hold["attempt_key"])
    await until(till, made["prediction_id"], "succeeded")


async def test_a_prediction_can_be_stopped(till: httpx.AsyncClient, shop: Shop) -> None:
    shop.hangs.add("storyboard")
    made = await ordered(till)
    async with asyncio.timeout(60):
        while not shop.awaited:
            await asyncio.sleep(0.05)
    assert (await till.post(f"{made['links']['self']}/cancel")).status_code == 202
    found = await until(till, made["prediction_id"], "cancelled")
    assert shop.cancelled == [f"predictions/{made['prediction_id']}/1"] and found["file"] is None
    problem(await till.post(f"{made['links']['self']}/cancel"), 409, "prediction-closed")


async def test_an_order_from_before_a_crash_is_started_by_the_next_api(
    open_desk: OpenDesk, till: httpx.AsyncClient, shop: Shop, temporal: Client, database: Database
) -> None:
    made = await ordered(till)
    await until(till, made["prediction_id"], "succeeded")
    order = (await OneOffs(database).get("local", made["prediction_id"])).order
    prediction_id = fresh()
    key = f"predictions/{prediction_id}"
    assert await OneOffs(database).create(prediction_id, "local", order | {"key": key})
    assert (await till.get(f"/v1/predictions/{prediction_id}")).json()["state"] == "ordered"
    async with open_desk(temporal=temporal.service_client.config.target_host):
        await until(till, prediction_id, "succeeded")


async def test_pages_lead_through_all_predictions_newest_first(till: httpx.AsyncClient, shop: Shop) -> None:
    made = [(await ordered(till))["prediction_id"] for _ in range(3)]
    first = (await till.get("/v1/predictions", params={"limit": 2})).json()
    second = (await till.get("/v1/predictions", params={"limit": 1, "before": first["next_before"]})).json()
    found = [each["prediction_id"] for each in (*first["predictions"], *second["predictions"])]
    assert found == made[::-1]


FIRST_FRAME = {"model": "minimax/hailuo-02-fast", "input": {"prompt": "a", "seconds": 6}}


@pytest.mark.parametrize(
    ("body", "pointer", "says"),
    [
        ({}, "/model", "only one"),
        ({"model": "previz/score", "capability": "music"}, "/model", "only one"),
        ({"model": "nobody/nothing"}, "/model", "not in the catalogue"),
        ({"model": "openai/gpt-image-1"}, "/model", "gpt-image-2.5-flare"),
        ({"model": "google/veo-2"}, "/model", "google/veo-3.1"),
        ({"model": "previz/score", "studio": "live"}, "/studio", "previz"),
        ({"capability": "plan"}, "/capability", "plan"),
        ({"model": "openai/gpt-6-luna"}, "/model", "plan"),
        ({"capability": "cutout"}, "/capability", "no model for cutout"),
        ({"model": "previz/storyboard"}, "/input/prompt", "is needed"),
        (STILL | {"input": {"prompt": "x" * 8001}}, "/input/prompt", "8001 characters is more than 8000"),
        (STILL | {"input": {"promt": "x"}}, "/input/promt", "there is no such input"),
        (STILL | {"input": {"prompt": "x", "width": "wide"}}, "/input/width", "is no integer"),
        (STILL | {"assets": {"image": NOT_STORED}}, "/assets/image", "no such file is taken"),
        (FIRST_FRAME, "/input/image", "is needed"),
        (FIRST_FRAME | {"assets": {"image": NOT_STORED}}, "/assets/image", "no such file here"),
        (
            {"model": "minimax/hailuo-02", "input": {"prompt": "a", "seconds": 10, "resolution": "1080p"}},
            "/input/seconds",
            "10 s only at 768p",
        ),
        (
            {"model": "sync/lipsync-2", "input": {"video": "https://x.example/v", "audio": "https://x.example/a"}},
            "/seconds",
            "is needed",
        ),
    ],
)
async def test_what_is_wrong_is_told_before_anything_is_written(
    rich: httpx.AsyncClient, body: dict[str, Any], pointer: str, says: str
) -> None:
    answer = await rich.post("/v1/predictions", json=body)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    found = [(error["pointer"], error["detail"]) for error in answer.json()["errors"]]
    assert [where for where, _ in found] == [pointer] and says in found[0][1]


async def test_a_stored_file_is_found(rich: httpx.AsyncClient, stored: str) -> None:
    answer = await rich.post("/v1/predictions", json=FIRST_FRAME | {"assets": {"image": stored}})
    problem(answer, 503, "studio-busy")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"model": "a\x00b"}, "/model"),
        ({"model": "x" * 101}, "/model"),
        ({"capability": "opera"}, "/capability"),
        (STILL | {"input": {"prompt": "a\x00b"}}, "/input/prompt"),
        (STILL | {"input": {"x" * 41: 1}}, f"/input/{'x' * 41}/[key]"),
        (STILL | {"input": {"prompt": "a", "seed": 10**400}}, "/input/seed"),
        (STILL | {"input": {"prompt": [[[[[1]]]]]}}, "/input/prompt"),
        (STILL | {"input": []}, "/input"),
        (STILL | {"assets": {"image": "https://x.example/a.png"}}, "/assets/image"),
        (STILL | {"assets": {"image": "assets/../../etc/passwd"}}, "/assets/image"),
        (STILL | {"seconds": 0}, "/seconds"),
        (STILL | {"webhook": "https://x.example"}, "/webhook"),
    ],
)
async def test_a_body_that_is_no_order_names_the_field(
    desk: httpx.AsyncClient, body: dict[str, Any], pointer: str
) -> None:
    found = problem(await desk.post("/v1/predictions", json=body), 422, "invalid-request")
    assert pointer in [error["pointer"] for error in found["errors"]]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_a_number_that_is_none_is_refused(desk: httpx.AsyncClient, number: str) -> None:
    body = json.dumps(STILL).replace("320", number)
    answer = await desk.post("/v1/predictions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("model", "variable"),
    [
        ("minimax/hailuo-02", "REPLICATE_API_TOKEN"),
        ("openai/gpt-image-2", "OPENAI_API_KEY"),
        ("elevenlabs/music-v1", "ELEVENLABS_API_KEY"),
    ],
)
async def test_a_model_without_an_account_says_which_it_needs(
    desk: httpx.AsyncClient, model: str, variable: str
) -> None:
    answer = await desk.post("/v1/predictions", json={"model": model, "input": {"prompt": "a"}})
    assert variable in problem(answer, 422, "no-credentials")["detail"]


async def test_a_studio_that_does_not_answer_keeps_no_order(desk: httpx.AsyncClient) -> None:
    before = (await desk.get("/v1/predictions")).json()["predictions"]
    problem(await desk.post("/v1/predictions", json=STILL), 503, "studio-busy")
    assert (await desk.get("/v1/predictions")).json()["predictions"] == before


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/cancel"), ("POST", "/decide")])
async def test_predictions_of_strangers_are_not_there(
    desk: httpx.AsyncClient, database: Database, method: str, path: str
) -> None:
    theirs = fresh()
    await OneOffs(database).create(theirs, "anna", {})
    for prediction_id in (theirs, "nothing"):
        body = {"attempt_key": "a", "decision": "retry"} if path == "/decide" else None
        answer = await desk.request(method, f"/v1/predictions/{prediction_id}{path}", json=body)
        problem(answer, 404, "unknown-prediction")
    await OneOffs(database).discard(theirs)


async def test_a_film_and_a_prediction_share_the_owners_budget(till: httpx.AsyncClient, shop: Shop) -> None:
    spent = Decimal((await till.get("/v1/budget")).json()["day"]["committed_usd"])
    await until(till, (await ordered(till))["prediction_id"], "succeeded")
    order = {"prompt": "A silver robot walks", "duration_s": 12, "quality": "draft"}
    project_id = (await till.post("/v1/projects", json=order)).json()["project_id"]
    await film_until(till, project_id, "delivered")
    assert Decimal((await till.get("/v1/budget")).json()["day"]["committed_usd"]) == spent + Decimal("0.4") + FILM_USD
    assert {entry.state for entry in await shop.ledger.of_project(project_id)} == {PredictionState.SUCCEEDED}
