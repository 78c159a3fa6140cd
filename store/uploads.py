"""Files that people bring: what they are, and whose."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from film.assets import AssetKind
from film.model import Value
from store.clock import now
from store.database import Database
from store.tables import UploadRow


class Upload(Value):
    """A file somebody brought. Pictures have a size in pixels, sounds a length; ``transparent`` says that a picture
    has parts that can be seen through.
    """

    key: str
    kind: AssetKind
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    transparent: bool = False
    duration_s: float | None = None


class KeptUpload(Upload):
    """An upload as it is listed."""

    created_at: datetime


class Uploads:
    """Queries over uploads. Each takes the owner, so that nobody names a stranger's file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, owner: str, upload: Upload) -> KeptUpload:
        """Note a file that is stored. The same file again is the upload it was before."""
        row = {"owner": owner, "created_at": now(), **upload.model_dump(mode="json")}
        async with self._database.transaction() as session:
            await session.exec(insert(UploadRow).values(row).on_conflict_do_nothing())
            return _kept(await session.get_one(UploadRow, (owner, upload.key)))

    async def of(self, owner: str, keys: Iterable[str]) -> dict[str, KeptUpload]:
        """This owner's uploads among ``keys``, by key."""
        query = select(UploadRow).where(UploadRow.owner == owner, col(UploadRow.key).in_(list(keys)))
        async with self._database.transaction() as session:
            return {row.key: _kept(row) for row in await session.exec(query)}

    async def page(self, owner: str, *, before: datetime | None, limit: int) -> Sequence[KeptUpload]:
        """This owner's uploads, newest first, brought before ``before``."""
        query: Any = select(UploadRow).where(UploadRow.owner == owner)
        if before is not None:
            query = query.where(col(UploadRow.created_at) < before)
        async with self._database.transaction() as session:
            rows = await session.exec(query.order_by(col(UploadRow.created_at).desc()).limit(limit))
            return [_kept(row) for row in rows]


def _kept(row: UploadRow) -> KeptUpload:
    return KeptUpload.model_validate(row.model_dump(exclude={"owner"}))
