"""Projects: order a film, look at it, retake a scene, stop it."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import ValidationError
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.context import Context, Here, Owner
from api.presenting import ledger_entry
from api.problems import Problem, ProblemError
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
from film.brief import Brief, default_format
from film.catalogue import Crew, Studio
from film.format import FilmFormat
from film.orders import RetakeRequest
from film.production import Production
from film.progress import view_of
from film.status import ProjectState
from store.catalogue import load_catalogue

Responses = dict[int | str, dict[str, Any]]

_UNKNOWN: Responses = {404: {"model": Problem, "description": "No such project or scene"}}
_REFUSED: Responses = {409: {"model": Problem, "description": "Not possible in the project's state"}}
_BUSY: Responses = {503: {"model": Problem, "description": "The studio does not answer; try again"}}
_INVALID: Responses = {422: {"model": Problem, "description": "A field is wrong; `errors` names it"}}

router = APIRouter(prefix="/v1/projects", tags=["projects"])

ProjectId = Annotated[str, Path(min_length=1, max_length=40, examples=["k3fq7z2m9d"])]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]


@router.post("", status_code=201, responses={**_INVALID, **_BUSY})
async def create_project(
    here: Here, owner: Owner, new: NewProject, response: Response, idempotency_key: IdempotencyKey = None
) -> ProjectInfo:
    """Order a film. The same `Idempotency-Key` twice is one film."""
    opening = Production(
        project_id=_project_id(owner, idempotency_key),
        owner=owner,
        brief=_brief(new),
        film_format=_format(new),
        crew=_crew(here, new.studio),
    )
    created = await here.projects.create(opening, view_of(opening))
    try:
        await here.productions.start(opening)
    except ProblemError:
        if created:
            await here.projects.discard(opening.project_id)
        raise
    response.headers["Location"] = f"/v1/projects/{opening.project_id}"
    return here.presenter.project(await here.projects.get(owner, opening.project_id), [])


@router.get("", responses=_INVALID)
async def list_projects(
    here: Here,
    owner: Owner,
    state: ProjectState | None = None,
    before: datetime | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProjectPage:
    """Your films, newest first."""
    cards = await here.projects.page(owner, state=state, before=before, limit=limit)
    return ProjectPage(
        projects=[ProjectSummary.model_validate(card.model_dump()) for card in cards],
        next_before=cards[-1].created_at if len(cards) == limit else None,
    )


@router.get("/{project_id}", responses=_UNKNOWN)
async def get_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectInfo:
    """A film with its scenes, takes, cuts and links to every file (valid for an hour)."""
    stored = await here.projects.get(owner, project_id)
    return here.presenter.project(stored, await here.ledger.of_project(project_id))


@router.get("/{project_id}/status", responses=_UNKNOWN)
async def get_status(here: Here, owner: Owner, project_id: ProjectId) -> ProjectStatus:
    """Where the production is: from its workflow, or from the read model when that cannot answer."""
    stored = await here.projects.get(owner, project_id)
    view = await here.productions.view(project_id)
    ledger = await here.ledger.of_project(project_id)
    return here.presenter.status(view or stored.view, ledger, live=view is not None)


@router.get("/{project_id}/predictions", responses=_UNKNOWN)
async def list_predictions(here: Here, owner: Owner, project_id: ProjectId) -> list[LedgerEntry]:
    """The ledger: every attempt to buy something for this film, oldest first."""
    await here.projects.get(owner, project_id)
    return [ledger_entry(entry) for entry in await here.ledger.of_project(project_id)]


@router.post(
    "/{project_id}/scenes/{scene_id}/retakes", status_code=202, responses=_UNKNOWN | _REFUSED | _BUSY | _INVALID
)
async def retake_scene(
    here: Here,
    owner: Owner,
    project_id: ProjectId,
    scene_id: Annotated[str, Path(min_length=1, max_length=40, examples=["s2"])],
    wish: NewRetake,
    idempotency_key: IdempotencyKey = None,
) -> RetakeTicket:
    """Shoot one scene again and cut the film anew. The old take is kept."""
    await here.projects.get(owner, project_id)
    request = RetakeRequest(scene_id=scene_id, note=wish.note, first_stage=wish.first_stage)
    accepted = await here.productions.retake(project_id, request, idempotency_key)
    return RetakeTicket(project_id=project_id, scene_id=scene_id, take=accepted.take, state=accepted.state)


@router.post("/{project_id}/cancel", status_code=202, responses=_UNKNOWN | _REFUSED | _BUSY)
async def cancel_project(here: Here, owner: Owner, project_id: ProjectId) -> ProjectStatus:
    """Stop the production. What runs is cancelled at the provider too; what is finished stays."""
    stored = await here.projects.get(owner, project_id)
    await here.productions.cancel(project_id)
    view = await here.productions.view(project_id)
    return here.presenter.status(view or stored.view, [], live=view is not None)


@router.get("/{project_id}/events", responses=_UNKNOWN, response_class=EventSourceResponse)
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


def _project_id(owner: str, idempotency_key: str | None) -> str:
    """A short random id, or the one that belongs to this key."""
    raw = hashlib.sha256(f"{owner}/{idempotency_key}".encode()).digest() if idempotency_key else secrets.token_bytes(16)
    return base64.b32encode(raw).decode().lower()[:12]


def _brief(new: NewProject) -> Brief:
    try:
        return Brief(
            prompt=new.prompt,
            mode=new.mode,
            title=new.title or None,
            script=new.script or None,
            duration_s=new.duration_s,
            seed=new.seed,
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ProblemError(422, "invalid-request", f"/{field}: {first['msg']}") from error


def _format(new: NewProject) -> FilmFormat:
    usual = default_format(new.mode)
    return FilmFormat(aspect=new.aspect or usual.aspect, quality=new.quality, fps=new.fps or usual.fps)


def _crew(here: Context, studio: Studio) -> Crew:
    if studio is Studio.LIVE and not (here.settings.replicate_token and here.settings.openai_key):
        detail = "The live studio needs REPLICATE_API_TOKEN and OPENAI_API_KEY; set both and start again, or use previz"
        raise ProblemError(422, "no-credentials", detail)
    return load_catalogue().crew(studio)
