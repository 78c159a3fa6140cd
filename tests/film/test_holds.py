"""Purchases that wait: what is needed for all of them, and what may be decided."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from film.budget import Budget, BudgetScope
from film.holds import Decision, Hold, HoldKind, needed_usd

PROJECT, OWNER = BudgetScope.PROJECT, BudgetScope.OWNER
BUDGETS = [
    Budget(scope=PROJECT, cap_usd=Decimal(1), committed_usd=Decimal("0.9")),
    Budget(scope=OWNER, cap_usd=Decimal(5), committed_usd=Decimal(6)),
    Budget(scope=BudgetScope.DAY, committed_usd=Decimal(1)),
]


def hold(needed: str | None, scope: BudgetScope | None, kind: HoldKind = HoldKind.BUDGET) -> Hold:
    return Hold(
        attempt_key="a",
        kind=kind,
        label="Music",
        reason="why",
        since=datetime.now(UTC),
        scope=scope,
        needed_usd=Decimal(needed) if needed else None,
    )


def test_nothing_is_needed_while_nothing_waits_for_a_cap() -> None:
    assert needed_usd([], BUDGETS) == 0
    assert needed_usd([hold(None, None, HoldKind.CREDIT)], BUDGETS) == 0


def test_what_is_left_helps_one_purchase_only() -> None:
    # 0.3 and 0.4 are asked, 0.1 is left.
    assert needed_usd([hold("0.2", PROJECT), hold("0.3", PROJECT)], BUDGETS) == Decimal("0.6")


def test_what_a_cap_is_exceeded_by_is_needed_once() -> None:
    # 1 and 1 are asked, and 1 is committed beyond the cap.
    assert needed_usd([hold("2", OWNER), hold("2", OWNER)], BUDGETS) == 3


@pytest.mark.parametrize("kind", HoldKind)
def test_only_what_was_bought_can_be_bought_again(kind: HoldKind) -> None:
    bought = kind in (HoldKind.UNKNOWN, HoldKind.LOST)
    assert (Decision.BUY_AGAIN in kind.decisions) is bought
    assert {Decision.RETRY, Decision.WRITE_OFF} <= set(kind.decisions)
