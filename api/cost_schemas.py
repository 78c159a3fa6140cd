"""What a film was said to cost and what it did cost, as the API gives it."""

from decimal import Decimal

from pydantic import BaseModel, Field

from film.production_stage import Stage


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
