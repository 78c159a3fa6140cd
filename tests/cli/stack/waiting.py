"""Waiting in tests for what must come, without saying how fast."""

import asyncio
from collections.abc import Callable

PATIENCE_S = 60.0


async def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds; raises TimeoutError when it never does."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # other processes set no events
            await asyncio.sleep(0.02)
