"""What a killed launcher leaves is ended, and nothing else."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cli.stack.events import Part
from cli.stack.process import OWNER_VARIABLE, ProcessRecord, leash, read_child, sweep
from cli.stack.settings import Home, write_private
from tests.cli.stack.waiting import until

SLEEP = "import signal; signal.pause()"
# A leader that starts a child of its own and then only waits.
FAMILY = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); {SLEEP}"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.at(tmp_path)
    made.create()
    return made


@pytest.fixture
def family(home: Home) -> Iterator["subprocess.Popen[bytes]"]:
    """A process group as the launcher makes them, recorded as the worker, but on no leash."""
    leader = subprocess.Popen(
        [sys.executable, "-c", FAMILY], env={OWNER_VARIABLE: str(home.root)}, start_new_session=True
    )
    write_private(home.run / "worker.json", ProcessRecord.of(leader.pid).model_dump_json())
    yield leader
    leader.kill()
    leader.wait()


@pytest.fixture
def stranger() -> Iterator["subprocess.Popen[bytes]"]:
    """A process group of someone else."""
    leader = subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True)
    yield leader
    leader.kill()
    leader.wait()


@pytest.fixture
def leashed() -> Iterator[tuple["subprocess.Popen[str]", psutil.Process]]:
    """A process, and its child on a leash."""
    command = [*leash(signal.SIGTERM), sys.executable, "-c", SLEEP]
    script = f"import subprocess; p = subprocess.Popen({command!r}); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        yield parent, child
        parent.kill()
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()


async def child_of(leader: "subprocess.Popen[bytes]") -> psutil.Process:
    await until(lambda: len(psutil.Process(leader.pid).children()) == 1)
    return psutil.Process(leader.pid).children()[0]


async def test_a_recorded_process_is_ended_with_its_children(home: Home, family: "subprocess.Popen[bytes]") -> None:
    child = await child_of(family)

    assert await sweep(home) == [Part.WORKER]

    assert not psutil.pid_exists(family.pid)
    assert not child.is_running()
    assert read_child(home, Part.WORKER) is None


async def test_orphans_of_a_dead_leader_are_ended(home: Home, family: "subprocess.Popen[bytes]") -> None:
    child = await child_of(family)
    family.kill()
    family.wait()

    assert await sweep(home) == [Part.WORKER]

    assert not child.is_running()


async def test_strangers_with_recorded_pids_are_left_alone(home: Home, stranger: "subprocess.Popen[bytes]") -> None:
    record = ProcessRecord.of(stranger.pid)
    earlier = record.model_copy(update={"started_at": record.started_at - 3600})
    write_private(home.run / "worker.json", earlier.model_dump_json())

    assert await sweep(home) == []

    assert record.process() is not None


async def test_a_leashed_process_ends_with_its_parent(
    leashed: tuple["subprocess.Popen[str]", psutil.Process],
) -> None:
    parent, child = leashed
    # The program asks for the leash itself, just before it becomes what it was asked to run.
    await until(lambda: "--pdeathsig" not in child.cmdline())

    parent.kill()
    parent.wait()

    await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
