"""A country road seen from its side: mountains far off, fields, poles and bushes that pass by."""

import math

import numpy as np
import skia

from film.shot import Weather
from planner.shot import Action, ActorKind
from previz.art.birds import Flock
from previz.art.cottages import cottage
from previz.art.land import Rng, broadleaf, bush, conifer, crags, crest_at, grass, ground, haze, rock, rolling
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, box, curve, fill, linear, mix, polygon, stroke
from previz.art.sky import sky
from previz.art.town import lit_share

_ROLLING = {Action.RIDE, Action.RUN, Action.WALK}
_VEHICLES = {ActorKind.CAR, ActorKind.TRUCK, ActorKind.BICYCLE, ActorKind.TRAIN}


def build(look: Look) -> Backdrop:
    """Far mountains and fields behind a straight road; when the subject drives, the roadside passes by."""
    stage = look.stage
    horizon = stage.horizon - 50
    seed = int(look.rng.integers(1 << 30))
    fields = rolling(look, look.rng, horizon + 10, 26, waves=3)
    verge = stage.floor - 118
    speed = _speed(look)
    passing = _Passing(look, verge, speed)
    poles = Animation(passing, depth=0.86) if speed else Layer(lambda c: passing(c, 0.0), depth=0.86)
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Animation(Flock(look, stage.height * 0.24), depth=0.10),
            Layer(lambda c: _mountains(c, look, horizon, seed, 0.55, 0.24), depth=0.06),
            Layer(lambda c: _mountains(c, look, horizon + 6, seed + 1, 0.25, 0.13), depth=0.12),
            Layer(lambda c: _fields(c, look, fields, horizon, seed), depth=0.24),
            Layer(lambda c: _farm(c, look, horizon, seed), depth=0.40),
            Layer(lambda c: _hedges(c, look, verge, seed), depth=0.62),
            poles,
            Layer(lambda c: _tarmac(c, look, verge, seed), depth=0.92),
            Animation(_Dashes(look, stage.floor + 34, speed), depth=0.95),
        ],
        front=[
            Layer(lambda c: _roadside(c, look, seed), depth=1.3, blur=2.6),
            *([Animation(_Rushing(look, speed), depth=1.3)] if speed else []),
        ],
        floor=stage.floor,
    )


def _speed(look: Look) -> float:
    """How fast the roadside passes, in units per second: with the subject, if it is on its way."""
    subject = look.shot.actors[0] if look.shot.actors else None
    if subject is None or subject.action not in _ROLLING:
        return 0.0
    return 620.0 if subject.kind in _VEHICLES else 0.0


def _turf(look: Look, air: float) -> str:
    palette = look.palette
    return mix(mix(mix(palette.foliage, palette.light, 0.12), palette.ground, 0.22), palette.sky[-1], air)


def _mountains(canvas: skia.Canvas, look: Look, foot: float, seed: int, air: float, height: float) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    tall = height * min(stage.height, 1250)
    crest = crags(look, rng, foot, tall, rough=0.5, detail=5)
    tint = mix(mix(palette.far, palette.mid, 0.45), palette.sky[-1], air)
    canvas.drawPath(
        ground(look, crest, smooth=False),
        linear((0, foot - tall), (0, foot), [mix(tint, palette.shadow, 0.10), mix(tint, palette.sky[-1], 0.4)]),
    )
    lit = 1 if palette.key_x > 0 else -1
    for i in range(1, len(crest) - 1):
        (ax, ay), (x, y), (bx, by) = crest[i - 1], crest[i], crest[i + 1]
        if y < ay and y < by:
            fall = (foot - y) * 0.75
            face = [
                (x, y),
                (bx if lit > 0 else ax, by if lit > 0 else ay),
                (x + lit * fall * 0.7, y + fall),
                (x + lit * fall * 0.1, y + fall * 0.6),
            ]
            canvas.save()
            canvas.clipPath(ground(look, crest, smooth=False), True)
            canvas.drawPath(polygon(face), fill(palette.light, 0.16))
            canvas.restore()
    haze(canvas, look, foot - tall * 0.6, foot + 6, 0.5)


