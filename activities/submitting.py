"""Submitting: the intent first, then the request, at most once."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import structlog
from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import JsonValue
from sqlalchemy.exc import SQLAlchemyError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.cancelling import cancel_at_provider, cancel_requested
from activities.contract import SUBMIT, Attempt, Order, Submitted
from activities.failures import translated
from activities.heartbeats import beating
from activities.inputs import InputFiles
from activities.lost import Absence, find_lost, stop_twin
from activities.schema_watch import SchemaWatch
from activities.sent_files import as_arguments, sent_files
from activities.shelf import Shelf, is_put_away, put_away
from activities.till import Account, Till
from activities.wording import answer_schema, planned_usage, worded
from activities.workspace import Workspace
from film.catalogue import LostAnswer, Model, Route
from film.prices import Usage
from film.status import IllegalMoveError, PredictionState
from providers.direct import DirectProvider, Made
from providers.errors import ProviderError, Rejected, SubmissionUnknown
from store.budgets import OverBudgetError
from store.ledger import AlreadyPostedError, Entry, Intent, UnknownAttemptError
from store.moves import OPEN, AlreadyAdoptedError

log = structlog.get_logger()

_OUTAGES = (BotoCoreError, ClientError, S3UploadFailedError, SQLAlchemyError, OSError)
_WAITS_S = (0.5, 2, 8, 20)

_NOTHING = (PredictionState.FAILED, PredictionState.CANCELED)


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
        async with beating():
            entry = await self._known(attempt.key) or await self._intended(attempt)
        if entry.provider_id is not None and not (self._till.answers_at_once(entry.model) and entry.state in _NOTHING):
            return _submitted(entry)
        if entry.state not in OPEN:
            raise _closed(entry)
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
        try:
            sent = model.arguments(**worded(order, model), **as_arguments(sent_files(order, model)))
            intent = _intent(attempt, model, sent)
        except (KeyError, ValueError) as error:
            message = f"{model.slug} cannot be asked for this: {error}"
            raise ApplicationError(message, type="Rejected", non_retryable=True) from error
        if faults := model.faults(sent):
            message = f"{model.slug} would not take this: {'; '.join(map(str, faults))}"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        if model.route is not Route.DIRECT:
            await self._watch.check(model, self._till.account(model.provider).provider)
        try:
            return await self._till.ledger.intend(intent)
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
            provider_id = await self._kept(account, entry, provider_id)
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
            if await self._till.ledger.absent(entry.attempt_key, message):
                raise ApplicationError(message, type="NeverArrived", non_retryable=True)
        return _submitted(await self._till.ledger.entry(entry.attempt_key))

    async def _kept(self, account: Account, entry: Entry, provider_id: str) -> str:
        """The id that the attempt goes on with, once it is in the ledger.

        While the answer was on its way, somebody may have taken the call for lost, closed the attempt, or let it stand
        for another prediction: then this one is a stray, and is stopped.
        """
        key = entry.attempt_key
        try:
            await self._till.ledger.submitted(key, provider_id, "accepted by the provider")
            return provider_id
        except (AlreadyAdoptedError, IllegalMoveError) as error:
            if await self._till.ledger.adopted_elsewhere(entry.provider, provider_id):
                message = f"{provider_id} was taken for another attempt's while its answer was on its way"
                raise ApplicationError(message, type="SubmissionUnknown") from error
            await stop_twin(self._till, account, entry, provider_id)
        known = await self._till.ledger.entry(key)
        if known.provider_id is None:
            raise _closed(known)
        return known.provider_id

    async def _post(self, account: Account, model: Model, attempt: Attempt) -> str:
        with translated():
            files = await self._files.urls(attempt, model, account.provider)
            inputs = model.arguments(**worded(attempt.order, model), **files)
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
        shelf = self._workspace.shelf(attempt.key)
        made = await shelf.found()
        if made is None:
            if entry.posting_at is not None:
                raise await self._never_to_be_known(model, attempt.key)
            made = await self._made(provider, model, attempt, entry, shelf)
        provider_id = await self._brought_in(made, model, attempt, entry)
        await shelf.clear()
        log.info("made", attempt=attempt.key, model=model.slug, request=provider_id)
        return Submitted(attempt_key=attempt.key, provider_id=provider_id, ended=True)

    async def _made(self, provider: DirectProvider, model: Model, attempt: Attempt, entry: Entry, shelf: Shelf) -> Made:
        with translated():
            files = await self._files.on_disk(attempt, model)
            inputs = model.arguments(**worded(attempt.order, model)) | answer_schema(attempt.order, model)
            room = await shelf.room()
            try:
                async with beating(), self._one_request(attempt.key):
                    return await shelf.keep(await provider.make(model, inputs, files, room))
            except Rejected as error:
                await self._note_billed(model, attempt, entry, error)
                raise

    async def _brought_in(self, made: Made, model: Model, attempt: Attempt, entry: Entry) -> str:
        """Store an answer and write it into the ledger; its id there.

        Tried for a while right here: another worker would not find the answer on its disk.
        """
        cost = model.cost(entry.input, _with_measures(planned_usage(attempt.order, model), made.usage))
        for wait_s in (*_WAITS_S, None):
            try:
                async with beating():
                    output = await self._put_away(made, attempt.order)
                    return await self._written(attempt.key, made.request_id, output, cost)
            except _OUTAGES as error:
                if wait_s is None:
                    raise
                log.warning("answer not brought in yet", attempt=attempt.key, reason=str(error))
                await asyncio.sleep(wait_s)
        raise AssertionError  # the last try has returned or raised

    async def _written(self, attempt_key: str, request_id: str, output: JsonValue, cost: Decimal) -> str:
        """Not every server names its calls, and some name two alike: then our key makes the name unique."""
        names = [name for name in (request_id, f"{request_id or 'unnamed'}/{attempt_key}") if name]
        for name in names:
            try:
                await self._till.ledger.answered(
                    attempt_key, name, PredictionState.SUCCEEDED, output=output, error=None, cost=cost
                )
                return name
            except AlreadyAdoptedError:
                log.warning("a call has the name of another", attempt=attempt_key, request=name)
        raise AlreadyAdoptedError(attempt_key)

    @asynccontextmanager
    async def _one_request(self, attempt_key: str) -> AsyncIterator[None]:
        """Around the request that costs money: after a refusal nothing need be looked for, in doubt something must."""
        try:
            await self._till.ledger.about_to_post(attempt_key)
        except AlreadyPostedError as error:
            raise ApplicationError(str(error), type="SubmissionUnknown") from error
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
        await self._till.ledger.answered(
            attempt.key, f"unnamed/{attempt.key}", PredictionState.FAILED, output=None, error=str(refusal), cost=cost
        )

    async def _never_to_be_known(self, model: Model, attempt_key: str) -> ApplicationError:
        """A provider that answers at once keeps no list: what became of a lost call only its bill can tell."""
        message = f"The answer of {model.slug} was lost, and it cannot be asked for again"
        await self._till.ledger.unknown(attempt_key, message)
        kind = "LostAnswer" if model.lost_answer is LostAnswer.AGAIN else "SubmissionUnknown"
        return ApplicationError(message, type=kind, non_retryable=True)

    async def _put_away(self, made: Made, order: Order) -> JsonValue:
        if made.file is None:
            return put_away(None, made.document)
        with self._workspace.scratch() as folder:
            # A copy, because storing takes the file away: until the ledger has it, the answer stays on its shelf.
            copy = await asyncio.to_thread(shutil.copyfile, made.file, folder / made.file.name)
            asset = await self._workspace.keep(copy, order.kind, made.content_type or "application/octet-stream")
        return put_away(asset.model_dump(mode="json"), made.document)


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


def _closed(entry: Entry) -> ApplicationError:
    message = f"{entry.attempt_key} was closed ({entry.error or entry.state.value}); it is not bought again"
    return ApplicationError(message, type="Rejected", non_retryable=True)


def _submitted(entry: Entry) -> Submitted:
    """What is known of an attempt that its provider has accepted."""
    ended = entry.state is PredictionState.SUCCEEDED and is_put_away(entry.output)
    return Submitted(attempt_key=entry.attempt_key, provider_id=entry.provider_id or "", ended=ended)
