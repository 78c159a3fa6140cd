"""Purchases that wait: for money, or for a person's word. Nothing is lost while they do."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from film.budget import BudgetScope
from film.model import Value


class HoldKind(StrEnum):
    """Why a purchase waits.

    ``budget``: a cap of ours. ``credit``: the provider's account is empty. ``unknown``: it cannot be found out whether
    a call was accepted. ``lost``: what was paid for cannot be brought home.
    """

    BUDGET = "budget"
    CREDIT = "credit"
    UNKNOWN = "unknown"
    LOST = "lost"

    @property
    def is_about_money(self) -> bool:
        """Whether money ends the wait; otherwise a person has to decide."""
        return self in (HoldKind.BUDGET, HoldKind.CREDIT)


class Decision(StrEnum):
    """How a wait ends.

    ``retry``: try the same purchase again. ``buy_again``: write the lost call off as maybe billed and make another.
    ``write_off``: do without.
    """

    RETRY = "retry"
    BUY_AGAIN = "buy_again"
    WRITE_OFF = "write_off"


class Hold(Value):
    """One purchase that waits. ``needed_usd`` is by how much the cap of ``scope`` must rise."""

    attempt_key: str
    kind: HoldKind
    label: str
    reason: str
    since: datetime
    scope: BudgetScope | None = None
    needed_usd: Decimal | None = None


class HoldAnswer(Value):
    """A decision about one purchase that waits."""

    attempt_key: str
    decision: Decision

    @classmethod
    def retry(cls, attempt_key: str) -> "HoldAnswer":
        """Let a purchase try again."""
        return cls(attempt_key=attempt_key, decision=Decision.RETRY)
