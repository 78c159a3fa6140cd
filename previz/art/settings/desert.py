"""A desert: dunes with a lit and a shaded side each, mesas in the haze, cactus, tracks in the sand."""

import math

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.land import grass, haze, rock, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, box, curve, darken, fill, linear, mix, polygon, shift, stroke
from previz.art.sky import sky


def build(look: Look) -> Backdrop:
    """Mesas, four rows of dunes, saguaros in the middle distance, sand that drifts along the ground."""
    stage = look.stage
    horizon = stage.horizon - 10
    seed = int(look.rng.integers(1 << 30))
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Layer(lambda c: _mesas(c, look, horizon, seed, 0.50, 250), depth=0.08),
            Layer(lambda c: _mesas(c, look, horizon + 8, seed + 1, 0.20, 170), depth=0.14),
            Animation(Flock(look, stage.height * 0.2, count=3, size=20), depth=0.14),
            Layer(lambda c: _dunes(c, look, horizon + 14, seed + 2, 44, 0.46), depth=0.24),
            Layer(lambda c: _dunes(c, look, horizon + 58, seed + 3, 62, 0.26), depth=0.40),
            Layer(lambda c: _growth(c, look, horizon + 74, seed), depth=0.52),
            Layer(lambda c: _near(c, look, horizon + 104, seed), depth=0.76),
            Animation(_Drift(look, horizon + 120), depth=0.8),
        ],
        front=[Layer(lambda c: _corner(c, look, seed), depth=1.3, blur=2.4)],
        floor=stage.floor,
    )


def sand(look: Look, air: float = 0.0) -> str:
    """The dunes' colour in this light; ``air`` fades it towards the horizon."""
    palette = look.palette
    base = mix("#eba25c", palette.light, 0.16)
    base = mix(base, palette.shadow, 0.60) if palette.night else mix(base, palette.mid, 0.10)
    if look.shot.weather is Weather.SNOW:
        base = mix(base, palette.ground, 0.6)
    return mix(base, mix(palette.sky[-1], palette.far, 0.4), air)


def _mesas(canvas: skia.Canvas, look: Look, foot: float, seed: int, air: float, tall: float) -> None:
    """Table mountains and needles with bands of rock."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    red = shift(mix(sand(look), palette.mid, 0.22), hue=-0.035, saturation=1.25)
    stone = mix(red, palette.sky[-1], air)
    lit = 1 if palette.key_x > 0 else -1
    x = stage.left - 60
    while x < stage.right:
        wide, rise = float(rng.uniform(70, 330)), tall * float(rng.uniform(0.35, 1.0))
        top, skirt = foot - rise, rise * 0.42
        outline: list[Point] = [(x - skirt, foot + 4), (x - 14, foot - rise * 0.40), (x - 4, top + 10)]
        steps = max(2, int(wide / 46))
        for k in range(steps + 1):
            outline.append((x + wide * k / steps, top + float(rng.uniform(-8, 8))))
        outline += [(x + wide + 4, top + 12), (x + wide + 14, foot - rise * 0.40), (x + wide + skirt, foot + 4)]
        bright, dark = mix(stone, palette.light, 0.30), mix(stone, palette.shadow, 0.22)
        ends = ((x, 0), (x + wide, 0)) if lit > 0 else ((x + wide, 0), (x, 0))
        canvas.drawPath(polygon(outline), linear(*ends, [dark, stone, bright]))
        canvas.save()
        canvas.clipPath(polygon(outline), True)
        for k in range(5):
            y = top + rise * (0.10 + 0.11 * k)
            canvas.drawRect(box(x - skirt, y, x + wide + skirt, y + rise * 0.035), fill(dark, 0.4))
        for _ in range(int(wide / 18)):
            gx = x + float(rng.random()) * wide
            gully = [
                (gx, top),
                (gx + 7, top + 4),
                (gx + float(rng.uniform(-10, 14)), top + rise * float(rng.uniform(0.3, 0.6))),
            ]
            canvas.drawPath(polygon(gully), fill(dark, 0.45))
        canvas.restore()
        x += wide + float(rng.uniform(60, 420))
    canvas.drawRect(box(stage.left, foot, stage.right, stage.bottom), fill(sand(look, air)))
    haze(canvas, look, foot - tall * 0.55, foot + 8, 0.55)


def _dunes(canvas: skia.Canvas, look: Look, y: float, seed: int, swell: float, air: float) -> None:
    """A row of crescent dunes: each has a knife-edge crest, light on one side, shade on the other."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    body = sand(look, air)
    bright, dark = mix(body, palette.light, 0.30), mix(mix(body, palette.shadow, 0.34), palette.mid, 0.16)
    canvas.drawRect(
        box(stage.left, y, stage.right, stage.bottom), linear((0, y), (0, y + 160), [body, mix(body, dark, 0.35)])
    )
    lit = 1 if palette.key_x > 0 else -1
    x = stage.left - 200
    while x < stage.right + 200:
        wide, tall = swell * float(rng.uniform(7, 12)), swell * float(rng.uniform(0.6, 1.35))
        peak = (x + wide * float(rng.uniform(0.40, 0.60)), y - tall)
        left, right = (x - 40, y + swell * 0.9), (x + wide + 40, y + swell * 0.9)
        hump = curve([left, (x + wide * 0.18, y - tall * 0.28), peak, (x + wide * 0.80, y - tall * 0.24), right])
        hump.close()
        canvas.drawPath(hump, linear((0, peak[1]), (0, y + swell), [bright, body]))
        foot = (peak[0] + lit * -0.10 * wide, y + swell * 0.9)
        edge = [
            peak,
            (peak[0] + lit * 0.05 * wide, y - tall * 0.45),
            (peak[0] - lit * 0.04 * wide, y + swell * 0.15),
            foot,
        ]
        shade = curve(edge)
        away = left if lit > 0 else right
        shade.lineTo(*away)
        canvas.save()
        canvas.clipPath(hump, True)
        far = (x - 60, peak[1]) if lit > 0 else (x + wide + 60, peak[1])
        shade.lineTo(far[0], far[1] - 10)
        shade.close()
        canvas.drawPath(shade, linear((0, peak[1]), (0, y + swell), [(dark, 0.92), (dark, 0.25)]))
        canvas.restore()
        x += wide * float(rng.uniform(0.62, 0.9))
    haze(canvas, look, y - swell, y + swell, 0.42 * air + 0.08)


