"""Telling others: signed as Replicate signs, only the last one repeated until it is received."""

import asyncio
import base64
import hashlib
import hmac
import json
import time

import httpx
import structlog

from previz.server.archive import Archive
from previz.server.records import Prediction, WebhookEvent, prediction_json

RETRY_FOR_S = 120.0
_PAUSES_S = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
_TIMEOUT = httpx.Timeout(connect=5.0, read=5.0, write=5.0, pool=30.0)

log = structlog.get_logger(__name__)


def signed_headers(secret: str, message_id: str, body: bytes, *, at: int) -> dict[str, str]:
    """Headers that let the receiver check who sent ``body`` and when (the Standard Webhooks scheme)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


class Webhooks:
    """Sends events in the background, each prediction's in order."""

    def __init__(self, http: httpx.AsyncClient, archive: Archive) -> None:
        self._http, self._archive = http, archive
        self._secret = ""
        self._sending: set[asyncio.Task[None]] = set()
        self._last: dict[str, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Read the signing secret."""
        self._secret = await self._archive.webhook_secret()

    async def close(self) -> None:
        """Give up what is under way; last events are sent after the next start."""
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    def send(self, prediction: Prediction, event: WebhookEvent) -> None:
        """Send ``event`` if the prediction asked for it."""
        if prediction.webhook is None or event not in prediction.webhook_events:
            return
        task = asyncio.create_task(self._deliver(prediction, event, self._last.get(prediction.id)))
        self._sending.add(task)
        self._last[prediction.id] = task

        def forget(done: asyncio.Task[None]) -> None:
            self._sending.discard(done)
            if self._last.get(prediction.id) is done:
                del self._last[prediction.id]

        task.add_done_callback(forget)

    async def _deliver(self, prediction: Prediction, event: WebhookEvent, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        final = event is WebhookEvent.COMPLETED
        for pause_s in _PAUSES_S if final else _PAUSES_S[:1]:
            await asyncio.sleep(pause_s)
            if await self._post(prediction, event):
                break
        else:
            log.warning("webhook.lost", prediction=prediction.id, webhook_event=event.value)
        if final:
            await self._archive.webhook_done(prediction.id)

    async def _post(self, prediction: Prediction, event: WebhookEvent) -> bool:
        body = json.dumps(prediction_json(prediction, prediction.origin)).encode()
        headers = signed_headers(self._secret, f"{prediction.id}-{event.value}", body, at=int(time.time()))
        try:
            reply = await self._http.post(str(prediction.webhook), content=body, headers=headers, timeout=_TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("webhook.not_received", prediction=prediction.id, error=type(error).__name__)
            return False
        return reply.is_success
