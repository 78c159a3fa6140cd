"""The four steps of a purchase: submit, await, store, settle."""

import asyncio
import json
import re
import time
from collections.abc import Mapping
from concurrent.futures import Executor
from datetime import timedelta
from pathlib import Path

import structlog
from pydantic import JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import (
    AWAIT,
    SETTLE,
    STORE,
    SUBMIT,
    Attempt,
    AwaitRequest,
    Done,
    Outcome,
    Receipt,
    SettleRequest,
    StoreRequest,
    Submitted,
)
from activities.failures import translated
from activities.heartbeats import beating
from activities.inputs import InputFiles
from activities.pace import Pace
from activities.workspace import Workspace
from film.assets import AssetKind
from film.status import PredictionState
from media.probe import probe
from providers.errors import NotFound, ProviderError, SubmissionUnknown, Transient
from providers.predictions import PredictionProvider, PredictionStatus, ProviderPrediction
from providers.translate import failed_prediction
from store.clock import now
from store.ledger import Entry, Intent, Ledger, UnknownAttemptError
from store.objects import ObjectStore

log = structlog.get_logger()

_FIRST_POLL_S, _SLOWEST_POLL_S = 0.25, 2.0
_CANCEL_LOOKS, _CANCEL_LOOK_S = 20, 0.25
_ABSENCE_PROVEN_S = {"previz": 3.0}
_ABSENCE_PROVEN_ELSEWHERE_S = 120.0
_PERCENT = re.compile(r"(\d{1,3})\s?%")

_STATES = {
    PredictionStatus.SUCCEEDED: PredictionState.SUCCEEDED,
    PredictionStatus.FAILED: PredictionState.FAILED,
    PredictionStatus.CANCELED: PredictionState.CANCELED,
    PredictionStatus.ABORTED: PredictionState.ABORTED,
}

_UNDER_WAY = (PredictionState.SUBMITTED, PredictionState.RUNNING)


