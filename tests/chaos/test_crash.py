"""A film survives the death of everything that makes it, and nothing is bought or done twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from media.probe import probe
from tests.e2e.studio import StudioProcess
from workflows.connection import DATA_CONVERTER

pytestmark = [pytest.mark.stack, pytest.mark.timeout(420)]

BRIEF = {
    "prompt": "A lighthouse keeper waits out a storm",
    "duration_s": 12,
    "aspect": "16:9",
    "fps": 24,
}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path / "home")
    process.open()
    yield process
    process.close()


async def test_worker_temporal_and_launcher_are_killed_while_scenes_are_drawn(
    studio: StudioProcess, tmp_path: Path
) -> None:
    project = studio.post("/v1/projects", BRIEF)["project_id"]
    studio.wait_until(project, lambda s: any(scene["state"] == "clip" for scene in s["scenes"]), "clips to be drawn")

    studio.kill("worker")
    studio.kill("temporal")
    studio.kill("launcher")
    studio.open()
    status = studio.wait_until(project, lambda s: s["state"] in ("delivered", "failed"), "the film")

    assert status["state"] == "delivered", status
    assert status["fallbacks"] == []
    cut = studio.get(f"/v1/projects/{project}")["cuts"][-1]
    video = probe(studio.download(cut["film"]["url"], tmp_path / "film.mp4")).video
    assert video is not None and video.frames == 12 * 24

    ledger = studio.get(f"/v1/projects/{project}/predictions")
    orders = Counter(entry["attempt_key"].rsplit("/", 1)[0] for entry in ledger)
    assert set(orders.values()) == {1}
    # The bundled planner answers at once and for nothing; its bill lists predictions.
    assert studio.bill() == Counter(entry["model"] for entry in ledger if entry["stage"] != "plan")
    assert await completions_per_activity(studio, project) == {1}


async def completions_per_activity(studio: StudioProcess, project: str) -> set[int]:
    """How often each scheduled activity of the project's workflows was completed."""
    client = await Client.connect(
        studio.endpoints.temporal_address, namespace="reelwright", data_converter=DATA_CONVERTER
    )
    completed: Counter[tuple[str, str, int]] = Counter()
    async for execution in client.list_workflows(f"WorkflowId STARTS_WITH 'project-{project}'"):
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        async for event in handle.fetch_history_events():
            if event.HasField("activity_task_completed_event_attributes"):
                scheduled = event.activity_task_completed_event_attributes.scheduled_event_id
                completed[execution.id, execution.run_id, scheduled] += 1
    assert len(completed) > 20
    return set(completed.values())
