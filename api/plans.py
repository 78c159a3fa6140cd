"""The plan of a film: what will be made, how it was arrived at, and what it will cost."""

from fastapi import APIRouter

from api.context import Here, Owner
from api.costs import costs
from api.parameters import ProjectId
from api.plan_schemas import PlanInfo
from api.problems import ProblemError
from api.responses import REFUSED, UNKNOWN

router = APIRouter(prefix="/v1/projects/{project_id}/plan", tags=["projects"])


@router.get("", responses=UNKNOWN | REFUSED)
async def get_plan(here: Here, owner: Owner, project_id: ProjectId) -> PlanInfo:
    """The plan with its estimate beside what was spent so far. 409 while there is none."""
    stored = await here.projects.get(owner, project_id)
    view = stored.view
    if view.plan is None:
        raise ProblemError(409, "no-plan", f"The film is {view.state.value}; there is no plan of it")
    ledger = await here.ledger.of_project(project_id)
    return PlanInfo(
        project_id=project_id,
        state=view.state,
        brief=stored.opening.brief,
        film_format=view.film_format,
        flavour=stored.opening.recipe.flavour,
        plan=view.plan,
        costs=costs(view.estimate, [scene.scene_id for scene in view.plan.scenes], ledger),
    )
