"""Stopping a prediction at its provider, and reading back how it truly ended: it may have been faster."""

import asyncio

import structlog
from temporalio import activity

from activities.contract import Outcome
from activities.endings import keep_ending, keep_gone
from activities.failures import translated
from activities.heartbeats import beating
from activities.till import Till
from providers.errors import NotFound, Transient
from store.ledger import Entry

log = structlog.get_logger()

_LOOKS, _LOOK_S = 20, 0.25


def cancel_requested() -> bool:
    """Whether a person or the workflow wants this activity to stop; a worker that shuts down only interrupts it."""
    details = activity.cancellation_details()
    return details is not None and details.cancel_requested


async def cancel_at_provider(till: Till, entry: Entry) -> Outcome:
    """Stop a prediction and keep its true end.

    Raises ``ApplicationError`` when the provider cannot be asked, and a ``Transient`` one when the prediction has not
    ended yet: then nothing is written down, since it may still succeed.
    """
    provider, provider_id = till.account(entry.provider).provider, entry.provider_id or ""
    with translated():
        try:
            async with beating():
                prediction = await provider.cancel(provider_id)
                for _ in range(_LOOKS):
                    if prediction.status.ended:
                        break
                    await asyncio.sleep(_LOOK_S)
                    prediction = await provider.get(provider_id)
        except NotFound as error:
            return await keep_gone(till, entry, error)
        if not prediction.status.ended:
            raise Transient("the prediction was told to stop and still runs", provider=entry.provider)
    log.info("cancelled at the provider", attempt=entry.attempt_key, status=prediction.status.value)
    return await keep_ending(till, entry, prediction)
