"""A model of the catalogue as the API and the command line tell of it."""

import math
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field, JsonValue

from film.catalogue import Capability, Catalogue, Makes, Model, Studio
from film.model_input import Rule
from film.prices import Price
from film.typical import typical_call


class InputInfo(BaseModel):
    """One input of a model: our name for it where we have one, what is always sent, and what the model takes."""

    name: str = Field(description="The model's name for it")
    ours: list[str] = Field(description="Our names whose values go into it")
    fixed: JsonValue = Field(default=None, description="What is sent always")
    rule: Rule


class ModelInfo(BaseModel):
    """A model: what it does, what it makes, what it costs, and until when it is offered."""

    slug: str = Field(examples=["google/veo-3.1"])
    reference: str = Field(description="How it is asked for: its name, or a pinned version")
    provider: str
    capability: Capability
    also: list[Capability] = Field(description="Kinds of work it does besides")
    studio: Studio
    rank: int | None = Field(description="Its place in the fallback chain; without one it is used only by name")
    makes: Makes
    typical: str = Field(description="What a typical call asks for", examples=["6 s"])
    typical_usd: Decimal = Field(description="What a typical call costs, in US dollars")
    typical_s: float = Field(description="Typical wall time of a call, in seconds")
    max_s: float = Field(description="Wall time after which a call is cancelled, in seconds")
    price: Price
    inputs: list[InputInfo]
    combinations: list[str] = Field(description="Rules across inputs, in words", examples=[["10 s only at 768p"]])
    schema_as_of: date = Field(description="The day of the stored copy of its input schema")
    schema_source: str
    ends: date | None = Field(description="The first day on which its provider no longer offers it")
    successor: str | None
    retired: str | None = Field(description="Why it is not offered any more, in a sentence")


class RetiredInfo(BaseModel):
    """A model that is gone, and why."""

    slug: str
    ended: date
    successor: str | None
    says: str = Field(description="Why it is not offered any more, and what to use instead, in a sentence")


class ModelList(BaseModel):
    """The catalogue."""

    models: list[ModelInfo]
    retired: list[RetiredInfo]


def model_info(model: Model, today: date) -> ModelInfo:
    """Everything about one model, as on the day ``today``."""
    typical = typical_call(model)
    takes = model.takes
    return ModelInfo(
        slug=model.slug,
        reference=model.reference,
        provider=model.provider,
        capability=model.capability,
        also=list(model.also),
        studio=model.studio,
        rank=model.rank,
        makes=model.makes,
        typical=typical.says,
        typical_usd=typical.usd,
        typical_s=model.typical_s,
        max_s=model.max_s,
        price=model.price,
        inputs=[
            InputInfo(name=name, ours=model.our_names(name), fixed=model.fixed.get(name), rule=rule)
            for name, rule in takes.rules.items()
        ],
        combinations=[each.says for each in takes.combinations],
        schema_as_of=takes.as_of,
        schema_source=takes.source,
        ends=model.ends,
        successor=model.successor,
        retired=model.retired(today),
    )


def model_list(catalogue: Catalogue, today: date, capability: Capability | None, studio: Studio | None) -> ModelList:
    """The models that do this kind of work, each chain in its order; with no filter also those that are gone."""
    found = [
        model
        for model in catalogue.models
        if capability in (None, *model.capabilities) and studio in (None, model.studio)
    ]
    found.sort(key=_place)
    return ModelList(
        models=[model_info(model, today) for model in found],
        retired=[
            RetiredInfo(slug=gone.slug, ended=gone.ended, successor=gone.successor, says=gone.sentence(today))
            for gone in (catalogue.retired if capability is None and studio is None else ())
        ],
    )


def _place(model: Model) -> tuple[int, int, float, str]:
    """Where a model stands in a list: by studio, kind of work, place in its chain, name."""
    rank = math.inf if model.rank is None else model.rank
    return list(Studio).index(model.studio), list(Capability).index(model.capability), rank, model.slug
