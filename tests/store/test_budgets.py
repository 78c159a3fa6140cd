"""Caps: nothing is written that they do not allow, however many ask at once."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlmodel import col

from film.budget import Budget, BudgetScope
from film.status import MoneyState, PredictionState
from store.budgets import Budgets, OverBudgetError
from store.clock import now
from store.database import Database
from store.ledger import Entry, Intent, Ledger, UnknownAttemptError
from store.tables import PredictionRow
from tests.store.samples import fresh, intent

PROJECT, OWNER, DAY = BudgetScope.PROJECT, BudgetScope.OWNER, BudgetScope.DAY


@pytest.fixture
def budgets(database: Database) -> Budgets:
    return Budgets(database)


class Purse:
    """One owner with one project, who buys."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.owner, self.project_id = ledger, fresh("owner"), fresh()

    def want(self, cost: str, *, project_id: str | None = None) -> Intent:
        return intent(f"{fresh('a')}/1", cost=cost, owner=self.owner, project_id=project_id or self.project_id)

    async def buy(self, cost: str, **where: str) -> Entry:
        return await self.ledger.intend(self.want(cost, **where))


@pytest.fixture
def purse(ledger: Ledger) -> Purse:
    return Purse(ledger)


async def backdate(database: Database, attempt_key: str, days: int) -> None:
    async with database.transaction() as session:
        earlier = now() - timedelta(days=days)
        row = update(PredictionRow).where(col(PredictionRow.attempt_key) == attempt_key)
        await session.exec(row.values(created_at=earlier))


async def test_an_intent_over_the_cap_writes_nothing_and_says_how_much_is_missing(
    budgets: Budgets, purse: Purse
) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    await purse.buy("0.7000")
    wanted = purse.want("0.4001")
    with pytest.raises(OverBudgetError) as refused:
        await purse.ledger.intend(wanted)
    shortage = refused.value.shortage
    assert (shortage.scope, shortage.cap_usd, shortage.committed_usd) == (PROJECT, Decimal(1), Decimal("0.7"))
    assert (shortage.asked_usd, shortage.needed_usd) == (Decimal("0.4001"), Decimal("0.1001"))
    assert "$0.1001" in str(refused.value)
    with pytest.raises(UnknownAttemptError):
        await purse.ledger.entry(wanted.attempt_key)


async def test_a_cap_can_be_used_up_to_the_last_hundredth_of_a_cent(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    await purse.buy("0.9999")
    await purse.buy("0.0001")
    with pytest.raises(OverBudgetError):
        await purse.buy("0.0001")


async def test_two_reservations_at_once_never_fit_into_one_gap(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    asked = await asyncio.gather(*(purse.buy("0.3") for _ in range(12)), return_exceptions=True)
    bought = [found for found in asked if isinstance(found, Entry)]
    assert len(bought) == 3 and all(isinstance(other, Entry | OverBudgetError) for other in asked)
    (budget,) = [b for b in await budgets.of(purse.owner, purse.project_id) if b.scope is PROJECT]
    assert budget.committed_usd == Decimal("0.9")


async def test_an_owners_cap_holds_over_all_projects_at_once(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(OWNER, purse.owner, Decimal("1.00"))
    asked = await asyncio.gather(*(purse.buy("0.4", project_id=fresh()) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(found, Entry) for found in asked) == 2
    refused = next(found for found in asked if isinstance(found, OverBudgetError))
    assert refused.shortage.scope is OWNER and "your budget" in str(refused)


async def test_a_days_cap_counts_today_only(database: Database, budgets: Budgets, purse: Purse) -> None:
    await budgets.set(DAY, purse.owner, Decimal("1.00"))
    yesterday = await purse.buy("0.9")
    with pytest.raises(OverBudgetError) as refused:
        await purse.buy("0.2")
    assert refused.value.shortage.scope is DAY and "today" in str(refused.value)
    await backdate(database, yesterday.attempt_key, days=1)
    await purse.buy("1.0")


async def test_the_projects_cap_is_named_before_the_owners(budgets: Budgets, purse: Purse) -> None:
    for scope, subject in ((PROJECT, purse.project_id), (OWNER, purse.owner)):
        await budgets.set(scope, subject, Decimal(1))
    with pytest.raises(OverBudgetError) as refused:
        await purse.buy("2")
    assert refused.value.shortage.scope is PROJECT


async def test_what_costs_nothing_is_never_over_budget(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal(0))
    await purse.buy("0")
    with pytest.raises(OverBudgetError):
        await purse.buy("0.0001")


async def test_released_money_can_be_spent_again_and_money_in_doubt_cannot(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    released, doubtful = await purse.buy("0.5"), await purse.buy("0.5")
    await purse.ledger.close(released.attempt_key, PredictionState.FAILED, "rejected")
    await purse.ledger.about_to_post(doubtful.attempt_key)
    await purse.ledger.close(doubtful.attempt_key, PredictionState.UNKNOWN, "written off")
    assert (await purse.ledger.entry(doubtful.attempt_key)).money is MoneyState.MAYBE_BILLED
    await purse.buy("0.5")
    with pytest.raises(OverBudgetError) as refused:
        await purse.buy("0.0001")
    assert refused.value.shortage.committed_usd == 1


async def test_what_is_settled_counts_at_what_it_cost(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    key = (await purse.buy("0.9")).attempt_key
    await purse.ledger.about_to_post(key)
    await purse.ledger.submitted(key, fresh("prediction"), "accepted")
    await purse.ledger.ended(key, PredictionState.SUCCEEDED, output="https://x/y", error=None)
    await purse.ledger.stored(key, {}, Decimal("0.1"))
    await purse.buy("0.9")


async def test_an_intent_that_is_there_already_is_not_weighed_again(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    wanted = purse.want("0.9")
    first = await purse.ledger.intend(wanted)
    assert await purse.ledger.intend(wanted) == first


async def test_an_intent_written_by_two_at_once_does_not_stand_in_its_own_way(budgets: Budgets, purse: Purse) -> None:
    await budgets.set(PROJECT, purse.project_id, Decimal("1.00"))
    wanted = purse.want("0.9")
    entries = await asyncio.gather(*(purse.ledger.intend(wanted) for _ in range(6)))
    assert len({entry.created_at for entry in entries}) == 1


async def test_a_cap_can_be_raised_and_lifted(budgets: Budgets, purse: Purse) -> None:
    for cap in (Decimal("0.1"), Decimal("0.5")):
        await budgets.set(PROJECT, purse.project_id, cap)
    await purse.buy("0.5")
    await budgets.set(PROJECT, purse.project_id, None)
    await purse.buy("100")
    assert await budgets.of(purse.owner, purse.project_id) == [
        Budget(scope=PROJECT, committed_usd=Decimal("100.5")),
        Budget(scope=OWNER, committed_usd=Decimal("100.5")),
        Budget(scope=DAY, committed_usd=Decimal("100.5")),
    ]


async def test_another_owners_purchases_do_not_count(budgets: Budgets, purse: Purse, ledger: Ledger) -> None:
    other = Purse(ledger)
    await budgets.set(OWNER, purse.owner, Decimal(1))
    await other.buy("5")
    await purse.buy("1")
    left = {budget.scope: budget.left_usd for budget in await budgets.of(purse.owner)}
    assert left == {OWNER: Decimal(0), DAY: None}
