"""What is asked of running workflows: updates that are answered at once, and signals."""

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from temporalio.client import Client, WorkflowHandle

from activities.contract import BudgetChange
from api.refusals import COMMAND_TIMEOUT, FAILURES, QUERY_TIMEOUT, UNREACHABLE, refused, was_cut_off
from film.finish import Finish
from film.holds import HoldAnswer
from film.orders import RetakeAccepted, RetakeRequest
from film.production import workflow_id
from workflows.project import ProjectWorkflow

log = structlog.get_logger()

_SIGNALS_AT_ONCE = 16


class Commands:
    """Commands to productions. Raises ``ProblemError`` for what is refused, and 503 when nobody answers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def retake(self, project_id: str, wish: RetakeRequest, update_id: str | None) -> RetakeAccepted:
        """Ask for a retake; the same ``update_id`` twice is one retake."""
        return RetakeAccepted.model_validate(
            await self._update(project_id, ProjectWorkflow.retake_scene, wish, update_id=update_id)
        )

    async def refinish(self, project_id: str, finish: Finish) -> None:
        """Ask for another finish."""
        await self._update(project_id, ProjectWorkflow.refinish, finish)

    async def approve(self, project_id: str) -> None:
        """Let a planned film be made."""
        await self._update(project_id, ProjectWorkflow.approve)

    async def cancel(self, project_id: str) -> None:
        """Ask a production to stop; returns when it has accepted."""
        await self._update(project_id, ProjectWorkflow.cancel)

    async def set_budget(self, change: BudgetChange) -> None:
        """Let a production write its new cap and go on. Raises ``ClosedError`` when it is over."""
        await self._update(change.project_id, ProjectWorkflow.set_budget, change)

    async def decide(self, project_id: str, answer: HoldAnswer) -> None:
        """Decide about a purchase that waits."""
        await self._update(project_id, ProjectWorkflow.decide, answer)

    async def resume(self, project_id: str) -> None:
        """Let whatever waits for money in a production try again."""
        try:
            await self._handle(project_id).signal(ProjectWorkflow.budget_changed, rpc_timeout=COMMAND_TIMEOUT)
        except UNREACHABLE as error:
            raise refused(error) from error

    async def tell_found(self, workflow_id: str, attempt_key: str) -> None:
        """Tell a workflow that there is news of a call it had lost; it finds out by itself, later, if this fails."""
        await self._tell(workflow_id, "prediction_found", attempt_key)

    async def tell_money(self, workflow_ids: Iterable[str]) -> None:
        """Tell workflows that there may be money now. One that is over, or cannot be told, is passed by."""
        few = asyncio.Semaphore(_SIGNALS_AT_ONCE)

        async def tell(workflow_id: str) -> None:
            async with few:
                await self._tell(workflow_id, "budget_changed")

        await asyncio.gather(*map(tell, workflow_ids))

    async def _tell(self, workflow_id: str, signal: str, *news: Any) -> None:
        try:
            handle = self._client.get_workflow_handle(workflow_id)
            await asyncio.wait_for(
                handle.signal(signal, args=news, rpc_timeout=QUERY_TIMEOUT), QUERY_TIMEOUT.total_seconds()
            )
        except (*UNREACHABLE, TimeoutError) as error:
            log.warning("a workflow was not told", workflow=workflow_id, signal=signal, reason=str(error))

    # The types of asynchronous updates promise a coroutine where their result is meant.
    async def _update(self, project_id: str, update: Any, *asked: Any, update_id: str | None = None) -> Any:
        try:
            return await self._handle(project_id).execute_update(
                update, args=asked, id=update_id, rpc_timeout=COMMAND_TIMEOUT
            )
        except FAILURES as error:
            if was_cut_off(error):
                return await self._update(project_id, update, *asked, update_id=update_id)
            raise refused(error) from error

    def _handle(self, project_id: str) -> WorkflowHandle[ProjectWorkflow, object]:
        return self._client.get_workflow_handle_for(ProjectWorkflow.run, workflow_id(project_id))
