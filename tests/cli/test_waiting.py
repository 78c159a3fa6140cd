"""What somebody is told when a purchase waits: the reason, the exact sum, and commands that work as they stand."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from api.money import BudgetInfo, HoldInfo, ProjectBudget, hold_info
from cli.dollars import dollars, parsed, plain
from cli.exits import CommandError
from cli.waiting import film_waits
from film.budget import BudgetScope
from film.holds import Hold, HoldKind

NOTHING = BudgetInfo(cap_usd=None, committed_usd=Decimal(0), left_usd=None)


def hold(kind: HoldKind, scope: BudgetScope | None = None, needed: str | None = None, number: int = 1) -> HoldInfo:
    waiting = Hold(
        attempt_key=f"abc/film/music/{number}",
        kind=kind,
        label="Music",
        reason="a reason",
        since=datetime.now(UTC),
        scope=scope,
        needed_usd=Decimal(needed) if needed else None,
    )
    return hold_info(waiting, "/v1/projects/abc/purchases/decide")


def capped(cap: str, committed: str) -> BudgetInfo:
    left = max(Decimal(0), Decimal(cap) - Decimal(committed))
    return BudgetInfo(cap_usd=Decimal(cap), committed_usd=Decimal(committed), left_usd=left)


def budget(
    *, project: BudgetInfo = NOTHING, total: BudgetInfo = NOTHING, day: BudgetInfo = NOTHING, needed: str = "0"
) -> ProjectBudget:
    return ProjectBudget(project=project, total=total, day=day, needed_usd=Decimal(needed))


def test_a_film_over_its_cap_is_told_the_cap_that_is_enough() -> None:
    holds = [hold(HoldKind.BUDGET, BudgetScope.PROJECT, needed) for needed in ("0.2", "0.3001")]
    told = film_waits("abc", holds, budget(project=capped("1", "0.9"), needed="0.6001"))
    assert "- Music: a reason" in told and "It needs $0.6001 more" in told
    assert "reelwright budget abc --set 1.61" in told and "reelwright watch abc" in told


def test_an_owners_caps_have_their_own_commands() -> None:
    holds = [hold(HoldKind.BUDGET, BudgetScope.OWNER, "0.5"), hold(HoldKind.BUDGET, BudgetScope.DAY, "1")]
    told = film_waits("abc", holds, budget(total=capped("5", "5"), day=capped("2", "2.5"), needed="1.5"))
    assert "reelwright budget --total 5.50" in told and "reelwright budget --per-day 3.00" in told
    assert "--set" not in told


def test_an_empty_account_is_topped_up_and_resumed() -> None:
    told = film_waits("abc", [hold(HoldKind.CREDIT)], budget())
    assert "reelwright resume abc" in told and "more." not in told and "decide" not in told


@pytest.mark.parametrize("kind", [HoldKind.UNKNOWN, HoldKind.LOST])
def test_a_doubt_is_decided_about(kind: HoldKind) -> None:
    told = film_waits("abc", [hold(kind)], budget())
    assert "reelwright decide abc abc/film/music/1 retry|buy-again|write-off" in told


def test_many_reasons_are_cut_short() -> None:
    told = film_waits("abc", [hold(HoldKind.CREDIT, number=n) for n in range(9)], budget())
    assert told.count("- Music") == 5 and "and 4 more" in told


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "0.00"), ("0.0000", "0.00"), ("1.2", "1.20"), ("25.0000", "25.00"), ("0.2665", "0.2665"), ("100", "100.00")],
)
def test_sums_are_exact_and_short(amount: str, shown: str) -> None:
    assert plain(Decimal(amount)) == shown and dollars(Decimal(amount)) == f"${shown}"
    assert dollars(None) == "–"


def test_sums_are_typed_as_people_type_them() -> None:
    assert [parsed(text) for text in ("25", "$12.50", "none", "NONE", "0")] == [25, Decimal("12.5"), None, None, 0]


@pytest.mark.parametrize("text", ["", "much", "-1", "nan", "inf", "1e9", "1,5"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        parsed(text)
