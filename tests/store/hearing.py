"""Listening to PostgreSQL's notifications as another process would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import psycopg

from store.database import Database


class Notes(Protocol):
    async def __call__(self, count: int, *, patience_s: float = 10) -> list[str]: ...


@asynccontextmanager
async def heard(database: Database, channel: str) -> AsyncIterator[Notes]:
    """Gives the next payloads on ``channel``, fewer when no more come in time."""
    url = database.url.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as listener:
        await listener.execute(f"LISTEN {channel}")

        async def notes(count: int, *, patience_s: float = 10) -> list[str]:
            return [note.payload async for note in listener.notifies(timeout=patience_s, stop_after=count)]

        yield notes
