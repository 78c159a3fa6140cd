"""Starting, steering and asking the workflows of projects. Every call has a timeout and a mapped error."""

from datetime import timedelta

import structlog
from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.problems import ProblemError
from film.events import ProjectView
from film.orders import RetakeAccepted, RetakeRequest
from film.production import Production, workflow_id
from workflows.board import MODE, OWNER, SCENES, SPEND_CENTS, STATE
from workflows.policies import STUDIO_QUEUE
from workflows.project import ProjectWorkflow

log = structlog.get_logger()

_COMMAND = timedelta(seconds=8)
_QUERY = timedelta(seconds=2)
_FILM_PRIORITY = 3
_REFUSALS = {"unknown_scene": 404, "not_retakeable": 409, "scene_busy": 409, "not_cancellable": 409}

# A lazy client says with a RuntimeError that it cannot connect.
_FAILURES = (WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, RPCError, RuntimeError)


class Productions:
    """The workflows behind projects."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, opening: Production) -> None:
        """Start a project's workflow; one that runs already is left alone. Raises ``ProblemError`` (503)."""
        brief = opening.brief
        attributes = TypedSearchAttributes(
            [
                SearchAttributePair(OWNER, opening.owner),
                SearchAttributePair(STATE, opening.state.value),
                SearchAttributePair(MODE, brief.mode.value),
                SearchAttributePair(SCENES, 0),
                SearchAttributePair(SPEND_CENTS, 0),
            ]
        )
        try:
            await self._client.start_workflow(
                ProjectWorkflow.run,
                opening,
                id=opening.workflow_id,
                task_queue=STUDIO_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                search_attributes=attributes,
                static_summary=f"{brief.mode.value}: {brief.prompt}"[:200],
                static_details=brief.prompt,
                priority=Priority(priority_key=_FILM_PRIORITY, fairness_key=opening.owner),
                rpc_timeout=_COMMAND,
            )
        except (RPCError, RuntimeError) as error:
            raise _unavailable(error) from error

    async def retake(self, project_id: str, wish: RetakeRequest, update_id: str | None) -> RetakeAccepted:
        """Ask for a retake; the same ``update_id`` twice is one retake."""
        try:
            return await self._handle(project_id).execute_update(
                ProjectWorkflow.retake_scene, wish, id=update_id, rpc_timeout=_COMMAND
            )
        except _FAILURES as error:
            raise _refused(error) from error

    async def cancel(self, project_id: str) -> None:
        """Ask a production to stop; returns when it has accepted."""
        try:
            await self._handle(project_id).execute_update(ProjectWorkflow.cancel, rpc_timeout=_COMMAND)
        except _FAILURES as error:
            raise _refused(error) from error

    async def view(self, project_id: str) -> ProjectView | None:
        """The live read model, or ``None`` when the workflow cannot answer now."""
        try:
            return await self._handle(project_id).query(ProjectWorkflow.status, rpc_timeout=_QUERY)
        except (RPCError, RuntimeError, WorkflowQueryFailedError) as error:
            log.debug("no live status", project=project_id, reason=str(error))
            return None

    async def ping(self) -> None:
        """Raise when Temporal cannot be reached."""
        await self._client.service_client.check_health(timeout=_QUERY)

    def _handle(self, project_id: str) -> WorkflowHandle[ProjectWorkflow, object]:
        return self._client.get_workflow_handle_for(ProjectWorkflow.run, workflow_id(project_id))


def _refused(error: Exception) -> ProblemError:
    cause = error.__cause__
    if isinstance(error, WorkflowUpdateFailedError) and isinstance(cause, ApplicationError):
        kind = cause.type or "refused"
        return ProblemError(_REFUSALS.get(kind, 409), kind.replace("_", "-"), cause.message)
    if isinstance(error, WorkflowUpdateFailedError):
        return ProblemError(409, "project-closed", "The production ended before it could take the command")
    if isinstance(error, RPCError) and error.status == RPCStatusCode.NOT_FOUND:
        return ProblemError(409, "project-closed", "This project is closed; nothing in it can be changed any more")
    return _unavailable(error)


def _unavailable(error: Exception) -> ProblemError:
    log.warning("temporal did not answer", reason=str(error))
    return ProblemError(503, "studio-busy", "The studio did not answer in time; try again in a moment")
