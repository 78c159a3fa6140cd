"""Reading projects when nobody works: the read model answers, and strangers' things are not there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from film.production import Production
from film.progress import view_of
from film.status import ProjectState
from store.database import Database
from store.projects import Projects
from tests.api.conftest import OpenDesk
from tests.api.test_orders import problem
from tests.store.samples import created, event, events, fresh, production, view


@pytest_asyncio.fixture
async def film(projects: Projects) -> AsyncIterator[Production]:
    """A project that was begun and is now being planned, as far as anybody knows."""
    made = await created(projects)
    await projects.record(made.project_id, events(1, 2), view(made, 2, ProjectState.PLANNING))
    yield made
    await projects.discard(made.project_id)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/status"),
        ("GET", "/predictions"),
        ("GET", "/events"),
        ("POST", "/cancel"),
        ("POST", "/scenes/s1/retakes"),
    ],
)
async def test_an_unknown_project_is_not_found(desk: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await desk.request(method, f"/v1/projects/nothing{path}", json={} if method == "POST" else None)
    found = problem(answer, 404, "unknown-project")
    assert "nothing" in found["detail"]


async def test_a_strangers_project_is_not_found(desk: httpx.AsyncClient, projects: Projects) -> None:
    theirs = await created(projects, owner=fresh("anna"))
    problem(await desk.get(f"/v1/projects/{theirs.project_id}"), 404, "unknown-project")


@pytest.mark.parametrize("project_id", ["%00", "a%00b", "..%5c", "x" * 41, "%F0%9F%8E%AC"])
async def test_an_id_that_cannot_be_one_is_refused(desk: httpx.AsyncClient, project_id: str) -> None:
    answer = await desk.get(f"/v1/projects/{project_id}")
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == "project_id"


async def test_a_project_shows_its_order_and_where_to_look_next(desk: httpx.AsyncClient, film: Production) -> None:
    shown = (await desk.get(f"/v1/projects/{film.project_id}")).json()
    assert (shown["state"], shown["phase"], shown["spent_usd"]) == ("planning", "planning", "0")
    assert shown["brief"]["prompt"] == film.brief.prompt
    assert (await desk.get(shown["links"]["self"])).json()["project_id"] == film.project_id
    assert f"project-{film.project_id}" in shown["links"]["temporal"]


async def test_the_status_comes_from_the_read_model_when_nobody_answers(
    desk: httpx.AsyncClient, film: Production
) -> None:
    status = (await desk.get(f"/v1/projects/{film.project_id}/status")).json()
    assert (status["state"], status["live"], status["last_event"]) == ("planning", False, 2)


async def test_commands_ask_to_try_again_when_nobody_answers(desk: httpx.AsyncClient, film: Production) -> None:
    path = f"/v1/projects/{film.project_id}"
    problem(await desk.post(f"{path}/cancel"), 503, "studio-busy")
    problem(await desk.post(f"{path}/scenes/s1/retakes", json={}), 503, "studio-busy")


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"note": "x" * 501}, "/note"),
        ({"note": "a\x00b"}, "/note"),
        ({"first_stage": "music"}, "/first_stage"),
        ({"takes": 3}, "/takes"),
    ],
)
async def test_a_wrong_wish_is_refused(
    desk: httpx.AsyncClient, film: Production, wish: dict[str, Any], pointer: str
) -> None:
    answer = await desk.post(f"/v1/projects/{film.project_id}/scenes/s1/retakes", json=wish)
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == pointer


async def listed(desk: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await desk.get("/v1/projects", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_pages_lead_through_all_films_newest_first(desk: httpx.AsyncClient, projects: Projects) -> None:
    made = [(await created(projects)).project_id for _ in range(3)]
    first = await listed(desk, limit=2)
    second = await listed(desk, limit=1, before=first["next_before"])
    assert [card["project_id"] for card in (*first["projects"], *second["projects"])] == made[::-1]


async def test_the_last_page_leads_nowhere(desk: httpx.AsyncClient, film: Production) -> None:
    everything = await listed(desk, limit=200)
    assert everything["next_before"] is None
    assert (await listed(desk, limit=len(everything["projects"])))["next_before"] is None


async def test_films_can_be_listed_by_state(desk: httpx.AsyncClient, film: Production) -> None:
    page = await listed(desk, state="planning")
    assert film.project_id in {card["project_id"] for card in page["projects"]}
    assert {card["state"] for card in page["projects"]} == {"planning"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"state": "asleep"}, "state"),
        ({"before": "yesterday"}, "before"),
        ({"before": "2026-01-01T00:00:00"}, "before"),
    ],
)
async def test_a_wrong_query_is_refused(desk: httpx.AsyncClient, query: dict[str, Any], name: str) -> None:
    answer = await desk.get("/v1/projects", params=query)
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == name


async def test_the_api_is_alive_and_says_what_it_misses(desk: httpx.AsyncClient) -> None:
    assert (await desk.get("/healthz")).json() == {"status": "ok"}
    found = problem(await desk.get("/readyz"), 503, "not-ready")
    assert "Temporal" in found["detail"] and "database" not in found["detail"]


async def test_a_database_that_does_not_answer_asks_to_try_again(open_desk: OpenDesk) -> None:
    async with open_desk(database_url="postgresql+psycopg://a:b@127.0.0.1:1/c") as desk:
        answer = await desk.get("/v1/projects")
        found = problem(answer, 503, "studio-busy")
        assert answer.headers["retry-after"] and "database" in found["detail"]
        assert (await desk.get("/healthz")).is_success


def streamed(text: str) -> list[dict[str, str]]:
    """The events of a stream that has ended, each as its fields."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if "data:" in block]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


