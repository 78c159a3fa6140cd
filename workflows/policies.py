"""How each kind of activity is run: its queue, timeouts, heartbeats, cancellation and retries, stated once."""

from dataclasses import dataclass, replace
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityCancellationType

with workflow.unsafe.imports_passed_through():
    from activities.contract import Pool, submit_queue

_WAIT = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED


STUDIO_QUEUE: str = Pool.STUDIO
"""Where workflows run."""


@dataclass(frozen=True)
class Policy:
    """The options of one kind of activity."""

    queue: str
    start_to_close: timedelta
    schedule_to_close: timedelta | None
    heartbeat: timedelta | None
    retry: RetryPolicy
    cancellation: ActivityCancellationType = _WAIT


RECORDING = Policy(
    queue=Pool.RECORDS,
    start_to_close=timedelta(seconds=30),
    schedule_to_close=None,
    heartbeat=None,
    retry=RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=20)),
    cancellation=ActivityCancellationType.ABANDON,
)
"""Bookkeeping: short, patient for ever, and finished even when the production is being cancelled."""

THINKING = Policy(
    queue=Pool.PLAN,
    start_to_close=timedelta(minutes=3),
    schedule_to_close=timedelta(minutes=15),
    heartbeat=timedelta(seconds=30),
    retry=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30), maximum_attempts=6
    ),
)
"""Calls to language models."""

SETTLING = replace(RECORDING, start_to_close=timedelta(minutes=3), heartbeat=timedelta(seconds=20))
"""Closing a purchase, which may have to be stopped at its provider first."""

AWAITING = Policy(
    queue=Pool.AWAIT,
    start_to_close=timedelta(hours=1),
    schedule_to_close=timedelta(hours=3),
    heartbeat=timedelta(seconds=20),
    retry=RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=15)),
)
"""Waiting for a prediction: free to repeat, and its cancellation reaches the provider."""

STORING = Policy(
    queue=Pool.RECORDS,
    start_to_close=timedelta(minutes=10),
    schedule_to_close=timedelta(minutes=50),
    heartbeat=timedelta(seconds=20),
    retry=RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=20)),
    cancellation=ActivityCancellationType.ABANDON,
)
"""Bringing an output home: urgent, because providers delete outputs after an hour; done even when cancelled."""

RECONCILING = Policy(
    queue=Pool.RECORDS,
    start_to_close=timedelta(minutes=15),
    schedule_to_close=timedelta(minutes=30),
    heartbeat=timedelta(seconds=30),
    retry=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30), maximum_attempts=3
    ),
)
"""A round through the ledger; the next one comes by itself."""

MEDIA = Policy(
    queue=Pool.MEDIA,
    start_to_close=timedelta(minutes=20),
    schedule_to_close=timedelta(hours=2),
    heartbeat=timedelta(seconds=20),
    retry=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=20), maximum_attempts=5
    ),
)
"""Work on pictures and sound, in threads."""


def submitting(provider: str) -> Policy:
    """The paid POST. Its retries are safe: the ledger row is looked at before anything is sent again.

    One try may take longer than the slowest call whose answer is the output; a dead worker is known by its heartbeat.
    """
    return Policy(
        queue=submit_queue(provider),
        start_to_close=timedelta(minutes=20),
        schedule_to_close=timedelta(hours=1),
        heartbeat=timedelta(seconds=20),
        retry=RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=60)),
    )
