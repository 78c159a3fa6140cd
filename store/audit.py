"""Questions over the whole ledger: what is open too long, what was paid for and is not home, what nobody knows."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from film.status import MoneyState, PredictionState
from store.clock import now
from store.database import Database
from store.ledger import Entry, entry_of
from store.moves import OPEN
from store.tables import PredictionRow

_UNDER_WAY = (PredictionState.SUBMITTED, PredictionState.RUNNING)
_OPEN = [state.value for state in sorted(OPEN)]
_FINDABLE = timedelta(days=1)


class Audit:
    """Reads the ledger for the reconciler."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def in_doubt(self, provider: str, quiet_for: timedelta) -> list[Entry]:
        """Rows whose POST may have left, without an id, and that nobody has touched for a while.

        Those of days ago are left to the bill: providers have cleared away what would tell whose a prediction is.
        """
        return await self._rows(
            col(PredictionRow.provider) == provider,
            col(PredictionRow.posting_at) > now() - _FINDABLE,
            col(PredictionRow.provider_id).is_(None),
            col(PredictionRow.state).in_(_OPEN),
            col(PredictionRow.updated_at) < now() - quiet_for,
        )

    async def open(self, quiet_for: timedelta) -> list[Entry]:
        """Rows without an id whose money is reserved, and that nobody has touched for a while."""
        return await self._rows(
            col(PredictionRow.provider_id).is_(None),
            col(PredictionRow.state).in_(_OPEN),
            col(PredictionRow.money) == MoneyState.RESERVED.value,
            col(PredictionRow.updated_at) < now() - quiet_for,
        )

    async def under_way(self, quiet_for: timedelta) -> list[Entry]:
        """Rows that wait for their provider and that nobody has touched for a while."""
        return await self._rows(
            col(PredictionRow.state).in_([state.value for state in _UNDER_WAY]),
            col(PredictionRow.updated_at) < now() - quiet_for,
        )

    async def not_home(self, quiet_for: timedelta) -> list[Entry]:
        """Rows whose provider has delivered, that may still have to be brought home."""
        return await self._rows(
            col(PredictionRow.state) == PredictionState.SUCCEEDED.value,
            col(PredictionRow.receipt).is_(None),
            col(PredictionRow.money) != MoneyState.SETTLED.value,
            col(PredictionRow.updated_at) < now() - quiet_for,
        )

    async def known(self, provider: str, provider_ids: Collection[str]) -> set[str]:
        """Which of these predictions of a provider have a row."""
        query = select(PredictionRow.provider_id).where(
            PredictionRow.provider == provider, col(PredictionRow.provider_id).in_(provider_ids)
        )
        async with self._database.transaction() as session:
            return {found for found in await session.exec(query) if found}

    async def _rows(self, *conditions: Any) -> list[Entry]:
        query = select(PredictionRow).where(*conditions).order_by(col(PredictionRow.created_at)).limit(500)
        async with self._database.transaction() as session:
            return [entry_of(row) for row in await session.exec(query)]
