"""Record the histories of one project's workflows from a running studio, to be replayed by the tests.

Use: ``python -m tests.workflows.record_histories PROJECT_ID [--home FOLDER]``, after a film with a retake. Run it when
a change of the workflows is meant to start a new generation of histories; older files stay as long as productions of
their generation may be running.
"""

import argparse
import asyncio
import json
import re
from pathlib import Path
from typing import Any

from temporalio.client import Client

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


async def record(project_id: str, home: Path) -> None:
    endpoints = read_endpoints(home)
    if endpoints is None:
        raise SystemExit(f"No studio is open in {home}")
    client = await Client.connect(endpoints.temporal_address, namespace=NAMESPACE, data_converter=DATA_CONVERTER)
    HISTORIES.mkdir(exist_ok=True)
    runs = [run async for run in client.list_workflows(f"WorkflowId STARTS_WITH 'project-{project_id}'")]
    for number, run in enumerate(sorted(runs, key=lambda run: run.start_time)):
        history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        name = (
            f"{number:02d}-{run.workflow_type}-{run.id.removeprefix(f'project-{project_id}').strip('-') or 'project'}"
        )
        document = scrubbed(json.loads(history.to_json()))
        (HISTORIES / f"{name}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project_id")
    parser.add_argument("--home", type=Path, default=Home.default().root)
    arguments = parser.parse_args()
    asyncio.run(record(arguments.project_id, arguments.home))
