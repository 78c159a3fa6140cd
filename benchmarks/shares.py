"""Where the time of a film went, read from the histories of its workflows."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from temporalio.client import Client


class Kind(StrEnum):
    """Kinds of work, the one that holds up the film first when several go on at once."""

    DRAWING = "drawing and encoding"
    COMPOSING = "composing"
    SPEAKING = "speaking"
    SCORING = "scoring"
    PLANNING = "planning"
    STORING = "storing"
    ORCHESTRATING = "orchestrating"


@dataclass(frozen=True)
class Span:
    """One activity, from the moment a worker took it until its result was known."""

    kind: Kind
    start: datetime
    end: datetime


_BY_NAME = {
    "judge_texts": Kind.PLANNING,
    "prepare_plan": Kind.PLANNING,
    "read_answer": Kind.PLANNING,
    "plan_by_rule": Kind.PLANNING,
    "store_output": Kind.STORING,
    "conform": Kind.COMPOSING,
    "card": Kind.COMPOSING,
    "transition": Kind.COMPOSING,
    "mix": Kind.COMPOSING,
    "assemble": Kind.COMPOSING,
    "export": Kind.COMPOSING,
    "preview": Kind.COMPOSING,
}


async def spans_of(client: Client, project_id: str) -> tuple[list[Span], datetime, datetime]:
    """All working activities of a project, its start and its delivery."""
    spans: list[Span] = []
    first: list[datetime] = []
    last: list[datetime] = []
    async for run in client.list_workflows(f"WorkflowId STARTS_WITH 'project-{project_id}'"):
        scheduled: dict[int, Kind] = {}
        started: dict[int, datetime] = {}
        async for event in client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history_events():
            at = event.event_time.ToDatetime()
            first.append(at)
            if event.HasField("activity_task_scheduled_event_attributes"):
                asked = event.activity_task_scheduled_event_attributes
                payload = asked.input.payloads[0].data if asked.input.payloads else b"{}"
                if kind := _kind(asked.activity_type.name, payload):
                    scheduled[event.event_id] = kind
            elif event.HasField("activity_task_started_event_attributes"):
                started[event.activity_task_started_event_attributes.scheduled_event_id] = at
            elif event.HasField("activity_task_completed_event_attributes"):
                number = event.activity_task_completed_event_attributes.scheduled_event_id
                last.append(at)
                if number in scheduled:
                    spans.append(Span(scheduled[number], started[number], at))
    return spans, min(first), max(last)


def shares(spans: list[Span], start: datetime, end: datetime) -> dict[Kind, float]:
    """The share of the wall time each kind held up the film; orchestrating is when nothing else was going on."""
    moments = sorted({start, end, *(s.start for s in spans), *(s.end for s in spans)})
    seconds: dict[Kind, float] = defaultdict(float)
    order = list(Kind)
    for left, right in pairwise(moments):
        active = {span.kind for span in spans if span.start <= left and span.end >= right}
        kind = min(active, key=order.index) if active else Kind.ORCHESTRATING
        seconds[kind] += (right - left).total_seconds()
    whole = (end - start).total_seconds()
    return {kind: seconds[kind] / whole for kind in Kind}


def _kind(name: str, payload: bytes) -> Kind | None:
    if name != "await_prediction":
        return _BY_NAME.get(name)
    stage = str(json.loads(payload)["attempt_key"]).split("/")[-2]
    if stage.startswith("narration"):
        return Kind.SPEAKING
    return Kind.SCORING if stage == "music" else Kind.DRAWING
