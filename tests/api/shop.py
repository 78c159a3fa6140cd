"""A studio of stand-ins that keeps real books: every purchase has its price, and caps are held."""

from decimal import Decimal

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import (
    AWAIT,
    RECORD,
    SET_BUDGET,
    SETTLE,
    STORE,
    SUBMIT,
    Attempt,
    AwaitRequest,
    BudgetChange,
    Done,
    Outcome,
    Receipt,
    RecordBatch,
    Settled,
    SettleRequest,
    StoreRequest,
    Submitted,
)
from film.budget import BudgetScope
from film.production_stage import Stage
from film.status import PredictionState
from store.budgets import Budgets, OverBudgetError
from store.database import Database
from store.ledger import Intent, Ledger, UnknownAttemptError
from store.projects import Projects
from tests.workflows.studio import FakeStudio


class Shop(FakeStudio):
    """Everything costs ``price``, but the plan is free."""

    def __init__(self, database: Database, price: str = "0.4") -> None:
        super().__init__()
        self.price = Decimal(price)
        self.ledger, self.budgets, self.projects = Ledger(database), Budgets(database), Projects(database)

    @activity.defn(name=RECORD.name)
    async def record(self, batch: RecordBatch) -> Done:
        await self.projects.record(batch.project_id, batch.events, batch.view)
        return Done()

    @activity.defn(name=SUBMIT.name)
    async def submit(self, attempt: Attempt) -> Submitted:
        try:
            entry = await self.ledger.intend(self._intent(attempt))
        except OverBudgetError as error:
            details = error.shortage.model_dump(mode="json")
            raise ApplicationError(str(error), details, type="OverBudget", non_retryable=True) from error
        try:
            sent = await super().submit(attempt)
        except ApplicationError:
            if self.fails[attempt.order.stage.value] == "SubmissionUnknown":
                await self.ledger.about_to_post(attempt.key)
                await self.ledger.unknown(attempt.key, "the connection broke")
            raise
        if entry.state is PredictionState.INTENDED:
            await self.ledger.about_to_post(attempt.key)
        await self.ledger.submitted(attempt.key, sent.provider_id, "accepted")
        return sent

    @activity.defn(name=AWAIT.name)
    async def await_prediction(self, request: AwaitRequest) -> Outcome:
        """Nothing comes home at once: the store step keeps the books."""
        return await super().await_prediction(request.model_copy(update={"kind": None}))

    @activity.defn(name=STORE.name)
    async def store_output(self, request: StoreRequest) -> Receipt:
        cost = (await self.ledger.entry(request.attempt_key)).cost
        receipt = (await super().store_output(request)).model_copy(update={"cost_usd": cost})
        await self.ledger.ended(request.attempt_key, PredictionState.SUCCEEDED, output="made", error=None)
        await self.ledger.stored(request.attempt_key, receipt.model_dump(mode="json"), cost)
        return receipt

    @activity.defn(name=SETTLE.name)
    async def settle(self, request: SettleRequest) -> Settled:
        await super().settle(request)
        state = request.outcome.state
        try:
            await self.ledger.close(request.attempt_key, state, request.outcome.error or state.value)
        except UnknownAttemptError:
            return Settled()
        return Settled(state=(await self.ledger.entry(request.attempt_key)).state)

    @activity.defn(name=SET_BUDGET.name)
    async def set_budget(self, change: BudgetChange) -> Done:
        await self.budgets.set(BudgetScope.PROJECT, change.project_id, change.cap_usd)
        return Done()

    def _intent(self, attempt: Attempt) -> Intent:
        order, model = attempt.order, attempt.model
        return Intent(
            attempt_key=attempt.key,
            order_key=order.key,
            owner=order.owner,
            project_id=order.project_id,
            scene_id=order.scene_id,
            take=order.take,
            stage=order.stage.value,
            workflow_id=activity.info().workflow_id,
            provider=model.provider,
            model=model.slug,
            input={},
            cost=Decimal(0) if order.stage is Stage.PLAN else self.price,
        )
