"""What every part of the stack has in common: a command, its environment, a probe, and how it is stopped."""

import shutil
import ssl
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import httpx

from cli.stack.endpoints import Site
from cli.stack.events import Part, StackError
from cli.stack.ports import is_listening
from cli.stack.process import Account

PROBE_TIMEOUT_S = 2.0

# Our servers speak plain HTTP: a client would load all authorities, 20 ms at every look, to never ask one.
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Service(ABC):
    """One part of the stack as a child process. It holds no process itself: the keeper starts, watches and stops it.

    `notes` collects sentences for the user, which the keeper passes on.
    """

    part: ClassVar[Part]
    title: ClassVar[str]
    needs: ClassVar[frozenset[Part]] = frozenset()
    port_names: ClassVar[tuple[str, ...]] = ()
    grace_s: ClassVar[float] = 10.0
    ready_timeout_s: ClassVar[float] = 60.0

    def __init__(self, site: Site) -> None:
        self.site = site
        self.notes: list[str] = []

    @property
    def port(self) -> int | None:
        """The port it serves on (the first of its ports), if it serves."""
        return getattr(self.site.ports, self.port_names[0]) if self.port_names else None

    @property
    def account(self) -> Account | None:
        """The user it runs as, None for ours."""
        return None

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The program and its arguments; no secrets, since every user of the machine can read them."""

    def environment(self) -> Mapping[str, str]:
        """Its environment variables."""
        return self.site.environment

    async def prepare(self) -> None:
        """Make the ground ready, before every start; raises StackError when that is impossible."""
        return

    async def is_ready(self, pid: int, /) -> bool:
        """Whether the process with this pid answers requests now."""
        return self.port is None or is_listening(pid, self.port)

    async def provision(self) -> None:
        """Create what the other parts expect to find in it, once it is ready. Idempotent."""
        return


def module_command(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules with this interpreter, never one of that name in the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def venv_binary(name: str) -> str:
    """The path of a program that a wheel put beside this interpreter, else on the PATH; raises StackError."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise StackError(f"The program {name} is not installed: run `make setup`.")
    return found


def local_client(timeout_s: float) -> httpx.AsyncClient:
    """A client for the stack's own servers; the user's proxies don't apply to them."""
    return httpx.AsyncClient(trust_env=False, verify=_NO_AUTHORITIES, timeout=timeout_s)


async def answers(url: str, *, any_status: bool = False) -> bool:
    """Whether an HTTP server answers there, with a success unless `any_status`."""
    try:
        async with local_client(PROBE_TIMEOUT_S) as client:
            response = await client.get(url)
    except httpx.HTTPError:
        return False
    return any_status or response.is_success
