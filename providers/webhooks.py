"""Webhooks of predictions: whether they are genuine (the Standard Webhooks scheme), and what they say.

The SDK's own check looks at the time only when it is told to, takes no bytes, reads the clock itself and fails with
whatever a malformed header causes; here every doubt is one of two errors.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping

from film.model import Value
from providers.errors import ForgedWebhook, StaleWebhook, Transient
from providers.prediction_json import read_row
from providers.predictions import ProviderPrediction

TOLERANCE_S = 300.0
"""How far a webhook's time may be from ours, either way."""

_SCHEME = "v1"


class WebhookDelivery(Value):
    """A genuine webhook. ``webhook_id`` stays the same when it is sent again; ``timestamp`` is in Unix seconds."""

    webhook_id: str
    timestamp: int


def verify(
    headers: Mapping[str, str], body: bytes, secret: str, now_s: float, tolerance_s: float = TOLERANCE_S
) -> WebhookDelivery:
    """Who sent ``body``, the raw bytes as they arrived, was in possession of ``secret`` (``whsec_…``), and just now.

    While a secret is changed there are several signatures; one that fits is enough. Raises ``ForgedWebhook`` when
    none does or a header is missing or malformed, ``StaleWebhook`` when it is genuine but not of our time.
    """
    told = {name.lower(): value for name, value in headers.items()}
    try:
        webhook_id, stamp, signatures = (told[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        timestamp = int(stamp)
    except KeyError as error:
        raise ForgedWebhook(f"the header {error.args[0]} is missing") from error
    except ValueError as error:
        raise ForgedWebhook("the webhook's timestamp is not a number") from error
    expected = hmac.new(_key(secret), f"{webhook_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    if not any(hmac.compare_digest(expected, given) for given in _signatures(signatures)):
        raise ForgedWebhook("no signature of the webhook fits")
    if abs(now_s - timestamp) > tolerance_s:
        raise StaleWebhook("the webhook is not of this time")
    return WebhookDelivery(webhook_id=webhook_id, timestamp=timestamp)


def read_prediction(body: bytes, provider: str) -> ProviderPrediction:
    """The prediction a webhook tells of. Raises ``Transient`` when it holds none."""
    try:
        row = json.loads(body)
    except ValueError as error:
        raise Transient("the webhook is not JSON", provider=provider) from error
    return read_row(row, provider=provider)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the webhook secret is not of the form whsec_<base64>") from error
    if not key:
        raise ValueError("the webhook secret is empty")
    return key


def _signatures(header: str) -> list[bytes]:
    """The signatures of our scheme that can be read at all."""
    found = []
    for each in header.split():
        scheme, _, encoded = each.partition(",")
        if scheme == _SCHEME:
            try:
                found.append(base64.b64decode(encoded, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found
