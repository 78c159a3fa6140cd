"""Parts that are killed come back, at the same address, with what they knew."""

import os
import signal

import psycopg
import pytest

from cli.stack import Happening, Part, Stack, StackEvent
from cli.stack.process import read_child
from cli.stack.record import live_site, read_record
from cli.stack.temporal import temporal_cli
from tests.cli.stack.storage import bucket_client
from tests.cli.stack.waiting import until

pytestmark = pytest.mark.stack


async def kill_and_await(stack: Stack, part: Part, events: list[StackEvent]) -> list[StackEvent]:
    """Kill a part's process with SIGKILL and wait until it is ready again: what was told meanwhile."""
    before = len(events)
    record = read_child(stack.home, part)
    assert record is not None
    os.kill(record.pid, signal.SIGKILL)
    await until(lambda: any(e.part == part and e.what == Happening.READY for e in events[before:]))
    # Notes are about the machine, not about the part's life.
    return [event for event in events[before:] if event.part == part and event.what != Happening.NOTE]


@pytest.mark.parametrize("part", list(Part))
async def test_a_killed_part_is_shown_and_brought_back(stack: Stack, events: list[StackEvent], part: Part) -> None:
    told = await kill_and_await(stack, part, events)

    assert [event.what for event in told] == [
        Happening.DIED,
        Happening.RESTARTING,
        Happening.STARTING,
        Happening.READY,
    ]
    assert "killed by SIGKILL" in told[0].message


async def test_the_discovery_file_names_the_new_process(stack: Stack, events: list[StackEvent]) -> None:
    told = await kill_and_await(stack, Part.API, events)

    record = read_record(stack.home)
    assert record is not None
    assert record.pids[Part.API] == told[-1].pid


async def test_rows_survive_a_killed_database(stack: Stack, events: list[StackEvent]) -> None:
    url = stack.endpoints.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")

        # The session stays open: the new server must not wait for its old backends.
        await kill_and_await(stack, Part.POSTGRES, events)

    with psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchall() == [(42,)]


async def test_objects_survive_a_killed_storage_and_half_uploads_are_swept(
    stack: Stack, events: list[StackEvent]
) -> None:
    client = bucket_client(stack.endpoints)
    client.put_object(Bucket="reelwright", Key="kept/a.bin", Body=b"kept")
    half = stack.home.objects / "reelwright" / "kept" / ".rclone_temp_put_half"
    half.write_bytes(b"half")

    await kill_and_await(stack, Part.OBJECTS, events)

    assert client.get_object(Bucket="reelwright", Key="kept/a.bin")["Body"].read() == b"kept"
    assert not half.exists()


async def test_workflows_survive_a_killed_temporal(stack: Stack, events: list[StackEvent]) -> None:
    site = live_site(stack.home)
    assert site is not None
    start = ("workflow", "start", "--type", "Film", "--task-queue", "nobody", "--workflow-id", "film-1")
    assert (await temporal_cli(site, *start))[0] == 0

    await kill_and_await(stack, Part.TEMPORAL, events)

    code, output = await temporal_cli(site, "workflow", "describe", "--workflow-id", "film-1", "-o", "json")
    assert code == 0
    assert "WORKFLOW_EXECUTION_STATUS_RUNNING" in output
