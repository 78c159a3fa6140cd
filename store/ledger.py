"""The ledger of paid calls: the row is there before the call, and every move of it is kept."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from film.model import Value
from film.status import PREDICTION_MOVES, MoneyState, PredictionState, move
from store.budgets import OverBudgetError, check_budgets
from store.clock import now
from store.database import Database
from store.moves import OPEN, AlreadyAdoptedError, adopt, end, go, money_at_close, note_move, settle
from store.plain import plain
from store.tables import PredictionRow


class UnknownAttemptError(LookupError):
    """The ledger has no row for this attempt."""


class AlreadyPostedError(ValueError):
    """The request of this attempt has left before, and nobody has said yet what became of it."""


_UNDER_WAY = frozenset({PredictionState.SUBMITTED, PredictionState.RUNNING})


class Intent(Value):
    """What is about to be bought, for whom and by which workflow. ``input`` holds keys of stored files, never URLs."""

    attempt_key: str
    order_key: str
    owner: str
    project_id: str | None
    scene_id: str | None
    take: int | None
    stage: str
    workflow_id: str | None = None
    provider: str
    model: str
    input: dict[str, JsonValue]
    cost: Decimal
    currency: str = "USD"


class Entry(Value):
    """A ledger row as activities need it."""

    attempt_key: str
    order_key: str
    owner: str
    project_id: str | None
    scene_id: str | None
    take: int | None
    stage: str
    workflow_id: str | None
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
    currency: str
    money: MoneyState
    wanted: bool
    cost_reserved: Decimal
    cost_settled: Decimal | None
    created_at: datetime
    updated_at: datetime

    @property
    def cost(self) -> Decimal:
        """What it has cost, or may yet."""
        return self.cost_reserved if self.cost_settled is None else self.cost_settled


class Ledger:
    """The moves of single rows. Each call is one committed transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def intend(self, intent: Intent) -> Entry:
        """Write the intent and reserve its cost in one transaction, or return the row that is there already.

        Raises ``OverBudgetError`` when a cap does not allow it; then nothing is written.
        """
        moment = now()
        row = intent.model_dump(exclude={"cost"}) | {
            "state": PredictionState.INTENDED.value,
            "money": MoneyState.RESERVED.value,
            "wanted": True,
            "progress": 0.0,
            "cost_reserved": intent.cost,
            "created_at": moment,
            "updated_at": moment,
        }
        async with self._database.transaction() as session:
            if found := await session.get(PredictionRow, intent.attempt_key):
                return entry_of(found)
            try:
                await check_budgets(session, intent.owner, intent.project_id, intent.cost, moment)
            except OverBudgetError:
                # What fills the cap may be this very row, written by another try while this one waited its turn.
                if found := await session.get(PredictionRow, intent.attempt_key):
                    return entry_of(found)
                raise
            added = await session.exec(
                insert(PredictionRow).values(row).on_conflict_do_nothing().returning(PredictionRow.attempt_key)  # type: ignore[call-overload]
            )
            if added.first() is not None:
                note_move(session, intent.attempt_key, None, PredictionState.INTENDED, "intent written", moment)
            return entry_of(await _locked(session, intent.attempt_key))

    async def about_to_post(self, attempt_key: str) -> None:
        """Commit that the POST may leave from now on: after a crash the provider must be asked first.

        Only one may have the row's leave at a time, since two tries of one activity may run beside each other when the
        first is taken for dead. Raises ``AlreadyPostedError`` for the second, and ``IllegalMoveError`` for a closed
        attempt, whose answer could not be kept.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.posting_at is not None or row.provider_id is not None:
                raise AlreadyPostedError(f"the request of {attempt_key} has left before")
            move(PREDICTION_MOVES, PredictionState(row.state), PredictionState.SUBMITTED)
            row.posting_at = row.updated_at = now()

    async def nothing_posted(self, attempt_key: str) -> None:
        """Note that the provider has refused the POST: nothing was created, so nothing need be looked for."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            row.posting_at, row.updated_at = None, now()

    async def unknown(self, attempt_key: str, reason: str) -> None:
        """Note that a POST has left and nobody can say what became of it."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.state == PredictionState.INTENDED:
                go(session, row, PredictionState.UNKNOWN, reason)

    async def absent(self, attempt_key: str, reason: str) -> bool:
        """Close an attempt that is proven never to have reached its provider: its reserve is released.

        ``False``, and nothing happens, when its id has become known meanwhile.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.provider_id is not None:
                return False
            if PredictionState(row.state) in OPEN:
                row.error = reason
                go(session, row, PredictionState.FAILED, reason)
                settle(row, MoneyState.RELEASED, None)
            return True

    async def submitted(self, attempt_key: str, provider_id: str, reason: str) -> None:
        """Keep the provider's id; a webhook may have told it before.

        Raises ``AlreadyAdoptedError`` when another attempt has it, or this one has another.
        """
        try:
            async with self._database.transaction() as session:
                adopt(session, await _locked(session, attempt_key), provider_id, reason)
        except IntegrityError as error:
            raise AlreadyAdoptedError(f"{provider_id} belongs to another attempt") from error

    async def answered(
        self,
        attempt_key: str,
        provider_id: str,
        state: PredictionState,
        *,
        output: JsonValue,
        error: str | None,
        cost: Decimal,
    ) -> None:
        """Keep the id and the end of a call whose answer was both, in one transaction.

        Of what failed ``cost`` is charged; what succeeded is settled where it is stored. An answer that is known
        already changes nothing. Raises ``AlreadyAdoptedError`` when another attempt has the id.
        """
        money = MoneyState.RESERVED if state is PredictionState.SUCCEEDED else MoneyState.SETTLED
        try:
            async with self._database.transaction() as session:
                row = await _locked(session, attempt_key)
                if row.provider_id is None:
                    adopt(session, row, provider_id, "answered by the provider")
                    end(session, row, state, output, error, money, cost)
        except IntegrityError as conflict:
            raise AlreadyAdoptedError(f"{provider_id} is the name of another call") from conflict

    async def running(self, attempt_key: str, progress: float) -> None:
        """Note that the provider works on it, and how far it is (0..1). Never moves a finished row."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.state == PredictionState.SUBMITTED:
                go(session, row, PredictionState.RUNNING, "the provider started")
            if row.state == PredictionState.RUNNING:
                row.progress, row.updated_at = max(row.progress, progress), now()

    async def ended(
        self,
        attempt_key: str,
        state: PredictionState,
        *,
        output: JsonValue,
        error: str | None,
        money: MoneyState = MoneyState.RESERVED,
        cost: Decimal | None = None,
    ) -> None:
        """Keep how the prediction ended, with its raw output or error, and what that means for its money.

        ``cost`` is what it is charged, where that is known now. What succeeded stays reserved until it is stored; what
        expired is settled, unless ``money`` says that only the bill can tell. Raises ``IllegalMoveError`` when the row
        has ended in another way.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            if row.state != state:
                end(session, row, state, output, error, money, cost)

    async def stored(self, attempt_key: str, receipt: dict[str, Any], cost: Decimal) -> None:
        """Settle: the output is home and its cost is known."""
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            row.receipt, row.updated_at = receipt, now()
            settle(row, MoneyState.SETTLED, cost)

    async def close(self, attempt_key: str, state: PredictionState, reason: str, *, wanted: bool = False) -> None:
        """Close a row that brought nothing home, or note that nobody wants it where it cannot be closed yet.

        What was never sent is released. What may have been sent and cannot be found is ``unknown`` and maybe billed,
        whatever ``state`` says, so that it is still looked for. What its provider works on stays open until it has
        ended there, and what it delivered until it is home, or given up as ``expired``. What is closed stays as it is.
        """
        async with self._database.transaction() as session:
            row = await _locked(session, attempt_key)
            before = PredictionState(row.state)
            row.wanted = row.wanted and wanted
            if row.money != MoneyState.RESERVED or before in _UNDER_WAY:
                return
            if before is PredictionState.SUCCEEDED and state is not PredictionState.EXPIRED:
                return
            row.error, row.updated_at = row.error or plain(reason), now()
            in_doubt = before in OPEN and row.posting_at is not None
            after = PredictionState.UNKNOWN if in_doubt else state
            if after in PREDICTION_MOVES[before]:
                go(session, row, after, reason)
            settle(row, money_at_close(before, in_doubt=in_doubt), None)

    async def twin(self, attempt_key: str, provider_id: str, reason: str) -> str:
        """Write a row for a second prediction of one attempt, which nobody wants; returns its key."""
        moment = now()
        async with self._database.transaction() as session:
            first = await _locked(session, attempt_key)
            key = f"{attempt_key}/twin-{provider_id}"
            row = first.model_dump() | {
                "attempt_key": key,
                "provider_id": provider_id,
                "state": PredictionState.SUBMITTED.value,
                "money": MoneyState.RESERVED.value,
                "wanted": False,
                "output": None,
                "receipt": None,
                "error": None,
                "cost_settled": None,
                "created_at": moment,
                "updated_at": moment,
            }
            added = await session.exec(
                insert(PredictionRow).values(row).on_conflict_do_nothing().returning(PredictionRow.attempt_key)  # type: ignore[call-overload]
            )
            if added.first() is not None:
                note_move(session, key, None, PredictionState.SUBMITTED, reason, moment)
            return key

    async def entry(self, attempt_key: str) -> Entry:
        """One row; ``UnknownAttemptError`` when there is none."""
        async with self._database.transaction() as session:
            row = await session.get(PredictionRow, attempt_key)
            if row is None:
                raise UnknownAttemptError(attempt_key)
            return entry_of(row)

    async def of_project(self, project_id: str) -> list[Entry]:
        """All rows of a project, oldest first."""
        return await self._where(col(PredictionRow.project_id) == project_id)

    async def of_order(self, order_key: str) -> list[Entry]:
        """All attempts at one order, oldest first."""
        return await self._where(col(PredictionRow.order_key) == order_key)

    async def of_orders(self, order_keys: Collection[str]) -> list[Entry]:
        """All attempts at these orders, oldest first."""
        return await self._where(col(PredictionRow.order_key).in_(order_keys))

    async def adopted_elsewhere(self, provider: str, provider_id: str, besides: str | None = None) -> bool:
        """Whether another row than that of the attempt ``besides`` stands for this prediction of the provider."""
        async with self._database.transaction() as session:
            query = select(PredictionRow.attempt_key)
            query = query.where(PredictionRow.provider == provider, PredictionRow.provider_id == provider_id)
            return (await session.exec(query)).first() not in (None, besides)

    async def _where(self, condition: Any) -> list[Entry]:
        query = select(PredictionRow).where(condition)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(PredictionRow.created_at), col(PredictionRow.attempt_key)))
            return [entry_of(row) for row in rows]


def entry_of(row: PredictionRow) -> Entry:
    """A row as the rest of the program sees it."""
    return Entry.model_validate(row.model_dump(include=set(Entry.model_fields)))


async def _locked(session: AsyncSession, attempt_key: str) -> PredictionRow:
    row = (
        await session.exec(select(PredictionRow).where(PredictionRow.attempt_key == attempt_key).with_for_update())
    ).first()
    if row is None:
        raise UnknownAttemptError(attempt_key)
    return row
