from collections.abc import AsyncIterator

import pytest

from tests.previz.server.running import Previz, running_previz
from tests.providers.scripted import ScriptedServer, scripted_server


@pytest.fixture(scope="session")
async def previz(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Previz]:
    async with running_previz(tmp_path_factory.mktemp("previz")) as running:
        yield running


@pytest.fixture
async def scripted() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server
