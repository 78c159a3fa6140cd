"""Everything activities work with: made once per process, closed when it ends."""

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from activities.awaiting import AwaitActivities
from activities.briefing import BriefActivities
from activities.chunks import ChunkActivities
from activities.cutting import CuttingActivities
from activities.early_planning import EarlyPlanActivities, Writer
from activities.exporting import ExportingActivities
from activities.inputs import InputFiles
from activities.mixing import MixingActivities
from activities.moderating import ModeratingActivities
from activities.pictures import PictureActivities
from activities.planning import PlanningActivities
from activities.reconciling import ReconcileActivities
from activities.records import RecordActivities
from activities.references import ReferenceActivities
from activities.rules import RuleRoom
from activities.schema_watch import SchemaWatch
from activities.settling import SettleActivities
from activities.songs import SongActivities
from activities.storing import StoreActivities
from activities.submitting import SubmitActivities
from activities.till import Till
from activities.workspace import Workspace
from store.audit import Audit
from store.bells import Bells
from store.budgets import Budgets
from store.catalogue import load_catalogue, load_voices
from store.database import Database
from store.derived import Derived
from store.flavours import load_flavours
from store.inbox import PREDICTIONS_CHANNEL, Inbox
from store.ledger import Ledger
from store.objects import ObjectStore
from store.projects import Projects
from store.references import References
from worker.accounts import open_accounts, open_direct, open_writers
from worker.settings import WorkerSettings


@dataclass(frozen=True)
class Studio:
    """The activities of one process, and the providers they may ask."""

    providers: tuple[str, ...]
    records: RecordActivities
    early_planning: EarlyPlanActivities
    moderating: ModeratingActivities
    planning: PlanningActivities
    references: ReferenceActivities
    briefing: BriefActivities
    submitting: SubmitActivities
    awaiting: AwaitActivities
    storing: StoreActivities
    settling: SettleActivities
    reconciling: ReconcileActivities
    pictures: PictureActivities
    chunks: ChunkActivities
    mixing: MixingActivities
    cutting: CuttingActivities
    exporting: ExportingActivities
    songs: SongActivities


@asynccontextmanager
async def open_studio(settings: WorkerSettings) -> AsyncIterator[Studio]:
    """Connect to the database, object storage and providers; close everything at the end of the block."""
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="media"))
        database = Database(settings.database_url)
        stack.push_async_callback(database.close)
        objects = ObjectStore(settings.bucket, endpoint_url=settings.s3_endpoint_url)
        stack.callback(objects.close)
        bells = Bells(database, PREDICTIONS_CHANNEL)
        await stack.enter_async_context(bells.listening())
        await asyncio.to_thread(load_flavours().entries)
        writers = open_writers(settings, stack)
        till = Till(
            accounts=open_accounts(settings, stack),
            direct=open_direct(settings, stack),
            catalogue=load_catalogue(),
            ledger=Ledger(database),
        )
        workspace = Workspace(settings.home / "work", objects)
        files = InputFiles(objects, workspace, threads)
        storing = StoreActivities(till, workspace, threads)
        derived = Derived(database)
        rules = RuleRoom()
        stack.callback(rules.close)
        yield Studio(
            providers=tuple({**till.accounts, **till.direct}),
            records=RecordActivities(Projects(database)),
            early_planning=EarlyPlanActivities(dict[str, Writer](writers), workspace),
            moderating=ModeratingActivities(writers, rules, settings.moderation_bar),
            planning=PlanningActivities(workspace, till.catalogue, load_voices(), rules),
            references=ReferenceActivities(till.catalogue, References(database)),
            briefing=BriefActivities(workspace),
            submitting=SubmitActivities(till, files, workspace, SchemaWatch()),
            awaiting=AwaitActivities(till, bells, storing),
            storing=storing,
            settling=SettleActivities(till, Budgets(database)),
            reconciling=ReconcileActivities(till, Audit(database), Inbox(database), storing),
            pictures=PictureActivities(workspace, derived, threads),
            chunks=ChunkActivities(workspace, derived, threads),
            mixing=MixingActivities(workspace, derived, threads),
            cutting=CuttingActivities(workspace, threads),
            exporting=ExportingActivities(workspace, derived, threads),
            songs=SongActivities(workspace, derived, threads),
        )
