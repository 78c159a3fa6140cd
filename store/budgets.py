"""Spending caps and what is committed under them. A reservation is checked where it is written."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from film.budget import Budget, BudgetScope, Shortage
from film.status import MoneyState
from store.clock import now
from store.database import Database
from store.tables import BudgetRow, PredictionRow

_CURRENCY = "USD"
_COMMITTED = (MoneyState.RESERVED, MoneyState.SETTLED, MoneyState.MAYBE_BILLED)


class OverBudgetError(Exception):
    """A cap does not allow a purchase; ``shortage`` says which, and by how much."""

    def __init__(self, shortage: Shortage) -> None:
        super().__init__(shortage.reason)
        self.shortage = shortage


class Budgets:
    """The caps of projects and owners."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, scope: BudgetScope, subject: str, cap_usd: Decimal | None) -> None:
        """Set a cap, or lift it with ``None``. ``subject`` is a project id, or an owner."""
        async with self._database.transaction() as session:
            await set_cap(session, scope, subject, cap_usd)

    async def of(self, owner: str, project_id: str | None = None) -> list[Budget]:
        """The budgets of an owner, or of one project and its owner, with what is committed under each."""
        async with self._database.transaction() as session:
            return [await _budget(session, *scope) for scope in _scopes(owner, project_id, now())]

    async def of_project(self, owner: str, project_id: str) -> Budget:
        """The budget of one project alone."""
        async with self._database.transaction() as session:
            return await _budget(session, *_scopes(owner, project_id, now())[0])


async def set_cap(session: AsyncSession, scope: BudgetScope, subject: str, cap_usd: Decimal | None) -> None:
    """Set or lift a cap within somebody's transaction."""
    if cap_usd is None:
        lifted = delete(BudgetRow).where(col(BudgetRow.scope) == scope.value, col(BudgetRow.subject) == subject)
        await session.exec(lifted)
        return
    values = {"cap": cap_usd, "currency": _CURRENCY, "updated_at": now()}
    wanted = insert(BudgetRow).values(scope=scope.value, subject=subject, **values)
    await session.exec(wanted.on_conflict_do_update(index_elements=["scope", "subject"], set_=values))


async def check_budgets(
    session: AsyncSession, owner: str, project_id: str | None, cost: Decimal, moment: datetime
) -> None:
    """Refuse a cost that a cap does not allow, within the transaction that is about to reserve it.

    Reservations of one owner are made one after the other, so that two never fit into the same gap.
    Raises ``OverBudgetError`` with the first cap that is short.
    """
    if cost <= 0:
        return
    await session.exec(text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))"), params={"owner": owner})  # type: ignore[call-overload]
    scopes = _scopes(owner, project_id, moment)
    caps = await _caps(session, [(scope.value, subject) for scope, subject, _ in scopes])
    for scope, subject, where in scopes:
        cap = caps.get((scope.value, subject))
        if cap is None:
            continue
        committed = await _committed(session, where)
        if committed + cost > cap:
            raise OverBudgetError(Shortage(scope=scope, cap_usd=cap, committed_usd=committed, asked_usd=cost))


def _scopes(owner: str, project_id: str | None, moment: datetime) -> list[tuple[BudgetScope, str, Sequence[Any]]]:
    """Each cap that applies, whose it is, and which rows count under it."""
    today = datetime.combine(moment.date(), time.min, tzinfo=moment.tzinfo)
    mine = col(PredictionRow.owner) == owner
    found: list[tuple[BudgetScope, str, Sequence[Any]]] = [
        (BudgetScope.OWNER, owner, [mine]),
        (BudgetScope.DAY, owner, [mine, col(PredictionRow.created_at) >= today]),
    ]
    if project_id is not None:
        found.insert(0, (BudgetScope.PROJECT, project_id, [col(PredictionRow.project_id) == project_id]))
    return found


async def _budget(session: AsyncSession, scope: BudgetScope, subject: str, where: Sequence[Any]) -> Budget:
    key = (scope.value, subject)
    caps, committed = await _caps(session, [key]), await _committed(session, where)
    return Budget(scope=scope, cap_usd=caps.get(key), committed_usd=committed)


async def _caps(session: AsyncSession, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Decimal]:
    """The caps that there are, by scope and subject."""
    found = await session.exec(select(BudgetRow).where(tuple_(BudgetRow.scope, BudgetRow.subject).in_(keys)))
    return {(row.scope, row.subject): row.cap for row in found}


async def _committed(session: AsyncSession, where: Sequence[Any]) -> Decimal:
    cost = func.coalesce(PredictionRow.cost_settled, PredictionRow.cost_reserved)
    query = select(func.coalesce(func.sum(cost), 0)).where(
        *where, col(PredictionRow.currency) == _CURRENCY, col(PredictionRow.money).in_([m.value for m in _COMMITTED])
    )
    return Decimal((await session.exec(query)).one())
