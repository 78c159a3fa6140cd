"""The stack as a whole: all parts started with as much overlap as their needs allow, kept alive, and stopped."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from cli.stack.api import Api
from cli.stack.endpoints import EXTERNAL_VARIABLES, Endpoints, Site, external_parts
from cli.stack.events import Happening, Listener, Part, StackError, StackEvent
from cli.stack.keeper import Keeper
from cli.stack.lock import LauncherLock
from cli.stack.logs import rotate
from cli.stack.objects import Objects
from cli.stack.ports import choose_ports
from cli.stack.postgres import Postgres, load_migrations, migrate
from cli.stack.previz import Previz
from cli.stack.process import sweep
from cli.stack.record import read_record, write_ready, write_stopped
from cli.stack.service import Service
from cli.stack.settings import Home, Secrets
from cli.stack.temporal import Temporal, ensure_search_attributes
from cli.stack.worker import Worker

SERVICES: Sequence[type[Service]] = (Temporal, Postgres, Objects, Previz, Worker, Api)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_CHECK_S = 30.0
IDLE_POLL_S = 5.0
# One wish to stop may arrive twice: from the process group, and passed on by make.
SAME_SIGNAL_S = 1.0


class Stack:
    """The embedded stack on one data folder.

    Run it on the event loop of the main thread: children are tied to the life of the thread that starts them.

        async with Stack(home, on_event=show) as stack:
            await stack.wait()
    """

    def __init__(
        self,
        home: Path,
        on_event: Listener = lambda _: None,
        *,
        services: Sequence[type[Service]] = SERVICES,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.home = Home.at(home)
        self._environ = dict(os.environ if environ is None else environ)
        self._on_event = on_event
        self._service_types = services
        self._lock = LauncherLock(self.home)
        self._site: Site | None = None
        self._keepers: dict[Part, Keeper] = {}
        self._housekeeping: asyncio.Task[None] | None = None
        self._stop_asked = asyncio.Event()
        self._hurry = False
        self._signalled_at: float | None = None
        self._is_ready = False

    async def __aenter__(self) -> "Stack":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def endpoints(self) -> Endpoints:
        """Where the parts are reached; raises StackError before `start`."""
        if self._site is None:
            raise StackError("The stack has not been started.")
        return self._site.endpoints

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that make a process use this stack; raises StackError before `start`."""
        if self._site is None:
            raise StackError("The stack has not been started.")
        return self._site.environment

    async def start(self) -> None:
        """Start every part and return when all are ready. When one can't be, stop the others and raise StackError."""
        self.home.create()
        self._lock.acquire()
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Drain and stop every part, those that depend on others first. Idempotent."""
        self._stop_asked.set()
        if self._housekeeping is not None:
            self._housekeeping.cancel()
        dependents = [keeper for keeper in self._keepers.values() if keeper.service.needs]
        servers = [keeper for keeper in self._keepers.values() if not keeper.service.needs]
        for stage in (dependents, servers):
            await asyncio.gather(*(keeper.stop(0.0 if self._hurry else None) for keeper in stage))
        self._keepers = {}
        if self._site is not None and self._is_ready:
            write_stopped(self._site)
            self._is_ready = False
        self._lock.release()

    async def wait(self) -> None:
        """Return when the stack is asked to stop: by SIGINT, SIGTERM, SIGHUP, or a call of `stop`.

        A second signal while it drains kills what is left at once.
        """
        await self._stop_asked.wait()

    async def run_until_idle(self, is_busy: Callable[[], Awaitable[bool]], grace_s: float) -> None:
        """Return when nothing has been going on for `grace_s` seconds, or when asked to stop like `wait`."""
        idle_since: float | None = None
        while not self._stop_asked.is_set():
            if await is_busy():
                idle_since = None
            elif idle_since is None:
                idle_since = monotonic()
            elif monotonic() - idle_since >= grace_s:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(IDLE_POLL_S, grace_s / 4)):
                    await self._stop_asked.wait()

    def stop_on_signals(self) -> None:
        """Let SIGINT, SIGTERM and SIGHUP end `wait`. For a launcher whose own process this is."""
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            # Under nohup, SIGHUP is to stay ignored.
            if signal.getsignal(number) != signal.SIG_IGN:
                loop.add_signal_handler(number, self._on_signal)

    async def _start(self) -> None:
        for part in await sweep(self.home):
            self._note(part, f"Ended the {part.value} process that a killed launcher left behind.")
        record = read_record(self.home)
        site = self._site = Site(
            home=self.home,
            secrets=Secrets.ensure(self.home),
            ports=choose_ports(record.ports if record else None),
            environ=self._environ,
            external=external_parts(self._environ),
        )
        services = [kind(site) for kind in self._service_types if kind.part not in site.external]
        self._keepers = {service.part: Keeper(service, self._on_event, self._announce) for service in services}
        self._housekeeping = asyncio.create_task(self._rotate_logs())
        await self._start_in_order(site)
        self._is_ready = True
        self._announce()

    async def _start_in_order(self, site: Site) -> None:
        """Every part as soon as what it needs is there."""
        ready: dict[Part, asyncio.Task[None]] = {}

        async def begin(keeper: Keeper) -> None:
            await asyncio.gather(*(asyncio.shield(ready[need]) for need in keeper.service.needs if need in ready))
            site.is_settled = site.is_settled or bool(keeper.service.needs)
            await keeper.start()

        try:
            async with asyncio.TaskGroup() as group:
                for part in site.external:
                    ready[part] = group.create_task(self._prepare_external(part, site))
                for keeper in sorted(self._keepers.values(), key=lambda keeper: len(keeper.service.needs)):
                    ready[keeper.service.part] = group.create_task(begin(keeper))
                group.create_task(asyncio.to_thread(load_migrations))
                stopping = group.create_task(self._refuse_when_stopped())
                await asyncio.gather(*(asyncio.shield(task) for task in ready.values()))
                stopping.cancel()
        except BaseExceptionGroup as errors:
            raise _first_cause(errors) from None

    async def _prepare_external(self, part: Part, site: Site) -> None:
        self._note(part, f"{EXTERNAL_VARIABLES[part]} is set: that {part.value} is used, and none is started.")
        match part:
            case Part.POSTGRES:
                await migrate(site)
            case Part.OBJECTS:
                # boto3 costs 0.3 s to import, and only an external S3 needs it here.
                from cli.stack.buckets import ensure_bucket  # noqa: PLC0415

                await asyncio.to_thread(ensure_bucket, site)
            case Part.TEMPORAL:
                await self._prepare_external_temporal(site)

    async def _prepare_external_temporal(self, site: Site) -> None:
        try:
            await ensure_search_attributes(site)
        except StackError as error:
            # Temporal Cloud lets only its own console create them.
            self._note(Part.TEMPORAL, f"The search attributes must be created by hand: {error}")

    async def _refuse_when_stopped(self) -> None:
        await self._stop_asked.wait()
        raise StackError("Stopped before it was ready.")

    async def _rotate_logs(self) -> None:
        while True:
            await asyncio.sleep(LOG_CHECK_S)
            for part in self._keepers:
                await asyncio.to_thread(rotate, self.home.log(part))

    def _announce(self) -> None:
        """Write the discovery file, again after each restart: the pids have changed."""
        if self._is_ready and self._site is not None and not self._stop_asked.is_set():
            write_ready(self._site, {part: keeper.pid for part, keeper in self._keepers.items() if keeper.pid})

    def _on_signal(self) -> None:
        if self._signalled_at is None:
            self._signalled_at = monotonic()
            self._stop_asked.set()
        elif monotonic() - self._signalled_at > SAME_SIGNAL_S:
            self._hurry = True
            for keeper in self._keepers.values():
                keeper.kill()

    def _note(self, part: Part, message: str) -> None:
        self._on_event(StackEvent(part=part, what=Happening.NOTE, message=message, log=self.home.log(part)))


def _first_cause(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that a person should see, out of all that failed together: a StackError if there is one."""
    leaves = [leaf for error in errors.exceptions for leaf in _leaves(error)]
    return next((leaf for leaf in leaves if isinstance(leaf, StackError)), leaves[0])


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]
