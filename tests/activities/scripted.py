"""A provider that keeps its predictions in memory, counts what is posted, and misbehaves when told to."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import JsonValue

from film.catalogue import Model
from providers.direct import Made
from providers.errors import NotFound, ProviderError, SubmissionUnknown, Transient
from providers.predictions import Downloaded, PredictionStatus, ProviderPrediction, Submitted
from tests.store.samples import fresh


class ScriptedProvider:
    """``faults`` are raised by the next posts, in order, before anything is created; ``outages`` by the next looks.

    ``loses_answers`` creates the prediction and hides its id; ``swallows_posts`` does not even create it.
    ``before_post`` and ``after_post`` run around the moment at which money is spent. ``echoes_webhooks`` lets
    predictions tell the webhook they were given. ``files`` are what can be downloaded; ``broken_downloads`` is how many
    fail first. ``uploads`` are the files it was handed, by their URLs.
    """

    def __init__(self) -> None:
        self.posts: list[tuple[str, Mapping[str, JsonValue]]] = []
        self.predictions: dict[str, ProviderPrediction] = {}
        self.cancelled: list[str] = []
        self.downloads: list[str] = []
        self.faults: list[ProviderError] = []
        self.outages: list[ProviderError] = []
        self.loses_answers = False
        self.swallows_posts = False
        self.before_post: Callable[[], Awaitable[object]] | None = None
        self.after_post: Callable[[], Awaitable[object]] | None = None
        self.ends_on_cancel = PredictionStatus.CANCELED
        self.looks_until_cancelled = 0
        self.files: dict[str, tuple[Path, str]] = {}
        self.broken_downloads = 0
        self.base_url = "http://127.0.0.1:1"
        self.uploads: dict[str, tuple[bytes, str]] = {}
        self.broken_uploads = 0
        self.echoes_webhooks = True
        self.schema: dict[str, JsonValue] = {"type": "object", "properties": {}}

    def become(self, provider_id: str, status: PredictionStatus, **changes: object) -> None:
        """Move a prediction on."""
        self.predictions[provider_id] = self.predictions[provider_id].model_copy(update={"status": status, **changes})

    def _known(self, provider_id: str) -> ProviderPrediction:
        if provider_id not in self.predictions:
            raise NotFound("no such prediction", provider="previz")
        return self.predictions[provider_id]

    async def submit(
        self,
        model: str,
        inputs: Mapping[str, JsonValue],
        *,
        webhook_url: str | None = None,
        deadline_s: float | None = None,
    ) -> Submitted:
        if self.before_post:
            await self.before_post()
        self.posts.append((model, inputs))
        if self.faults:
            raise self.faults.pop(0)
        if self.swallows_posts:
            raise SubmissionUnknown("the connection broke", provider="previz")
        provider_id = fresh("prediction")
        self.predictions[provider_id] = ProviderPrediction(
            provider_id=provider_id,
            model=model,
            status=PredictionStatus.STARTING,
            input=dict(inputs),
            created_at=datetime.now(UTC),
            webhook=webhook_url if self.echoes_webhooks else None,
        )
        if self.after_post:
            await self.after_post()
        if self.loses_answers:
            raise SubmissionUnknown("the connection broke", provider="previz")
        return Submitted(provider_id=provider_id)

    async def get(self, provider_id: str) -> ProviderPrediction:
        if self.outages:
            raise self.outages.pop(0)
        found = self._known(provider_id)
        if provider_id in self.cancelled and not found.status.ended:
            self.looks_until_cancelled -= 1
            if self.looks_until_cancelled <= 0:
                self.become(provider_id, self.ends_on_cancel)
        return self.predictions[provider_id]

    async def cancel(self, provider_id: str) -> ProviderPrediction:
        if self.outages:
            raise self.outages.pop(0)
        self._known(provider_id)
        self.cancelled.append(provider_id)
        if not self.predictions[provider_id].status.ended and self.looks_until_cancelled == 0:
            self.become(provider_id, self.ends_on_cancel)
        return self.predictions[provider_id]

    async def created_since(self, time: datetime, until: datetime | None = None) -> list[ProviderPrediction]:
        if self.outages:
            raise self.outages.pop(0)
        found = [p for p in self.predictions.values() if p.created_at >= time and (not until or p.created_at < until)]
        return sorted(found, key=lambda p: p.created_at, reverse=True)

    async def input_schema(self, model: str) -> dict[str, JsonValue]:
        return self.schema

    async def webhook_secret(self) -> str:
        return "whsec_c2VjcmV0"

    async def upload(self, path: Path, content_type: str) -> str:
        if self.broken_uploads:
            self.broken_uploads -= 1
            raise Transient("the connection broke", provider="previz")
        url = f"{self.base_url}/v1/files/{fresh('file')}"
        self.uploads[url] = path.read_bytes(), content_type
        return url

    async def download(self, url: str, path: Path, *, on_bytes: Callable[[int], None] | None = None) -> Downloaded:
        self.downloads.append(url)
        if self.broken_downloads:
            self.broken_downloads -= 1
            raise Transient("the file did not arrive complete", provider="previz")
        if url not in self.files:
            raise NotFound("the provider has removed the file", provider="previz")
        source, content_type = self.files[url]
        path.write_bytes(source.read_bytes())
        return Downloaded(path=path, sha256="0" * 64, size_bytes=path.stat().st_size, content_type=content_type)

    async def aclose(self) -> None: ...


class ScriptedDirect:
    """A provider that answers at once. ``faults`` are raised by the next calls; ``answer`` is what it makes.

    ``before_answer`` runs while the call is on its way; ``names`` are its next names for calls.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Mapping[str, JsonValue]]] = []
        self.faults: list[Exception] = []
        self.answer = Made(request_id="req_1", document={"text": "hello"})
        self.content: tuple[Path, str] | None = None
        self.before_answer: Callable[[], Awaitable[object]] | None = None
        self.names: list[str] = []

    async def make(
        self, model: Model, inputs: Mapping[str, JsonValue], files: Mapping[str, Path], folder: Path
    ) -> Made:
        self.calls.append((model.slug, inputs))
        if self.faults:
            raise self.faults.pop(0)
        if self.before_answer:
            await self.before_answer()
        name = self.names.pop(0) if self.names else fresh("req")
        if self.content is None:
            return self.answer.model_copy(update={"request_id": name})
        source, content_type = self.content
        out = folder / "made"
        out.write_bytes(source.read_bytes())
        return self.answer.model_copy(update={"request_id": name, "file": out, "content_type": content_type})

    async def aclose(self) -> None: ...
