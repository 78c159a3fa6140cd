"""Being woken by other processes: one listener on PostgreSQL per process rings whoever waits for a key."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import psycopg
from tenacity import retry, retry_if_exception_type, wait_exponential

from store.database import Database

_FIRST_WAIT_S = 5.0


class Bells:
    """Rings at notifications on one channel whose payload is a key.

    A notification may be lost while the listener reconnects, so whoever waits must also look by itself now and then.
    """

    def __init__(self, database: Database, channel: str) -> None:
        self._url = database.url.replace("postgresql+psycopg://", "postgresql://")
        self._channel = channel
        self._is_listening = asyncio.Event()
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen for the length of the block, reconnecting as often as needed.

        It begins once the listener is heard, or when the database does not answer for a while.
        """
        task = asyncio.create_task(self._listen())
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_listening.wait(), _FIRST_WAIT_S)
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @contextmanager
    def bell(self, key: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever ``key`` is rung; clear it before looking."""
        event = asyncio.Event()
        self._waiting[key].add(event)
        try:
            yield event
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]

    @retry(wait=wait_exponential(multiplier=0.5, max=15), retry=retry_if_exception_type(psycopg.Error))
    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            await connection.execute(f"LISTEN {self._channel}")
            self._is_listening.set()
            async for note in connection.notifies():
                for event in self._waiting.get(note.payload, ()):
                    event.set()
