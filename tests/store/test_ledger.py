"""The ledger: one row per attempt, every move kept, money exact to the hundredth of a cent."""

import asyncio
from decimal import Decimal

import pytest
from sqlmodel import col, select

from film.status import IllegalMoveError, MoneyState, PredictionState
from store.database import Database
from store.ledger import AlreadyPostedError, Ledger, UnknownAttemptError
from store.moves import AlreadyAdoptedError
from store.tables import PredictionMoveRow
from tests.store.samples import fresh, intent

S = PredictionState


async def moves(database: Database, attempt_key: str) -> list[tuple[str | None, str, str]]:
    query = select(PredictionMoveRow).where(PredictionMoveRow.attempt_key == attempt_key)
    async with database.transaction() as session:
        rows = await session.exec(query.order_by(col(PredictionMoveRow.move_id)))
        return [(row.before, row.after, row.reason) for row in rows]


async def submitted(ledger: Ledger) -> tuple[str, str]:
    """A row that stands for a prediction: its key and the provider's id."""
    key, provider_id = fresh("a"), fresh("prediction")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    await ledger.submitted(key, provider_id, "accepted")
    return key, provider_id


async def test_an_intent_written_twice_is_one_row(ledger: Ledger, database: Database) -> None:
    key = fresh("a")
    first = await ledger.intend(intent(key, cost="0.1"))
    second = await ledger.intend(intent(key, cost="9"))
    assert second == first
    assert await moves(database, key) == [(None, "intended", "intent written")]


async def test_an_intent_written_by_many_at_once_is_one_row(ledger: Ledger, database: Database) -> None:
    key = fresh("a")
    entries = await asyncio.gather(*(ledger.intend(intent(key)) for _ in range(8)))
    assert len({entry.created_at for entry in entries}) == 1
    assert len(await moves(database, key)) == 1


async def test_a_retry_of_an_intent_finds_the_id_and_where_the_post_stood(ledger: Ledger) -> None:
    key, provider_id = await submitted(ledger)
    entry = await ledger.intend(intent(key))
    assert entry.provider_id == provider_id and entry.posting_at is not None
    assert entry.input == intent(key).input


async def test_every_move_is_kept_with_its_reason(ledger: Ledger, database: Database) -> None:
    key, _ = await submitted(ledger)
    await ledger.running(key, 0.4)
    await ledger.ended(key, S.FAILED, output=None, error="the model fell over")
    assert await moves(database, key) == [
        (None, "intended", "intent written"),
        ("intended", "submitted", "accepted"),
        ("submitted", "running", "the provider started"),
        ("running", "failed", "the model fell over"),
    ]


async def test_a_long_reason_is_kept_short_in_the_moves(ledger: Ledger, database: Database) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.FAILED, output=None, error="x" * 5000)
    assert len((await moves(database, key))[-1][2]) == 500
    assert len((await ledger.entry(key)).error or "") == 5000


async def test_an_illegal_move_is_refused_and_nothing_is_changed(ledger: Ledger, database: Database) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.FAILED, output=None, error="no")
    before = await ledger.entry(key)
    with pytest.raises(IllegalMoveError):
        await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    assert await ledger.entry(key) == before
    assert len(await moves(database, key)) == 3