class PurchaseActivities:
    """Spending money, with the ledger written before every step that may cost any."""

    def __init__(
        self,
        providers: Mapping[str, PredictionProvider],
        ledger: Ledger,
        objects: ObjectStore,
        workspace: Workspace,
        threads: Executor,
    ) -> None:
        self._providers = providers
        self._ledger = ledger
        self._files = InputFiles(objects, workspace, threads)
        self._workspace = workspace
        self._threads = threads

    @activity.defn(name=SUBMIT.name)
    async def submit(self, attempt: Attempt) -> Submitted:
        """Send the paid request, at most once.

        The intent is committed before the request leaves, the provider's id right after its answer. A retry that
        finds an intent without an id asks the provider what became of it before it may send anything.
        """
        entry = await self._ledger.intend(_intent(attempt))
        if entry.provider_id is not None:
            return Submitted(attempt_key=attempt.key, provider_id=entry.provider_id)
        if entry.state is not PredictionState.INTENDED:
            message = f"{attempt.key} was closed ({entry.error or entry.state.value}); it is not bought again"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        if faults := attempt.model.faults(entry.input):
            message = f"{attempt.model.slug} would not take this: {'; '.join(faults)}"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        provider = self._provider(attempt.model.provider)
        # A request that has left cannot be called back: a cancellation waits for its answer.
        buying = asyncio.create_task(self._buy(provider, attempt, entry))
        try:
            return await asyncio.shield(buying)
        except asyncio.CancelledError:
            await asyncio.wait({buying})
            if buying.exception() is None and _cancel_requested():
                await self._cancel(provider, attempt.key, buying.result().provider_id)
            raise

    @activity.defn(name=AWAIT.name)
    async def await_prediction(self, request: AwaitRequest) -> Outcome:
        """Poll until the prediction has ended. A cancellation is carried to the provider, and its outcome kept."""
        provider, known = self._provider(request.provider), -1.0
        pace = Pace(_FIRST_POLL_S, _SLOWEST_POLL_S)
        try:
            async with asyncio.timeout(request.max_wait_s):
                while True:
                    with translated():
                        prediction = await provider.get(request.provider_id)
                    if prediction.status.ended:
                        return await self._ended(request.attempt_key, prediction)
                    progress = _progress(prediction)
                    if progress > known:
                        known = progress
                        await self._ledger.running(request.attempt_key, progress)
                    activity.heartbeat(progress)
                    await asyncio.sleep(pace.wait_s(progress, time.monotonic()))
        except TimeoutError:
            return await self._cancel(provider, request.attempt_key, request.provider_id)
        except asyncio.CancelledError:
            if _cancel_requested():
                await asyncio.shield(self._cancel(provider, request.attempt_key, request.provider_id))
            raise

    @activity.defn(name=STORE.name)
    async def store_output(self, request: StoreRequest) -> Receipt:
        """Bring a finished output home and settle its cost. Fetching is repeated as often as it takes."""
        entry = await self._ledger.entry(request.attempt_key)
        if entry.receipt is not None:
            return Receipt.model_validate(entry.receipt)
        url = _main_url(entry.output)
        if url is None:
            message = f"{entry.model} succeeded without a file in its output"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        with self._workspace.scratch() as folder:
            with translated():
                try:
                    provider = self._provider(request.provider)
                    async with beating():
                        fetched = await provider.download(url, folder / "output")
                except NotFound as error:
                    await self._ledger.ended(
                        request.attempt_key, PredictionState.EXPIRED, output=None, error="the provider has deleted it"
                    )
                    raise ApplicationError(str(error), type="Expired", non_retryable=True) from error
            receipt = await self._receipt(entry, request.kind, fetched.path, fetched.content_type, folder)
        await self._ledger.stored(request.attempt_key, receipt.model_dump(mode="json"), receipt.cost_usd)
        log.info("stored", attempt=request.attempt_key, key=receipt.asset.key, bytes=receipt.asset.size_bytes)
        return receipt

    @activity.defn(name=SETTLE.name)
    async def settle(self, request: SettleRequest) -> Done:
        """Close an attempt that nobody waits for any more; what still runs is stopped at the provider first."""
        state = request.outcome.state
        try:
            entry = await self._ledger.entry(request.attempt_key)
        except UnknownAttemptError:
            return Done()
        if entry.state in _UNDER_WAY and entry.provider_id:
            await self._cancel(self._provider(entry.provider), entry.attempt_key, entry.provider_id)
        await self._ledger.close(request.attempt_key, state, request.outcome.error or state.value)
        return Done()

    def _provider(self, name: str) -> PredictionProvider:
        provider = self._providers.get(name)
        if provider is None:
            message = f"No credentials for {name}: set its API token for the workers"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        return provider

    async def _buy(self, provider: PredictionProvider, attempt: Attempt, entry: Entry) -> Submitted:
        """Adopt what an earlier try has bought already, or send the request."""
        with translated():
            async with beating():
                provider_id, how = await self._find_lost(provider, entry), "found at the provider after a lost answer"
                if provider_id is None:
                    provider_id, how = await self._post(provider, attempt), "accepted by the provider"
        await self._ledger.submitted(attempt.key, provider_id, how)
        log.info("submitted", attempt=attempt.key, model=attempt.model.slug, prediction=provider_id, how=how)
        return Submitted(attempt_key=attempt.key, provider_id=provider_id)

    async def _post(self, provider: PredictionProvider, attempt: Attempt) -> str:
        files = await self._files.urls(attempt, provider)
        await self._ledger.about_to_post(attempt.key)
        try:
            inputs = attempt.model.arguments(**attempt.order.wants, **files)
            return (await provider.submit(attempt.model.slug, inputs)).provider_id
        except SubmissionUnknown:
            raise
        except ProviderError:
            await self._ledger.nothing_posted(attempt.key)
            raise

    async def _find_lost(self, provider: PredictionProvider, entry: Entry) -> str | None:
        """The provider's id of a request whose answer was lost; ``None`` when none has left or it never arrived.

        Raises ``SubmissionUnknown`` while it is too early to be sure of its absence.
        """
        if entry.posting_at is None:
            return None
        for prediction in await provider.created_since(entry.posting_at - timedelta(seconds=5)):
            same = prediction.model.split(":")[0] == entry.model and _same_input(prediction.input, entry.input)
            if same and not await self._ledger.adopted_elsewhere(entry.provider, prediction.provider_id):
                return prediction.provider_id
        proven_s = _ABSENCE_PROVEN_S.get(entry.provider, _ABSENCE_PROVEN_ELSEWHERE_S)
        if now() - entry.posting_at < timedelta(seconds=proven_s):
            message = "The answer to a submission was lost; looking for the prediction before sending again"
            raise SubmissionUnknown(message, provider=entry.provider)
        return None

    async def _cancel(self, provider: PredictionProvider, attempt_key: str, provider_id: str) -> Outcome:
        """Stop a prediction and keep how it truly ended: it may have been faster."""
        with translated():
            prediction = await provider.cancel(provider_id)
            for _ in range(_CANCEL_LOOKS):
                if prediction.status.ended:
                    break
                await asyncio.sleep(_CANCEL_LOOK_S)
                prediction = await provider.get(provider_id)
        log.info("cancelled at the provider", attempt=attempt_key, status=prediction.status.value)
        return await self._ended(attempt_key, prediction)

    async def _ended(self, attempt_key: str, prediction: ProviderPrediction) -> Outcome:
        state = _STATES.get(prediction.status, PredictionState.CANCELED)
        if state is PredictionState.SUCCEEDED and prediction.data_removed:
            state = PredictionState.EXPIRED
        error = None if state is PredictionState.SUCCEEDED else prediction.error or prediction.status.value
        await self._ledger.ended(attempt_key, state, output=prediction.output, error=error)
        blame = failed_prediction(error, provider=prediction.model)
        again = state is PredictionState.FAILED and isinstance(blame, Transient)
        return Outcome(state=state, error=error, worth_retrying=again)

    async def _receipt(self, entry: Entry, kind: AssetKind, path: Path, content_type: str, folder: Path) -> Receipt:
        duration_s = None
        if kind is not AssetKind.STILL:
            with translated():
                found = await asyncio.get_running_loop().run_in_executor(self._threads, probe, path)
            stream = found.video or found.audio
            duration_s = stream.duration_s if stream else None
        timings = None
        if isinstance(entry.output, dict) and isinstance(entry.output.get("words"), list):
            words = folder / "timings.json"
            words.write_text(json.dumps({"words": entry.output["words"]}), "utf-8")
            timings = await self._workspace.keep(words, AssetKind.TIMINGS, "application/json")
        asset = await self._workspace.keep(path, kind, content_type, duration_s=duration_s)
        return Receipt(
            asset=asset,
            timings=timings,
            duration_s=duration_s,
            cost_usd=entry.cost_reserved_usd,
            model=entry.model,
        )


