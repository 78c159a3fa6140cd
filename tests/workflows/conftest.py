"""Workers with a studio of stand-ins."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Protocol

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.contract import Pool, submit_queue
from film.brief import Brief
from film.catalogue import Studio
from film.finish import Finish
from film.format import FilmFormat
from film.production import Production
from film.production_stage import Stage
from film.status import ProjectState
from store.catalogue import load_catalogue
from tests.conftest import temporal_server
from tests.workflows.studio import FakeStudio
from worker.pools import WORKFLOWS
from workflows.project import ProjectWorkflow

AS_USUAL = Finish()
A_ROBOT = Brief(prompt="a robot", duration_s=12)

Handle = WorkflowHandle[ProjectWorkflow, ProjectState]


class Start(Protocol):
    async def __call__(
        self,
        fake: FakeStudio,
        project_id: str,
        *,
        cached: bool = True,
        finish: Finish = AS_USUAL,
        until: Stage | None = None,
        brief: Brief = A_ROBOT,
    ) -> Handle: ...


@pytest_asyncio.fixture(scope="module")
async def temporal() -> AsyncIterator[Client]:
    """Another server than the rest has: whatever waits on it at the end is served by nobody else's workers."""
    async with temporal_server() as client:
        yield client


@pytest.fixture
def studio() -> FakeStudio:
    return FakeStudio()


@pytest_asyncio.fixture
async def start(temporal: Client) -> AsyncIterator[Start]:
    """Starts a production with workers of its own; without a cache every workflow task is a full replay."""
    async with AsyncExitStack() as stack:

        async def begin(
            fake: FakeStudio,
            project_id: str,
            *,
            cached: bool = True,
            finish: Finish = AS_USUAL,
            until: Stage | None = None,
            brief: Brief = A_ROBOT,
        ) -> Handle:
            queues = [Pool.RECORDS, Pool.PLAN, Pool.AWAIT, Pool.MEDIA, submit_queue("previz")]
            await stack.enter_async_context(
                Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS, max_cached_workflows=100 if cached else 0)
            )
            for queue in queues:
                await stack.enter_async_context(
                    Worker(
                        temporal,
                        task_queue=queue,
                        activities=fake.activities(),
                        max_heartbeat_throttle_interval=timedelta(seconds=0.2),
                    )
                )
            handle = await temporal.start_workflow(
                ProjectWorkflow.run,
                opening(project_id, finish, until, brief),
                id=f"project-{project_id}",
                task_queue=Pool.STUDIO,
            )
            stack.push_async_callback(ended, temporal, project_id)
            return handle

        yield begin


async def ended(temporal: Client, project_id: str) -> None:
    """A production that still waits would be served by the next test's workers."""
    with suppress(RPCError):
        await temporal.get_workflow_handle(f"project-{project_id}").terminate()


def opening(
    project_id: str, finish: Finish = AS_USUAL, until: Stage | None = None, brief: Brief = A_ROBOT
) -> Production:
    return Production(
        project_id=project_id,
        owner="local",
        brief=brief,
        film_format=FilmFormat(),
        crew=load_catalogue().crew(Studio.PREVIZ),
        finish=finish,
        until=until,
    )
