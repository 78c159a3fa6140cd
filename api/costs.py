"""What a film was said to cost beside what it did cost, by stage, by scene and in all."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from api.cost_schemas import Costs, SceneCost, StageCost
from film.estimate import Estimate
from film.production_stage import Stage
from film.status import MoneyState
from store.ledger import Entry


def costs(estimate: Estimate | None, scene_ids: Iterable[str], ledger: Sequence[Entry]) -> Costs:
    """Estimate and ledger side by side. Rows in other currencies are not added up, as there is no rate for them."""
    bought = [entry for entry in ledger if entry.currency == "USD" and entry.money is not MoneyState.RELEASED]
    lines = {(line.stage.value, line.model): line for line in estimate.lines} if estimate else {}
    keys = dict.fromkeys([*lines, *((entry.stage, entry.model) for entry in bought)])
    stages = []
    for stage, model in keys:
        line = lines.get((stage, model))
        rows = [entry for entry in bought if (entry.stage, entry.model) == (stage, model)]
        stages.append(
            StageCost(
                stage=Stage(stage),
                model=model,
                calls=line.calls if line else 0,
                estimated_usd=line.cost_usd if line else Decimal(0),
                estimated_s=line.seconds if line else 0.0,
                made=len(rows),
                actual_usd=_sum(rows),
            )
        )
    scenes = [
        SceneCost(
            scene_id=scene_id,
            estimated_usd=estimate.of_scene(scene_id) if estimate else Decimal(0),
            actual_usd=_sum(entry for entry in bought if entry.scene_id == scene_id),
        )
        for scene_id in scene_ids
    ]
    order = list(Stage)
    return Costs(
        estimated_usd=estimate.cost_usd if estimate else None,
        estimated_s=estimate.wall_s() if estimate else None,
        actual_usd=_sum(bought),
        stages=sorted(stages, key=lambda each: order.index(each.stage)),
        scenes=scenes,
    )


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum((entry.cost for entry in entries), Decimal(0))
