"""Health: is the process alive, and can it work."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel
from sqlmodel import select

from api.context import Context, Here
from api.problems import Problem, ProblemError

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """``ok``, always, when the process can answer at all."""

    status: str = "ok"


@router.get("/healthz")
async def healthz() -> Health:
    """Is the process alive."""
    return Health()


@router.get("/readyz", responses={503: {"model": Problem}})
async def readyz(here: Here) -> Health:
    """Can it work: database, object storage and Temporal answer."""
    checks = {
        "database": _database(here),
        "object storage": asyncio.to_thread(here.objects.ping),
        "Temporal": here.productions.ping(),
    }
    results = await asyncio.gather(*checks.values(), return_exceptions=True)
    silent = [name for name, result in zip(checks, results, strict=True) if isinstance(result, BaseException)]
    if silent:
        raise ProblemError(503, "not-ready", f"No answer from {', '.join(silent)}; run reelwright doctor")
    return Health()


async def _database(here: Context) -> None:
    async with here.database.transaction() as session:
        await session.exec(select(1))
