"""Closing purchases that nobody waits for: what runs is stopped, what is in doubt stays findable."""

from dataclasses import replace
from decimal import Decimal

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import cancelling
from activities.contract import Attempt, BudgetChange, Outcome, Settled, SettleRequest
from activities.till import Till
from film.budget import BudgetScope
from film.status import MoneyState, PredictionState
from providers.errors import ProviderError, Transient, Unauthenticated
from providers.predictions import PredictionStatus
from store.budgets import Budgets
from store.database import Database
from store.ledger import Ledger
from tests.activities.conftest import Hire
from tests.activities.orders import DOUBTFUL, attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedProvider
from tests.activities.test_endings import long_ago
from tests.store.samples import fresh, intent

S, M = PredictionState, MoneyState
STOP = Outcome(state=S.CANCELED, error="nobody waits for it")


def closing(attempt_key: str, outcome: Outcome = STOP) -> SettleRequest:
    return SettleRequest(attempt_key=attempt_key, outcome=outcome)


async def settle(purchases: Purchases, attempt_key: str, outcome: Outcome = STOP) -> Settled:
    return await ActivityEnvironment().run(purchases.settle, closing(attempt_key, outcome))


async def bought(purchases: Purchases, wanted: Attempt | None = None) -> tuple[str, str]:
    submitted = await ActivityEnvironment().run(purchases.submit, wanted or attempt())
    return submitted.attempt_key, submitted.provider_id


async def in_doubt(purchases: Purchases) -> str:
    wanted = attempt()
    assert (await failure_of(purchases.submit, wanted)).type == "SubmissionUnknown"
    return wanted.key


async def test_what_never_came_to_be_in_the_ledger_is_settled_already(purchases: Purchases) -> None:
    assert await settle(purchases, fresh("nothing")) == Settled()


async def test_a_call_that_was_never_posted_is_released(purchases: Purchases, ledger: Ledger) -> None:
    key = f"{fresh('order')}/1"
    await ledger.intend(intent(key, provider="previz"))
    assert (await settle(purchases, key)).state is S.CANCELED
    entry = await ledger.entry(key)
    assert (entry.money, entry.cost, entry.wanted) == (M.RELEASED, Decimal(0), False)


