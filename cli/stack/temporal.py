"""Temporal's development server with its UI, on a SQLite file."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Mapping, Sequence
from typing import ClassVar

from cli.stack.endpoints import Site
from cli.stack.events import Part, StackError
from cli.stack.service import Service, venv_binary
from cli.stack.settings import HOST

RETENTION = "90d"

SEARCH_ATTRIBUTES: Mapping[str, str] = {
    "ReelwrightOwner": "Keyword",
    "ReelwrightState": "Keyword",
    "ReelwrightMode": "Keyword",
    "ReelwrightSpendCents": "Int",
    "ReelwrightScenes": "Int",
    "ReelwrightTags": "KeywordList",
}

# The default fsyncs every transaction: 4 times slower, and WAL at "normal" survives a kill -9 as well.
PRAGMAS = ("journal_mode=wal", "synchronous=normal")

DYNAMIC_CONFIG = ("matching.enableFairness=true", "frontend.WorkflowPauseEnabled=true")

CLI_TIMEOUT_S = 20.0


class Temporal(Service):
    """The orchestrator."""

    part = Part.TEMPORAL
    title: ClassVar[str] = "Temporal"
    port_names: ClassVar[tuple[str, ...]] = ("temporal", "temporal_ui")

    def command(self) -> Sequence[str]:
        ports = self.site.ports
        return [
            venv_binary("temporal"),
            "server",
            "start-dev",
            *("--db-filename", str(self.site.home.temporal_db)),
            *("--ip", HOST, "--port", str(ports.temporal), "--ui-port", str(ports.temporal_ui)),
            *("--namespace", self.site.endpoints.temporal_namespace),
            *(argument for pragma in PRAGMAS for argument in ("--sqlite-pragma", pragma)),
            *(argument for value in DYNAMIC_CONFIG for argument in ("--dynamic-config-value", value)),
            *("--ui-disable-news-fetch", "--log-level", "warn"),
        ]

    async def is_ready(self, pid: int, /) -> bool:
        # Namespaces are registered after the ports open.
        if not await super().is_ready(pid):
            return False
        code, _ = await temporal_cli(self.site, "operator", "namespace", "describe")
        return code == 0

    async def provision(self) -> None:
        await ensure_search_attributes(self.site)
        await _run(self.site, "operator", "namespace", "update", "--retention", RETENTION)


async def ensure_search_attributes(site: Site) -> None:
    """Create the attributes that workflows are found by, where they are missing; raises StackError."""
    wanted = [word for name, kind in SEARCH_ATTRIBUTES.items() for word in ("--name", name, "--type", kind)]
    await _run(site, "operator", "search-attribute", "create", *wanted)


async def temporal_cli(site: Site, *arguments: str) -> tuple[int, str]:
    """Run one command of Temporal's CLI against this site: its exit code and its output.

    The CLI, not the SDK: it reads the same settings, answers in 50 ms, and importing the SDK costs ten times that.
    """
    endpoints = site.endpoints
    connection = ("--address", endpoints.temporal_address, "--namespace", endpoints.temporal_namespace)
    process = await asyncio.create_subprocess_exec(
        venv_binary("temporal"),
        *arguments,
        *connection,
        env=site.environment,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(CLI_TIMEOUT_S):
            output, _ = await process.communicate()
    except TimeoutError:
        return 1, f"no answer within {CLI_TIMEOUT_S:.0f} s"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, output.decode(errors="replace").strip()


async def _run(site: Site, *arguments: str) -> None:
    code, output = await temporal_cli(site, *arguments)
    if code != 0:
        raise StackError(
            f"Temporal at {site.endpoints.temporal_address} refused `temporal {' '.join(arguments)}`: {output}",
            part=Part.TEMPORAL,
            port=site.ports.temporal,
            log=site.home.log(Part.TEMPORAL),
        )
