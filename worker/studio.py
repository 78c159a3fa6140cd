"""Everything activities work with: made once per process, closed when it ends."""

import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from activities.cutting import CuttingActivities
from activities.pictures import PictureActivities
from activities.planning import PlanActivities, Writer
from activities.purchases import PurchaseActivities
from activities.records import RecordActivities
from activities.workspace import Workspace
from providers.openai_adapter import OpenAIAdapter
from providers.predictions import PredictionProvider
from providers.replicate_adapter import ReplicateAdapter
from store.database import Database
from store.derived import Derived
from store.ledger import Ledger
from store.objects import ObjectStore
from store.projects import Projects
from worker.settings import WorkerSettings


@dataclass(frozen=True)
class Studio:
    """The activities of one process and the providers they may ask."""

    providers: dict[str, PredictionProvider]
    records: RecordActivities
    planning: PlanActivities
    purchases: PurchaseActivities
    pictures: PictureActivities
    cutting: CuttingActivities


@asynccontextmanager
async def open_studio(settings: WorkerSettings) -> AsyncIterator[Studio]:
    """Connect to the database, object storage and providers; close everything at the end of the block."""
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="media"))
        database = Database(settings.database_url)
        stack.push_async_callback(database.close)
        objects = ObjectStore(settings.bucket, endpoint_url=settings.s3_endpoint_url)
        stack.callback(objects.close)
        providers = _providers(settings)
        for provider in providers.values():
            stack.push_async_callback(provider.aclose)
        writers = _writers(settings)
        for writer in writers.values():
            stack.push_async_callback(writer.aclose)
        workspace = Workspace(settings.home / "work", objects)
        derived = Derived(database)
        yield Studio(
            providers=providers,
            records=RecordActivities(Projects(database)),
            planning=PlanActivities(dict[str, Writer](writers)),
            purchases=PurchaseActivities(providers, Ledger(database), objects, workspace, threads),
            pictures=PictureActivities(workspace, derived, threads),
            cutting=CuttingActivities(workspace, derived, threads),
        )


def _providers(settings: WorkerSettings) -> dict[str, PredictionProvider]:
    providers: dict[str, PredictionProvider] = {}
    if settings.previz_url:
        token = settings.previz_token.get_secret_value()
        providers["previz"] = ReplicateAdapter(token=token, base_url=settings.previz_url, provider="previz")
    if settings.replicate_token:
        token = settings.replicate_token.get_secret_value()
        providers["replicate"] = ReplicateAdapter(token=token, base_url=settings.replicate_url)
    return providers


def _writers(settings: WorkerSettings) -> dict[str, OpenAIAdapter]:
    writers: dict[str, OpenAIAdapter] = {}
    if settings.previz_url:
        writers["previz"] = OpenAIAdapter(
            api_key=settings.previz_token.get_secret_value(),
            base_url=f"{settings.previz_url.rstrip('/')}/v1",
            model="previz-planner",
            moderation_model="previz-moderation",
            provider="previz",
        )
    if settings.openai_key:
        writers["openai"] = OpenAIAdapter(
            api_key=settings.openai_key.get_secret_value(),
            base_url=settings.openai_url,
            model=settings.planner_model,
            moderation_model=settings.moderation_model,
        )
    return writers
