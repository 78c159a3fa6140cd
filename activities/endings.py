"""How a prediction ended, and what that means for its money."""

import re
from datetime import timedelta
from decimal import Decimal

from activities.contract import Outcome
from activities.till import Till
from film.catalogue import UnknownModelError
from film.prices import FailureBilling, Usage
from film.status import IllegalMoveError, MoneyState, PredictionState
from providers.errors import NotFound, Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from providers.translate import failed_prediction
from store.clock import now
from store.ledger import Entry

_AT_HAND_AFTER = timedelta(minutes=1)
"""So long a provider may take to know of a prediction in all its places."""

_PERCENT = re.compile(r"(\d{1,3})\s?%")

_STATES = {
    PredictionStatus.SUCCEEDED: PredictionState.SUCCEEDED,
    PredictionStatus.FAILED: PredictionState.FAILED,
    PredictionStatus.CANCELED: PredictionState.CANCELED,
    PredictionStatus.ABORTED: PredictionState.ABORTED,
}

_AFTER_FAILURE = {
    FailureBilling.FREE: MoneyState.RELEASED,
    FailureBilling.MAYBE: MoneyState.MAYBE_BILLED,
    FailureBilling.CHARGED: MoneyState.SETTLED,
}


async def keep_ending(till: Till, entry: Entry, prediction: ProviderPrediction) -> Outcome:
    """Write down how a prediction has ended; doing it twice changes nothing, and the end that is known stays."""
    state = _STATES[prediction.status]
    if state is PredictionState.SUCCEEDED and prediction.data_removed:
        if (await till.ledger.entry(entry.attempt_key)).state is PredictionState.SUCCEEDED:
            return Outcome(state=PredictionState.SUCCEEDED)
        state = PredictionState.EXPIRED
    error = None if state is PredictionState.SUCCEEDED else prediction.error or prediction.status.value
    if state is PredictionState.EXPIRED:
        error = "the provider has deleted the output"
    try:
        await till.ledger.ended(
            entry.attempt_key,
            state,
            output=prediction.output,
            error=error,
            money=_money(till, entry, state, prediction),
            cost=measured_cost(till, entry, prediction.predict_time_s),
        )
    except IllegalMoveError:
        return await _as_known(till, entry)
    blame = failed_prediction(error, provider=entry.provider)
    again = state is PredictionState.FAILED and isinstance(blame, Transient)
    return Outcome(state=state, error=error, worth_retrying=again)


async def keep_gone(till: Till, entry: Entry, error: NotFound) -> Outcome:
    """Write down that the provider does not know a prediction any more that it had accepted.

    Raises ``Transient`` for one that was accepted just now, which its provider may only not have at hand yet.
    """
    if now() - (entry.posting_at or entry.created_at) < _AT_HAND_AFTER:
        raise Transient(f"not at hand yet: {error}", provider=entry.provider) from error
    state, reason = PredictionState.EXPIRED, "the provider does not know the prediction any more"
    try:
        await till.ledger.ended(entry.attempt_key, state, output=None, error=reason, money=MoneyState.MAYBE_BILLED)
    except IllegalMoveError:
        return await _as_known(till, entry)
    return Outcome(state=state, error=reason)


async def _as_known(till: Till, entry: Entry) -> Outcome:
    """The end that somebody else has written down before."""
    known = await till.ledger.entry(entry.attempt_key)
    return Outcome(state=known.state, error=known.error)


def progress_of(prediction: ProviderPrediction) -> float:
    """The last percentage in the model's log, 0..1."""
    percents = _PERCENT.findall(prediction.logs_tail)
    return min(100, int(percents[-1])) / 100 if percents else 0.0


def _money(till: Till, entry: Entry, state: PredictionState, prediction: ProviderPrediction) -> MoneyState:
    """What was delivered is settled where it is stored; what never ran is free; of the rest the price knows more."""
    if state in (PredictionState.SUCCEEDED, PredictionState.EXPIRED):
        return MoneyState.RESERVED
    if state is PredictionState.ABORTED or (state is PredictionState.CANCELED and prediction.started_at is None):
        return MoneyState.RELEASED
    try:
        return _AFTER_FAILURE[till.catalogue.known(entry.model).price.failures]
    except UnknownModelError:
        return MoneyState.MAYBE_BILLED


def measured_cost(till: Till, entry: Entry, compute_s: float | None) -> Decimal | None:
    """The cost of a call that is billed by machine time, now that its time is known; ``None`` for every other."""
    try:
        model = till.catalogue.known(entry.model)
    except UnknownModelError:
        return None
    if compute_s is None or not model.price.by_compute:
        return None
    return model.cost(entry.input, Usage(compute_s=compute_s))
