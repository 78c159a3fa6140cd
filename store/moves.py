"""How a locked row of the ledger moves: every move noted, its money with it."""

from datetime import datetime
from decimal import Decimal

from pydantic import JsonValue
from sqlmodel.ext.asyncio.session import AsyncSession

from film.status import MONEY_MOVES, PREDICTION_MOVES, MoneyState, PredictionState, move
from store.clock import now
from store.plain import plain
from store.tables import PredictionMoveRow, PredictionRow

OPEN = frozenset({PredictionState.INTENDED, PredictionState.UNKNOWN})
"""States in which no prediction is known to stand behind the row."""

_PAID_FOR = frozenset({PredictionState.SUCCEEDED, PredictionState.EXPIRED})


class AlreadyAdoptedError(ValueError):
    """Another row stands for this prediction of the provider."""


def adopt(session: AsyncSession, row: PredictionRow, provider_id: str, reason: str) -> None:
    """Let the row stand for a prediction; ``AlreadyAdoptedError`` when it stands for another."""
    if row.provider_id == provider_id:
        return
    if row.provider_id is not None:
        raise AlreadyAdoptedError(f"{row.attempt_key} stands for {row.provider_id}, not for {provider_id}")
    row.provider_id = provider_id
    go(session, row, PredictionState.SUBMITTED, reason)


def end(
    session: AsyncSession,
    row: PredictionRow,
    state: PredictionState,
    output: JsonValue,
    error: str | None,
    money: MoneyState,
    cost: Decimal | None,
) -> None:
    """Move the row to the state in which its prediction ended. What succeeded is settled where it is stored."""
    row.output, row.error = output, plain(error) if error else error
    row.progress = 1.0 if state is PredictionState.SUCCEEDED else row.progress
    go(session, row, state, error or "the provider ended it")
    if state is PredictionState.SUCCEEDED:
        row.cost_reserved = row.cost_reserved if cost is None else cost
        return
    expired = state is PredictionState.EXPIRED and money is MoneyState.RESERVED
    settle(row, MoneyState.SETTLED if expired else money, cost)


def money_at_close(before: PredictionState, *, in_doubt: bool) -> MoneyState:
    """What becomes of the money of a row that is closed in the state ``before``."""
    if before in _PAID_FOR:
        return MoneyState.SETTLED
    if before in OPEN and not in_doubt:
        return MoneyState.RELEASED
    return MoneyState.MAYBE_BILLED


def settle(row: PredictionRow, money: MoneyState, cost: Decimal | None) -> None:
    """Move the money; what is settled at no stated cost costs what was reserved."""
    before = MoneyState(row.money)
    if money is before:
        return
    row.money = move(MONEY_MOVES, before, money).value
    row.cost_settled = {
        MoneyState.RELEASED: Decimal(0),
        MoneyState.SETTLED: row.cost_reserved if cost is None else cost,
    }.get(money)


def go(session: AsyncSession, row: PredictionRow, after: PredictionState, reason: str) -> None:
    """Move the row to another state; ``IllegalMoveError`` when that may not follow."""
    before = PredictionState(row.state)
    moment = now()
    row.state, row.updated_at = move(PREDICTION_MOVES, before, after).value, moment
    note_move(session, row.attempt_key, before, after, reason, moment)


def note_move(
    session: AsyncSession,
    attempt_key: str,
    before: PredictionState | None,
    after: PredictionState,
    reason: str,
    moment: datetime,
) -> None:
    """Keep a move with its reason."""
    session.add(
        PredictionMoveRow(
            attempt_key=attempt_key,
            before=before.value if before else None,
            after=after.value,
            reason=plain(reason[:500]),
            at=moment,
        )
    )
