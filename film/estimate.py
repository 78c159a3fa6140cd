"""What a film will cost, said before the first paid call and kept beside what it did cost."""

from decimal import Decimal

from pydantic import Field

from film.model import Value
from film.production_stage import Stage


class EstimateLine(Value):
    """One kind of purchase for a scene, or for the whole film where ``scene_id`` is ``None``.

    ``seconds`` is how long the model usually takes for all its ``calls``, one after the other.
    """

    stage: Stage
    scene_id: str | None = None
    model: str
    calls: int = Field(ge=1)
    cost_usd: Decimal = Field(ge=0)
    seconds: float = Field(ge=0)


class Estimate(Value):
    """Everything that will be bought, as far as it is known before."""

    lines: tuple[EstimateLine, ...] = ()

    @property
    def cost_usd(self) -> Decimal:
        """The whole price."""
        return sum((line.cost_usd for line in self.lines), Decimal(0))
