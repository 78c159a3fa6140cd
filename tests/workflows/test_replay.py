"""Histories of real films replay against today's workflow code, and a changed workflow would be caught."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.workflows.record_histories import HISTORIES, read
from worker.pools import WORKFLOWS
from workflows.connection import DATA_CONVERTER

_LARGEST_PAYLOAD_BYTES = 10_000
_LARGEST_STATE_BYTES = 40_000
"""A production travels whole, once, when its workflow continues as new."""

_STATE_EVENTS = {"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW"}
_FILES = sorted(HISTORIES.glob("*/*.json*"))


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.name.partition('.')[0]}"


def history_of(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, read(path))


def test_there_is_a_history_of_every_workflow() -> None:
    recorded = {part for path in _FILES for part in path.name.split("-") if part.endswith("Workflow")}
    assert recorded == {"ProjectWorkflow", "TakeWorkflow", "CutWorkflow", "PredictionWorkflow", "ReconcileWorkflow"}


@pytest.mark.parametrize("path", _FILES, ids=_id)
async def test_a_recorded_history_replays(path: Path) -> None:
    replayer = Replayer(workflows=WORKFLOWS, data_converter=DATA_CONVERTER)
    await replayer.replay_workflow(history_of(path))


async def test_a_history_whose_activities_come_in_another_order_does_not_replay() -> None:
    path = next(path for path in _FILES if "TakeWorkflow" in path.stem)
    text = read(path).replace('"name":"submit"', '"name":"conform"')
    replayer = Replayer(workflows=WORKFLOWS, data_converter=DATA_CONVERTER)
    result = await replayer.replay_workflow(WorkflowHistory.from_json("changed", text), raise_on_replay_failure=False)
    assert result.replay_failure is not None


@pytest.mark.parametrize("path", _FILES, ids=_id)
def test_no_payload_in_a_history_is_large(path: Path) -> None:
    for event in json.loads(read(path))["events"]:
        largest = max((len(b64decode(payload["data"])) for payload in _payloads(event)), default=0)
        limit = _LARGEST_STATE_BYTES if event["eventType"] in _STATE_EVENTS else _LARGEST_PAYLOAD_BYTES
        assert largest < limit, event["eventType"]


def _payloads(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        own = [value] if "metadata" in value and isinstance(value.get("data"), str) else []
        return own + [payload for item in value.values() for payload in _payloads(item)]
    if isinstance(value, list):
        return [payload for item in value for payload in _payloads(item)]
    return []