async def test_what_runs_is_stopped_and_its_true_end_kept(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, name = await bought(purchases)
    assert (await settle(purchases, key)).state is S.CANCELED
    assert provider.cancelled == [name] and (await ledger.entry(key)).money is M.RELEASED


async def test_what_was_faster_than_its_cancellation_stays_to_be_brought_home(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, name = await bought(purchases)
    provider.become(name, PredictionStatus.SUCCEEDED, output="http://x/y")
    assert (await settle(purchases, key)).state is S.SUCCEEDED
    entry = await ledger.entry(key)
    assert (entry.money, entry.wanted) == (M.RESERVED, False)


async def test_settling_again_changes_nothing(purchases: Purchases, provider: ScriptedProvider, ledger: Ledger) -> None:
    key, name = await bought(purchases)
    first = await settle(purchases, key)
    entry = await ledger.entry(key)
    assert (await settle(purchases, key), await ledger.entry(key)) == (first, entry)
    assert provider.cancelled == [name]


async def test_a_call_in_doubt_is_found_and_stopped(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    key = await in_doubt(purchases)
    assert (await settle(purchases, key)).state is S.CANCELED
    assert provider.cancelled == list(provider.predictions) == [(await ledger.entry(key)).provider_id]


async def test_a_call_in_doubt_that_has_delivered_is_found_and_kept(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    key = await in_doubt(purchases)
    (name,) = provider.predictions
    provider.become(name, PredictionStatus.SUCCEEDED, output="http://x/y")
    assert (await settle(purchases, key, Outcome(state=S.UNKNOWN, error="given up"))).state is S.SUCCEEDED
    assert (await ledger.entry(key)).output == "http://x/y"


@pytest.mark.parametrize("outcome", [STOP, Outcome(state=S.UNKNOWN), Outcome(state=S.FAILED)])
async def test_a_call_in_doubt_that_cannot_be_found_stays_unknown_and_maybe_billed(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, outcome: Outcome
) -> None:
    provider.swallows_posts = True
    key = await in_doubt(purchases)
    assert (await settle(purchases, key, outcome)).state is S.UNKNOWN
    entry = await ledger.entry(key)
    assert (entry.money, entry.wanted, entry.cost) == (M.MAYBE_BILLED, False, Decimal("0.07"))


async def test_a_list_that_cannot_be_read_leaves_the_call_in_doubt(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    key = await in_doubt(purchases)
    provider.outages = [Transient("busy", provider="previz")]
    assert (await settle(purchases, key)).state is S.UNKNOWN
    assert (await ledger.entry(key)).money is M.MAYBE_BILLED


async def test_a_call_that_provably_never_arrived_is_released(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, database: Database
) -> None:
    provider.swallows_posts = True
    key = await in_doubt(purchases)
    await long_ago(database, key)
    assert (await settle(purchases, key)).state is S.FAILED
    assert (await ledger.entry(key)).money is M.RELEASED


async def test_a_failure_whose_price_says_maybe_is_left_to_the_bill(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    key, name = await bought(purchases, attempt(DOUBTFUL))
    provider.become(name, PredictionStatus.FAILED, error="NSFW content detected")
    assert (await settle(purchases, key, Outcome(state=S.FAILED))).state is S.FAILED
    assert (await ledger.entry(key)).money is M.MAYBE_BILLED


async def test_what_does_not_stop_is_asked_again_and_never_called_cancelled(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written down as cancelled, what it goes on to make would be paid for and lost."""
    monkeypatch.setattr(cancelling, "_LOOK_S", 0)
    key, _ = await bought(purchases)
    provider.looks_until_cancelled = 1000
    failure = await failure_of(purchases.settle, closing(key))
    assert (failure.type, failure.non_retryable) == ("Transient", False)
    assert (await ledger.entry(key)).state is S.SUBMITTED


@pytest.mark.parametrize(
    "outage", [Transient("the provider is away", provider="previz"), Unauthenticated("no token", provider="previz")]
)
async def test_nobody_waits_for_ever_for_a_provider_that_cannot_be_asked(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, outage: ProviderError
) -> None:
    """The row stays open and unwanted, for the reconciler to stop."""
    key, _ = await bought(purchases)
    provider.outages = [outage] * 20
    env = ActivityEnvironment()
    for number in range(1, 20):
        env.info = replace(env.info, attempt=number)
        try:
            settled = await env.run(purchases.settle, closing(key))
            break
        except ApplicationError as error:
            assert not error.non_retryable
    entry = await ledger.entry(key)
    assert (settled.state, entry.state, entry.money, entry.wanted) == (S.SUBMITTED, S.SUBMITTED, M.RESERVED, False)


async def test_a_prediction_that_its_provider_has_forgotten_is_closed(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, database: Database
) -> None:
    key, _ = await bought(purchases)
    await long_ago(database, key)
    provider.predictions.clear()
    assert (await settle(purchases, key)).state is S.EXPIRED
    assert (await ledger.entry(key)).money is M.MAYBE_BILLED


async def test_a_provider_that_is_not_ours_any_more_does_not_hold_up_the_production(
    hire: Hire, till: Till, ledger: Ledger
) -> None:
    key, _ = await bought(hire())
    closed_account = Till(accounts={}, catalogue=till.catalogue, ledger=ledger)
    assert (await settle(hire(till=closed_account), key)).state is S.SUBMITTED
    assert not (await ledger.entry(key)).wanted


async def test_a_call_whose_answer_was_lost_is_not_looked_for_without_an_account(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.swallows_posts = True
    key = await in_doubt(hire())
    closed_account = Till(accounts={}, catalogue=till.catalogue, ledger=ledger)
    assert (await settle(hire(till=closed_account), key)).state is S.UNKNOWN


async def test_a_budget_is_set_and_lifted(purchases: Purchases, database: Database) -> None:
    project, budgets = fresh(), Budgets(database)
    for cap in (Decimal("2.50"), None):
        change = BudgetChange(project_id=project, cap_usd=cap)
        for _ in range(2):
            await ActivityEnvironment().run(purchases.set_budget, change)
        found = {b.scope: b.cap_usd for b in await budgets.of("local", project)}
        assert found[BudgetScope.PROJECT] == cap
