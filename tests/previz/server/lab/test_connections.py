"""Connections that break: before anything has happened, or after everything has."""

import asyncio
import time

import httpx
import pytest

from tests.previz.server.lab.bench import Bench
from tests.previz.server.running import ended


async def test_a_dropped_create_ends_without_a_byte_and_creates_nothing(bench: Bench):
    before = await bench.lines()
    await bench.rule(fault="drop")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await bench.create()
    assert await bench.lines() == before


async def test_a_create_that_is_accepted_then_dropped_exists_and_is_billed_once(bench: Bench):
    before = {line["id"] for line in await bench.lines()}
    await bench.rule(fault="accept_then_drop", nth=[1])
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await bench.create()
    (lost,) = [line["id"] for line in await bench.lines() if line["id"] not in before]
    assert (await ended(bench.http, lost))["status"] == "succeeded"
    assert (await bench.create()).status_code == 201, "only the first was struck"


async def test_a_create_that_is_accepted_then_hangs_exists_and_is_never_answered(bench: Bench):
    before = len(await bench.lines())
    await bench.rule(fault="accept_then_hang", seconds=0.5)
    began = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        await bench.create()
    assert time.monotonic() - began > 0.45
    with pytest.raises(httpx.ReadTimeout):
        await bench.http.post(
            "/v1/models/previz/storyboard/predictions", json={"input": {"prompt": "a fox"}}, timeout=0.2
        )
    assert len(await bench.lines()) == before + 2


async def test_a_create_that_is_accepted_then_answered_500_exists(bench: Bench):
    before = len(await bench.lines())
    await bench.rule(fault="accept_then_500")
    assert (await bench.create()).status_code == 500
    assert len(await bench.lines()) == before + 1


async def test_a_slow_answer_is_late_but_good(bench: Bench):
    await bench.rule(fault="slow", on="create", seconds=0.4)
    began = time.monotonic()
    assert (await bench.create()).status_code == 201
    assert time.monotonic() - began > 0.35


async def test_a_refused_call_is_reset_and_the_port_stays_closed_for_a_while(bench: Bench):
    before = len(await bench.lines())
    await bench.rule(fault="refuse", seconds=0.6, nth=[1])
    with pytest.raises(httpx.ReadError):
        await bench.create()
    async with httpx.AsyncClient() as stranger:
        with pytest.raises(httpx.ConnectError):
            await stranger.get(f"{bench.server.url}/healthz")
        for _ in range(50):
            try:
                await stranger.get(f"{bench.server.url}/healthz")
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
    assert len(await bench.lines()) == before
    assert (await bench.create()).status_code == 201


@pytest.mark.parametrize(("on", "path"), [("get", "/v1/predictions/{id}"), ("list", "/v1/predictions")])
async def test_reads_can_be_dropped_too(bench: Bench, on: str, path: str):
    prediction = await bench.made()
    await bench.rule(on=on, fault="drop", nth=[2])
    url = path.format(id=prediction["id"])
    assert (await bench.http.get(url)).is_success
    with pytest.raises(httpx.RemoteProtocolError):
        await bench.http.get(url)
    assert (await bench.http.get(url)).is_success


async def test_a_cancel_can_be_carried_out_without_an_answer(bench: Bench):
    await bench.settings(paces=[{"model": "*", "starting_s": 30}])
    created = (await bench.create()).json()
    await bench.rule(on="cancel", fault="accept_then_drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await bench.http.post(created["urls"]["cancel"])
    assert (await bench.http.get(created["urls"]["get"])).json()["status"] == "canceled"


async def test_an_upload_can_be_kept_without_an_answer(bench: Bench):
    kept = len((await bench.http.get("/v1/files")).json()["results"])
    await bench.rule(on="upload", fault="accept_then_drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await bench.http.post("/v1/files", files={"content": ("a.txt", b"x")})
    assert len((await bench.http.get("/v1/files")).json()["results"]) == kept + 1
