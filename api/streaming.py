"""The event stream: every open stream of a project is woken when something is recorded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from film.events import Event
from film.status import TERMINAL_PROJECT_STATES
from store.bells import Bells
from store.projects import Projects

_LOOK_AGAIN_S = 5.0
"""A notification may be lost while the listener reconnects, so streams look by themselves too."""


class EventFeed:
    """Follows the events of projects."""

    def __init__(self, bells: Bells, projects: Projects) -> None:
        self._bells = bells
        self._projects = projects

    async def follow(self, owner: str, project_id: str, after: int) -> AsyncIterator[Event]:
        """Events after ``after``, then new ones as they are recorded; ends with a project that is over for good."""
        with self._bells.bell(project_id) as bell:
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