def _cancel_requested() -> bool:
    """Whether a person or the workflow wants this to stop; a worker that shuts down only interrupts it."""
    details = activity.cancellation_details()
    return details is not None and details.cancel_requested


def _intent(attempt: Attempt) -> Intent:
    order, model = attempt.order, attempt.model
    return Intent(
        attempt_key=attempt.key,
        order_key=order.key,
        project_id=order.project_id,
        scene_id=order.scene_id,
        take=order.take,
        stage=order.stage,
        model=model,
        input=model.arguments(**order.wants, **order.assets),
        cost_usd=model.price.of(model.seconds_for(order.seconds), characters=len(str(order.wants.get("text", "")))),
    )


def _progress(prediction: ProviderPrediction) -> float:
    """The last percentage in the model's log, 0..1."""
    percents = _PERCENT.findall(prediction.logs_tail)
    return min(100, int(percents[-1])) / 100 if percents else 0.0


def _same_input(theirs: Mapping[str, JsonValue] | None, ours: Mapping[str, JsonValue]) -> bool:
    """Whether what the provider holds is what we sent; file inputs are left out, since their URLs differ each time."""
    scalars = {
        name: value for name, value in ours.items() if not (isinstance(value, str) and value.startswith("assets/"))
    }
    return theirs is not None and all(theirs.get(name) == value for name, value in scalars.items())


def _main_url(output: JsonValue) -> str | None:
    """The first URL in an output: itself, the first of a list, the first string URL of an object."""
    if isinstance(output, str):
        return output if output.startswith(("http://", "https://", "data:")) else None
    values = output if isinstance(output, list) else list(output.values()) if isinstance(output, dict) else []
    return next((url for url in map(_main_url, values) if url), None)
