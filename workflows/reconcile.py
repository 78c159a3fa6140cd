"""The reconciler: one round through the ledger and the providers' lists, started by a schedule."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import RECONCILE, Reconciled, ReconcileRequest

from workflows.calls import call
from workflows.policies import RECONCILING

SCHEDULE_ID = "reconcile-ledger"


@workflow.defn(name="ReconcileWorkflow")
class ReconcileWorkflow:
    """Compares what we believe with what the providers list, and brings home what was paid for."""

    @workflow.run
    async def run(self, request: ReconcileRequest) -> Reconciled:
        """What the round found."""
        found = await call(RECONCILE, request, RECONCILING, "Compare the ledger with the providers")
        orphans = ", ".join(found.orphans) or "none"
        workflow.set_current_details(
            f"{found.cleared} doubts cleared, {found.in_doubt} left; {found.stopped} stopped; "
            f"{found.rescued} brought home; orphans: {orphans}"
        )
        return found
