"""How long the history of a purchase is: as short as is safe."""

from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from activities.contract import Order, Pool, Receipt, submit_queue
from film.assets import AssetKind
from film.catalogue import ModelRef
from film.production_stage import Stage
from tests.workflows.studio import FakeStudio
from workflows.prediction import PredictionWorkflow


def order(key: str) -> Order:
    return Order(
        key=key,
        project_id=None,
        scene_id=None,
        take=None,
        stage=Stage.STORYBOARD,
        kind=AssetKind.STILL,
        label="A still",
        models=(ModelRef(slug="previz/storyboard", provider="previz", max_s=600),),
        wants={"prompt": "a fox"},
    )


@pytest.mark.parametrize(("late", "events"), [(set(), 17), ({"storyboard"}, 23)])
async def test_a_purchase_takes_few_events(temporal: Client, studio: FakeStudio, late: set[str], events: int) -> None:
    studio.late = late
    queues = [Pool.RECORDS, Pool.AWAIT, submit_queue("previz")]
    deciding = Worker(temporal, task_queue="one-off", workflows=[PredictionWorkflow])
    working = [Worker(temporal, task_queue=queue, activities=studio.activities()) for queue in queues]
    async with deciding, working[0], working[1], working[2]:
        handle = await temporal.start_workflow(
            PredictionWorkflow.run,
            order(f"one-off-{events}"),
            id=f"one-off-{events}",
            task_queue="one-off",
            run_timeout=timedelta(minutes=1),
        )
        receipt: Receipt = await handle.result()
    assert receipt.asset.kind is AssetKind.STILL
    assert (await handle.describe()).history_length == events
    assert (studio.stored != []) == bool(late)
