"""The reconciler: what the ledger believes, held against what the providers list."""

from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import structlog
from temporalio import activity
from temporalio.client import WorkflowExecutionStatus
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.cancelling import cancel_at_provider
from activities.contract import RECONCILE, Reconciled, ReconcileRequest
from activities.endings import keep_ending, keep_gone
from activities.heartbeats import beating
from activities.lost import Absence, find_lost, stop_twin
from activities.storing import StoreActivities
from activities.till import Account, Till
from film.assets import AssetKind
from film.production import STAGE_KINDS
from film.production_stage import Stage
from film.status import PredictionState
from providers.errors import NotFound, ProviderError
from providers.predictions import ProviderPrediction
from store.audit import Audit
from store.clock import now
from store.inbox import Inbox
from store.ledger import Entry, UnknownAttemptError
from store.moves import OPEN

log = structlog.get_logger()

_LISTED = timedelta(hours=1)
"""How far back the providers' lists are read: longer ago, inputs and outputs are gone."""

_RPC = timedelta(seconds=5)
_TROUBLE = Exception
"""What befalls one row must never keep a round from the others."""


class ReconcileActivities:
    """Rounds through the whole ledger. What somebody works on is left to them."""

    def __init__(self, till: Till, audit: Audit, inbox: Inbox, store: StoreActivities) -> None:
        self._till, self._audit, self._inbox, self._store = till, audit, inbox, store

    @activity.defn(name=RECONCILE.name)
    async def reconcile(self, request: ReconcileRequest) -> Reconciled:
        """One round: doubts, predictions that nobody waits for, outputs that are not home, orphans."""
        quiet_for = timedelta(seconds=request.quiet_s)
        async with beating():
            cleared, in_doubt = await self._clear_doubts(quiet_for)
            cleared += await self._close_the_forgotten(quiet_for)
            orphans = [name for a in self._till.accounts.items() for name in await self._orphans(*a, quiet_for)]
            stopped = await self._stop_the_unwanted(quiet_for)
            rescued = await self._bring_home(quiet_for)
            await self._inbox.forget_old()
        found = Reconciled(
            cleared=cleared, in_doubt=in_doubt, stopped=stopped, rescued=rescued, orphans=tuple(orphans[:50])
        )
        log.info("reconciled", **found.model_dump(mode="json"))
        return found

    async def _clear_doubts(self, quiet_for: timedelta) -> tuple[int, int]:
        """Look again for calls whose answer was lost, and tell the workflows that wait for news of them."""
        cleared = left = 0
        for name, account in self._till.accounts.items():
            for entry in await self._audit.in_doubt(name, quiet_for):
                try:
                    found = await find_lost(self._till, account, entry)
                except _TROUBLE as error:
                    log.warning("doubt not cleared", attempt=entry.attempt_key, reason=str(error))
                    found = Absence.UNPROVEN
                if found is Absence.UNPROVEN:
                    left += 1
                    continue
                cleared += 1
                attended = entry.wanted and await self._tell(entry)
                if found is Absence.PROVEN and not attended:
                    await self._till.ledger.absent(entry.attempt_key, f"{name} has no prediction for this call")
        return cleared, left

    async def _close_the_forgotten(self, quiet_for: timedelta) -> int:
        """Let go of the money of calls that were never sent, or that no list shows, and that nobody waits for."""
        closed = 0
        for entry in await self._audit.open(quiet_for):
            findable = entry.posting_at is not None and not self._till.answers_at_once(entry.model)
            if findable or await self._is_attended(entry):
                continue
            await self._till.ledger.close(entry.attempt_key, PredictionState.FAILED, "nobody waits for it any more")
            closed += 1
        return closed

    async def _stop_the_unwanted(self, quiet_for: timedelta) -> int:
        """Read back, or stop, what runs at a provider and has no workflow any more that waits for it."""
        stopped = 0
        for entry in await self._audit.under_way(quiet_for):
            account = self._till.accounts.get(entry.provider)
            if account is None or not entry.provider_id or (entry.wanted and await self._is_attended(entry)):
                continue
            try:
                prediction = await account.provider.get(entry.provider_id)
                if prediction.status.ended:
                    await keep_ending(self._till, entry, prediction)
                else:
                    await cancel_at_provider(self._till, entry)
                    stopped += 1
            except NotFound as error:
                with suppress(ProviderError):
                    await keep_gone(self._till, entry, error)
            except _TROUBLE as error:
                log.warning("not stopped", attempt=entry.attempt_key, reason=str(error))
        return stopped

    async def _bring_home(self, quiet_for: timedelta) -> int:
        """Fetch what was paid for and what no workflow fetches any more."""
        rescued = 0
        for entry in await self._audit.not_home(quiet_for):
            if entry.wanted and await self._is_attended(entry):
                continue
            try:
                await self._store.bring_home(entry, STAGE_KINDS.get(Stage(entry.stage), AssetKind.CLIP))
                rescued += 1
            except _TROUBLE as error:
                log.warning("not rescued", attempt=entry.attempt_key, reason=str(error))
                if isinstance(error, ApplicationError) and error.type == "Unusable":
                    await self._till.ledger.close(entry.attempt_key, PredictionState.EXPIRED, error.message)
        return rescued

    async def _orphans(self, name: str, account: Account, quiet_for: timedelta) -> list[str]:
        """Predictions of the last hour that no row stands for; one that names an attempt of ours is stopped.

        The answer to one that was made just now may still be on its way to the ledger.
        """
        try:
            listed = await account.provider.created_since(now() - _LISTED)
        except ProviderError as error:
            log.warning("not listed", provider=name, reason=str(error))
            return []
        known = await self._audit.known(name, {p.provider_id for p in listed})
        strangers = [p for p in listed if p.provider_id not in known and p.created_at < now() - quiet_for]
        return [p.provider_id for p in strangers if not await self._is_ours(account, p)]

    async def _is_ours(self, account: Account, prediction: ProviderPrediction) -> bool:
        """Whether an attempt of ours explains it: then it is about to be adopted, or is a stray and is stopped."""
        attempt_key = _attempt_in(account, prediction.webhook)
        if attempt_key is None:
            return False
        try:
            entry = await self._till.ledger.entry(attempt_key)
        except UnknownAttemptError:
            return False
        if entry.provider_id is not None or entry.state not in OPEN:
            await stop_twin(self._till, account, entry, prediction.provider_id)
        return True

    async def _tell(self, entry: Entry) -> bool:
        """Give the workflow that waits the news; ``False`` when there is none."""
        if entry.workflow_id is None:
            return False
        try:
            handle = activity.client().get_workflow_handle(entry.workflow_id)
            await handle.signal("prediction_found", entry.attempt_key, rpc_timeout=_RPC)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    async def _is_attended(self, entry: Entry) -> bool:
        """Whether the workflow that makes the purchase still runs."""
        if entry.workflow_id is None:
            return False
        try:
            described = await activity.client().get_workflow_handle(entry.workflow_id).describe(rpc_timeout=_RPC)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return described.status is WorkflowExecutionStatus.RUNNING


def _attempt_in(account: Account, webhook: str | None) -> str | None:
    """The attempt that a webhook address of ours names."""
    if not webhook or not account.webhook_url or not webhook.startswith(account.webhook_url + "?"):
        return None
    return next(iter(parse_qs(urlsplit(webhook).query).get("attempt", [])), None)
