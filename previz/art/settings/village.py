"""A village: cottages along a lane, a church on the hill, gardens, smoke from the chimneys."""

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.cottages import Smoke, cottage
from previz.art.land import broadleaf, bush, crest_at, flowers, grass, ground, haze, rolling, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, box, curve, fill, linear, mix, polygon, stroke
from previz.art.sky import sky
from previz.art.town import lamp


def build(look: Look) -> Backdrop:
    """Six planes: hills, the church, far and near cottages, the lane, a fence before the lens."""
    stage = look.stage
    horizon = stage.horizon
    seed = int(look.rng.integers(1 << 30))
    crest = rolling(look, look.rng, horizon - 46, 40, waves=3)
    near, chimneys = _plots(look, horizon)
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Animation(Flock(look, stage.height * 0.24), depth=0.10),
            Layer(lambda c: _hills(c, look, crest, horizon, seed), depth=0.14),
            Layer(lambda c: _far_houses(c, look, horizon, seed), depth=0.28),
            Layer(lambda c: _houses(c, look, near, horizon, seed), depth=0.50),
            Animation(Smoke(look, chimneys), depth=0.50),
            Layer(lambda c: _lane(c, look, horizon, seed), depth=0.70),
        ],
        front=[Layer(lambda c: _fence(c, look, seed), depth=1.3, blur=2.0, sway=(1.5, 4.3))],
        floor=stage.floor,
    )


def _plots(look: Look, horizon: float) -> tuple[list[Point], list[tuple[float, float, float]]]:
    """Where the near cottages stand, as (x, size), and where their smoke rises from."""
    rng, stage = np.random.default_rng([look.shot.seed, 96]), look.stage
    tall = min(stage.width, stage.height) / 1080
    plots = [
        (stage.width * (share + float(rng.uniform(-0.02, 0.02))), size * tall * float(rng.uniform(0.9, 1.1)))
        for share, size in ((-0.04, 400.0), (0.175, 330.0), (0.335, 220.0), (0.67, 215.0), (0.84, 330.0), (1.06, 410.0))
    ]
    if stage.width <= stage.height:
        plots = [plots[0], (plots[1][0], plots[1][1] * 0.8), (plots[4][0], plots[4][1] * 0.8), plots[5]]
    return plots, [(x + 0.2 * size, horizon + 62 - size * 0.98, size / 330) for x, size in plots[1:5:2]]


def _grassy(look: Look, air: float) -> str:
    palette = look.palette
    turf = mix(mix(palette.foliage, palette.light, 0.10), palette.near, 0.16)
    return mix(turf, palette.sky[-1], air)


