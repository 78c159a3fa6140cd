"""How a prediction ended, and what that means for its money."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlmodel import col
from temporalio.testing import ActivityEnvironment

from activities.contract import Outcome
from activities.endings import keep_ending, keep_gone, progress_of
from activities.till import Till
from film.catalogue import Model
from film.prices import FailureBilling
from film.status import MoneyState, PredictionState
from providers.errors import NotFound, Transient
from providers.predictions import PredictionStatus, ProviderPrediction
from store.clock import now
from store.database import Database
from store.ledger import Entry, Intent, Ledger
from store.tables import PredictionRow
from tests.activities.orders import BY_MACHINE_TIME, CATALOGUE, CLIP, attempt
from tests.activities.purchases import Purchases

S, M, P, F = PredictionState, MoneyState, PredictionStatus, FailureBilling
STARTED = datetime(2026, 11, 21, tzinfo=UTC)
GONE = NotFound("no such prediction", provider="previz")


@pytest.fixture
def billing() -> FailureBilling:
    """What the model's price says of failures; tests choose it by parameter."""
    return F.MAYBE


@pytest.fixture
def till(till: Till, billing: FailureBilling) -> Till:
    told = [
        model.model_copy(update={"price": model.price.model_copy(update={"failures": billing})})
        for model in CATALOGUE.models
    ]
    catalogue = CATALOGUE.model_copy(update={"models": tuple(told)})
    return Till(accounts=till.accounts, direct=till.direct, catalogue=catalogue, ledger=till.ledger)


async def accepted(purchases: Purchases, ledger: Ledger, model: Model = CLIP) -> Entry:
    return await ledger.entry((await ActivityEnvironment().run(purchases.submit, attempt(model))).attempt_key)


def ended(entry: Entry, status: PredictionStatus, **how: object) -> ProviderPrediction:
    told = {"provider_id": entry.provider_id, "model": entry.model, "created_at": STARTED, "started_at": STARTED}
    return ProviderPrediction.model_validate({**told, "status": status, **how})


@pytest.mark.parametrize("billing", list(F))
@pytest.mark.parametrize("started_at", [None, STARTED], ids=["in the queue", "at work"])
@pytest.mark.parametrize("status", [status for status in P if status.ended])
async def test_every_end_decides_what_becomes_of_the_money(
    till: Till,
    purchases: Purchases,
    ledger: Ledger,
    status: PredictionStatus,
    started_at: datetime | None,
    billing: FailureBilling,
) -> None:
    entry = await accepted(purchases, ledger)
    outcome = await keep_ending(till, entry, ended(entry, status, started_at=started_at, output="http://x/y"))
    by_price = {F.FREE: M.RELEASED, F.MAYBE: M.MAYBE_BILLED, F.CHARGED: M.SETTLED}[billing]
    never_ran = status is P.ABORTED or (status is P.CANCELED and started_at is None)
    expected = M.RESERVED if status is P.SUCCEEDED else M.RELEASED if never_ran else by_price
    kept = await ledger.entry(entry.attempt_key)
    assert (outcome.state.value, kept.state, kept.money) == (status.value, outcome.state, expected)
    assert kept.cost == (0 if expected is M.RELEASED else entry.cost_reserved)


async def test_machine_time_is_charged_as_it_was_used(till: Till, purchases: Purchases, ledger: Ledger) -> None:
    entry = await accepted(purchases, ledger, BY_MACHINE_TIME)
    assert entry.cost_reserved == Decimal("0.06")
    await keep_ending(till, entry, ended(entry, P.SUCCEEDED, output="http://x/y", predict_time_s=12.5))
    kept = await ledger.entry(entry.attempt_key)
    assert (kept.money, kept.cost) == (M.RESERVED, Decimal("0.0125"))


@pytest.mark.parametrize("billing", [F.CHARGED])
async def test_a_failure_that_is_charged_costs_the_machine_time_it_took(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger, BY_MACHINE_TIME)
    await keep_ending(till, entry, ended(entry, P.FAILED, error="out of memory", predict_time_s=3.0))
    assert (await ledger.entry(entry.attempt_key)).cost_settled == Decimal("0.003")


async def test_a_model_that_retired_meanwhile_is_charged_by_its_last_price(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger, BY_MACHINE_TIME)
    retired = [m.model_copy(update={"ends": STARTED.date() - timedelta(days=9)}) for m in till.catalogue.models]
    later = Till(accounts={}, catalogue=CATALOGUE.model_copy(update={"models": tuple(retired)}), ledger=ledger)
    await keep_ending(later, entry, ended(entry, P.SUCCEEDED, output="http://x/y", predict_time_s=12.5))
    assert (await ledger.entry(entry.attempt_key)).cost == Decimal("0.0125")


