import pytest

from planner.embedding import Embedder
from planner.moderation import Moderator
from planner.planner import Planner
from planner.reader import Reader


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="session")
def reader(embedder: Embedder) -> Reader:
    return Reader(embedder)


@pytest.fixture(scope="session")
def planner(reader: Reader) -> Planner:
    return Planner(reader)


@pytest.fixture(scope="session")
def moderator(embedder: Embedder) -> Moderator:
    return Moderator(embedder)
