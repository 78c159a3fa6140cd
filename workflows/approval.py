"""The gate behind the plan: a film that was ordered as a plan only waits until somebody says that it may be made."""

from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from film.events import EventType
    from film.production import Production
    from film.production_stage import Stage
    from film.status import ProjectState

from workflows.recorder import Recorder

_SEASON = timedelta(days=90)


class ApprovalDesk:
    """Handlers that ``ProjectWorkflow`` inherits."""

    _film: Production
    _log: Recorder

    @workflow.update(name="approve", description="Make the film that was planned")
    def approve(self) -> None:
        """Let a planned film be made as it was planned."""
        self._let_go()

    @approve.validator
    def _may_approve(self) -> None:
        if self._film.state is not ProjectState.PLANNED:
            raise ApplicationError(
                f"The film is {self._film.state.value}; there is no plan to approve", type="not_approvable"
            )

    @workflow.signal(name="approve", description="Make the film that was planned (from the Temporal UI or CLI)")
    def approve_signal(self) -> None:
        """The signal twin of ``approve``; without a plan that waits it is logged and dropped."""
        try:
            self._may_approve()
        except ApplicationError as error:
            workflow.logger.warning("approval refused: %s", error.message)
            return
        self._let_go()

    def _let_go(self) -> None:
        self._film.until = None
        self._log.note(EventType.APPROVED)

    async def _approved(self) -> bool:
        """Wait for a word, where one was wanted; ``False`` when nobody came for a season."""
        if self._film.until is not Stage.PLAN:
            return True
        try:
            await workflow.wait_condition(
                lambda: self._film.until is None, timeout=_SEASON, timeout_summary="Plan expires"
            )
        except TimeoutError:
            return False
        return True
