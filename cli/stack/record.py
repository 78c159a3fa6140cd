"""The discovery file of a stack: how a second command finds the running one."""

import os
from collections.abc import Mapping

from pydantic import Field, ValidationError

from cli.stack.endpoints import Endpoints, Site
from cli.stack.events import Part
from cli.stack.ports import Ports
from cli.stack.process import ProcessRecord
from cli.stack.settings import Home, Secrets, write_private
from film.model import Value


class StackRecord(Value):
    """What `run/stack.json` says. It outlives the stack, to remember its ports; `launcher` tells whether it lives."""

    ports: Ports
    launcher: ProcessRecord | None = None
    external: frozenset[Part] = frozenset()
    urls: dict[str, str] = Field(default_factory=dict)
    pids: dict[Part, int] = Field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        return self.launcher is not None and self.launcher.process() is not None


def write_ready(site: Site, pids: Mapping[Part, int]) -> None:
    """Announce a ready stack."""
    endpoints = site.endpoints
    record = StackRecord(
        ports=site.ports,
        launcher=ProcessRecord.of(os.getpid()),
        external=site.external,
        urls={"api": endpoints.api_url, "temporal_ui": endpoints.temporal_ui_url, "previz": endpoints.previz_url},
        pids=dict(pids),
    )
    write_private(site.home.record, record.model_dump_json(indent=2))


def write_stopped(site: Site) -> None:
    """Take the announcement back, and remember the ports for the next start."""
    write_private(site.home.record, StackRecord(ports=site.ports).model_dump_json(indent=2))


def read_record(home: Home) -> StackRecord | None:
    """The discovery file, or None if there is none that can be read."""
    try:
        return StackRecord.model_validate_json(home.record.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def live_site(home: Home, environ: Mapping[str, str] = os.environ) -> Site | None:
    """The running stack of this folder as its launcher sees it, or None if none is ready."""
    record, secrets = read_record(home), Secrets.read(home)
    if record is None or secrets is None or not record.is_live:
        return None
    return Site(home=home, secrets=secrets, ports=record.ports, environ=dict(environ), external=record.external)


def live_endpoints(home: Home, environ: Mapping[str, str] = os.environ) -> Endpoints | None:
    """The endpoints of the running stack of this folder, or None if none is ready."""
    site = live_site(home, environ)
    return site.endpoints if site else None
