"""The event stream: one listener on PostgreSQL per process wakes every open stream of a project."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from tenacity import retry, retry_if_exception_type, wait_exponential

from film.events import Event
from film.status import TERMINAL_PROJECT_STATES
from store.database import Database
from store.projects import EVENTS_CHANNEL, Projects

log = structlog.get_logger()

_LOOK_AGAIN_S = 5.0
"""A notification may be lost while the listener reconnects, so streams look by themselves too."""


class EventFeed:
    """Tells streams when a project has new events."""

    def __init__(self, database: Database, projects: Projects) -> None:
        self._url = database.url.replace("postgresql+psycopg://", "postgresql://")
        self._projects = projects
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen for the length of the block, reconnecting as often as needed."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def follow(self, owner: str, project_id: str, after: int) -> AsyncIterator[Event]:
        """Events after ``after``, then new ones as they are recorded; ends with a project that is over for good."""
        bell = asyncio.Event()
        self._waiting[project_id].add(bell)
        try:
            while True:
                bell.clear()
                over = (await self._projects.get(owner, project_id)).state in TERMINAL_PROJECT_STATES
                events = await self._projects.events_after(project_id, after)
                for event in events:
                    yield event
                    after = event.seq
                if over and not events:
                    return
                if not events:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(bell.wait(), _LOOK_AGAIN_S)
        finally:
            self._waiting[project_id].discard(bell)
            if not self._waiting[project_id]:
                del self._waiting[project_id]

    @retry(wait=wait_exponential(multiplier=0.5, max=15), retry=retry_if_exception_type(psycopg.Error))
    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            await connection.execute(f"LISTEN {EVENTS_CHANNEL}")
            async for note in connection.notifies():
                for bell in self._waiting.get(note.payload, ()):
                    bell.set()
