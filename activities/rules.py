"""The planner, the reader and the judge by rules, in a thread of their own, loaded with the first use."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from activities.heartbeats import beating
from planner.embedding import Embedder
from planner.moderation import Moderator
from planner.planner import Planner
from planner.reader import Reader

Result = TypeVar("Result")


class Rules:
    """What works without any model but the small one of sentences that is part of the installation."""

    @cached_property
    def reader(self) -> Reader:
        """Reads prompts."""
        return Reader(self._embedder)

    @cached_property
    def planner(self) -> Planner:
        """Plans films."""
        return Planner(self.reader)

    @cached_property
    def moderator(self) -> Moderator:
        """Judges texts."""
        return Moderator(self._embedder)

    @cached_property
    def _embedder(self) -> Embedder:
        return Embedder()


class RuleRoom:
    """Runs work with the rules, one piece at a time: they keep what they have read, and share it with nobody."""

    def __init__(self) -> None:
        self._rules = Rules()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rules")

    async def run(self, work: Callable[[Rules], Result]) -> Result:
        """The result of ``work``, which is given the rules in their thread; heartbeats meanwhile."""
        async with beating():
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._rules)

    def close(self) -> None:
        """Let the work under way end, and take no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)
