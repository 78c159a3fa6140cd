"""Webhooks of providers: proven genuine, taken once, and the waiting purchase woken."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Any, NoReturn

import structlog
from fastapi import APIRouter, BackgroundTasks, Path, Query, Request, Response

from api.context import Context, Here
from api.problems import Problem, ProblemError
from api.responses import Responses
from api.words import Words
from film.model import Value
from providers.errors import ForgedWebhook, StaleWebhook, Transient
from providers.webhooks import WebhookDelivery, read_prediction, verify
from store.clock import now
from store.inbox import Tally, Verdict

log = structlog.get_logger()

_MOST_BYTES = 4 * 1024**2

_TURNED_AWAY: Responses = {
    202: {"description": "It is genuine, and of nothing we know"},
    400: {"model": Problem, "description": "It is genuine, but not of our time"},
    401: {"model": Problem, "description": "Its signature is wrong"},
    404: {"model": Problem, "description": "No webhooks are expected from this provider"},
    413: {"model": Problem, "description": "It is too large to be one"},
    422: {"model": Problem, "description": "It is genuine, and tells of no prediction"},
    503: {"model": Problem, "description": "The secret is not at hand; send it again"},
}
_HEADERS = {
    "webhook-id": "The same when it is sent again",
    "webhook-timestamp": "Unix seconds",
    "webhook-signature": "",
}
_RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The prediction, as the provider's API shows it",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    "parameters": [
        {"name": name, "in": "header", "required": True, "description": says, "schema": {"type": "string"}}
        for name, says in _HEADERS.items()
    ],
}

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

ProviderName = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$", examples=["replicate"])]
AttemptKey = Annotated[Words | None, Query(max_length=300, description="Our key of the attempt it is about")]


class WebhookAnswer(Value):
    """What the webhook was."""

    verdict: Verdict


@router.post("/{provider}", responses=_TURNED_AWAY, openapi_extra=_RAW)
async def take_webhook(
    here: Here,
    provider: ProviderName,
    request: Request,
    response: Response,
    later: BackgroundTasks,
    attempt: AttemptKey = None,
) -> WebhookAnswer:
    """Take in what a provider tells of a prediction (Standard Webhooks). It only makes us look sooner."""
    body = await _read(here, request)
    delivery = await _genuine(here, provider, request, body)
    arrival = await here.inbox.take(delivery.webhook_id, provider, attempt, await _prediction_id(here, provider, body))
    if arrival.was_unknown and arrival.workflow_id and arrival.attempt_key:
        later.add_task(here.commands.tell_found, arrival.workflow_id, arrival.attempt_key)
    if arrival.verdict is Verdict.UNKNOWN:
        response.status_code = HTTPStatus.ACCEPTED
    return WebhookAnswer(verdict=arrival.verdict)


@router.get("/tally")
async def count_webhooks(
    here: Here, since: Annotated[date | None, Query(description="From this day (UTC) on; the last week else")] = None
) -> list[Tally]:
    """How many webhooks of each kind came in, by day."""
    return await here.inbox.tally(since or now().date() - timedelta(days=6))


async def _read(here: Context, request: Request) -> bytes:
    """The raw body, since the signature is over its bytes."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > _MOST_BYTES:
            await _turn_away(here, Verdict.UNREADABLE, 413, f"A webhook has at most {_MOST_BYTES} bytes")
    return bytes(body)


async def _genuine(here: Context, provider: str, request: Request, body: bytes) -> WebhookDelivery:
    """Who sent it knows the secret, as it was when we last asked or as it is now, and sent it just now."""
    secret = await here.webhook_secrets.of(provider)
    try:
        try:
            return verify(request.headers, body, secret, now().timestamp())
        except ForgedWebhook:
            renewed = await here.webhook_secrets.renewed(provider)
            if renewed is None:
                raise
            return verify(request.headers, body, renewed, now().timestamp())
    except ForgedWebhook as error:
        await _turn_away(here, Verdict.FORGED, 401, str(error))
    except StaleWebhook as error:
        await _turn_away(here, Verdict.STALE, 400, str(error))
    except ValueError as error:
        log.error("webhooks cannot be checked", provider=provider, reason=str(error))
        raise ProblemError(503, "no-webhook-secret", f"{error}; set the right one") from error


async def _prediction_id(here: Context, provider: str, body: bytes) -> str:
    try:
        return read_prediction(body, provider).provider_id
    except Transient as error:
        await _turn_away(here, Verdict.UNREADABLE, 422, str(error))


async def _turn_away(here: Context, verdict: Verdict, status: int, why: str) -> NoReturn:
    await here.inbox.count(verdict)
    raise ProblemError(status, f"{verdict.value}-webhook", why[0].upper() + why[1:])
