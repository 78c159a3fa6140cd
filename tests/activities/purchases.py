"""All steps of a purchase in one place, as a worker has them."""

from activities.awaiting import AwaitActivities
from activities.reconciling import ReconcileActivities
from activities.settling import SettleActivities
from activities.storing import StoreActivities
from activities.submitting import SubmitActivities


class Purchases:
    def __init__(
        self,
        submitting: SubmitActivities,
        awaiting: AwaitActivities,
        storing: StoreActivities,
        settling: SettleActivities,
        reconciling: ReconcileActivities,
    ) -> None:
        self.submit = submitting.submit
        self.await_prediction = awaiting.await_prediction
        self.store_output = storing.store_output
        self.settle = settling.settle
        self.set_budget = settling.set_budget
        self.reconcile = reconciling.reconcile
