"""Closing purchases that nobody waits for, and setting what may be spent."""

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.cancelling import cancel_at_provider
from activities.contract import SET_BUDGET, SETTLE, BudgetChange, Done, Settled, SettleRequest
from activities.heartbeats import beating
from activities.lost import Absence, find_lost
from activities.till import Till
from film.budget import BudgetScope
from film.status import PredictionState
from providers.errors import ProviderError
from store.budgets import Budgets
from store.ledger import Entry, UnknownAttemptError
from store.moves import OPEN

log = structlog.get_logger()

_TRIES = 5
"""So often a provider is asked to stop a prediction before that is left to the reconciler."""

_UNDER_WAY = (PredictionState.SUBMITTED, PredictionState.RUNNING)


class SettleActivities:
    """The end of purchases that end without a receipt."""

    def __init__(self, till: Till, budgets: Budgets) -> None:
        self._till, self._budgets = till, budgets

    @activity.defn(name=SETTLE.name)
    async def settle(self, request: SettleRequest) -> Settled:
        """Close an attempt; what still runs is stopped at the provider first, and its true end kept.

        Nobody waits here for a provider that cannot be asked, or for a prediction that does not stop: they are left to
        the reconciler.
        """
        ledger = self._till.ledger
        try:
            entry = await ledger.entry(request.attempt_key)
        except UnknownAttemptError:
            return Settled()
        if activity.info().attempt <= _TRIES:
            async with beating():
                entry = await self._found(entry)
                if entry.state in _UNDER_WAY and entry.provider_id:
                    await self._stopped(entry)
        reason = request.outcome.error or request.outcome.state.value
        await ledger.close(request.attempt_key, request.outcome.state, reason)
        return Settled(state=(await ledger.entry(request.attempt_key)).state)

    @activity.defn(name=SET_BUDGET.name)
    async def set_budget(self, change: BudgetChange) -> Done:
        """Write a project's cap."""
        await self._budgets.set(BudgetScope.PROJECT, change.project_id, change.cap_usd)
        return Done()

    async def _stopped(self, entry: Entry) -> None:
        try:
            await cancel_at_provider(self._till, entry)
        except ApplicationError as error:
            if not error.non_retryable:
                raise
            log.warning("not stopped", attempt=entry.attempt_key, reason=error.message)

    async def _found(self, entry: Entry) -> Entry:
        """The entry, with the id of a call in doubt if the provider can tell it now; if not, the reconciler goes on."""
        doubtful = entry.posting_at is not None and entry.provider_id is None
        account = self._till.accounts.get(entry.provider)
        if not doubtful or account is None or entry.state not in OPEN:
            return entry
        try:
            found = await find_lost(self._till, account, entry)
        except ProviderError as error:
            log.info("still in doubt", attempt=entry.attempt_key, reason=str(error))
            return entry
        if found is Absence.PROVEN:
            await self._till.ledger.absent(entry.attempt_key, f"{entry.provider} has no prediction for this call")
        return await self._till.ledger.entry(entry.attempt_key)
