"""What a call costs: rates by what is asked for, exact decimal money in one currency per price."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, JsonValue

from film.conditions import Conditions, fit
from film.model import Value

CENT_PARTS = Decimal("0.0001")
"""Money is kept to a hundredth of a cent."""


class FailureBilling(StrEnum):
    """Whether a call that brought nothing is charged. What cannot be known is ``maybe``, until the bill says."""

    FREE = "free"
    MAYBE = "maybe"
    CHARGED = "charged"


class Usage(Value):
    """What one call used. Before the call it is what is planned; ``compute_s`` and tokens are known only after.

    ``seconds`` is the length of the output, ``characters`` that of a text to speak, ``images`` how many pictures.
    """

    seconds: float = Field(default=0.0, ge=0)
    characters: int = Field(default=0, ge=0)
    images: int = Field(default=1, ge=0)
    compute_s: float | None = Field(default=None, ge=0)
    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)


class Rate(Value):
    """What a call costs when its input is as ``when`` says: the sum of all parts that are given, in US dollars."""

    when: Conditions = Field(default_factory=dict)
    per_call_usd: Decimal = Decimal(0)
    per_second_usd: Decimal = Decimal(0)
    per_image_usd: Decimal = Decimal(0)
    per_character_usd: Decimal = Decimal(0)
    per_compute_second_usd: Decimal = Decimal(0)
    per_million_input_tokens_usd: Decimal = Decimal(0)
    per_million_output_tokens_usd: Decimal = Decimal(0)

    def of(self, usage: Usage, typical_compute_s: float) -> Decimal:
        """The price of ``usage``; a call whose compute time is not known yet takes the typical one."""
        compute_s = typical_compute_s if usage.compute_s is None else usage.compute_s
        return (
            self.per_call_usd
            + self.per_second_usd * _exact(usage.seconds)
            + self.per_image_usd * usage.images
            + self.per_character_usd * usage.characters
            + self.per_compute_second_usd * _exact(compute_s)
            + self.per_million_input_tokens_usd * usage.input_tokens / 1_000_000
            + self.per_million_output_tokens_usd * usage.output_tokens / 1_000_000
        )


class Price(Value):
    """The rates of a model, the first whose ``when`` fits the call's input counts. The last must fit every call.

    ``as_of`` dates the figures and ``source`` says where they come from. ``typical_compute_s`` is the machine time
    that a call billed by it is reserved for.
    """

    currency: Literal["USD"] = "USD"
    rates: tuple[Rate, ...] = Field(min_length=1)
    typical_compute_s: float = Field(default=0.0, ge=0)
    failures: FailureBilling = FailureBilling.MAYBE
    as_of: date
    source: str = Field(min_length=1)

    @property
    def by_compute(self) -> bool:
        """Whether machine time is charged, so that the price is known only after the call."""
        return any(rate.per_compute_second_usd for rate in self.rates)

    @property
    def conditioned(self) -> set[str]:
        """The inputs that the price depends on."""
        return {name for rate in self.rates for name in rate.when}

    def of(self, arguments: Mapping[str, JsonValue], usage: Usage) -> Decimal:
        """The price of one call with this input, rounded to a hundredth of a cent.

        Raises ``ValueError`` when no rate fits, which a validated catalogue rules out.
        """
        rate = next((rate for rate in self.rates if fit(rate.when, arguments)), None)
        if rate is None:
            raise ValueError("no rate fits this input")
        return rate.of(usage, self.typical_compute_s).quantize(CENT_PARTS)


def _exact(number: float) -> Decimal:
    return Decimal(str(round(number, 3)))
