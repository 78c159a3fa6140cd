"""Projects: written once, refreshed in order, seen by their owner only."""

import asyncio
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from film.events import ProjectView
from film.status import ProjectState
from store.database import Database
from store.projects import EVENTS_CHANNEL, Projects, UnknownProjectError
from tests.store.samples import created, event, events, fresh, production, view


async def test_a_project_is_created_once(projects: Projects) -> None:
    film = await created(projects, prompt="the first")
    other = production(film.project_id, prompt="the second")
    assert not await projects.create(other, view(other, 0))
    assert (await projects.get("local", film.project_id)).prompt == "the first"


async def test_a_project_comes_back_as_it_was_ordered(projects: Projects) -> None:
    film = await created(projects)
    stored = await projects.get("local", film.project_id)
    assert stored.opening == film
    assert (stored.state, stored.progress, stored.title) == (ProjectState.CREATED, 0.0, None)


async def test_recorded_events_come_back_in_order_and_the_view_is_fresh(projects: Projects) -> None:
    film = await created(projects)
    await projects.record(film.project_id, events(1, 2), view(film, 2))
    await projects.record(film.project_id, events(3, 3), view(film, 3, ProjectState.PLANNING))
    found = await projects.events_after(film.project_id, 0)
    assert [(e.seq, e.data["number"]) for e in found] == [(1, "1"), (2, "2"), (3, "3")]
    assert (await projects.get("local", film.project_id)).view.state is ProjectState.PLANNING


async def test_recording_twice_changes_nothing(projects: Projects) -> None:
    film = await created(projects)
    batch = events(1, 3)
    await projects.record(film.project_id, batch, view(film, 3))
    before = await projects.events_after(film.project_id, 0)
    await projects.record(film.project_id, [event(1, number="other"), *batch[1:]], view(film, 3))
    assert await projects.events_after(film.project_id, 0) == before


async def test_the_same_batch_from_two_workers_at_once_is_one_batch(projects: Projects) -> None:
    film = await created(projects)
    batch = events(1, 4)
    await asyncio.gather(*(projects.record(film.project_id, batch, view(film, 4)) for _ in range(6)))
    assert [e.seq for e in await projects.events_after(film.project_id, 0)] == [1, 2, 3, 4]


async def test_an_older_view_never_overwrites_a_newer_one(projects: Projects) -> None:
    film = await created(projects)
    await projects.record(film.project_id, events(1, 3), view(film, 3, ProjectState.PLANNING))
    await projects.record(film.project_id, events(1, 2), view(film, 2, ProjectState.MODERATING))
    assert (await projects.get("local", film.project_id)).state is ProjectState.PLANNING


async def test_a_view_may_run_ahead_of_the_events_it_comes_with(projects: Projects) -> None:
    film = await created(projects)
    await projects.record(film.project_id, events(1, 1), view(film, 1))
    await projects.record(film.project_id, [], view(film, 1, ProjectState.PLANNING))
    assert (await projects.get("local", film.project_id)).state is ProjectState.PLANNING


async def test_events_of_a_project_that_is_gone_are_refused(projects: Projects) -> None:
    film = production(fresh())
    with pytest.raises(UnknownProjectError):
        await projects.record(film.project_id, events(1, 1), view(film, 1))


async def test_events_are_told_after_a_given_one_and_no_more_than_asked(projects: Projects) -> None:
    film = await created(projects)
    await projects.record(film.project_id, events(1, 9), view(film, 9))
    found = await projects.events_after(film.project_id, 4, limit=3)
    assert [e.seq for e in found] == [5, 6, 7]


async def test_listeners_hear_of_a_project_once_its_events_can_be_read(projects: Projects, database: Database) -> None:
    film = await created(projects)
    async with await psycopg.AsyncConnection.connect(database.url.replace("+psycopg", ""), autocommit=True) as listener:
        await listener.execute(f"LISTEN {EVENTS_CHANNEL}")
        await projects.record(film.project_id, events(1, 1), view(film, 1))
        heard = [note.payload async for note in listener.notifies(timeout=10, stop_after=1)]
    assert heard == [film.project_id]


async def test_a_stranger_sees_nothing(projects: Projects) -> None:
    film = await created(projects, owner=fresh("anna"))
    with pytest.raises(UnknownProjectError):
        await projects.get("local", film.project_id)
    assert await projects.page(fresh("ben"), state=None, before=None, limit=10) == []


async def test_pages_follow_each_other_newest_first_without_overlap(projects: Projects) -> None:
    owner = fresh("owner")
    made = [(await created(projects, owner=owner)).project_id for _ in range(5)]
    seen: list[str] = []
    before = None
    for _ in range(3):
        page = await projects.page(owner, state=None, before=before, limit=2)
        seen += [card.project_id for card in page]
        before = page[-1].created_at
    assert seen == made[::-1]


async def test_a_page_can_hold_one_state_only(projects: Projects) -> None:
    owner = fresh("owner")
    films = [await created(projects, owner=owner) for _ in range(3)]
    await projects.record(films[1].project_id, events(1, 1), view(films[1], 1, ProjectState.PLANNING))
    page = await projects.page(owner, state=ProjectState.PLANNING, before=None, limit=10)
    assert [card.project_id for card in page] == [films[1].project_id]


async def test_a_page_before_the_beginning_is_empty(projects: Projects) -> None:
    film = await created(projects, owner=fresh("owner"))
    assert await projects.page(film.owner, state=None, before=datetime.now(UTC) - timedelta(days=1), limit=10) == []


async def test_a_project_that_recorded_something_counts_as_started(projects: Projects) -> None:
    started, waiting = await created(projects), await created(projects)
    await projects.record(started.project_id, events(1, 1), view(started, 1))
    found = {stored.project_id for stored in await projects.never_started()}
    assert waiting.project_id in found and started.project_id not in found


async def test_a_discarded_project_is_gone_and_discarding_again_is_harmless(projects: Projects) -> None:
    film = await created(projects)
    await projects.discard(film.project_id)
    await projects.discard(film.project_id)
    with pytest.raises(UnknownProjectError):
        await projects.get("local", film.project_id)


async def test_projects_are_counted_by_state(projects: Projects) -> None:
    states = [ProjectState.CUTTING, ProjectState.FAILED]
    before = await projects.count_in(states)
    for state in states:
        film = await created(projects)
        await projects.record(film.project_id, events(1, 1), view(film, 1, state))
    assert await projects.count_in(states) == before + 2
    assert await projects.count_in([]) == 0


@pytest.mark.parametrize("words", ["a\x00b", "half a pair \ud800 here"])
async def test_words_that_postgresql_cannot_hold_do_not_stop_a_production(projects: Projects, words: str) -> None:
    film = await created(projects)
    named = ProjectView.model_construct(**{**dict(view(film, 1)), "title": words})
    await projects.record(film.project_id, [event(1, note=words)], named)
    assert [e.seq for e in await projects.events_after(film.project_id, 0)] == [1]
