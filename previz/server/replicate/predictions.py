"""Replicate's dialect: predictions."""

import re
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, AwareDatetime, ConfigDict, JsonValue, ValidationError

from film.model import Value
from previz.server import faults
from previz.server.bodies import read_json
from previz.server.desk import Desk, DeskFullError, Terms
from previz.server.faults import Fault
from previz.server.lab.faults import OUTCOMES, SPOILS, LabFault, On
from previz.server.lab.gate import Gate, gate_with
from previz.server.lab.plan import Rule
from previz.server.models import Repertoire
from previz.server.models.base import ServedModel
from previz.server.records import Fate, Prediction, WebhookEvent, prediction_json

PAGE = 100
_MAX_WAIT_S = 60
_EARLY_S = 10.0
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?")


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


def repertoire_of(request: Request) -> Repertoire:
    """The models of the app that serves this request."""
    repertoire: Repertoire = request.app.state.repertoire
    return repertoire


router = APIRouter(prefix="/v1", dependencies=[Depends(require_token)], tags=["replicate"])
TheDesk = Annotated[Desk, Depends(desk_of)]
TheGate = Annotated[Gate, Depends(gate_with(faults.worded))]
TheModels = Annotated[Repertoire, Depends(repertoire_of)]
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
async def create_for_model(owner: str, name: str, request: Request, gate: TheGate, models: TheModels) -> Response:
    """Create a prediction of an official model. ``Prefer: wait[=n]`` holds the answer until the end, or n seconds."""
    model = models.named(f"{owner}/{name}")
    if model is None or not model.is_official:
        raise faults.not_found()
    return await _create(model, _parsed(CreateRequest, await read_json(request)), request, gate)


@router.post("/predictions", status_code=201)
async def create_by_version(request: Request, gate: TheGate, models: TheModels) -> Response:
    """Create a prediction; ``version`` is a 64-hex id, ``owner/name:id`` or, of official models, ``owner/name``."""
    body = _parsed(CreateByVersionRequest, await read_json(request))
    if (model := models.found(body.version)) is None:
        raise faults.no_such_version()
    return await _create(model, body, request, gate)


@router.get("/predictions")
async def list_predictions(
    request: Request,
    desk: TheDesk,
    gate: TheGate,
    origin: Origin,
    cursor: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    created_after: AwareDatetime | None = None,
    created_before: AwareDatetime | None = None,
) -> Response:
    """All predictions, newest first, a hundred a page."""

    async def listed(_: Rule | None) -> Response:
        found = await desk.page(after=created_after, before=created_before, below=cursor, limit=PAGE + 1)
        following = None
        if len(found) > PAGE:
            kept = {k: v for k, v in request.query_params.items() if k in {"created_after", "created_before"}}
            following = f"{origin}/v1/predictions?{urlencode({**kept, 'cursor': found[PAGE - 1].number})}"
        rows = [prediction_json(p, origin, echo_webhook=gate.lab.plan.echo_webhook) for p in found[:PAGE]]
        return JSONResponse({"previous": None, "next": following, "results": rows})

    return await gate.call(On.LIST, "", listed)


@router.get("/predictions/{prediction_id}")
async def get_prediction(prediction_id: str, desk: TheDesk, gate: TheGate, origin: Origin) -> Response:
    """The prediction as it stands now."""
    prediction = _there(await desk.get(prediction_id))

    async def shown(_: Rule | None) -> Response:
        return _shown(prediction, origin, gate)

    return await gate.call(On.GET, prediction.model, shown, about=prediction_id)


@router.post("/predictions/{prediction_id}/cancel")
async def cancel_prediction(prediction_id: str, desk: TheDesk, gate: TheGate, origin: Origin) -> Response:
    """Stop a prediction; one that has ended stays as it is."""
    model = _there(await desk.get(prediction_id)).model

    async def canceled(_: Rule | None) -> Response:
        return _shown(_there(await desk.cancel(prediction_id)), origin, gate)

    return await gate.call(On.CANCEL, model, canceled, about=prediction_id)


@router.get("/webhooks/default/secret")
async def webhook_secret(request: Request) -> JSONResponse:
    """The key that webhooks are signed with."""
    return JSONResponse({"key": await request.app.state.archive.webhook_secret()})


async def _create(model: ServedModel, body: CreateRequest, request: Request, gate: Gate) -> Response:
    desk, origin, settings = desk_of(request), origin_of(request), gate.lab.plan
    wait_s = wait_of(request.headers.get("prefer", ""))
    cancel_after_s = cancel_after_of(request.headers.get("cancel-after"), settings.shortest_deadline_s)

    async def created(rule: Rule | None) -> Response:
        inputs = model.check(body.input)
        ignored = tuple(sorted(body.input.keys() - inputs.keys()))
        if ignored and settings.strict_inputs:
            raise faults.unknown_inputs(ignored)
        events = body.webhook_events_filter
        terms = Terms(
            origin=origin,
            ignored=ignored,
            webhook=body.webhook,
            webhook_events=(WebhookEvent.OUTPUT, WebhookEvent.COMPLETED) if events is None else events,
            cancel_after_s=cancel_after_s,
            fate=_fate(rule),
        )
        try:
            prediction = await desk.create(model, inputs, terms)
        except DeskFullError as error:
            raise faults.throttled(10) from error
        if rule is not None and rule.fault is LabFault.EARLY:
            await desk.announced(prediction.id, _EARLY_S if rule.seconds is None else rule.seconds)
        if wait_s is None:
            return _shown(prediction, origin, gate, 201)
        waited = await desk.wait(prediction.id, wait_s) or prediction
        return _shown(waited, origin, gate, 201 if waited.status.ended else 202)

    return await gate.call(On.CREATE, model.slug, created)


def _fate(rule: Rule | None) -> Fate | None:
    if rule is None or rule.fault not in OUTCOMES | SPOILS:
        return None
    return Fate(kind=rule.fault.value, seconds=rule.seconds)


def _parsed(kind: type[Body], body: JsonValue) -> Body:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise faults.invalid_input(error, "") from error


def _there(prediction: Prediction | None) -> Prediction:
    if prediction is None:
        raise faults.not_found()
    return prediction


def _shown(prediction: Prediction, origin: str, gate: Gate, status: int = 200) -> JSONResponse:
    return JSONResponse(prediction_json(prediction, origin, echo_webhook=gate.lab.plan.echo_webhook), status)


def wait_of(prefer: str) -> float | None:
    """How long the caller wants to wait: ``wait`` is a minute, ``wait=n`` 1 to 60 seconds; ``None`` is not at all."""
    for preference in prefer.lower().split(","):
        name, _, seconds = preference.strip().partition("=")
        if name == "wait":
            return float(min(_MAX_WAIT_S, max(1, int(seconds)))) if seconds.isdigit() else _MAX_WAIT_S
    return None


def cancel_after_of(told: str | None, shortest_s: float) -> float | None:
    """The deadline of a ``Cancel-After`` header such as ``90``, ``30s``, ``10m`` or ``1h30m``, in seconds.

    Raises ``Fault`` 422 for anything else.
    """
    if told is None:
        return None
    found = _DURATION.fullmatch(told.strip().lower())
    if not found or not any(found.groups()):
        raise Fault(422, f"Cancel-After: {told!r} is not a duration", "Input validation failed")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return max(shortest_s, hours * 3600 + minutes * 60 + seconds)
