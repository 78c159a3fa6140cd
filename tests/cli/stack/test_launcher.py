"""Launchers that are killed, doubled, or stopped."""

import os
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from cli.stack.events import Part
from cli.stack.ports import Ports
from cli.stack.process import ProcessRecord, read_child
from cli.stack.record import StackRecord, live_site, read_record
from cli.stack.settings import Home, write_private
from tests.cli.stack.launcher import Launcher
from tests.cli.stack.standins.crew import CREW
from tests.cli.stack.storage import bucket_client
from tests.cli.stack.waiting import until

pytestmark = pytest.mark.stack


async def test_a_killed_launcher_takes_its_children_along_and_the_next_start_finds_everything(
    launcher: Launcher,
) -> None:
    assert launcher.start() == "ready"
    first = launcher.site
    assert len(launcher.children()) == len(CREW)
    url = first.endpoints.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    bucket_client(first.endpoints).put_object(Bucket="reelwright", Key="kept", Body=b"kept")

    launcher.kill()
    await until(lambda: not launcher.children())
    assert live_site(launcher.home) is None

    assert launcher.start() == "ready"
    assert launcher.site.ports == first.ports
    with psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchall() == [(42,)]
    kept = bucket_client(first.endpoints).get_object(Bucket="reelwright", Key="kept")
    assert kept["Body"].read() == b"kept"


async def test_a_second_launcher_on_the_folder_is_refused_and_told_who_holds_it(launcher: Launcher) -> None:
    assert launcher.start() == "ready"
    record = read_record(launcher.home)
    assert record is not None
    assert record.launcher is not None

    second = Launcher(launcher.home.root)
    refusal = second.start()

    assert second.wait() == 1
    assert f"already running on {launcher.home.root}" in refusal
    assert str(record.launcher.pid) in refusal
    assert len(launcher.children()) == len(CREW)


async def test_a_second_folder_runs_beside_the_first_and_stops_in_good_order(
    launcher: Launcher, tmp_path: Path
) -> None:
    assert launcher.start() == "ready"
    other = Launcher(tmp_path / "other")
    try:
        assert other.start() == "ready"
        ports, others = (set(each.site.ports.model_dump().values()) for each in (launcher, other))
        assert not ports & others
    finally:
        code = other.terminate()

    assert code == 0
    assert not other.children()
    assert "drained" in other.home.log(Part.WORKER).read_text()
    assert len(launcher.children()) == len(CREW)


async def test_a_signal_that_arrives_twice_still_drains(launcher: Launcher) -> None:
    assert launcher.start() == "ready"

    launcher.send(signal.SIGTERM)
    assert launcher.terminate() == 0

    assert "drained" in launcher.home.log(Part.WORKER).read_text()
    assert not launcher.children()


async def test_a_start_passes_by_taken_ports_stale_pid_files_and_torn_records(launcher: Launcher) -> None:
    """All that a crash of the machine can leave behind, on a folder that has been used."""
    assert launcher.start() == "ready"
    ports = launcher.site.ports
    launcher.terminate()
    # After a reboot the recorded pids belong to strangers: here, to this test.
    stranger = ProcessRecord(pid=os.getpid(), started_at=1.0)
    for part in Part:
        write_private(launcher.home.run / f"{part.value}.json", stranger.model_dump_json())
    (launcher.home.run / "worker.json").write_text('{"pid": 12')
    lines = [str(os.getpid()), str(launcher.home.postgres), "1", str(ports.postgres), "", "127.0.0.1", "1 1", "ready"]
    (launcher.home.postgres / "postmaster.pid").write_text("\n".join(lines) + "\n")

    with socket.create_server(("127.0.0.1", ports.s3)):
        assert launcher.start() == "ready"
        moved = launcher.site.ports

    assert moved.s3 != ports.s3
    assert moved.model_copy(update={"s3": ports.s3}) == ports


async def test_a_record_of_a_launcher_that_is_gone_announces_nothing(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.create()
    gone = ProcessRecord(pid=os.getpid(), started_at=1.0)
    write_private(home.record, StackRecord(ports=Ports(), launcher=gone).model_dump_json())

    assert live_site(home) is None
    assert read_child(home, Part.API) is None


async def test_ctrl_c_during_the_start_stops_what_has_started(launcher: Launcher) -> None:
    process = launcher.begin()
    await until(lambda: bool(launcher.children()))
    process.send_signal(signal.SIGINT)

    assert process.wait(60) == 1
    assert not launcher.children()
