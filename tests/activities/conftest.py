"""Activities on the real database and object storage, with a scripted provider."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.awaiting import AwaitActivities
from activities.chunks import ChunkActivities
from activities.cutting import CuttingActivities
from activities.exporting import ExportingActivities
from activities.inputs import InputFiles
from activities.mixing import MixingActivities
from activities.pictures import PictureActivities
from activities.reconciling import ReconcileActivities
from activities.schema_watch import SchemaWatch
from activities.settling import SettleActivities
from activities.storing import StoreActivities
from activities.submitting import SubmitActivities
from activities.till import Account, Till
from activities.workspace import Workspace
from store.audit import Audit
from store.bells import Bells
from store.budgets import Budgets
from store.database import Database
from store.derived import Derived
from store.inbox import PREDICTIONS_CHANNEL, Inbox
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.orders import CATALOGUE
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedDirect, ScriptedProvider


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
def direct() -> ScriptedDirect:
    return ScriptedDirect()


@pytest.fixture
def till(provider: ScriptedProvider, direct: ScriptedDirect, ledger: Ledger) -> Till:
    return Till(
        accounts={"previz": Account(provider, "http://api/v1/webhooks/previz", timedelta(seconds=120))},
        direct={"direct": direct},
        catalogue=CATALOGUE,
        ledger=ledger,
    )


@pytest_asyncio.fixture
async def bells(database: Database) -> AsyncIterator[Bells]:
    found = Bells(database, PREDICTIONS_CHANNEL)
    async with found.listening():
        yield found


class Hire(Protocol):
    """A worker of its own, with a disk of its own; ``till`` is what it buys with."""

    def __call__(self, name: str = "work", *, till: Till | None = None) -> Purchases: ...


@pytest.fixture
def hire(till: Till, bells: Bells, database: Database, objects: ObjectStore, tmp_path: Path, threads: Executor) -> Hire:
    shared = till

    def worker(name: str = "work", *, till: Till | None = None) -> Purchases:
        workspace, till = Workspace(tmp_path / name, objects), till or shared
        files = InputFiles(objects, workspace, threads)
        storing = StoreActivities(till, workspace, threads)
        return Purchases(
            SubmitActivities(till, files, workspace, SchemaWatch()),
            AwaitActivities(till, bells, storing),
            storing,
            SettleActivities(till, Budgets(database)),
            ReconcileActivities(till, Audit(database), Inbox(database), storing),
        )

    return worker


@pytest.fixture
def purchases(hire: Hire) -> Purchases:
    return hire()


@pytest.fixture
def pictures(workspace: Workspace, database: Database, threads: Executor) -> PictureActivities:
    return PictureActivities(workspace, Derived(database), threads)


@pytest.fixture
def cutting(workspace: Workspace, database: Database, threads: Executor) -> CuttingActivities:
    return CuttingActivities(workspace, threads)


@pytest.fixture
def mixing(workspace: Workspace, database: Database, threads: Executor) -> MixingActivities:
    return MixingActivities(workspace, Derived(database), threads)


@pytest.fixture
def exporting(workspace: Workspace, database: Database, threads: Executor) -> ExportingActivities:
    return ExportingActivities(workspace, Derived(database), threads)


@pytest.fixture
def chunks(workspace: Workspace, database: Database, threads: Executor) -> ChunkActivities:
    return ChunkActivities(workspace, Derived(database), threads)
