"""What a prediction that has ended is charged, and why."""

from decimal import Decimal

from previz.server.models.base import ServedModel
from previz.server.records import Prediction, Status

INTERRUPTED = "Prediction interrupted; please retry (code: PA)"


def charged(model: ServedModel, ended: Prediction) -> Prediction:
    """``ended`` with its line on the bill."""
    free, why = _verdict(model, ended)
    usd = Decimal(0) if free else model.cost(ended.input, ended.usage, ended.predict_time_s or 0.0)
    return ended.model_copy(update={"charged_usd": usd, "why": why})


def _verdict(model: ServedModel, ended: Prediction) -> tuple[bool, str]:
    """Whether it is free, in a word why. Replicate bills what ran, and nothing that did not."""
    if ended.status is Status.SUCCEEDED:
        return False, "succeeded"
    if ended.started_at is None:
        return True, f"{ended.status} before it started"
    if ended.status is Status.CANCELED:
        return False, "canceled while it ran"
    if ended.error == INTERRUPTED:
        return True, "interrupted"
    if model.charges_failures:
        return False, "failed, and failures are charged"
    return True, "failed, and failures are free"
