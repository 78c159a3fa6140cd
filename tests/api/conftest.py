"""The API in two ways: in this process with no Temporal behind it, and as part of the whole stack."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from api.settings import ApiSettings
from cli.stack import Stack
from store.database import Database
from store.projects import Projects

NOWHERE = "127.0.0.1:1"


class OpenDesk(Protocol):
    def __call__(self, **settings: object) -> AbstractAsyncContextManager[httpx.AsyncClient]: ...


@pytest.fixture(scope="session")
def open_desk(servers: Stack) -> OpenDesk:
    """Opens the API in this process: real PostgreSQL and S3, a Temporal that does not answer, no accounts."""

    @asynccontextmanager
    async def opened(**settings: object) -> AsyncIterator[httpx.AsyncClient]:
        endpoints = servers.endpoints
        usual: dict[str, object] = {
            "database_url": endpoints.database_url,
            "bucket": endpoints.bucket,
            "s3_endpoint_url": endpoints.s3_endpoint_url,
            "temporal_ui_url": endpoints.temporal_ui_url,
            "replicate_token": None,
            "openai_key": None,
            "home": None,
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
                patch.setenv("TEMPORAL_ADDRESS", NOWHERE)
                await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app)
            yield await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1"))

    return opened


@pytest_asyncio.fixture(scope="session")
async def desk(open_desk: OpenDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with open_desk() as client:
        yield client


@pytest.fixture
def projects(database: Database) -> Projects:
    return Projects(database)


@pytest_asyncio.fixture(scope="session")
async def studio(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """The API of the whole stack, over HTTP."""
    async with httpx.AsyncClient(base_url=stack.endpoints.api_url, timeout=30, trust_env=False) as client:
        yield client
