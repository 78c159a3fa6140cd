"""A typical call of a model, so that models can be compared by price before anyone wants anything."""

from decimal import Decimal
from typing import assert_never

from film.catalogue import Capability, Model
from film.format import Quality
from film.model import Value
from film.prices import Usage


class TypicalCall(Value):
    """What is asked for, in words, and what it costs in US dollars."""

    says: str
    usd: Decimal


def typical_call(model: Model, quality: Quality = Quality.FINAL) -> TypicalCall:
    """A clip of 5 s (or the next longer one), one picture, half a minute of music, 500 characters of speech (about
    half a minute), a minute of sound written down, or a plan of 3 000 tokens in and 2 000 out.
    """
    says, usage = _typical_use(model, quality)
    arguments = model.arguments(seconds=usage.seconds or None, quality=quality.value)
    return TypicalCall(says=says, usd=model.cost(arguments, usage))


def _typical_use(model: Model, quality: Quality) -> tuple[str, Usage]:
    match model.capability:
        case Capability.MOTION:
            return _seconds(model.seconds_for(5, quality=quality.value))
        case Capability.MUSIC:
            return _seconds(model.seconds_for(30))
        case Capability.LIPSYNC:
            return _seconds(5)
        case Capability.TRANSCRIBE:
            return _seconds(60)
        case Capability.SPEECH:
            return "500 characters", Usage(seconds=30, characters=500)
        case Capability.STILL | Capability.EDIT | Capability.CUTOUT:
            return "1 picture", Usage()
        case Capability.PLAN:
            return "1 plan", Usage(input_tokens=3000, output_tokens=2000)
        case Capability.MODERATE:
            return "1 text", Usage()
        case _:
            assert_never(model.capability)


def _seconds(seconds: float) -> tuple[str, Usage]:
    return f"{seconds:.3g} s", Usage(seconds=seconds)