def _fields(canvas: skia.Canvas, look: Look, crest: list[Point], horizon: float, seed: int) -> None:
    """Fields in furrows that run to a point on the horizon."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 10)
    turf = _turf(look, 0.30)
    hill = ground(look, crest)
    canvas.drawPath(hill, linear((0, horizon - 20), (0, horizon + 140), [mix(turf, palette.glow, 0.25), turf]))
    canvas.save()
    canvas.clipPath(hill, True)
    for k in range(12):
        wide = (stage.right - stage.left) / 12
        x = stage.left + wide * k
        crop = mix(
            turf, (palette.glow, palette.wood, palette.foliage)[int(rng.integers(3))], float(rng.uniform(0.08, 0.30))
        )
        lean = (x - stage.centre_x) * 0.6
        strip = polygon(
            [
                (x, horizon - 60),
                (x + wide, horizon - 60),
                (x + wide + lean + 80, horizon + 200),
                (x + lean, horizon + 200),
            ]
        )
        canvas.drawPath(strip, fill(crop, 0.7))
        for j in range(1, 7):
            u = j / 7
            canvas.drawLine(
                x + wide * u,
                horizon - 60,
                x + lean + (wide + 80) * u,
                horizon + 200,
                stroke(mix(crop, palette.mid, 0.5), 2.2, 0.32),
            )
    canvas.restore()
    for _ in range(30):
        x = float(rng.uniform(stage.left, stage.right))
        y = crest_at(crest, x)
        (conifer if rng.random() < 0.5 else _round_tree)(
            canvas, x, y + 5, float(rng.uniform(22, 46)), mix(turf, palette.mid, 0.5), rng
        )
    haze(canvas, look, horizon - 40, horizon + 60, 0.36)


def _round_tree(canvas: skia.Canvas, x: float, y: float, tall: float, colour: str, rng: Rng) -> None:
    wide = tall * float(rng.uniform(0.30, 0.42))
    canvas.drawOval(box(x - wide, y - tall, x + wide, y - tall * 0.15), fill(colour))
    canvas.drawLine(x, y - tall * 0.3, x, y, stroke(colour, 3))


def _farm(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """A farmhouse, a windmill and trees in the middle distance."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 20)
    base = rolling(look, rng, horizon + 86, 10, waves=2)
    turf = _turf(look, 0.16)
    canvas.drawPath(
        ground(look, base), linear((0, horizon + 70), (0, horizon + 220), [mix(turf, palette.glow, 0.2), turf])
    )
    side = 1 if rng.random() < 0.5 else -1
    x = stage.centre_x + side * stage.width * 0.30
    foot = crest_at(base, x) + 12
    for k, size in enumerate((170.0, 115.0)):
        cottage(canvas, look, rng, x + side * 150 * k, foot, size)
    for dx, tall in ((-120, 190.0), (250, 220.0), (310, 160.0)):
        broadleaf(canvas, look, x + side * dx, foot + 2, tall, mix(palette.foliage, palette.mid, 0.25), rng)
    mill_x = stage.centre_x - side * stage.width * 0.27
    mill = crest_at(base, mill_x) + 6
    steel = mix(palette.mid, palette.far, 0.35)
    for leg in (-16, 16):
        canvas.drawLine(mill_x + leg, mill, mill_x, mill - 150, stroke(steel, 4))
    for k in range(3):
        canvas.drawLine(
            mill_x - 12 + 3 * k, mill - 30 - 40 * k, mill_x + 12 - 3 * k, mill - 30 - 40 * k, stroke(steel, 2.4)
        )
    for k in range(10):
        a = k * math.tau / 10
        canvas.drawLine(mill_x, mill - 156, mill_x + 34 * math.cos(a), mill - 156 + 34 * math.sin(a), stroke(steel, 5))
    haze(canvas, look, horizon + 20, horizon + 130, 0.22)


def _hedges(canvas: skia.Canvas, look: Look, verge: float, seed: int) -> None:
    """A meadow along the road with hedges and stones."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 30)
    turf = _turf(look, 0.05)
    crest = rolling(look, rng, verge - 54, 9, waves=2)
    canvas.drawPath(
        ground(look, crest),
        linear((0, verge - 60), (0, verge + 60), [mix(turf, palette.glow, 0.22), mix(turf, palette.shadow, 0.14)]),
    )
    for _ in range(26):
        x = float(rng.uniform(stage.left, stage.right))
        bush(
            canvas,
            look,
            x,
            crest_at(crest, x) + float(rng.uniform(4, 36)),
            float(rng.uniform(20, 46)),
            mix(turf, palette.near, 0.35),
            rng,
        )
    for _ in range(6):
        rock(
            canvas,
            look,
            float(rng.uniform(stage.left, stage.right)),
            verge - 8,
            float(rng.uniform(14, 30)),
            mix(palette.mid, palette.ground, 0.5),
            rng,
        )
    tints = [mix(turf, palette.glow, 0.28), turf, mix(turf, palette.shadow, 0.25)]
    grass(canvas, rng, (stage.left, stage.right), lambda _: verge - 6, (16, 44), tints, 420)


def _tarmac(canvas: skia.Canvas, look: Look, verge: float, seed: int) -> None:
    """The road across the frame: kerb line, wear, the shine of the sky."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 40)
    low = stage.floor + 104
    tar = mix(mix(palette.near, palette.ground, 0.55), palette.shadow, 0.12)
    if look.shot.weather is Weather.SNOW:
        tar = mix(tar, "#ffffff", 0.35)
    shoulder = mix(mix(palette.ground, palette.wood, 0.35), palette.light, 0.20)
    canvas.drawRect(box(stage.left, verge - 2, stage.right, verge + 20), fill(shoulder))
    body = [mix(tar, palette.glow, 0.34), mix(tar, palette.sky[-2], 0.14), tar, mix(tar, palette.shadow, 0.3)]
    canvas.drawRect(
        box(stage.left, verge + 16, stage.right, stage.bottom),
        linear((0, verge), (0, low), body, [0.0, 0.25, 0.6, 1.0]),
    )
    line = mix("#fff6e2", palette.shadow, 0.42 if palette.night else 0.06)
    canvas.drawRect(box(stage.left, verge + 30, stage.right, verge + 37), fill(line, 0.8))
    for _ in range(90):
        x, y = float(rng.uniform(stage.left, stage.right)), float(rng.uniform(verge + 44, low))
        long = float(rng.uniform(40, 240))
        canvas.drawLine(
            x - long,
            y,
            x + long,
            y,
            stroke(palette.shadow if rng.random() < 0.6 else palette.light, float(rng.uniform(1, 4)), 0.08),
        )
    if look.shot.weather in (Weather.RAIN, Weather.STORM):
        canvas.drawRect(
            box(stage.left, verge + 16, stage.right, low),
            linear((0, verge), (0, low), [(palette.sky[-1], 0.42), (palette.sky[2], 0.10)]),
        )
    turf = mix(_turf(look, 0.0), palette.shadow, 0.36)
    canvas.drawRect(
        box(stage.left, low, stage.right, stage.bottom),
        linear((0, low), (0, stage.bottom), [turf, mix(turf, palette.shadow, 0.4)]),
    )
    grass(
        canvas,
        rng,
        (stage.left, stage.right),
        lambda _: low + 10,
        (16, 44),
        [turf, mix(turf, palette.light, 0.16)],
        300,
    )