async def test_a_finished_row_never_goes_back_to_running(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.running(key, 0.2)
    entry = await ledger.entry(key)
    assert (entry.state, entry.progress) == (S.SUCCEEDED, 1.0)


async def test_progress_never_falls(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    for progress in (0.1, 0.6, 0.3):
        await ledger.running(key, progress)
    assert (await ledger.entry(key)).progress == 0.6


async def test_an_end_told_twice_is_one_end(ledger: Ledger, database: Database) -> None:
    key, _ = await submitted(ledger)
    for _ in range(2):
        await ledger.ended(key, S.SUCCEEDED, output=["https://x/y.mp4"], error=None)
    assert (await ledger.entry(key)).output == ["https://x/y.mp4"]
    assert len(await moves(database, key)) == 3


async def test_a_closed_attempt_may_not_be_posted_again(ledger: Ledger) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.close(key, S.FAILED, "rejected")
    with pytest.raises(IllegalMoveError):
        await ledger.about_to_post(key)


async def test_a_post_that_created_nothing_leaves_no_doubt_behind(ledger: Ledger) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    await ledger.nothing_posted(key)
    assert (await ledger.entry(key)).posting_at is None


async def test_one_prediction_cannot_be_adopted_twice(ledger: Ledger) -> None:
    _, provider_id = await submitted(ledger)
    other = fresh("a")
    await ledger.intend(intent(other))
    assert await ledger.adopted_elsewhere("maker", provider_id)
    with pytest.raises(AlreadyAdoptedError):
        await ledger.submitted(other, provider_id, "found")
    assert (await ledger.entry(other)).state is S.INTENDED


async def test_a_prediction_nobody_stands_for_is_free(ledger: Ledger) -> None:
    _, provider_id = await submitted(ledger)
    assert not await ledger.adopted_elsewhere("maker", fresh("prediction"))
    assert not await ledger.adopted_elsewhere("another", provider_id)


async def test_what_is_reserved_is_exact(ledger: Ledger) -> None:
    key = fresh("a")
    await ledger.intend(intent(key, cost="1234567.8901"))
    entry = await ledger.entry(key)
    assert entry.cost_reserved == Decimal("1234567.8901")
    assert entry.cost_settled is None


async def test_what_is_settled_is_exact_and_comes_with_its_receipt(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.stored(key, {"model": "maker/clip"}, Decimal("0.2665"))
    entry = await ledger.entry(key)
    assert entry.cost_settled == Decimal("0.2665")
    assert entry.receipt == {"model": "maker/clip"}


async def test_closing_releases_what_was_reserved(ledger: Ledger, database: Database) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.close(key, S.FAILED, "rejected: bad prompt")
    entry = await ledger.entry(key)
    assert (entry.state, entry.cost_settled, entry.error) == (S.FAILED, Decimal(0), "rejected: bad prompt")
    assert (await moves(database, key))[-1] == ("intended", "failed", "rejected: bad prompt")


async def test_closing_what_is_settled_changes_nothing(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.stored(key, {}, Decimal("0.3"))
    await ledger.close(key, S.FAILED, "too late")
    entry = await ledger.entry(key)
    assert (entry.state, entry.cost_settled, entry.error) == (S.SUCCEEDED, Decimal("0.3"), None)


async def test_what_succeeded_was_paid_for_even_if_it_never_came_home(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.close(key, S.EXPIRED, "the file is not a video")
    entry = await ledger.entry(key)
    assert (entry.state, entry.cost_settled) == (S.EXPIRED, Decimal("0.2665"))
    assert entry.error == "the file is not a video"


async def test_what_succeeded_and_nobody_wants_waits_to_be_brought_home(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.close(key, S.CANCELED, "nobody waits for it")
    entry = await ledger.entry(key)
    assert (entry.state, entry.money, entry.wanted) == (S.SUCCEEDED, MoneyState.RESERVED, False)


async def test_a_request_may_leave_once(ledger: Ledger) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    tries = await asyncio.gather(*(ledger.about_to_post(key) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(left, AlreadyPostedError) for left in tries) == 4 and None in tries
    await ledger.nothing_posted(key)
    await ledger.about_to_post(key)


async def test_two_predictions_of_one_attempt_whose_ids_begin_alike_have_a_row_each(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    start = fresh("prediction-of-one-time-")
    twins = {await ledger.twin(key, f"{start}-{end}", "twice") for end in ("a", "b")}
    assert len(twins) == 2
    assert {(await ledger.entry(twin)).provider_id for twin in twins} == {f"{start}-a", f"{start}-b"}


async def test_a_project_lists_its_attempts_oldest_first(ledger: Ledger) -> None:
    project_id = fresh()
    keys = [f"{project_id}/{number}" for number in (2, 1, 3)]
    for key in keys:
        await ledger.intend(intent(key, project_id=project_id))
    assert [entry.attempt_key for entry in await ledger.of_project(project_id)] == keys


async def test_an_unknown_attempt_is_said_to_be_unknown(ledger: Ledger) -> None:
    with pytest.raises(UnknownAttemptError):
        await ledger.entry("nothing")
    with pytest.raises(UnknownAttemptError):
        await ledger.about_to_post("nothing")


@pytest.mark.parametrize("words", ["a\x00b", "half a pair \ud800 here"])
async def test_words_that_postgresql_cannot_hold_do_not_lose_an_outcome(ledger: Ledger, words: str) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.FAILED, output={"log": words}, error=words)
    assert (await ledger.entry(key)).state is S.FAILED
