"""The studio that is measured: the embedded stack, one worker with all pools, the provider that does nothing."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
from temporalio.client import Client
from temporalio.worker import Worker

from benchmarks.reel import QUEUE, ReelWorkflow
from cli.stack import Home, Stack
from cli.stack.api import Api
from cli.stack.endpoints import EXTERNAL_VARIABLES
from cli.stack.events import Part
from cli.stack.objects import Objects
from cli.stack.ports import is_free
from cli.stack.postgres import Postgres
from cli.stack.record import read_record
from cli.stack.temporal import Temporal
from cli.stack.worker import Worker as WorkerPart
from workflows.connection import DATA_CONVERTER

MODEL = """\
models:
  - slug: bench/still
    provider: replicate
    capability: still
    studio: live
    inputs: {prompt: prompt}
    takes:
      as_of: 2026-11-21
      source: a bench
      checked: false
      rules:
        prompt: {type: string, least: 1, most: 8000, required: true}
    price: {rates: [{per_call_usd: 0.01}], failures: free, as_of: 2026-11-21, source: a bench}
    typical_s: 2
    max_s: 600
"""
NO_LIMITS = {"REELWRIGHT_REPLICATE_POSTS_PER_S": "0", "REELWRIGHT_REPLICATE_LOOKUPS_PER_MINUTE": "0"}

_ACCOUNTS = ("OPENAI_API_KEY", "GEMINI_API_KEY", "ELEVENLABS_API_KEY")


class UntoldWorker(WorkerPart):
    """A worker that nobody can send webhooks to."""

    def environment(self) -> Mapping[str, str]:
        return {name: value for name, value in super().environment().items() if name != "REELWRIGHT_WEBHOOK_URL"}


@dataclass(frozen=True)
class Studio:
    """What a run needs to know of it."""

    temporal: Client
    provider: httpx.AsyncClient
    worker: psutil.Process
    database: psycopg.AsyncConnection[Any]

    async def calls(self) -> dict[str, dict[str, Any]]:
        """What the provider kept of each call, by its id."""
        return {call["id"]: call for call in (await self.provider.get("/bench/calls")).json()}

    async def expect(self, seconds: float) -> None:
        """Have calls take ``seconds`` from now on."""
        (await self.provider.post("/bench/reset", json={"seconds": seconds})).raise_for_status()

    async def transactions(self) -> int:
        """How many transactions the database has seen."""
        # A session reports what it did at most once a second.
        await asyncio.sleep(1.5)
        query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        row = await (await self.database.execute(query)).fetchone()
        assert row is not None
        return int(row[0])


@asynccontextmanager
async def opened(home: Path, *, webhooks: bool) -> AsyncIterator[Studio]:
    """A studio in the folder ``home``; with webhooks, our API hears of every call that ends."""
    models = home.parent / "models"
    models.mkdir(exist_ok=True)
    (models / "bench.yaml").write_text(MODEL)
    async with AsyncExitStack() as stack:
        provider_url = await stack.enter_async_context(provider())
        environment = (
            _bare_environment()
            | NO_LIMITS
            | {
                "REELWRIGHT_MODELS": str(models),
                "REPLICATE_API_TOKEN": "bench",
                "REPLICATE_BASE_URL": provider_url,
            }
        )
        services = (Temporal, Postgres, Objects, *((WorkerPart, Api) if webhooks else (UntoldWorker,)))
        parts = await stack.enter_async_context(Stack(home, services=services, environ=environment))
        temporal = await Client.connect(
            parts.endpoints.temporal_address,
            namespace=parts.endpoints.temporal_namespace,
            data_converter=DATA_CONVERTER,
        )
        await stack.enter_async_context(Worker(temporal, task_queue=QUEUE, workflows=[ReelWorkflow]))
        url = parts.endpoints.database_url.replace("postgresql+psycopg://", "postgresql://")
        database = await stack.enter_async_context(await psycopg.AsyncConnection.connect(url, autocommit=True))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=provider_url, trust_env=False))
        record = read_record(Home.at(home))
        assert record is not None
        yield Studio(temporal, http, psutil.Process(record.pids[Part.WORKER]), database)


@asynccontextmanager
async def provider() -> AsyncIterator[str]:
    """The address of a provider that does nothing, in a process of its own."""
    port = next(port for port in range(8500, 8600) if is_free(port))
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.provider", "--port", str(port))
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False) as http:
            while True:
                try:
                    await http.get(f"{url}/bench/calls")
                    break
                except httpx.ConnectError:
                    if process.returncode is not None:
                        raise SystemExit("the provider that does nothing did not even start") from None
                    await asyncio.sleep(0.05)
        yield url
    finally:
        process.terminate()
        await process.wait()


def _bare_environment() -> dict[str, str]:
    """Ours without what would point a part, or a purchase, at somebody's real accounts."""
    foreign = {*EXTERNAL_VARIABLES.values(), *_ACCOUNTS}
    return {name: value for name, value in os.environ.items() if name not in foreign}
