"""The API in two ways: in this process with no Temporal behind it, and as part of the whole stack."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Protocol

import httpx
import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.contract import Pool, submit_queue
from api.app import create_app
from api.settings import ApiSettings
from cli.stack import Stack
from store.database import Database
from store.projects import Projects
from tests.api.films import Told, ordered, until_state
from tests.api.shop import Shop
from worker.pools import WORKFLOWS

NOWHERE = "127.0.0.1:1"


class OpenDesk(Protocol):
    def __call__(
        self, *, temporal: str = NOWHERE, **settings: object
    ) -> AbstractAsyncContextManager[httpx.AsyncClient]: ...


@pytest.fixture(scope="session")
def open_desk(servers: Stack) -> OpenDesk:
    """Opens the API in this process: real PostgreSQL and S3, a Temporal that does not answer, no accounts."""

    @asynccontextmanager
    async def opened(*, temporal: str = NOWHERE, **settings: object) -> AsyncIterator[httpx.AsyncClient]:
        endpoints = servers.endpoints
        usual: dict[str, object] = {
            "database_url": endpoints.database_url,
            "bucket": endpoints.bucket,
            "s3_endpoint_url": endpoints.s3_endpoint_url,
            "temporal_ui_url": endpoints.temporal_ui_url,
            "replicate_token": None,
            "openai_key": None,
            "gemini_key": None,
            "elevenlabs_key": None,
            "home": None,
            "project_budget_usd": None,
            "previz_url": None,
            "public_url": None,
            "replicate_webhook_secret": None,
        }
        app = create_app(ApiSettings.model_validate(usual | settings))
        async with AsyncExitStack() as stack:
            # Only while it opens: what stays set would lead every later test of the session to these servers.
            with pytest.MonkeyPatch.context() as patch:
                for name, value in servers.environment.items():
                    if name.startswith("AWS_"):
                        patch.setenv(name, value)
                patch.setenv("TEMPORAL_ADDRESS", temporal)
                patch.setenv("TEMPORAL_NAMESPACE", "default")
                await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app)
            yield await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1"))

    return opened


@pytest_asyncio.fixture(scope="session")
async def desk(open_desk: OpenDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with open_desk() as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def till(open_desk: OpenDesk, temporal: Client) -> AsyncIterator[httpx.AsyncClient]:
    """The API in this process with a real Temporal; who works there is up to the test."""
    async with open_desk(temporal=temporal.service_client.config.target_host) as client:
        yield client


@pytest_asyncio.fixture
async def shop(temporal: Client, database: Database) -> AsyncIterator[Shop]:
    """Workers whose every purchase but the plan costs 40 cents."""
    found = Shop(database)
    queues = [Pool.RECORDS, Pool.PLAN, Pool.AWAIT, Pool.MEDIA, submit_queue("previz")]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS))
        for queue in queues:
            worker = Worker(
                temporal,
                task_queue=queue,
                activities=found.activities(),
                max_heartbeat_throttle_interval=timedelta(seconds=0.2),
            )
            await stack.enter_async_context(worker)
        yield found
        async for each in temporal.list_workflows("ExecutionStatus = 'Running'"):
            with suppress(RPCError):
                await temporal.get_workflow_handle(each.id).terminate()


@pytest.fixture
def projects(database: Database) -> Projects:
    return Projects(database)


@pytest_asyncio.fixture(scope="session")
async def studio(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """The API of the whole stack, over HTTP."""
    async with httpx.AsyncClient(base_url=stack.endpoints.api_url, timeout=30, trust_env=False) as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def premiere(studio: httpx.AsyncClient) -> tuple[str, list[Told]]:
    """One delivered film that all tests share, and what was told while it was made."""
    project_id = await ordered(studio)
    heard = await until_state(studio, project_id, "delivered", "failed", "moderation_failed")
    assert heard[-1]["data"]["state"] == "delivered", (await studio.get(f"/v1/projects/{project_id}")).text
    return project_id, heard


@pytest_asyncio.fixture
async def film(studio: httpx.AsyncClient, premiere: tuple[str, list[Told]]) -> dict[str, Any]:
    """The shared film as it stands now."""
    return dict((await studio.get(f"/v1/projects/{premiere[0]}")).json())
