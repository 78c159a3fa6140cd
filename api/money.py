"""Money as the API shows it: caps, what is committed under them, what waits and how the wait may end."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.words import Words
from film.budget import Budget, BudgetScope
from film.holds import Decision, Hold, HoldAnswer, HoldKind

Cap = Annotated[
    Decimal | None,
    Field(ge=0, le=1_000_000, decimal_places=4, description="In US dollars; `null` is no cap", examples=["25.00"]),
]


class BudgetInfo(BaseModel):
    """A cap and what is committed under it: reserved, settled, or maybe billed."""

    cap_usd: Decimal | None
    committed_usd: Decimal
    left_usd: Decimal | None = Field(description="What may still be spent; `null` without a cap")


class OwnerBudget(BaseModel):
    """What you may spend: in all, and in a calendar day (UTC)."""

    total: BudgetInfo
    day: BudgetInfo


class ProjectBudget(OwnerBudget):
    """What a film may spend: by its own cap and by its owner's. ``needed_usd`` is what it waits for."""

    project: BudgetInfo
    needed_usd: Decimal


class NewProjectBudget(BaseModel):
    """A film's new cap."""

    model_config = ConfigDict(extra="forbid")

    cap_usd: Cap


class NewOwnerBudget(BaseModel):
    """Your new caps."""

    model_config = ConfigDict(extra="forbid")

    total_usd: Cap
    per_day_usd: Cap


class NewDecision(BaseModel):
    """What to do about a purchase that waits."""

    model_config = ConfigDict(extra="forbid")

    attempt_key: Words = Field(min_length=1, max_length=300, description="Which; see `holds`")
    decision: Decision = Field(description="One of the hold's `actions`")

    @property
    def answer(self) -> HoldAnswer:
        """The decision as workflows take it."""
        return HoldAnswer(attempt_key=self.attempt_key, decision=self.decision)


class HoldAction(BaseModel):
    """A decision that ends a wait: ``POST`` it with the attempt's key to ``url``."""

    decision: Decision
    url: str


class HoldInfo(BaseModel):
    """A purchase that waits. ``needed_usd`` is by how much the cap of ``scope`` must rise for it alone."""

    attempt_key: str
    kind: HoldKind
    label: str
    reason: str
    since: datetime
    scope: BudgetScope | None
    needed_usd: Decimal | None
    actions: list[HoldAction]


def budget_info(budgets: Sequence[Budget], scope: BudgetScope) -> BudgetInfo:
    """One of these budgets."""
    budget = next(budget for budget in budgets if budget.scope is scope)
    return BudgetInfo(cap_usd=budget.cap_usd, committed_usd=budget.committed_usd, left_usd=budget.left_usd)


def owner_budget(budgets: Sequence[Budget]) -> OwnerBudget:
    """What an owner may spend."""
    return OwnerBudget(total=budget_info(budgets, BudgetScope.OWNER), day=budget_info(budgets, BudgetScope.DAY))


def project_budget(budgets: Sequence[Budget], needed_usd: Decimal) -> ProjectBudget:
    """What a project may spend."""
    project = budget_info(budgets, BudgetScope.PROJECT)
    return ProjectBudget(**dict(owner_budget(budgets)), project=project, needed_usd=needed_usd)


def hold_info(hold: Hold, decide_url: str) -> HoldInfo:
    """A purchase that waits, and where to decide about it."""
    actions = [HoldAction(decision=decision, url=decide_url) for decision in hold.kind.decisions]
    return HoldInfo(**hold.model_dump(), actions=actions)
