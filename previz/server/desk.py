"""The desk: takes predictions in, has them made, and knows how each of them stands."""

import asyncio
import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from pydantic import JsonValue

from previz.server.archive import Archive
from previz.server.crew.tasks import ModelFailedError, StoppedError, UnusableInputError, WorkerLostError
from previz.server.inputs import Inputs
from previz.server.models import MODELS
from previz.server.models.base import Crews, Job, PrevizModel
from previz.server.records import Prediction, Status, WebhookEvent, new_id, now
from previz.server.settings import Settings
from previz.server.webhooks import RETRY_FOR_S, Webhooks

MAX_LIVE = 2000
MAX_LIVE_BYTES = 256 << 20
"""So many predictions, with inputs of so many bytes, may wait or be worked on; beyond that creates are throttled."""

log = structlog.get_logger(__name__)


class DeskFullError(Exception):
    """Too much is waiting already."""


@dataclass
class _Live:
    """A prediction that has not ended, as it stands; ``ended`` is set when it has, or when the desk closes."""

    prediction: Prediction
    size_bytes: int
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    work: "asyncio.Task[None] | None" = None


class Desk:
    """Every creation and every end is on file before anyone is told of it, so a kill loses nothing.

    The first end that reaches the file is the one that counts, be it a success or a cancel.
    """

    def __init__(self, settings: Settings, archive: Archive, crews: Crews, inputs: Inputs, webhooks: Webhooks) -> None:
        self._settings, self._archive, self._crews = settings, archive, crews
        self._inputs, self._webhooks = inputs, webhooks
        self._live: dict[str, _Live] = {}

    async def open(self) -> None:
        """Start again what the last server did not finish, and send the last words it could not."""
        for left in await self._archive.unfinished():
            again = left.moved(Status.STARTING, started_at=None, logs=_preamble(left.ignored))
            await self._archive.update(again)
            self._start(again)
        for ended in await self._archive.webhooks_due(now() - timedelta(seconds=RETRY_FOR_S)):
            self._webhooks.send(ended, WebhookEvent.COMPLETED)

    async def close(self) -> None:
        """Let go of everything; what has not ended will be started again by the next server."""
        works = [live.work for live in self._live.values() if live.work]
        for live in self._live.values():
            live.ended.set()
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)

    async def create(
        self,
        model: PrevizModel[Any],
        inputs: dict[str, JsonValue],
        *,
        ignored: tuple[str, ...],
        webhook: str | None,
        webhook_events: tuple[WebhookEvent, ...],
        origin: str,
    ) -> Prediction:
        """Take in a prediction whose ``inputs`` are valid; ``ignored`` names those the model does not have.

        Raises ``DeskFullError``.
        """
        live_bytes = sum(live.size_bytes for live in self._live.values()) + _size_bytes(inputs)
        if len(self._live) >= MAX_LIVE or live_bytes > MAX_LIVE_BYTES:
            raise DeskFullError
        prediction = await self._archive.insert(
            Prediction(
                id=new_id(),
                model=model.slug,
                version=model.version,
                input=inputs,
                ignored=ignored,
                logs=_preamble(ignored),
                created_at=now(),
                webhook=webhook,
                webhook_events=webhook_events,
                origin=origin,
            )
        )
        log.info("prediction.created", prediction=prediction.id, model=model.slug)
        self._start(prediction)
        return prediction

    async def get(self, prediction_id: str) -> Prediction | None:
        """The prediction as it stands now."""
        live = self._live.get(prediction_id)
        return live.prediction if live else await self._archive.get(prediction_id)

    async def page(
        self, *, after: datetime | None, before: datetime | None, below: int | None, limit: int
    ) -> list[Prediction]:
        """Newest first; see ``Archive.page``."""
        found = await self._archive.page(after=after, before=before, below=below, limit=limit)
        return [self._live[p.id].prediction if p.id in self._live else p for p in found]

    async def wait(self, prediction_id: str, seconds: float) -> Prediction | None:
        """The prediction once it has ended, or as it stands after ``seconds``."""
        if live := self._live.get(prediction_id):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(live.ended.wait(), seconds)
        return await self.get(prediction_id)

    async def cancel(self, prediction_id: str) -> Prediction | None:
        """Stop a prediction; one that has ended stays as it is."""
        if live := self._live.get(prediction_id):
            if not await self._end(live, Status.CANCELED):
                await live.ended.wait()
            elif live.work:
                live.work.cancel()
        return await self.get(prediction_id)

    async def bill(self) -> Mapping[str, int]:
        """How many predictions were ever created, by model."""
        return await self._archive.bill()

    async def sweep(self) -> None:
        """Remove outputs and inputs of predictions that ended longer ago than they are kept."""
        for old in await self._archive.forget(now() - timedelta(hours=self._settings.keep_hours)):
            await asyncio.to_thread(shutil.rmtree, self._settings.outputs / old, ignore_errors=True)

    def _start(self, prediction: Prediction) -> None:
        live = self._live[prediction.id] = _Live(prediction, _size_bytes(prediction.input))
        live.work = asyncio.create_task(self._work(live), name=prediction.id)

    async def _work(self, live: _Live) -> None:
        prediction = live.prediction
        scratch = self._settings.scratch / prediction.id
        try:
            await asyncio.to_thread((scratch / "out").mkdir, parents=True, exist_ok=True)
            output = await self._made(live, scratch)
            await asyncio.to_thread(_publish, scratch / "out", self._settings.outputs / prediction.id)
            if not await self._end(live, Status.SUCCEEDED, output=output):
                await asyncio.to_thread(shutil.rmtree, self._settings.outputs / prediction.id, ignore_errors=True)
        except UnusableInputError as error:
            await self._end(live, Status.FAILED, error=str(error))
        except (WorkerLostError, StoppedError) as error:
            log.error("prediction.interrupted", prediction=prediction.id, error=str(error))
            await self._end(live, Status.FAILED, error="Prediction interrupted; please retry (code: PA)")
        except ModelFailedError as error:
            await self._end(live, Status.FAILED, error=str(error))
        except Exception as error:
            log.exception("prediction.broken", prediction=prediction.id)
            await self._end(live, Status.FAILED, error=f"{type(error).__name__}: {error}")
        finally:
            self._live.pop(prediction.id, None)
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _made(self, live: _Live, scratch: Path) -> JsonValue:
        prediction = live.prediction
        model = MODELS[prediction.model]
        job = Job(
            number=prediction.number,
            out=scratch / "out",
            crews=self._crews,
            bring=lambda uri, name: self._inputs.fetch(uri, name, scratch, origin=prediction.origin),
            on_start=lambda: self._began(live),
            on_progress=lambda done, total: _note(live, done, total),
        )
        return await model.make(model.Input.model_validate(prediction.input), job)

    def _began(self, live: _Live) -> None:
        """A worker has taken it. To a second one, after the first has crashed, only its progress is news."""
        if live.prediction.status is not Status.STARTING:
            live.prediction = live.prediction.model_copy(update={"logs": _preamble(live.prediction.ignored)})
            return
        live.prediction = live.prediction.moved(Status.PROCESSING, started_at=now())
        self._webhooks.send(live.prediction, WebhookEvent.START)

    async def _end(self, live: _Live, status: Status, **changes: object) -> bool:
        """Whether this was the end that counts."""
        if live.prediction.status.ended:
            return False
        ended = live.prediction.moved(status, completed_at=now(), **changes)
        counts = await self._archive.update(ended)
        if counts:
            live.prediction = ended
            log.info("prediction.ended", prediction=ended.id, model=ended.model, status=status.value)
            self._webhooks.send(ended, WebhookEvent.COMPLETED)
            live.ended.set()
        return counts


def _publish(out: Path, delivered: Path) -> None:
    """Move the finished files to where they are served from; a rename, so they appear whole."""
    shutil.rmtree(delivered, ignore_errors=True)
    out.replace(delivered)


def _note(live: _Live, done: int, total: int) -> None:
    """Write the progress as SDKs read it: the last line of the log, drawn as tqdm does."""
    percent = 100 * done // total
    bar = f"{percent:3d}%|{'█' * (percent // 10):<10}| {done}/{total}\n"
    live.prediction = live.prediction.model_copy(update={"logs": _preamble(live.prediction.ignored) + bar})


def _preamble(ignored: tuple[str, ...]) -> str:
    return f"Inputs this model does not have were ignored: {', '.join(ignored)}\n" if ignored else ""


def _size_bytes(inputs: dict[str, JsonValue]) -> int:
    """What inputs weigh in memory: data URIs are what can be heavy."""
    return sum(len(value) for value in inputs.values() if isinstance(value, str))
