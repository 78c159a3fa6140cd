"""Child processes of the launcher: leashed to its life, recorded on disk, and found again after a crash."""

import asyncio
import contextlib
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from pydantic import ValidationError

from cli.stack.events import Part
from cli.stack.logs import rotate
from cli.stack.settings import Home, write_private
from film.model import Value

# Boot-relative start times are rounded and shift with the clock; pids don't come round again this fast.
START_TOLERANCE_S = 2.0

# What ends a part at once, where SIGTERM would not: PostgreSQL would wait for its clients to leave.
STOP_SIGNALS: Mapping[Part, signal.Signals] = {Part.POSTGRES: signal.SIGINT}

# In each child's environment: tells whose it is when its leader is gone.
OWNER_VARIABLE = "REELWRIGHT_STACK"


@dataclass(frozen=True)
class Account:
    """The user a process runs as."""

    uid: int
    gid: int


class ProcessRecord(Value):
    """A process that can be recognised later: pids are reused, a pid with its start time is not."""

    pid: int
    started_at: float

    @classmethod
    def of(cls, pid: int) -> "ProcessRecord":
        """The record of a running process; raises psutil.NoSuchProcess if there is none."""
        return cls(pid=pid, started_at=psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The recorded process if it still runs, None if it ended (whoever has its pid now)."""
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            return process if abs(process.create_time() - self.started_at) < START_TOLERANCE_S else None
        except psutil.NoSuchProcess:
            return None


async def spawn(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    home: Home,
    part: Part,
    account: Account | None = None,
) -> Process:
    """Start a child in its own process group, appending to the part's log.

    On Linux the kernel asks it to end when the launcher dies, even by SIGKILL. The signal follows the death of the
    *thread* that started the child, so the event loop must run in the thread that lives as long as the launcher.
    """
    rotate(home.log(part))
    user = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with home.log(part).open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *leash(stop_signal_of(part)),
            *command,
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            cwd="/" if account else None,
            env={**environment, OWNER_VARIABLE: str(home.root)},
            start_new_session=True,
            **user,  # type: ignore[arg-type]
        )
    with contextlib.suppress(psutil.NoSuchProcess):
        write_private(_record_path(home, part), ProcessRecord.of(process.pid).model_dump_json())
    return process


def leash(death_signal: signal.Signals) -> list[str]:
    """The prefix of a command that ends with its parent; empty where there is no `setpriv` (util-linux).

    A change of user clears the request, so the child makes it itself, after; a hook between fork and exec would be
    unsafe beside threads.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", death_signal.name.removeprefix("SIG"), "--"] if setpriv else []


def stop_signal_of(part: Part) -> signal.Signals:
    """The signal that makes a part end in good order, without waiting for its clients."""
    return STOP_SIGNALS.get(part, signal.SIGTERM)


async def stop(process: Process, stop_signal: signal.Signals, grace_s: float) -> None:
    """Ask the child to end, wait at most `grace_s`, then kill it and whatever is left of its process group."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(stop_signal)
    try:
        async with asyncio.timeout(grace_s):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        kill_group(process.pid)
    await process.wait()


def kill_group(pid: int) -> None:
    """Kill what is left of the process group that this child led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def read_child(home: Home, part: Part) -> ProcessRecord | None:
    """The record of a part's process, None if it has none (or a torn one)."""
    try:
        return ProcessRecord.model_validate_json(_record_path(home, part).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def forget(home: Home, part: Part) -> None:
    """Remove the record of a child that has ended."""
    _record_path(home, part).unlink(missing_ok=True)


async def sweep(home: Home, grace_s: float = 3.0) -> list[Part]:
    """End the children that a killed launcher left on this data folder; returns the parts they belonged to.

    Only processes proven ours are touched: the recorded pid with its start time, or members of that process group
    that carry this folder in their environment.
    """
    found: dict[Part, list[psutil.Process]] = {}
    for part in Part:
        record = read_child(home, part)
        if record is not None and (leftovers := _leftovers(record, home)):
            found[part] = leftovers
    await asyncio.gather(*(end(processes, stop_signal_of(part), grace_s) for part, processes in found.items()))
    for part in Part:
        forget(home, part)
    return list(found)


async def end(processes: Iterable[psutil.Process], stop_signal: signal.Signals, grace_s: float) -> None:
    """Ask processes that are not our children to end, then kill those that outlive the grace."""
    alive = list(processes)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(stop_signal)
    _, stubborn = await asyncio.to_thread(psutil.wait_procs, alive, timeout=grace_s)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    await asyncio.to_thread(psutil.wait_procs, stubborn, timeout=grace_s)


def _leftovers(record: ProcessRecord, home: Home) -> list[psutil.Process]:
    leader = record.process()
    if leader is not None:
        return [leader, *leader.children(recursive=True)]
    return [process for process in psutil.process_iter() if _is_orphan_of(process, record, home)]


def _is_orphan_of(process: psutil.Process, record: ProcessRecord, home: Home) -> bool:
    try:
        return (
            os.getpgid(process.pid) == record.pid
            and process.status() != psutil.STATUS_ZOMBIE
            and process.environ().get(OWNER_VARIABLE) == str(home.root)
        )
    except (OSError, psutil.Error):
        return False


def _record_path(home: Home, part: Part) -> Path:
    return home.run / f"{part.value}.json"
