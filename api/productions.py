"""Starting the workflows of projects, and asking them. Every call has a timeout and a mapped error."""

import structlog
from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy

from api.refusals import COMMAND_TIMEOUT, QUERY_TIMEOUT, UNREACHABLE, unavailable
from film.events import ProjectView
from film.production import Production, workflow_id
from workflows.board import MODE, OWNER, SCENES, SPEND_CENTS, STATE
from workflows.policies import STUDIO_QUEUE
from workflows.project import ProjectWorkflow

log = structlog.get_logger()

FILM_PRIORITY = 3
"""A person's retake goes before, a batch behind."""


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
                priority=Priority(priority_key=FILM_PRIORITY, fairness_key=opening.owner),
                rpc_timeout=COMMAND_TIMEOUT,
            )
        except UNREACHABLE as error:
            raise unavailable(error) from error

    async def view(self, project_id: str) -> ProjectView | None:
        """The live read model, or ``None`` when the workflow cannot answer now."""
        try:
            return await self._handle(project_id).query(ProjectWorkflow.status, rpc_timeout=QUERY_TIMEOUT)
        except (*UNREACHABLE, WorkflowQueryFailedError) as error:
            log.debug("no live status", project=project_id, reason=str(error))
            return None

    async def ping(self) -> None:
        """Raise when Temporal cannot be reached."""
        await self._client.service_client.check_health(timeout=QUERY_TIMEOUT)

    def _handle(self, project_id: str) -> WorkflowHandle[ProjectWorkflow, object]:
        return self._client.get_workflow_handle_for(ProjectWorkflow.run, workflow_id(project_id))
