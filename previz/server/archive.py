"""What survives a kill: predictions and uploads, in one SQLite file."""

import asyncio
import base64
import secrets
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from film.model import Value
from previz.server.records import Prediction

_SCHEMA = """
CREATE TABLE IF NOT EXISTS prediction (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, created_at TEXT NOT NULL,
    ended_at TEXT, webhook_due INTEGER NOT NULL DEFAULT 0, document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS prediction_created ON prediction (created_at);
CREATE INDEX IF NOT EXISTS prediction_ended ON prediction (ended_at);
CREATE INDEX IF NOT EXISTS prediction_live ON prediction (number) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS prediction_webhook ON prediction (number) WHERE webhook_due;
CREATE TABLE IF NOT EXISTS upload (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

Answer = TypeVar("Answer")


class Upload(Value):
    """A file sent to ``/v1/files``."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    metadata: dict[str, object]
    created_at: datetime
    expires_at: datetime


class Archive:
    """The database, behind one thread of its own: every method is one transaction and returns once it is on file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._forgotten_to = ""

    async def open(self) -> None:
        """Create or open the file."""

        def connect() -> None:
            self._db = sqlite3.connect(self._path, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_SCHEMA)

        await asyncio.get_running_loop().run_in_executor(self._thread, connect)

    async def close(self) -> None:
        """Close the file after what is under way."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        self._db.close()

    async def insert(self, prediction: Prediction) -> Prediction:
        """Keep a new prediction; returns it with its number, which orders all predictions ever created."""

        def work(db: sqlite3.Connection) -> Prediction:
            row = db.execute(
                "INSERT INTO prediction (id, model, created_at, document) VALUES (?, ?, ?, '')",
                (prediction.id, prediction.model, on_file(prediction.created_at)),
            )
            numbered = prediction.model_copy(update={"number": row.lastrowid})
            db.execute("UPDATE prediction SET document = ? WHERE id = ?", (numbered.model_dump_json(), numbered.id))
            return numbered

        return await self.transaction(work)

    async def update(self, prediction: Prediction) -> bool:
        """Keep the new state of a prediction that has not ended; ``False``, and no change, when it has."""

        def work(db: sqlite3.Connection) -> bool:
            ended = prediction.completed_at
            row = db.execute(
                "UPDATE prediction SET document = ?, ended_at = ?, webhook_due = ? WHERE id = ? AND ended_at IS NULL",
                (
                    prediction.model_dump_json(),
                    ended and on_file(ended),
                    int(ended is not None and prediction.webhook is not None),
                    prediction.id,
                ),
            )
            return row.rowcount == 1

        return await self.transaction(work)

    async def get(self, prediction_id: str) -> Prediction | None:
        """The prediction with this id."""
        found = await self._select("WHERE id = ?", prediction_id)
        return found[0] if found else None

    async def page(
        self, *, after: datetime | None, before: datetime | None, below: int | None, limit: int
    ) -> list[Prediction]:
        """Newest first: those created from ``after`` on, before ``before``, with a number below ``below``."""
        return await self._select(
            "WHERE created_at >= ? AND created_at < ? AND number < ? ORDER BY number DESC LIMIT ?",
            on_file(after) if after else "",
            on_file(before) if before else "~",
            below if below is not None else 2**62,
            limit,
        )

    async def unfinished(self) -> list[Prediction]:
        """All that have not ended, oldest first."""
        return await self._select("WHERE ended_at IS NULL ORDER BY number")

    async def webhooks_due(self, since: datetime) -> list[Prediction]:
        """Those that ended at or after ``since`` without their last webhook having been received."""
        return await self._select("WHERE webhook_due AND ended_at >= ? ORDER BY number", on_file(since))

    async def webhook_done(self, prediction_id: str) -> None:
        """Note that the last webhook needs no further try."""
        await self.transaction(
            lambda db: db.execute("UPDATE prediction SET webhook_due = 0 WHERE id = ?", (prediction_id,))
        )

    async def forget(self, ended_before: datetime) -> list[str]:
        """Blank the data of predictions that ended before a time, as Replicate does; returns their ids."""

        def work(db: sqlite3.Connection) -> list[str]:
            rows = db.execute(
                "SELECT document FROM prediction WHERE ended_at >= ? AND ended_at < ?",
                (self._forgotten_to, on_file(ended_before)),
            )
            old = [Prediction.model_validate_json(row[0]) for row in rows.fetchall()]
            old = [p for p in old if not p.data_removed]
            for p in old:
                bare = p.model_copy(update={"input": {}, "output": None, "logs": "", "data_removed": True})
                db.execute("UPDATE prediction SET document = ? WHERE id = ?", (bare.model_dump_json(), p.id))
            # What ended before that is blank already, and need not be read at the next sweep.
            self._forgotten_to = max(self._forgotten_to, on_file(ended_before))
            return [p.id for p in old]

        return await self.transaction(work)

    async def created(self, since: datetime | None = None) -> dict[str, int]:
        """How many predictions were ever created, or created at or after a time, by model."""
        query = "SELECT model, count(*) FROM prediction WHERE created_at >= ? GROUP BY model"
        return await self.transaction(lambda db: dict(db.execute(query, (on_file(since) if since else "",))))

    async def webhook_secret(self) -> str:
        """The signing secret, made at the first call."""

        def work(db: sqlite3.Connection) -> str:
            fresh = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
            db.execute("INSERT OR IGNORE INTO secret VALUES ('webhook', ?)", (fresh,))
            return str(db.execute("SELECT value FROM secret WHERE name = 'webhook'").fetchone()[0])

        return await self.transaction(work)

    async def add_upload(self, upload: Upload) -> None:
        """Keep a new upload."""
        row = (upload.id, upload.model_dump_json())
        await self.transaction(lambda db: db.execute("INSERT INTO upload (id, document) VALUES (?, ?)", row))

    async def uploads(self) -> list[Upload]:
        """All uploads, newest first."""
        return await self.transaction(
            lambda db: [
                Upload.model_validate_json(row[0])
                for row in db.execute("SELECT document FROM upload ORDER BY number DESC")
            ]
        )

    async def upload(self, upload_id: str) -> Upload | None:
        """The upload with this id."""
        query = "SELECT document FROM upload WHERE id = ?"
        row = await self.transaction(lambda db: db.execute(query, (upload_id,)).fetchone())
        return Upload.model_validate_json(row[0]) if row else None

    async def drop_upload(self, upload_id: str) -> bool:
        """Forget an upload; ``False`` when there was none."""
        return await self.transaction(
            lambda db: db.execute("DELETE FROM upload WHERE id = ?", (upload_id,)).rowcount == 1
        )

    async def _select(self, where: str, *values: str | int) -> list[Prediction]:
        query = f"SELECT document FROM prediction {where}"  # noqa: S608 -- every ``where`` is a literal above
        return await self.transaction(
            lambda db: [Prediction.model_validate_json(row[0]) for row in db.execute(query, values)]
        )

    async def transaction(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """What ``work`` returns, once all it did is on file."""

        def committed() -> Answer:
            with self._db:
                return work(self._db)

        return await asyncio.get_running_loop().run_in_executor(self._thread, committed)


def on_file(time: datetime) -> str:
    """A time as the database keeps it: in UTC, so that texts sort as times do."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
