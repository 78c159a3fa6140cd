"""Finding a call whose answer was lost, before anything may be sent again."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum

import structlog
from pydantic import JsonValue

from activities.till import Account, Till
from providers.errors import ProviderError
from providers.predictions import PredictionProvider, ProviderPrediction
from store.clock import now
from store.ledger import AlreadyAdoptedError, Entry

log = structlog.get_logger()

_CLOCKS_DIFFER = timedelta(minutes=2)
_ASSET_PREFIX = "assets/"


class Absence(Enum):
    """What not finding a call means."""

    UNPROVEN = "unproven"
    PROVEN = "proven"


async def find_lost(till: Till, account: Account, entry: Entry) -> str | Absence:
    """The provider's id of a call whose answer was lost, adopted into the ledger, or how sure its absence is.

    A prediction is ours when its webhook names our attempt, or else when its model and input are those we sent and
    no other attempt stands for it. Of two with our webhook the earlier is adopted and the later cancelled. May raise
    any ``ProviderError``.
    """
    if entry.posting_at is None:
        return Absence.PROVEN
    asked_at = now()
    created = await account.provider.created_since(entry.posting_at - _CLOCKS_DIFFER)
    webhook = account.webhook_for(entry.attempt_key)
    named = [p for p in created if webhook is not None and p.webhook == webhook]
    candidates = named or [p for p in created if p.webhook is None and _is_same(p, entry)]
    for prediction in sorted(candidates, key=lambda p: p.created_at):
        if prediction.provider_id == entry.provider_id:
            return prediction.provider_id
        if await till.ledger.adopted_elsewhere(entry.provider, prediction.provider_id):
            continue
        try:
            await till.ledger.submitted(entry.attempt_key, prediction.provider_id, "found at the provider")
        except AlreadyAdoptedError:
            continue
        for later in named:
            if later.provider_id != prediction.provider_id:
                await _cancel_twin(till, account.provider, entry, later)
        return prediction.provider_id
    return Absence.PROVEN if asked_at - entry.posting_at >= account.absence_proven else Absence.UNPROVEN


async def _cancel_twin(till: Till, provider: PredictionProvider, entry: Entry, later: ProviderPrediction) -> None:
    """Stop a second prediction of one attempt; its row stays, so that the reconciler sees how it ended."""
    if await till.ledger.adopted_elsewhere(entry.provider, later.provider_id):
        return
    reason = "a second prediction for one attempt, cancelled"
    twin = await till.ledger.twin(entry.attempt_key, later.provider_id, reason)
    log.warning("twin prediction", attempt=entry.attempt_key, prediction=later.provider_id, row=twin)
    try:
        await provider.cancel(later.provider_id)
    except ProviderError as error:
        log.warning("twin not cancelled yet", prediction=later.provider_id, reason=str(error))


def _is_same(prediction: ProviderPrediction, entry: Entry) -> bool:
    """Whether the provider was told what we told it; files are left out, since their URLs differ each time."""
    return prediction.model.split(":")[0] == entry.model and _same_input(prediction.input, entry.input)


def _same_input(theirs: Mapping[str, JsonValue] | None, ours: Mapping[str, JsonValue]) -> bool:
    plain = {name: value for name, value in ours.items() if not _names_files(value)}
    return bool(theirs) and theirs is not None and all(theirs.get(name) == value for name, value in plain.items())


def _names_files(value: JsonValue) -> bool:
    if isinstance(value, list):
        return any(_names_files(each) for each in value)
    return isinstance(value, str) and value.startswith(_ASSET_PREFIX)
