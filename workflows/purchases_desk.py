"""What can be said to a production about its money: a new budget, a decision, news of a lost call."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import SET_BUDGET, BudgetChange
    from film.events import EventType
    from film.holds import HoldAnswer
    from film.orders import TakeHeld
    from film.production import Production
    from film.status import TERMINAL_PROJECT_STATES

from workflows.calls import call
from workflows.held import HeldBoard
from workflows.policies import RECORDING
from workflows.recorder import Recorder


class PurchasesDesk:
    """Handlers that ``ProjectWorkflow`` inherits."""

    _film: Production
    _log: Recorder
    _held: HeldBoard

    @workflow.update(name="set_budget", description="Change what may be spent; what waits for money goes on")
    async def set_budget(self, change: BudgetChange) -> None:
        """Write the new cap, then let every purchase that waits for money try again."""
        await call(SET_BUDGET, change, RECORDING, f"Set the budget to {change.cap_usd}")
        self._log.note(EventType.BUDGET, cap_usd=None if change.cap_usd is None else str(change.cap_usd))
        await self._held.retry_money()

    @set_budget.validator
    def _may_set_budget(self, change: BudgetChange) -> None:
        if change.project_id != self._film.project_id or self._film.state in TERMINAL_PROJECT_STATES:
            raise ApplicationError(f"The film is {self._film.state.value} already", type="project_closed")

    @workflow.signal(name="budget_changed", description="There is money (again): purchases that wait for it go on")
    async def budget_changed(self) -> None:
        """A cap above the project's has changed, or the provider's account was topped up."""
        await self._held.retry_money()

    @workflow.update(name="decide", description="Retry, buy again or write off a purchase that waits")
    async def decide(self, answer: HoldAnswer) -> None:
        """Decide about a purchase that waits."""
        await self._held.answer(answer)

    @decide.validator
    def _may_decide(self, answer: HoldAnswer) -> None:
        self._held.may_answer(answer)

    @workflow.signal(name="decide_purchase", description="Decide about a purchase (from the Temporal UI or CLI)")
    async def decide_signal(self, answer: HoldAnswer) -> None:
        """The signal twin of ``decide``; a decision that makes no sense is logged and dropped."""
        try:
            self._held.may_answer(answer)
        except ApplicationError as error:
            workflow.logger.warning("decision refused: %s", error.message)
            return
        await self._held.answer(answer)

    @workflow.signal(name="prediction_found")
    def prediction_found(self, attempt_key: str) -> None:
        """There is news of a call that was lost."""
        self._held.own.news(attempt_key)

    @workflow.signal(name="take_held")
    def take_held(self, news: TakeHeld) -> None:
        """Purchases of a take wait, or go on."""
        self._held.take_held(news)
