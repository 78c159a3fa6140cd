"""What may be spent, by a film and by you, and what to do with purchases that wait."""

from fastapi import APIRouter, BackgroundTasks

from activities.contract import BudgetChange
from api.context import Context, Here, Owner
from api.money import (
    NewDecision,
    NewOwnerBudget,
    NewProjectBudget,
    OwnerBudget,
    ProjectBudget,
    owner_budget,
    project_budget,
)
from api.parameters import ProjectId
from api.refusals import ClosedError
from api.responses import BUSY, INVALID, REFUSED, UNKNOWN
from film.budget import BudgetScope
from film.holds import needed_usd
from film.predictions import prediction_workflow_id
from film.production import workflow_id
from store.projects import StoredProject

router = APIRouter(prefix="/v1", tags=["money"])


@router.get("/budget")
async def get_budget(here: Here, owner: Owner) -> OwnerBudget:
    """What you may spend, in all and today, and what is committed."""
    return owner_budget(await here.budgets.of(owner))


@router.put("/budget", responses=INVALID)
async def set_budget(here: Here, owner: Owner, new: NewOwnerBudget, later: BackgroundTasks) -> OwnerBudget:
    """Cap what you spend, in all and in a day. Films and purchases that wait for money try again."""
    await here.budgets.set(BudgetScope.OWNER, owner, new.total_usd)
    await here.budgets.set(BudgetScope.DAY, owner, new.per_day_usd)
    later.add_task(here.commands.tell_money, await _who_may_wait(here, owner))
    return owner_budget(await here.budgets.of(owner))


@router.get("/projects/{project_id}/budget", responses=UNKNOWN)
async def get_project_budget(here: Here, owner: Owner, project_id: ProjectId) -> ProjectBudget:
    """What a film may spend, and what it waits for."""
    return await _project_budget(here, await here.projects.get(owner, project_id))


@router.put("/projects/{project_id}/budget", responses=UNKNOWN | INVALID | BUSY)
async def set_project_budget(here: Here, owner: Owner, project_id: ProjectId, new: NewProjectBudget) -> ProjectBudget:
    """Cap what a film spends. Its purchases that wait for money try again."""
    stored = await here.projects.get(owner, project_id)
    try:
        await here.commands.set_budget(BudgetChange(project_id=project_id, cap_usd=new.cap_usd))
    except ClosedError:
        await here.budgets.set(BudgetScope.PROJECT, project_id, new.cap_usd)
    return await _project_budget(here, stored)


@router.post("/projects/{project_id}/resume", status_code=202, responses=UNKNOWN | REFUSED | BUSY)
async def resume_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectBudget:
    """The provider's account was topped up: purchases that wait for money try again now."""
    stored = await here.projects.get(owner, project_id)
    await here.commands.resume(project_id)
    return await _project_budget(here, stored)


@router.post("/projects/{project_id}/purchases/decide", status_code=202, responses=UNKNOWN | REFUSED | INVALID | BUSY)
async def decide_purchase(here: Here, owner: Owner, project_id: ProjectId, new: NewDecision) -> ProjectBudget:
    """Retry a purchase that waits, buy it again, or do without."""
    stored = await here.projects.get(owner, project_id)
    await here.commands.decide(project_id, new.answer)
    return await _project_budget(here, stored)


async def _project_budget(here: Context, stored: StoredProject) -> ProjectBudget:
    view = await here.productions.view(stored.project_id) or stored.view
    budgets = await here.budgets.of(stored.opening.owner, stored.project_id)
    return project_budget(budgets, needed_usd(view.holds, budgets))


async def _who_may_wait(here: Context, owner: str) -> list[str]:
    """The workflows of an owner that buy, whether or not they are known to wait already."""
    films = [workflow_id(project_id) for project_id in await here.projects.spending(owner)]
    return films + [prediction_workflow_id(each) for each in await here.one_offs.under_way(owner)]