def _hills(canvas: skia.Canvas, look: Look, crest: list[Point], horizon: float, seed: int) -> None:
    """Fields behind the village and the church with its spire."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    blue = [(x, y - 54) for x, y in reversed(rolling(look, rng, horizon - 46, 36, waves=2))]
    canvas.drawPath(ground(look, sorted(blue)), fill(mix(palette.far, palette.sky[-1], 0.42)))
    haze(canvas, look, horizon - 170, horizon - 40, 0.4)
    turf = _grassy(look, 0.42)
    canvas.drawPath(
        ground(look, crest), linear((0, horizon - 100), (0, horizon + 60), [mix(turf, palette.glow, 0.2), turf])
    )
    canvas.save()
    canvas.clipPath(ground(look, crest), True)
    for k in range(9):
        x = stage.left + (stage.right - stage.left) * k / 9 + float(rng.uniform(-40, 40))
        hedge = curve([(x, horizon - 130), (x + 60, horizon - 50), (x + float(rng.uniform(-60, 160)), horizon + 60)])
        canvas.drawPath(hedge, stroke(mix(turf, palette.mid, 0.45), 4, 0.6))
    canvas.restore()
    side = -1 if palette.key_x > 0 else 1
    x = stage.centre_x + side * stage.width * 0.20
    foot = crest_at(crest, x) + 12
    wall, roof = mix(mix("#efe2cf", palette.far, 0.40), palette.sky[-1], 0.2), mix(palette.mid, palette.far, 0.3)
    canvas.drawRect(box(x + 14, foot - 58, x + 112, foot), fill(wall))
    canvas.drawPath(
        polygon([(x + 10, foot - 56), (x + 30, foot - 96), (x + 98, foot - 96), (x + 118, foot - 56)]), fill(roof)
    )
    canvas.drawRect(
        box(x - 20, foot - 140, x + 20, foot), linear((x - 20, 0), (x + 20, 0), [mix(wall, palette.shadow, 0.2), wall])
    )
    canvas.drawPath(polygon([(x - 25, foot - 138), (x, foot - 246), (x + 25, foot - 138)]), fill(roof))
    canvas.drawLine(x, foot - 266, x, foot - 240, stroke(roof, 3))
    canvas.drawLine(x - 7, foot - 259, x + 7, foot - 259, stroke(roof, 3))
    for wx, wy in ((x, foot - 108), (x + 44, foot - 40), (x + 80, foot - 40)):
        canvas.drawRoundRect(box(wx - 6, wy, wx + 6, wy + 26), 6, 6, fill(palette.window, 0.8))
    for k in range(8):
        bx = x - 60 + k * 28
        bush(canvas, look, bx, crest_at(crest, bx) + 14, float(rng.uniform(14, 26)), mix(turf, palette.mid, 0.4), rng)
    haze(canvas, look, horizon - 70, horizon + 20, 0.42)


def _far_houses(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """The other end of the village, small and half in haze, between garden trees."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 1)
    canvas.drawRect(box(stage.left, horizon + 8, stage.right, stage.bottom), fill(_grassy(look, 0.28)))
    x = stage.left
    while x < stage.right:
        size = float(rng.uniform(90, 140))
        if rng.random() < 0.62:
            cottage(canvas, look, rng, x, horizon + 22 + float(rng.uniform(-6, 8)), size)
        else:
            broadleaf(canvas, look, x, horizon + 24, size * 1.15, mix(palette.foliage, palette.mid, 0.35), rng)
        x += size * float(rng.uniform(0.95, 1.5))
    haze(canvas, look, horizon - 110, horizon + 40, 0.40)


def _houses(canvas: skia.Canvas, look: Look, plots: list[Point], horizon: float, seed: int) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 2)
    foot = horizon + 64
    canvas.drawRect(box(stage.left, foot - 14, stage.right, stage.bottom), fill(_grassy(look, 0.08)))
    leaf = mix(palette.foliage, palette.shadow, 0.16)
    for share, tall in ((0.08, 360.0), (0.265, 250.0), (0.755, 260.0), (0.93, 350.0)):
        broadleaf(canvas, look, stage.width * share, foot - 10, tall * min(1.0, stage.width / 1500), leaf, rng)
    for x, size in plots:
        cottage(canvas, look, rng, x, foot + size * 0.02, size)
    lamp(canvas, look, stage.width * 0.405, foot + 22, 0.62)
    lamp(canvas, look, stage.width * 0.60, foot + 22, 0.62)


