"""What runs by itself: the reconciler, as a schedule of Temporal, so that one runs however many workers there are."""

from datetime import timedelta

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError

from activities.contract import ReconcileRequest
from workflows.policies import STUDIO_QUEUE
from workflows.reconcile import SCHEDULE_ID, ReconcileWorkflow

log = structlog.get_logger()


async def ensure_reconciler(client: Client, every: timedelta) -> None:
    """Have the ledger reconciled every so often. A server that offers no schedules is no reason not to work."""
    wanted = Schedule(
        action=ScheduleActionStartWorkflow(
            ReconcileWorkflow.run,
            ReconcileRequest(quiet_s=every.total_seconds()),
            id="reconcile",
            task_queue=STUDIO_QUEUE,
            static_summary="Compare the ledger with the providers",
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(minutes=1)),
    )
    try:
        try:
            await client.create_schedule(SCHEDULE_ID, wanted)
        except ScheduleAlreadyRunningError:
            await client.get_schedule_handle(SCHEDULE_ID).update(lambda found: _renewed(found, wanted))
    except RPCError as error:
        log.warning("the reconciler is not scheduled", reason=error.message)


def _renewed(found: ScheduleUpdateInput, wanted: Schedule) -> ScheduleUpdate:
    """What is wanted now, paused if somebody has paused it."""
    wanted.state = found.description.schedule.state
    return ScheduleUpdate(wanted)
