"""References that an owner keeps: pictures that any of their films can agree with."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from film.model import Value
from film.reference import Reference, ReferenceKind
from store.clock import now
from store.database import Database
from store.plain import plain
from store.tables import ReferenceRow

MOST_LISTED = 500


class UnknownReferenceError(LookupError):
    """There is no such reference, or it belongs to somebody else."""


class KeptReference(Value):
    """A reference in its owner's library. ``project_id`` is the film that made it; ``None`` when it was uploaded."""

    reference: Reference
    project_id: str | None
    created_at: datetime


class References:
    """Queries over references. Each takes the owner, so that nobody sees a stranger's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, owner: str, reference: Reference, project_id: str | None = None) -> KeptReference:
        """Keep a reference. What is kept under its id already stays as it is, and is given back."""
        row = {
            "owner": owner,
            "reference_id": reference.reference_id,
            "kind": reference.kind.value,
            "name": plain(reference.name),
            "looks": plain(reference.looks),
            "image": reference.image,
            "project_id": project_id,
            "created_at": now(),
        }
        async with self._database.transaction() as session:
            await session.exec(insert(ReferenceRow).values(row).on_conflict_do_nothing())
            return _kept(await session.get_one(ReferenceRow, (owner, reference.reference_id)))

    async def get(self, owner: str, reference_id: str) -> KeptReference:
        """One reference of this owner; ``UnknownReferenceError`` otherwise."""
        async with self._database.transaction() as session:
            row = await session.get(ReferenceRow, (owner, reference_id))
            if row is None:
                raise UnknownReferenceError(reference_id)
            return _kept(row)

    async def of(self, owner: str, reference_ids: Iterable[str]) -> dict[str, Reference]:
        """This owner's references among ``reference_ids``, by id."""
        wanted = col(ReferenceRow.reference_id).in_(list(reference_ids))
        query = select(ReferenceRow).where(ReferenceRow.owner == owner, wanted)
        async with self._database.transaction() as session:
            return {row.reference_id: _kept(row).reference for row in await session.exec(query)}

    async def list(self, owner: str, kind: ReferenceKind | None = None) -> Sequence[KeptReference]:
        """This owner's references, newest first, at most ``MOST_LISTED``."""
        query = select(ReferenceRow).where(ReferenceRow.owner == owner)
        if kind is not None:
            query = query.where(ReferenceRow.kind == kind.value)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(ReferenceRow.created_at).desc()).limit(MOST_LISTED))
            return [_kept(row) for row in rows]

    async def remove(self, owner: str, reference_id: str) -> None:
        """Forget a reference; films that were ordered with it keep it. ``UnknownReferenceError`` if there is none."""
        async with self._database.transaction() as session:
            row = await session.get(ReferenceRow, (owner, reference_id))
            if row is None:
                raise UnknownReferenceError(reference_id)
            await session.delete(row)


def _kept(row: ReferenceRow) -> KeptReference:
    fields = ("reference_id", "kind", "name", "looks", "image")
    reference = Reference.model_validate({name: getattr(row, name) for name in fields})
    return KeptReference(reference=reference, project_id=row.project_id, created_at=row.created_at)
