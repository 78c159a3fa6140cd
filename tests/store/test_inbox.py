"""Webhooks: each is judged once, however often and wherever it is delivered."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from film.status import PredictionState
from store.clock import now
from store.database import Database
from store.inbox import PREDICTIONS_CHANNEL, Arrival, Inbox, Verdict
from store.ledger import Ledger
from store.tables import PredictionRow, WebhookDeliveryRow
from tests.store.hearing import heard
from tests.store.samples import fresh, intent
from tests.store.test_ledger import moves, submitted

S = PredictionState


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


async def take(inbox: Inbox, attempt_key: str | None, provider_id: str, webhook_id: str | None = None) -> Arrival:
    return await inbox.take(webhook_id or fresh("msg"), "maker", attempt_key, provider_id)


async def counted(inbox: Inbox) -> Counter[Verdict]:
    return Counter({tally.verdict: tally.count for tally in await inbox.tally(now().date())})


async def test_news_of_a_known_prediction_wakes_its_waiter(ledger: Ledger, inbox: Inbox, database: Database) -> None:
    key, provider_id = await submitted(ledger)
    async with heard(database, PREDICTIONS_CHANNEL) as notes:
        arrival = await take(inbox, key, provider_id)
        assert await notes(1) == [key]
    assert (arrival.verdict, arrival.attempt_key, arrival.was_unknown) == (Verdict.NEWS, key, False)
    assert arrival.workflow_id == "project-p-s1-take-1"


async def test_news_finds_its_attempt_without_being_told(ledger: Ledger, inbox: Inbox) -> None:
    key, provider_id = await submitted(ledger)
    assert (await take(inbox, None, provider_id)).attempt_key == key


async def test_a_webhook_before_the_answer_to_the_post_tells_the_id(
    ledger: Ledger, inbox: Inbox, database: Database
) -> None:
    key, provider_id = fresh("a"), fresh("prediction")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    arrival = await take(inbox, key, provider_id)
    entry = await ledger.entry(key)
    assert (arrival.verdict, arrival.was_unknown) == (Verdict.EARLY, False)
    assert (entry.provider_id, entry.state) == (provider_id, S.SUBMITTED)
    assert (await moves(database, key))[-1][:2] == ("intended", "submitted")
    await ledger.submitted(key, provider_id, "the answer came after all")


async def test_a_webhook_that_meets_the_answer_to_the_post_is_news(
    ledger: Ledger, inbox: Inbox, database: Database
) -> None:
    key, provider_id = fresh("a"), fresh("prediction")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    async with database.transaction() as session:
        row = await session.get_one(PredictionRow, key, with_for_update=True)
        taking = asyncio.create_task(take(inbox, key, provider_id))
        await asyncio.sleep(0.3)
        row.provider_id, row.state = provider_id, S.SUBMITTED.value
    assert (await taking).verdict is Verdict.NEWS


async def test_a_webhook_ends_the_doubt_about_a_call(ledger: Ledger, inbox: Inbox) -> None:
    key, provider_id = fresh("a"), fresh("prediction")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    await ledger.unknown(key, "the connection broke")
    arrival = await take(inbox, key, provider_id)
    assert (arrival.verdict, arrival.was_unknown) == (Verdict.EARLY, True)
    assert (await ledger.entry(key)).provider_id == provider_id


async def test_a_second_prediction_for_one_attempt_is_a_twin_and_changes_nothing(ledger: Ledger, inbox: Inbox) -> None:
    key, provider_id = await submitted(ledger)
    arrival = await take(inbox, key, fresh("other"))
    assert (arrival.verdict, arrival.attempt_key) == (Verdict.TWIN, key)
    assert (await ledger.entry(key)).provider_id == provider_id


@pytest.mark.parametrize("named", [None, "nothing/of/ours"])
async def test_what_we_did_not_ask_for_is_unknown(inbox: Inbox, named: str | None) -> None:
    assert (await take(inbox, named, fresh("prediction"))).verdict is Verdict.UNKNOWN


async def test_an_attempt_that_was_not_sent_or_is_closed_adopts_nothing(ledger: Ledger, inbox: Inbox) -> None:
    unsent, closed = fresh("a"), fresh("a")
    await ledger.intend(intent(unsent))
    await ledger.intend(intent(closed))
    await ledger.about_to_post(closed)
    await ledger.absent(closed, "proven")
    for key in (unsent, closed):
        assert (await take(inbox, key, fresh("prediction"))).verdict is Verdict.UNKNOWN
        assert (await ledger.entry(key)).provider_id is None


async def test_another_providers_webhook_is_not_ours(ledger: Ledger, inbox: Inbox) -> None:
    key, provider_id = await submitted(ledger)
    arrival = await inbox.take(fresh("msg"), "another", key, provider_id)
    assert arrival.verdict is Verdict.UNKNOWN


async def test_a_webhook_delivered_again_is_doubled_and_wakes_nobody(
    ledger: Ledger, inbox: Inbox, database: Database
) -> None:
    key, provider_id = await submitted(ledger)
    webhook_id = fresh("msg")
    await take(inbox, key, provider_id, webhook_id)
    async with heard(database, PREDICTIONS_CHANNEL) as notes:
        assert (await take(inbox, key, provider_id, webhook_id)).verdict is Verdict.DOUBLED
        assert await notes(1, patience_s=0.3) == []


async def test_many_instances_that_get_one_webhook_at_once_take_it_once(
    ledger: Ledger, database: Database, inbox: Inbox
) -> None:
    key, provider_id, webhook_id = fresh("a"), fresh("prediction"), fresh("msg")
    await ledger.intend(intent(key))
    await ledger.about_to_post(key)
    before = await counted(inbox)
    others = [Database(database.url) for _ in range(3)]
    inboxes = [Inbox(each) for each in others] * 4
    arrivals = await asyncio.gather(*(take(each, key, provider_id, webhook_id) for each in inboxes))
    for each in others:
        await each.close()
    verdicts = Counter(arrival.verdict for arrival in arrivals)
    assert verdicts == {Verdict.EARLY: 1, Verdict.DOUBLED: 11}
    assert await counted(inbox) - before == verdicts
    assert len(await moves(database, key)) == 2


async def test_everything_that_came_in_is_counted(inbox: Inbox) -> None:
    before = await counted(inbox)
    for verdict in (Verdict.FORGED, Verdict.FORGED, Verdict.STALE):
        await inbox.count(verdict)
    await take(inbox, None, fresh("prediction"))
    assert await counted(inbox) - before == {Verdict.FORGED: 2, Verdict.STALE: 1, Verdict.UNKNOWN: 1}
    assert await inbox.tally(now().date() + timedelta(days=1)) == []


async def test_deliveries_are_forgotten_when_they_cannot_come_again(inbox: Inbox, database: Database) -> None:
    old, new = fresh("msg"), fresh("msg")
    for webhook_id in (old, new):
        await take(inbox, None, fresh("prediction"), webhook_id)
    async with database.transaction() as session:
        row = update(WebhookDeliveryRow).where(col(WebhookDeliveryRow.webhook_id) == old)
        await session.exec(row.values(received_at=now() - timedelta(days=3)))
    await inbox.forget_old()
    async with database.transaction() as session:
        query = select(WebhookDeliveryRow.webhook_id).where(col(WebhookDeliveryRow.webhook_id).in_([old, new]))
        assert list(await session.exec(query)) == [new]
