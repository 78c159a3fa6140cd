"""What a film was said to cost beside what it did cost, by stage, by scene and in all."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pydantic import BaseModel, Field

from film.estimate import Estimate
from film.production_stage import Stage
from film.status import MoneyState
from store.ledger import Entry


class StageCost(BaseModel):
    """One stage with one model; without an estimate where something else was bought than was planned."""

    stage: Stage
    model: str
    calls: int = Field(description="How many calls were planned")
    estimated_usd: Decimal
    estimated_s: float = Field(description="How long the model usually takes for them, one after the other")
    made: int = Field(description="How many attempts there were")
    actual_usd: Decimal = Field(description="What they have cost, or may yet")


class SceneCost(BaseModel):
    """One scene, as far as the money is its own."""

    scene_id: str
    estimated_usd: Decimal
    actual_usd: Decimal


class Costs(BaseModel):
    """Estimates are of the first model of each chain and without retakes; sums are in US dollars."""

    estimated_usd: Decimal | None = Field(description="`null` while there is no plan")
    estimated_s: float | None = Field(description="About how long the making takes")
    actual_usd: Decimal
    stages: list[StageCost]
    scenes: list[SceneCost]


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
