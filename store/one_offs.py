"""One-off generations as they were ordered: there before their workflow is, so that none is lost or made twice."""

from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from film.model import Value
from film.predictions import ONE_OFF_ENDS, OneOffState, prediction_order_key
from store.clock import now
from store.database import Database
from store.plain import plain
from store.tables import OneOffRow


class UnknownPredictionError(LookupError):
    """There is no such one-off generation, or it belongs to somebody else."""


class OneOff(Value):
    """An order. ``state`` and ``error`` are how it ended, once that was seen; until then it is ``ordered``."""

    prediction_id: str
    owner: str
    state: OneOffState
    started: bool
    order: dict[str, JsonValue]
    error: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def order_key(self) -> str:
        """What its attempts are found by in the ledger."""
        return prediction_order_key(self.prediction_id)


class OneOffs:
    """Queries over one-off generations. Reading takes the owner, so that nobody sees a stranger's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, prediction_id: str, owner: str, order: dict[str, Any]) -> bool:
        """Write an order; ``False`` when its id is there already."""
        moment = now()
        row = {
            "prediction_id": prediction_id,
            "owner": owner,
            "state": OneOffState.ORDERED.value,
            "started": False,
            "order": order,
            "created_at": moment,
            "updated_at": moment,
        }
        async with self._database.transaction() as session:
            added = insert(OneOffRow).values(row).on_conflict_do_nothing().returning(OneOffRow.prediction_id)  # type: ignore[call-overload]
            return (await session.exec(added)).first() is not None

    async def discard(self, prediction_id: str) -> None:
        """Remove an order whose workflow could not be started."""
        async with self._database.transaction() as session:
            row = await session.get(OneOffRow, prediction_id)
            if row is not None:
                await session.delete(row)

    async def started(self, prediction_id: str) -> None:
        """Note that its workflow has been started: it never is again."""
        async with self._database.transaction() as session:
            row = await session.get(OneOffRow, prediction_id, with_for_update=True)
            if row is not None:
                row.started, row.updated_at = True, now()

    async def ended(self, prediction_id: str, state: OneOffState, error: str | None) -> None:
        """Keep how it ended. The first that is told stays."""
        async with self._database.transaction() as session:
            row = await session.get(OneOffRow, prediction_id, with_for_update=True)
            if row is not None and OneOffState(row.state) not in ONE_OFF_ENDS:
                row.state, row.error, row.updated_at = state.value, plain(error) if error else None, now()

    async def get(self, owner: str, prediction_id: str) -> OneOff:
        """One order of this owner; ``UnknownPredictionError`` otherwise."""
        async with self._database.transaction() as session:
            row = await session.get(OneOffRow, prediction_id)
            if row is None or row.owner != owner:
                raise UnknownPredictionError(prediction_id)
            return _one_off(row)

    async def page(self, owner: str, *, before: datetime | None, limit: int) -> list[OneOff]:
        """This owner's orders, newest first, made before ``before``."""
        query = select(OneOffRow).where(OneOffRow.owner == owner)
        if before is not None:
            query = query.where(col(OneOffRow.created_at) < before)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(OneOffRow.created_at).desc()).limit(limit))
            return [_one_off(row) for row in rows]

    async def under_way(self, owner: str) -> list[str]:
        """The ids of this owner's orders that have not been seen to end."""
        ends = [state.value for state in ONE_OFF_ENDS]
        query = select(OneOffRow.prediction_id).where(OneOffRow.owner == owner, col(OneOffRow.state).not_in(ends))
        async with self._database.transaction() as session:
            return list(await session.exec(query))

    async def never_started(self) -> list[OneOff]:
        """Orders whose workflow may not have been started, anybody's."""
        query = select(OneOffRow).where(col(OneOffRow.started).is_(False))
        async with self._database.transaction() as session:
            return [_one_off(row) for row in await session.exec(query)]


def _one_off(row: OneOffRow) -> OneOff:
    return OneOff.model_validate(row.model_dump())
