"""The workflows of one-off generations: started, asked, told. Every call has a timeout and a mapped error."""

import asyncio
from typing import Any

import structlog
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowQueryFailedError,
)
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.contract import Order
from api.productions import FILM_PRIORITY
from api.refusals import COMMAND_TIMEOUT, FAILURES, QUERY_TIMEOUT, UNREACHABLE, refused, unavailable
from film.holds import Hold, HoldAnswer
from film.model import Value
from film.predictions import OneOffState, prediction_workflow_id
from workflows.board import OWNER
from workflows.policies import STUDIO_QUEUE
from workflows.prediction import PredictionWorkflow

log = structlog.get_logger()

_ENDS = {
    WorkflowExecutionStatus.COMPLETED: OneOffState.SUCCEEDED,
    WorkflowExecutionStatus.CANCELED: OneOffState.CANCELLED,
    WorkflowExecutionStatus.TERMINATED: OneOffState.CANCELLED,
    WorkflowExecutionStatus.FAILED: OneOffState.FAILED,
    WorkflowExecutionStatus.TIMED_OUT: OneOffState.FAILED,
}


class Look(Value):
    """What a workflow says of itself: how it ended, or what it waits for. ``gone``: nothing, it is forgotten."""

    end: OneOffState | None = None
    gone: bool = False
    error: str | None = None
    holds: tuple[Hold, ...] = ()


class Purchases:
    """The workflows behind one-off generations."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, prediction_id: str, order: Order) -> None:
        """Start the workflow, unless it was started before. Raises ``ProblemError`` (503)."""
        try:
            await self._client.start_workflow(
                PredictionWorkflow.run,
                order,
                id=prediction_workflow_id(prediction_id),
                task_queue=STUDIO_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=TypedSearchAttributes([SearchAttributePair(OWNER, order.owner)]),
                static_summary=order.label[:200],
                static_details=", ".join(model.slug for model in order.models),
                priority=Priority(priority_key=FILM_PRIORITY, fairness_key=order.owner),
                rpc_timeout=COMMAND_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            return
        except UNREACHABLE as error:
            raise unavailable(error) from error

    async def look(self, prediction_id: str) -> Look | None:
        """How the workflow is; ``None`` when nobody can say now."""
        try:
            async with asyncio.timeout(2 * QUERY_TIMEOUT.total_seconds()):
                return await self._look(self._handle(prediction_id))
        except (*UNREACHABLE, TimeoutError) as error:
            log.debug("no live status", prediction=prediction_id, reason=str(error))
            return None

    async def cancel(self, prediction_id: str) -> None:
        """Ask it to stop, at the provider too."""
        try:
            await self._handle(prediction_id).cancel(rpc_timeout=COMMAND_TIMEOUT)
        except UNREACHABLE as error:
            raise refused(error, "prediction") from error

    async def decide(self, prediction_id: str, answer: HoldAnswer) -> None:
        """Decide about what waits."""
        try:
            await self._handle(prediction_id).execute_update(
                PredictionWorkflow.decide, answer, rpc_timeout=COMMAND_TIMEOUT
            )
        except FAILURES as error:
            raise refused(error, "prediction") from error

    async def _look(self, handle: WorkflowHandle[PredictionWorkflow, Any]) -> Look:
        try:
            status = (await handle.describe(rpc_timeout=QUERY_TIMEOUT)).status
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return Look(end=OneOffState.FAILED, gone=True, error="Its workflow is not kept any more")
            raise
        end = _ENDS.get(status) if status else None
        if end is not None:
            return Look(end=end, error=await _reason(handle) if end is OneOffState.FAILED else None)
        try:
            view = await handle.query(PredictionWorkflow.status, rpc_timeout=QUERY_TIMEOUT)
        except (RPCError, WorkflowQueryFailedError):
            return Look()
        return Look(holds=view.holds)

    def _handle(self, prediction_id: str) -> WorkflowHandle[PredictionWorkflow, Any]:
        return self._client.get_workflow_handle_for(PredictionWorkflow.run, prediction_workflow_id(prediction_id))


async def _reason(handle: WorkflowHandle[PredictionWorkflow, Any]) -> str:
    """Why a workflow that has failed did."""
    try:
        await handle.result(rpc_timeout=QUERY_TIMEOUT)
    except WorkflowFailureError as error:
        return error.cause.message if isinstance(error.cause, ApplicationError) else str(error.cause)
    return ""
