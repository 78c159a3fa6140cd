"""Execution avoidance: a result is remembered under the digest of everything that went into it."""

import hashlib
import json
from typing import TypeVar

from sqlalchemy.dialects.postgresql import insert

from film.model import Value
from store.clock import now
from store.database import Database
from store.tables import DerivedRow

Result = TypeVar("Result", bound=Value)


def digest(kind: str, engine_version: int, inputs: Value, *, ignoring: set[str] | None = None) -> str:
    """SHA-256 of the canonical JSON of ``inputs``, the kind of work and the version of the code that does it.

    ``ignoring`` names the fields that say for whom the work is done, not what it is.
    """
    document = {"kind": kind, "engine": engine_version, "inputs": inputs.model_dump(mode="json", exclude=ignoring)}
    return hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Derived:
    """Remembered results. Writing one twice keeps the first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: str, model: type[Result]) -> Result | None:
        """The result under this digest, if there is one."""
        async with self._database.transaction() as session:
            row = await session.get(DerivedRow, key)
            return model.model_validate(row.result) if row else None

    async def keep(self, key: str, kind: str, result: Value) -> None:
        """Remember a result."""
        row = {"digest": key, "kind": kind, "result": result.model_dump(mode="json"), "created_at": now()}
        async with self._database.transaction() as session:
            await session.exec(insert(DerivedRow).values(row).on_conflict_do_nothing())
