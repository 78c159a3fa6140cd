"""Water: the plane of a sea or lake, rows of waves, glints, foam and spray."""

import math
from collections.abc import Sequence

import numpy as np
import skia

from previz.art.land import sun_path
from previz.art.layer import Layer, Look
from previz.art.paint import Point, Tint, blended, box, curve, fill, lighten, linear, mix, stroke
from previz.art.sky import is_overcast, sun_at


def sea(canvas: skia.Canvas, look: Look, horizon: float, bottom: float) -> None:
    """The water from the horizon to ``bottom`` and on: sky in it far off, its own colour near, the sun's path."""
    palette, stage = look.palette, look.stage
    deep = mix(palette.water, palette.shadow, 0.34)
    tints = [mix(palette.sky[-1], palette.water, 0.35), mix(palette.water, palette.sky[-2], 0.25), palette.water, deep]
    water = linear((0, horizon), (0, bottom), tints, [0.0, 0.12, 0.5, 1.0])
    canvas.drawRect(box(stage.left, horizon, stage.right, stage.bottom), water)
    rng = np.random.default_rng([look.shot.seed, 62])
    for _ in range(150):
        u = float(rng.random()) ** 1.6
        y = horizon + 3 + (bottom - horizon) * u
        x, long = float(rng.uniform(stage.left, stage.right)), (18 + 120 * u) * float(rng.uniform(0.4, 1.2))
        bright = rng.random() < 0.5
        tint = mix(palette.water, palette.sky[-1] if bright else palette.shadow, 0.5)
        canvas.drawLine(x - long, y, x + long, y, stroke(tint, 1.2 + 2.6 * u, 0.28))
    x, _ = sun_at(look, horizon)
    sun_path(canvas, look, x, horizon + 2, bottom, 260, 0.30 if is_overcast(look) else 0.85)


