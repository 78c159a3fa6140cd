"""Projects as readers see them, and their events."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select

from film.budget import BudgetScope
from film.events import Event, ProjectView
from film.model import Value
from film.production import Production
from film.progress import merged
from film.status import WAITING_PROJECT_STATES, ProjectState
from store.budgets import set_cap
from store.clock import now
from store.database import Database
from store.plain import plain
from store.tables import EventRow, ProjectRow

EVENTS_CHANNEL = "project_events"


class UnknownProjectError(LookupError):
    """There is no such project, or it belongs to somebody else."""


class ProjectCard(Value):
    """A project in a list."""

    project_id: str
    mode: str
    prompt: str
    state: ProjectState
    title: str | None
    progress: float
    created_at: datetime
    updated_at: datetime


class StoredProject(ProjectCard):
    """A project as it was ordered, and its read model."""

    opening: Production
    view: ProjectView


class Projects:
    """Queries over projects. Each takes the owner, so that nobody sees a stranger's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, opening: Production, view: ProjectView, cap_usd: Decimal | None = None) -> bool:
        """Write a new project's row and its cap; ``False`` when its id is there already, with the cap it has."""
        brief = opening.brief
        moment = now()
        row = {
            "project_id": view.project_id,
            "owner": opening.owner,
            "mode": brief.mode.value,
            "prompt": brief.prompt,
            "state": view.state.value,
            "title": view.title,
            "progress": view.progress,
            "opening": opening.model_dump(mode="json"),
            "view": view.model_dump(mode="json"),
            "last_event": 0,
            "created_at": moment,
            "updated_at": moment,
        }
        async with self._database.transaction() as session:
            statement = insert(ProjectRow).values(row).on_conflict_do_nothing().returning(ProjectRow.project_id)  # type: ignore[call-overload]
            if (await session.exec(statement)).first() is None:
                return False
            await set_cap(session, BudgetScope.PROJECT, view.project_id, cap_usd)
            return True

    async def discard(self, project_id: str) -> None:
        """Remove a row whose workflow could not be started, and its cap."""
        async with self._database.transaction() as session:
            row = await session.get(ProjectRow, project_id)
            if row is not None:
                await session.delete(row)
                await set_cap(session, BudgetScope.PROJECT, project_id, None)

    async def record(self, project_id: str, events: Sequence[Event], view: ProjectView) -> None:
        """Append events and refresh the read model, in one transaction; saying it twice changes nothing.

        Listeners on ``EVENTS_CHANNEL`` are told the project's id when the transaction commits. Raises
        ``UnknownProjectError`` when the project's row is gone.
        """
        async with self._database.transaction() as session:
            query = select(ProjectRow).where(ProjectRow.project_id == project_id).with_for_update()
            row = (await session.exec(query)).first()
            if row is None:
                raise UnknownProjectError(project_id)
            if events:
                rows = [
                    {"project_id": project_id, **event.model_dump(mode="json", exclude={"at"}), "at": event.at}
                    for event in events
                ]
                await session.exec(insert(EventRow).values(rows).on_conflict_do_nothing())
            if view.last_event >= row.last_event:
                row.state, row.progress = view.state.value, view.progress
                row.title = plain(view.title) if view.title else view.title
                whole = merged(ProjectView.model_validate(row.view), view)
                row.view, row.last_event = whole.model_dump(mode="json"), view.last_event
                row.updated_at = now()
            await session.exec(
                text("SELECT pg_notify(:channel, :project)").bindparams(channel=EVENTS_CHANNEL, project=project_id)
            )  # type: ignore[call-overload]

    async def get(self, owner: str, project_id: str) -> StoredProject:
        """One project of this owner; ``UnknownProjectError`` otherwise."""
        async with self._database.transaction() as session:
            row = await session.get(ProjectRow, project_id)
            if row is None or row.owner != owner:
                raise UnknownProjectError(project_id)
            return _stored(row)

    async def never_started(self) -> list[StoredProject]:
        """Projects whose workflow has recorded nothing yet, anybody's."""
        query = select(ProjectRow).where(ProjectRow.last_event == 0)
        async with self._database.transaction() as session:
            return [_stored(row) for row in await session.exec(query)]

    async def spending(self, owner: str) -> list[str]:
        """The ids of this owner's projects that are buying, or wait for money or a decision about a purchase."""
        states = [state.value for state in (ProjectState.SHOOTING, *WAITING_PROJECT_STATES)]
        query = select(ProjectRow.project_id).where(ProjectRow.owner == owner, col(ProjectRow.state).in_(states))
        async with self._database.transaction() as session:
            return list(await session.exec(query))

    async def page(
        self, owner: str, *, state: ProjectState | None, before: datetime | None, limit: int
    ) -> list[ProjectCard]:
        """This owner's projects, newest first, created before ``before``."""
        query = select(ProjectRow).where(ProjectRow.owner == owner)
        if state is not None:
            query = query.where(ProjectRow.state == state.value)
        if before is not None:
            query = query.where(col(ProjectRow.created_at) < before)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(ProjectRow.created_at).desc()).limit(limit))
            return [ProjectCard(**_card(row)) for row in rows]

    async def count_in(self, states: Sequence[ProjectState]) -> int:
        """How many projects of anybody are in one of these states."""
        query = select(func.count()).select_from(ProjectRow).where(col(ProjectRow.state).in_([s.value for s in states]))
        async with self._database.transaction() as session:
            return (await session.exec(query)).one()

    async def events_after(self, project_id: str, seq: int, *, limit: int = 500) -> list[Event]:
        """Events with a greater ``seq``, in order."""
        query = select(EventRow).where(EventRow.project_id == project_id, EventRow.seq > seq)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(EventRow.seq)).limit(limit))
            return [Event.model_validate(row.model_dump(exclude={"project_id"})) for row in rows]


def _stored(row: ProjectRow) -> StoredProject:
    return StoredProject(
        **_card(row),
        opening=Production.model_validate(row.opening),
        view=ProjectView.model_validate(row.view),
    )


def _card(row: ProjectRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ProjectCard.model_fields}
