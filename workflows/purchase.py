"""The purchase: the only place where money is spent. Submit once, await, store, settle."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

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
        SettleRequest,
        StoreRequest,
    )
    from film.status import PredictionState

from workflows.calls import call
from workflows.policies import AWAITING, RECORDING, STORING, submitting

_TRIES_PER_MODEL = 2
_NEEDS_A_PERSON = ("Exhausted", "Unauthenticated")


class PurchaseFailedError(Exception):
    """No model in the chain delivered. ``code`` is the kind of the last failure, ``reason`` its words."""

    def __init__(self, order: Order, code: str, reason: str) -> None:
        super().__init__(f"{order.label}: {reason}")
        self.order, self.code, self.reason = order, code, reason


async def purchase(order: Order) -> Receipt:
    """Buy what is ordered from the first model in the chain that delivers.

    The attempt keys come from the order's identity, so that running this again after any crash finds what was
    bought. Raises ``PurchaseFailedError`` when the chain is used up, or at once when the outcome of a submission
    stays unknown, the provider's credit is used up or its token refused: then nothing may be spent without a person.
    """
    tried = 0
    code, reason = "failed", "no model to ask"
    for model in order.models:
        for _ in range(_TRIES_PER_MODEL):
            tried += 1
            attempt = Attempt(key=f"{order.key}/{tried}", order=order, model=model)
            try:
                outcome = await _make(attempt)
                if outcome.state is PredictionState.SUCCEEDED:
                    return await _bring_home(attempt)
            except (ActivityError, asyncio.CancelledError) as error:
                if is_cancelled_exception(error):
                    await _close(attempt, Outcome(state=PredictionState.CANCELED, error="the production was cancelled"))
                    raise
                code, reason = _cause(error)
                if code == "SubmissionUnknown":
                    raise PurchaseFailedError(order, code, reason) from error
                outcome = Outcome(state=PredictionState.FAILED, error=reason)
            else:
                code, reason = outcome.state.value, outcome.error or outcome.state.value
            await _close(attempt, outcome)
            if code in _NEEDS_A_PERSON:
                raise PurchaseFailedError(order, code, reason)
            if not outcome.worth_retrying:
                break
    raise PurchaseFailedError(order, code, reason)


async def _make(attempt: Attempt) -> Outcome:
    model, label = attempt.model, attempt.order.label
    accepted = await call(SUBMIT, attempt, submitting(model.provider), f"{label} by {model.slug}: submit")
    waiting = AwaitRequest(attempt_key=attempt.key, provider=model.provider, provider_id=accepted.provider_id)
    return await call(AWAIT, waiting, AWAITING, f"{label} by {model.slug}")


async def _bring_home(attempt: Attempt) -> Receipt:
    request = StoreRequest(attempt_key=attempt.key, provider=attempt.model.provider, kind=attempt.order.kind)
    return await call(STORE, request, STORING, f"{attempt.order.label}: store")


async def _close(attempt: Attempt, outcome: Outcome) -> None:
    request = SettleRequest(attempt_key=attempt.key, outcome=outcome)
    await call(SETTLE, request, RECORDING, f"{attempt.order.label}: settle")


def _cause(error: BaseException) -> tuple[str, str]:
    cause = error.__cause__
    if isinstance(cause, ApplicationError):
        return cause.type or "failed", cause.message
    return "failed", str(cause or error)
