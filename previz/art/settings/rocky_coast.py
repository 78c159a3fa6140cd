"""A rocky coast: cliffs, breakers and spray under a wide sky; calm in fair weather, wild in a storm."""

import math
from itertools import pairwise

import numpy as np
import skia

from film.shot import Weather
from planner.shot import Actor, ActorKind
from previz.art.actors import create
from previz.art.actors.base import Pose
from previz.art.birds import Flock
from previz.art.land import crags, grass, ground, haze, rock, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, blended, darken, fill, linear, mix, polygon, stroke
from previz.art.sky import sky
from previz.art.water import Glints, Spray, sea, wave_row

_LIGHTHOUSE = 0.34


def build(look: Look) -> Backdrop:
    """Far headlands, four rows of breakers, sea stacks, and the rock the subject stands on."""
    stage, palette = look.stage, look.palette
    horizon = stage.horizon - 70
    rough = {Weather.STORM: 2.5, Weather.WINDY: 1.7, Weather.RAIN: 1.4}.get(look.shot.weather, 0.9)
    foam = min(1.0, 0.45 * rough)
    side = 1 if look.rng.random() < 0.5 else -1
    seed = int(look.rng.integers(1 << 30))
    ledge = stage.floor - 26
    far = mix(palette.water, palette.sky[-1], 0.24)
    near = mix(palette.water, palette.shadow, 0.22)
    reach = ledge - horizon
    stacks = _stacks(look, side, horizon, reach)
    shore = [(x, y, 165 * math.sqrt(rough)) for x, y, _ in stacks]
    shore += [(stage.width * u, ledge - 6, 150 * rough) for u in (0.10, 0.34, 0.71, 0.92)]

    def breaker(salt: int, share: float, depth: float) -> Layer:
        return wave_row(
            look,
            horizon + reach * share,
            depth=depth,
            height=(5 + 32 * share) * rough,
            length=130 + 500 * share,
            colour=mix(far, near, share),
            foam=foam * (0.4 + 0.6 * share),
            salt=salt,
        )

    return Backdrop(
        behind=[
            *sky(look, horizon),
            Animation(Flock(look, stage.height * 0.26, count=5, size=19), depth=0.10),
            Layer(lambda c: _headlands(c, look, horizon, side, seed), depth=0.10),
            Layer(lambda c: sea(c, look, horizon, stage.height), depth=0.16),
            Animation(Glints(look, horizon, ledge), depth=0.16),
            breaker(1, 0.10, 0.22),
            breaker(2, 0.30, 0.30),
            Layer(lambda c: _cliff(c, look, horizon, side, seed), depth=0.36),
            breaker(3, 0.54, 0.44),
            Layer(lambda c: _rocks(c, look, stacks, seed), depth=0.52),
            Animation(Spray(look, shore[: len(stacks)]), depth=0.52),
            breaker(4, 0.84, 0.66),
            Animation(Spray(look, shore[len(stacks) :]), depth=0.80),
            Layer(lambda c: _ledge(c, look, ledge, seed), depth=0.92),
        ],
        front=[Layer(lambda c: _boulders(c, look, seed), depth=1.32, blur=2.4)],
        floor=stage.floor,
    )


def stone(look: Look) -> str:
    """The colour of the rock in this light."""
    return mix(mix(look.palette.near, look.palette.wood, 0.30), look.palette.ground, 0.30)


def _headlands(canvas: skia.Canvas, look: Look, horizon: float, side: int, seed: int) -> None:
    palette, stage = look.palette, look.stage
    for k, (tall, fade) in enumerate(((190, 0.55), (120, 0.25))):
        rng = np.random.default_rng(seed + k)
        tint = mix(palette.far, palette.sky[-1], fade)
        crest: list[Point] = []
        for x, y in crags(look, rng, horizon, tall, rough=0.5):
            share = max(0.0, -side * (x - stage.centre_x) / (stage.width * 0.60) - 0.10 * k)
            crest.append((x, horizon + 14 - (horizon - y) * min(1.0, share)))
        canvas.drawPath(
            ground(look, crest, smooth=False),
            linear((0, horizon - tall), (0, horizon), [mix(tint, palette.mid, 0.35), tint]),
        )
        haze(canvas, look, horizon - 90, horizon + 6, 0.45)


