import pytest

from previz.language.embedding import Embedder
from previz.language.moderation import Moderator
from previz.language.planner import Planner
from previz.language.reader import Reader


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
