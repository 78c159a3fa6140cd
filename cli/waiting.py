"""What somebody is told when a purchase waits: why, what sum is needed, and which command goes on."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_UP, Decimal

from api.money import BudgetInfo, HoldInfo, OwnerBudget, ProjectBudget
from api.prediction_schemas import PredictionInfo
from cli.dollars import dollars, plain
from film.budget import Budget, BudgetScope
from film.holds import Hold, HoldKind, needed_usd

_MOST_LINES = 5


def film_waits(project_id: str, holds: Sequence[HoldInfo], budget: ProjectBudget) -> str:
    """Why a film waits, and how it goes on."""
    lines = ["The film waits; what is finished stays.", *_reasons(holds), *_sum(budget.needed_usd)]
    if BudgetScope.PROJECT in {hold.scope for hold in holds}:
        cap = _enough(budget.project, holds, BudgetScope.PROJECT)
        lines.append(f"  reelwright budget {project_id} --set {cap}")
    lines += _owners(holds, budget)
    if HoldKind.CREDIT in {hold.kind for hold in holds}:
        lines.append(f"  reelwright resume {project_id}   once the provider's account is topped up")
    lines += [_decision(project_id, hold) for hold in holds if not hold.kind.is_about_money]
    lines.append(f"  reelwright watch {project_id}   follows it to its end")
    return "\n".join(lines)


def purchase_waits(prediction: PredictionInfo, budget: OwnerBudget) -> str:
    """Why a one-off generation waits, and how it goes on."""
    prediction_id, holds = prediction.prediction_id, prediction.holds
    lines = [f"Prediction {prediction_id} waits.", *_reasons(holds), *_sum(prediction.needed_usd)]
    lines += _owners(holds, budget)
    lines += [_decision(prediction_id, hold) for hold in holds if hold.kind is not HoldKind.BUDGET]
    lines.append(f"  reelwright fetch {prediction_id}   saves what it makes")
    return "\n".join(lines)


def _reasons(holds: Sequence[HoldInfo]) -> Iterable[str]:
    yield from (f"- {hold.label}: {hold.reason}" for hold in holds[:_MOST_LINES])
    if len(holds) > _MOST_LINES:
        yield f"- and {len(holds) - _MOST_LINES} more"


def _sum(needed: Decimal) -> Iterable[str]:
    yield f"It needs {dollars(needed)} more. To go on:" if needed else "To go on:"


def _owners(holds: Sequence[HoldInfo], budget: OwnerBudget) -> Iterable[str]:
    """The commands that raise your own caps."""
    scopes = {hold.scope for hold in holds}
    if BudgetScope.OWNER in scopes:
        yield f"  reelwright budget --total {_enough(budget.total, holds, BudgetScope.OWNER)}"
    if BudgetScope.DAY in scopes:
        cap = _enough(budget.day, holds, BudgetScope.DAY)
        yield f"  reelwright budget --per-day {cap}   or wait for tomorrow (UTC)"


def _decision(thing_id: str, hold: HoldInfo) -> str:
    choices = "|".join(action.decision.value.replace("_", "-") for action in hold.actions)
    return f"  reelwright decide {thing_id} {hold.attempt_key} {choices}"


def _enough(budget: BudgetInfo, holds: Sequence[HoldInfo], scope: BudgetScope) -> str:
    """The cap, in whole cents, under which everything that waits for it could be bought."""
    cap = budget.cap_usd or Decimal(0)
    waiting = [Hold.model_validate(hold.model_dump(exclude={"actions"})) for hold in holds if hold.scope is scope]
    needed = needed_usd(waiting, [Budget(scope=scope, cap_usd=cap, committed_usd=budget.committed_usd)])
    return plain((cap + needed).quantize(Decimal("0.01"), ROUND_UP))
