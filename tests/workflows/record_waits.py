"""Record the histories of purchases that wait, are found, bought again or cancelled, with a studio of stand-ins.

Use: ``python -m tests.workflows.record_waits GENERATION``. A studio whose purchases really fail would take accounts
without credit and networks that break at the right moment; to a workflow the stand-ins are the same.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.contract import Order, Pool, submit_queue
from film.assets import AssetKind
from film.catalogue import Capability, Studio
from film.holds import Decision, HoldAnswer
from film.predictions import prediction_order_key, prediction_workflow_id
from film.production_stage import Stage
from film.status import ProjectState
from store.catalogue import load_catalogue
from tests.workflows.conftest import opening
from tests.workflows.record_histories import write
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import delivered, until
from worker.pools import WORKFLOWS
from workflows.board import MODE, OWNER, SCENES, SPEND_CENTS, STATE
from workflows.connection import DATA_CONVERTER
from workflows.prediction import PredictionWorkflow
from workflows.project import ProjectWorkflow

Handle = WorkflowHandle[Any, Any]
_QUEUES = (Pool.RECORDS, Pool.PLAN, Pool.AWAIT, Pool.MEDIA, submit_queue("previz"))


@asynccontextmanager
async def server() -> AsyncIterator[Client]:
    """A Temporal server of its own, with nobody else's workers."""
    environment = await WorkflowEnvironment.start_local(
        data_converter=DATA_CONVERTER,
        dev_server_existing_path=str(Path(sys.executable).with_name("temporal")),
        search_attributes=[OWNER, STATE, MODE, SCENES, SPEND_CENTS],
    )
    async with environment:
        yield environment.client


async def record(generation: str) -> None:
    async with server() as client:
        for story in (_film_that_waits, _film_in_doubt, _bought_again, _found, _vanished, _cancelled):
            studio = FakeStudio()
            async with staffed(client, studio):
                for name, handle in (await story(client, studio)).items():
                    write(await handle.fetch_history(), generation, f"{name}{story.__name__.replace('_', '-')}")


async def _film_that_waits(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    """Over its cap and without credit, in its takes and beside them, until there is money."""
    studio.fails |= {"clip": "OverBudget", "music": "Exhausted"}
    film = await _film(client, "waits")
    await until(studio, lambda view: len(view.holds) == 3)
    studio.fails.clear()
    await film.signal(ProjectWorkflow.budget_changed)
    await delivered(studio)
    return {"ProjectWorkflow": film, "TakeWorkflow": client.get_workflow_handle("project-waits-s1-take-1")}


async def _film_in_doubt(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    """A call of a take that is in doubt, written off by a person through the project; then the film is cancelled."""
    studio.fails["clip"] = "SubmissionUnknown"
    film = await _film(client, "doubt")
    view = await until(studio, lambda view: len(view.holds) == 2)
    first, second = view.holds
    answer = HoldAnswer(attempt_key=first.attempt_key, decision=Decision.WRITE_OFF)
    await film.execute_update(ProjectWorkflow.decide, answer)
    await until(studio, lambda view: [hold.attempt_key for hold in view.holds] == [second.attempt_key])
    await film.execute_update(ProjectWorkflow.cancel)
    await film.result()
    return {
        "ProjectWorkflow": film,
        "TakeWorkflow-written-off": _take(client, first.attempt_key),
        "TakeWorkflow-cancelled": _take(client, second.attempt_key),
    }


async def _bought_again(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    studio.fails["music"] = "SubmissionUnknown"
    bought = await _tune(client, "again")
    key = await _held(bought)
    studio.fails.clear()
    answer = HoldAnswer(attempt_key=key, decision=Decision.BUY_AGAIN)
    await bought.execute_update(PredictionWorkflow.decide, answer)
    await bought.result()
    return {"PredictionWorkflow": bought}


async def _found(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    studio.fails["music"] = "SubmissionUnknown"
    bought = await _tune(client, "found")
    key = await _held(bought)
    studio.fails.clear()
    await bought.signal(PredictionWorkflow.prediction_found, key)
    await bought.result()
    return {"PredictionWorkflow": bought}


async def _vanished(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    """A call that never arrived, made once more, and written off when that vanishes too."""
    studio.fails["music"] = "NeverArrived"
    bought = await _tune(client, "vanished")
    answer = HoldAnswer(attempt_key=await _held(bought), decision=Decision.WRITE_OFF)
    await bought.execute_update(PredictionWorkflow.decide, answer)
    await _ended(bought)
    return {"PredictionWorkflow": bought}


async def _cancelled(client: Client, studio: FakeStudio) -> dict[str, Handle]:
    """Cancelled while it is made; it was faster, and is brought home."""
    studio.hangs.add("music")
    studio.delivers_before_cancel.add("music")
    bought = await _tune(client, "cancelled")
    while not studio.awaited:
        await asyncio.sleep(0.02)
    await bought.cancel()
    await _ended(bought)
    return {"PredictionWorkflow": bought}


@asynccontextmanager
async def staffed(client: Client, studio: FakeStudio) -> AsyncIterator[None]:
    """While workers serve ``client`` with a studio of stand-ins."""
    heard = timedelta(seconds=0.2)
    async with Worker(client, task_queue=Pool.STUDIO, workflows=WORKFLOWS):
        workers = [
            Worker(client, task_queue=q, activities=studio.activities(), max_heartbeat_throttle_interval=heard)
            for q in _QUEUES
        ]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        yield
        await asyncio.gather(*(worker.shutdown() for worker in workers), *running)


async def _film(client: Client, name: str) -> WorkflowHandle[ProjectWorkflow, ProjectState]:
    return await client.start_workflow(ProjectWorkflow.run, opening(name), id=f"project-{name}", task_queue=Pool.STUDIO)


async def _tune(client: Client, name: str) -> Handle:
    order = Order(
        key=prediction_order_key(name),
        project_id=None,
        scene_id=None,
        take=None,
        stage=Stage.MUSIC,
        kind=AssetKind.MUSIC,
        label="A tune",
        models=load_catalogue().chain(Studio.PREVIZ, Capability.MUSIC),
        wants={"mood": "warm"},
        seconds=4.0,
    )
    return await client.start_workflow(
        PredictionWorkflow.run, order, id=prediction_workflow_id(name), task_queue=Pool.STUDIO
    )


def _take(client: Client, attempt_key: str) -> Handle:
    project, scene, take = attempt_key.split("/")[:3]
    return client.get_workflow_handle(f"project-{project}-{scene}-{take}")


async def _held(bought: Handle) -> str:
    while not (holds := (await bought.query(PredictionWorkflow.status)).holds):
        await asyncio.sleep(0.05)
    return str(holds[0].attempt_key)


async def _ended(bought: Handle) -> None:
    with suppress(WorkflowFailureError):
        await bought.result()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("generation")
    asyncio.run(record(parser.parse_args().generation))
