from collections.abc import AsyncIterator

import httpx
import pytest

from tests.previz.server.lab.bench import Bench
from tests.previz.server.running import HEADERS, Previz, running_previz


@pytest.fixture(scope="session")
async def laboratory(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Previz]:
    async with running_previz(tmp_path_factory.mktemp("laboratory")) as running:
        yield running


@pytest.fixture
async def bench(laboratory: Previz) -> AsyncIterator[Bench]:
    async with httpx.AsyncClient(base_url=laboratory.url, headers=HEADERS, timeout=30) as http:
        assert (await http.delete("/previz/lab")).is_success
        yield Bench(laboratory, http)
        await http.delete("/previz/lab")
