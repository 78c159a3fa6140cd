"""The doctor on a folder at rest, on a running stack, and on one with a part that is down."""

import signal
import socket
from pathlib import Path

import pytest

from cli.stack import Stack, State, diagnose
from cli.stack.events import Part
from cli.stack.ports import Ports
from cli.stack.process import ProcessRecord, read_child
from cli.stack.record import StackRecord
from cli.stack.settings import write_private
from tests.cli.stack.standins.crew import CREW


async def test_at_rest_every_program_is_found_and_nothing_runs(tmp_path: Path) -> None:
    reports = {report.part: report for report in await diagnose(tmp_path)}

    for part in ("temporal", "postgres", "rclone", "skia", "setpriv"):
        assert reports[part].state == State.OK, reports[part]
    assert "18." in reports["postgres"].detail
    assert "not running" in reports["stack"].detail
    assert "reelwright up" in reports["stack"].remedy


async def test_a_taken_port_is_named_with_its_holder(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "run").mkdir()
        record = StackRecord(ports=Ports(api=port))
        write_private(tmp_path / "run" / "stack.json", record.model_dump_json())

        reports = {report.part: report for report in await diagnose(tmp_path)}

    assert reports["ports"].state == State.WARN
    assert f"api {port} (" in reports["ports"].detail


@pytest.mark.stack
async def test_on_a_running_stack_every_part_answers(stack: Stack) -> None:
    reports = {report.part: report for report in await diagnose(stack.home.root, CREW)}

    assert "running on" in reports["stack"].detail
    assert all(reports[part.value].state == State.OK for part in Part), reports


@pytest.mark.stack
async def test_a_part_that_is_down_is_reported_with_the_end_of_its_log(stack: Stack) -> None:
    record = read_child(stack.home, Part.WORKER)
    process = record.process() if record else None
    assert record is not None
    assert process is not None
    path = stack.home.run / "worker.json"
    stack.home.log(Part.WORKER).write_text("out of memory\n")
    try:
        write_private(path, ProcessRecord(pid=record.pid, started_at=1.0).model_dump_json())
        reports = {report.part: report for report in await diagnose(stack.home.root, CREW)}
    finally:
        write_private(path, record.model_dump_json())

    assert reports["worker"].state == State.FAIL
    assert "is not running" in reports["worker"].detail
    assert "out of memory" in reports["worker"].detail
    process.send_signal(signal.SIGCONT)
