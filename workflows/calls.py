"""Calling an activity: its types from the contract, its options from the policy, a line for the operator."""

import asyncio
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.contract import Activity
    from film.model import Value

from workflows.policies import Policy

Request = TypeVar("Request", bound=Value)
Result = TypeVar("Result", bound=Value)


async def call(activity: Activity[Request, Result], request: Request, policy: Policy, summary: str) -> Result:
    """Run ``activity`` under ``policy``; ``summary`` is what the Temporal UI shows for it.

    Raises ``ActivityError`` when it fails for good and ``CancelledError`` when the workflow is cancelled, even when the
    cancellation came too late to stop the activity or found it failing: forgotten, it would let the next purchase be
    made.
    """
    _heed_cancellation()
    try:
        result = await call_regardless(activity, request, policy, summary)
    except ActivityError:  # not a ``finally``: a workflow that leaves the cache has no task any more
        _heed_cancellation()
        raise
    _heed_cancellation()
    return result


def _heed_cancellation() -> None:
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError


async def call_regardless(
    activity: Activity[Request, Result], request: Request, policy: Policy, summary: str
) -> Result:
    """``call`` for what must be done even when the workflow has been cancelled before: its result is given then too."""
    result: Result = await workflow.execute_activity(
        activity.name,
        request,
        result_type=activity.result,
        task_queue=policy.queue,
        start_to_close_timeout=policy.start_to_close,
        schedule_to_close_timeout=policy.schedule_to_close,
        heartbeat_timeout=policy.heartbeat,
        retry_policy=policy.retry,
        cancellation_type=policy.cancellation,
        summary=summary[:200],
    )
    return result
