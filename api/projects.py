"""Projects: order a film, look at it, retake a scene, stop it."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from pydantic import AwareDatetime
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.context import Context, Here, Owner
from api.opening import cap_of, opening_of
from api.parameters import IdempotencyKey, ProjectId, SceneId, new_id
from api.problems import ProblemError
from api.responses import BUSY, FULL, INVALID, REFUSED, UNKNOWN, located
from api.schemas import (
    LedgerEntry,
    NewProject,
    NewRetake,
    ProjectInfo,
    ProjectPage,
    ProjectStatus,
    ProjectSummary,
    RetakeTicket,
)
from api.space import require_space
from film.budget import Budget
from film.events import ProjectView
from film.orders import RetakeRequest
from film.production import Production
from film.progress import may_be_told, view_of
from film.status import ProjectState
from store.projects import StoredProject

router = APIRouter(prefix="/v1/projects", tags=["projects"])


@router.post("", status_code=201, responses={**INVALID, **BUSY, **FULL, 201: located("The film is ordered")})
async def create_project(
    here: Here, owner: Owner, new: NewProject, response: Response, idempotency_key: IdempotencyKey = None
) -> ProjectInfo:
    """Order a film. The same `Idempotency-Key` twice is one film; with another order it is refused."""
    await require_space(here.settings)
    opening = await opening_of(here, owner, new, new_id(owner, idempotency_key=idempotency_key))
    stored = await _ordered(here, opening, cap_of(here, new))
    response.headers["Location"] = f"/v1/projects/{opening.project_id}"
    return await _shown(here, stored)


@router.get("", responses=INVALID)
async def list_projects(
    here: Here,
    owner: Owner,
    state: Annotated[ProjectState | None, Query(description="Only films in this state")] = None,
    before: Annotated[AwareDatetime | None, Query(description="Only films ordered before; see `next_before`")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
) -> ProjectPage:
    """Your films, newest first."""
    cards = await here.projects.page(owner, state=state, before=before, limit=limit + 1)
    shown = cards[:limit]
    return ProjectPage(
        projects=[ProjectSummary.model_validate(card.model_dump()) for card in shown],
        next_before=shown[-1].created_at if len(cards) > limit else None,
    )


@router.get("/{project_id}", responses=UNKNOWN)
async def get_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectInfo:
    """A film with its scenes, takes, cuts and links to every file (valid for an hour)."""
    return await _shown(here, await here.projects.get(owner, project_id))


@router.get("/{project_id}/status", responses=UNKNOWN)
async def get_status(here: Here, owner: Owner, project_id: ProjectId) -> ProjectStatus:
    """Where the production is: from its workflow, or from the read model when that cannot answer."""
    return await _status(here, await here.projects.get(owner, project_id))


@router.get("/{project_id}/predictions", responses=UNKNOWN)
async def list_predictions(here: Here, owner: Owner, project_id: ProjectId) -> list[LedgerEntry]:
    """The ledger: every attempt to buy something for this film, oldest first."""
    await here.projects.get(owner, project_id)
    return [here.presenter.bought(entry) for entry in await here.ledger.of_project(project_id)]


@router.post(
    "/{project_id}/scenes/{scene_id}/retakes",
    status_code=202,
    responses={**UNKNOWN, **REFUSED, **BUSY, **FULL, **INVALID, 202: located("The retake will be shot")},
)
async def retake_scene(
    here: Here,
    owner: Owner,
    project_id: ProjectId,
    scene_id: SceneId,
    wish: NewRetake,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> RetakeTicket:
    """Shoot one scene again and cut the film anew. The old take is kept."""
    await here.projects.get(owner, project_id)
    await require_space(here.settings)
    request = RetakeRequest(scene_id=scene_id, note=wish.note, first_stage=wish.first_stage)
    accepted = await here.commands.retake(project_id, request, idempotency_key)
    response.headers["Location"] = f"/v1/projects/{project_id}"
    return RetakeTicket(project_id=project_id, scene_id=scene_id, take=accepted.take, state=accepted.state)


@router.post("/{project_id}/approve", status_code=202, responses=UNKNOWN | REFUSED | BUSY | FULL)
async def approve_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectStatus:
    """Make a film that was ordered `until` its plan, exactly as it was planned."""
    stored = await here.projects.get(owner, project_id)
    await require_space(here.settings)
    await here.commands.approve(project_id)
    return await _status(here, stored)


@router.post("/{project_id}/cancel", status_code=202, responses=UNKNOWN | REFUSED | BUSY)
async def cancel_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectStatus:
    """Stop the production. What runs is cancelled at the provider too; what is finished stays."""
    stored = await here.projects.get(owner, project_id)
    await here.commands.cancel(project_id)
    return await _status(here, stored)


@router.get("/{project_id}/events", responses=UNKNOWN, response_class=EventSourceResponse)
async def stream_events(
    here: Here,
    owner: Owner,
    project_id: ProjectId,
    after: Annotated[int, Query(ge=0, description="Start behind this event")] = 0,
    last_event_id: Annotated[int | None, Header(alias="Last-Event-ID", ge=0)] = None,
) -> EventSourceResponse:
    """What happens to a film, as server-sent events. Resumes behind `Last-Event-ID`."""
    await here.projects.get(owner, project_id)
    return EventSourceResponse(_events(here, owner, project_id, last_event_id if last_event_id is not None else after))


async def _events(here: Context, owner: str, project_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
    async for event in here.feed.follow(owner, project_id, after):
        yield ServerSentEvent(event.model_dump_json(), event=event.type.value, id=str(event.seq))


async def _shown(here: Context, stored: StoredProject) -> ProjectInfo:
    ledger = await here.ledger.of_project(stored.project_id)
    return here.presenter.project(stored, ledger, await _budgets(here, stored, stored.view))


async def _status(here: Context, stored: StoredProject) -> ProjectStatus:
    live = await here.productions.view(stored.project_id)
    if live and not may_be_told(live, stored.view):
        live = None
    view = live or stored.view
    ledger = await here.ledger.of_project(stored.project_id)
    return here.presenter.status(view, ledger, await _budgets(here, stored, view), live=live is not None)


async def _budgets(here: Context, stored: StoredProject, view: ProjectView) -> list[Budget]:
    """The film's own budget, which is asked for often; all that bind it while it waits for money."""
    owner = stored.opening.owner
    if view.holds:
        return await here.budgets.of(owner, stored.project_id)
    return [await here.budgets.of_project(owner, stored.project_id)]


async def _ordered(here: Context, opening: Production, cap_usd: Decimal | None) -> StoredProject:
    """The project as it is stored, its workflow started. A project that has begun is never started again."""
    created = await here.projects.create(opening, view_of(opening), cap_usd)
    stored = await here.projects.get(opening.owner, opening.project_id)
    if _order(stored.opening) != _order(opening):
        detail = "This Idempotency-Key belongs to another order; take a new key for a new film"
        raise ProblemError(422, "idempotency-key-reused", detail, pointer="Idempotency-Key")
    if stored.view.last_event == 0:
        try:
            await here.productions.start(stored.opening)
        except ProblemError:
            if created:
                await here.projects.discard(opening.project_id)
            raise
    return stored


def _order(opening: Production) -> tuple[object, ...]:
    return opening.brief, opening.film_format, opening.finish, opening.recipe.flavour, opening.until
