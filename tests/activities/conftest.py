"""Activities on the real database and object storage, with a scripted provider."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from temporalio.testing import ActivityEnvironment

from activities.cutting import CuttingActivities
from activities.pictures import PictureActivities
from activities.purchases import PurchaseActivities
from activities.workspace import Workspace
from store.database import Database
from store.derived import Derived
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.scripted import ScriptedProvider


@pytest.fixture
def env() -> ActivityEnvironment:
    return ActivityEnvironment()


@pytest.fixture(scope="session")
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def workspace(tmp_path: Path, objects: ObjectStore) -> Workspace:
    return Workspace(tmp_path / "work", objects)


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def provider() -> ScriptedProvider:
    return ScriptedProvider()


@pytest.fixture
def purchases(
    provider: ScriptedProvider, ledger: Ledger, objects: ObjectStore, workspace: Workspace, threads: Executor
) -> PurchaseActivities:
    return PurchaseActivities({"previz": provider}, ledger, objects, workspace, threads)


@pytest.fixture
def pictures(workspace: Workspace, database: Database, threads: Executor) -> PictureActivities:
    return PictureActivities(workspace, Derived(database), threads)


@pytest.fixture
def cutting(workspace: Workspace, database: Database, threads: Executor) -> CuttingActivities:
    return CuttingActivities(workspace, Derived(database), threads)
