"""Telling others: signed as Replicate signs, only the last one repeated until it is received."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

import httpx
import structlog

from previz.server.archive import Archive
from previz.server.lab.faults import LabFault, On
from previz.server.lab.lab import Lab
from previz.server.lab.plan import Rule
from previz.server.records import Prediction, WebhookEvent, prediction_json

RETRY_FOR_S = 120.0
_PAUSES_S = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
_TIMEOUT = httpx.Timeout(connect=5.0, read=5.0, write=5.0, pool=30.0)

_LATE_S = 5.0
_STALE_S = 3600
_FORGERS_SECRET = "whsec_" + base64.b64encode(b"not the secret of this server").decode()

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


@dataclass
class _Box:
    """The messages about one prediction: ``turn`` is set when the newest may be overtaken, ``last_word`` at the end."""

    turn: asyncio.Event = field(default_factory=asyncio.Event)
    last_word: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0


class Webhooks:
    """Sends events in the background, each prediction's in order unless the laboratory has it otherwise."""

    def __init__(self, http: httpx.AsyncClient, archive: Archive, lab: Lab) -> None:
        self._http, self._archive, self._lab = http, archive, lab
        self._secret = ""
        self._sending: set[asyncio.Task[None]] = set()
        self._boxes: dict[str, _Box] = {}

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
        box = self._boxes.setdefault(prediction.id, _Box())
        before = box.turn if box.under_way else None
        box.turn = asyncio.Event()
        box.under_way += 1
        task = asyncio.create_task(self._deliver(prediction, event, box, before, box.turn))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def all_said(self, prediction_id: str) -> None:
        """Return once everything there was to say about a prediction so far has been delivered, or given up."""
        if box := self._boxes.get(prediction_id):
            await box.turn.wait()

    async def _deliver(
        self, prediction: Prediction, event: WebhookEvent, box: _Box, before: asyncio.Event | None, turn: asyncio.Event
    ) -> None:
        try:
            if before is not None:
                await before.wait()
            rule = await self._lab.rule(On.WEBHOOK, prediction.model, about=prediction.id, event=event)
            await self._hold_back(rule, event, box, turn)
            if rule is None or rule.fault is not LabFault.LOST:
                await self._insist(prediction, event, rule)
            if event is WebhookEvent.COMPLETED:
                await self._archive.webhook_done(prediction.id)
                box.last_word.set()
        finally:
            turn.set()
            box.under_way -= 1
            if not box.under_way:
                self._boxes.pop(prediction.id, None)

    async def _hold_back(self, rule: Rule | None, event: WebhookEvent, box: _Box, turn: asyncio.Event) -> None:
        """Let later messages go first, where a rule wants it."""
        if rule is None:
            return
        if rule.fault is LabFault.LATE:
            turn.set()
            await asyncio.sleep(_LATE_S if rule.seconds is None else rule.seconds)
        if rule.fault is LabFault.OUT_OF_ORDER and event is not WebhookEvent.COMPLETED:
            turn.set()
            await box.last_word.wait()

    async def _insist(self, prediction: Prediction, event: WebhookEvent, rule: Rule | None) -> None:
        """Post a message; the last one until it is received, or for a minute."""
        body = json.dumps(prediction_json(prediction, prediction.origin)).encode()
        for pause_s in _PAUSES_S if event is WebhookEvent.COMPLETED else _PAUSES_S[:1]:
            await asyncio.sleep(pause_s)
            received = await self._post(prediction, event, body, rule)
            if rule is not None and rule.fault is LabFault.DOUBLED:
                received = await self._post(prediction, event, body, rule)
            if received:
                return
        log.warning("webhook.lost", prediction=prediction.id, webhook_event=event.value)

    async def _post(self, prediction: Prediction, event: WebhookEvent, body: bytes, rule: Rule | None) -> bool:
        fault = rule and rule.fault
        secret = _FORGERS_SECRET if fault is LabFault.FORGED else self._secret
        at = int(time.time()) - (_STALE_S if fault is LabFault.STALE else 0)
        headers = signed_headers(secret, f"{prediction.id}-{event.value}", body, at=at)
        try:
            reply = await self._http.post(str(prediction.webhook), content=body, headers=headers, timeout=_TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("webhook.not_received", prediction=prediction.id, error=type(error).__name__)
            return False
        return reply.is_success