def _lane(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """The lane with its cobbles, between verges full of flowers."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 3)
    top = horizon + 70
    turf = _grassy(look, 0.0)
    if look.shot.weather is Weather.SNOW:
        turf = mix(turf, palette.ground, 0.7)
    canvas.drawRect(
        box(stage.left, top, stage.right, stage.bottom),
        linear(
            (0, top),
            (0, stage.bottom),
            [mix(turf, palette.glow, 0.24), turf, mix(turf, palette.shadow, 0.55)],
            [0.0, 0.35, 1.0],
        ),
    )
    head = stage.centre_x - palette.key_x * stage.width * 0.08
    spread = stage.width * (0.42 if stage.width > stage.height else 0.62)
    lane = polygon(
        [
            (head - 46, top),
            (head + 46, top),
            (stage.centre_x + spread, stage.bottom),
            (stage.centre_x - spread, stage.bottom),
        ]
    )
    earth = mix(mix("#c9b294", palette.ground, 0.35), palette.light, 0.14)
    earth = mix(earth, palette.shadow, 0.52) if palette.night else earth
    canvas.drawPath(
        lane,
        linear(
            (0, top),
            (0, stage.bottom),
            [mix(earth, palette.glow, 0.30), earth, mix(earth, palette.shadow, 0.46)],
            [0.0, 0.4, 1.0],
        ),
    )
    canvas.save()
    canvas.clipPath(lane, True)
    rows = 17
    for row in range(rows):
        u0, u1 = (row / rows) ** 1.7, ((row + 1) / rows) ** 1.7
        y0, y1 = top + (stage.bottom - top) * u0, top + (stage.bottom - top) * u1
        half, middle = 46 + (spread - 46) * u0, head + (stage.centre_x - head) * u0
        for k in range(11):
            x = middle - half + 2 * half * (k + (0.5 if row % 2 else 0.0)) / 10
            wide = half / 10 * 0.88
            tone = float(rng.uniform(-0.15, 0.15))
            stone = mix(earth, palette.light if tone > 0 else palette.shadow, abs(tone) + 0.05)
            canvas.drawRoundRect(
                box(x - wide, y0 + 1, x + wide, y1 - 1), wide * 0.3, (y1 - y0) * 0.3, fill(stone, 0.62)
            )
    canvas.restore()
    tints = [
        palette.accent,
        mix(palette.accent, "#ffffff", 0.5),
        mix(palette.glow, "#ffffff", 0.3),
        mix(palette.fabric, "#ffffff", 0.2),
    ]
    tints = [mix(t, palette.shadow, 0.35 if palette.night else 0.0) for t in tints]
    for side in (-1, 1):
        for _ in range(120):
            u = float(rng.random()) ** 1.2
            half = 46 + (spread - 46) * u
            x = head + (stage.centre_x - head) * u + side * (half + abs(float(rng.normal(0, 90))) + 8)
            y = top + (stage.bottom - top) * u
            canvas.save()
            canvas.translate(x, y)
            grass(
                canvas,
                rng,
                (-12, 12),
                lambda _: 0.0,
                (10 + 22 * u, 22 + 44 * u),
                [turf, mix(turf, palette.glow, 0.3), mix(turf, palette.shadow, 0.3)],
                3,
            )
            if look.shot.weather is not Weather.SNOW and rng.random() < 0.5:
                flowers(canvas, rng, [(0.0, -16 - 26 * u)], 4 + 7 * u, tints)
            canvas.restore()
    soft_spot(canvas, stage.centre_x - palette.key_x * 500, top + 60, (330, 20), palette.shadow, 0.22)


def _fence(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """A picket fence with roses in the lower corners, before the lens."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 4)
    wood = mix(mix("#f7efe2", palette.light, 0.2), palette.shadow, 0.62 if palette.night else 0.34)
    reach = stage.width * 0.17
    for left, right in ((stage.left, reach), (stage.width - reach, stage.right)):
        for rail in (stage.height - 56, stage.height + 14):
            canvas.drawRect(box(left, rail, right, rail + 15), fill(mix(wood, palette.shadow, 0.25)))
        x = left
        while x < right - 30:
            tip = stage.height - 108
            canvas.drawPath(
                polygon([(x, stage.bottom), (x, tip + 20), (x + 16, tip), (x + 32, tip + 20), (x + 32, stage.bottom)]),
                fill(wood),
            )
            x += 58
        for _ in range(15):
            bx = float(rng.uniform(left, right))
            bush(
                canvas,
                look,
                bx,
                stage.height + 66,
                float(rng.uniform(40, 84)),
                mix(palette.foliage, palette.shadow, 0.5),
                rng,
            )
            rose = mix(palette.accent, palette.shadow, 0.22)
            flowers(
                canvas, rng, [(bx, stage.height - float(rng.uniform(-20, 40)))], 17, [rose, mix(rose, "#ffffff", 0.3)]
            )
