"""Which answer becomes which error."""

import json

import httpx
import pytest

from providers.errors import (
    Exhausted,
    NotFound,
    ProviderError,
    RateLimited,
    Rejected,
    SubmissionUnknown,
    Transient,
    Unauthenticated,
)
from providers.translate import failed_prediction, network_fault, replicate_reply

LOW_CREDIT = (
    "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a "
    "burst of 1 requests while you have less than $5.0 in credit."
)


def reply(status: int, body: object = None, *, creates: bool = True, **headers: str) -> ProviderError:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return replicate_reply(status, httpx.Headers(headers), data, provider="replicate", creates=creates)


@pytest.mark.parametrize(
    ("status", "body", "on_create", "on_read"),
    [
        (400, {"detail": "no"}, Rejected, Rejected),
        (401, {"detail": "no"}, Unauthenticated, Unauthenticated),
        (402, {"title": "Insufficient credit"}, Exhausted, Exhausted),
        (404, {"detail": "not found"}, Rejected, NotFound),
        (408, {}, Transient, Transient),
        (410, {}, Rejected, NotFound),
        (422, {"detail": "- input: prompt is required"}, Rejected, Rejected),
        (429, {"detail": "Request was throttled."}, RateLimited, RateLimited),
        (429, {"detail": LOW_CREDIT}, Exhausted, Exhausted),
        (500, b"<html>oops</html>", SubmissionUnknown, Transient),
        (502, ["not", "an", "object"], SubmissionUnknown, Transient),
        (503, b"", SubmissionUnknown, Transient),
    ],
)
def test_each_status_has_one_meaning_on_creates_and_one_on_reads(status, body, on_create, on_read):
    assert type(reply(status, body)) is on_create
    assert type(reply(status, body, creates=False)) is on_read


@pytest.mark.parametrize(
    ("body", "headers", "seconds"),
    [
        ({"retry_after": 30}, {}, 30.0),
        ({}, {"retry-after": "7"}, 7.0),
        ({"retry_after": 3}, {"retry-after": "7"}, 3.0),
        ({}, {"retry-after": "3600"}, 120.0),
        ({}, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 10.0),
        ({"retry_after": -1}, {}, 10.0),
        ({"retry_after": None}, {}, 10.0),
    ],
)
def test_the_time_to_wait_is_taken_from_body_or_header_and_capped(body, headers, seconds):
    error = reply(429, body, **headers)
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == seconds


def test_a_page_of_html_is_not_quoted():
    assert str(reply(500, b"<html>secret</html>")) == "HTTP 500"


def test_the_providers_own_words_are_kept():
    error = reply(422, {"detail": "Not allowed here.\n"})
    assert isinstance(error, Rejected)
    assert (error.reason, error.code) == ("Not allowed here.", "invalid_request")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            [
                {"type": "required", "field": "input", "description": "prompt is required"},
                {"type": "number_lte", "field": "input.steps", "description": "Must be less than or equal to 4"},
            ],
            "input: prompt is required; input.steps: Must be less than or equal to 4",
        ),
        ([{"type": "enum", "field": "input.format"}], "input.format: enum"),
        ([{}, "text"], "input: is invalid"),
    ],
)
def test_a_refused_input_is_named_with_the_rule_it_breaks(fields, reason):
    error = reply(422, {"title": "Input validation failed", "invalid_fields": fields})
    assert isinstance(error, Rejected)
    assert (error.reason, error.code) == (reason, "invalid_input")


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (404, "The requested resource could not be found."),
        (422, "The specified version does not exist (or perhaps you don't have permission to use it?)"),
    ],
)
def test_a_create_of_a_model_that_is_gone_says_so(status, detail):
    error = reply(status, {"detail": detail})
    assert type(error) is Rejected
    assert (error.reason, error.code) == (f"the model is retired or unknown: {detail}", "retired")


def test_a_signed_url_in_the_providers_words_is_not_repeated():
    told = "cannot read https://bucket.example/a.png?X-Amz-Signature=secret"
    assert "secret" not in str(reply(422, {"detail": told}))
    assert "secret" not in str(failed_prediction(told, provider="p"))


@pytest.mark.parametrize(
    ("fault", "on_create"),
    [
        (httpx.ConnectError("refused"), Transient),
        (httpx.ConnectTimeout("slow"), Transient),
        (httpx.PoolTimeout("full"), Transient),
        (httpx.ReadTimeout("silent"), SubmissionUnknown),
        (httpx.ReadError("reset"), SubmissionUnknown),
        (httpx.WriteError("reset"), SubmissionUnknown),
        (httpx.RemoteProtocolError("hung up"), SubmissionUnknown),
        (httpx.DecodingError("garbled"), SubmissionUnknown),
    ],
)
def test_only_what_never_left_us_is_safe_to_send_again(fault, on_create):
    assert type(network_fault(fault, provider="p", creates=True)) is on_create
    assert type(network_fault(fault, provider="p", creates=False)) is Transient


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("The input or output was flagged as sensitive. (E005) (abc)", Rejected, "content"),
        ("NSFW content detected. Try running it again, or try a different prompt.", Rejected, "content"),
        ("Prediction interrupted; please retry (code: PA)", Transient, None),
        ("Director: unexpected error handling prediction (E9828)", Transient, None),
        ("Prediction timed out", Transient, None),
        ("no drawn face found", Rejected, "model"),
        ("Service is temporarily unavailable", Transient, None),
        ("The input image could not be fetched", Transient, None),
        (None, Rejected, "model"),
    ],
)
def test_a_failed_prediction_is_blamed_on_content_machines_or_model(text, kind, code):
    error = failed_prediction(text, provider="p")
    assert type(error) is kind
    assert getattr(error, "code", None) == code
