"""Replicate's dialect: models and predictions."""

import json
import re
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, AwareDatetime, ConfigDict, JsonValue, ValidationError

from film.model import Value
from previz.server import faults
from previz.server.bodies import read_json
from previz.server.desk import Desk, DeskFullError
from previz.server.models import MODELS, find_model
from previz.server.models.base import OWNER, PrevizModel
from previz.server.records import Prediction, WebhookEvent, now, prediction_json, wire_time

PAGE = 100
_MAX_WAIT_S = 60
_STARTED_AT = wire_time(now())


def require_token(request: Request) -> None:
    """Refuse whoever brings no bearer token; any token will do, there is nothing to steal."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() not in {"bearer", "token"} or not token.strip():
        raise faults.unauthenticated()


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    desk: Desk = request.app.state.desk
    return desk


def origin_of(request: Request) -> str:
    """The base URL the caller used, so that every URL we hand out works for the caller."""
    return str(request.base_url).rstrip("/")


router = APIRouter(prefix="/v1", dependencies=[Depends(require_token)], tags=["replicate"])
TheDesk = Annotated[Desk, Depends(desk_of)]
Origin = Annotated[str, Depends(origin_of)]


def _http_url(url: str) -> str:
    if not re.match(r"https?://[^/\s]+", url):
        raise ValueError("Does not match format 'uri'")
    return url


class CreateRequest(Value):
    """The body of a create on the model route."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: dict[str, JsonValue]
    webhook: Annotated[str, AfterValidator(_http_url)] | None = None
    webhook_events_filter: tuple[WebhookEvent, ...] | None = None
    stream: bool = False


class CreateByVersionRequest(CreateRequest):
    """The body of a create that names its version itself."""

    version: str


Body = TypeVar("Body", bound=CreateRequest)


@router.post("/models/{owner}/{name}/predictions", status_code=201)
async def create_for_model(owner: str, name: str, request: Request, desk: TheDesk, origin: Origin) -> JSONResponse:
    """Create a prediction of one model. ``Prefer: wait[=n]`` holds the answer until it has ended, or n seconds."""
    if (model := MODELS.get(f"{owner}/{name}")) is None:
        raise faults.not_found()
    return await _create(model, _parsed(CreateRequest, await read_json(request)), request, desk, origin)


@router.post("/predictions", status_code=201)
async def create_by_version(request: Request, desk: TheDesk, origin: Origin) -> JSONResponse:
    """Create a prediction; ``version`` is a 64-hex id, ``owner/name:id`` or ``owner/name``."""
    body = _parsed(CreateByVersionRequest, await read_json(request))
    if (model := find_model(body.version)) is None:
        raise faults.no_such_version()
    return await _create(model, body, request, desk, origin)


@router.get("/predictions")
async def list_predictions(
    request: Request,
    desk: TheDesk,
    origin: Origin,
    cursor: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    created_after: AwareDatetime | None = None,
    created_before: AwareDatetime | None = None,
) -> JSONResponse:
    """All predictions, newest first, a hundred a page."""
    found = await desk.page(after=created_after, before=created_before, below=cursor, limit=PAGE + 1)
    following = None
    if len(found) > PAGE:
        kept = {k: v for k, v in request.query_params.items() if k in {"created_after", "created_before"}}
        following = f"{origin}/v1/predictions?{urlencode({**kept, 'cursor': found[PAGE - 1].number})}"
    rows = [prediction_json(p, origin) for p in found[:PAGE]]
    return JSONResponse({"previous": None, "next": following, "results": rows})


@router.get("/predictions/{prediction_id}")
async def get_prediction(prediction_id: str, desk: TheDesk, origin: Origin) -> JSONResponse:
    """The prediction as it stands now."""
    return _shown(await desk.get(prediction_id), origin)


@router.post("/predictions/{prediction_id}/cancel")
async def cancel_prediction(prediction_id: str, desk: TheDesk, origin: Origin) -> JSONResponse:
    """Stop a prediction; one that has ended stays as it is."""
    return _shown(await desk.cancel(prediction_id), origin)


@router.get("/models/{owner}/{name}")
async def get_model(owner: str, name: str, desk: TheDesk, origin: Origin) -> JSONResponse:
    """A model and its latest version, with the OpenAPI schema of its inputs and output."""
    if (model := MODELS.get(f"{owner}/{name}")) is None:
        raise faults.not_found()
    return JSONResponse(model_json(model, origin, runs=(await desk.bill()).get(model.slug, 0)))


@router.get("/webhooks/default/secret")
async def webhook_secret(request: Request) -> JSONResponse:
    """The key that webhooks are signed with."""
    return JSONResponse({"key": await request.app.state.archive.webhook_secret()})


def model_json(model: PrevizModel[Any], origin: str, *, runs: int) -> dict[str, JsonValue]:
    """A model as Replicate's API tells it."""
    return {
        "url": f"{origin}/v1/models/{model.slug}",
        "owner": OWNER,
        "name": model.name,
        "description": model.description,
        "visibility": "public",
        "is_official": True,
        "github_url": None,
        "paper_url": None,
        "license_url": None,
        "run_count": runs,
        "cover_image_url": None,
        "default_example": None,
        "latest_version": {
            "id": model.version,
            "created_at": _STARTED_AT,
            "cog_version": "0.14.0",
            "openapi_schema": model.openapi_schema,
        },
    }


async def _create(
    model: PrevizModel[Any], body: CreateRequest, request: Request, desk: Desk, origin: str
) -> JSONResponse:
    wait_s = _wait_s(request.headers.get("prefer", ""))
    inputs, ignored = _checked(model, body.input)
    events = body.webhook_events_filter
    try:
        created = await desk.create(
            model,
            inputs,
            ignored=ignored,
            webhook=body.webhook,
            webhook_events=(WebhookEvent.OUTPUT, WebhookEvent.COMPLETED) if events is None else events,
            origin=origin,
        )
    except DeskFullError as error:
        raise faults.throttled(10) from error
    if wait_s is None:
        return JSONResponse(prediction_json(created, origin), 201)
    shown = await desk.wait(created.id, wait_s) or created
    return JSONResponse(prediction_json(shown, origin), 201 if shown.status.ended else 202)


def _checked(model: PrevizModel[Any], given: dict[str, JsonValue]) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
    """The inputs the model has, and the names it has not."""
    known = model.Input.model_fields
    inputs = {name: value for name, value in given.items() if name in known}
    try:
        model.Input.model_validate_json(json.dumps(inputs), strict=True)
    except ValidationError as error:
        raise faults.invalid_input(error, "input") from error
    return inputs, tuple(sorted(given.keys() - inputs.keys()))


def _parsed(kind: type[Body], body: JsonValue) -> Body:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise faults.invalid_input(error, "") from error


def _shown(prediction: Prediction | None, origin: str) -> JSONResponse:
    if prediction is None:
        raise faults.not_found()
    return JSONResponse(prediction_json(prediction, origin))


def _wait_s(prefer: str) -> float | None:
    """How long the caller wants to wait: ``wait`` is a minute, ``wait=n`` 1 to 60 seconds; ``None`` is not at all."""
    for preference in prefer.lower().split(","):
        name, _, seconds = preference.strip().partition("=")
        if name == "wait":
            return float(min(_MAX_WAIT_S, max(1, int(seconds)))) if seconds.isdigit() else _MAX_WAIT_S
    return None
