"""What becomes of the money of a call: through every end there is, and never through one that is not legal."""

from decimal import Decimal
from itertools import product

import pytest

from film.status import MONEY_MOVES, IllegalMoveError, MoneyState, PredictionState, move
from store.ledger import Ledger
from store.moves import AlreadyAdoptedError
from tests.store.samples import fresh, intent
from tests.store.test_ledger import submitted

S, M = PredictionState, MoneyState
COST = Decimal("0.2665")


async def posted(ledger: Ledger) -> str:
    """A row whose POST may have left."""
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    return key


async def money(ledger: Ledger, key: str) -> tuple[MoneyState, Decimal | None]:
    entry = await ledger.entry(key)
    return entry.money, entry.cost_settled


def test_only_the_stated_moves_of_money_are_legal() -> None:
    legal = {(before, after) for before, afters in MONEY_MOVES.items() for after in afters}
    assert {before for before, _ in legal} == {M.RESERVED, M.RELEASED, M.MAYBE_BILLED}
    for before, after in product(M, M):
        if (before, after) in legal:
            assert move(MONEY_MOVES, before, after) is after
        else:
            with pytest.raises(IllegalMoveError):
                move(MONEY_MOVES, before, after)


async def test_a_call_that_was_never_sent_costs_nothing(ledger: Ledger) -> None:
    key = fresh("a")
    await ledger.intend(intent(key))
    await ledger.close(key, S.FAILED, "rejected")
    assert await money(ledger, key) == (M.RELEASED, Decimal(0))
    assert (await ledger.entry(key)).cost == 0


async def test_a_call_that_was_given_up_in_doubt_may_be_billed(ledger: Ledger) -> None:
    key = await posted(ledger)
    await ledger.unknown(key, "the connection broke")
    assert ((await ledger.entry(key)).state, await money(ledger, key)) == (S.UNKNOWN, (M.RESERVED, None))
    await ledger.close(key, S.UNKNOWN, "written off")
    assert await money(ledger, key) == (M.MAYBE_BILLED, None)
    assert (await ledger.entry(key)).cost == COST


