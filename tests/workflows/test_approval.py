"""A film that was ordered as a plan is planned and priced, and made only when somebody says so."""

import asyncio

import pytest
from temporalio.client import WorkflowUpdateFailedError

from film.events import EventType
from film.production_stage import Stage
from film.status import ProjectState
from tests.workflows.conftest import Start
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import delivered, until
from workflows.project import ProjectWorkflow


async def test_a_plan_waits_and_nothing_else_is_bought(start: Start, studio: FakeStudio) -> None:
    await start(studio, "plan-only", until=Stage.PLAN)
    view = await until(studio, lambda view: view.state is ProjectState.PLANNED)
    assert view.plan is not None
    await asyncio.sleep(0.3)
    assert studio.stages() == {"plan": 1}


async def test_an_approved_plan_is_made_as_it_was_planned(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "plan-approved", until=Stage.PLAN)
    planned = await until(studio, lambda view: view.state is ProjectState.PLANNED)
    await handle.execute_update(ProjectWorkflow.approve)
    made = await delivered(studio)
    assert made.plan == planned.plan
    assert studio.stages()["plan"] == 1
    assert EventType.APPROVED in {event.type for event in studio.events.values()}


async def test_the_price_is_told_before_the_plan_is_bought(start: Start, studio: FakeStudio) -> None:
    await start(studio, "plan-priced", until=Stage.PLAN)
    await until(studio, lambda view: view.state is ProjectState.PLANNED)
    told = [event.type for _, event in sorted(studio.events.items())]
    assert told.index(EventType.ESTIMATED) < told.index(EventType.PLANNED)


async def test_the_signal_approves_as_well(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "plan-signalled", until=Stage.PLAN, cached=False)
    await until(studio, lambda view: view.state is ProjectState.PLANNED)
    await handle.signal("approve")
    await delivered(studio)


async def test_a_film_that_is_being_made_has_nothing_to_approve(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "plan-none")
    await delivered(studio)
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update(ProjectWorkflow.approve)


async def test_a_plan_can_be_thrown_away(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "plan-thrown", until=Stage.PLAN)
    await until(studio, lambda view: view.state is ProjectState.PLANNED)
    await handle.execute_update(ProjectWorkflow.cancel)
    assert await handle.result() is ProjectState.CANCELLED
    assert studio.stages() == {"plan": 1}
