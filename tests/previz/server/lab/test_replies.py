"""Calls that are answered with an error, in the words of Replicate."""

import pytest

from tests.previz.server.lab.bench import Bench


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("error_401", 401, "authentication token"),
        ("error_402", 402, "insufficient credit to run this model"),
        ("error_404", 404, "could not be found"),
        ("error_422", 422, "is not allowed"),
        ("error_429", 429, "Request was throttled. Your rate limit resets in ~3s."),
        ("error_429_low_credit", 429, "6 requests per minute with a burst of 1 requests"),
        ("error_500", 500, "Internal Server Error"),
        ("error_502", 502, "Bad Gateway"),
        ("error_503", 503, "Service Unavailable"),
        ("error_504", 504, "Gateway Timeout"),
    ],
)
async def test_an_error_is_worded_and_creates_nothing(bench: Bench, fault: str, status: int, words: str):
    before = len(await bench.lines())
    await bench.rule(fault=fault, on="create", seconds=3)
    reply = await bench.create()
    assert (reply.status_code, reply.json()["status"]) == (status, status)
    assert words in reply.json()["detail"]
    assert len(await bench.lines()) == before


async def test_a_throttled_call_is_told_twice_how_long_to_wait(bench: Bench):
    await bench.rule(fault="error_429", seconds=7)
    reply = await bench.create()
    assert (reply.headers["retry-after"], reply.json()["retry_after"]) == ("7", 7)


@pytest.mark.parametrize("status", [None, 200])
async def test_a_page_can_come_instead_of_json(bench: Bench, status: int | None):
    await bench.rule(fault="html", on="get", **({} if status is None else {"status": status}))
    reply = await bench.http.get((await bench.made_without_looking())["urls"]["get"])
    assert (reply.status_code, reply.headers["content-type"]) == (status or 502, "text/html; charset=utf-8")


async def test_an_error_can_be_an_array(bench: Bench):
    await bench.rule(fault="json_array", on="create")
    reply = await bench.create()
    assert (reply.status_code, type(reply.json())) == (500, list)


async def test_a_models_page_can_fail(bench: Bench):
    await bench.rule(fault="error_503", on="model", model="previz/voice")
    assert (await bench.http.get("/v1/models/previz/voice")).status_code == 503
    assert (await bench.http.get("/v1/models/previz/score")).status_code == 200


async def test_more_creates_than_a_minute_has_are_throttled(bench: Bench):
    await bench.settings(limits={"creates_per_minute": 600, "burst": 3})
    statuses = [(await bench.create()).status_code for _ in range(5)]
    assert statuses[:3] == [201] * 3
    assert 429 in statuses


async def test_an_account_that_runs_dry_may_create_one_at_a_time(bench: Bench):
    await bench.settings(limits={"low_credit": True})
    first, second = await bench.create(), await bench.create()
    assert (first.status_code, second.status_code) == (201, 429)
    assert "less than $5.0 in credit" in second.json()["detail"]
    assert 8 <= second.json()["retry_after"] <= 10


async def test_all_other_calls_have_a_limit_of_their_own(bench: Bench):
    await bench.settings(limits={"others_per_minute": 60, "burst": 2})
    statuses = [(await bench.http.get("/v1/predictions")).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert (await bench.create()).status_code == 201
