"""Webhooks: signed so that the SDK's check passes, the last one repeated until it is received."""

import pytest
from replicate.webhook import Webhooks, WebhookSigningSecret, WebhookValidationError

from tests.previz.server.listener import Listener, until_heard
from tests.previz.server.running import SMALL, ended


async def told(http, listener: Listener, events: list[str] | None) -> str:
    body: dict = {"input": {"prompt": "a fox", **SMALL}, "webhook": listener.url}
    if events is not None:
        body["webhook_events_filter"] = events
    created = (await http.post("/v1/models/previz/storyboard/predictions", json=body)).json()
    assert created["webhook"] == listener.url
    await ended(http, created["id"])
    return str(created["id"])


async def test_start_and_completed_arrive_in_order_and_carry_the_prediction(http, listener):
    prediction_id = await told(http, listener, ["start", "completed"])
    start, completed = await until_heard(listener, prediction_id, 2)
    assert (start["status"], start["output"]) == ("processing", None)
    assert completed == (await http.get(f"/v1/predictions/{prediction_id}")).json()


async def test_without_a_filter_the_output_and_the_end_are_told(http, listener):
    prediction_id = await told(http, listener, None)
    output, completed = await until_heard(listener, prediction_id, 2)
    assert (output["status"], completed["status"]) == ("processing", "succeeded")
    assert output["output"] == completed["output"] is not None


async def test_only_the_last_message_is_repeated_until_it_is_received(http, listener):
    listener.refuse = 2
    prediction_id = await told(http, listener, ["start", "completed"])
    statuses = [body["status"] for body in await until_heard(listener, prediction_id, 3)]
    assert statuses == ["processing", "succeeded", "succeeded"]
    ids = [headers["webhook-id"] for headers, _ in listener.heard]
    assert ids[0] != ids[1] == ids[2], "a repetition has the same id"


async def test_the_signature_passes_the_sdks_check_and_a_changed_body_does_not(http, listener):
    await until_heard(listener, await told(http, listener, ["completed"]), 1)
    secret = WebhookSigningSecret(**(await http.get("/v1/webhooks/default/secret")).json())
    headers, body = listener.heard[0]
    Webhooks.validate(headers=headers, body=body, secret=secret, tolerance=60)
    with pytest.raises(WebhookValidationError):
        Webhooks.validate(headers=headers, body=body.replace("succeeded", "failed"), secret=secret)


@pytest.mark.parametrize("url", ["ftp://example.com", "not a url", ""])
async def test_a_webhook_that_is_no_url_is_refused(http, url):
    body = {"input": {"prompt": "a fox"}, "webhook": url}
    reply = await http.post("/v1/models/previz/storyboard/predictions", json=body)
    assert reply.status_code == 422
    assert reply.json()["invalid_fields"][0]["field"] == "webhook"