async def test_a_call_that_runs_when_it_is_given_up_stays_open_until_it_has_ended(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.close(key, S.CANCELED, "nobody waits")
    entry = await ledger.entry(key)
    assert (entry.state, entry.money, entry.wanted) == (S.SUBMITTED, M.RESERVED, False)


@pytest.mark.parametrize("state", [S.CANCELED, S.FAILED, S.UNKNOWN])
async def test_a_call_in_doubt_stays_unknown_whatever_it_is_closed_as(ledger: Ledger, state: PredictionState) -> None:
    key = await posted(ledger)
    await ledger.close(key, state, "nobody waits")
    assert ((await ledger.entry(key)).state, await money(ledger, key)) == (S.UNKNOWN, (M.MAYBE_BILLED, None))


async def test_a_call_given_up_in_doubt_and_found_delivered_is_settled_when_it_is_home(ledger: Ledger) -> None:
    key = await posted(ledger)
    await ledger.close(key, S.UNKNOWN, "given up")
    await ledger.submitted(key, fresh("prediction"), "found at the provider")
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    assert await money(ledger, key) == (M.MAYBE_BILLED, None)
    await ledger.stored(key, {}, COST)
    assert await money(ledger, key) == (M.SETTLED, COST)


async def test_a_call_given_up_in_doubt_and_proven_absent_is_released(ledger: Ledger) -> None:
    key = await posted(ledger)
    await ledger.close(key, S.UNKNOWN, "given up")
    assert await ledger.absent(key, "not in the list")
    assert ((await ledger.entry(key)).state, await money(ledger, key)) == (S.FAILED, (M.RELEASED, Decimal(0)))


async def test_an_answer_and_its_id_are_one_move(ledger: Ledger) -> None:
    key, other = await posted(ledger), await posted(ledger)
    for _ in range(2):
        await ledger.answered(key, f"req-{key}", S.SUCCEEDED, output={}, error=None, cost=Decimal("0.1"))
    entry = await ledger.entry(key)
    assert (entry.state, entry.money, entry.cost) == (S.SUCCEEDED, M.RESERVED, Decimal("0.1"))
    with pytest.raises(AlreadyAdoptedError):
        await ledger.answered(other, f"req-{key}", S.SUCCEEDED, output={}, error=None, cost=COST)
    assert (await ledger.entry(other)).state is S.INTENDED


async def test_doubt_is_noted_only_about_a_call_that_has_left(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.unknown(key, "too late to doubt")
    assert (await ledger.entry(key)).state is S.SUBMITTED


async def test_a_call_that_is_proven_absent_costs_nothing(ledger: Ledger) -> None:
    key = await posted(ledger)
    await ledger.unknown(key, "the connection broke")
    await ledger.absent(key, "the provider has no such prediction")
    entry = await ledger.entry(key)
    assert (entry.state, entry.money, entry.error) == (S.FAILED, M.RELEASED, "the provider has no such prediction")


async def test_a_call_with_an_id_is_never_called_absent(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    assert not await ledger.absent(key, "not in the list")
    assert ((await ledger.entry(key)).state, await money(ledger, key)) == (S.SUBMITTED, (M.RESERVED, None))


async def test_what_was_written_off_and_then_arrives_is_settled(ledger: Ledger) -> None:
    key = await posted(ledger)
    await ledger.close(key, S.UNKNOWN, "given up")
    await ledger.stored(key, {}, Decimal("0.3"))
    assert await money(ledger, key) == (M.SETTLED, Decimal("0.3"))


@pytest.mark.parametrize(
    ("ends", "cost", "expected"),
    [
        ((S.FAILED, M.RELEASED), None, (M.RELEASED, Decimal(0))),
        ((S.FAILED, M.MAYBE_BILLED), None, (M.MAYBE_BILLED, None)),
        ((S.CANCELED, M.SETTLED), Decimal("0.01"), (M.SETTLED, Decimal("0.01"))),
        ((S.EXPIRED, M.RESERVED), None, (M.SETTLED, COST)),
    ],
)
async def test_the_end_says_what_became_of_the_money(
    ledger: Ledger,
    ends: tuple[PredictionState, MoneyState],
    cost: Decimal | None,
    expected: tuple[MoneyState, Decimal | None],
) -> None:
    key, _ = await submitted(ledger)
    state, becomes = ends
    await ledger.ended(key, state, output=None, error="over", money=becomes, cost=cost)
    assert await money(ledger, key) == expected


async def test_what_succeeded_stays_reserved_at_its_true_cost_until_it_is_home(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None, cost=Decimal("0.5"))
    assert await money(ledger, key) == (M.RESERVED, None)
    assert (await ledger.entry(key)).cost == Decimal("0.5")


async def test_money_that_is_settled_never_moves_again(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    await ledger.ended(key, S.SUCCEEDED, output="https://x/y.mp4", error=None)
    await ledger.stored(key, {}, COST)
    await ledger.stored(key, {}, Decimal(9))
    await ledger.absent(key, "gone")
    assert await money(ledger, key) == (M.SETTLED, COST)


async def test_a_second_prediction_of_one_attempt_has_a_row_that_nobody_wants(ledger: Ledger) -> None:
    key, _ = await submitted(ledger)
    other = fresh("prediction")
    twin = await ledger.twin(key, other, "the provider accepted it twice")
    assert await ledger.twin(key, other, "told again") == twin
    entry = await ledger.entry(twin)
    assert (entry.provider_id, entry.wanted, entry.money, entry.state) == (other, False, M.RESERVED, S.SUBMITTED)
    assert (entry.cost_reserved, (await ledger.entry(key)).wanted) == (COST, True)


async def test_closing_says_whether_anybody_still_waits(ledger: Ledger) -> None:
    given_up, kept = fresh("a"), fresh("a")
    for key, wanted in ((given_up, False), (kept, True)):
        await ledger.intend(intent(key))
        await ledger.close(key, S.FAILED, "no", wanted=wanted)
    assert not (await ledger.entry(given_up)).wanted and (await ledger.entry(kept)).wanted


async def test_an_attempt_remembers_who_pays_and_who_buys(ledger: Ledger) -> None:
    key, owner = f"predictions/{fresh()}/1", fresh("anna")
    entry = await ledger.intend(intent(key, owner=owner, project_id=None))
    assert (entry.owner, entry.project_id, entry.currency) == (owner, None, "USD")
    assert entry.workflow_id == "project-None-s1-take-1"
    assert [found.attempt_key for found in await ledger.of_order(key.rpartition("/")[0])] == [key]
