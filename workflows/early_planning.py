"""Moderation and plan of productions that began before there were judgements: kept for their histories."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import MODERATE, PLAN, READ_PLAN, ModerationRequest, Order, PlanAnswer, PlanOrder
    from film.assets import AssetKind
    from film.plan import Plan
    from film.planning import plan_request
    from film.production import Failure, Production
    from film.production_stage import Stage

from workflows.calls import call
from workflows.holds import Holds
from workflows.policies import THINKING
from workflows.purchase import PurchaseFailedError, purchase

_ANSWERS = 3
"""So many answers are bought, if the earlier ones are of no use, before the film is given up."""


async def moderate_brief(film: Production) -> Failure | None:
    """Have the brief checked; why it must not be filmed, if so."""
    request = ModerationRequest(project_id=film.project_id, brief=film.brief, writer=film.crew.writer)
    verdict = await call(MODERATE, request, THINKING, "Check the brief")
    if verdict.allowed:
        return None
    details = {"category": verdict.category or "", "passage": verdict.passage or ""}
    return Failure(code="moderation_failed", details=details)


async def write_early_plan(film: Production, holds: Holds) -> Plan:
    """Have the film planned. Raises ``ApplicationError`` when no usable plan can be had."""
    wanted = PlanOrder(
        project_id=film.project_id, brief=film.brief, film_format=film.film_format, writer=film.crew.writer
    )
    if not film.crew.plan:
        return await call(PLAN, wanted, THINKING, "Write the plan")
    reason = ""
    for number in range(1, _ANSWERS + 1):
        answer = await _bought(film, holds, number)
        try:
            return await call(READ_PLAN, PlanAnswer(order=wanted, answer=answer), THINKING, "Read the plan")
        except ActivityError as error:
            if not isinstance(error.cause, ApplicationError) or error.cause.type != "UnusablePlan":
                raise
            reason = error.cause.message
    raise ApplicationError(f"No usable plan in {_ANSWERS} answers: {reason}", type="no_plan")


async def _bought(film: Production, holds: Holds, number: int) -> str:
    """The key of a planner's stored answer."""
    order = Order(
        key=f"{film.project_id}/film/plan-{number}",
        owner=film.owner,
        project_id=film.project_id,
        scene_id=None,
        take=None,
        stage=Stage.PLAN,
        kind=AssetKind.TRANSCRIPT,
        label="Plan" if number == 1 else f"Plan, answer {number}",
        models=film.crew.plan,
        wants={"request": plan_request(film.brief).model_dump(mode="json")},
    )
    try:
        receipt = await purchase(order, holds)
    except PurchaseFailedError as error:
        raise ApplicationError(error.reason, type=error.code) from error
    film.spent_usd += receipt.cost_usd
    return receipt.asset.key
