"""One-off generations as the API takes and gives them."""

import math
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from api.money import HoldInfo
from api.schemas import File, LedgerEntry
from api.words import Words
from film.assets import AssetKind
from film.catalogue import Capability, Studio
from film.predictions import OneOffState

_DEEPEST = 4
_MOST_NUMBER = 2**53


def _plain(value: JsonValue, depth: int = 0) -> JsonValue:
    """Refuse what no database or provider can take: endless numbers, control characters, deep nests."""
    match value:
        case bool() | None:
            pass
        case int() | float() if abs(value) > _MOST_NUMBER or not math.isfinite(value):
            raise ValueError("must be a number that JSON can carry exactly")
        case str() if any((ord(c) < 32 and c not in "\t\n\r") or 0xD800 <= ord(c) < 0xE000 for c in value):
            raise ValueError("must not contain control characters")
        case list() | dict() if depth == _DEEPEST:
            raise ValueError("is nested too deeply")
        case list():
            for item in value:
                _plain(item, depth + 1)
        case dict():
            for name, item in value.items():
                _plain(name, depth + 1)
                _plain(item, depth + 1)
        case _:
            pass
    return value


Plain = Annotated[JsonValue, AfterValidator(_plain)]
Name = Annotated[Words, Field(min_length=1, max_length=40)]
AssetKey = Annotated[str, Field(pattern=r"^assets/[a-z]+/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]{1,5}$")]


class NewPrediction(BaseModel):
    """One thing to make: by a ``model`` of the catalogue, or by the best of a studio's for a ``capability``."""

    model_config = ConfigDict(extra="forbid")

    model: Words | None = Field(
        default=None, max_length=100, description="A model's name; see `/v1/models`", examples=["previz/storyboard"]
    )
    capability: Capability | None = Field(default=None, description="A kind of work, instead of a model")
    studio: Studio | None = Field(
        default=None, description="Whose models to ask for a `capability`; `previz` is free and local, and the default"
    )
    input: dict[Name, Plain] = Field(
        default_factory=dict,
        max_length=40,
        description="What the model is told, by our names for its inputs; files by their https addresses",
        examples=[{"prompt": "a lighthouse at dawn", "width": 1280, "height": 720}],
    )
    assets: dict[Name, AssetKey] = Field(
        default_factory=dict, max_length=20, description="Files that are stored here, by our names for the inputs"
    )
    seconds: float | None = Field(
        default=None,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long the output will be, for models priced by the second whose input does not say it",
    )


class PredictionLinks(BaseModel):
    """Where to look next."""

    self: str
    temporal: str | None


class PredictionSummary(BaseModel):
    """A one-off generation in a list. ``cost_usd`` is what its attempts cost, or may yet."""

    prediction_id: str
    state: OneOffState
    kind: AssetKind
    label: str
    models: list[str] = Field(description="Who is asked, in this order")
    cost_usd: Decimal
    error: str | None
    created_at: datetime


class PredictionInfo(PredictionSummary):
    """A one-off generation. ``live`` says that its workflow has answered, not only the ledger."""

    input: dict[str, JsonValue]
    assets: dict[str, str]
    file: File | None = Field(description="What was made, once it is stored")
    timings: File | None = Field(description="The times of its words, where the model tells them")
    duration_s: float | None
    attempts: list[LedgerEntry]
    holds: list[HoldInfo] = Field(description="What waits, for money or for your decision")
    needed_usd: Decimal = Field(description="How much caps must rise for it")
    live: bool
    links: PredictionLinks


class PredictionPage(BaseModel):
    """One-off generations, newest first; ``next_before`` is the ``before`` of the next page."""

    predictions: list[PredictionSummary]
    next_before: datetime | None
