"""Commands about the studio itself: up, down, doctor, worker."""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table

from cli.exits import CommandError, Exit, leave
from cli.options import HomeOption, JsonOption
from cli.stack import Happening, Home, PartReport, Stack, StackEvent, State, diagnose
from cli.stack.record import read_record
from cli.stack.service import local_client
from film.predictions import OneOffState
from film.status import SETTLED_PROJECT_STATES, WAITING_PROJECT_STATES, ProjectState
from worker.choice import PoolChoice

_STYLES = {Happening.READY: "green", Happening.DIED: "red", Happening.FAILED: "red", Happening.RESTARTING: "yellow"}
_MARKS = {State.OK: "[green]ok[/]", State.WARN: "[yellow]warn[/]", State.FAIL: "[red]fail[/]"}
_CLOSING_S = 60
_MAKING = (OneOffState.ORDERED, OneOffState.MAKING)


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(up)
    app.command()(down)
    app.command()(doctor)
    app.command()(worker)


def up(
    home: HomeOption,
    until_idle: Annotated[
        int | None,
        typer.Option("--until-idle", metavar="SECONDS", help="Close when no film has been in work this long."),
    ] = None,
) -> None:
    """Open the studio: Temporal with its UI, PostgreSQL, S3, the previz models, workers and the API."""
    console = Console(stderr=True)
    asyncio.run(_up(home, until_idle, console))


def down(home: HomeOption) -> None:
    """Close the studio that runs on this data folder. Films in work go on at the next start."""
    console = Console(stderr=True)
    pid = _launcher(home)
    if pid is None:
        console.print("No studio is open here.")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _CLOSING_S
    while _launcher(home) is not None:
        if time.monotonic() > deadline:
            raise CommandError(Exit.FAILED, f"The studio (process {pid}) is still closing; look again in a moment")
        time.sleep(0.1)
    console.print("The studio is closed.")


def doctor(home: HomeOption, as_json: JsonOption = False) -> None:
    """Explain the state of every part: what is there, what is missing, what to do."""
    reports = asyncio.run(_diagnose(home))
    if as_json:
        print(json.dumps([report.model_dump(mode="json") for report in reports], indent=2))
    else:
        table = Table("part", "state", "detail", "what to do", show_lines=False)
        for report in reports:
            table.add_row(report.part, _MARKS[report.state], report.detail, report.remedy)
        Console().print(table)
    if any(report.state is State.FAIL for report in reports):
        leave(Exit.FAILED)


def worker(pool: Annotated[PoolChoice, typer.Option(help="Which task queues to serve.")] = PoolChoice.ALL) -> None:
    """Serve task queues of a Temporal server that the environment names."""
    os.execv(sys.executable, [sys.executable, "-m", "worker", "--pool", pool.value])  # noqa: S606


def _launcher(home: Path) -> int | None:
    record = read_record(Home.at(home))
    return record.launcher.pid if record and record.launcher and record.is_live else None


async def _up(home: Path, until_idle: int | None, console: Console) -> None:
    def tell(event: StackEvent) -> None:
        console.print(event.message, style=_STYLES.get(event.what), markup=False, highlight=False, soft_wrap=True)

    stack = Stack(home, on_event=tell)
    stack.stop_on_signals()
    async with stack:
        endpoints = stack.endpoints
        console.print(f"\nStudio   {endpoints.api_url}/docs\nTemporal {endpoints.temporal_ui_url}\nCtrl-C closes it.")
        if until_idle is None:
            await stack.wait()
        else:
            await stack.run_until_idle(lambda: _busy(endpoints.api_url), until_idle)
    await asyncio.sleep(0.2)


async def _busy(api_url: str) -> bool:
    """Whether anything is being made; unsure means yes. What waits for a person can do so with the studio closed."""
    working = [state for state in ProjectState if state not in SETTLED_PROJECT_STATES | WAITING_PROJECT_STATES]
    async with local_client(timeout_s=5) as client:
        try:
            for state in working:
                answer = await client.get(f"{api_url}/v1/projects", params={"state": state.value, "limit": 1})
                if answer.is_error or answer.json()["projects"]:
                    return True
            answer = await client.get(f"{api_url}/v1/predictions")
            return answer.is_error or any(each["state"] in _MAKING for each in answer.json()["predictions"])
        except httpx.TransportError:
            return True


async def _diagnose(home: Path) -> list[PartReport]:
    try:
        return await diagnose(home)
    finally:
        await asyncio.sleep(0.2)
