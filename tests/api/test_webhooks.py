"""Webhooks at the door: only genuine and fresh ones are taken in, each once, and all are counted."""

import base64
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

import api.webhook_secrets
from film.status import PredictionState
from previz.server.webhooks import signed_headers
from store.database import Database
from store.ledger import Ledger
from tests.api.conftest import OpenDesk
from tests.api.provider import Provider, provider
from tests.api.test_orders import problem
from tests.store.samples import fresh, intent

SECRET = "whsec_" + base64.b64encode(b"a key of twenty-four byte").decode()
NEWER = "whsec_" + base64.b64encode(b"another key of that size!").decode()


@pytest_asyncio.fixture
async def previz() -> AsyncIterator[Provider]:
    async with provider(SECRET) as found:
        yield found


@pytest_asyncio.fixture
async def door(open_desk: OpenDesk, previz: Provider) -> AsyncIterator[httpx.AsyncClient]:
    async with open_desk(previz_url=previz.url, public_url="https://films.example") as desk:
        yield desk


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


def told(provider_id: str, status: str = "succeeded") -> bytes:
    made = {"id": provider_id, "model": "previz/motion", "version": "hidden", "status": status, "input": {}}
    return json.dumps(made | {"created_at": "2026-11-26T12:00:00Z"}).encode()


async def send(
    door: httpx.AsyncClient,
    body: bytes,
    *,
    attempt: str | None = None,
    message_id: str | None = None,
    secret: str = SECRET,
    at: float = 0,
    **headers: str,
) -> httpx.Response:
    signed = signed_headers(secret, message_id or fresh("msg"), body, at=int(time.time() + at))
    query = {"attempt": attempt} if attempt else {}
    return await door.post("/v1/webhooks/previz", content=body, params=query, headers=signed | headers)


async def counted(door: httpx.AsyncClient) -> Counter[str]:
    return Counter({row["verdict"]: row["count"] for row in (await door.get("/v1/webhooks/tally")).json()})


async def posted(ledger: Ledger) -> str:
    key = f"{fresh()}/s1/take-1/clip/1"
    await ledger.intend(intent(key, provider="previz"))
    await ledger.about_to_post(key)
    return key


async def test_a_genuine_webhook_tells_the_id_and_its_resent_copy_changes_nothing(
    door: httpx.AsyncClient, ledger: Ledger
) -> None:
    key, provider_id, message_id = await posted(ledger), fresh("prediction"), fresh("msg")
    before = await counted(door)
    answers = [await send(door, told(provider_id), attempt=key, message_id=message_id) for _ in range(2)]
    assert [(a.status_code, a.json()["verdict"]) for a in answers] == [(200, "early"), (200, "doubled")]
    assert (await ledger.entry(key)).provider_id == provider_id
    assert (await send(door, told(provider_id), attempt=key)).json() == {"verdict": "news"}
    assert (await send(door, told(fresh("other")), attempt=key)).json() == {"verdict": "twin"}
    assert await counted(door) - before == {"early": 1, "doubled": 1, "news": 1, "twin": 1}


async def test_what_we_know_nothing_of_is_accepted_and_counted(door: httpx.AsyncClient) -> None:
    answer = await send(door, told(fresh("prediction")), attempt="nothing/of/ours")
    assert (answer.status_code, answer.json()) == (202, {"verdict": "unknown"})


async def test_the_end_of_a_doubt_is_taken_in_although_nobody_can_be_told(
    door: httpx.AsyncClient, ledger: Ledger
) -> None:
    key = await posted(ledger)
    await ledger.unknown(key, "the connection broke")
    assert (await send(door, told(fresh("prediction")), attempt=key)).json() == {"verdict": "early"}
    assert (await ledger.entry(key)).state is PredictionState.SUBMITTED


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": ""},
        {"webhook-id": "another"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 400},
    ],
)
async def test_a_forged_webhook_is_refused_and_counted(door: httpx.AsyncClient, headers: dict[str, str]) -> None:
    before = await counted(door)
    answer = await send(door, told(fresh("prediction")), **headers)
    problem(answer, 401, "forged-webhook")
    assert await counted(door) - before == {"forged": 1}


async def test_a_webhook_without_a_signature_is_refused(door: httpx.AsyncClient) -> None:
    found = problem(await door.post("/v1/webhooks/previz", content=told("x")), 401, "forged-webhook")
    assert "webhook-id" in found["detail"]


async def test_a_changed_body_is_refused(door: httpx.AsyncClient) -> None:
    signed = signed_headers(SECRET, "msg", told("a"), at=int(time.time()))
    problem(await door.post("/v1/webhooks/previz", content=told("b"), headers=signed), 401, "forged-webhook")


