"""Predictions in Replicate's dialect: replicate.com itself, and the bundled previz server by its base URL."""

import asyncio
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import structlog
from pydantic import JsonValue
from replicate.client import Client
from tenacity import (
    retry,
    retry_if_exception_type,
    retry_if_not_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from providers.download import download
from providers.errors import NotFound, RateLimited, Rejected, SubmissionUnknown, Transient
from providers.input_schema import input_schema_in
from providers.prediction_json import read_row
from providers.predictions import Downloaded, ProviderPrediction, Submitted
from providers.transport import OneShotTransport

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=16, keepalive_expiry=5.0)
"""Each request looks at every idle connection first, so that a hundred of them would cost more than they save."""

_MAX_PAGES = 50
_TRIES_PER_PAGE = 4
_MAX_UPLOAD_BYTES = 100 << 20
_SHORTEST_DEADLINE_S = 5

log = structlog.get_logger(__name__)


class ReplicateAdapter:
    """``PredictionProvider`` on the official SDK: its client, routes and authentication, our transport.

    Replies are read as raw JSON, because the SDK's own prediction object refuses ``aborted`` and drops
    ``data_removed`` and ``webhook``. ``lookups_per_minute`` bounds every call but creates; ``None`` is for servers
    of our own. Must be used within one event loop; close it with ``aclose``.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str = "https://api.replicate.com",
        provider: str = "replicate",
        lookups_per_minute: float | None = None,
    ) -> None:
        self._provider, self._base_url = provider, base_url
        self._http = httpx.AsyncClient(limits=_LIMITS)
        transport = OneShotTransport(self._http, provider=provider, lookups_per_minute=lookups_per_minute)
        self._client = Client(api_token=token, base_url=base_url, transport=transport)

    @property
    def base_url(self) -> str:
        """Where it is asked."""
        return self._base_url

    async def submit(
        self,
        model: str,
        inputs: Mapping[str, JsonValue],
        *,
        webhook_url: str | None = None,
        deadline_s: float | None = None,
    ) -> Submitted:
        """Create one prediction with one POST. See ``PredictionProvider.submit``."""
        name, version = self._parts(model)
        body: dict[str, JsonValue] = {"input": dict(inputs)}
        if version:
            body["version"] = version
        if webhook_url is not None:
            body |= {"webhook": webhook_url, "webhook_events_filter": ["start", "completed"]}
        # Official models have a route of their own, versions share one and name theirs in the body.
        route = "/v1/predictions" if version else f"/v1/models/{name}/predictions"
        headers = {} if deadline_s is None else {"Cancel-After": f"{max(_SHORTEST_DEADLINE_S, math.ceil(deadline_s))}s"}
        reply = await self._client._async_request("POST", route, json=body, headers=headers)
        try:
            provider_id = str(reply.json()["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise SubmissionUnknown("accepted, but the reply holds no id", provider=self._provider) from error
        log.info("prediction.submitted", provider=self._provider, model=model, provider_id=provider_id)
        return Submitted(provider_id=provider_id)

    async def get(self, provider_id: str) -> ProviderPrediction:
        """The prediction as it stands now. Raises ``NotFound``."""
        return self._read(await self._json("GET", f"/v1/predictions/{provider_id}"))

    async def cancel(self, provider_id: str) -> ProviderPrediction:
        """Stop a prediction; one that has ended stays as it is."""
        return self._read(await self._json("POST", f"/v1/predictions/{provider_id}/cancel"))

    async def input_schema(self, model: str) -> dict[str, JsonValue]:
        """The schema of a model's inputs as it is published now. See ``PredictionProvider.input_schema``."""
        name, version = self._parts(model)
        route = f"/v1/models/{name}"
        published = await self._json("GET", f"{route}/versions/{version}" if version else route)
        latest = published if version else published.get("latest_version")
        schema = input_schema_in(latest.get("openapi_schema")) if isinstance(latest, dict) else None
        if schema is None:
            raise NotFound(f"{model} publishes no input schema", provider=self._provider)
        return schema

    async def webhook_secret(self) -> str:
        """The key that webhooks of this account are signed with."""
        key = (await self._json("GET", "/v1/webhooks/default/secret")).get("key")
        if not isinstance(key, str) or not key.startswith("whsec_"):
            raise Transient("the reply holds no webhook secret", provider=self._provider)
        return key

    async def created_since(self, time: datetime, until: datetime | None = None) -> list[ProviderPrediction]:
        """All predictions of the account created at or after ``time`` (aware) and before ``until``, newest first."""
        # Times on the wire may be cut to milliseconds.
        time = time.replace(microsecond=time.microsecond // 1000 * 1000)
        window = {"created_after": _iso(time)} | ({"created_before": _iso(until)} if until else {})
        page: str | None = "/v1/predictions?" + urlencode(window)
        found: list[ProviderPrediction] = []
        reached = False
        for _ in range(_MAX_PAGES):
            if page is None:
                break
            listed = await self._page(page)
            rows = listed.get("results")
            predictions = [self._read(row) for row in (rows if isinstance(rows, list) else [])]
            found += [p for p in predictions if p.created_at >= time]
            if reached := bool(predictions and predictions[-1].created_at < time):
                break
            page = _same_host_path(listed.get("next"))
        if page is not None and not reached:
            # A list that is cut short would prove absent what it merely does not reach.
            raise Transient(f"more than {_MAX_PAGES} pages of predictions", provider=self._provider)
        return found

    @retry(
        retry=retry_if_exception_type(Transient) & retry_if_not_exception_type(RateLimited),
        wait=wait_exponential(multiplier=0.2),
        stop=stop_after_attempt(_TRIES_PER_PAGE),
        reraise=True,
    )
    async def _page(self, page: str) -> dict[str, JsonValue]:
        """One page of a list, asked for again by itself: of many pages one fails easily, and then none would count."""
        return await self._json("GET", page)

    async def upload(self, path: Path, content_type: str) -> str:
        """Hand the provider a file with one POST. See ``PredictionProvider.upload``."""
        size = (await asyncio.to_thread(path.stat)).st_size
        if size > _MAX_UPLOAD_BYTES:
            message = f"the input {path.name} is larger than {_MAX_UPLOAD_BYTES >> 20} MB"
            raise Rejected(message, provider=self._provider, code="too_large")
        with await asyncio.to_thread(path.open, "rb") as file:
            kept = await self._json("POST", "/v1/files", files={"content": (path.name, file, content_type)})
        urls = kept.get("urls")
        url = urls.get("get") if isinstance(urls, dict) else None
        if not isinstance(url, str):
            raise Transient("the uploaded file has no URL", provider=self._provider)
        log.info("file.uploaded", provider=self._provider, bytes=size)
        return url

    async def download(self, url: str, path: Path, *, on_bytes: Callable[[int], None] | None = None) -> Downloaded:
        """Write the file at ``url`` to ``path``. No token is sent, whoever serves it."""
        return await download(self._http, url, path, provider=self._provider, on_bytes=on_bytes)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    def _parts(self, model: str) -> tuple[str, str]:
        """``owner/name`` and the version, empty when it is not pinned."""
        name, _, version = model.partition(":")
        if name.count("/") != 1 or not all(name.split("/")):
            message = f"{model!r} is not owner/name or owner/name:version"
            raise Rejected(message, provider=self._provider, code="bad_model")
        return name, version

    def _read(self, row: object) -> ProviderPrediction:
        return read_row(row, provider=self._provider)

    async def _json(self, method: str, path: str, **content: Any) -> dict[str, JsonValue]:
        reply = await self._client._async_request(method, path, **content)
        try:
            parsed = reply.json()
        except ValueError as error:
            raise Transient("the reply is not JSON", provider=self._provider) from error
        if not isinstance(parsed, dict):
            raise Transient("the reply is not a JSON object", provider=self._provider)
        return parsed


def _same_host_path(url: object) -> str | None:
    """Path and query of the next page: the token follows our own base URL, never a host named in a reply."""
    if not isinstance(url, str) or not url:
        return None
    parts = urlsplit(url)
    start = parts.path.find("/v1/")
    path = parts.path[start:] if start >= 0 else parts.path
    return f"{path}?{parts.query}" if parts.query else path


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
