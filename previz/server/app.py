"""The app: both dialects, the desk behind them and the crews behind the desk."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from uuid import uuid4

import httpx
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from previz.server import bill, elevenlabs, faults, openai, replicate
from previz.server.archive import Archive
from previz.server.bill import Bill
from previz.server.crew.pool import Pool
from previz.server.crew.tasks import Crew
from previz.server.desk import Desk
from previz.server.elevenlabs import ElevenLabsFault
from previz.server.faults import Fault, InvalidField
from previz.server.inputs import Inputs
from previz.server.lab import endpoint as lab_endpoint
from previz.server.lab.lab import Lab
from previz.server.lab.limits import Limiter
from previz.server.models import Repertoire
from previz.server.models.base import Crews
from previz.server.openai.wire import OpenAIFault
from previz.server.rehearsal.catalogue import read_catalogue
from previz.server.rehearsal.model import rehearsed
from previz.server.replicate.files import Shelves
from previz.server.settings import Settings
from previz.server.till import Till
from previz.server.webhooks import Webhooks
from previz.server.workshop import Workshop

_NICE = 5
_HANDS = 2
_SWEEP_EVERY_S, _SWEEP_AT_MOST_EVERY_S = 600.0, 0.25

log = structlog.get_logger(__name__)


def create_app(settings: Settings) -> FastAPI:
    """The server. Opened by its lifespan: the archive first, then the crews, then the work that was left over."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as open_things:
            await _open(app, settings, open_things)
            yield

    app = FastAPI(title="previz", description="An offline model server for animatics.", lifespan=lifespan)
    app.include_router(replicate.router)
    app.include_router(openai.router)
    app.include_router(elevenlabs.router)
    app.add_api_route("/healthz", healthz, methods=["GET"], tags=["previz"])
    app.include_router(bill.router)
    app.include_router(lab_endpoint.router)
    app.add_middleware(RequestIds)
    app.add_exception_handler(Fault, _say)
    app.add_exception_handler(OpenAIFault, _say)
    app.add_exception_handler(ElevenLabsFault, _say)
    app.add_exception_handler(HTTPException, _say_http)
    app.add_exception_handler(RequestValidationError, _say_invalid)
    app.add_exception_handler(Exception, _say_broken)
    return app


async def healthz(request: Request) -> JSONResponse:
    """200 once every worker takes orders, 503 before, and while one is being replaced."""
    crews: Crews = request.app.state.crews
    ready = all(pool.ready for pool in crews.all)
    waiting = sum(pool.waiting for pool in crews.all)
    return JSONResponse({"status": "ready" if ready else "starting", "waiting": waiting}, 200 if ready else 503)


async def _open(app: FastAPI, settings: Settings, open_things: AsyncExitStack) -> None:
    await asyncio.to_thread(_prepare, settings)
    archive = Archive(settings.database)
    await archive.open()
    open_things.push_async_callback(archive.close)
    http = await open_things.enter_async_context(httpx.AsyncClient(limits=httpx.Limits(max_connections=32)))
    crews = Crews(
        language=Pool(Crew.LANGUAGE),
        sound=Pool(Crew.SOUND, nice=_NICE),
        pictures=Pool(Crew.PICTURES, size=settings.drawers, nice=_NICE),
    )
    for pool in crews.all:
        pool.start()
        open_things.push_async_callback(pool.close)
    lab = Lab(archive)
    await lab.open()
    webhooks = Webhooks(http, archive, lab)
    await webhooks.open()
    open_things.push_async_callback(webhooks.close)
    shelves = Shelves(settings, archive, lab)
    workshop = Workshop(settings, crews, Inputs(http, shelves.find), lab)
    hands = open_things.enter_context(ThreadPoolExecutor(_HANDS, thread_name_prefix="rehearsal"))
    catalogue = read_catalogue()
    repertoire = Repertoire(rehearsed(catalogue, hands))
    desk = Desk(settings, archive, repertoire, workshop, webhooks, lab)
    the_bill = Bill(archive, desk)
    await the_bill.open()
    await desk.open()
    open_things.push_async_callback(desk.close)
    sweeper = asyncio.create_task(_sweep(desk, shelves, lab))
    open_things.callback(sweeper.cancel)
    app.state.archive, app.state.crews, app.state.desk, app.state.shelves = archive, crews, desk, shelves
    app.state.hands, app.state.till = hands, Till(catalogue, the_bill)
    app.state.lab, app.state.limiter, app.state.bill, app.state.repertoire = lab, Limiter(), the_bill, repertoire


def _prepare(settings: Settings) -> None:
    shutil.rmtree(settings.scratch, ignore_errors=True)
    for folder in (settings.data, settings.outputs, settings.uploads, settings.scratch):
        folder.mkdir(parents=True, exist_ok=True)


async def _sweep(desk: Desk, shelves: Shelves, lab: Lab) -> None:
    """Remove what has expired, the more often the shorter things live."""
    while True:
        lab.changed.clear()
        try:
            await desk.sweep()
            await shelves.sweep()
        except Exception:
            log.exception("sweep.failed")
        shortest_s = min(desk.ttl_s, lab.plan.upload_ttl_s)
        with suppress(TimeoutError):
            await asyncio.wait_for(lab.changed.wait(), min(_SWEEP_EVERY_S, max(_SWEEP_AT_MOST_EVERY_S, shortest_s / 4)))


class RequestIds:
    """Gives every reply an ``x-request-id``. Plain ASGI, so that downloads stream straight through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = f"req_{uuid4().hex}".encode()
        scope.setdefault("state", {})["request_id"] = request_id.decode()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id)]
            await send(message)

        await self._app(scope, receive, send_with_id)


async def _say(_: Request, error: Exception) -> Response:
    assert isinstance(error, Fault | OpenAIFault | ElevenLabsFault)
    return error.response()


async def _say_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return (faults.not_found() if error.status_code == 404 else Fault(error.status_code, error.detail)).response()


async def _say_invalid(_: Request, error: Exception) -> Response:
    """A query parameter that is none."""
    assert isinstance(error, RequestValidationError | ValidationError)
    fields = [InvalidField("invalid_type", str(e["loc"][-1]), e["msg"]) for e in error.errors()]
    detail = "".join(f"- {f.field}: {f.description}\n" for f in fields)
    return Fault(422, detail, "Input validation failed", invalid_fields=fields).response()


async def _say_broken(request: Request, error: Exception) -> Response:
    log.error("request.broken", path=request.url.path, error=type(error).__name__)
    return Fault(500, "Internal server error", "Internal server error").response()
