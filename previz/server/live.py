"""A prediction under way, and the workshop that makes it: in its time, and to its fate."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog
from pydantic import JsonValue

from previz.server.charges import INTERRUPTED
from previz.server.crew.tasks import ModelFailedError, StoppedError, UnusableInputError, WorkerLostError
from previz.server.inputs import Inputs
from previz.server.lab.faults import OUTCOMES, SPOILS, LabFault
from previz.server.lab.lab import Lab
from previz.server.lab.spoil import spoil
from previz.server.models.base import Crews, Job, ServedModel, Work
from previz.server.records import Prediction, Status, WebhookEvent, now
from previz.server.settings import Settings

_WORDS = {
    LabFault.FAIL_CONTENT: "The input or output was flagged as sensitive. "
    "Please try again with different inputs. (E005) (lab)",
    LabFault.FAIL_INTERRUPTED: INTERRUPTED,
    LabFault.FAIL_MODEL: "Director: unexpected error handling prediction (E9828)",
}

log = structlog.get_logger(__name__)


@dataclass
class Live:
    """A prediction that has not ended, as it stands. The events are set at its start and end, or at closing time."""

    prediction: Prediction
    began: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    work: "asyncio.Task[None] | None" = None
    clock: "asyncio.Task[None] | None" = None
    size_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.size_bytes = size_bytes(self.prediction.input)


class End(Protocol):
    """How the workshop reports an end; the answer is whether it is the one that counts."""

    def __call__(self, live: Live, status: Status, **changes: object) -> Awaitable[bool]:
        """End ``live``."""
        ...


Tell = Callable[[Prediction, WebhookEvent], None]


class Workshop:
    """Has predictions made by their models."""

    def __init__(self, settings: Settings, crews: Crews, inputs: Inputs, lab: Lab) -> None:
        self._settings, self._crews, self._inputs, self._lab = settings, crews, inputs, lab

    async def make(self, model: ServedModel | None, live: Live, end: End, tell: Tell) -> None:
        """See a prediction through to its end. ``tell`` announces what happens on the way there."""
        prediction, fate = live.prediction, live.prediction.fate
        kind = LabFault(fate.kind) if fate else None
        scratch = self._settings.scratch / prediction.id
        try:
            if model is None:
                raise ModelFailedError(f"{prediction.model} is not offered any more")
            pace = self._lab.plan.pace(model.slug, model.usual_pace)
            await asyncio.sleep(pace.starting_s)
            if kind is LabFault.ABORTED:
                await end(live, Status.ABORTED)
                return
            if kind in OUTCOMES or pace.processing_s:
                _begin(live, tell)
            if kind is LabFault.STUCK:
                await asyncio.Event().wait()
            if kind in OUTCOMES:
                await asyncio.sleep(pace.processing_s if fate is None or fate.seconds is None else fate.seconds)
                await end(live, Status.FAILED, error=_WORDS[kind])
                return
            await asyncio.sleep(pace.processing_s)
            work = await self._made(model, live, scratch, tell)
            if kind in SPOILS:
                await asyncio.to_thread(spoil, scratch / "out", kind, fate.seconds if fate else None)
            await self._deliver(live, scratch / "out", work, end, tell)
        except UnusableInputError as error:
            await end(live, Status.FAILED, error=str(error))
        except (WorkerLostError, StoppedError) as error:
            log.error("prediction.interrupted", prediction=prediction.id, error=str(error))
            await end(live, Status.FAILED, error=INTERRUPTED)
        except ModelFailedError as error:
            await end(live, Status.FAILED, error=str(error))
        except Exception as error:
            log.exception("prediction.broken", prediction=prediction.id)
            await end(live, Status.FAILED, error=f"{type(error).__name__}: {error}")
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _made(self, model: ServedModel, live: Live, scratch: Path, tell: Tell) -> Work:
        prediction = live.prediction
        await asyncio.to_thread((scratch / "out").mkdir, parents=True, exist_ok=True)
        job = Job(
            number=prediction.number,
            out=scratch / "out",
            crews=self._crews,
            bring=lambda uri, name: self._inputs.fetch(uri, name, scratch, origin=prediction.origin),
            on_start=lambda: _begin(live, tell),
            on_progress=lambda done, total: _note(live, done, total),
        )
        return await model.make(prediction.input, job)

    async def _deliver(self, live: Live, out: Path, work: Work, end: End, tell: Tell) -> None:
        delivered = self._settings.outputs / live.prediction.id
        await asyncio.to_thread(_publish, out, delivered)
        tell(live.prediction.model_copy(update={"output": work.output}), WebhookEvent.OUTPUT)
        if not await end(live, Status.SUCCEEDED, output=work.output, usage=work.usage):
            await asyncio.to_thread(shutil.rmtree, delivered, ignore_errors=True)


def _begin(live: Live, tell: Tell) -> None:
    """A worker has taken it. To a second one, after the first has crashed, only its progress is news."""
    if live.prediction.status is not Status.STARTING:
        live.prediction = live.prediction.model_copy(update={"logs": preamble(live.prediction.ignored)})
        return
    live.prediction = live.prediction.moved(Status.PROCESSING, started_at=now())
    tell(live.prediction, WebhookEvent.START)
    live.began.set()


def _publish(out: Path, delivered: Path) -> None:
    """Move the finished files to where they are served from; a rename, so they appear whole."""
    shutil.rmtree(delivered, ignore_errors=True)
    out.replace(delivered)


def _note(live: Live, done: int, total: int) -> None:
    """Write the progress as SDKs read it: the last line of the log, drawn as tqdm does."""
    percent = 100 * done // total
    bar = f"{percent:3d}%|{'█' * (percent // 10):<10}| {done}/{total}\n"
    live.prediction = live.prediction.model_copy(update={"logs": preamble(live.prediction.ignored) + bar})


def preamble(ignored: tuple[str, ...]) -> str:
    """The first line of the log."""
    return f"Inputs this model does not have were ignored: {', '.join(ignored)}\n" if ignored else ""


def size_bytes(inputs: dict[str, JsonValue]) -> int:
    """What inputs weigh in memory: data URIs are what can be heavy."""
    return sum(len(value) for value in inputs.values() if isinstance(value, str))
