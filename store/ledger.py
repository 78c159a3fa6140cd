"""The ledger of paid calls: the row is there before the call, and every move of it is kept."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from film.catalogue import Model
from film.model import Value
from film.production import Stage
from film.status import PREDICTION_MOVES, PredictionState, move
from store.clock import now
from store.database import Database
from store.plain import plain
from store.tables import PredictionMoveRow, PredictionRow


class UnknownAttemptError(LookupError):
    """The ledger has no row for this attempt."""


class AlreadyAdoptedError(ValueError):
    """Another row stands for this prediction of the provider."""


_PAID_FOR = frozenset({PredictionState.SUCCEEDED, PredictionState.EXPIRED})


class Intent(Value):
    """What is about to be bought. ``input`` holds keys of stored files, never URLs."""

    attempt_key: str
    order_key: str
    project_id: str
    scene_id: str | None
    take: int | None
    stage: Stage
    model: Model
    input: dict[str, JsonValue]
    cost_usd: Decimal


class Entry(Value):
    """A ledger row as activities need it."""

    attempt_key: str
    project_id: str
    scene_id: str | None
    take: int | None
    stage: str
    provider: str
    model: str
    input: dict[str, JsonValue]
    state: PredictionState
    provider_id: str | None
    posting_at: datetime | None
    output: JsonValue
    receipt: dict[str, JsonValue] | None
    progress: float
    error: str | None
    cost_reserved_usd: Decimal
    cost_settled_usd: Decimal | None
    created_at: datetime
    updated_at: datetime


class Ledger:
    """Queries and moves of the ledger. Each call is one committed transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def intend(self, intent: Intent) -> Entry:
        """Write the intent and reserve its cost, or return the row that is there already."""
        moment = now()
        row = {
            "attempt_key": intent.attempt_key,
            "order_key": intent.order_key,
            "project_id": intent.project_id,
            "scene_id": intent.scene_id,
            "take": intent.take,
            "stage": intent.stage.value,
            "provider": intent.model.provider,
            "model": intent.model.slug,
            "input": intent.input,
            "state": PredictionState.INTENDED.value,
            "progress": 0.0,
            "cost_reserved_usd": intent.cost_usd,
            "created_at": moment,
            "updated_at": moment,
        }
        async with self._database.transaction() as session:
            added = await session.exec(
                insert(PredictionRow).values(row).on_conflict_do_nothing().returning(PredictionRow.attempt_key)  # type: ignore[call-overload]
            )
            if added.first() is not None:
                _note_move(session, intent.attempt_key, None, PredictionState.INTENDED, "intent written", moment)
            return _entry(await _locked(session, intent.attempt_key))

    async def about_to_post(self, attempt_key: str) -> None:
        """Commit that the POST may leave from now on: after a crash the provider must be asked first.

        Raises ``IllegalMoveError`` for a closed attempt, whose answer could not be kept.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            move(PREDICTION_MOVES, PredictionState(row.state), PredictionState.SUBMITTED)
            row.posting_at = row.updated_at = now()

    async def nothing_posted(self, attempt_key: str) -> None:
        """Note that the provider has refused the POST: nothing was created, so nothing need be looked for."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            row.posting_at, row.updated_at = None, now()

    async def submitted(self, attempt_key: str, provider_id: str, reason: str) -> None:
        """Keep the provider's id. Raises ``AlreadyAdoptedError`` when another attempt has it."""
        try:
            async with self._database.transaction() as session:
                row = await _locked(session, attempt_key)
                row.provider_id = provider_id
                _move(session, row, PredictionState.SUBMITTED, reason)
        except IntegrityError as error:
            raise AlreadyAdoptedError(f"{provider_id} belongs to another attempt") from error

    async def running(self, attempt_key: str, progress: float) -> None:
        """Note that the provider works on it, and how far it is (0..1). Never moves a finished row."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.state == PredictionState.SUBMITTED:
                _move(session, row, PredictionState.RUNNING, "the provider started")
            if row.state == PredictionState.RUNNING:
                row.progress, row.updated_at = max(row.progress, progress), now()

    async def ended(self, attempt_key: str, state: PredictionState, *, output: JsonValue, error: str | None) -> None:
        """Keep how the prediction ended, with its raw output or error."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.state == state:
                return
            row.output, row.error = output, plain(error) if error else error
            row.progress = 1.0 if state is PredictionState.SUCCEEDED else row.progress
            _move(session, row, state, error or "the provider ended it")

    async def stored(self, attempt_key: str, receipt: dict[str, Any], cost_usd: Decimal) -> None:
        """Settle: the output is home and its cost is known."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            row.receipt, row.cost_settled_usd, row.updated_at = receipt, cost_usd, now()

    async def close(self, attempt_key: str, state: PredictionState, reason: str) -> None:
        """Close a row that brought nothing home; closed and settled rows stay as they are.

        Its reserve is released, unless the provider has delivered: then it was paid for all the same.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            before = PredictionState(row.state)
            if row.cost_settled_usd is not None:
                return
            row.cost_settled_usd = row.cost_reserved_usd if before in _PAID_FOR else Decimal(0)
            row.error, row.updated_at = row.error or plain(reason), now()
            if state in PREDICTION_MOVES[before]:
                _move(session, row, state, reason)

    async def entry(self, attempt_key: str) -> Entry:
        """One row; ``UnknownAttemptError`` when there is none."""
        async with self._database.transaction() as session:
            row = await session.get(PredictionRow, attempt_key)
            if row is None:
                raise UnknownAttemptError(attempt_key)
            return _entry(row)

    async def of_project(self, project_id: str) -> list[Entry]:
        """All rows of a project, oldest first."""
        async with self._database.transaction() as session:
            query = select(PredictionRow).where(PredictionRow.project_id == project_id)
            rows = await session.exec(query.order_by(col(PredictionRow.created_at), col(PredictionRow.attempt_key)))
            return [_entry(row) for row in rows]

    async def adopted_elsewhere(self, provider: str, provider_id: str) -> bool:
        """Whether another row already stands for this prediction of the provider."""
        async with self._database.transaction() as session:
            query = select(PredictionRow.attempt_key)
            query = query.where(PredictionRow.provider == provider, PredictionRow.provider_id == provider_id)
            return (await session.exec(query)).first() is not None


async def _locked(session: AsyncSession, attempt_key: str) -> PredictionRow:
    row = (
        await session.exec(select(PredictionRow).where(PredictionRow.attempt_key == attempt_key).with_for_update())
    ).first()
    if row is None:
        raise UnknownAttemptError(attempt_key)
    return row


def _move(session: AsyncSession, row: PredictionRow, after: PredictionState, reason: str) -> None:
    before = PredictionState(row.state)
    moment = now()
    row.state, row.updated_at = move(PREDICTION_MOVES, before, after).value, moment
    _note_move(session, row.attempt_key, before, after, reason, moment)


def _note_move(
    session: AsyncSession,
    attempt_key: str,
    before: PredictionState | None,
    after: PredictionState,
    reason: str,
    moment: datetime,
) -> None:
    session.add(
        PredictionMoveRow(
            attempt_key=attempt_key,
            before=before.value if before else None,
            after=after.value,
            reason=plain(reason[:500]),
            at=moment,
        )
    )


def _entry(row: PredictionRow) -> Entry:
    return Entry.model_validate(row.model_dump(include=set(Entry.model_fields)))
