"""Waiting for a prediction: progress and outcome are kept, it comes home, a cancellation reaches the provider."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import AwaitRequest, Outcome, StoreRequest
from film.assets import AssetKind
from film.status import MoneyState, PredictionState
from providers.predictions import PredictionStatus
from store.ledger import Ledger
from tests.activities.orders import attempt
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedProvider
from tests.media.material import contract_clip

URL = "http://provider/clip.mp4"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest_asyncio.fixture
async def waiting(purchases: Purchases) -> AwaitRequest:
    """A prediction that was accepted and has not begun."""
    submitted = await ActivityEnvironment().run(purchases.submit, attempt())
    return AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)


class Waiting:
    """An await under way; ``beat`` is set with each heartbeat."""

    def __init__(self, env: ActivityEnvironment, purchases: Purchases, request: AwaitRequest) -> None:
        self._beat = asyncio.Event()
        env.on_heartbeat = self._on_heartbeat
        self.task: asyncio.Task[Outcome] = asyncio.create_task(env.run(purchases.await_prediction, request))

    def _on_heartbeat(self, *details: object) -> None:
        self._beat.set()

    async def look(self) -> None:
        """Return after the next look at the provider."""
        self._beat.clear()
        await asyncio.wait_for(self._beat.wait(), 10)


async def test_success_is_recorded_with_its_output(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
    outcome = await env.run(purchases.await_prediction, waiting)
    assert outcome == Outcome(state=PredictionState.SUCCEEDED)
    entry = await ledger.entry(waiting.attempt_key)
    assert (entry.state, entry.output, entry.progress) == (PredictionState.SUCCEEDED, "http://x/clip.mp4", 1.0)


async def test_progress_is_recorded_as_the_model_tells_it(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    watched = Waiting(env, purchases, waiting)
    await watched.look()
    provider.become(
        waiting.provider_id, PredictionStatus.PROCESSING, started_at=NOW, logs_tail="frames: 10%\nframes: 45%"
    )
    await watched.look()
    entry = await ledger.entry(waiting.attempt_key)
    assert (entry.state, entry.progress) == (PredictionState.RUNNING, 0.45)
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
    await watched.task


@pytest.mark.parametrize(
    ("error", "again"),
    [
        ("NSFW content detected", False),
        ("Prediction interrupted; please retry (code: PA)", True),
        ("Director: unexpected error handling prediction (E9828)", True),
        ("Service is temporarily unavailable", True),
        ("The input image could not be fetched", True),
        ("CUDA out of memory", False),
    ],
)
async def test_a_failure_tells_its_reason_and_whether_the_model_may_be_asked_again(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    waiting: AwaitRequest,
    error: str,
    again: bool,
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.FAILED, error=error)
    outcome = await env.run(purchases.await_prediction, waiting)
    assert outcome == Outcome(state=PredictionState.FAILED, error=error, worth_retrying=again)


async def test_an_output_the_provider_has_cleared_away_is_expired(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, data_removed=True)
    assert (await env.run(purchases.await_prediction, waiting)).state is PredictionState.EXPIRED


async def test_waiting_again_for_what_has_ended_gives_the_same_outcome(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.ABORTED)
    first = await env.run(purchases.await_prediction, waiting)
    assert first.state is PredictionState.ABORTED
    assert await env.run(purchases.await_prediction, waiting) == first


async def test_cancelling_reaches_the_provider_and_is_recorded(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    watched = Waiting(env, purchases, waiting)
    await watched.look()
    env.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watched.task
    assert provider.cancelled == [waiting.provider_id]
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.CANCELED


async def test_a_prediction_that_finished_before_its_cancellation_arrived_counts_as_finished(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    provider.ends_on_cancel, provider.looks_until_cancelled = PredictionStatus.SUCCEEDED, 2
    watched = Waiting(env, purchases, waiting)
    await watched.look()
    env.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watched.task
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUCCEEDED


async def test_a_worker_that_stops_leaves_the_prediction_alone(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    watched = Waiting(env, purchases, waiting)
    await watched.look()
    env.cancel(ActivityCancellationDetails(worker_shutdown=True))
    with pytest.raises(asyncio.CancelledError):
        await watched.task
    assert provider.cancelled == []
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUBMITTED


async def test_what_takes_too_long_is_cancelled_and_its_true_end_recorded(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
) -> None:
    provider.ends_on_cancel, provider.looks_until_cancelled = PredictionStatus.SUCCEEDED, 2
    outcome = await env.run(purchases.await_prediction, waiting.model_copy(update={"max_wait_s": 0.1}))
    assert outcome.state is PredictionState.SUCCEEDED
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUCCEEDED


async def test_what_has_ended_comes_home_at_once_and_is_settled(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    tmp_path: Path,
) -> None:
    provider.files[URL] = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4")
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    wanted = waiting.model_copy(update={"kind": AssetKind.CLIP})
    outcome = await env.run(purchases.await_prediction, wanted)
    assert outcome.receipt is not None and outcome.receipt.duration_s == 1.0
    assert (await ledger.entry(waiting.attempt_key)).money is MoneyState.SETTLED
    del provider.predictions[waiting.provider_id]
    assert await env.run(purchases.await_prediction, wanted) == outcome
    assert provider.downloads == [URL]


async def test_what_does_not_come_home_at_once_is_left_to_the_store_step(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    tmp_path: Path,
) -> None:
    provider.files[URL], provider.broken_downloads = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4"), 1
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    outcome = await env.run(purchases.await_prediction, waiting.model_copy(update={"kind": AssetKind.CLIP}))
    assert outcome == Outcome(state=PredictionState.SUCCEEDED)
    assert (await ledger.entry(waiting.attempt_key)).money is MoneyState.RESERVED
    request = StoreRequest(attempt_key=waiting.attempt_key, provider="previz", kind=AssetKind.CLIP)
    assert (await env.run(purchases.store_output, request)).duration_s == 1.0


async def test_an_output_that_was_gone_at_the_first_try_has_expired_for_the_store_step_too(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    await env.run(purchases.await_prediction, waiting.model_copy(update={"kind": AssetKind.CLIP}))
    request = StoreRequest(attempt_key=waiting.attempt_key, provider="previz", kind=AssetKind.CLIP)
    with pytest.raises(ApplicationError) as refusal:
        await env.run(purchases.store_output, request)
    assert refusal.value.type == "Expired"
