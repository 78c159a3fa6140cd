"""What the reconciler asks of the ledger."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from film.status import PredictionState
from store.audit import Audit
from store.clock import now
from store.database import Database
from store.ledger import Entry, Ledger
from store.tables import PredictionRow
from tests.store.samples import fresh, intent
from tests.store.test_ledger import submitted

S = PredictionState
QUIET = timedelta(minutes=2)


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database)


async def silent(database: Database, *keys: str) -> None:
    """Let these rows have been left alone for longer than ``QUIET``."""
    row = update(PredictionRow).where(col(PredictionRow.attempt_key).in_(keys))
    async with database.transaction() as session:
        await session.exec(row.values(updated_at=now() - 2 * QUIET))


def among(found: list[Entry], *keys: str) -> list[str]:
    return [entry.attempt_key for entry in found if entry.attempt_key in keys]


async def test_doubt_is_about_calls_that_may_have_left_without_an_id(
    ledger: Ledger, audit: Audit, database: Database
) -> None:
    unsent, posted, unknown, fresh_one = (fresh("a") for _ in range(4))
    known, _ = await submitted(ledger)
    for key in (unsent, posted, unknown, fresh_one):
        await ledger.intend(intent(key))
    for key in (posted, unknown, fresh_one):
        await ledger.about_to_post(key)
    await ledger.unknown(unknown, "the connection broke")
    await silent(database, unsent, posted, unknown, known)
    keys = (unsent, posted, unknown, fresh_one, known)
    assert among(await audit.in_doubt("maker", QUIET), *keys) == [posted, unknown]
    assert among(await audit.in_doubt("another", QUIET), *keys) == []


async def test_open_is_what_holds_money_for_a_call_without_an_id(
    ledger: Ledger, audit: Audit, database: Database
) -> None:
    unsent, posted, given_up, watched = (fresh("a") for _ in range(4))
    known, _ = await submitted(ledger)
    for key in (unsent, posted, given_up, watched):
        await ledger.intend(intent(key))
    for key in (posted, given_up):
        await ledger.about_to_post(key)
    await ledger.close(given_up, S.UNKNOWN, "written off")
    await silent(database, unsent, posted, given_up, known)
    assert among(await audit.open(QUIET), unsent, posted, given_up, watched, known) == [unsent, posted]


async def test_doubts_of_days_ago_are_left_to_the_bill(ledger: Ledger, audit: Audit, database: Database) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    async with database.transaction() as session:
        row = await session.get_one(PredictionRow, key)
        row.posting_at = row.updated_at = now() - timedelta(days=2)
    assert among(await audit.in_doubt("maker", QUIET), key) == []


async def test_under_way_is_what_its_provider_works_on_and_nobody_looks_at(
    ledger: Ledger, audit: Audit, database: Database
) -> None:
    forgotten, _ = await submitted(ledger)
    running, _ = await submitted(ledger)
    watched, _ = await submitted(ledger)
    over, _ = await submitted(ledger)
    await ledger.running(running, 0.5)
    await ledger.ended(over, S.FAILED, output=None, error="no")
    await silent(database, forgotten, running, over)
    found = await audit.under_way(QUIET)
    assert among(found, forgotten, running, watched, over) == [forgotten, running]


async def test_not_home_is_what_was_delivered_and_not_stored(ledger: Ledger, audit: Audit, database: Database) -> None:
    lost, home, written_off = [(await submitted(ledger))[0] for _ in range(3)]
    for key in (lost, home, written_off):
        await ledger.ended(key, S.SUCCEEDED, output="https://x/y", error=None)
    entry = await ledger.entry(home)
    await ledger.stored(home, {"model": entry.model}, entry.cost)
    await ledger.close(written_off, S.EXPIRED, "the file is gone")
    await silent(database, lost, home, written_off)
    assert among(await audit.not_home(QUIET), lost, home, written_off) == [lost]


async def test_known_is_what_has_a_row_of_that_provider(ledger: Ledger, audit: Audit) -> None:
    _, provider_id = await submitted(ledger)
    orphan = fresh("prediction")
    assert await audit.known("maker", [provider_id, orphan]) == {provider_id}
    assert await audit.known("another", [provider_id]) == set()
    assert await audit.known("maker", []) == set()
