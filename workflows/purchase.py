"""The purchase: the only place where money is spent. Submit once, await and store, settle."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, TimeoutError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        AWAIT,
        SETTLE,
        STORE,
        SUBMIT,
        Attempt,
        AwaitRequest,
        Order,
        Outcome,
        Receipt,
        Settled,
        SettleRequest,
        StoreRequest,
    )
    from film.budget import BudgetScope, Shortage
    from film.catalogue import ModelRef
    from film.holds import Decision, Hold, HoldKind
    from film.status import PredictionState

from workflows.calls import call, call_regardless
from workflows.holds import Holds
from workflows.policies import AWAITING, SETTLING, STORING, submitting

_TRIES_PER_MODEL = 2
_LOST_BEFORE_ASKING = 1
"""So many calls of one order may vanish on their way, provably unbought, before a person is asked."""

_DELIVERED = Outcome(state=PredictionState.SUCCEEDED)

_SECOND_LOOK = timedelta(seconds=20)
_FIRST_LOOK, _LAST_LOOK = timedelta(minutes=1), timedelta(hours=6)
"""How soon, and at last how seldom, a purchase without credit looks whether there is some."""


class PurchaseFailedError(Exception):
    """No model in the chain delivered. ``code`` is the kind of the last failure, ``reason`` its words."""

    def __init__(self, order: Order, code: str, reason: str) -> None:
        super().__init__(f"{order.label}: {reason}")
        self.order, self.code, self.reason = order, code, reason


async def purchase(order: Order, holds: Holds) -> Receipt:
    """Buy what is ordered from the first model in the chain that delivers.

    The attempt keys come from the order's identity, so that running this again after any crash finds what was
    bought. Over a cap, without credit, or in doubt about what became of a call, it waits in ``holds``; it never buys
    again by itself what may have been bought. Raises ``PurchaseFailedError`` when the chain is used up, when a person
    writes the purchase off, or at once when the provider refuses the token.
    """
    return await _Purchase(order, holds).run()


class _Failure(Exception):  # noqa: N818 -- how one attempt ended
    def __init__(self, code: str, reason: str, *, worth_retrying: bool = False) -> None:
        super().__init__(reason)
        self.code, self.reason, self.worth_retrying = code, reason, worth_retrying


@dataclass(frozen=True)
class _Cause:
    """What ended an activity: its kind, its words, and its first detail."""

    kind: str
    message: str
    details: object


class _BuyAgain(Exception):  # noqa: N818 -- how one attempt ended
    """Another attempt with the same model, in place of one that is closed."""


class _Purchase:
    def __init__(self, order: Order, holds: Holds) -> None:
        self._order, self._holds = order, holds
        self._tried = 0
        self._vanished = 0
        self._looks = 0

    async def run(self) -> Receipt:
        failure = _Failure("failed", "no model to ask")
        for model in self._order.models:
            for _ in range(_TRIES_PER_MODEL):
                try:
                    return await self._buy_from(model)
                except _Failure as error:
                    failure = error
                if failure.code in ("Unauthenticated", "WrittenOff"):
                    raise PurchaseFailedError(self._order, failure.code, failure.reason)
                if not failure.worth_retrying:
                    break
        raise PurchaseFailedError(self._order, failure.code, failure.reason)

    async def _buy_from(self, model: ModelRef) -> Receipt:
        """One attempt, and another in its place for each that is given up as lost."""
        while True:
            self._tried += 1
            attempt = Attempt(key=f"{self._order.key}/{self._tried}", order=self._order, model=model)
            try:
                return await self._see_through(attempt)
            except _BuyAgain:
                continue
            except (ActivityError, asyncio.CancelledError) as error:
                if is_cancelled_exception(error):
                    await self._stop(attempt)
                raise

    async def _see_through(self, attempt: Attempt) -> Receipt:
        """Submit, await and store one attempt; whatever makes it wait, it waits out."""
        while (outcome := await self._delivered(attempt)) is None:
            pass
        if outcome.receipt is not None:
            return outcome.receipt
        while True:
            try:
                return await self._brought_home(attempt)
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                await self._ask(attempt, HoldKind.LOST, _cause(error).message, PredictionState.EXPIRED)

    async def _delivered(self, attempt: Attempt) -> Outcome | None:
        """The success of the provider; ``None`` after a wait, to try again where the attempt stood."""
        try:
            outcome = await self._made(attempt)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            return await self._weather(attempt, error)
        reason = outcome.error or outcome.state.value
        match outcome.state:
            case PredictionState.SUCCEEDED:
                return outcome
            case PredictionState.EXPIRED:
                await self._ask(attempt, HoldKind.LOST, reason, PredictionState.EXPIRED)
                return None
            case state:
                await self._close(attempt, outcome)
                raise _Failure(state.value, reason, worth_retrying=outcome.worth_retrying)

    async def _made(self, attempt: Attempt) -> Outcome:
        model, label = attempt.model, self._order.label
        accepted = await call(SUBMIT, attempt, submitting(model.provider), f"{label} by {model.slug}: submit")
        if accepted.ended:
            return _DELIVERED
        waiting = AwaitRequest(
            attempt_key=attempt.key,
            provider=model.provider,
            provider_id=accepted.provider_id,
            max_wait_s=model.max_s,
            kind=self._order.kind,
        )
        return await call(AWAIT, waiting, AWAITING, f"{label} by {model.slug}")

    async def _brought_home(self, attempt: Attempt) -> Receipt:
        request = StoreRequest(attempt_key=attempt.key, provider=attempt.model.provider, kind=self._order.kind)
        return await call(STORE, request, STORING, f"{self._order.label}: store")

    async def _weather(self, attempt: Attempt, error: ActivityError) -> Outcome | None:
        """Return as ``_delivered`` does when the attempt may go on; raise when it is over or must be replaced."""
        cause = _cause(error)
        if error.activity_type == SUBMIT.name:
            await self._weather_submit(attempt, cause)
            return None
        settled = await self._close(attempt, Outcome(state=PredictionState.FAILED, error=cause.message))
        if settled.state is not PredictionState.SUCCEEDED:
            raise _Failure(cause.kind, cause.message)
        return _DELIVERED

    async def _weather_submit(self, attempt: Attempt, cause: "_Cause") -> None:
        match cause.kind:
            case "OverBudget":
                shortage = Shortage.model_validate(cause.details)
                await self._wait_for_money(attempt, HoldKind.BUDGET, cause.message, shortage)
            case "Exhausted":
                await self._wait_for_money(attempt, HoldKind.CREDIT, cause.message, None)
            case "SubmissionUnknown" | "TimedOut":
                await self._ask(attempt, HoldKind.UNKNOWN, cause.message, PredictionState.UNKNOWN)
            case "NeverArrived" | "LostAnswer":
                self._vanished += 1
                end = PredictionState.FAILED if cause.kind == "NeverArrived" else PredictionState.UNKNOWN
                if self._vanished > _LOST_BEFORE_ASKING:
                    await self._ask(attempt, HoldKind.UNKNOWN, cause.message, end)
                if await self._gave_up(attempt, end, cause.message):
                    raise _BuyAgain
            case _:
                await self._close(attempt, Outcome(state=PredictionState.FAILED, error=cause.message))
                raise _Failure(cause.kind, cause.message)

    async def _wait_for_money(self, attempt: Attempt, kind: HoldKind, reason: str, shortage: Shortage | None) -> None:
        self._looks += 1
        hold = self._hold(attempt, kind, reason, shortage)
        decision = await self._holds.wait(hold, _next_look(kind, shortage, self._looks, hold.since))
        if decision is not Decision.RETRY:
            await self._write_off(attempt, PredictionState.FAILED, reason)

    async def _ask(self, attempt: Attempt, kind: HoldKind, reason: str, end: PredictionState) -> None:
        """Wait for a person, or for news, about a call that may have cost money for nothing."""
        decision = await self._holds.wait(self._hold(attempt, kind, reason, None), None)
        if decision is Decision.BUY_AGAIN and await self._gave_up(attempt, end, f"to be bought again: {reason}"):
            raise _BuyAgain
        if decision is Decision.WRITE_OFF:
            await self._write_off(attempt, end, reason)

    async def _write_off(self, attempt: Attempt, end: PredictionState, reason: str) -> None:
        if await self._gave_up(attempt, end, f"written off: {reason}"):
            raise _Failure("WrittenOff", reason)

    async def _gave_up(self, attempt: Attempt, end: PredictionState, reason: str) -> bool:
        """Close an attempt that may have cost money for nothing; ``False`` when it turns out to have delivered."""
        settled = await self._close(attempt, Outcome(state=end, error=reason))
        return settled.state is not PredictionState.SUCCEEDED

    def _hold(self, attempt: Attempt, kind: HoldKind, reason: str, shortage: Shortage | None) -> Hold:
        return Hold(
            attempt_key=attempt.key,
            kind=kind,
            label=self._order.label,
            reason=reason[:300],
            since=workflow.now(),
            scope=shortage.scope if shortage else None,
            needed_usd=shortage.needed_usd if shortage else None,
        )

    async def _stop(self, attempt: Attempt) -> None:
        """Nobody waits any more: stop the attempt at its provider, and keep what it finished all the same."""
        settled = await self._close(attempt, Outcome(state=PredictionState.CANCELED, error="nobody waits for it"))
        if settled.state is PredictionState.SUCCEEDED:
            request = StoreRequest(attempt_key=attempt.key, provider=attempt.model.provider, kind=self._order.kind)
            try:
                await call_regardless(STORE, request, STORING, f"{self._order.label}: rescue")
            except ActivityError as error:
                workflow.logger.warning("%s could not be rescued: %s", attempt.key, error.cause)

    async def _close(self, attempt: Attempt, outcome: Outcome) -> Settled:
        request = SettleRequest(attempt_key=attempt.key, outcome=outcome)
        return await call_regardless(SETTLE, request, SETTLING, f"{self._order.label}: settle")


def _next_look(kind: HoldKind, shortage: Shortage | None, looks: int, now: datetime) -> timedelta | None:
    """When a purchase without money looks again by itself.

    For credit ever more seldom, for a day's cap on the next day; for any cap once soon, since it may have been raised
    while the refusal was on its way.
    """
    if kind is HoldKind.CREDIT:
        return min(_FIRST_LOOK * (1 << min(looks - 1, 10)), _LAST_LOOK)
    if looks == 1:
        return _SECOND_LOOK
    if shortage and shortage.scope is BudgetScope.DAY:
        tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=5, microsecond=0)
        return tomorrow - now
    return None


def _cause(error: ActivityError) -> _Cause:
    cause = error.cause
    if isinstance(cause, ApplicationError):
        return _Cause(cause.type or "failed", cause.message, cause.details[0] if cause.details else None)
    if isinstance(cause, TimeoutError):
        return _Cause("TimedOut", "it took too long", None)
    return _Cause("failed", str(cause or error), None)
