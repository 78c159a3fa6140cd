"""The model catalogue: which models can do which kind of work, what they are called with and what they cost."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, JsonValue, model_validator

from film.input_map import InputMap
from film.model import Value
from film.prices import Price, Usage


class Capability(StrEnum):
    """A kind of work a model does for a film."""

    PLAN = "plan"
    MODERATE = "moderate"
    STILL = "still"
    EDIT = "edit"
    MOTION = "motion"
    SPEECH = "speech"
    MUSIC = "music"
    LIPSYNC = "lipsync"
    TRANSCRIBE = "transcribe"
    CUTOUT = "cutout"


class Studio(StrEnum):
    """Whose models shoot the film: the bundled animatic, or paid ones."""

    PREVIZ = "previz"
    LIVE = "live"


class Route(StrEnum):
    """How a provider's model is asked: a prediction by its name, or by a pinned version of it, or a direct call.

    A direct call is answered with the output itself.
    """

    OFFICIAL = "official"
    VERSION = "version"
    DIRECT = "direct"


class LostAnswer(StrEnum):
    """What happens when it stays unknown whether a call was accepted.

    ``park`` waits for a person. ``again`` writes the lost call off as maybe billed and makes another: only for calls
    so cheap that waiting for a person costs more.
    """

    PARK = "park"
    AGAIN = "again"


class Makes(Value):
    """What comes out of a model. ``seconds`` lists the lengths it offers (empty: any, or not a matter of length);
    ``fixed_seconds`` is the length of a model that cannot be told. ``native_audio`` says that pictures come with sound.
    """

    seconds: tuple[int | float, ...] = ()
    fixed_seconds: float | None = Field(default=None, gt=0)
    fps: float | None = Field(default=None, gt=0)
    resolutions: tuple[str, ...] = ()
    native_audio: bool = False
    word_times: bool = False


class Model(InputMap):
    """One model: where it runs, how our words map to its inputs, what it makes, what it costs and until when.

    ``also`` names kinds of work it does besides its ``capability``. ``rank`` orders the fallback chain of a studio
    (1 is asked first); a model without one is used only by name. ``typical_s`` and ``max_s`` are wall seconds: after
    ``max_s`` a prediction is cancelled. ``ends`` is the first day on which the provider no longer offers it, and
    ``successor`` the slug to take then.
    """

    slug: str = Field(pattern=r"^[a-z0-9][\w.-]*/[\w.-]+$")
    provider: str
    capability: Capability
    also: tuple[Capability, ...] = ()
    studio: Studio
    route: Route = Route.OFFICIAL
    version: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    rank: int | None = Field(default=None, ge=1)
    makes: Makes = Makes()
    price: Price
    typical_s: float = Field(default=30.0, gt=0)
    max_s: float = Field(default=1800.0, gt=0)
    lost_answer: LostAnswer = LostAnswer.PARK
    ends: date | None = None
    successor: str | None = None

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every kind of work it does, its own first."""
        return self.capability, *self.also

    @property
    def reference(self) -> str:
        """How a prediction of it is asked for: ``owner/name``, or ``owner/name:version`` when it is pinned."""
        return f"{self.slug}:{self.version}" if self.route is Route.VERSION else self.slug

    @property
    def ref(self) -> "ModelRef":
        """What a production carries of it."""
        return ModelRef(slug=self.slug, provider=self.provider, max_s=self.max_s)

    def seconds_for(self, wanted_s: float, **beside: JsonValue) -> float:
        """How much output a call for ``wanted_s`` gives: the shortest offered length that covers it, or the longest.

        ``beside`` is the rest of the call in our names: at 1080p, or with references, some models offer fewer lengths.
        """
        if self.makes.fixed_seconds is not None:
            return self.makes.fixed_seconds
        if self.makes.seconds:
            offered = self._lengths_beside(beside)
            return min((s for s in offered if s >= wanted_s - 1e-6), default=max(offered))
        rule = self.takes.rules.get(self.inputs.get("seconds", ""))
        if rule is None:
            return wanted_s
        unit = self.units.get("seconds", 1)
        units = max(wanted_s * unit, rule.least or 0.0)
        units = units if rule.most is None else min(units, rule.most)
        return math.ceil(units - 1e-6) / unit if rule.type == "integer" else units / unit

    def arguments(self, **wanted: JsonValue) -> dict[str, JsonValue]:
        """The model's input: our values under its names, with its fixed ones; ``None`` and empty lists are left out.

        ``seconds`` becomes a length that the model offers; ``quality`` picks from ``by_quality``.
        """
        seconds = wanted.pop("seconds", None)
        if isinstance(seconds, int | float):
            seconds = self.seconds_for(seconds, **wanted)
        return self.sent({**wanted, "seconds": seconds})

    def cost(self, arguments: Mapping[str, JsonValue], usage: Usage) -> Decimal:
        """The price of a call with this input, in the price's currency."""
        return self.price.of(self.takes.with_defaults(arguments), usage)

    def retired(self, today: date) -> str | None:
        """Why it may not be used any more, in a sentence; ``None`` while it lives."""
        if self.ends is None or today < self.ends:
            return None
        return retirement(self.slug, self.ends, self.successor, today)

    def _lengths_beside(self, beside: Mapping[str, JsonValue]) -> tuple[int | float, ...]:
        """The lengths that go with the rest of a call; all of them when none does, for the faults to tell."""
        name = self.inputs.get("seconds")
        if name is None:
            return self.makes.seconds
        rest = self.sent({**beside, "seconds": None})
        return tuple(s for s in self.makes.seconds if not self.takes.mixtures({**rest, name: s})) or self.makes.seconds

    @model_validator(mode="after")
    def _is_consistent(self) -> "Model":
        faults = list(self.faults_of_map())
        conditioned = self.takes.conditioned | self.price.conditioned
        faults += [
            f"{name}: a condition names it, and there is no such input" for name in conditioned - self.takes.names
        ]
        if name := self.inputs.get("seconds"):
            offered = [{name: seconds * self.units.get("seconds", 1)} for seconds in self.makes.seconds]
            faults += [str(fault) for each in offered for fault in self.takes.faults_in(each)]
        if (self.route is Route.VERSION) != (self.version is not None):
            faults.append("version: belongs to the route `version`, and only to it")
        if self.price.rates[-1].when:
            faults.append("price: the last rate must fit every call")
        if self.max_s < self.typical_s:
            faults.append("max_s: is less than typical_s")
        if faults:
            raise ValueError(f"{self.slug}: {'; '.join(faults)}")
        return self


