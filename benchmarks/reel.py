"""Purchases beside and after each other inside one workflow, as takes and projects make them."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import Order

from workflows.holds import Holds
from workflows.purchase import purchase

QUEUE = "bench"


@workflow.defn(name="ReelWorkflow")
class ReelWorkflow:
    """Runs in the bench; its activities run in the worker that is measured."""

    @workflow.run
    async def run(self, orders: list[Order], beside: bool) -> int:
        """Buy everything, side by side or in turn."""
        holds = Holds(_nothing)
        if beside:
            await asyncio.gather(*(purchase(order, holds) for order in orders))
        else:
            for order in orders:
                await purchase(order, holds)
        return len(orders)


async def _nothing() -> None:
    return
