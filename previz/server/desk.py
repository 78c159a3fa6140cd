"""The desk: takes predictions in, has them made, and knows how each of them stands."""

import asyncio
import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from pydantic import JsonValue

from previz.server.archive import Archive
from previz.server.charges import charged
from previz.server.lab.lab import Lab
from previz.server.live import Live, preamble, size_bytes
from previz.server.models import Repertoire
from previz.server.models.base import ServedModel
from previz.server.records import Fate, Prediction, Status, WebhookEvent, new_id, now
from previz.server.settings import Settings
from previz.server.webhooks import RETRY_FOR_S, Webhooks
from previz.server.workshop import Workshop

MAX_LIVE = 20_000
MAX_LIVE_BYTES = 256 << 20
"""So many predictions, with inputs of so many bytes, may wait or be worked on; beyond that creates are throttled."""

log = structlog.get_logger(__name__)


class DeskFullError(Exception):
    """Too much is waiting already."""


@dataclass(frozen=True)
class Terms:
    """What a create says beside the model's inputs, and what the laboratory has in store for it."""

    origin: str
    ignored: tuple[str, ...] = ()
    webhook: str | None = None
    webhook_events: tuple[WebhookEvent, ...] = ()
    cancel_after_s: float | None = None
    fate: Fate | None = None


class Desk:
    """Every creation and every end is on file before anyone is told of it, so a kill loses nothing.

    The first end that reaches the file is the one that counts, be it a success or a cancel.
    """

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        repertoire: Repertoire,
        workshop: Workshop,
        webhooks: Webhooks,
        lab: Lab,
    ) -> None:
        self._settings, self._archive, self._repertoire = settings, archive, repertoire
        self._workshop, self._webhooks, self._lab = workshop, webhooks, lab
        self._live: dict[str, Live] = {}
        self._live_bytes = 0

    async def open(self) -> None:
        """Start again what the last server did not finish, and send the last words it could not."""
        for left in await self._archive.unfinished():
            again = left.moved(Status.STARTING, started_at=None, logs=preamble(left.ignored))
            await self._archive.update(again)
            self._start(again)
        for ended in await self._archive.webhooks_due(now() - timedelta(seconds=RETRY_FOR_S)):
            self._webhooks.send(ended, WebhookEvent.COMPLETED)

    async def close(self) -> None:
        """Let go of everything; what has not ended will be started again by the next server."""
        works = [work for live in self._live.values() for work in (live.work, live.clock) if work]
        for live in self._live.values():
            live.ended.set()
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)

    async def create(self, model: ServedModel, inputs: dict[str, JsonValue], terms: Terms) -> Prediction:
        """Take in a prediction whose ``inputs`` are valid. Raises ``DeskFullError``."""
        if len(self._live) >= MAX_LIVE or self._live_bytes + size_bytes(inputs) > MAX_LIVE_BYTES:
            raise DeskFullError
        created_at, deadline_s = now(), terms.cancel_after_s
        prediction = await self._archive.insert(
            Prediction(
                id=new_id(),
                model=model.slug,
                version=model.shown_version,
                input=inputs,
                ignored=terms.ignored,
                logs=preamble(terms.ignored),
                created_at=created_at,
                deadline=None if deadline_s is None else created_at + timedelta(seconds=deadline_s),
                fate=terms.fate,
                webhook=terms.webhook,
                webhook_events=terms.webhook_events,
                origin=terms.origin,
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

    async def announced(self, prediction_id: str, seconds: float) -> None:
        """Return once a prediction has started and its webhook has been told so, or after ``seconds``."""
        if live := self._live.get(prediction_id):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await live.began.wait()
                    await self._webhooks.all_said(prediction_id)

    async def cancel(self, prediction_id: str) -> Prediction | None:
        """Stop a prediction; one that has ended stays as it is."""
        if live := self._live.get(prediction_id):
            await self._call_off(live, Status.CANCELED)
        return await self.get(prediction_id)

    async def created(self, since: datetime | None = None) -> Mapping[str, int]:
        """How many predictions were ever created, or since a time, by model."""
        return await self._archive.created(since)

    @property
    def ttl_s(self) -> float:
        """How long the data of a prediction stays after its end, in seconds."""
        told = self._lab.plan.ttl_s
        return self._settings.keep_hours * 3600 if told is None else told

    async def sweep(self) -> None:
        """Remove outputs and inputs of predictions that ended longer ago than they are kept."""
        for old in await self._archive.forget(now() - timedelta(seconds=self.ttl_s)):
            await asyncio.to_thread(shutil.rmtree, self._settings.outputs / old, ignore_errors=True)

    def _start(self, prediction: Prediction) -> None:
        live = self._live[prediction.id] = Live(prediction)
        self._live_bytes += live.size_bytes
        live.work = asyncio.create_task(self._work(live), name=prediction.id)
        if prediction.deadline is not None:
            live.clock = asyncio.create_task(self._watch_the_clock(live, prediction.deadline))

    async def _work(self, live: Live) -> None:
        model = self._repertoire.named(live.prediction.model)
        try:
            await self._workshop.see_through(model, live, self._end, self._webhooks.send)
        finally:
            self._live.pop(live.prediction.id, None)
            self._live_bytes -= live.size_bytes
            if live.clock:
                live.clock.cancel()

    async def _watch_the_clock(self, live: Live, deadline: datetime) -> None:
        await asyncio.sleep((deadline - now()).total_seconds())
        waits = live.prediction.status is Status.STARTING
        await self._call_off(live, Status.ABORTED if waits else Status.CANCELED)

    async def _call_off(self, live: Live, status: Status) -> None:
        if not await self._end(live, status):
            await live.ended.wait()
        elif live.work:
            live.work.cancel()

    async def _end(self, live: Live, status: Status, **changes: object) -> bool:
        """Whether this was the end that counts."""
        if live.prediction.status.ended:
            return False
        ended = live.prediction.moved(status, completed_at=now(), **changes)
        if model := self._repertoire.named(ended.model):
            ended = charged(model, ended)
        counts = await self._archive.update(ended)
        if counts:
            live.prediction = ended
            log.info("prediction.ended", prediction=ended.id, model=ended.model, status=status.value)
            self._webhooks.send(ended, WebhookEvent.COMPLETED)
            live.began.set()
            live.ended.set()
        return counts
