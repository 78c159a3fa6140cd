"""Purchases that wait: for money, or for a person's word. Nothing is lost while they do."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from film.budget import Budget, BudgetScope
from film.model import Value


class Decision(StrEnum):
    """How a wait ends.

    ``retry``: try the same purchase again. ``buy_again``: write the lost call off as maybe billed and make another.
    ``write_off``: do without.
    """

    RETRY = "retry"
    BUY_AGAIN = "buy_again"
    WRITE_OFF = "write_off"


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

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What may be decided: what was not bought yet cannot be bought again."""
        return (Decision.RETRY, Decision.WRITE_OFF) if self.is_about_money else tuple(Decision)


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


def needed_usd(holds: Sequence[Hold], budgets: Sequence[Budget]) -> Decimal:
    """How much caps must rise for everything that waits under them.

    What is left under a cap helps one purchase only, so it is needed again for every other; what a cap is exceeded by
    is needed once.
    """
    needed = sum((hold.needed_usd for hold in holds if hold.needed_usd), Decimal(0))
    for budget in budgets:
        others = sum(hold.scope is budget.scope for hold in holds) - 1
        if others > 0 and budget.cap_usd is not None:
            needed += others * (budget.cap_usd - budget.committed_usd)
    return max(Decimal(0), needed)
