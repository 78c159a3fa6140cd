"""Bokeh: lights out of focus behind a close subject."""

import numpy as np
import skia

from film.shot import TimeOfDay
from previz.art.layer import Layer, Look
from previz.art.paint import fill, lighten, mix, stroke

_STRENGTH = {
    TimeOfDay.DAWN: 0.16,
    TimeOfDay.DAY: 0.13,
    TimeOfDay.SUNSET: 0.24,
    TimeOfDay.DUSK: 0.26,
    TimeOfDay.NIGHT: 0.28,
}


def bokeh(look: Look) -> list[Layer]:
    """Two planes of soft discs that drift apart; few and faint by day, warm and many by night."""
    return [_discs(look, seed=3, count=10, size=1.0, depth=0.35), _discs(look, seed=4, count=7, size=1.7, depth=0.62)]


def _discs(look: Look, *, seed: int, count: int, size: float, depth: float) -> Layer:
    rng = np.random.default_rng([look.shot.seed, seed])
    stage, palette = look.stage, look.palette
    colours = [palette.window, palette.glow, palette.accent, lighten(palette.glow, 0.4)]
    strength = _STRENGTH[look.shot.time_of_day]
    discs = [
        (
            float(rng.uniform(-0.05, 1.05)) * stage.width,
            float(rng.beta(2.2, 2.0)) * stage.height,
            float(rng.uniform(16, 58)) * size,
            mix(colours[int(rng.integers(4))], palette.light, 0.2),
            strength * float(rng.uniform(0.4, 1.0)),
        )
        for _ in range(count)
    ]

    def draw(canvas: skia.Canvas) -> None:
        for x, y, radius, colour, alpha in discs:
            canvas.drawCircle(x, y, radius, fill(colour, alpha))
            canvas.drawCircle(x, y, radius - 1.5, stroke(lighten(colour, 0.3), 3, alpha * 0.8))

    return Layer(draw, depth=depth, drift=2.5 * size)
