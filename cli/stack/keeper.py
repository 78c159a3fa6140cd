"""The keeper of one part: starts it, waits until it answers, watches it, and starts it again when it dies."""

import asyncio
import contextlib
import signal
from asyncio.subprocess import Process
from collections.abc import Callable
from time import monotonic

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential

from cli.stack.events import Happening, Listener, StackError, StackEvent
from cli.stack.logs import tail
from cli.stack.ports import holder, repick
from cli.stack.process import forget, kill_group, spawn, stop, stop_signal_of
from cli.stack.service import Service

POLL_S = 0.05
BACKOFF_S, LONGEST_BACKOFF_S = 0.25, 15.0
# A part that lived this long was well: its next restart starts from the shortest wait again.
WELL_AFTER_S = 30.0
# A part that never answered is given up after this many tries; one that has is brought back for ever.
FIRST_TRIES = 3


class PartDiedError(Exception):
    """The process ended when it should run."""


class PartSilentError(Exception):
    """The process runs but never answered."""


class Keeper:
    """Keeps one part alive from `start` to `stop`."""

    def __init__(self, service: Service, on_event: Listener, on_ready: Callable[[], None]) -> None:
        self.service = service
        self._emit_event = on_event
        self._on_ready = on_ready
        self._process: Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._first_ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def pid(self) -> int | None:
        """The pid of the running process, None while there is none."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        """Start the part and return when it answers and is provisioned; raises StackError when it can't be."""
        self._watch = asyncio.create_task(self._keep(), name=f"keep-{self.service.part}")
        await self._first_ready
        await self.service.provision()

    async def stop(self, grace_s: float | None = None) -> None:
        """End the part in good order, within its grace (or the shorter one given). Idempotent."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        if self._process is not None:
            grace_s = self.service.grace_s if grace_s is None else grace_s
            await stop(self._process, stop_signal_of(self.service.part), grace_s)
            self._process = None
            forget(self.service.site.home, self.service.part)
            self._emit(Happening.STOPPED, f"{self.service.title} stopped.")

    def kill(self) -> None:
        """Kill the process at once, for someone who does not want to wait for `stop`."""
        if self._watch is not None:
            self._watch.cancel()
        if self.pid is not None:
            kill_group(self.pid)

    async def _keep(self) -> None:
        try:
            while True:
                async for attempt in AsyncRetrying(
                    retry=retry_if_exception(self._deserves_another_try),
                    wait=wait_exponential(multiplier=BACKOFF_S, max=LONGEST_BACKOFF_S),
                    stop=self._gives_up,
                    before_sleep=self._announce_restart,
                    reraise=True,
                ):
                    with attempt:
                        await self._live_once()
                self._emit(Happening.RESTARTING, f"{self.service.title} starts again at once.")
        except Exception as error:
            # Whatever it is, someone waits for this part in `start` and must hear of it.
            self._fail(error)

    async def _live_once(self) -> None:
        """One life of the process. Returns when it ended after a long life, raises PartDiedError after a short one."""
        service = self.service
        self._move_from_taken_ports()
        await service.prepare()
        self._pass_on_notes()
        self._emit(Happening.STARTING, f"{service.title} is starting{self._where()}.")
        born = monotonic()
        self._process = await spawn(
            service.command(),
            service.environment(),
            home=service.site.home,
            part=service.part,
            account=service.account,
        )
        await self._wait_ready(self._process)
        self._emit(Happening.READY, f"{service.title} is ready{self._where()}.")
        if not self._first_ready.done():
            self._first_ready.set_result(None)
        self._on_ready()
        await self._process.wait()
        self._bury(self._process)
        if monotonic() - born < WELL_AFTER_S:
            raise PartDiedError

    async def _wait_ready(self, process: Process) -> None:
        """Poll until the part answers; raises PartDiedError when it ends first, PartSilentError after too long."""
        service = self.service
        death = asyncio.create_task(process.wait())
        try:
            async with asyncio.timeout(service.ready_timeout_s):
                while not death.done():
                    if await service.is_ready(process.pid):
                        return
                    await asyncio.wait([death], timeout=POLL_S)
        except TimeoutError:
            silence = f"{service.title} did not answer within {service.ready_timeout_s:.0f} s{self._where()}."
            self._emit(Happening.DIED, silence)
            await stop(process, signal.SIGKILL, 1.0)
            # A first start that hangs once hangs again: waiting three times would only hide it longer.
            raise PartSilentError(silence) from None
        finally:
            death.cancel()
        self._bury(process)
        raise PartDiedError

    def _bury(self, process: Process) -> None:
        kill_group(process.pid)
        self._emit(Happening.DIED, f"{self.service.title} (pid {process.pid}) died: {_cause(process.returncode)}.")

    def _gives_up(self, state: RetryCallState) -> bool:
        return not self._first_ready.done() and state.attempt_number >= FIRST_TRIES

    def _deserves_another_try(self, error: BaseException) -> bool:
        """A death does; other trouble (a full disk, a missing program) only if the part ran before."""
        return isinstance(error, PartDiedError) or (isinstance(error, Exception) and self._first_ready.done())

    def _announce_restart(self, state: RetryCallState) -> None:
        wait_s = state.next_action.sleep if state.next_action else 0.0
        error = state.outcome.exception() if state.outcome else None
        reason = "" if error is None or isinstance(error, PartDiedError) else f" ({error})"
        self._emit(Happening.RESTARTING, f"{self.service.title} starts again in {wait_s:.2g} s{reason}.")

    def _fail(self, error: Exception) -> None:
        failure = error if isinstance(error, StackError) else StackError(self._obituary(error))
        failure.part = self.service.part
        failure.port = self.service.port
        failure.log = self.service.site.home.log(self.service.part)
        self._emit(Happening.FAILED, str(failure))
        if not self._first_ready.done():
            self._first_ready.set_exception(failure)

    def _obituary(self, error: Exception) -> str:
        """Everything a person needs: which part, which port and who has it, which log and how it ends."""
        service = self.service
        lines = [
            str(error) if isinstance(error, PartSilentError) else f"{service.title} does not start{self._where()}."
        ]
        if not isinstance(error, PartDiedError | PartSilentError):
            lines.append(f"The reason: {error}.")
        if service.port is not None and (owner := holder(service.port)):
            lines.append(f"Port {service.port} is held by {owner}.")
        log = service.site.home.log(service.part)
        lines += [f"Its log, {log}, ends:", *(f"  {line}" for line in tail(log))]
        return "\n".join(lines)

    def _move_from_taken_ports(self) -> None:
        """Take other ports if someone was faster, as long as nobody has been told ours."""
        if not self._first_ready.done() and not self.service.site.is_settled:
            for name in self.service.port_names:
                self.service.site.ports = repick(self.service.site.ports, name)

    def _pass_on_notes(self) -> None:
        for note in self.service.notes:
            self._emit(Happening.NOTE, note)
        self.service.notes.clear()

    def _where(self) -> str:
        return f" on port {self.service.port}" if self.service.port is not None else ""

    def _emit(self, what: Happening, message: str) -> None:
        self._emit_event(
            StackEvent(
                part=self.service.part,
                what=what,
                message=message,
                pid=self.pid,
                port=self.service.port,
                log=self.service.site.home.log(self.service.part),
            )
        )


def _cause(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-returncode).name}"
    return f"exit code {returncode}"
