"""Finding a call whose answer was lost, before anything may be sent again."""

from datetime import timedelta
from enum import Enum

import structlog

from activities.likeness import files_differ, is_same_call, is_same_model
from activities.till import Account, Till
from film.status import IllegalMoveError
from providers.errors import ProviderError
from providers.predictions import ProviderPrediction
from store.clock import now
from store.ledger import Entry
from store.moves import AlreadyAdoptedError

log = structlog.get_logger()

_CLOCKS_DIFFER = timedelta(minutes=2)


class Absence(Enum):
    """What not finding a call means."""

    UNPROVEN = "unproven"
    PROVEN = "proven"


async def find_lost(till: Till, account: Account, entry: Entry) -> str | Absence:
    """The provider's id of a call whose answer was lost, adopted into the ledger, or how sure its absence is.

    A prediction is ours when its webhook names our attempt, or else when its model and input are those we sent and
    no other attempt stands for it. Of two with our webhook the earlier is adopted and the later cancelled. One of our
    model and time that cannot be read any more leaves it open whether it is ours. May raise any ``ProviderError``.
    """
    if entry.posting_at is None:
        return Absence.PROVEN
    if till.answers_at_once(entry.model):
        return Absence.UNPROVEN
    asked_at = now()
    # Bounded on both sides: a list that grew with every look would be ever less likely to arrive whole.
    latest = entry.posting_at + account.absence_proven + _CLOCKS_DIFFER
    created = await account.provider.created_since(entry.posting_at - _CLOCKS_DIFFER, latest)
    webhook = account.webhook_for(entry.attempt_key)
    named = sorted((p for p in created if webhook and p.webhook == webhook), key=lambda p: p.created_at)
    alike = [p for p in created if p.webhook is None and is_same_call(p, entry) and not files_differ(p, entry)]
    for prediction in named or sorted(alike, key=lambda p: p.created_at):
        if not await _adopted(till, entry, prediction):
            continue
        for other in named:
            if other is not prediction:
                await stop_twin(till, account, entry, other.provider_id)
        return prediction.provider_id
    if named or await _may_be_among(till, account, entry, created):
        return Absence.UNPROVEN
    return Absence.PROVEN if asked_at - entry.posting_at >= account.absence_proven else Absence.UNPROVEN


async def stop_twin(till: Till, account: Account, entry: Entry, provider_id: str) -> None:
    """Stop a prediction that was made for an attempt which is closed or stands for another.

    It gets a row of its own first, so that its end and its cost are kept, by the reconciler if not here.
    """
    if await till.ledger.adopted_elsewhere(entry.provider, provider_id):
        return
    row = await till.ledger.twin(entry.attempt_key, provider_id, "a second prediction for one attempt, cancelled")
    log.warning("twin prediction", attempt=entry.attempt_key, prediction=provider_id, row=row)
    try:
        await account.provider.cancel(provider_id)
    except ProviderError as error:
        log.warning("twin not cancelled yet", prediction=provider_id, reason=str(error))


async def _adopted(till: Till, entry: Entry, prediction: ProviderPrediction) -> bool:
    """Whether our row stands for this prediction now; another's may, or ours may have been closed meanwhile."""
    if await till.ledger.adopted_elsewhere(entry.provider, prediction.provider_id, besides=entry.attempt_key):
        return False
    try:
        await till.ledger.submitted(entry.attempt_key, prediction.provider_id, "found at the provider")
    except (AlreadyAdoptedError, IllegalMoveError) as error:
        log.info("not adopted", attempt=entry.attempt_key, prediction=prediction.provider_id, reason=str(error))
        return False
    return True


async def _may_be_among(till: Till, account: Account, entry: Entry, created: list[ProviderPrediction]) -> bool:
    """Whether one of these could be ours: of our model and our time, its input cleared away, and nobody's."""
    if entry.posting_at is None:
        return False
    latest = entry.posting_at + account.absence_proven + _CLOCKS_DIFFER
    for prediction in created:
        unreadable = prediction.webhook is None and not prediction.input and is_same_model(prediction, entry)
        if not unreadable or prediction.created_at > latest:
            continue
        if not await till.ledger.adopted_elsewhere(entry.provider, prediction.provider_id):
            return True
    return False
