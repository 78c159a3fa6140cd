"""The production's log: events in order, written in batches with the read model that follows from them."""

from pydantic import JsonValue
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import RECORD, RecordBatch
    from film.events import Event, EventType, ProjectView
    from film.production import Production
    from film.progress import news, portions, view_of

from workflows.calls import call
from workflows.policies import RECORDING

_MOST_BYTES = 8_000


def _in_portions(latest: ProjectView) -> list[ProjectView]:
    """A film that is finished anew has news of every scene at once: too much for one payload."""
    told = portions(latest, _MOST_BYTES)
    return told if len(told) > 1 and workflow.patched("portions") else [latest]


class Recorder:
    """Collects events and writes them one batch at a time, so that order is kept and bursts cost one write."""

    def __init__(self, production: Production) -> None:
        self._production = production
        self._told = view_of(production)
        self._pending: list[Event] = []
        self._writing = False
        self._closing = False

    @property
    def quiet(self) -> bool:
        """Whether everything that was noted is written."""
        return not self._pending and not self._writing

    def note(self, event_type: EventType, **data: JsonValue) -> None:
        """Add an event; it is written soon."""
        self._production.last_event += 1
        event = Event(seq=self._production.last_event, type=event_type, at=workflow.now(), data=data)
        self._pending.append(event)

    async def run(self) -> None:
        """Write until ``close``; returns when nothing is pending any more."""
        while True:
            await workflow.wait_condition(lambda: bool(self._pending) or self._closing)
            if not self._pending:
                return
            events, self._pending = tuple(self._pending), []
            view = view_of(self._production)
            latest = news(self._told, view)
            self._told = view
            self._writing = True
            await self._write(events, _in_portions(latest))
            self._writing = False

    async def _write(self, events: tuple[Event, ...], told: list[ProjectView]) -> None:
        more = f" and {len(events) - 1} more" if len(events) > 1 else ""
        for number, view in enumerate(told, 1):
            batch = RecordBatch(project_id=self._production.project_id, events=events if number == 1 else (), view=view)
            part = f", part {number}" if number > 1 else ""
            await call(RECORD, batch, RECORDING, f"Record {events[0].type.value}{more}{part}")

    def close(self) -> None:
        """Let ``run`` return once everything is written."""
        self._closing = True
