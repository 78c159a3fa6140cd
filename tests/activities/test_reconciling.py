"""Rounds through the ledger, run by a real Temporal server: what is lost is found, what is attended is left alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.contract import (
    SUBMIT,
    Attempt,
    Order,
    Outcome,
    Pool,
    Receipt,
    Reconciled,
    ReconcileRequest,
    SettleRequest,
    Submitted,
    submit_queue,
)
from activities.till import Account, Till
from film.predictions import prediction_workflow_id
from film.status import MoneyState, PredictionState
from providers.errors import Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from store.clock import now
from store.database import Database
from store.ledger import Entry, Ledger
from store.tables import PredictionRow
from tests.activities.conftest import Hire
from tests.activities.orders import AT_ONCE, attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedProvider
from tests.media.material import contract_clip
from tests.store.samples import fresh, intent
from worker.pools import WORKFLOWS
from workflows.prediction import PredictionWorkflow
from workflows.reconcile import ReconcileWorkflow

S, M = PredictionState, MoneyState
URL = "http://provider/output"


class Office:
    """A Temporal server with workers that reconcile, and that buy for workflows."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def round(self, quiet_s: float = 0.0) -> Reconciled:
        return await self._client.execute_workflow(
            ReconcileWorkflow.run, ReconcileRequest(quiet_s=quiet_s), id=fresh("reconcile"), task_queue=Pool.STUDIO
        )

    async def buy(self, order: Order) -> WorkflowHandle[PredictionWorkflow, Receipt]:
        return await self._client.start_workflow(
            PredictionWorkflow.run, order, id=prediction_workflow_id(order.key), task_queue=Pool.STUDIO
        )


def impatient(purchases: Purchases) -> Any:
    """A submit that asks a person at once, as the real one does after an hour of looking."""

    @activity.defn(name=SUBMIT.name)
    async def submit(wanted: Attempt) -> Submitted:
        try:
            return await purchases.submit(wanted)
        except ApplicationError as error:
            raise ApplicationError(error.message, type=error.type, non_retryable=True) from error

    return submit


@pytest_asyncio.fixture
async def office(temporal: Client, purchases: Purchases) -> AsyncIterator[Office]:
    queues: dict[str, Sequence[Callable[..., Any]]] = {
        Pool.RECORDS: [purchases.store_output, purchases.settle, purchases.reconcile],
        Pool.AWAIT: [purchases.await_prediction],
        submit_queue("previz"): [impatient(purchases)],
    }
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS))
        for queue, activities in queues.items():
            await stack.enter_async_context(Worker(temporal, task_queue=queue, activities=activities))
        yield Office(temporal)


@pytest.fixture
def delivered(provider: ScriptedProvider, tmp_path: Path) -> str:
    provider.files[URL] = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4")
    return URL


async def bought(purchases: Purchases) -> tuple[str, str]:
    """A prediction of a workflow that is gone."""
    submitted = await ActivityEnvironment().run(purchases.submit, attempt())
    return submitted.attempt_key, submitted.provider_id


async def in_doubt(purchases: Purchases) -> str:
    wanted = attempt()
    assert (await failure_of(purchases.submit, wanted)).type == "SubmissionUnknown"
    return wanted.key


async def give_up(purchases: Purchases, attempt_key: str) -> None:
    outcome = Outcome(state=S.CANCELED, error="nobody waits for it")
    await ActivityEnvironment().run(purchases.settle, SettleRequest(attempt_key=attempt_key, outcome=outcome))


def ordered() -> Order:
    order = attempt().order
    return order.model_copy(update={"assets": {}})


async def held(handle: WorkflowHandle[PredictionWorkflow, Receipt]) -> None:
    async with asyncio.timeout(60):
        while not (await handle.query(PredictionWorkflow.status)).holds:
            await asyncio.sleep(0.05)


async def state(ledger: Ledger, key: str) -> tuple[PredictionState, MoneyState]:
    entry: Entry = await ledger.entry(key)
    return entry.state, entry.money


async def test_a_doubt_is_cleared_and_the_workflow_that_waits_goes_on_by_itself(
    office: Office, provider: ScriptedProvider, ledger: Ledger, delivered: str
) -> None:
    provider.loses_answers = True
    order = ordered()
    handle = await office.buy(order)
    await held(handle)
    (name,) = provider.predictions
    provider.become(name, PredictionStatus.SUCCEEDED, output=delivered)
    assert (await office.round()).cleared >= 1
    receipt = await asyncio.wait_for(handle.result(), 20)
    assert receipt.duration_s == 1.0 and len(provider.posts) == 1
    assert await state(ledger, f"{order.key}/1") == (S.SUCCEEDED, M.SETTLED)


