"""Purchases that wait in one workflow: for money, for a person's word, or for news of what was lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from film.holds import Decision, Hold, HoldAnswer


class Holds:
    """What waits and what was decided. ``on_change`` is awaited whenever something begins or ends to wait."""

    def __init__(self, on_change: Callable[[], Awaitable[None]]) -> None:
        self._on_change = on_change
        self._waiting: dict[str, Hold] = {}
        self._decisions: dict[str, Decision] = {}
        self._news: set[str] = set()

    @property
    def waiting(self) -> tuple[Hold, ...]:
        """What waits now, in the order in which it began."""
        return tuple(self._waiting.values())

    async def wait(self, hold: Hold, look_again: timedelta | None) -> Decision:
        """Wait for a decision; ``RETRY`` by itself after ``look_again``, or at once when there has been news."""
        key = hold.attempt_key
        if not hold.kind.is_about_money and key in self._news:
            self._news.remove(key)
            return Decision.RETRY
        self._waiting[key] = hold
        await self._on_change()
        try:
            await workflow.wait_condition(
                lambda: key in self._decisions, timeout=look_again, timeout_summary=f"{hold.label}: {hold.kind.value}"
            )
        except TimeoutError:
            self._decisions[key] = Decision.RETRY
        except asyncio.CancelledError:
            await self._done(key)
            raise
        return await self._done(key)

    async def _done(self, key: str) -> Decision:
        """Stop waiting. Not in a ``finally``: a workflow that leaves the cache must not wait for anything."""
        del self._waiting[key]
        decision = self._decisions.pop(key, Decision.RETRY)
        await self._on_change()
        return decision

    def answer(self, answer: HoldAnswer) -> None:
        """Decide about one purchase; nothing happens when it does not wait (any more)."""
        if answer.attempt_key in self._waiting:
            self._decisions[answer.attempt_key] = answer.decision

    def news(self, attempt_key: str) -> None:
        """There is news of a call that was lost: let it try again, even if it is only about to wait."""
        if attempt_key in self._waiting:
            self.answer(HoldAnswer.retry(attempt_key))
        else:
            self._news.add(attempt_key)

    def retry_money(self) -> None:
        """Let everything that waits for money try again."""
        for hold in self.waiting:
            if hold.kind.is_about_money:
                self.answer(HoldAnswer.retry(hold.attempt_key))


def refuse_senseless(answer: HoldAnswer, waiting: tuple[Hold, ...]) -> None:
    """What update validators ask. Raises ``ApplicationError`` for what does not wait, or cannot be bought again."""
    hold = next((hold for hold in waiting if hold.attempt_key == answer.attempt_key), None)
    if hold is None:
        known = ", ".join(hold.attempt_key for hold in waiting) or "nothing"
        raise ApplicationError(f"{answer.attempt_key} does not wait; {known} does", type="not_waiting")
    if answer.decision not in hold.kind.decisions:
        raise ApplicationError(
            f"{answer.attempt_key} was not bought yet; retry it or write it off", type="nothing_to_buy_again"
        )