def _roadside(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Grass before the lens, low."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 50)
    dark = mix(_turf(look, 0.0), palette.shadow, 0.58)
    for span, count in (((stage.left, stage.width * 0.25), 80), ((stage.width * 0.75, stage.right), 80)):
        grass(canvas, rng, span, lambda _: stage.height + 90, (110, 210), [dark, mix(dark, palette.rim, 0.22)], count)


class _Passing:
    """Telegraph poles with their wires, and posts with reflectors, passing at the roadside."""

    _GAP = 620.0

    def __init__(self, look: Look, verge: float, speed: float) -> None:
        self._span = math.ceil((look.stage.width + 1200) / self._GAP) * self._GAP
        self._foot, self._speed = verge, speed
        self._start = float(np.random.default_rng([look.shot.seed, 97]).uniform(0, self._GAP))
        wood = mix(mix(look.palette.wood, look.palette.near, 0.4), look.palette.shadow, 0.45)
        self._pole, self._arm, self._wire = fill(wood), stroke(wood, 8), stroke(wood, 2, 0.75)
        self._post = fill(mix("#f4f0e6", look.palette.shadow, 0.35 if look.palette.night else 0.08))
        self._mark = fill(look.palette.accent if lit_share(look) < 0.4 else look.palette.window)

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw them at time ``t``."""
        count = int(self._span / self._GAP)
        foot, top = self._foot + 12, self._foot - 410
        for k in range(count):
            x = (k * self._GAP + self._start - self._speed * t) % self._span - 600
            canvas.drawRect(box(x - 8, top, x + 8, foot), self._pole)
            canvas.drawLine(x - 58, top + 34, x + 58, top + 34, self._arm)
            for wire in (-48, 48):
                sag = skia.Path()
                sag.moveTo(x + wire, top + 28)
                sag.quadTo(x + wire + self._GAP / 2, top + 118, x + wire + self._GAP, top + 28)
                canvas.drawPath(sag, self._wire)
            for step in (155, 310, 465):
                post = x + step
                canvas.drawRoundRect(box(post - 6, foot - 62, post + 6, foot + 6), 5, 5, self._post)
                canvas.drawRect(box(post - 4, foot - 52, post + 4, foot - 38), self._mark)


class _Dashes:
    """The line along the middle of the road, passing with the roadside."""

    def __init__(self, look: Look, y: float, speed: float) -> None:
        self._y, self._speed, self._span = y, speed * 1.1, look.stage.width + 900
        self._paint = fill(mix("#fff3d0", look.palette.shadow, 0.42 if look.palette.night else 0.05), 0.85)

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the dashes at time ``t``."""
        shift = -(self._speed * t) % 260
        for k in range(int(self._span / 260) + 1):
            x = -450 + k * 260 + shift
            canvas.drawPath(
                polygon([(x, self._y), (x + 130, self._y), (x + 126, self._y + 10), (x - 8, self._y + 10)]), self._paint
            )


class _Rushing:
    """Blades of grass that rush by before the lens, low in the frame."""

    def __init__(self, look: Look, speed: float) -> None:
        rng = np.random.default_rng([look.shot.seed, 98])
        self._span, self._speed, self._foot = look.stage.width + 500, speed * 1.7, look.stage.height + 40
        dark = mix(_turf(look, 0.0), look.palette.shadow, 0.55)
        self._paint = fill(dark, 0.85)
        self._tufts = [(float(rng.uniform(0, self._span)), float(rng.uniform(40, 96))) for _ in range(16)]

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw them at time ``t``."""
        for start, tall in self._tufts:
            x = (start - self._speed * t) % self._span - 250
            blades = curve(
                [
                    (x - 70, self._foot),
                    (x - 10, self._foot - tall),
                    (x + 14, self._foot - tall * 0.7),
                    (x + 90, self._foot),
                ]
            )
            canvas.drawPath(blades, self._paint)
