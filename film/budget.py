"""Spending caps: what may be spent on a project, by an owner, and by an owner in a day."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from film.model import Value


class BudgetScope(StrEnum):
    """What a cap is over. A day is a calendar day in UTC."""

    PROJECT = "project"
    OWNER = "owner"
    DAY = "day"


class Budget(Value):
    """A cap and what is committed under it: reserved, settled, or maybe billed. ``cap_usd`` ``None`` is no cap."""

    scope: BudgetScope
    cap_usd: Decimal | None = Field(default=None, ge=0)
    committed_usd: Decimal = Decimal(0)

    @property
    def left_usd(self) -> Decimal | None:
        """What may still be spent; never below zero."""
        return None if self.cap_usd is None else max(Decimal(0), self.cap_usd - self.committed_usd)


class Shortage(Value):
    """A purchase that a cap does not allow."""

    scope: BudgetScope
    cap_usd: Decimal
    committed_usd: Decimal
    asked_usd: Decimal

    @property
    def needed_usd(self) -> Decimal:
        """How much the cap must rise for this purchase."""
        return self.committed_usd + self.asked_usd - self.cap_usd

    @property
    def reason(self) -> str:
        """The shortage in a sentence."""
        over = {
            BudgetScope.PROJECT: "the film's budget",
            BudgetScope.OWNER: "your budget",
            BudgetScope.DAY: "your budget for today (UTC)",
        }[self.scope]
        return (
            f"This costs ${self.asked_usd}, and {over} of ${self.cap_usd} has ${self.committed_usd} committed: "
            f"raise it by ${self.needed_usd} to go on"
        )
