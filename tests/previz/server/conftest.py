from collections.abc import AsyncIterator

import httpx
import pytest

from tests.previz.server.listener import Listener, listening
from tests.previz.server.running import HEADERS, Previz, running_previz


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Previz]:
    async with running_previz(tmp_path_factory.mktemp("previz")) as running:
        yield running


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with listening() as found:
        yield found


@pytest.fixture(scope="session")
async def http(server: Previz) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=60) as client:
        yield client
