"""Waiting for a prediction: progress and outcome are kept, a cancellation reaches the provider."""

import asyncio
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import awaiting, cancelling, heartbeats
from activities.contract import AwaitRequest, Outcome, Submitted
from activities.pace import Pace
from activities.till import Till
from film.status import MoneyState, PredictionState
from providers.errors import Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from store.database import Database
from store.inbox import Inbox, Verdict
from store.ledger import Ledger
from tests.activities.conftest import Hire
from tests.activities.orders import attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedProvider
from tests.activities.test_endings import long_ago
from tests.store.samples import fresh

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


async def test_a_webhook_makes_it_look_at_once(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, database: Database, slow_looks: None
) -> None:
    submitted = await ActivityEnvironment().run(hire().submit, attempt())
    env = ActivityEnvironment()
    watched = Waiting(env, hire(), waiting_for(submitted))
    await watched.look()
    provider.become(submitted.provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
    key = submitted.attempt_key
    arrival = await Inbox(database).take(fresh("webhook"), "previz", key, submitted.provider_id)
    assert arrival.verdict is Verdict.NEWS
    assert (await asyncio.wait_for(watched.task, 5)).state is PredictionState.SUCCEEDED


async def test_a_webhook_of_another_attempt_wakes_nobody(
    hire: Hire, provider: ScriptedProvider, database: Database, slow_looks: None
) -> None:
    mine, other = [await ActivityEnvironment().run(hire().submit, attempt()) for _ in range(2)]
    watched = Waiting(ActivityEnvironment(), hire(), waiting_for(mine))
    await watched.look()
    provider.become(mine.provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
    await Inbox(database).take(fresh("webhook"), "previz", other.attempt_key, other.provider_id)
    done, _ = await asyncio.wait({watched.task}, timeout=1)
    assert not done
    watched.task.cancel()


async def test_the_deadline_counts_from_the_request_and_not_from_this_worker(
    purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest, database: Database
) -> None:
    """A worker that takes over late does not give the model its whole time again."""
    await long_ago(database, waiting.attempt_key)
    outcome = await asyncio.wait_for(
        ActivityEnvironment().run(purchases.await_prediction, waiting.model_copy(update={"max_wait_s": 290.0})), 10
    )
    assert (outcome.state, provider.cancelled) == (PredictionState.CANCELED, [waiting.provider_id])


async def test_what_took_too_long_and_does_not_stop_is_waited_for_on(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cancelling, "_LOOK_S", 0)
    provider.looks_until_cancelled = 1000
    late = waiting.model_copy(update={"max_wait_s": 0.1})
    assert (await failure_of(purchases.await_prediction, late)).type == "Transient"
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUBMITTED
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
    assert (await env.run(purchases.await_prediction, late)).state is PredictionState.SUCCEEDED


async def test_a_timeout_of_something_else_cancels_nothing(
    purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stuck(_: str) -> None:
        raise TimeoutError("the pool is empty")

    monkeypatch.setattr(provider, "get", stuck)
    with pytest.raises(TimeoutError, match="pool"):
        await ActivityEnvironment().run(purchases.await_prediction, waiting)
    assert provider.cancelled == []


async def test_it_heartbeats_while_it_waits_and_while_the_provider_does_not_answer(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    waiting: AwaitRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beats = 0

    def beat(*_: object) -> None:
        nonlocal beats
        beats += 1

    env.on_heartbeat = beat
    monkeypatch.setattr(heartbeats, "_BEAT_S", 0.05)
    monkeypatch.setattr(awaiting, "_BEAT_S", 0.05)
    get, during_calls, between = provider.get, list[int](), list[int]()
    answered = 0

    async def slow(provider_id: str) -> ProviderPrediction:
        nonlocal answered
        between.append(beats - answered)
        begun = beats
        await asyncio.sleep(0.5)
        during_calls.append(beats - begun)
        answered = beats
        if len(during_calls) == 3:
            provider.become(provider_id, PredictionStatus.SUCCEEDED, output="http://x/clip.mp4")
        return await get(provider_id)

    monkeypatch.setattr(provider, "get", slow)
    await env.run(purchases.await_prediction, waiting)
    assert min(during_calls) >= 2 and min(between[1:]) >= 2


async def test_progress_is_noted_in_few_steps(
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes: list[float] = []
    get, running = provider.get, ledger.running

    async def note(attempt_key: str, progress: float) -> None:
        notes.append(progress)
        await running(attempt_key, progress)

    async def advancing(provider_id: str) -> ProviderPrediction:
        found = await get(provider_id)
        percent = min(100, (int(found.logs_tail.rstrip("%") or 0)) + 1)
        status = PredictionStatus.SUCCEEDED if percent == 100 else PredictionStatus.PROCESSING
        provider.become(provider_id, status, started_at=NOW, logs_tail=f"{percent}%")
        return await get(provider_id)

    monkeypatch.setattr(provider, "get", advancing)
    monkeypatch.setattr(ledger, "running", note)
    monkeypatch.setattr(Pace, "wait_s", lambda *_: 0.0)
    await ActivityEnvironment().run(purchases.await_prediction, waiting)
    assert notes == sorted(notes) and len(notes) <= 21


async def test_a_prediction_that_is_not_at_hand_yet_is_looked_for_again(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, waiting: AwaitRequest
) -> None:
    provider.predictions.clear()
    failure = await failure_of(purchases.await_prediction, waiting)
    assert (failure.type, failure.non_retryable) == ("Transient", False)
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUBMITTED


async def test_a_prediction_that_its_provider_has_forgotten_asks_a_person(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, waiting: AwaitRequest, database: Database
) -> None:
    await long_ago(database, waiting.attempt_key)
    provider.predictions.clear()
    outcome = await ActivityEnvironment().run(purchases.await_prediction, waiting)
    assert outcome.state is PredictionState.EXPIRED
    assert (await ledger.entry(waiting.attempt_key)).money is MoneyState.MAYBE_BILLED


async def test_a_cancellation_that_cannot_be_carried_on_is_told_and_nothing_is_written_down(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, waiting: AwaitRequest
) -> None:
    watched = Waiting(env, purchases, waiting)
    await watched.look()
    provider.outages = [Transient("the provider is away", provider="previz")] * 2
    env.cancel()
    with pytest.raises(ApplicationError, match="away"):
        await watched.task
    assert (await ledger.entry(waiting.attempt_key)).state is PredictionState.SUBMITTED


@pytest.fixture
def slow_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaiting, "_PACE_WITH_WEBHOOKS", (60.0, 60.0))


def waiting_for(submitted: Submitted) -> AwaitRequest:
    return AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)
