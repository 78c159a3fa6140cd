"""Webhooks that came in: each counted once, its prediction known from then on, its waiter woken."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from film.model import Value
from film.status import PREDICTION_MOVES, PredictionState, move
from store.clock import now
from store.database import Database
from store.plain import plain
from store.tables import PredictionMoveRow, PredictionRow, WebhookDeliveryRow, WebhookTallyRow

PREDICTIONS_CHANNEL = "predictions"

_KEEP = timedelta(days=2)
"""How long a delivery is remembered: far longer than any provider sends one again."""


class Verdict(StrEnum):
    """What a webhook was.

    ``news``: of a prediction that is known. ``early``: it came before the answer to the POST, and told the id.
    ``doubled``: it had come before. ``unknown``: of nothing we asked for. ``twin``: of a second prediction for one
    attempt. ``forged``: its signature is wrong. ``stale``: it is too old, or from the future. ``unreadable``: signed,
    but no prediction.
    """

    NEWS = "news"
    EARLY = "early"
    DOUBLED = "doubled"
    UNKNOWN = "unknown"
    TWIN = "twin"
    FORGED = "forged"
    STALE = "stale"
    UNREADABLE = "unreadable"


class Arrival(Value):
    """What a webhook was, and whose: ``workflow_id`` is the workflow that makes the purchase.

    ``was_unknown`` says that nobody knew what had become of the call until now.
    """

    verdict: Verdict
    attempt_key: str | None = None
    workflow_id: str | None = None
    was_unknown: bool = False


class Tally(Value):
    """How many webhooks of one kind came in on one day (UTC)."""

    day: date
    verdict: Verdict
    count: int


class Inbox:
    """Deliveries, remembered in the database so that any number of API processes share them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, webhook_id: str, provider: str, attempt_key: str | None, provider_id: str) -> Arrival:
        """Take in a webhook whose signature is good: once, however often and wherever it is delivered."""
        webhook_id, provider_id = plain(webhook_id), plain(provider_id)
        async with self._database.transaction() as session:
            delivery = {"provider": provider, "webhook_id": webhook_id, "verdict": "", "received_at": now()}
            added = await session.exec(
                insert(WebhookDeliveryRow)  # type: ignore[call-overload]
                .values(delivery | {"attempt_key": attempt_key})
                .on_conflict_do_nothing()
                .returning(WebhookDeliveryRow.webhook_id)
            )
            if added.first() is None:
                arrival = Arrival(verdict=Verdict.DOUBLED, attempt_key=attempt_key)
            else:
                arrival = await _judged(session, provider, attempt_key, provider_id)
                row = await session.get_one(WebhookDeliveryRow, (provider, webhook_id))
                row.verdict, row.attempt_key = arrival.verdict.value, arrival.attempt_key
            if arrival.verdict in (Verdict.NEWS, Verdict.EARLY):
                notify = text("SELECT pg_notify(:channel, :key)")
                await session.exec(notify, params={"channel": PREDICTIONS_CHANNEL, "key": arrival.attempt_key})  # type: ignore[call-overload]
            await _count(session, arrival.verdict)
            return arrival

    async def count(self, verdict: Verdict) -> None:
        """Count a webhook that was turned away."""
        async with self._database.transaction() as session:
            await _count(session, verdict)

    async def tally(self, since: date) -> list[Tally]:
        """The counts from a day on."""
        query = select(WebhookTallyRow).where(WebhookTallyRow.day >= since)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(WebhookTallyRow.day), col(WebhookTallyRow.verdict)))
            return [Tally.model_validate(row.model_dump()) for row in rows]

    async def forget_old(self) -> None:
        """Forget deliveries that cannot come again any more."""
        async with self._database.transaction() as session:
            await session.exec(delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.received_at) < now() - _KEEP))


async def _judged(session: AsyncSession, provider: str, attempt_key: str | None, provider_id: str) -> Arrival:
    """What a first delivery is; an early one writes the provider's id where the POST's answer will look for it."""
    query = select(PredictionRow).where(PredictionRow.provider == provider).with_for_update()
    row = (await session.exec(query.where(PredictionRow.provider_id == provider_id))).first()
    if row is not None:
        return Arrival(verdict=Verdict.NEWS, attempt_key=row.attempt_key, workflow_id=row.workflow_id)
    named = (await session.exec(query.where(PredictionRow.attempt_key == attempt_key))).first() if attempt_key else None
    if named is None or named.posting_at is None:
        return Arrival(verdict=Verdict.UNKNOWN, attempt_key=attempt_key)
    if named.provider_id == provider_id:
        # The answer to the POST was being written while this was looked up.
        return Arrival(verdict=Verdict.NEWS, attempt_key=named.attempt_key, workflow_id=named.workflow_id)
    if named.provider_id is not None:
        return Arrival(verdict=Verdict.TWIN, attempt_key=named.attempt_key, workflow_id=named.workflow_id)
    before, moment = PredictionState(named.state), now()
    if PredictionState.SUBMITTED not in PREDICTION_MOVES[before]:
        return Arrival(verdict=Verdict.UNKNOWN, attempt_key=attempt_key)
    named.state = move(PREDICTION_MOVES, before, PredictionState.SUBMITTED).value
    named.provider_id, named.updated_at = provider_id, moment
    session.add(
        PredictionMoveRow(
            attempt_key=named.attempt_key,
            before=before.value,
            after=named.state,
            reason="a webhook told its id before the provider's answer did",
            at=moment,
        )
    )
    return Arrival(
        verdict=Verdict.EARLY,
        attempt_key=named.attempt_key,
        workflow_id=named.workflow_id,
        was_unknown=before is PredictionState.UNKNOWN,
    )


async def _count(session: AsyncSession, verdict: Verdict) -> None:
    row = insert(WebhookTallyRow).values(day=now().date(), verdict=verdict.value, count=1)
    one_more = {"count": WebhookTallyRow.count + 1}
    await session.exec(row.on_conflict_do_update(index_elements=["day", "verdict"], set_=one_more))
