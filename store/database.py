"""The connection to PostgreSQL: one engine per process, one short transaction per call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from store.plain import plain_json

_CONNECT_TIMEOUT_S = 10
_STATEMENT_TIMEOUT_MS = 15_000


class Database:
    """An engine and its sessions. Close it when the process ends."""

    def __init__(self, url: str) -> None:
        options = f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}"
        self._engine: AsyncEngine = create_async_engine(
            url,
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
            pool_timeout=_CONNECT_TIMEOUT_S,
            json_serializer=plain_json,
            connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "options": options},
        )
        self.url = url

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end of the block and rolls back when it raises."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()
