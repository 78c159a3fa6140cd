"""A pool of worker processes: first in, first out within a lane; the crashed are replaced, their order tried again."""

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import structlog
from pydantic import JsonValue, ValidationError

from film.model import Value
from previz.server.crew.tasks import (
    Crew,
    Failed,
    Finished,
    FromWorker,
    ModelFailedError,
    Order,
    Progress,
    Ready,
    Stop,
    StoppedError,
    Task,
    UnusableInputError,
    WorkerLostError,
)

_MAX_LINE = 16 << 20
_START_S = 120.0
_STOP_GRACE_S = 5.0
_HOPELESS = 3
_MAX_RESIDENT = 3 << 30
_ROOT = Path(__file__).parents[3]

log = structlog.get_logger(__name__)


class _WorkerGoneError(Exception):
    """The process has ended, or talks nonsense."""


@dataclass(order=True)
class _Job:
    """An order in the queue, sorted by ``place``; ``answer`` is cancelled when nobody wants it any more."""

    place: tuple[int, int]
    task: Task = field(compare=False)
    answer: "asyncio.Future[JsonValue]" = field(compare=False)
    on_start: Callable[[], None] = field(compare=False)
    on_progress: Callable[[int, int], None] = field(compare=False)
    crashes: int = field(default=0, compare=False)


def _ignore(*_: object) -> None:
    """The listener of those who do not listen."""


class Pool:
    """``size`` workers of one crew; ``nice`` is how far they stand back behind other processes."""

    def __init__(self, crew: Crew, *, size: int = 1, nice: int = 0) -> None:
        self._crew, self._size, self._nice = crew, size, nice
        self._queue: asyncio.PriorityQueue[_Job] = asyncio.PriorityQueue()
        self._seats: list[asyncio.Task[None]] = []
        self._ready = 0
        self._numbers = itertools.count()

    @property
    def ready(self) -> bool:
        """Whether every seat has a worker that takes orders."""
        return self._ready == self._size

    @property
    def waiting(self) -> int:
        """Orders in the queue."""
        return self._queue.qsize()

    def start(self) -> None:
        """Start the workers; they report ready on their own."""
        self._seats = [asyncio.create_task(self._seat(), name=f"{self._crew.value}-{n}") for n in range(self._size)]

    async def close(self) -> None:
        """Kill the workers. Orders under way and waiting are never answered."""
        for seat in self._seats:
            seat.cancel()
        await asyncio.gather(*self._seats, return_exceptions=True)

    async def run(
        self,
        task: Task,
        *,
        place: tuple[int, int] = (0, 0),
        on_start: Callable[[], None] = _ignore,
        on_progress: Callable[[int, int], None] = _ignore,
    ) -> JsonValue:
        """The answer of the next free worker; orders with a smaller ``place`` (lane, number) go first.

        Cancelling the caller stops the work. Raises ``UnusableInputError``, ``ModelFailedError``, or
        ``WorkerLostError`` when two workers died of it.
        """
        answer: asyncio.Future[JsonValue] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Job(place, task, answer, on_start, on_progress))
        return await answer

    async def _seat(self) -> None:
        """Keep one worker employed for ever."""
        failures = 0
        while True:
            try:
                async with _hired(self._crew, self._nice) as worker:
                    self._ready += 1
                    try:
                        while worker.resident_bytes < _MAX_RESIDENT:
                            await self._serve(worker, await self._queue.get())
                            failures = 0
                    finally:
                        self._ready -= 1
            except (_WorkerGoneError, OSError) as error:
                failures += 1
                log.warning("worker.lost", crew=self._crew.value, error=str(error), in_a_row=failures)
                if failures >= _HOPELESS and not self._ready:
                    self._turn_away(f"the {self._crew.value} crew does not start")
                await asyncio.sleep(min(10.0, 0.25 * 2**failures))

    def _turn_away(self, reason: str) -> None:
        """Nobody will do what waits in the queue: say so instead of letting it wait for ever."""
        while not self._queue.empty():
            job = self._queue.get_nowait()
            if not job.answer.done():
                job.answer.set_exception(WorkerLostError(reason))

    async def _serve(self, worker: "_Worker", job: _Job) -> None:
        if job.answer.done():
            return
        try:
            reply = await worker.perform(job, next(self._numbers))
        except _WorkerGoneError:
            self._retry(job)
            raise
        if job.answer.done():
            return
        if isinstance(reply, Finished):
            job.answer.set_result(reply.answer)
        else:
            job.answer.set_exception(_fault(reply))

    def _retry(self, job: _Job) -> None:
        if job.answer.done():
            return
        job.crashes += 1
        if job.crashes > 1:
            job.answer.set_exception(WorkerLostError(f"two workers died of {job.task.kind}"))
        else:
            self._queue.put_nowait(job)


def _fault(reply: Failed) -> Exception:
    kinds = {"input": UnusableInputError, "model": ModelFailedError, "stopped": StoppedError}
    return kinds[reply.blame](reply.message)


class _Worker:
    """One worker process and the line to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def resident_bytes(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    async def perform(self, job: _Job, number: int) -> Finished | Failed:
        """Have one order done. When it is no longer wanted, ask to stop, and kill a worker that does not."""
        patience: list[asyncio.TimerHandle] = []

        def unwanted(_: object) -> None:
            self.say(Stop(number=number))
            patience.append(asyncio.get_running_loop().call_later(_STOP_GRACE_S, self.kill))

        self.say(Order(number=number, task=job.task))
        job.on_start()
        job.answer.add_done_callback(unwanted)
        try:
            while True:
                message = await self.hear()
                if isinstance(message, Finished | Failed):
                    return message
                if isinstance(message, Progress) and not job.answer.done():
                    job.on_progress(message.done, message.total)
        finally:
            job.answer.remove_done_callback(unwanted)
            for timer in patience:
                timer.cancel()

    def say(self, message: Value) -> None:
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(message.model_dump_json().encode() + b"\n")

    async def hear(self) -> Ready | Progress | Finished | Failed:
        assert self._process.stdout is not None
        try:
            line = await self._process.stdout.readline()
            if not line:
                raise _WorkerGoneError(f"exit status {await self._process.wait()}")
            return FromWorker.validate_json(line)
        except (ValidationError, ValueError) as error:
            raise _WorkerGoneError("it talks nonsense") from error

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()


@contextlib.asynccontextmanager
async def _hired(crew: Crew, nice: int) -> AsyncIterator[_Worker]:
    """A worker that has reported ready; dead at the end, however that comes."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "previz.server.crew.worker", "--crew", crew.value, "--nice", str(nice)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_MAX_LINE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    worker = _Worker(process)
    try:
        try:
            await asyncio.wait_for(worker.hear(), _START_S)
        except TimeoutError as error:
            raise _WorkerGoneError("it did not report ready") from error
        yield worker
    finally:
        worker.kill()
        await process.wait()
