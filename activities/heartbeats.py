"""Heartbeats for work that cannot report: a call to a provider, a file on its way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

_BEAT_S = 4.0


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Heartbeat for the length of the block, so that a slow answer is not taken for a dead worker."""
    beats = asyncio.create_task(_beat()) if activity.in_activity() else None
    try:
        yield
    finally:
        if beats:
            beats.cancel()


async def _beat() -> None:
    while True:
        await asyncio.sleep(_BEAT_S)
        activity.heartbeat()
