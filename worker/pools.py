"""Which activities and workflows run on which task queue, and how many at a time."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.contract import Pool, submit_queue
from worker.choice import PoolChoice
from worker.settings import WorkerSettings
from worker.studio import Studio
from workflows.briefing import BriefingWorkflow
from workflows.cut import CutWorkflow
from workflows.prediction import PredictionWorkflow
from workflows.project import ProjectWorkflow
from workflows.reconcile import ReconcileWorkflow
from workflows.take import TakeWorkflow

WORKFLOWS = (ProjectWorkflow, TakeWorkflow, CutWorkflow, PredictionWorkflow, ReconcileWorkflow, BriefingWorkflow)
GRACE = timedelta(seconds=30)
_HEARD_AFTER, _HEARD_WAITING = timedelta(seconds=2), timedelta(seconds=5)
"""A cancellation reaches an activity with its heartbeat, which the SDK would hold back for most of its timeout. Those
that only wait are many, and each heartbeat is a write for the server.
"""

_RUNNER = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules("activities", "film", "pydantic")
)
"""What workflows only take values from is shared by all of them. The workflow modules themselves are not: passed
through, they could read the clock or draw lots without the sandbox noticing.
"""

_DECIDING = 16
"""Workflow tasks at a time, each in a thread: they only compute, so that more would merely wait for one another."""


@dataclass(frozen=True)
class _Queue:
    name: str
    activities: Sequence[Callable[..., Any]]
    slots: int
    per_second: float | None = None
    heard_after: timedelta = _HEARD_AFTER


def workers(client: Client, studio: Studio, choice: PoolChoice, settings: WorkerSettings) -> list[Worker]:
    """The Temporal workers of one process."""
    made = []
    if choice in (PoolChoice.ALL, PoolChoice.STUDIO):
        made.append(
            Worker(
                client,
                task_queue=Pool.STUDIO,
                workflows=WORKFLOWS,
                workflow_runner=_RUNNER,
                max_concurrent_workflow_tasks=_DECIDING,
                max_cached_workflows=settings.cached_workflows,
                graceful_shutdown_timeout=GRACE,
            )
        )
    for queue in _queues(studio, choice, settings):
        made.append(
            Worker(
                client,
                task_queue=queue.name,
                activities=queue.activities,
                max_concurrent_activities=queue.slots,
                max_task_queue_activities_per_second=queue.per_second,
                max_heartbeat_throttle_interval=queue.heard_after,
                graceful_shutdown_timeout=GRACE,
            )
        )
    return made


def _queues(studio: Studio, choice: PoolChoice, settings: WorkerSettings) -> list[_Queue]:
    # Kept by the queue itself, whatever number of workers serves it.
    posts_per_s = {"replicate": settings.replicate_posts_per_s or None}
    pictures = studio.pictures
    early, plans = studio.early_planning, studio.planning
    planning: list[Callable[..., Any]] = [
        *(early.moderate, early.plan, early.read_plan),
        *(studio.moderating.judge, plans.prepare, plans.read_answer, plans.plan_by_rule),
    ]
    bookkeeping: list[Callable[..., Any]] = [studio.records.record, studio.settling.settle, studio.settling.set_budget]
    bookkeeping += [studio.references.advise, studio.references.keep]
    by_pool = {
        PoolChoice.RECORDS: [
            _Queue(Pool.RECORDS, [*bookkeeping, studio.storing.store_output, studio.reconciling.reconcile], slots=50)
        ],
        PoolChoice.PLAN: [
            _Queue(Pool.PLAN, [*planning, studio.briefing.read_chat, studio.briefing.chat_by_rule], slots=20)
        ],
        PoolChoice.SUBMIT: [
            _Queue(submit_queue(provider), [studio.submitting.submit], slots=16, per_second=posts_per_s.get(provider))
            for provider in studio.providers
        ],
        PoolChoice.AWAIT: [
            _Queue(Pool.AWAIT, [studio.awaiting.await_prediction], slots=1000, heard_after=_HEARD_WAITING)
        ],
        PoolChoice.MEDIA: [
            _Queue(
                Pool.MEDIA,
                [
                    *(pictures.conform, pictures.card, pictures.transition, studio.chunks.last_frame),
                    *(studio.mixing.mix, studio.cutting.assemble, studio.exporting.export, studio.exporting.preview),
                    *(studio.songs.analyse_song, studio.songs.cut_song, studio.songs.slice_song),
                ],
                slots=os.cpu_count() or 1,
            )
        ],
    }
    chosen = list(by_pool) if choice is PoolChoice.ALL else [choice]
    return [queue for pool in chosen for queue in by_pool.get(pool, [])]