class Glints:
    """Sparks of light that come and go on the water under the sun."""

    def __init__(self, look: Look, top: float, bottom: float, *, count: int = 34) -> None:
        rng = np.random.default_rng([look.shot.seed, 63])
        centre, _ = sun_at(look, top)
        self._marks: list[tuple[float, float, float, float, float]] = []
        for _ in range(count):
            u = float(rng.random()) ** 1.4
            x = centre + float(rng.normal(0, 0.5)) * (90 + 330 * u)
            phase, rate = float(rng.uniform(0, math.tau)), float(rng.uniform(1.6, 3.6))
            self._marks.append((x, top + 4 + (bottom - top) * u, 5 + 26 * u, phase, rate))
        self._colour = lighten(look.palette.sun, 0.3)
        self._strength = 0.35 if is_overcast(look) else 0.95

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the glints at time ``t``."""
        for x, y, long, phase, rate in self._marks:
            alpha = self._strength * max(0.0, math.sin(phase + rate * t))
            if alpha > 0.05:
                shift = 6 * math.sin(t * 0.8 + phase)
                canvas.drawLine(
                    x - long + shift, y, x + long + shift, y, stroke(self._colour, 1.4 + long * 0.08, alpha)
                )


def wave_row(
    look: Look,
    y: float,
    *,
    depth: float,
    height: float,
    length: float,
    colour: str,
    foam: float,
    salt: int,
    pace: float = 1.0,
    steep: float = 0.5,
) -> Layer:
    """One row of swell across the stage at ``y``, rocking: ``foam`` 0..1 whitens its crests, ``steep`` leans them."""
    rng = np.random.default_rng([look.shot.seed, 64, salt])
    crest = _crest(look, rng, y, height, length, steep)

    def draw(canvas: skia.Canvas) -> None:
        palette, stage = look.palette, look.stage
        path = curve(crest)
        # The next row stands before it; what is painted in vain is paid for in every frame.
        low = stage.bottom + 100 if depth >= 1 else min(y + 340, stage.bottom + 100)
        path.lineTo(stage.right + 300, low)
        path.lineTo(stage.left - 300, low)
        path.close()
        # Thin water at the crest lets the light through; below it the wave shades itself.
        top = mix(mix(colour, palette.sky[-1], 0.42), palette.glow, 0.14)
        tints: list[Tint] = [top, mix(colour, top, 0.35), colour, mix(colour, palette.shadow, 0.34), colour]
        ends = (0, y - height), (0, y + height * 1.5 + 60)
        canvas.drawPath(path, linear(*ends, tints, [0.0, 0.18, 0.38, 0.72, 1.0]))
        canvas.save()
        canvas.clipPath(path, True)
        _streaks(canvas, look, rng, y, height, colour)
        _sunlit(canvas, look, rng, y, height, length)
        canvas.restore()
        canvas.drawPath(curve(crest), stroke(mix(top, palette.light, 0.45), 1.6 + height * 0.04, 0.75))
        if foam > 0:
            _foam(canvas, look, rng, crest, height, foam)

    return Layer(
        draw, depth=depth, sway=(length * 0.16, 5.6 / pace + salt * 0.37), bob=(height * 0.20, 3.7 / pace + salt * 0.29)
    )


def _crest(look: Look, rng: np.random.Generator, y: float, height: float, length: float, steep: float) -> list[Point]:
    """A trochoid-like line: narrow crests, wide troughs, no two alike."""
    stage = look.stage
    points: list[Point] = []
    x = stage.left - 300 - float(rng.uniform(0, length))
    while x < stage.right + 300 + length:
        wide, tall = length * float(rng.uniform(0.75, 1.3)), height * float(rng.uniform(0.55, 1.15))
        for u, rise in ((0.0, 0.0), (0.2, 0.12), (0.38, 0.5), (0.5, 0.96), (0.58, 1.0), (0.68, 0.62), (0.82, 0.18)):
            lean = steep * 0.10 * rise
            points.append((x + wide * (u + lean), y - tall * rise))
        x += wide
    return points


def _streaks(canvas: skia.Canvas, look: Look, rng: np.random.Generator, y: float, height: float, colour: str) -> None:
    stage = look.stage
    for _ in range(70):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        level = y - height * 0.4 + deep * (height * 1.6 + 60)
        long = float(rng.uniform(24, 90)) * (0.6 + height / 90)
        tint = mix(colour, look.palette.light if rng.random() < 0.55 else look.palette.shadow, 0.4)
        path = skia.Path()
        path.moveTo(x - long, level + 3)
        path.quadTo(x, level - long * 0.10, x + long, level + 3)
        canvas.drawPath(path, stroke(tint, 1.2 + height * 0.02, 0.30))


def _sunlit(canvas: skia.Canvas, look: Look, rng: np.random.Generator, y: float, height: float, length: float) -> None:
    """The sun's or moon's path where it crosses this row: bright broken strokes under the light."""
    centre, _ = sun_at(look, y)
    colour = lighten(mix(look.palette.sun, look.palette.glow, 0.3), 0.1)
    strength = 0.20 if is_overcast(look) else 0.85
    for _ in range(46):
        off = float(rng.normal(0, 0.5))
        x, level = centre + off * (120 + length * 0.5), y - height * 0.5 + float(rng.random()) * (height * 1.3 + 44)
        long = length * float(rng.uniform(0.02, 0.10)) + 5
        paint = stroke(colour, 1.4 + height * 0.06, strength * float(rng.uniform(0.25, 1.0)) * math.exp(-off * off))
        canvas.drawLine(x - long, level, x + long, level, blended(paint, skia.BlendMode.kScreen))


def _foam(
    canvas: skia.Canvas, look: Look, rng: np.random.Generator, crest: Sequence[Point], height: float, foam: float
) -> None:
    """White water on the crests: a ragged cap that tapers to both sides, and lace running down the front."""
    palette = look.palette
    white = mix(mix("#ffffff", palette.light, 0.3), palette.shadow, 0.34 if palette.night else 0.05)
    white = mix(white, palette.sky[-1], 0.12)
    low = max(y for _, y in crest)
    for i in range(4, len(crest) - 3, 7):
        tall = low - crest[i][1]
        if rng.random() > 0.25 + foam * 0.7:
            continue
        cap = [*crest[i - 2 : i + 3]]
        thick = tall * (0.10 + 0.20 * foam)
        under = [
            (x + float(rng.uniform(-6, 6)), y + thick * (1 - abs(k - 2.2) / 2.6) * float(rng.uniform(0.7, 1.3)) + 2)
            for k, (x, y) in enumerate(cap)
        ]
        path = curve(cap)
        path.lineTo(*under[-1])
        back = curve(list(reversed(under)))
        path.addPath(back, skia.Path.AddPathMode.kExtend_AddPathMode)
        path.close()
        canvas.drawPath(path, fill(white, 0.55 + 0.4 * foam))
        for _ in range(round(5 + 12 * foam)):
            x = float(rng.uniform(cap[0][0], cap[-1][0]))
            top = float(np.interp(x, [p[0] for p in cap], [p[1] for p in cap])) + thick * 0.6
            fall = tall * float(rng.uniform(0.10, 0.5))
            lace = curve([(x, top), (x + fall * 0.5, top + fall * 0.4), (x + fall * 1.3, top + fall)])
            canvas.drawPath(lace, stroke(white, 1.2 + height * 0.035, 0.42 * float(rng.uniform(0.4, 1.0))))


class Spray:
    """Water thrown up where waves strike: bursts of drops at ``places``, each in its own rhythm."""

    def __init__(self, look: Look, places: Sequence[tuple[float, float, float]], *, period_s: float = 3.4) -> None:
        rng = np.random.default_rng([look.shot.seed, 65])
        self._colour = mix(
            mix("#ffffff", look.palette.light, 0.3), look.palette.shadow, 0.2 if look.palette.night else 0.0
        )
        self._bursts = [
            (
                x,
                y,
                period_s * float(rng.uniform(0.85, 1.25)),
                float(rng.uniform(0, period_s)),
                [
                    (
                        float(rng.normal(0, 0.34)) * power,
                        -float(rng.uniform(0.4, 1.0)) * power,
                        float(rng.uniform(2.2, 7.5)),
                    )
                    for _ in range(26)
                ],
            )
            for x, y, power in places
        ]

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the drops in the air at time ``t``."""
        for x, y, period, phase, drops in self._bursts:
            since = (t + phase) % period
            if since > 1.5:
                continue
            fade = 1 - since / 1.5
            paint = fill(self._colour, 0.8 * fade)
            for vx, vy, size in drops:
                top = y + vy * since + 310 * since * since
                if top < y + 12:
                    canvas.drawCircle(x + vx * since, top, size * (0.6 + since * 0.5), paint)
