"""The reconciler's schedule: there is one, however many workers start, and it is as the newest of them wants it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
import pytest_asyncio
from temporalio.client import Client, ScheduleActionStartWorkflow, ScheduleDescription, ScheduleHandle
from temporalio.service import RPCError, RPCStatusCode

from worker.schedules import ensure_reconciler
from workflows.reconcile import SCHEDULE_ID


@pytest_asyncio.fixture
async def schedule(temporal: Client) -> AsyncIterator[ScheduleHandle]:
    handle = temporal.get_schedule_handle(SCHEDULE_ID)
    yield handle
    with suppress(RPCError):
        await handle.delete()


def interval(found: ScheduleDescription) -> timedelta:
    return found.schedule.spec.intervals[0].every


async def schedules(temporal: Client) -> list[str]:
    """What is listed, once the server's list has caught up."""
    async with asyncio.timeout(20):
        while not (found := [each.id async for each in await temporal.list_schedules()]):
            await asyncio.sleep(0.1)
    return found


async def test_many_workers_that_start_at_once_make_one_schedule(temporal: Client, schedule: ScheduleHandle) -> None:
    await asyncio.gather(*(ensure_reconciler(temporal, timedelta(minutes=2)) for _ in range(5)))
    assert await schedules(temporal) == [SCHEDULE_ID]
    assert interval(await schedule.describe()) == timedelta(minutes=2)


async def test_it_starts_the_reconciler_and_leaves_alone_what_was_touched_since_the_last_round(
    temporal: Client, schedule: ScheduleHandle
) -> None:
    await ensure_reconciler(temporal, timedelta(minutes=2))
    action = (await schedule.describe()).schedule.action
    assert isinstance(action, ScheduleActionStartWorkflow)
    assert (action.workflow, action.task_queue) == ("ReconcileWorkflow", "studio")
    (request,) = action.args
    decoded = await temporal.data_converter.decode([request], [dict])
    assert decoded == [{"quiet_s": 120.0}]


async def test_a_changed_interval_takes_hold_when_a_worker_starts(temporal: Client, schedule: ScheduleHandle) -> None:
    await ensure_reconciler(temporal, timedelta(minutes=2))
    await ensure_reconciler(temporal, timedelta(minutes=5))
    assert interval(await schedule.describe()) == timedelta(minutes=5)


async def test_a_schedule_that_somebody_has_paused_stays_paused(temporal: Client, schedule: ScheduleHandle) -> None:
    await ensure_reconciler(temporal, timedelta(minutes=2))
    await schedule.pause(note="the provider is being migrated")
    await ensure_reconciler(temporal, timedelta(minutes=3))
    found = await schedule.describe()
    assert (found.schedule.state.paused, interval(found)) == (True, timedelta(minutes=3))
    assert found.schedule.state.note == "the provider is being migrated"


@pytest.mark.parametrize("there", [False, True])
async def test_a_server_that_refuses_schedules_does_not_keep_a_worker_from_working(
    temporal: Client, schedule: ScheduleHandle, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise RPCError("not on this plan", RPCStatusCode.UNIMPLEMENTED, b"")

    if there:
        await ensure_reconciler(temporal, timedelta(minutes=2))
        monkeypatch.setattr(ScheduleHandle, "update", refuse)
    else:
        monkeypatch.setattr(Client, "create_schedule", refuse)
    await ensure_reconciler(temporal, timedelta(minutes=2))
