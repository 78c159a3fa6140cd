"""What `reelwright doctor` says: the state of each part, and what to do about it."""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path

from cli.stack.endpoints import external_parts
from cli.stack.events import Part, StackError
from cli.stack.logs import tail
from cli.stack.ports import Ports, holder, is_free
from cli.stack.postgres import pg_program
from cli.stack.process import ProcessRecord, read_child
from cli.stack.record import live_site, read_record
from cli.stack.service import Service, venv_binary
from cli.stack.settings import Home
from cli.stack.supervisor import SERVICES
from film.model import Value

VERSION_TIMEOUT_S = 20.0
FULL_BYTES, SCARCE_BYTES = 1_000_000_000, 5_000_000_000


class State(StrEnum):
    """How well a part is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class PartReport(Value):
    """What was found about one part, and what to do about it (empty when there is nothing to do)."""

    part: str
    state: State
    detail: str
    remedy: str = ""


async def diagnose(home: Path, services: Sequence[type[Service]] = SERVICES) -> list[PartReport]:
    """Look at everything a stack on this data folder needs, and at the running one if there is one."""
    place = Home.at(home)
    site = live_site(place)
    checks: list[Awaitable[PartReport]] = [
        _program("temporal", lambda: venv_binary("temporal"), "--version"),
        _program("postgres", lambda: str(pg_program("postgres")), "--version"),
        _program("rclone", lambda: venv_binary("rclone"), "version"),
        _program("skia", lambda: sys.executable, "-c", "import skia; print('skia', skia.__version__)"),
        asyncio.to_thread(_voices),
        asyncio.to_thread(_leash),
        asyncio.to_thread(_disk, place),
        asyncio.to_thread(_launcher, place),
    ]
    checks += [_live(kind(site)) for kind in services] if site else [asyncio.to_thread(_ports, place)]
    return list(await asyncio.gather(*checks))


async def _program(name: str, find: Callable[[], str], *arguments: str) -> PartReport:
    """Whether a program of ours starts, and its version."""
    remedy = "Run `make setup`; it installs the Python packages and the system libraries they need."
    try:
        code, output = await _run(find(), *arguments)
    except (StackError, OSError) as error:
        return PartReport(part=name, state=State.FAIL, detail=str(error), remedy=remedy)
    lines = output.splitlines() or ["no output"]
    if code != 0:
        return PartReport(part=name, state=State.FAIL, detail=lines[-1], remedy=remedy)
    return PartReport(part=name, state=State.OK, detail=lines[0])


def _voices() -> PartReport:
    """The narrator's weights, as the module that owns them sees them."""
    # numpy and the speech modules: only the doctor's process should pay for them.
    from previz.sound.weights import VoiceUnavailable, find_weights  # noqa: PLC0415

    try:
        weights = find_weights()
    except VoiceUnavailable as error:
        return PartReport(
            part="voices",
            state=State.WARN,
            detail=str(error),
            remedy="Run `make setup`; until then films have captions and silence.",
        )
    return PartReport(part="voices", state=State.OK, detail=f"narrator's weights in {weights.folder}")


def _leash() -> PartReport:
    found = shutil.which("setpriv")
    if found:
        return PartReport(part="setpriv", state=State.OK, detail=f"{found} ties servers to the launcher's life")
    return PartReport(
        part="setpriv",
        state=State.WARN,
        detail="setpriv is missing: servers outlive a launcher that is killed, until the next start ends them",
        remedy="Install util-linux.",
    )


def _disk(home: Home) -> PartReport:
    existing = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    detail = f"{free / 1e9:.1f} GB free at {existing}"
    if free < SCARCE_BYTES:
        state = State.FAIL if free < FULL_BYTES else State.WARN
        return PartReport(part="disk", state=state, detail=detail, remedy="Make room, or set REELWRIGHT_HOME.")
    return PartReport(part="disk", state=State.OK, detail=detail)


def _launcher(home: Home) -> PartReport:
    record = read_record(home)
    if record is not None and record.launcher is not None and record.is_live:
        return PartReport(part="stack", state=State.OK, detail=f"running on {home.root}, pid {record.launcher.pid}")
    leftovers = [part.value for part in Part if (child := read_child(home, part)) and child.process()]
    if leftovers:
        return PartReport(
            part="stack",
            state=State.WARN,
            detail=f"no stack is ready on {home.root}, but these processes run: {', '.join(leftovers)}",
            remedy="If none is starting or stopping right now, run `reelwright up`: it ends them and goes on.",
        )
    outside = ", ".join(sorted(external_parts(os.environ)))
    detail = f"not running on {home.root}" + (f"; external by environment: {outside}" if outside else "")
    return PartReport(part="stack", state=State.OK, detail=detail, remedy="Start it with `reelwright up`.")


def _ports(home: Home) -> PartReport:
    record = read_record(home)
    wanted = (record.ports if record else Ports()).model_dump()
    taken = [f"{name} {port} ({holder(port) or 'unknown'})" for name, port in wanted.items() if not is_free(port)]
    if taken:
        return PartReport(
            part="ports",
            state=State.WARN,
            detail=f"taken: {', '.join(taken)}",
            remedy="Nothing to do: the next start takes others.",
        )
    return PartReport(part="ports", state=State.OK, detail=", ".join(f"{name} {port}" for name, port in wanted.items()))


async def _live(service: Service) -> PartReport:
    """Whether a part of the running stack answers; if not, how its log ends."""
    site, part = service.site, service.part
    if part in site.external:
        return PartReport(part=part.value, state=State.OK, detail="external, set in the environment of the launcher")
    child = read_child(site.home, part)
    where = f"port {service.port}" if service.port is not None else "no port"
    if child is not None and await _answers(service, child):
        return PartReport(part=part.value, state=State.OK, detail=f"ready, {where}, pid {child.pid}")
    log = site.home.log(part)
    state = "does not answer" if child is not None and child.process() else "is not running"
    return PartReport(
        part=part.value,
        state=State.FAIL,
        detail="\n".join([f"{service.title} ({where}) {state}; its log ends:", *(f"  {line}" for line in tail(log))]),
        remedy=f"The launcher restarts it when it dies; if this stays, see {log}.",
    )


async def _answers(service: Service, child: ProcessRecord) -> bool:
    if child.process() is None:
        return False
    try:
        return await service.is_ready(child.pid)
    except StackError:
        return False


async def _run(*command: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT)
    try:
        async with asyncio.timeout(VERSION_TIMEOUT_S):
            output, _ = await process.communicate()
    except TimeoutError:
        return 1, f"{Path(command[0]).name} gave no answer within {VERSION_TIMEOUT_S:.0f} s"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, output.decode(errors="replace").strip()
