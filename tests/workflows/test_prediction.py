"""One-off generations: a purchase on its own, with all its waits, ends and cancellations."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.contract import Order, Pool, Receipt, submit_queue
from film.assets import AssetKind
from film.catalogue import Capability, ModelRef, Studio
from film.holds import Decision, Hold, HoldAnswer, HoldKind
from film.predictions import prediction_order_key, prediction_workflow_id
from film.production_stage import Stage
from film.status import PredictionState
from store.catalogue import load_catalogue
from tests.store.samples import fresh
from tests.workflows.studio import FakeStudio
from worker.pools import WORKFLOWS
from workflows.prediction import PredictionWorkflow

Handle = WorkflowHandle[PredictionWorkflow, Receipt]
Buy = Callable[[], Awaitable[Handle]]
FIRST = load_catalogue().chain(Studio.PREVIZ, Capability.MUSIC)[0]
SECOND = ModelRef(slug="previz/another", provider="previz")


class Once(dict[str, str]):
    """Failures that happen once."""

    def get(self, stage: str, default: Any = None) -> Any:
        return self.pop(stage, default)


@pytest.fixture
def order() -> Order:
    """Some music, from the first of two models that delivers."""
    return Order(
        key=prediction_order_key(fresh("one-off")),
        project_id=None,
        scene_id=None,
        take=None,
        stage=Stage.MUSIC,
        kind=AssetKind.MUSIC,
        label="A tune",
        models=(FIRST, SECOND),
        wants={"mood": "warm"},
        seconds=4.0,
    )


@pytest_asyncio.fixture
async def buy(temporal: Client, studio: FakeStudio, order: Order) -> AsyncIterator[Buy]:
    queues = [Pool.RECORDS, Pool.AWAIT, submit_queue("previz")]
    workflow_id = prediction_workflow_id(order.key)

    async def started() -> Handle:
        return await temporal.start_workflow(PredictionWorkflow.run, order, id=workflow_id, task_queue=Pool.STUDIO)

    async with AsyncExitStack() as stack:
        # Without a cache every workflow task is a full replay.
        await stack.enter_async_context(
            Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS, max_cached_workflows=0)
        )
        for queue in queues:
            worker = Worker(
                temporal,
                task_queue=queue,
                activities=studio.activities(),
                max_heartbeat_throttle_interval=timedelta(seconds=0.2),
            )
            await stack.enter_async_context(worker)
        yield started
        with suppress(RPCError):
            await temporal.get_workflow_handle(workflow_id).terminate()


async def held(handle: Handle) -> Hold:
    async with asyncio.timeout(60):
        while not (holds := (await handle.query(PredictionWorkflow.status)).holds):
            await asyncio.sleep(0.05)
    return holds[0]


async def decide(handle: Handle, decision: Decision) -> None:
    answer = HoldAnswer(attempt_key=(await held(handle)).attempt_key, decision=decision)
    await handle.execute_update(PredictionWorkflow.decide, answer)


async def receipt(handle: Handle) -> Receipt:
    return await asyncio.wait_for(handle.result(), 20)


async def failure(handle: Handle) -> ApplicationError:
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(handle.result(), 20)
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause


async def until_asked(studio: FakeStudio, times: int = 1) -> None:
    async with asyncio.timeout(60):
        while len(studio.asked) < times:
            await asyncio.sleep(0.02)


async def until_awaited(studio: FakeStudio) -> None:
    async with asyncio.timeout(60):
        while not studio.awaited:
            await asyncio.sleep(0.02)


async def test_it_ends_with_its_receipt(buy: Buy, studio: FakeStudio, order: Order) -> None:
    bought = await receipt(await buy())
    assert bought.asset.key == f"assets/music/{order.key}/1"
    assert studio.asked == [f"{order.key}/1"] and studio.settled == []


async def test_a_model_that_fails_for_good_is_followed_by_the_next(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.fails_of[FIRST.slug] = "content refused"
    await receipt(await buy())
    assert [(a.key, a.model.slug) for a in studio.submitted] == [
        (f"{order.key}/1", FIRST.slug),
        (f"{order.key}/2", SECOND.slug),
    ]


async def test_an_interruption_is_tried_once_more_with_each_model(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.fails["music"] = "interrupted"
    error = await failure(await buy())
    assert (error.type, error.message) == ("failed", "interrupted")
    assert [a.model.slug for a in studio.submitted] == [FIRST.slug, FIRST.slug, SECOND.slug, SECOND.slug]
    assert len({a.key for a in studio.submitted}) == 4


async def test_a_refused_token_ends_it_at_once(buy: Buy, studio: FakeStudio) -> None:
    studio.fails["music"] = "Unauthenticated"
    assert (await failure(await buy())).type == "Unauthenticated"
    assert len(studio.asked) == 1


@pytest.mark.parametrize(
    ("fault", "kind"), [("OverBudget", HoldKind.BUDGET), ("Exhausted", HoldKind.CREDIT)], ids=["cap", "credit"]
)
async def test_without_money_it_waits_and_goes_on_with_the_same_attempt(
    buy: Buy, studio: FakeStudio, order: Order, fault: str, kind: HoldKind
) -> None:
    studio.fails["music"] = fault
    handle = await buy()
    assert (await held(handle)).kind is kind
    studio.fails.clear()
    await handle.signal(PredictionWorkflow.budget_changed)
    await receipt(handle)
    assert studio.asked == [f"{order.key}/1"] * 2


async def test_without_money_it_can_be_written_off_but_not_bought_again(buy: Buy, studio: FakeStudio) -> None:
    studio.fails["music"] = "OverBudget"
    handle = await buy()
    with pytest.raises(WorkflowUpdateFailedError):
        await decide(handle, Decision.BUY_AGAIN)
    await decide(handle, Decision.WRITE_OFF)
    assert (await failure(handle)).type == "WrittenOff"


async def test_in_doubt_it_waits_for_a_person_and_buys_again_when_told(
    buy: Buy, studio: FakeStudio, order: Order
) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await buy()
    assert (await held(handle)).kind is HoldKind.UNKNOWN
    studio.fails.clear()
    await decide(handle, Decision.BUY_AGAIN)
    await receipt(handle)
    assert [s.outcome.state for s in studio.settled] == [PredictionState.UNKNOWN]
    assert [a.key for a in studio.submitted] == [f"{order.key}/2"]


@pytest.mark.parametrize("decision", [Decision.BUY_AGAIN, Decision.WRITE_OFF])
async def test_what_is_found_delivered_when_it_is_given_up_is_used_and_not_bought_again(
    buy: Buy, studio: FakeStudio, order: Order, decision: Decision
) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    studio.found_delivered = True
    handle = await buy()
    await held(handle)
    studio.fails.clear()
    await decide(handle, decision)
    assert (await receipt(handle)).asset.key.endswith(f"{order.key}/1")
    assert [a.key for a in studio.submitted] == [f"{order.key}/1"]


async def test_news_of_the_call_ends_the_wait(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await buy()
    hold = await held(handle)
    studio.fails.clear()
    await handle.signal(PredictionWorkflow.prediction_found, hold.attempt_key)
    await receipt(handle)
    assert [a.key for a in studio.submitted] == [f"{order.key}/1"] and studio.settled == []


async def test_news_that_comes_before_the_wait_begins_is_not_lost(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.fails = Once(music="SubmissionUnknown")
    studio.may_answer.clear()
    handle = await buy()
    await until_asked(studio)
    await handle.signal(PredictionWorkflow.prediction_found, f"{order.key}/1")
    studio.may_answer.set()
    await receipt(handle)
    assert studio.asked == [f"{order.key}/1"] * 2 and studio.settled == []


@pytest.mark.parametrize("kind", ["Expired", "Unusable"])
async def test_what_cannot_be_brought_home_is_never_bought_again_by_itself(
    buy: Buy, studio: FakeStudio, order: Order, kind: str
) -> None:
    studio.fails["music"] = kind
    handle = await buy()
    assert (await held(handle)).kind is HoldKind.LOST
    await decide(handle, Decision.WRITE_OFF)
    assert (await failure(handle)).type == "WrittenOff"
    assert [a.key for a in studio.submitted] == [f"{order.key}/1"]
    assert [s.outcome.state for s in studio.settled] == [PredictionState.EXPIRED]


@pytest.mark.parametrize("kind", ["NeverArrived", "LostAnswer"])
async def test_a_call_that_vanished_is_made_once_more_by_itself_and_then_a_person_is_asked(
    buy: Buy, studio: FakeStudio, order: Order, kind: str
) -> None:
    studio.fails["music"] = kind
    hold = await held(await buy())
    assert (hold.kind, hold.attempt_key) == (HoldKind.UNKNOWN, f"{order.key}/2")
    assert studio.vanished == [f"{order.key}/1", f"{order.key}/2"]
    expected = PredictionState.FAILED if kind == "NeverArrived" else PredictionState.UNKNOWN
    assert [(s.attempt_key, s.outcome.state) for s in studio.settled] == [(f"{order.key}/1", expected)]


async def test_a_decision_by_signal_does_what_the_update_does(buy: Buy, studio: FakeStudio) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await buy()
    answer = HoldAnswer(attempt_key=(await held(handle)).attempt_key, decision=Decision.WRITE_OFF)
    await handle.signal(PredictionWorkflow.decide_signal, answer)
    assert (await failure(handle)).type == "WrittenOff"


async def test_a_decision_about_what_does_not_wait_is_refused(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.hangs.add("music")
    handle = await buy()
    await until_asked(studio)
    answer = HoldAnswer(attempt_key=f"{order.key}/1", decision=Decision.BUY_AGAIN)
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await handle.execute_update(PredictionWorkflow.decide, answer)
    assert "does not wait" in str(refusal.value.cause)


async def cancelled(handle: Handle) -> None:
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(handle.result(), 20)
    assert isinstance(failed.value.cause, CancelledError)


async def test_cancelling_reaches_the_provider_and_closes_the_attempt(
    buy: Buy, studio: FakeStudio, order: Order
) -> None:
    studio.hangs.add("music")
    handle = await buy()
    await until_awaited(studio)
    await cancelled(handle)
    assert studio.cancelled == [f"{order.key}/1"]
    assert [(s.attempt_key, s.outcome.state) for s in studio.settled] == [(f"{order.key}/1", PredictionState.CANCELED)]
    assert studio.stored == []


async def test_cancelling_a_purchase_that_waits_closes_its_attempt(buy: Buy, studio: FakeStudio, order: Order) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await buy()
    await held(handle)
    await cancelled(handle)
    assert [s.attempt_key for s in studio.settled] == [f"{order.key}/1"]
    assert len(studio.asked) == 1


async def test_what_was_faster_than_its_cancellation_is_brought_home(
    buy: Buy, studio: FakeStudio, order: Order
) -> None:
    studio.hangs.add("music")
    studio.delivers_before_cancel.add("music")
    handle = await buy()
    await until_awaited(studio)
    await cancelled(handle)
    assert studio.stored == [f"{order.key}/1"]


async def test_a_cancellation_that_its_provider_cannot_be_told_buys_nothing_else(
    buy: Buy, studio: FakeStudio, order: Order
) -> None:
    """The failure to cancel is not the model's failure: the next model must not be asked."""
    studio.hangs.add("music")
    studio.unreachable.add("music")
    handle = await buy()
    await until_awaited(studio)
    await cancelled(handle)
    assert studio.asked == [f"{order.key}/1"]
    assert [s.attempt_key for s in studio.settled] == [f"{order.key}/1"]
