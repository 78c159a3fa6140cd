"""Bells: whoever waits for a key is woken by any process, and by nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import text

from store.bells import Bells
from store.database import Database
from tests.store.samples import fresh

CHANNEL = "bells_of_a_test"


async def ring(database: Database, key: str) -> None:
    async with database.transaction() as session:
        await session.exec(text("SELECT pg_notify(:channel, :key)"), params={"channel": CHANNEL, "key": key})  # type: ignore[call-overload]


async def listeners(database: Database) -> list[int]:
    query = text("SELECT pid FROM pg_stat_activity WHERE query = :query")
    async with database.transaction() as session:
        found = await session.exec(query, params={"query": f"LISTEN {CHANNEL}"})  # type: ignore[call-overload]
        return [row[0] for row in found]


async def rung(database: Database, key: str, event: asyncio.Event) -> None:
    """Ring until it is heard: a notification may be lost while a listener connects."""
    async with asyncio.timeout(20):
        while not event.is_set():
            await ring(database, key)
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture
async def bells(database: Database) -> AsyncIterator[Bells]:
    found = Bells(database, CHANNEL)
    async with found.listening():
        yield found


async def test_everybody_who_waits_for_a_key_is_woken_and_nobody_else(bells: Bells, database: Database) -> None:
    key = fresh()
    with bells.bell(key) as one, bells.bell(key) as two, bells.bell(fresh()) as other:
        await rung(database, key, one)
        assert two.is_set() and not other.is_set()


async def test_a_bell_rings_again_when_it_was_cleared(bells: Bells, database: Database) -> None:
    key = fresh()
    with bells.bell(key) as event:
        for _ in range(2):
            event.clear()
            await rung(database, key, event)


async def test_a_listener_whose_connection_breaks_comes_back(bells: Bells, database: Database) -> None:
    key = fresh()
    with bells.bell(key) as event:
        await rung(database, key, event)
        async with database.transaction() as session:
            for pid in await listeners(database):
                await session.exec(text("SELECT pg_terminate_backend(:pid)"), params={"pid": pid})  # type: ignore[call-overload]
        await asyncio.sleep(0.1)
        event.clear()
        await rung(database, key, event)


async def test_nobody_is_kept_when_nobody_waits(bells: Bells) -> None:
    key = fresh()
    with bells.bell(key), bells.bell(key):
        pass
    assert key not in bells._waiting
