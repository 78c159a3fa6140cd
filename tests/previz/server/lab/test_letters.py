"""Webhooks that are lost, doubled, late, forged, stale, out of order or early."""

import asyncio
import time

import pytest
from replicate.webhook import Webhooks, WebhookSigningSecret, WebhookValidationError

from tests.previz.server.lab.bench import Bench
from tests.previz.server.listener import Listener, until_heard
from tests.previz.server.running import ended

EVENTS = ["start", "completed"]


async def made(bench: Bench, listener: Listener) -> str:
    prediction = await bench.made(webhook=listener.url, webhook_events_filter=EVENTS)
    return str(prediction["id"])


def statuses(bodies: list[dict]) -> list[str]:
    return [body["status"] for body in bodies]


def verdict(headers: dict[str, str], body: str, secret: WebhookSigningSecret, *, tolerance: int | None = None) -> None:
    Webhooks.validate(headers=headers, body=body, secret=secret, tolerance=tolerance)


@pytest.fixture
async def secret(bench: Bench) -> WebhookSigningSecret:
    return WebhookSigningSecret(**(await bench.http.get("/v1/webhooks/default/secret")).json())


async def test_one_event_can_be_lost(bench: Bench, listener: Listener):
    await bench.rule(fault="lost", event="completed")
    prediction_id = await made(bench, listener)
    await asyncio.sleep(0.5)
    assert statuses(listener.about(prediction_id)) == ["processing"]


async def test_a_doubled_message_has_one_id(bench: Bench, listener: Listener):
    await bench.rule(fault="doubled", event="completed")
    prediction_id = await made(bench, listener)
    assert statuses(await until_heard(listener, prediction_id, 3)) == ["processing", "succeeded", "succeeded"]
    assert listener.heard[1][0]["webhook-id"] == listener.heard[2][0]["webhook-id"]


async def test_a_late_message_comes_late(bench: Bench, listener: Listener):
    await bench.rule(fault="late", event="completed", seconds=0.6)
    prediction_id = await made(bench, listener)
    ended_at = time.monotonic()
    await until_heard(listener, prediction_id, 2)
    assert time.monotonic() - ended_at > 0.4


async def test_a_late_start_is_overtaken_by_the_end(bench: Bench, listener: Listener):
    await bench.rule(fault="late", event="start", seconds=1)
    prediction_id = await made(bench, listener)
    assert statuses(await until_heard(listener, prediction_id, 2)) == ["succeeded", "processing"]


async def test_a_forged_message_does_not_pass_the_check(bench: Bench, listener: Listener, secret):
    await bench.rule(fault="forged", event="completed")
    await until_heard(listener, await made(bench, listener), 2)
    verdict(*listener.heard[0], secret)
    with pytest.raises(WebhookValidationError):
        verdict(*listener.heard[1], secret)


async def test_a_stale_message_is_well_signed_but_old(bench: Bench, listener: Listener, secret):
    await bench.rule(fault="stale", event="completed")
    await until_heard(listener, await made(bench, listener), 2)
    verdict(*listener.heard[1], secret)
    with pytest.raises(WebhookValidationError):
        verdict(*listener.heard[1], secret, tolerance=300)


async def test_the_start_can_come_after_the_end(bench: Bench, listener: Listener):
    await bench.rule(fault="out_of_order", event="start")
    prediction_id = await made(bench, listener)
    assert statuses(await until_heard(listener, prediction_id, 2)) == ["succeeded", "processing"]


async def test_the_start_can_come_before_the_creates_reply(bench: Bench, listener: Listener):
    await bench.settings(paces=[{"processing_s": 0.3}])
    await bench.rule(fault="early")
    created = (await bench.create(webhook=listener.url, webhook_events_filter=EVENTS)).json()
    assert statuses(listener.about(created["id"])) == ["processing"]
    await ended(bench.http, created["id"])


async def test_the_last_word_of_a_killed_server_is_said_by_the_next(bench: Bench, listener: Listener):
    listener.refuse = 2
    prediction_id = await made(bench, listener)
    bench.server.kill()
    await bench.server.start()
    assert statuses(await until_heard(listener, prediction_id, 3))[-1] == "succeeded"