class RetiredModel(Value):
    """A model that is gone, or so nearly that it is not offered any more, kept so that whoever names it is told why,
    and what to use instead. ``ended`` is the day it ended, as far as is known; ``why`` how that is known.
    """

    slug: str
    ended: date
    successor: str | None = None
    why: str

    @property
    def name(self) -> str:
        """Its name without the owner's, as people write it: ``gpt-4``."""
        return self.slug.partition("/")[2]

    def sentence(self, today: date) -> str:
        """What whoever names it is told."""
        return f"{retirement(self.slug, self.ended, self.successor, today)} ({self.why})"


def retirement(slug: str, ended: date, successor: str | None, today: date) -> str:
    """The sentence that refuses a model because of its end."""
    when = "was retired by its provider" if ended <= today else "is not offered any more: its provider retires it"
    instead = f"; use {successor}" if successor else ""
    return f"{slug} {when} on {ended.isoformat()}{instead}"


class ModelRef(Value):
    """A model as productions carry it: its name, where it runs, and how long it may take. The rest is looked up."""

    slug: str
    provider: str
    max_s: float = 1800.0


def ref_of(named: Any) -> Any:
    """The reference in what a payload holds: productions of the first generation carried whole models in its place."""
    if isinstance(named, dict) and "capability" in named:
        return {name: named[name] for name in ("slug", "provider")}
    return named


