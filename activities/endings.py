"""How a prediction ended, and what that means for its money."""

import re
from decimal import Decimal

from activities.contract import Outcome
from activities.till import Till
from film.catalogue import UnknownModelError
from film.prices import FailureBilling, Usage
from film.status import MoneyState, PredictionState
from providers.errors import Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from providers.translate import failed_prediction
from store.clock import now
from store.ledger import Entry

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
    """Write down how a prediction ended; doing it twice changes nothing."""
    state = _STATES.get(prediction.status, PredictionState.CANCELED)
    if state is PredictionState.SUCCEEDED and prediction.data_removed:
        state = PredictionState.EXPIRED
    error = None if state is PredictionState.SUCCEEDED else prediction.error or prediction.status.value
    if state is PredictionState.EXPIRED:
        error = "the provider has deleted the output"
    await till.ledger.ended(
        entry.attempt_key,
        state,
        output=prediction.output,
        error=error,
        money=_money(till, entry, state, prediction),
        cost=measured_cost(till, entry, prediction.predict_time_s),
    )
    blame = failed_prediction(error, provider=entry.provider)
    again = state is PredictionState.FAILED and isinstance(blame, Transient)
    return Outcome(state=state, error=error, worth_retrying=again)


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
        return _AFTER_FAILURE[till.catalogue.model(entry.model, now().date()).price.failures]
    except UnknownModelError:
        return MoneyState.MAYBE_BILLED


def measured_cost(till: Till, entry: Entry, compute_s: float | None) -> Decimal | None:
    """The cost of a call that is billed by machine time, now that its time is known; ``None`` for every other."""
    try:
        model = till.catalogue.model(entry.model, now().date())
    except UnknownModelError:
        return None
    if compute_s is None or not model.price.by_compute:
        return None
    return model.cost(entry.input, Usage(compute_s=compute_s))
