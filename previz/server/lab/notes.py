"""The laboratory's notes: its plan and counts, in the server's archive."""

import sqlite3

from previz.server.archive import Archive

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS lab_plan (one INTEGER PRIMARY KEY CHECK (one = 1), document TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS lab_count (rule TEXT NOT NULL, about TEXT NOT NULL, seen INTEGER NOT NULL, "
    "hits INTEGER NOT NULL, PRIMARY KEY (rule, about))",
)

CountRow = tuple[str, str, int, int]
"""Rule, prediction (or nothing), calls seen, calls struck."""


class Notes:
    """What the laboratory must not forget when the server is killed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def read(self) -> tuple[str | None, list[CountRow]]:
        """The plan on file, if there is one, and all counts."""

        def work(db: sqlite3.Connection) -> tuple[str | None, list[CountRow]]:
            for table in _SCHEMA:
                db.execute(table)
            plan = db.execute("SELECT document FROM lab_plan").fetchone()
            return plan and plan[0], db.execute("SELECT rule, about, seen, hits FROM lab_count").fetchall()

        return await self._archive.transaction(work)

    async def keep_plan(self, document: str, *, forget_counts: bool) -> None:
        """Keep a plan; with ``forget_counts``, without any counts."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO lab_plan VALUES (1, ?)", (document,))
            if forget_counts:
                db.execute("DELETE FROM lab_count")

        await self._archive.transaction(work)

    async def keep_counts(self, rows: list[CountRow]) -> None:
        """Keep counts."""
        query = "INSERT OR REPLACE INTO lab_count VALUES (?, ?, ?, ?)"
        await self._archive.transaction(lambda db: db.executemany(query, rows))