@pytest_asyncio.fixture
async def ended(projects: Projects) -> AsyncIterator[Production]:
    """A cancelled project with nine events."""
    made = await created(projects)
    await projects.record(made.project_id, events(1, 9), view(made, 9, ProjectState.CANCELLED))
    yield made
    await projects.discard(made.project_id)


async def test_the_stream_of_a_project_that_is_over_tells_everything_in_order_and_ends(
    desk: httpx.AsyncClient, ended: Production
) -> None:
    answer = await desk.get(f"/v1/projects/{ended.project_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = streamed(answer.text)
    assert [each["id"] for each in told] == [str(number) for number in range(1, 10)]
    assert {each["event"] for each in told} == {"project.state"}


@pytest.mark.parametrize(
    ("headers", "query"), [({"Last-Event-ID": "6"}, ""), ({}, "?after=6"), ({"Last-Event-ID": "6"}, "?after=2")]
)
async def test_a_stream_resumes_behind_the_last_event_that_was_seen(
    desk: httpx.AsyncClient, ended: Production, headers: dict[str, str], query: str
) -> None:
    answer = await desk.get(f"/v1/projects/{ended.project_id}/events{query}", headers=headers)
    assert [each["id"] for each in streamed(answer.text)] == ["7", "8", "9"]


async def test_a_stream_tells_what_is_recorded_while_it_is_open(
    desk: httpx.AsyncClient, projects: Projects, film: Production
) -> None:
    listening = asyncio.create_task(desk.get(f"/v1/projects/{film.project_id}/events?after=1"))
    for seq in range(3, 6):
        await projects.record(film.project_id, [event(seq)], view(film, seq, ProjectState.SHOOTING))
    await projects.record(film.project_id, [event(6)], view(film, 6, ProjectState.CANCELLED))
    told = streamed((await asyncio.wait_for(listening, 20)).text)
    assert [each["id"] for each in told] == ["2", "3", "4", "5", "6"]


async def test_a_stream_cannot_resume_behind_nonsense(desk: httpx.AsyncClient, ended: Production) -> None:
    path = f"/v1/projects/{ended.project_id}/events"
    answer = await desk.get(path, headers={"Last-Event-ID": "the last"})
    problem(answer, 422, "invalid-request")


async def test_a_project_that_was_never_started_can_be_read(desk: httpx.AsyncClient, database: Database) -> None:
    made = production(fresh())
    await Projects(database).create(made, view_of(made))
    status = (await desk.get(f"/v1/projects/{made.project_id}/status")).json()
    assert (status["state"], status["scenes"]) == ("created", [])
    await Projects(database).discard(made.project_id)
