"""The one place where a provider's answers and network faults become our errors."""

import json
from collections.abc import Mapping

import httpx
import httpx2
import openai

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
from providers.redaction import redacted

MAX_RETRY_AFTER_S = 120.0
"""However long a provider asks us to wait, look again after this."""

_DEFAULT_RETRY_AFTER_S = 10.0
_MAX_DETAIL = 500

# The OpenAI SDK stands on httpx2, everything else on httpx: the same faults, of different classes.
_NOT_SENT = tuple(
    fault
    for library in (httpx, httpx2)
    for fault in (
        *(library.ConnectError, library.ConnectTimeout, library.PoolTimeout),
        *(library.UnsupportedProtocol, library.ProxyError),
    )
)
_GONE = {httpx.codes.NOT_FOUND, httpx.codes.GONE}
_NO_SUCH_VERSION = ("version does not exist",)
_NO_CREDIT = ("insufficient credit", "less than $", "insufficient_quota", "credit_balance", "billing", "quota_exceeded")
_WILL_PASS = ("rate_limit", "try again in", "retry in")
_CONTENT = (
    "(e005)",
    "nsfw",
    "flagged as sensitive",
    "content policy",
    "content_policy",
    "safety filter",
    "moderation",
    "bad_prompt",
)
_INTERRUPTED = (
    *("prediction interrupted", "code: pa", "(e9", "e1000", "e1001", "e6716", "timed out"),
    *("temporarily unavailable", "could not be fetched"),
)


def replicate_reply(
    status: int, headers: Mapping[str, str], body: bytes, *, provider: str, creates: bool
) -> ProviderError:
    """The error in a reply of status 400 or above in Replicate's dialect. ``creates`` marks the POST that buys."""
    problem = _json_object(body)
    fields = _broken_rules(problem.get("invalid_fields"))
    detail = _sentence(fields or problem.get("detail") or problem.get("title"), body, status)
    if status == httpx.codes.TOO_MANY_REQUESTS and not _mentions(detail, _NO_CREDIT):
        return RateLimited(detail, provider=provider, retry_after_s=_retry_after_s(headers, problem))
    if creates and (status in _GONE or _mentions(detail, _NO_SUCH_VERSION)):
        return retired(detail, provider=provider)
    code = "invalid_input" if fields else "invalid_request"
    return _by_status(status, detail, provider=provider, creates=creates, code=code)


def retired(detail: str, *, provider: str) -> Rejected:
    """The error of a call that names a model which the provider does not have."""
    return Rejected(f"the model is retired or unknown: {detail}", provider=provider, code="retired")


def network_fault(error: httpx.RequestError, *, provider: str, creates: bool) -> ProviderError:
    """The meaning of a fault below HTTP: what never left us may be sent again, what did may have been accepted."""
    text = f"{provider} could not be reached: {type(error).__name__}"
    if isinstance(error, _NOT_SENT) or not creates:
        return Transient(text, provider=provider)
    return SubmissionUnknown(f"no answer from {provider}: {type(error).__name__}", provider=provider)


def failed_prediction(error: str | None, *, provider: str) -> ProviderError:
    """Why a prediction ended ``failed``: its content, the provider's machines, or the model itself."""
    text = redacted(error or "the model failed without saying why")[:_MAX_DETAIL]
    if _mentions(text, _CONTENT):
        return Rejected(text, provider=provider, code="content")
    if _mentions(text, _INTERRUPTED):
        return Transient(text, provider=provider)
    return Rejected(text, provider=provider, code="model")


def openai_fault(error: openai.APIError, *, provider: str, creates: bool) -> ProviderError:
    """The meaning of an error the OpenAI SDK raised. ``creates`` marks a call that is bought at most once.

    Without it a call that got no answer is simply ``Transient``: it costs next to nothing.
    """
    if not isinstance(error, openai.APIStatusError):
        fault = error.__cause__ or error
        if creates and not isinstance(fault, _NOT_SENT):
            return SubmissionUnknown(f"no answer from {provider}: {type(fault).__name__}", provider=provider)
        return Transient(f"{provider} did not answer: {type(fault).__name__}", provider=provider)
    status, problem = error.status_code, error.body if isinstance(error.body, dict) else {}
    detail = _sentence(problem.get("message") or problem.get("detail"), error.response.content, status)
    code = str(error.code or error.type or "")
    code = "" if code.isdigit() else code
    if code == "model_not_found" or (status in _GONE and "model" in detail.lower()):
        return retired(detail, provider=provider)
    if _mentions(code, _NO_CREDIT):
        return Exhausted(detail, provider=provider)
    # The advice that comes with a mere rate limit names the billing page too.
    passes = _mentions(f"{code} {detail}", _WILL_PASS) or not _mentions(detail, _NO_CREDIT)
    if status == httpx.codes.TOO_MANY_REQUESTS and passes:
        return RateLimited(detail, provider=provider, retry_after_s=_retry_after_s(error.response.headers, {}))
    if status == httpx.codes.BAD_REQUEST and _mentions(f"{code} {detail}", _CONTENT):
        code = "content"
    return _by_status(status, detail, provider=provider, creates=creates, code=code or "invalid_request")