@pytest.mark.parametrize("at", [-400, 400])
async def test_a_webhook_from_another_time_is_refused_and_counted(door: httpx.AsyncClient, at: float) -> None:
    before = await counted(door)
    problem(await send(door, told("x"), at=at), 400, "stale-webhook")
    assert await counted(door) - before == {"stale": 1}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": 1}', b'{"status": "succeeded"}', b"\xff"])
async def test_a_genuine_webhook_that_tells_of_no_prediction_is_refused(door: httpx.AsyncClient, body: bytes) -> None:
    problem(await send(door, body), 422, "unreadable-webhook")


async def test_a_body_that_is_too_large_is_not_read_to_its_end(door: httpx.AsyncClient) -> None:
    problem(await send(door, b"x" * (5 * 1024**2)), 413, "unreadable-webhook")


@pytest.mark.parametrize("attempt", ["a\x00b", "x" * 301])
async def test_a_key_that_cannot_be_one_is_refused(door: httpx.AsyncClient, attempt: str) -> None:
    found = problem(await send(door, told("x"), attempt=attempt), 422, "invalid-request")
    assert found["errors"][0]["pointer"] == "attempt"


async def test_the_secret_is_asked_for_once_and_with_our_token(door: httpx.AsyncClient, previz: Provider) -> None:
    for _ in range(3):
        assert (await send(door, told(fresh("prediction")))).is_success
    assert previz.asked == 1 and previz.tokens == {"Bearer previz"}


async def test_a_secret_that_was_changed_is_asked_for_again_and_forgers_cannot_make_us_ask_often(
    door: httpx.AsyncClient, previz: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await send(door, told(fresh("prediction")))).is_success
    previz.secret = NEWER
    problem(await send(door, told(fresh("prediction")), secret=NEWER), 401, "forged-webhook")
    assert previz.asked == 1, "not within a minute"
    monkeypatch.setattr(api.webhook_secrets, "_RENEW_AFTER_S", 0.0)
    assert (await send(door, told(fresh("prediction")), secret=NEWER)).is_success
    problem(await send(door, told(fresh("prediction")), secret=SECRET), 401, "forged-webhook")
    assert previz.asked == 3


async def test_without_a_secret_the_provider_is_asked_to_come_again(
    door: httpx.AsyncClient, previz: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    previz.silent = True
    problem(await send(door, told("x")), 503, "no-webhook-secret")
    problem(await send(door, told("x")), 503, "no-webhook-secret")
    assert previz.asked == 1
    previz.silent = False
    monkeypatch.setattr(api.webhook_secrets, "_TRY_AGAIN_AFTER_S", 0.0)
    assert (await send(door, told(fresh("prediction")))).is_success


@pytest.mark.parametrize("broken", ["not base64!", "whsec_"])
async def test_a_secret_that_cannot_be_one_is_no_crash(door: httpx.AsyncClient, previz: Provider, broken: str) -> None:
    previz.secret = broken
    problem(await send(door, told("x")), 503, "no-webhook-secret")


async def test_a_secret_that_a_person_has_set_needs_no_provider(open_desk: OpenDesk) -> None:
    settings: dict[str, Any] = {"replicate_webhook_secret": SECRET, "replicate_url": "http://127.0.0.1:1"}
    body = told(fresh("prediction"))
    async with open_desk(**settings) as desk:
        for secret, status in ((SECRET, 202), (NEWER, 401)):
            signed = signed_headers(secret, fresh("msg"), body, at=int(time.time()))
            answer = await desk.post("/v1/webhooks/replicate", content=body, headers=signed)
            assert answer.status_code == status
        problem(await desk.post("/v1/webhooks/previz", content=body), 404, "unknown-provider")


async def test_the_public_name_reaches_the_webhooks_and_nothing_else(door: httpx.AsyncClient) -> None:
    public = {"Host": "films.example"}
    assert (await send(door, told(fresh("prediction")), **public)).is_success
    for method, path in (("GET", "/v1/projects"), ("GET", "/v1/webhooks/tally"), ("POST", "/v1/projects")):
        assert (await door.request(method, path, headers=public)).status_code == 400
    assert (await send(door, told("x"), Host="evil.example")).status_code == 400


async def test_a_webhook_costs_us_little_time(door: httpx.AsyncClient, ledger: Ledger) -> None:
    key, provider_id = await posted(ledger), fresh("prediction")
    await send(door, told(provider_id), attempt=key)
    took = []
    for _ in range(20):
        begun = time.process_time()
        assert (await send(door, told(provider_id), attempt=key)).is_success
        took.append(time.process_time() - begun)
    assert sorted(took)[10] < 0.05


async def test_the_tally_is_by_day(door: httpx.AsyncClient) -> None:
    await send(door, told(fresh("prediction")))
    assert (await door.get("/v1/webhooks/tally", params={"since": "2999-01-01"})).json() == []
    problem(await door.get("/v1/webhooks/tally", params={"since": "monday"}), 422, "invalid-request")
    assert {"day", "verdict", "count"} == set((await door.get("/v1/webhooks/tally")).json()[0])
