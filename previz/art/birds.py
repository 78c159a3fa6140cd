"""Birds: a small flock that crosses the sky, for the settings under it."""

import math

import numpy as np
import skia

from film.shot import Framing
from previz.art.layer import Look
from previz.art.paint import mix, stroke

_NEAR = (Framing.CLOSE, Framing.DETAIL)
"""Framings whose background is out of focus: live drawing cannot be, so the birds stay away."""


class Flock:
    """Some birds far off, wings beating, on their way across the frame at about ``height`` units."""

    def __init__(self, look: Look, height: float, *, count: int = 6, size: float = 15.0) -> None:
        rng = np.random.default_rng([look.shot.seed, 71])
        self._span = look.stage.width + 400
        self._ahead = 1 if rng.random() < 0.5 else -1
        self._speed = float(rng.uniform(46, 70)) * self._ahead
        heart = float(rng.uniform(0.25, 0.75)) * look.stage.width
        self._birds = [
            (
                heart - self._ahead * (k * 46 + float(rng.uniform(-14, 14))),
                height + (k - count / 2) * 15 + float(rng.uniform(-12, 12)),
                size * float(rng.uniform(0.75, 1.15)),
                float(rng.uniform(0, math.tau)),
            )
            for k in range(0 if look.shot.framing in _NEAR else count)
        ]
        self._paint = stroke(mix(look.palette.near, look.palette.shadow, 0.5), size * 0.19, 0.9)

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the flock at time ``t``."""
        for x, y, size, phase in self._birds:
            left = (x + self._speed * t + 200) % self._span - 200
            top = y + 8 * math.sin(t * 1.1 + phase)
            beat = size * 0.62 * math.sin(t * 8.5 + phase)
            wings = skia.Path()
            wings.moveTo(left - size, top - beat)
            wings.quadTo(left - size * 0.4, top - size * 0.25, left, top)
            wings.quadTo(left + size * 0.4, top - size * 0.25, left + size, top - beat)
            canvas.drawPath(wings, self._paint)
