"""A prediction under way, and what is known of it while it is."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import JsonValue

from previz.server.records import Prediction, Status, WebhookEvent, now

Tell = Callable[[Prediction, WebhookEvent], None]
"""Announces what has become of a prediction."""


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

    def begin(self, tell: Tell) -> None:
        """A worker has taken it. To a second one, after the first has crashed, only its progress is news."""
        if self.prediction.status is not Status.STARTING:
            self.prediction = self.prediction.model_copy(update={"logs": preamble(self.prediction.ignored)})
            return
        self.prediction = self.prediction.moved(Status.PROCESSING, started_at=now())
        tell(self.prediction, WebhookEvent.START)
        self.began.set()

    def note(self, done: int, total: int) -> None:
        """Write the progress as SDKs read it: the last line of the log, drawn as tqdm does."""
        percent = 100 * done // total
        bar = f"{percent:3d}%|{'█' * (percent // 10):<10}| {done}/{total}\n"
        self.prediction = self.prediction.model_copy(update={"logs": preamble(self.prediction.ignored) + bar})


def preamble(ignored: tuple[str, ...]) -> str:
    """The first line of the log."""
    return f"Inputs this model does not have were ignored: {', '.join(ignored)}\n" if ignored else ""


def size_bytes(inputs: dict[str, JsonValue]) -> int:
    """What inputs weigh in memory: data URIs are what can be heavy."""
    return sum(len(value) for value in inputs.values() if isinstance(value, str))
