"""Submitting: the intent first, then the request, at most once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from pydantic import JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.cancelling import cancel_at_provider, cancel_requested
from activities.contract import SUBMIT, Attempt, Order, Submitted
from activities.failures import translated
from activities.heartbeats import beating
from activities.inputs import InputFiles
from activities.lost import Absence, find_lost
from activities.schema_watch import SchemaWatch
from activities.till import Account, Till
from activities.wording import answer_schema, planned_usage, worded
from activities.workspace import Workspace
from film.catalogue import LostAnswer, Model, Route
from film.prices import Usage
from film.status import MoneyState, PredictionState
from providers.direct import Made
from providers.errors import ProviderError, Rejected, SubmissionUnknown
from store.budgets import OverBudgetError
from store.ledger import Entry, Intent, UnknownAttemptError

log = structlog.get_logger()

_OPEN = (PredictionState.INTENDED, PredictionState.UNKNOWN)


class SubmitActivities:
    """The one place from which requests that cost money leave."""

    def __init__(self, till: Till, files: InputFiles, workspace: Workspace, watch: SchemaWatch) -> None:
        self._till, self._files, self._workspace, self._watch = till, files, workspace, watch

    @activity.defn(name=SUBMIT.name)
    async def submit(self, attempt: Attempt) -> Submitted:
        """Send the paid request, at most once.

        The intent is committed before the request leaves, the provider's id right after its answer. A retry that
        finds an intent without an id asks the provider what became of it before it may send anything.
        """
        entry = await self._known(attempt.key) or await self._intended(attempt)
        if entry.provider_id is not None:
            return _submitted(entry)
        if entry.state not in _OPEN:
            message = f"{attempt.key} was closed ({entry.error or entry.state.value}); it is not bought again"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        # A request that has left cannot be called back: a cancellation waits for its answer.
        buying = asyncio.create_task(self._buy(attempt, entry))
        try:
            return await asyncio.shield(buying)
        except asyncio.CancelledError:
            await asyncio.wait({buying})
            if buying.exception() is None and cancel_requested() and not buying.result().ended:
                await cancel_at_provider(self._till, await self._till.ledger.entry(attempt.key))
            raise

    async def _known(self, attempt_key: str) -> Entry | None:
        try:
            return await self._till.ledger.entry(attempt_key)
        except UnknownAttemptError:
            return None

    async def _intended(self, attempt: Attempt) -> Entry:
        """Everything that can be wrong with a call is found before the ledger is touched."""
        order, model = attempt.order, self._till.model(attempt.model.slug)
        sent = model.arguments(**worded(order, model), **order.assets)
        if faults := model.faults(sent):
            message = f"{model.slug} would not take this: {'; '.join(map(str, faults))}"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        if model.route is not Route.DIRECT:
            await self._watch.check(model, self._till.account(model.provider).provider)
        try:
            return await self._till.ledger.intend(_intent(attempt, model, sent))
        except OverBudgetError as error:
            shortage = error.shortage.model_dump(mode="json")
            raise ApplicationError(str(error), shortage, type="OverBudget", non_retryable=True) from error

    async def _buy(self, attempt: Attempt, entry: Entry) -> Submitted:
        model = self._till.catalogue.known(attempt.model.slug)
        if model.route is Route.DIRECT:
            return await self._make_at_once(model, attempt, entry)
        account = self._till.account(entry.provider)
        if entry.posting_at is not None:
            return await self._recover(account, entry)
        async with beating():
            provider_id = await self._post(account, model, attempt)
        await self._till.ledger.submitted(attempt.key, provider_id, "accepted by the provider")
        log.info("submitted", attempt=attempt.key, model=model.slug, prediction=provider_id)
        return Submitted(attempt_key=attempt.key, provider_id=provider_id)

    async def _recover(self, account: Account, entry: Entry) -> Submitted:
        """Find out what became of a request that has left; say so when it provably never arrived."""
        await self._till.ledger.unknown(entry.attempt_key, "the answer to the request was lost")
        with translated():
            async with beating():
                found = await find_lost(self._till, account, entry)
            if found is Absence.UNPROVEN:
                message = "The answer to a submission was lost; looking for the prediction before sending again"
                raise SubmissionUnknown(message, provider=entry.provider)
        if found is Absence.PROVEN:
            message = f"{entry.provider} has no prediction for this call: it never arrived"
            await self._till.ledger.absent(entry.attempt_key, message)
            raise ApplicationError(message, type="NeverArrived", non_retryable=True)
        return _submitted(await self._till.ledger.entry(entry.attempt_key))

    async def _post(self, account: Account, model: Model, attempt: Attempt) -> str:
        with translated():
            files = await self._files.urls(attempt, model, account.provider)
            inputs = model.arguments(**attempt.order.wants, **files)
            async with self._one_request(attempt.key):
                accepted = await account.provider.submit(
                    model.reference,
                    inputs,
                    webhook_url=account.webhook_for(attempt.key),
                    deadline_s=model.max_s,
                )
        return accepted.provider_id

    async def _make_at_once(self, model: Model, attempt: Attempt, entry: Entry) -> Submitted:
        """A call whose answer is the output: it is put away before anything else, since nobody else keeps it."""
        provider = self._till.direct_provider(model.provider)
        if entry.posting_at is not None:
            raise await self._never_to_be_known(model, attempt.key)
        with self._workspace.scratch() as folder, translated():
            files = await self._files.on_disk(attempt, model)
            inputs = model.arguments(**worded(attempt.order, model)) | answer_schema(model)
            try:
                async with beating(), self._one_request(attempt.key):
                    made = await provider.make(model, inputs, files, folder)
            except Rejected as error:
                await self._note_billed(model, attempt, entry, error)
                raise
            output = await self._put_away(made, attempt.order)
        request_id = made.request_id or f"unnamed/{attempt.key}"
        await self._till.ledger.submitted(attempt.key, request_id, "answered by the provider")
        cost = model.cost(entry.input, _with_measures(planned_usage(attempt.order, model), made.usage))
        await self._till.ledger.ended(attempt.key, PredictionState.SUCCEEDED, output=output, error=None, cost=cost)
        log.info("made", attempt=attempt.key, model=model.slug, request=made.request_id)
        return Submitted(attempt_key=attempt.key, provider_id=request_id, ended=True)

    @asynccontextmanager
    async def _one_request(self, attempt_key: str) -> AsyncIterator[None]:
        """Around the request that costs money: after a refusal nothing need be looked for, in doubt something must."""
        await self._till.ledger.about_to_post(attempt_key)
        try:
            yield
        except SubmissionUnknown as error:
            await self._till.ledger.unknown(attempt_key, str(error))
            raise
        except ProviderError:
            await self._till.ledger.nothing_posted(attempt_key)
            raise

    async def _note_billed(self, model: Model, attempt: Attempt, entry: Entry, refusal: Rejected) -> None:
        """An answer that is of no use may have been billed all the same: a refusal in words, half a document."""
        if refusal.usage is None:
            return
        cost = model.cost(entry.input, refusal.usage)
        await self._till.ledger.submitted(attempt.key, f"unnamed/{attempt.key}", "answered by the provider")
        await self._till.ledger.ended(
            attempt.key, PredictionState.FAILED, output=None, error=str(refusal), money=MoneyState.SETTLED, cost=cost
        )

    async def _never_to_be_known(self, model: Model, attempt_key: str) -> ApplicationError:
        """A provider that answers at once keeps no list: what became of a lost call only its bill can tell."""
        message = f"The answer of {model.slug} was lost, and it cannot be asked for again"
        await self._till.ledger.unknown(attempt_key, message)
        kind = "LostAnswer" if model.lost_answer is LostAnswer.AGAIN else "SubmissionUnknown"
        return ApplicationError(message, type=kind, non_retryable=True)

    async def _put_away(self, made: Made, order: Order) -> JsonValue:
        asset = None
        if made.file is not None:
            asset = await self._workspace.keep(made.file, order.kind, made.content_type or "application/octet-stream")
        return {"asset": asset.model_dump(mode="json") if asset else None, "document": made.document}


def _with_measures(planned: Usage, measured: Usage) -> Usage:
    """``planned``, with whatever the provider has measured in its place."""
    return planned.model_copy(update=measured.model_dump(exclude_defaults=True))


def _intent(attempt: Attempt, model: Model, sent: dict[str, JsonValue]) -> Intent:
    order = attempt.order
    return Intent(
        attempt_key=attempt.key,
        order_key=order.key,
        owner=order.owner,
        project_id=order.project_id,
        scene_id=order.scene_id,
        take=order.take,
        stage=order.stage.value,
        workflow_id=activity.info().workflow_id,
        provider=model.provider,
        model=model.slug,
        input=sent,
        cost=model.cost(sent, planned_usage(order, model)),
        currency=model.price.currency,
    )


def _submitted(entry: Entry) -> Submitted:
    """What is known of an attempt that its provider has accepted."""
    ended = isinstance(entry.output, dict) and "asset" in entry.output and entry.state is PredictionState.SUCCEEDED
    return Submitted(attempt_key=entry.attempt_key, provider_id=entry.provider_id or "", ended=ended)
