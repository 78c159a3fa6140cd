"""A webhook is believed only if it is genuine and of this moment."""

import base64
import hashlib
import hmac
import json

import pytest
from replicate.webhook import Webhooks, WebhookSigningSecret

from providers.errors import ForgedWebhook, StaleWebhook, Transient
from providers.predictions import PredictionStatus
from providers.webhooks import WebhookDelivery, read_prediction, verify

KEY, OTHER_KEY = b"a key of twenty-four byte", b"another"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
NOW = 1_795_233_782
BODY = '{"id":"p1", "status":"succeeded",\n "prompt":"Füchse"}'.encode()


def signature(key: bytes = KEY, *, stamp: str = str(NOW), message_id: str = "msg_1", body: bytes = BODY) -> str:
    digest = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(*, stamp: str = str(NOW), signed: str | None = None) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": signature(stamp=stamp) if signed is None else signed,
    }


def test_a_genuine_webhook_is_known_by_its_id_and_time():
    assert verify(headers(), BODY, SECRET, NOW) == WebhookDelivery(webhook_id="msg_1", timestamp=NOW)


def test_the_providers_own_sdk_agrees():
    Webhooks.validate(headers=headers(), body=BODY.decode(), secret=WebhookSigningSecret(key=SECRET))


def test_the_published_example_of_the_scheme_is_genuine():
    """https://docs.svix.com/receiving/verifying-payloads/how-manual"""
    told = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert verify(told, b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1614265330)


def test_names_of_headers_are_the_same_in_any_case():
    assert verify({name.title(): told for name, told in headers().items()}, BODY, SECRET, NOW)


@pytest.mark.parametrize(
    "signed",
    [
        f"{signature(OTHER_KEY)} {signature()}",
        f"{signature()} {signature(OTHER_KEY)}",
        f"v1a,AAAA v1,!!! garbage {signature()}",
    ],
)
def test_one_fitting_signature_among_several_is_enough(signed):
    assert verify(headers(signed=signed), BODY, SECRET, NOW)


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "garbage",
        "v1,",
        "v1,!!!",
        "v1,é",
        "v1",
        signature(OTHER_KEY),
        signature().replace("v1,", "v2,"),
        signature().replace("v1,", "v1a,"),
        signature().removeprefix("v1,"),
        signature(message_id="msg_2"),
        signature(stamp=str(NOW + 1)),
        signature(body=BODY + b" "),
        signature()[:-8],
    ],
)
def test_a_signature_that_does_not_fit_is_a_forgery(signed):
    with pytest.raises(ForgedWebhook):
        verify(headers(signed=signed), BODY, SECRET, NOW)


def test_a_changed_body_is_a_forgery():
    with pytest.raises(ForgedWebhook):
        verify(headers(), json.dumps(json.loads(BODY)).encode(), SECRET, NOW)


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_a_forgery_and_named(missing):
    told = headers()
    del told[missing]
    with pytest.raises(ForgedWebhook, match=missing):
        verify(told, BODY, SECRET, NOW)


@pytest.mark.parametrize("stamp", ["", "now", "1.5", "9" * 5000])
def test_a_time_that_is_no_whole_number_is_a_forgery(stamp):
    with pytest.raises(ForgedWebhook):
        verify(headers(stamp=stamp), BODY, SECRET, NOW)


@pytest.mark.parametrize("off_s", [-300, 0, 300])
def test_a_clock_may_be_a_little_off(off_s):
    assert verify(headers(), BODY, SECRET, NOW + off_s)


@pytest.mark.parametrize("off_s", [-301, 301, 86_400])
def test_a_webhook_from_the_past_or_the_future_is_stale(off_s):
    with pytest.raises(StaleWebhook):
        verify(headers(), BODY, SECRET, NOW + off_s)


def test_how_far_is_for_the_caller_to_say():
    with pytest.raises(StaleWebhook):
        verify(headers(), BODY, SECRET, NOW + 11, tolerance_s=10)


def test_a_forgery_is_no_better_for_being_old():
    with pytest.raises(ForgedWebhook):
        verify(headers(signed=signature(OTHER_KEY)), BODY, SECRET, NOW + 86_400)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!"])
def test_a_secret_that_is_none_is_our_own_fault(secret):
    with pytest.raises(ValueError, match="webhook secret") as fault:
        verify(headers(), BODY, secret, NOW)
    assert "!!!" not in str(fault.value)


def test_a_webhooks_prediction_is_read_like_any_other():
    row = {"id": "p1", "model": "a/b", "status": "aborted", "created_at": "2026-11-21T07:00:00Z", "metrics": []}
    prediction = read_prediction(json.dumps(row | {"webhook": "https://h/x?call=7"}).encode(), "replicate")
    assert (prediction.provider_id, prediction.status) == ("p1", PredictionStatus.ABORTED)
    assert prediction.webhook == "https://h/x?call=7"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b'{"id": "p1"}', b'{"id": "p1", "status": "new"}'])
def test_a_body_that_holds_no_prediction_is_transient(body):
    with pytest.raises(Transient):
        read_prediction(body, "replicate")