async def test_a_model_that_nobody_knows_any_more_may_be_billed_for_a_failure(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger)
    later = Till(accounts={}, catalogue=CATALOGUE.model_copy(update={"models": ()}), ledger=ledger)
    await keep_ending(later, entry, ended(entry, P.FAILED, error="no"))
    assert (await ledger.entry(entry.attempt_key)).money is M.MAYBE_BILLED


async def test_a_success_that_was_cleared_away_before_it_was_seen_is_expired_and_paid(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger)
    outcome = await keep_ending(till, entry, ended(entry, P.SUCCEEDED, data_removed=True))
    kept = await ledger.entry(entry.attempt_key)
    assert (outcome.state, kept.state, kept.money) == (S.EXPIRED, S.EXPIRED, M.SETTLED)


async def test_a_success_that_is_in_the_ledger_is_not_overwritten_when_its_provider_clears_away(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger)
    await keep_ending(till, entry, ended(entry, P.SUCCEEDED, output="http://x/y"))
    outcome = await keep_ending(till, entry, ended(entry, P.SUCCEEDED, data_removed=True))
    assert outcome == Outcome(state=S.SUCCEEDED)
    assert (await ledger.entry(entry.attempt_key)).output == "http://x/y"


async def test_the_end_that_is_known_stays_and_is_told(till: Till, purchases: Purchases, ledger: Ledger) -> None:
    entry = await accepted(purchases, ledger)
    await keep_ending(till, entry, ended(entry, P.CANCELED, error="stopped"))
    outcome = await keep_ending(till, entry, ended(entry, P.SUCCEEDED, output="http://x/y"))
    assert outcome == Outcome(state=S.CANCELED, error="stopped")
    assert await keep_ending(till, entry, ended(entry, P.CANCELED, error="stopped")) == outcome


async def test_a_prediction_that_its_provider_does_not_know_yet_is_waited_for(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    entry = await accepted(purchases, ledger)
    with pytest.raises(Transient, match="not at hand yet"):
        await keep_gone(till, entry, GONE)
    assert (await ledger.entry(entry.attempt_key)).state is S.SUBMITTED


async def test_a_prediction_that_its_provider_has_forgotten_is_expired_and_maybe_billed(
    till: Till, purchases: Purchases, ledger: Ledger, database: Database
) -> None:
    entry = await accepted(purchases, ledger)
    await long_ago(database, entry.attempt_key)
    entry = await ledger.entry(entry.attempt_key)
    outcomes = [await keep_gone(till, entry, GONE) for _ in range(2)]
    kept = await ledger.entry(entry.attempt_key)
    assert (kept.state, kept.money, kept.cost) == (S.EXPIRED, M.MAYBE_BILLED, entry.cost_reserved)
    assert outcomes[0] == outcomes[1] and outcomes[0].state is S.EXPIRED


async def test_what_was_given_up_in_doubt_and_is_found_delivered_can_be_written_down(
    till: Till, purchases: Purchases, ledger: Ledger
) -> None:
    """Its money was maybe billed, and is no longer free to be reserved again."""
    wanted = attempt()
    entry = await accepted(purchases, ledger)
    key = f"{wanted.key}"
    await ledger.intend(_like(entry, key))
    await ledger.about_to_post(key)
    await ledger.close(key, S.UNKNOWN, "given up")
    await ledger.submitted(key, f"found-{key}", "found at the provider")
    lost = await ledger.entry(key)
    outcome = await keep_ending(till, lost, ended(lost, P.SUCCEEDED, output="http://x/y"))
    kept = await ledger.entry(key)
    assert (outcome.state, kept.output, kept.money) == (S.SUCCEEDED, "http://x/y", M.MAYBE_BILLED)


@pytest.mark.parametrize(
    ("logs", "progress"),
    [("", 0.0), ("frames: 10%\nframes: 45%", 0.45), ("1%|   | 3/300", 0.01), ("999%", 1.0), ("100 %", 1.0)],
)
def test_progress_is_the_last_percentage_in_the_log(logs: str, progress: float) -> None:
    told = ProviderPrediction(provider_id="x", model="m", status=P.PROCESSING, created_at=now(), logs_tail=logs)
    assert progress_of(told) == progress


async def long_ago(database: Database, attempt_key: str) -> None:
    async with database.transaction() as session:
        row = update(PredictionRow).where(col(PredictionRow.attempt_key) == attempt_key)
        await session.exec(row.values(posting_at=now() - timedelta(minutes=5), updated_at=now() - timedelta(hours=1)))


def _like(entry: Entry, key: str) -> Intent:
    return Intent.model_validate(
        entry.model_dump(include=set(Intent.model_fields)) | {"attempt_key": key, "cost": entry.cost_reserved}
    )
