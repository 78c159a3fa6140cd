"""The bill: one line for every paid call that was ever accepted, whatever became of it."""

import sqlite3
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, JsonValue

from film.model import Value
from previz.server.archive import Archive, on_file
from previz.server.desk import Desk
from previz.server.records import now, wire_time

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS direct_call (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, "
    "created_at TEXT NOT NULL, document TEXT NOT NULL)"
)


class Line(Value):
    """One line. ``id`` is a prediction's, or the request id of a call that was answered with its output; ``answer_id``
    is the id inside such an answer, where it has one.
    """

    id: str
    model: str
    status: str
    created_at: datetime
    charged_usd: Decimal
    why: str
    answer_id: str | None = None

    def shown(self) -> dict[str, JsonValue]:
        """The line as JSON."""
        return {
            **self.model_dump(mode="json", exclude_none=True),
            "created_at": wire_time(self.created_at),
            "charged_usd": _money(self.charged_usd),
        }


class Bill:
    """Predictions are billed as the desk has them on file; calls that answer at once are kept here."""

    def __init__(self, archive: Archive, desk: Desk) -> None:
        self._archive, self._desk = archive, desk

    async def open(self) -> None:
        """Make room in the archive."""
        await self._archive.transaction(lambda db: db.execute(_SCHEMA))

    async def add(self, call_id: str, model: str, usd: Decimal, why: str, *, answer_id: str | None) -> None:
        """A call was accepted; it is on file before its answer is sent."""
        line = Line(
            id=call_id,
            model=model,
            status="succeeded",
            created_at=now(),
            charged_usd=usd,
            why=why,
            answer_id=answer_id,
        )
        row = (line.id, on_file(line.created_at), line.model_dump_json())
        query = "INSERT INTO direct_call (id, created_at, document) VALUES (?, ?, ?)"
        await self._archive.transaction(lambda db: db.execute(query, row))

    async def lines(self, since: datetime | None) -> list[Line]:
        """All lines of what was created at or after a time, oldest first."""

        def work(db: sqlite3.Connection) -> list[Line]:
            query = "SELECT document FROM direct_call WHERE created_at >= ?"
            return [Line.model_validate_json(row[0]) for row in db.execute(query, (on_file(since) if since else "",))]

        calls = await self._archive.transaction(work)
        predictions = [
            Line(
                id=each.id,
                model=each.model,
                status=each.status.value,
                created_at=each.created_at,
                charged_usd=each.charged_usd,
                why=each.why,
            )
            for each in await self._desk.page(after=since, before=None, below=None, limit=-1)
        ]
        return sorted(calls + predictions, key=lambda line: line.created_at)


router = APIRouter(tags=["previz"])


def bill_of(request: Request) -> Bill:
    """The bill of the app that serves this request."""
    bill: Bill = request.app.state.bill
    return bill


TheBill = Annotated[Bill, Depends(bill_of)]


@router.get("/previz/bill")
async def show_bill(
    request: Request, bill: TheBill, since: Annotated[AwareDatetime | None, Query()] = None
) -> JSONResponse:
    """How many predictions were ever created, by model; what they cost, line by line, direct calls among them."""
    desk: Desk = request.app.state.desk
    by_model = dict(await desk.created(since))
    lines = await bill.lines(since)
    return JSONResponse(
        {
            "predictions": sum(by_model.values()),
            "by_model": by_model,
            "cost_usd": _money(sum((line.charged_usd for line in lines), Decimal(0))),
            "lines": [line.shown() for line in lines],
        }
    )


def _money(usd: Decimal) -> str:
    """Without trailing zeros, and without an exponent."""
    return f"{usd.normalize():f}" if usd else "0"