def _has_lighthouse(look: Look, seed: int) -> bool:
    """Whether one stands on the cliff: always for who keeps it, else by chance, and never two."""
    actors = look.shot.actors
    if any(actor.kind is ActorKind.LIGHTHOUSE for actor in actors):
        return False
    return any("lighthouse" in actor.traits for actor in actors) or seed % 3 == 0


def _cliff(canvas: skia.Canvas, look: Look, horizon: float, side: int, seed: int) -> None:
    """The near cliff: a broken edge, buttresses lit on one side, a grassy top and a dark foot in the water."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 5)
    edge = stage.centre_x + side * stage.width * 0.29
    far_end = stage.right + 60 if side > 0 else stage.left - 60
    tall, foot = 300.0 + 0.06 * stage.height, horizon + 170
    body = mix(stone(look), palette.mid, 0.40)
    bright, dark = mix(body, palette.light, 0.36), mix(body, palette.shadow, 0.46)
    count = 15
    rises = [tall * (0.34 + 0.66 * (k / count) ** 0.6) + float(rng.uniform(-24, 24)) for k in range(count + 1)]
    step = (far_end - edge) / count
    ribs = [(edge + step * k + float(rng.uniform(-14, 14)), foot - rises[k]) for k in range(count + 1)]
    toe = edge - side * 46
    outline = [
        (toe, foot),
        (edge - side * 30, foot - rises[0] * 0.45),
        (edge - side * 10, foot - rises[0] * 0.8),
        *ribs,
    ]
    if _has_lighthouse(look, seed):
        at = ribs[4]
        canvas.save()
        canvas.translate(at[0], at[1] + 34)
        canvas.scale(_LIGHTHOUSE, _LIGHTHOUSE)
        create(Actor(kind=ActorKind.LIGHTHOUSE), look).draw(canvas, Pose(phase=0.1))
        canvas.restore()
    whole = polygon([*outline, (far_end, foot + 60), (toe, foot + 60)])
    canvas.drawPath(whole, linear((0, foot - tall), (0, foot), [body, dark]))
    for k, (a, b) in enumerate(pairwise(ribs)):
        low_a, low_b = (
            (a[0] - side * float(rng.uniform(10, 50)), foot),
            (b[0] - side * float(rng.uniform(10, 50)), foot),
        )
        waist = ((a[0] + b[0]) / 2 + float(rng.uniform(-22, 22)), foot - rises[k] * float(rng.uniform(0.35, 0.62)))
        towards = bright if k % 2 == (0 if palette.key_x > 0 else 1) else dark
        canvas.drawPath(polygon([a, waist, low_a]), linear((0, a[1]), (0, foot), [(towards, 0.62), (towards, 0.10)]))
        away = dark if towards == bright else bright
        canvas.drawPath(polygon([b, waist, low_b]), linear((0, b[1]), (0, foot), [(away, 0.40), (away, 0.05)]))
        shelf = foot - rises[k] * float(rng.uniform(0.25, 0.85))
        canvas.drawLine(a[0] - 8, shelf, b[0] + 8, shelf + float(rng.uniform(-8, 8)), stroke(dark, 2.5, 0.35))
    turf = mix(mix(palette.foliage, palette.light, 0.08), palette.mid, 0.25)
    for a, b in pairwise(ribs):
        drip = ((a[0] + b[0]) / 2, max(a[1], b[1]) + 26)
        canvas.drawPath(polygon([a, b, (b[0], b[1] + 15), drip, (a[0], a[1] + 12)]), fill(turf))
        canvas.drawLine(*a, *b, stroke(mix(turf, palette.rim, 0.55), 4, 0.85))
    haze(canvas, look, foot - 130, foot + 10, 0.30)


def _stacks(look: Look, side: int, horizon: float, reach: float) -> list[tuple[float, float, float]]:
    """Sea stacks as (x, foot, size), away from the subject."""
    stage = look.stage
    spots = ((0.30, 0.56, 74.0), (0.40, 0.62, 44.0), (0.12, 0.60, 56.0))
    return [(stage.centre_x - side * stage.width * (u * 0.98), horizon + reach * v, size) for u, v, size in spots]


def _rocks(canvas: skia.Canvas, look: Look, stacks: list[tuple[float, float, float]], seed: int) -> None:
    rng = np.random.default_rng(seed + 6)
    for x, y, size in stacks:
        for k in (1.0, 0.62, 0.45):
            where = x + (0 if k == 1.0 else float(rng.uniform(-1.3, 1.3)) * size)
            rock(canvas, look, where, y + 30, size * k * 1.25, mix(stone(look), look.palette.mid, 0.25), rng)
        white = mix("#ffffff", look.palette.light, 0.3)
        soft_spot(canvas, x, y + 30, (size * 1.7, 9), white, 0.5)


def _ledge(canvas: skia.Canvas, look: Look, ledge: float, seed: int) -> None:
    """The flat rock in front, wet where the sea reaches it, with pools and tufts."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 7)
    body = stone(look)
    x, top = stage.left - 20, []
    while x < stage.right + 60:
        middle = 1 - min(1.0, abs(x - stage.centre_x) / (stage.width * 0.5))
        top.append((x, ledge + float(rng.uniform(-22, 16)) - 40 * (1 - middle)))
        x += float(rng.uniform(46, 130))
    outline = [*top, (stage.right + 60, stage.bottom), (stage.left - 20, stage.bottom)]
    canvas.drawPath(
        polygon(outline),
        linear(
            (0, ledge - 40),
            (0, stage.height + 60),
            [mix(body, palette.light, 0.30), body, mix(body, palette.shadow, 0.55)],
            [0.0, 0.3, 1.0],
        ),
    )
    canvas.save()
    canvas.clipPath(polygon(outline), True)
    for _ in range(30):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        y, long = ledge + 10 + (stage.height + 40 - ledge) * deep**1.4, float(rng.uniform(60, 240)) * (0.5 + deep)
        slab = [
            (x - long, y),
            (x - long * 0.3, y - 9 - 10 * deep),
            (x + long, y - 3),
            (x + long * 0.5, y + 12 + 14 * deep),
        ]
        canvas.drawPath(polygon(slab), fill(palette.light if rng.random() < 0.5 else palette.shadow, 0.12))
        canvas.drawLine(*slab[0], *slab[3], stroke(darken(body, 0.5), 1.5 + deep, 0.30))
    for _ in range(7):
        px, py = float(rng.uniform(0, stage.width)), ledge + float(rng.uniform(40, stage.height - ledge))
        half = float(rng.uniform(40, 120))
        soft_spot(canvas, px, py, (half, half * 0.13), mix(palette.sky[-1], palette.water, 0.3), 0.6)
    canvas.restore()
    edge = skia.Path()
    edge.addPoly([skia.Point(*p) for p in top], False)
    canvas.drawPath(edge, blended(stroke(palette.rim, 5, 0.75), skia.BlendMode.kScreen))
    turf = mix(palette.foliage, palette.shadow, 0.25)
    for _ in range(12):
        gx = float(rng.uniform(stage.left, stage.right))
        if abs(gx - stage.centre_x) > stage.width * 0.2:
            grass(
                canvas,
                rng,
                (gx - 30, gx + 30),
                lambda _: ledge + 26,
                (22, 52),
                [turf, mix(turf, palette.light, 0.25)],
                14,
            )


def _boulders(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Dark stones at the lower corners, out of focus."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 8)
    dark = mix(stone(look), palette.shadow, 0.6)
    for u, size in ((-0.06, 210.0), (0.09, 120.0), (1.05, 230.0), (0.92, 110.0)):
        rock(canvas, look, stage.width * u, stage.height + 90, size, dark, rng)
