"""One running stack for all tests that only look at it, or hurt it in ways it must survive."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from cli.stack import Stack, StackEvent
from tests.cli.stack.launcher import Launcher
from tests.cli.stack.standins.crew import CREW


@pytest.fixture(scope="session")
def events() -> list[StackEvent]:
    """Everything that the shared stack has told so far."""
    return []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory, events: list[StackEvent]) -> AsyncIterator[Stack]:
    async with Stack(tmp_path_factory.mktemp("stack") / "home", on_event=events.append, services=CREW) as running:
        yield running


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[Launcher]:
    """A launcher process on a folder of its own."""
    process = Launcher(tmp_path / "home")
    yield process
    process.kill()
    process.end_leftovers()
