"""A plan as the API gives it."""

from pydantic import BaseModel, Field

from api.cost_schemas import Costs
from film.brief import Brief
from film.format import FilmFormat
from film.plan import Plan
from film.status import ProjectState


class PlanInfo(BaseModel):
    """A plan. While the film is `planned` it waits: `POST …/approve` makes it, `POST …/cancel` throws it away."""

    project_id: str
    state: ProjectState
    brief: Brief
    film_format: FilmFormat
    flavour: str = Field(description="The flavour it is made in")
    plan: Plan
    costs: Costs
