"""What a film will cost, said before the first paid call and kept beside what it did cost."""

from decimal import Decimal

from pydantic import Field

from film.model import Value
from film.production_stage import Stage


class EstimateLine(Value):
    """One kind of purchase: all its ``calls``, of one model.

    ``seconds`` is how long the model usually takes for them, one after the other. ``scenes`` are the shares of the
    price by scene; empty for what is made once for the whole film.
    """

    stage: Stage
    model: str
    calls: int = Field(ge=1)
    cost_usd: Decimal = Field(ge=0)
    seconds: float = Field(ge=0)
    scenes: dict[str, Decimal] = Field(default_factory=dict)


class Estimate(Value):
    """Everything that will be bought, as far as it is known before, in the order of making."""

    lines: tuple[EstimateLine, ...] = ()

    @property
    def cost_usd(self) -> Decimal:
        """The whole price."""
        return sum((line.cost_usd for line in self.lines), Decimal(0))

    def of_scene(self, scene_id: str) -> Decimal:
        """The price of one scene, as far as it is its own."""
        return sum((line.scenes.get(scene_id, Decimal(0)) for line in self.lines), Decimal(0))

    def wall_s(self, takes_at_once: int = 4) -> float:
        """About how long the making takes: scenes side by side, ``takes_at_once`` at a time, after the rest in a row.

        Usual times of the models, for a person to plan with; queues at the provider are not in it.
        """
        shot = sum(line.seconds for line in self.lines if line.scenes)
        once = sum(line.seconds for line in self.lines if not line.scenes and line.stage is not Stage.MUSIC)
        scenes = {scene_id for line in self.lines for scene_id in line.scenes}
        rounds = -(-len(scenes) // takes_at_once)
        return once + (shot / len(scenes) * rounds if scenes else 0.0)
