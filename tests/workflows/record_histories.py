"""Record the histories of one project's workflows from a running studio, to be replayed by the tests.

Use: ``python -m tests.workflows.record_histories GENERATION PROJECT_ID [--also WORKFLOW_ID …] [--home FOLDER]``, after
a film with a retake; ``--also`` names further workflows, such as one-off purchases. Run it when a change of the
workflows is meant to start a new generation of histories; older ones stay as long as productions of their generation
may be running. Purchases that wait are recorded by ``tests.workflows.record_waits``.
"""

import argparse
import asyncio
import gzip
import json
import re
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowHistory

from cli.stack import Home, read_endpoints
from workflows.connection import DATA_CONVERTER, NAMESPACE

HISTORIES = Path(__file__).parent.parent / "histories"


_PROCESS = re.compile(r"\d+@[^\"]+")


def scrubbed(value: Any) -> Any:
    """The history without the names of the machine and processes it was recorded on."""
    if isinstance(value, dict):
        return {k: "recorded" if k in ("identity", "workerInstanceKey") else scrubbed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [scrubbed(item) for item in value]
    return _PROCESS.sub("recorded", value) if isinstance(value, str) else value


def write(history: WorkflowHistory, generation: str, name: str) -> None:
    """Keep a history under ``name``; the same history gives the same bytes."""
    folder = HISTORIES / generation
    folder.mkdir(parents=True, exist_ok=True)
    document = json.dumps(scrubbed(json.loads(history.to_json())), separators=(",", ":"))
    (folder / f"{name}.json.gz").write_bytes(gzip.compress(document.encode(), mtime=0))


def read(path: Path) -> str:
    """A history as JSON; those of the first generation were not packed."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


async def record(generation: str, project_id: str, also: list[str], home: Path) -> None:
    endpoints = read_endpoints(home)
    if endpoints is None:
        raise SystemExit(f"No studio is open in {home}")
    client = await Client.connect(endpoints.temporal_address, namespace=NAMESPACE, data_converter=DATA_CONVERTER)
    wanted = [f"WorkflowId STARTS_WITH 'project-{project_id}'", *(f"WorkflowId = '{name}'" for name in also)]
    runs = [run for query in wanted async for run in client.list_workflows(query)]
    for number, run in enumerate(sorted(runs, key=lambda run: run.start_time)):
        history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        of = run.id.removeprefix(f"project-{project_id}").strip("-") if run.id not in also else "one-off"
        write(history, generation, f"{number:02d}-{run.workflow_type}-{of or 'project'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("generation")
    parser.add_argument("project_id")
    parser.add_argument("--also", nargs="*", default=[])
    parser.add_argument("--home", type=Path, default=Home.default().root)
    arguments = parser.parse_args()
    asyncio.run(record(arguments.generation, arguments.project_id, arguments.also, arguments.home))
