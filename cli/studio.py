"""Reaching a studio: the one that runs in the data folder, or one opened for the occasion."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from cli.exits import CommandError, Exit
from cli.stack import Endpoints, Home, read_endpoints

LINGER_S = 120
"""A studio opened for one command stays open this long after its last film, for retakes and the Temporal UI."""

_OPENING_S = 180
_LOOK_S = 0.1
_LAST_LINES = 12


@contextmanager
def studio(home: Path, console: Console) -> Iterator[Endpoints]:
    """The endpoints of a running studio; one is opened when there is none, and closes by itself when idle.

    Raises ``CommandError`` (no studio) with the launcher's last words when it cannot be opened.
    """
    endpoints = read_endpoints(home)
    if endpoints is None:
        with console.status("Opening the studio: Temporal, PostgreSQL, S3, previz …"):
            endpoints = _open(home)
    yield endpoints


def _open(home: Path) -> Endpoints:
    place = Home.at(home)
    place.create()
    log = place.logs / "launcher.log"
    with log.open("ab") as output:
        command = [sys.executable, "-m", "cli", "up", "--home", str(home), "--until-idle", str(LINGER_S)]
        launcher = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    deadline = time.monotonic() + _OPENING_S
    while time.monotonic() < deadline:
        if endpoints := read_endpoints(home):
            return endpoints
        if launcher.poll() not in (None, 0) and read_endpoints(home) is None:
            raise CommandError(Exit.NO_STUDIO, f"The studio could not be opened.\n{_last_words(log)}\nLog: {log}")
        time.sleep(_LOOK_S)
    raise CommandError(Exit.NO_STUDIO, f"The studio did not open within {_OPENING_S} s. Log: {log}")


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").strip().splitlines()
    return "\n".join(lines[-_LAST_LINES:])
