"""The protocol of providers whose work takes time: submit, look, cancel, bring the output home."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import AwareDatetime, Field, JsonValue

from film.model import Value


class PredictionStatus(StrEnum):
    """Where a prediction stands at its provider."""

    STARTING = "starting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    ABORTED = "aborted"

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self not in {PredictionStatus.STARTING, PredictionStatus.PROCESSING}


class Submitted(Value):
    """The provider has accepted the work under this id."""

    provider_id: str


class ProviderPrediction(Value):
    """A prediction as its provider tells it.

    ``output`` is a URI, a list or an object, and ``None`` both before success and after the provider's clean-up
    (``data_removed``). ``started_at`` is ``None`` until a machine works on it. ``logs_tail`` is the end of the model's
    log. ``webhook`` is the URL given at submission, where the provider repeats it.
    """

    provider_id: str
    model: str
    status: PredictionStatus
    input: dict[str, JsonValue] | None = None
    output: JsonValue = None
    error: str | None = None
    logs_tail: str = ""
    data_removed: bool = False
    predict_time_s: float | None = Field(default=None, ge=0)
    created_at: AwareDatetime
    started_at: AwareDatetime | None = None
    webhook: str | None = None


class Downloaded(Value):
    """A file brought home: where it lies, its SHA-256 in hex, its size in bytes and its media type."""

    path: Path
    sha256: str
    size_bytes: int
    content_type: str


class PredictionProvider(Protocol):
    """A provider of predictions. Every method may raise any ``providers.errors.ProviderError``."""

    @property
    def base_url(self) -> str:
        """Where it is asked; whatever it is sent to fetch must be reachable from there."""
        ...

    async def submit(
        self,
        model: str,
        inputs: Mapping[str, JsonValue],
        *,
        webhook_url: str | None = None,
        deadline_s: float | None = None,
    ) -> Submitted:
        """Ask for one prediction, with exactly one request.

        ``model`` is ``owner/name`` or ``owner/name:version``. ``webhook_url`` hears of its start and its end. After
        ``deadline_s`` the provider stops it by itself. Raises ``SubmissionUnknown`` when the request may
        have arrived without an answer; every other error means that nothing was created.
        """
        ...

    async def get(self, provider_id: str) -> ProviderPrediction:
        """The prediction as it stands now. Raises ``NotFound``."""
        ...

    async def cancel(self, provider_id: str) -> ProviderPrediction:
        """Stop a prediction; one that has ended stays as it is. Safe to repeat."""
        ...

    async def input_schema(self, model: str) -> dict[str, JsonValue]:
        """The JSON schema of the model's inputs as the provider publishes it now, all references resolved.

        Raises ``NotFound`` when the provider has no such model (any more).
        """
        ...

    async def webhook_secret(self) -> str:
        """The key that webhooks of this account are signed with (``whsec_…``)."""
        ...

    async def created_since(self, time: datetime, until: datetime | None = None) -> list[ProviderPrediction]:
        """All predictions of the account created at or after ``time`` and before ``until``, newest first."""
        ...

    async def upload(self, path: Path, content_type: str) -> str:
        """Hand the provider a file of our own; the URL it may be given as an input. Costs nothing, lasts for a day.

        Raises ``Rejected`` with code ``too_large``.
        """
        ...

    async def download(self, url: str, path: Path, *, on_bytes: Callable[[int], None] | None = None) -> Downloaded:
        """Write the file at ``url`` to ``path``; ``on_bytes`` hears how many bytes have arrived so far.

        Raises ``NotFound`` when the provider has removed it, ``Transient`` when it did not arrive complete.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
