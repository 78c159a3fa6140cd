"""Productions, views, events and intents with nothing remarkable about them."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from film.brief import Brief, Mode
from film.catalogue import Studio
from film.events import Event, EventType, ProjectView
from film.format import FilmFormat, Quality
from film.production import Production
from film.production_stage import Stage
from film.progress import view_of
from film.status import ProjectState
from store.catalogue import load_catalogue
from store.ledger import Intent
from store.projects import Projects


def fresh(kind: str = "p") -> str:
    """An id that no other test uses."""
    return f"{kind}{secrets.token_hex(5)}"


def production(project_id: str, *, owner: str = "local", prompt: str = "a robot walks") -> Production:
    return Production(
        project_id=project_id,
        owner=owner,
        brief=Brief(prompt=prompt, mode=Mode.STORY, duration_s=12),
        film_format=FilmFormat(quality=Quality.DRAFT),
        crew=load_catalogue().crew(Studio.PREVIZ),
    )


def view(film: Production, last_event: int, state: ProjectState = ProjectState.MODERATING) -> ProjectView:
    return view_of(film.model_copy(update={"state": state, "last_event": last_event}))


def event(seq: int, **data: str) -> Event:
    return Event(seq=seq, type=EventType.STATE, at=datetime.now(UTC), data=dict(data))


def events(first: int, last: int) -> Sequence[Event]:
    return [event(seq, number=str(seq)) for seq in range(first, last + 1)]


async def created(projects: Projects, *, owner: str = "local", prompt: str = "a robot walks") -> Production:
    film = production(fresh(), owner=owner, prompt=prompt)
    assert await projects.create(film, view_of(film))
    return film


def intent(
    attempt_key: str,
    *,
    cost: str = "0.2665",
    project_id: str | None = "p",
    owner: str = "local",
    provider: str = "maker",
) -> Intent:
    return Intent(
        attempt_key=attempt_key,
        order_key=attempt_key.rpartition("/")[0] or attempt_key,
        owner=owner,
        project_id=project_id,
        scene_id="s1",
        take=1,
        stage=Stage.CLIP,
        workflow_id=f"project-{project_id}-s1-take-1",
        provider=provider,
        model="maker/clip",
        input={"prompt": "a robot", "start_image": "assets/still/x.png", "seed": 7},
        cost=Decimal(cost),
    )