Chain = tuple[Annotated[ModelRef, BeforeValidator(ref_of)], ...]
"""Models for one kind of work, best first, the rest as fallbacks."""


class Crew(Value):
    """The models chosen for one production: a chain per capability.

    ``writer`` names the service that moderates. Productions of the first generation have no ``plan`` chain: their
    writer plans, too.
    """

    plan: Chain = ()
    still: Chain = Field(min_length=1)
    motion: Chain = Field(min_length=1)
    speech: Chain = Field(min_length=1)
    music: Chain = Field(min_length=1)
    lipsync: Chain = Field(min_length=1)
    voice: str
    writer: str


class UnknownModelError(LookupError):
    """The catalogue has no such model; the message says so, and what to use instead of a retired one."""


CHAINS = (Capability.PLAN, Capability.STILL, Capability.MOTION, Capability.SPEECH, Capability.MUSIC, Capability.LIPSYNC)
"""The kinds of work that a crew has a chain for."""


class Catalogue(Value):
    """All models, and those that are gone."""

    models: tuple[Model, ...]
    retired: tuple[RetiredModel, ...] = ()
    voices: dict[Studio, str]
    writers: dict[Studio, str]

    @model_validator(mode="after")
    def _is_complete(self) -> "Catalogue":
        slugs = [model.slug for model in self.models] + [gone.slug for gone in self.retired]
        if twice := {slug for slug in slugs if slugs.count(slug) > 1}:
            raise ValueError(f"named twice: {', '.join(sorted(twice))}")
        living = {model.slug for model in self.models}
        successors = [(model.slug, model.successor) for model in self.models if model.successor]
        successors += [(gone.slug, gone.successor) for gone in self.retired if gone.successor]
        if lost := [f"{slug} → {successor}" for slug, successor in successors if successor not in living]:
            raise ValueError(f"successors that are not in the catalogue: {', '.join(lost)}")
        for studio in Studio:
            missing = [capability.value for capability in CHAINS if not self.chain(studio, capability)]
            if missing:
                raise ValueError(f"studio {studio.value} has no model for {', '.join(missing)}")
            if studio not in self.voices or studio not in self.writers:
                raise ValueError(f"studio {studio.value} has no voice or no writer")
        return self

    def known(self, slug: str) -> Model:
        """The model of this name, past its end or not. Raises ``UnknownModelError``."""
        found = next((model for model in self.models if model.slug == slug), None)
        if found is None:
            raise UnknownModelError(f"{slug} is not in the catalogue")
        return found

    def model(self, slug: str, today: date) -> Model:
        """The living model of this name.

        Raises ``UnknownModelError`` for one that is not there, or not any more on the day ``today``.
        """
        found = next((model for model in self.models if model.slug == slug), None)
        if found is not None:
            if refusal := found.retired(today):
                raise UnknownModelError(refusal)
            return found
        for gone in self.retired:
            if slug in (gone.slug, gone.name):
                raise UnknownModelError(gone.sentence(today))
        meant = [model.slug for model in self.models if model.slug.endswith(f"/{slug}")]
        instead = f"; did you mean {' or '.join(meant)}?" if meant else "; `reelwright models` lists what is"
        raise UnknownModelError(f"{slug} is not in the catalogue{instead}")

    def chain(self, studio: Studio, capability: Capability) -> tuple[ModelRef, ...]:
        """A studio's fallback chain for one kind of work, best first."""
        ranked = [m for m in self.models if m.studio is studio and m.capability is capability and m.rank is not None]
        return tuple(model.ref for model in sorted(ranked, key=lambda model: model.rank or 0))

    def crew(self, studio: Studio) -> Crew:
        """The chains of one studio."""
        chains = {capability.value: self.chain(studio, capability) for capability in CHAINS}
        return Crew(**chains, voice=self.voices[studio], writer=self.writers[studio])
