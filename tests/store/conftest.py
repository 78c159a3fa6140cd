"""Repositories on the real database."""

import pytest

from store.database import Database
from store.ledger import Ledger
from store.projects import Projects


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def projects(database: Database) -> Projects:
    return Projects(database)
