"""Real servers for all tests: PostgreSQL and S3, Temporal, or the whole embedded stack; each is started once."""

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment
from xdist.remote import Producer

from cli.stack import Stack
from cli.stack.endpoints import EXTERNAL_VARIABLES
from cli.stack.objects import Objects
from cli.stack.postgres import Postgres
from store.database import Database
from store.objects import ObjectStore
from tests.beside import Beside, arrange
from workflows.board import MODE, OWNER, SCENES, SPEND_CENTS, STATE
from workflows.connection import DATA_CONVERTER

_ACCOUNTS = (
    "REPLICATE_API_TOKEN",
    "OPENAI_API_KEY",
    "GEMINI_API_KEY",
    "ELEVENLABS_API_KEY",
    "REELWRIGHT_PUBLIC_URL",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        arrange(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Beside:
    config.option.loadscopereorder = False
    return Beside(config, log)


def bare_environment() -> dict[str, str]:
    """Ours without anything that would point a stack, or a purchase, at somebody's real accounts."""
    foreign = {*EXTERNAL_VARIABLES.values(), *_ACCOUNTS}
    return {name: value for name, value in os.environ.items() if name not in foreign}


@pytest_asyncio.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """PostgreSQL with our schema and S3 with our bucket, nothing else."""
    home = tmp_path_factory.mktemp("servers") / "home"
    async with Stack(home, services=(Postgres, Objects), environ=bare_environment()) as running:
        yield running


@asynccontextmanager
async def temporal_server() -> AsyncIterator[Client]:
    """A client of a Temporal server of its own, with nobody who works."""
    binary = Path(sys.executable).with_name("temporal")
    environment = await WorkflowEnvironment.start_local(
        data_converter=DATA_CONVERTER,
        dev_server_existing_path=str(binary),
        search_attributes=[OWNER, STATE, MODE, SCENES, SPEND_CENTS],
    )
    async with environment:
        yield environment.client


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[Client]:
    async with temporal_server() as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Everything: Temporal, PostgreSQL, S3, previz, workers and the API."""
    home = tmp_path_factory.mktemp("stack") / "home"
    async with Stack(home, environ=bare_environment()) as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def database(servers: Stack) -> AsyncIterator[Database]:
    found = Database(servers.endpoints.database_url)
    yield found
    await found.close()


@pytest.fixture(scope="session")
def objects(servers: Stack) -> Iterator[ObjectStore]:
    store = object_store(servers)
    yield store
    store.close()


def object_store(stack: Stack, *, bucket: str | None = None, endpoint_url: str | None = None) -> ObjectStore:
    """A client of this stack's S3, which finds its credentials where every process of ours does."""
    endpoints = stack.endpoints
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.environment.items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        return ObjectStore(bucket or endpoints.bucket, endpoint_url=endpoint_url or endpoints.s3_endpoint_url)
