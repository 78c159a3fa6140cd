"""A prediction, its states and their legal moves."""

import base64
import secrets
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, JsonValue

from film.model import Value
from film.prices import Usage


class Status(StrEnum):
    """The states of Replicate's dialect."""

    STARTING = "starting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    ABORTED = "aborted"

    @property
    def ended(self) -> bool:
        """Whether this is final."""
        return not _MOVES[self]


_ENDS = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED})
"""How anything can end. Only what has not started is aborted."""
_MOVES: dict[Status, frozenset[Status]] = {
    # A server that was killed starts again what it was working on, so processing may go back.
    Status.STARTING: _ENDS | {Status.ABORTED, Status.PROCESSING, Status.STARTING},
    Status.PROCESSING: _ENDS | {Status.STARTING},
    Status.SUCCEEDED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELED: frozenset(),
    Status.ABORTED: frozenset(),
}


class WebhookEvent(StrEnum):
    """When a webhook may be sent."""

    START = "start"
    OUTPUT = "output"
    LOGS = "logs"
    COMPLETED = "completed"


class Fate(Value):
    """What a laboratory's rule has in store for a prediction. ``kind`` is its fault, by name."""

    kind: str
    seconds: float | None = None


class Prediction(Value):
    """One prediction as it is kept. ``output`` names delivered files by ``file_uri``; ``origin`` is the base URL the
    request came to, for webhooks, which have no request of their own to take it from. ``deadline`` is when it is
    called off. ``usage`` is what its output used, ``charged_usd`` and ``why`` are its line on the bill.
    """

    id: str
    model: str
    version: str
    status: Status = Status.STARTING
    input: dict[str, JsonValue]
    ignored: tuple[str, ...] = ()
    output: JsonValue = None
    error: str | None = None
    logs: str = ""
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    data_removed: bool = False
    deadline: datetime | None = None
    fate: Fate | None = None
    usage: Usage | None = None
    charged_usd: Decimal = Decimal(0)
    why: str = "has not ended"
    webhook: str | None = None
    webhook_events: tuple[WebhookEvent, ...] = ()
    origin: str
    number: int = Field(default=0, ge=0)

    def moved(self, status: Status, **changes: object) -> "Prediction":
        """This prediction in its next state. Raises ``ValueError`` when it has ended."""
        if status not in _MOVES[self.status]:
            raise ValueError(f"a prediction that is {self.status} cannot become {status}")
        return self.model_copy(update={"status": status, **changes})

    @property
    def predict_time_s(self) -> float | None:
        """Seconds of work, known once it has ended after having started."""
        if self.started_at is None or self.completed_at is None:
            return None
        return (self.completed_at - self.started_at).total_seconds()


_FILE_SCHEME = "previz-file:"


def file_uri(name: str) -> str:
    """How a stored output names its file ``name``, independent of the address the server has today."""
    return _FILE_SCHEME + name


def with_urls(output: JsonValue, base: str) -> JsonValue:
    """``output`` with every ``file_uri`` in it turned into a URL below ``base``."""
    if isinstance(output, str):
        return f"{base}/{output.removeprefix(_FILE_SCHEME)}" if output.startswith(_FILE_SCHEME) else output
    if isinstance(output, list):
        return [with_urls(item, base) for item in output]
    if isinstance(output, dict):
        return {name: with_urls(item, base) for name, item in output.items()}
    return output


def new_id() -> str:
    """A fresh id: 26 lower-case base32 characters, as Replicate's are."""
    return base64.b32encode(secrets.token_bytes(17)).decode().lower()[:26]


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def wire_time(time: datetime | None) -> str | None:
    """A time as the dialect writes it: ISO 8601 in UTC, with microseconds and a Z."""
    if time is None:
        return None
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def prediction_json(prediction: Prediction, origin: str, *, echo_webhook: bool = True) -> dict[str, JsonValue]:
    """The prediction as Replicate's API tells it, its URLs below ``origin``."""
    route = f"{origin}/v1/predictions/{prediction.id}"
    body: dict[str, JsonValue] = {
        "id": prediction.id,
        "model": prediction.model,
        "version": prediction.version,
        "input": prediction.input,
        "logs": prediction.logs,
        "output": with_urls(prediction.output, f"{origin}/delivery/{prediction.id}"),
        "data_removed": prediction.data_removed,
        "error": prediction.error,
        "source": "api",
        "status": prediction.status.value,
        "created_at": wire_time(prediction.created_at),
        "started_at": wire_time(prediction.started_at),
        "completed_at": wire_time(prediction.completed_at),
        "urls": {"get": route, "cancel": f"{route}/cancel", "web": route},
        "metrics": {},
    }
    if prediction.predict_time_s is not None and prediction.completed_at is not None:
        total = (prediction.completed_at - prediction.created_at).total_seconds()
        body["metrics"] = {"predict_time": prediction.predict_time_s, "total_time": total}
    if prediction.deadline is not None:
        body["deadline"] = wire_time(prediction.deadline)
    if prediction.webhook is not None and echo_webhook:
        body["webhook"] = prediction.webhook
    return body