def _growth(canvas: skia.Canvas, look: Look, y: float, seed: int) -> None:
    """Saguaros and brush at the sides of the middle distance."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 20)
    green = mix(mix(palette.foliage, palette.near, 0.30), palette.shadow, 0.12)
    for u, size in ((0.10, 1.0), (0.235, 0.56), (0.30, 0.36), (0.70, 0.42), (0.80, 0.7), (0.93, 1.12)):
        x, foot = stage.width * (u + float(rng.uniform(-0.02, 0.02))), y + 40 + 46 * size
        soft_spot(canvas, x - palette.key_x * 130 * size, foot + 2, (150 * size, 8 * size), palette.shadow, 0.38)
        _cactus(canvas, look, rng, x, foot, 250 * size, green)
    for _ in range(26):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        tint = mix(green, sand(look), float(rng.uniform(0.2, 0.6)))
        canvas.save()
        canvas.translate(x, y + 40 + 60 * deep)
        grass(canvas, rng, (-16, 16), lambda _: 0.0, (14, 34), [tint, mix(tint, palette.light, 0.25)], 9)
        canvas.restore()


def _cactus(
    canvas: skia.Canvas, look: Look, rng: np.random.Generator, x: float, y: float, tall: float, green: str
) -> None:
    palette = look.palette
    lit = 1 if palette.key_x > 0 else -1
    wide = tall * 0.13
    limbs = [[(x, y), (x, y - tall + wide / 2)]]
    for side, at, up in ((-1, 0.42, 0.34), (1, 0.55, 0.28)):
        reach, level = side * tall * float(rng.uniform(0.20, 0.27)), y - tall * (at + float(rng.uniform(-0.05, 0.05)))
        limbs.append(
            [(x, level), (x + reach * 0.8, level - 2), (x + reach, level - tall * 0.08), (x + reach, level - tall * up)]
        )
    for k, limb in enumerate(limbs):
        thick = wide if k == 0 else wide * 0.72
        path = curve(limb)
        canvas.drawPath(path, stroke(darken(green, 0.28), thick))
        canvas.save()
        canvas.translate(lit * thick * 0.12, 0)
        canvas.drawPath(path, stroke(green, thick * 0.72))
        canvas.translate(lit * thick * 0.20, 0)
        canvas.drawPath(path, stroke(mix(green, palette.rim, 0.55), thick * 0.16))
        canvas.restore()
        canvas.drawPath(path, stroke(darken(green, 0.4), 1.6, 0.5))
    canvas.drawCircle(x, y - tall, wide * 0.22, fill(mix(palette.accent, palette.shadow, 0.1)))


def _near(canvas: skia.Canvas, look: Look, y: float, seed: int) -> None:
    """The near dune under the subject: wind ripples, a trail of footprints, stones."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 30)
    body = sand(look)
    line = [
        (stage.left + 160.0 * k, y + 20 * math.sin(k * 0.55 + seed % 6))
        for k in range(int((stage.right - stage.left) / 160) + 2)
    ]
    path = curve(line)
    path.lineTo(stage.right, stage.bottom)
    path.lineTo(stage.left, stage.bottom)
    path.close()
    canvas.drawPath(
        path,
        linear(
            (0, y - 20),
            (0, stage.bottom),
            [mix(body, palette.light, 0.30), body, mix(body, palette.shadow, 0.46)],
            [0.0, 0.36, 1.0],
        ),
    )
    for k in range(26):
        u = k / 26
        level = y + 30 + (stage.bottom - y - 30) * u**1.25
        phase = float(rng.uniform(0, math.tau))
        ripple = [
            (x, level + (3 + 6 * u) * math.sin(x / (90 + 130 * u) + phase))
            for x in np.arange(stage.left, stage.right + 80, 80)
        ]
        canvas.drawPath(curve(ripple), stroke(palette.shadow, 1.6 + 3 * u, 0.13))
        canvas.drawPath(curve([(a, b + 2 + 3 * u) for a, b in ripple]), stroke(palette.light, 1.4 + 2 * u, 0.15))
    for k in range(13):
        u = k / 12
        fx = stage.centre_x - 60 - 640 * u + (15 if k % 2 else -15) * (1 - 0.5 * u)
        soft_spot(canvas, fx, stage.floor + 26 - 150 * u, (17 - 10 * u, 6 - 3.5 * u), palette.shadow, 0.36)
    for _ in range(8):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        if abs(x - stage.centre_x) > stage.width * 0.2:
            rock(canvas, look, x, y + 50 + 170 * deep, 18 + 34 * deep, mix(body, palette.near, 0.45), rng)


