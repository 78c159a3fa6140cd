"""Record the histories of takes that are shot in several clips, continue others or sing, with a studio of stand-ins.

Use: ``python -m tests.workflows.record_takes GENERATION``. To a workflow the stand-ins are what the models are, and no
model need be found whose clips are too short for a scene.
"""

import argparse
import asyncio

from temporalio.client import Client

from activities.contract import Pool
from film.assets import AssetKind
from film.orders import LastPicture, RetakeRequest, SongCue, TakeOrder
from film.plan import Plan
from film.production import take_workflow_id, workflow_id
from tests.workflows.conftest import opening
from tests.workflows.record_histories import write
from tests.workflows.record_waits import server, staffed
from tests.workflows.studio import FakeStudio, asset
from tests.workflows.test_project import delivered
from tests.workflows.test_references import with_people
from tests.workflows.test_takes import LONG, SHORT, order
from workflows.project import ProjectWorkflow
from workflows.take import TakeWorkflow

_FILM = "planned"


async def record(generation: str) -> None:
    async with server() as client:
        studio = FakeStudio()
        async with staffed(client, studio):
            await _film(client, studio, generation)
        for name, wanted in _takes().items():
            studio = FakeStudio()
            studio.clip_s = {LONG.slug: 5.0, SHORT.slug: 3.0}
            async with staffed(client, studio):
                taken = await client.start_workflow(TakeWorkflow.run, wanted, id=name, task_queue=Pool.STUDIO)
                await taken.result()
                write(await taken.fetch_history(), generation, f"TakeWorkflow-{name}")


async def _film(client: Client, studio: FakeStudio, generation: str) -> None:
    """People who return, a scene that goes on from the one before in two clips, its lips moved; then a retake."""
    studio.planned = _with_everything
    film = await client.start_workflow(
        ProjectWorkflow.run, opening(_FILM), id=workflow_id(_FILM), task_queue=Pool.STUDIO
    )
    await delivered(studio)
    await film.execute_update(ProjectWorkflow.retake_scene, RetakeRequest(scene_id="s2"))
    await delivered(studio, cut=2)
    made = client.get_workflow_handle(workflow_id(_FILM), run_id=film.first_execution_run_id)
    write(await made.fetch_history(), generation, "ProjectWorkflow-film-that-is-planned")
    for take in (1, 2):
        handle = client.get_workflow_handle(take_workflow_id(_FILM, "s2", take))
        write(await handle.fetch_history(), generation, f"TakeWorkflow-continuing-in-two-clips-take-{take}")


def _with_everything(plan: Plan) -> Plan:
    first, second, *rest = with_people(plan).scenes
    half = second.frames // 2
    changes = {"continues": True, "chunks": (half, second.frames - half), "speaker": "Mara"}
    return with_people(plan).model_copy(update={"scenes": (first, second.model_copy(update=changes), *rest)})


def _takes() -> dict[str, TakeOrder]:
    before = LastPicture(asset=asset(AssetKind.CLIP, "the scene before"), frames=96)
    song = SongCue(song="assets/song/aa/song.mp3", start_s=12.5)
    return {
        "too-short-a-clip": order({"frames": 168}, project_id="p1", motion_models=(LONG,)),
        "singing": order({"frames": 96}, project_id="p2", song=song),
        "continuing": order({"frames": 96}, project_id="p3", starts_from=before),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("generation")
    asyncio.run(record(parser.parse_args().generation))
