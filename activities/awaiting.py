"""Waiting for predictions, hundreds at once: polling is the truth, a webhook only makes it look sooner.

Whoever sees a prediction end also tries to bring its output home, since providers keep it for an hour only. What does
not come at the first try is left to the store step, with its own patience.
"""

import asyncio
import time
from contextlib import suppress

import structlog
from temporalio import activity

from activities.cancelling import cancel_at_provider, cancel_requested
from activities.contract import AWAIT, AwaitRequest, Outcome, Receipt
from activities.endings import keep_ending, keep_gone, progress_of
from activities.failures import translated
from activities.heartbeats import beating
from activities.pace import Pace
from activities.storing import StoreActivities
from activities.till import Till
from film.assets import AssetKind
from film.status import PredictionState
from providers.errors import NotFound
from store.bells import Bells
from store.clock import now
from store.ledger import Entry

log = structlog.get_logger()

_PACE = (0.25, 2.0)
_PACE_WITH_WEBHOOKS = (2.0, 20.0)
"""The shortest and the longest wait between looks, in seconds; the longer one is what a lost webhook costs."""
_NOTED_STEP = 0.05
"""Progress is written down in steps of this share, so that waiting costs the database little."""

_BEAT_S = 4.0
_COMING_HOME = 32
"""So many outputs at a time are fetched by one process, of however many it waits for."""


class AwaitActivities:
    """Waits in memory; ``bells`` ring for an attempt when a webhook about it has come in."""

    def __init__(self, till: Till, bells: Bells, storing: StoreActivities) -> None:
        self._till, self._bells, self._storing = till, bells, storing
        self._turns = asyncio.Semaphore(_COMING_HOME)

    @activity.defn(name=AWAIT.name)
    async def await_prediction(self, request: AwaitRequest) -> Outcome:
        """Wait until the prediction has ended. A cancellation is carried to the provider, and its outcome kept."""
        entry = await self._till.ledger.entry(request.attempt_key)
        if entry.receipt is not None:
            return Outcome(state=PredictionState.SUCCEEDED, receipt=Receipt.model_validate(entry.receipt))
        outcome = await self._outcome(entry, request)
        if outcome.state is not PredictionState.SUCCEEDED or request.kind is None:
            return outcome
        return outcome.model_copy(update={"receipt": await self._home(entry.attempt_key, request.kind)})

    async def _outcome(self, entry: Entry, request: AwaitRequest) -> Outcome:
        since = entry.posting_at or entry.created_at
        left_s = max(1.0, request.max_wait_s - (now() - since).total_seconds())
        deadline = asyncio.timeout(left_s)
        try:
            with translated():
                async with beating(), deadline:
                    return await self._end_of(entry)
        except TimeoutError:
            if not deadline.expired():
                raise
            return await cancel_at_provider(self._till, entry)
        except asyncio.CancelledError:
            if cancel_requested():
                await asyncio.shield(cancel_at_provider(self._till, entry))
            raise

    async def _home(self, attempt_key: str, kind: AssetKind) -> Receipt | None:
        """The receipt, if the output comes home now: how it ended is on record, so nothing is lost if it does not."""
        try:
            async with beating(), self._turns:
                return await self._storing.bring_home(await self._till.ledger.entry(attempt_key), kind)
        except Exception as error:
            log.info("not home yet", attempt=attempt_key, reason=str(error))
            return None

    async def _end_of(self, entry: Entry) -> Outcome:
        """Look at the prediction until it has ended, and keep its end. May raise any ``ProviderError``."""
        account = self._till.account(entry.provider)
        pace, noted = Pace(*(_PACE_WITH_WEBHOOKS if account.webhook_url else _PACE)), -1.0
        with self._bells.bell(entry.attempt_key) as bell:
            while True:
                bell.clear()
                try:
                    prediction = await account.provider.get(entry.provider_id or "")
                except NotFound as error:
                    return await keep_gone(self._till, entry, error)
                if prediction.status.ended:
                    return await keep_ending(self._till, entry, prediction)
                progress = progress_of(prediction)
                if prediction.started_at is not None and progress >= noted + _NOTED_STEP:
                    noted = progress
                    await self._till.ledger.running(entry.attempt_key, progress)
                await _wait(bell, pace.wait_s(progress, time.monotonic()))


async def _wait(bell: asyncio.Event, seconds: float) -> None:
    """Wait for the bell, heartbeating, but no longer than ``seconds``."""
    until = time.monotonic() + seconds
    while (left_s := until - time.monotonic()) > 0 and not bell.is_set():
        activity.heartbeat()
        with suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), min(left_s, _BEAT_S))