class _Drift:
    """Sand blown low over the ground in thin veils."""

    def __init__(self, look: Look, top: float) -> None:
        rng, stage = np.random.default_rng([look.shot.seed, 91]), look.stage
        windy = look.shot.weather in (Weather.WINDY, Weather.STORM)
        self._speed, self._span = (420.0 if windy else 150.0), stage.width + 500
        self._paint = stroke(mix(sand(look), look.palette.light, 0.45), 2.2, 0.42 if windy else 0.24)
        self._marks = [
            (
                float(rng.uniform(0, self._span)),
                top + float(rng.random()) * (stage.height - top),
                float(rng.uniform(0, math.tau)),
            )
            for _ in range(44 if windy else 22)
        ]

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the veils at time ``t``."""
        for x, y, phase in self._marks:
            left = (x + self._speed * t * (0.8 + 0.2 * math.sin(phase))) % self._span - 250
            lift = 6 * math.sin(t * 2 + phase)
            canvas.drawLine(left, y + lift, left + 90, y + lift - 5, self._paint)


def _corner(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Stones and dry grass before the lens, low in the corners."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 40)
    dark = mix(mix(sand(look), palette.near, 0.5), palette.shadow, 0.45)
    for u, size in ((-0.04, 170.0), (0.10, 80.0), (1.04, 190.0), (0.93, 90.0)):
        rock(canvas, look, stage.width * u, stage.height + 80, size, dark, rng)
    straw = mix(mix("#c9a25a", palette.light, 0.2), palette.shadow, 0.55)
    for span in ((stage.left, stage.width * 0.14), (stage.width * 0.86, stage.right)):
        grass(canvas, rng, span, lambda _: stage.height + 60, (90, 200), [straw, mix(straw, palette.rim, 0.35)], 46)