def elevenlabs_reply(status: int, headers: Mapping[str, str], body: object, *, provider: str) -> ProviderError:
    """The error in a reply of ElevenLabs; ``body`` is its parsed JSON, or its text."""
    told = body.get("detail") if isinstance(body, dict) else None
    if isinstance(told, list):
        rules = [each for each in told if isinstance(each, dict)]
        told = {"message": "; ".join(f"{_place(each.get('loc'))}: {each.get('msg', 'is invalid')}" for each in rules)}
    problem = told if isinstance(told, dict) else {"message": told}
    text = body if isinstance(body, str) else ""
    detail = _sentence(problem.get("message"), text.encode(), status)
    code = str(problem.get("status") or problem.get("code") or "")
    if _mentions(code, _NO_CREDIT):
        return Exhausted(detail, provider=provider)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(detail, provider=provider, retry_after_s=_retry_after_s(headers, {}))
    if code == "model_not_found":
        return retired(detail, provider=provider)
    if _mentions(f"{code} {detail}", _CONTENT):
        code = "content"
    # A success that can't be read was a success: what it cost and what it made is unknown.
    seen = httpx.codes.INTERNAL_SERVER_ERROR if status < httpx.codes.BAD_REQUEST else status
    return _by_status(seen, detail, provider=provider, creates=True, code=code or "invalid_request")


def _by_status(status: int, detail: str, *, provider: str, creates: bool, code: str) -> ProviderError:
    if status in {httpx.codes.PAYMENT_REQUIRED, httpx.codes.TOO_MANY_REQUESTS}:
        return Exhausted(detail, provider=provider)
    if status in {httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY}:
        return Transient(detail, provider=provider)
    if status in _GONE:
        return NotFound(detail, provider=provider)
    if status == httpx.codes.UNAUTHORIZED:
        return Unauthenticated(f"{provider} does not accept the token: {detail}", provider=provider)
    if status < httpx.codes.INTERNAL_SERVER_ERROR:
        named = "forbidden" if status == httpx.codes.FORBIDDEN else code
        return Rejected(detail, provider=provider, code=named)
    return (SubmissionUnknown if creates else Transient)(detail, provider=provider)


def _retry_after_s(headers: Mapping[str, str], problem: Mapping[str, object]) -> float:
    for told in (problem.get("retry_after"), headers.get("retry-after")):
        try:
            seconds = float(str(told))
        except ValueError:
            continue
        if seconds >= 0:
            return min(seconds, MAX_RETRY_AFTER_S)
    return _DEFAULT_RETRY_AFTER_S


def _broken_rules(fields: object) -> str:
    """Each input that was refused and the rule it breaks; empty when the provider names none."""
    told = [each for each in fields if isinstance(each, dict)] if isinstance(fields, list) else []
    rules = [(each.get("field", "input"), each.get("description") or each.get("type", "is invalid")) for each in told]
    return "; ".join(f"{field}: {rule}" for field, rule in rules)


def _place(loc: object) -> str:
    return ".".join(str(part) for part in loc if part != "body") if isinstance(loc, list) else "input"


def _json_object(body: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(body)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _sentence(told: object, body: bytes, status: int) -> str:
    """The provider's own words; of a page that is not JSON only the status, since HTML helps nobody."""
    if isinstance(told, str) and told.strip():
        return redacted(told.strip())[:_MAX_DETAIL]
    text = redacted(body.decode("utf-8", "replace").strip())
    return f"HTTP {status}" if not text or text.startswith("<") else f"HTTP {status}: {text[:_MAX_DETAIL]}"


def _mentions(text: str, phrases: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(phrase in lower for phrase in phrases)
