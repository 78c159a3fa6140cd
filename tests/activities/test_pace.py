import pytest

from activities.pace import Pace


def test_looks_become_rarer_while_nothing_is_known() -> None:
    pace = Pace(0.25, 2.0)
    waits = [pace.wait_s(0.0, now_s=float(i)) for i in range(20)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0.25, 2.0)


def test_looks_close_in_on_the_end_that_progress_foretells() -> None:
    pace = Pace(0.25, 2.0)
    now_s, looks = 0.0, 0
    while now_s < 30:
        now_s += pace.wait_s(now_s / 30, now_s)
        looks += 1
    assert now_s - 30 <= 0.25
    assert looks < 30


@pytest.mark.parametrize("progress", [0.4, 1.0])
def test_progress_that_stands_still_is_no_reason_to_hurry(progress: float) -> None:
    pace = Pace(0.25, 2.0)
    waits = [pace.wait_s(progress, now_s=float(i)) for i in range(20)]
    assert waits[-1] == 2.0


def test_the_shortest_wait_is_kept_at_the_very_end() -> None:
    pace = Pace(0.25, 2.0)
    pace.wait_s(0.1, now_s=0.0)
    assert pace.wait_s(1.0, now_s=10.0) == 0.25