async def test_a_doubt_that_cannot_be_cleared_stays_one(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.swallows_posts = True
    key = await in_doubt(purchases)
    assert (await office.round()).in_doubt >= 1
    assert await state(ledger, key) == (S.UNKNOWN, M.RESERVED)


async def test_a_call_that_provably_never_arrived_is_released_when_nobody_waits(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, database: Database
) -> None:
    provider.swallows_posts = True
    key = await in_doubt(purchases)
    await backdate(database, key)
    await office.round()
    assert await state(ledger, key) == (S.FAILED, M.RELEASED)


async def test_what_runs_and_nobody_waits_for_is_stopped(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, name = await bought(purchases)
    assert (await office.round()).stopped >= 1
    assert provider.cancelled == [name]
    assert await state(ledger, key) == (S.CANCELED, M.RELEASED)


async def test_what_was_touched_just_now_is_left_to_those_who_work_on_it(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, _ = await bought(purchases)
    await office.round(quiet_s=60.0)
    assert provider.cancelled == [] and await state(ledger, key) == (S.SUBMITTED, M.RESERVED)


async def test_what_was_delivered_and_nobody_fetches_is_brought_home(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, delivered: str
) -> None:
    key, name = await bought(purchases)
    provider.become(name, PredictionStatus.SUCCEEDED, output=delivered)
    assert (await office.round()).rescued >= 1
    entry = await ledger.entry(key)
    assert (entry.state, entry.money) == (S.SUCCEEDED, M.SETTLED) and entry.receipt is not None


async def test_a_cancelled_purchase_that_was_faster_is_brought_home_even_if_its_workflow_never_does(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, delivered: str
) -> None:
    key, name = await bought(purchases)
    provider.become(name, PredictionStatus.SUCCEEDED, output=delivered)
    await give_up(purchases, key)
    await office.round()
    assert await state(ledger, key) == (S.SUCCEEDED, M.SETTLED)


async def test_a_delivery_without_a_file_is_settled_and_not_tried_for_ever(
    office: Office, purchases: Purchases, ledger: Ledger
) -> None:
    key, _ = await bought(purchases)
    await ledger.ended(key, S.SUCCEEDED, output={"text": "no file"}, error=None)
    await office.round()
    assert await state(ledger, key) == (S.EXPIRED, M.SETTLED)


@pytest.mark.parametrize("faster", [False, True])
async def test_what_was_given_up_in_doubt_and_is_found_later_is_stopped_or_brought_home(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, delivered: str, faster: bool
) -> None:
    provider.loses_answers = True
    key = await in_doubt(purchases)
    provider.outages = [Transient("the provider is away", provider="previz")]
    await give_up(purchases, key)
    assert await state(ledger, key) == (S.UNKNOWN, M.MAYBE_BILLED)
    (name,) = provider.predictions
    if faster:
        provider.become(name, PredictionStatus.SUCCEEDED, output=delivered)
    await office.round()
    await office.round()
    assert await state(ledger, key) == ((S.SUCCEEDED, M.SETTLED) if faster else (S.CANCELED, M.RELEASED))
    assert provider.cancelled == ([] if faster else [name])


async def test_a_prediction_that_no_row_stands_for_is_listed_and_left_alone(
    office: Office, provider: ScriptedProvider
) -> None:
    orphan = stranger(provider, None)
    assert orphan in (await office.round()).orphans
    assert orphan not in (await office.round(quiet_s=60.0)).orphans, "its answer may be on its way"
    assert provider.cancelled == []


async def test_a_second_prediction_of_one_attempt_is_stopped_and_has_a_row(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, till: Till
) -> None:
    key, first = await bought(purchases)
    twin = stranger(provider, till.accounts["previz"].webhook_for(key))
    found = await office.round()
    assert twin not in found.orphans and twin in provider.cancelled and first in provider.cancelled
    assert await state(ledger, f"{key}/twin-{twin}") == (S.CANCELED, M.RELEASED)


async def test_a_prediction_of_an_attempt_that_was_closed_is_stopped_and_has_a_row(
    office: Office, provider: ScriptedProvider, ledger: Ledger, till: Till
) -> None:
    """Its worker died with the answer in its hands, after the call was taken for lost."""
    key = f"{fresh('order')}/1"
    await ledger.intend(intent(key, provider="previz"))
    await ledger.about_to_post(key)
    await ledger.absent(key, "not in the list")
    stray = stranger(provider, till.accounts["previz"].webhook_for(key))
    assert stray not in (await office.round()).orphans
    assert provider.cancelled == [stray]
    assert await state(ledger, f"{key}/twin-{stray}") == (S.CANCELED, M.RELEASED)


async def test_what_a_running_workflow_waits_for_is_not_touched(
    office: Office, provider: ScriptedProvider, ledger: Ledger, delivered: str
) -> None:
    order = ordered()
    handle = await office.buy(order)
    async with asyncio.timeout(60):
        while not provider.predictions:
            await asyncio.sleep(0.05)
    for _ in range(2):
        await office.round()
    assert provider.cancelled == []
    (name,) = provider.predictions
    provider.become(name, PredictionStatus.SUCCEEDED, output=delivered)
    assert (await asyncio.wait_for(handle.result(), 20)).duration_s == 1.0
    assert len(provider.posts) == 1


async def test_money_of_a_call_that_was_never_sent_is_let_go_when_its_workflow_is_gone(
    office: Office, ledger: Ledger
) -> None:
    key = f"{fresh('order')}/1"
    await ledger.intend(intent(key, provider="previz"))
    await office.round()
    assert await state(ledger, key) == (S.FAILED, M.RELEASED)


async def test_a_direct_call_whose_answer_and_workflow_are_gone_may_have_been_billed(
    office: Office, ledger: Ledger
) -> None:
    key = f"{fresh('order')}/1"
    await ledger.intend(intent(key, provider="direct").model_copy(update={"model": AT_ONCE.slug}))
    await ledger.about_to_post(key)
    await office.round()
    assert await state(ledger, key) == (S.UNKNOWN, M.MAYBE_BILLED)


async def test_one_row_that_makes_trouble_does_not_keep_a_round_from_the_others(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, delivered: str, database: Database
) -> None:
    broken, good = [(await bought(purchases))[0] for _ in range(2)]
    for key in (broken, good):
        await ledger.ended(key, S.SUCCEEDED, output=delivered, error=None)
    async with database.transaction() as session:
        (await session.get_one(PredictionRow, broken)).stage = "a stage of long ago"
    await office.round()
    assert await state(ledger, good) == (S.SUCCEEDED, M.SETTLED)
    async with database.transaction() as session:
        (await session.get_one(PredictionRow, broken)).stage = "clip"


async def test_a_provider_that_is_away_is_asked_again_in_the_next_round(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, name = await bought(purchases)
    provider.outages = [Transient("the provider is away", provider="previz")] * 500
    await office.round()
    assert await state(ledger, key) == (S.SUBMITTED, M.RESERVED)
    provider.outages = []
    await office.round()
    assert provider.cancelled == [name]


async def test_a_prediction_that_its_provider_has_forgotten_is_closed(
    office: Office, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, database: Database
) -> None:
    key, _ = await bought(purchases)
    await backdate(database, key)
    provider.predictions.clear()
    await office.round()
    assert await state(ledger, key) == (S.EXPIRED, M.MAYBE_BILLED)


async def test_a_row_of_a_provider_that_is_not_ours_any_more_is_left(
    temporal: Client, hire: Hire, till: Till, ledger: Ledger
) -> None:
    key, _ = await bought(hire())
    closed_account = hire(till=replace(till, accounts={"another": Account(ScriptedProvider())}))
    async with (
        Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS),
        Worker(temporal, task_queue=Pool.RECORDS, activities=[closed_account.reconcile]),
    ):
        await Office(temporal).round()
    assert await state(ledger, key) == (S.SUBMITTED, M.RESERVED)


def stranger(provider: ScriptedProvider, webhook: str | None) -> str:
    """A prediction that none of our workers has asked for, as far as the ledger knows."""
    name = fresh("prediction")
    provider.predictions[name] = ProviderPrediction(
        provider_id=name,
        model="test/clip",
        status=PredictionStatus.STARTING,
        input={"prompt": name},
        created_at=now(),
        webhook=webhook,
    )
    return name


async def backdate(database: Database, attempt_key: str) -> None:
    async with database.transaction() as session:
        row = await session.get_one(PredictionRow, attempt_key)
        row.posting_at = row.updated_at = now() - timedelta(minutes=5)
