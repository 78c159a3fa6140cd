"""A purchase on its own, for one-off generations: the same helper, a workflow around it."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import Order, Receipt
    from film.holds import HoldAnswer
    from film.predictions import PredictionView

from workflows.holds import Holds, refuse_senseless
from workflows.purchase import PurchaseFailedError, purchase


@workflow.defn(name="PredictionWorkflow")
class PredictionWorkflow:
    """Buys one thing. Its id is ``prediction_workflow_id`` of the order's key."""

    @workflow.init
    def __init__(self, order: Order) -> None:
        self._holds = Holds(self._show)
        self._label = order.label

    @workflow.run
    async def run(self, order: Order) -> Receipt:
        """The receipt; fails with the kind and the words of the last failure."""
        try:
            return await purchase(order, self._holds)
        except PurchaseFailedError as error:
            raise ApplicationError(error.reason, type=error.code) from error

    @workflow.update(name="decide", description="Retry, buy again or write off a purchase that waits")
    def decide(self, answer: HoldAnswer) -> None:
        """Decide about a purchase that waits."""
        self._holds.answer(answer)

    @decide.validator
    def _may_decide(self, answer: HoldAnswer) -> None:
        refuse_senseless(answer, self._holds.waiting)

    @workflow.signal(name="decide_purchase", description="Decide about a purchase (from the Temporal UI or CLI)")
    def decide_signal(self, answer: HoldAnswer) -> None:
        """The signal twin of ``decide``."""
        self._holds.answer(answer)

    @workflow.signal(name="budget_changed", description="There is money (again): what waits for it goes on")
    def budget_changed(self) -> None:
        """A cap has changed, or the provider's account was topped up."""
        self._holds.retry_money()

    @workflow.signal(name="prediction_found")
    def prediction_found(self, attempt_key: str) -> None:
        """There is news of a call that was lost."""
        self._holds.news(attempt_key)

    @workflow.query(description="What the purchase waits for")
    def status(self) -> PredictionView:
        """What waits now."""
        return PredictionView(holds=self._holds.waiting)

    async def _show(self) -> None:
        waiting = [f"* {hold.attempt_key}: {hold.kind.value}, {hold.reason}" for hold in self._holds.waiting]
        workflow.set_current_details("\n".join([f"**{self._label}**", *waiting]))
