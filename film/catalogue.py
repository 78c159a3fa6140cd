"""The model catalogue: which models can do which kind of work, what they are called with and what they cost."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, JsonValue, model_validator

from film.model import Value


class Capability(StrEnum):
    """A kind of work a model does for a film."""

    STILL = "still"
    MOTION = "motion"
    SPEECH = "speech"
    MUSIC = "music"
    LIPSYNC = "lipsync"


class Studio(StrEnum):
    """Whose models shoot the film: the bundled animatic, or paid ones."""

    PREVIZ = "previz"
    LIVE = "live"


class Price(Value):
    """What a call costs, in US dollars: a fixed part, one per second of output and one per character of text.

    ``as_of`` dates the figures, ``source`` says where they come from.
    """

    per_call_usd: Decimal = Decimal(0)
    per_second_usd: Decimal = Decimal(0)
    per_character_usd: Decimal = Decimal(0)
    as_of: str
    source: str

    def of(self, seconds: float, characters: int = 0) -> Decimal:
        """The price of one call, rounded to a hundredth of a cent."""
        per_length = self.per_second_usd * Decimal(str(round(seconds, 3))) + self.per_character_usd * characters
        return (self.per_call_usd + per_length).quantize(Decimal("0.0001"))


class Rule(Value):
    """What a model takes for one of its inputs. ``least`` and ``most`` bound a number, or the length of a text."""

    type: Literal["string", "integer", "number", "boolean"]
    one_of: tuple[JsonValue, ...] = ()
    least: float | None = None
    most: float | None = None
    required: bool = False

    def fault(self, value: JsonValue) -> str | None:
        """What is wrong with ``value``, or ``None``."""
        if not self._is_typed(value):
            return f"{value!r} is no {self.type}"
        if self.one_of and value not in self.one_of:
            return f"{value!r} is none of {', '.join(map(str, self.one_of))}"
        size = len(value) if isinstance(value, str) else value
        if isinstance(size, int | float):
            if self.least is not None and size < self.least:
                return f"{size} is less than {self.least:g}"
            if self.most is not None and size > self.most:
                return f"{size} is more than {self.most:g}"
        return None

    def _is_typed(self, value: JsonValue) -> bool:
        if self.type == "boolean" or isinstance(value, bool):
            return self.type == "boolean" and isinstance(value, bool)
        if self.type == "string":
            return isinstance(value, str)
        return isinstance(value, int) or (self.type == "number" and isinstance(value, float))


class Model(Value):
    """One model: where it runs, how our words map to its input names, and the lengths it offers.

    ``inputs`` maps our names (prompt, image, seconds, frames, fps, width, height, aspect, seed, text, voice,
    speed, mood, tempo, video, audio, lead) to the model's; what it does not map is not sent. ``fixed`` is sent as is.
    ``rules`` are the model's own, by its input names: a provider that drops a misspelt input bills for it all the
    same, so where there are rules every input must have one. ``clip_seconds`` lists the lengths a motion model makes;
    empty means any.
    """

    slug: str
    provider: str
    capability: Capability
    studio: Studio
    inputs: dict[str, str]
    fixed: dict[str, JsonValue] = Field(default_factory=dict)
    rules: dict[str, Rule] = Field(default_factory=dict)
    clip_seconds: tuple[int | float, ...] = ()
    max_seconds: float | None = None
    price: Price

    @model_validator(mode="after")
    def _keeps_its_own_rules(self) -> "Model":
        if self.rules:
            unknown = {*self.inputs.values(), *self.fixed} - self.rules.keys()
            faults = [f"{name}: there is no such input" for name in sorted(unknown)]
            faults += self._faults_in(self.fixed)
            if "seconds" in self.inputs:
                faults += [fault for s in self.clip_seconds for fault in self._faults_in({self.inputs["seconds"]: s})]
            if faults:
                raise ValueError(f"{self.slug}: {'; '.join(faults)}")
        return self

    def seconds_for(self, wanted_s: float) -> float:
        """The shortest offered length that covers ``wanted_s``, or the longest offered."""
        return min(
            (s for s in self.clip_seconds if s >= wanted_s - 1e-6), default=max(self.clip_seconds, default=wanted_s)
        )

    def arguments(self, **wanted: JsonValue) -> dict[str, JsonValue]:
        """The model's input: our values under its names, with its fixed ones; ``None`` values are left out.

        ``seconds`` becomes a length that the model offers.
        """
        seconds = wanted.get("seconds")
        if isinstance(seconds, int | float):
            wanted["seconds"] = self.seconds_for(seconds)
        named = {
            self.inputs[name]: value for name, value in wanted.items() if name in self.inputs and value is not None
        }
        return {**self.fixed, **named}

    def faults(self, arguments: Mapping[str, JsonValue]) -> list[str]:
        """What the model would refuse or silently drop, in words; empty when the call is good."""
        missing = [f"{name}: is needed" for name, rule in self.rules.items() if rule.required and name not in arguments]
        return missing + self._faults_in(arguments)

    def _faults_in(self, arguments: Mapping[str, JsonValue]) -> list[str]:
        told = {name: self.rules[name].fault(value) for name, value in arguments.items() if name in self.rules}
        return [f"{name}: {fault}" for name, fault in told.items() if fault]


class Crew(Value):
    """The models chosen for one production: a chain per capability, best first, the rest as fallbacks.

    ``writer`` names the service that moderates and plans.
    """

    still: tuple[Model, ...] = Field(min_length=1)
    motion: tuple[Model, ...] = Field(min_length=1)
    speech: tuple[Model, ...] = Field(min_length=1)
    music: tuple[Model, ...] = Field(min_length=1)
    lipsync: tuple[Model, ...] = Field(min_length=1)
    voice: str
    writer: str


class Catalogue(Value):
    """All models, in order of preference within a studio and capability."""

    models: tuple[Model, ...]
    voices: dict[Studio, str]
    writers: dict[Studio, str]

    @model_validator(mode="after")
    def _every_studio_is_complete(self) -> "Catalogue":
        for studio in Studio:
            have = {m.capability for m in self.models if m.studio is studio}
            if missing := set(Capability) - have:
                raise ValueError(f"studio {studio.value} has no model for {', '.join(sorted(missing))}")
            if studio not in self.voices or studio not in self.writers:
                raise ValueError(f"studio {studio.value} has no voice or no writer")
        return self

    def crew(self, studio: Studio) -> Crew:
        """The chains of one studio."""
        chains = {
            c.value: tuple(m for m in self.models if m.studio is studio and m.capability is c) for c in Capability
        }
        return Crew(**chains, voice=self.voices[studio], writer=self.writers[studio])
