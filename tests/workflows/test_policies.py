"""How activities are run: limits that must not cut a paid call short."""

from datetime import timedelta

from providers.openai_call import _GRACE_S
from providers.openai_direct import _MAX_WAIT_S
from workflows.policies import AWAITING, SETTLING, STORING, submitting


def test_a_submission_may_take_longer_than_the_slowest_call_whose_answer_is_the_output() -> None:
    """Timed out by Temporal, the call would be taken for lost while its provider still works on it."""
    slowest = timedelta(seconds=_MAX_WAIT_S + _GRACE_S)
    assert submitting("openai").start_to_close > slowest + timedelta(minutes=2)


def test_a_dead_worker_is_known_by_its_heartbeat_in_every_step_of_a_purchase() -> None:
    for policy in (submitting("replicate"), AWAITING, STORING, SETTLING):
        assert policy.heartbeat is not None and policy.heartbeat <= timedelta(seconds=20)


def test_a_purchase_is_closed_however_long_that_takes() -> None:
    assert SETTLING.schedule_to_close is None and SETTLING.retry.maximum_attempts == 0
