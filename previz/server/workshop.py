"""The workshop: has predictions made by their models, in their time, or meet the fate the laboratory has for them."""

import asyncio
import shutil
from collections.abc import Awaitable
from pathlib import Path
from typing import Protocol

import structlog

from previz.server.charges import INTERRUPTED
from previz.server.crew.tasks import ModelFailedError, StoppedError, UnusableInputError, WorkerLostError
from previz.server.inputs import Inputs
from previz.server.lab.faults import OUTCOMES, SPOILS, LabFault
from previz.server.lab.lab import Lab
from previz.server.lab.spoil import spoil
from previz.server.live import Live, Tell
from previz.server.models.base import Crews, Job, ServedModel, Work
from previz.server.records import Fate, Status, WebhookEvent
from previz.server.settings import Settings

_WORDS = {
    LabFault.FAIL_CONTENT: "The input or output was flagged as sensitive. "
    "Please try again with different inputs. (E005) (lab)",
    LabFault.FAIL_INTERRUPTED: INTERRUPTED,
    LabFault.FAIL_MODEL: "Director: unexpected error handling prediction (E9828)",
}

log = structlog.get_logger(__name__)


class End(Protocol):
    """How an end is reported; the answer is whether it is the one that counts."""

    def __call__(self, live: Live, status: Status, **changes: object) -> Awaitable[bool]:
        """End ``live``."""
        ...


class Workshop:
    """Waits without threads, so that thousands can wait at once."""

    def __init__(self, settings: Settings, crews: Crews, inputs: Inputs, lab: Lab) -> None:
        self._settings, self._crews, self._inputs, self._lab = settings, crews, inputs, lab

    async def see_through(self, model: ServedModel | None, live: Live, end: End, tell: Tell) -> None:
        """See a prediction through to its end. ``tell`` announces what happens on the way there."""
        scratch = self._settings.scratch / live.prediction.id
        try:
            if model is None:
                raise ModelFailedError(f"{live.prediction.model} is not offered any more")
            fate = live.prediction.fate
            if fate is not None and LabFault(fate.kind) in OUTCOMES:
                await self._doom(model, live, fate, end, tell)
            else:
                await self._make(model, live, scratch, end, tell)
        except (UnusableInputError, ModelFailedError) as error:
            await end(live, Status.FAILED, error=str(error))
        except (WorkerLostError, StoppedError) as error:
            log.error("prediction.interrupted", prediction=live.prediction.id, error=str(error))
            await end(live, Status.FAILED, error=INTERRUPTED)
        except Exception as error:
            log.exception("prediction.broken", prediction=live.prediction.id)
            await end(live, Status.FAILED, error=f"{type(error).__name__}: {error}")
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _doom(self, model: ServedModel, live: Live, fate: Fate, end: End, tell: Tell) -> None:
        """Let it end without an output, or not at all."""
        pace, kind = self._lab.plan.pace(model.slug, model.usual_pace), LabFault(fate.kind)
        await asyncio.sleep(pace.starting_s)
        if kind is LabFault.ABORTED:
            await end(live, Status.ABORTED)
            return
        live.begin(tell)
        if kind is LabFault.STUCK:
            await asyncio.Event().wait()
        await asyncio.sleep(pace.processing_s if fate.seconds is None else fate.seconds)
        await end(live, Status.FAILED, error=_WORDS[kind])

    async def _make(self, model: ServedModel, live: Live, scratch: Path, end: End, tell: Tell) -> None:
        """Have it made, and deliver it."""
        pace, fate = self._lab.plan.pace(model.slug, model.usual_pace), live.prediction.fate
        await asyncio.sleep(pace.starting_s)
        if pace.processing_s:
            live.begin(tell)
            await asyncio.sleep(pace.processing_s)
        work = await self._made(model, live, scratch, tell)
        if fate is not None and LabFault(fate.kind) in SPOILS:
            await asyncio.to_thread(spoil, scratch / "out", LabFault(fate.kind), fate.seconds)
        delivered = self._settings.outputs / live.prediction.id
        await asyncio.to_thread(_publish, scratch / "out", delivered)
        tell(live.prediction.model_copy(update={"output": work.output}), WebhookEvent.OUTPUT)
        if not await end(live, Status.SUCCEEDED, output=work.output, usage=work.usage):
            await asyncio.to_thread(shutil.rmtree, delivered, ignore_errors=True)

    async def _made(self, model: ServedModel, live: Live, scratch: Path, tell: Tell) -> Work:
        prediction = live.prediction
        await asyncio.to_thread((scratch / "out").mkdir, parents=True, exist_ok=True)
        job = Job(
            number=prediction.number,
            out=scratch / "out",
            crews=self._crews,
            bring=lambda uri, name: self._inputs.fetch(uri, name, scratch, origin=prediction.origin),
            on_start=lambda: live.begin(tell),
            on_progress=live.note,
        )
        return await model.make(prediction.input, job)


def _publish(out: Path, delivered: Path) -> None:
    """Move the finished files to where they are served from; a rename, so they appear whole."""
    shutil.rmtree(delivered, ignore_errors=True)
    out.replace(delivered)
