"""Launchers as separate processes, to kill and to count."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from cli.stack.endpoints import Site
from cli.stack.events import Part
from cli.stack.process import read_child, sweep
from cli.stack.record import live_site
from cli.stack.settings import Home

REPOSITORY = Path(__file__).parents[3]


class Launcher:
    """`standins/launch.py` on one data folder."""

    def __init__(self, folder: Path) -> None:
        self.home = Home.at(folder)
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> "subprocess.Popen[str]":
        """Start it without waiting."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.stack.standins.launch", str(self.home.root)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._process

    def start(self) -> str:
        """Start it and return its first line: "ready", or what went wrong."""
        stdout = self.begin().stdout
        assert stdout is not None
        return stdout.readline().strip()

    @property
    def site(self) -> Site:
        site = live_site(self.home)
        assert site is not None
        return site

    def children(self) -> dict[Part, psutil.Process]:
        """The processes it recorded that are still alive."""
        found = {part: record.process() for part in Part if (record := read_child(self.home, part))}
        return {part: process for part, process in found.items() if process is not None}

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def terminate(self) -> int:
        return self.signal(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal and go on."""
        assert self._process is not None
        self._process.send_signal(number)

    def signal(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert self._process is not None
        code = self._process.wait(60)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None
        return code

    def end_leftovers(self) -> None:
        asyncio.run(sweep(self.home, grace_s=0.2))
