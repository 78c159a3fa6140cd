"""Names in paths and headers that many endpoints take."""

import base64
import hashlib
import secrets
from typing import Annotated

from fastapi import Header, Path

_ID = r"^[A-Za-z0-9_-]+$"

ProjectId = Annotated[str, Path(min_length=1, max_length=40, pattern=_ID, examples=["k3fq7z2m9dab"])]
SceneId = Annotated[str, Path(min_length=1, max_length=40, pattern=_ID, examples=["s2"])]
BoardId = Annotated[str, Path(min_length=1, max_length=40, pattern=_ID, examples=["h4t9w2xk7ubc"])]
PredictionId = Annotated[str, Path(min_length=1, max_length=40, pattern=_ID, examples=["w5c2q7hj4xna"])]
ReferenceId = Annotated[str, Path(min_length=1, max_length=40, pattern=_ID, examples=["r7mara2x9k1q"])]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="Any string of yours that names this one order: sent again, it orders nothing new",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
    ),
]


def new_id(*names: str, idempotency_key: str | None) -> str:
    """A short random id, or the one that belongs to this key of this owner."""
    named = "/".join([*names, idempotency_key or ""])
    raw = hashlib.sha256(named.encode()).digest() if idempotency_key else secrets.token_bytes(16)
    return base64.b32encode(raw).decode().lower()[:12]
