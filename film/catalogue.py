"""The model catalogue: which models can do which kind of work, what they are called with and what they cost."""

from decimal import Decimal
from enum import StrEnum

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
    """What a call costs, in US dollars: a fixed part and a part per second of output. ``as_of`` dates the figure."""

    per_call_usd: Decimal = Decimal(0)
    per_second_usd: Decimal = Decimal(0)
    as_of: str
    source: str

    def of(self, seconds: float) -> Decimal:
        """The price of one call that makes ``seconds`` of output, rounded to a hundredth of a cent."""
        return (self.per_call_usd + self.per_second_usd * Decimal(str(round(seconds, 3)))).quantize(Decimal("0.0001"))


class Model(Value):
    """One model: where it runs, how our words map to its input names, and the lengths it offers.

    ``inputs`` maps our names (prompt, image, seconds, frames, fps, width, height, aspect, seed, text, voice,
    speed, mood, tempo, video, audio, lead) to the model's; what it does not map is not sent. ``fixed`` is sent as is.
    ``clip_seconds`` lists the lengths a motion model makes; empty means any.
    """

    slug: str
    provider: str
    capability: Capability
    studio: Studio
    inputs: dict[str, str]
    fixed: dict[str, JsonValue] = Field(default_factory=dict)
    clip_seconds: tuple[float, ...] = ()
    max_seconds: float | None = None
    price: Price

    def seconds_for(self, wanted_s: float) -> float:
        """The shortest offered length that covers ``wanted_s``, or the longest offered."""
        return min(
            (s for s in self.clip_seconds if s >= wanted_s - 1e-6), default=max(self.clip_seconds, default=wanted_s)
        )

    def arguments(self, **wanted: JsonValue) -> dict[str, JsonValue]:
        """The model's input: our values under its names, with its fixed ones; ``None`` values are left out."""
        named = {
            self.inputs[name]: value for name, value in wanted.items() if name in self.inputs and value is not None
        }
        return {**self.fixed, **named}


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
