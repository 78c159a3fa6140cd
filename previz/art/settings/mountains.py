"""Mountains: three ranges under snow, a still lake that mirrors them, firs and a meadow in front."""

from itertools import pairwise

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.land import Rng, conifer, crest_at, flowers, grass, ground, haze, rock, rolling, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, box, fill, linear, mix, polygon, stroke
from previz.art.sky import sky
from previz.art.water import Glints, sea


def build(look: Look) -> Backdrop:
    """Seven planes, from pale peaks to flowers before the lens."""
    stage = look.stage
    horizon = stage.horizon - 30
    seed = int(look.rng.integers(1 << 30))
    shore = rolling(look, look.rng, horizon + 96, 12, waves=3)
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Layer(lambda c: _range(c, look, horizon, seed, 0.50, 0.62), depth=0.07),
            Layer(lambda c: _range(c, look, horizon + 8, seed + 1, 0.38, 0.30), depth=0.13),
            Animation(Flock(look, stage.height * 0.27, count=5), depth=0.14),
            Layer(lambda c: _foothills(c, look, horizon, seed), depth=0.22),
            Layer(lambda c: _lake(c, look, horizon + 26), depth=0.30),
            Animation(Glints(look, horizon + 30, horizon + 110, count=20), depth=0.30),
            Layer(lambda c: _shore(c, look, shore, seed), depth=0.52),
            Layer(lambda c: _meadow(c, look, horizon, seed), depth=0.80),
        ],
        front=[Layer(lambda c: _edge(c, look, seed), depth=1.3, blur=2.4, sway=(3.0, 4.1))],
        floor=stage.floor,
    )


def _range(canvas: skia.Canvas, look: Look, foot: float, seed: int, height: float, air: float) -> None:
    """One range: its peaks from the farthest (at the edges) to the tallest, haze at the foot."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    tall = height * min(stage.height, 1300)
    count = 7
    step = (stage.right - stage.left) / count
    crown = int(rng.integers(2, count - 2))
    peaks = [
        (
            stage.left + step * (k + 0.5 + float(rng.uniform(-0.25, 0.25))),
            tall * (1.0 if k == crown else float(rng.uniform(0.42, 0.76))),
        )
        for k in range(count)
    ]
    for x, rise in sorted(peaks, key=lambda peak: peak[1] * (0.5 + 0.5 * float(rng.random()))):
        _peak(canvas, look, rng, x, foot, rise, air)
    base = mix(mix(palette.mid, palette.near, 0.35), palette.sky[-1], air)
    canvas.drawRect(box(stage.left, foot - 1, stage.right, stage.bottom), fill(base))
    haze(canvas, look, foot - tall * 0.50, foot + 10, 0.40 + 0.3 * air)


def _peak(canvas: skia.Canvas, look: Look, rng: Rng, x: float, foot: float, rise: float, air: float) -> None:
    """A mountain: broken slopes, a zigzag ridge between its lit and its shaded face, snow above, gullies below."""
    palette = look.palette
    lit = 1 if palette.key_x > 0 else -1
    stone = mix(mix(palette.mid, palette.near, 0.42), palette.sky[-1], air)
    bright, dark = mix(stone, palette.light, 0.34 - 0.12 * air), mix(stone, palette.shadow, 0.34 * (1 - 0.6 * air))
    half = rise * float(rng.uniform(0.95, 1.25))
    top = (x, foot - rise)
    slopes = {side: _slope(rng, top, side * half, rise) for side in (-1, 1)}
    ridge = [top]
    for k in range(1, 7):
        swing = (1 if k % 2 else -1) * rise * float(rng.uniform(0.02, 0.07))
        ridge.append((x + swing - lit * 0.05 * k * rise, top[1] + rise * k / 6))
    for side in (-1, 1):
        face = [*ridge, *reversed(slopes[side])]
        tint = bright if side == lit else dark
        low = mix(tint, palette.sky[-1], 0.22)
        canvas.drawPath(polygon(face), linear((0, top[1]), (0, foot), [tint, low]))
        _gullies(canvas, rng, ridge, slopes[side], dark if side == lit else mix(dark, palette.shadow, 0.3))
    if rise > 0.5 * look.stage.height * 0.3 or look.shot.weather is Weather.SNOW:
        _snow(canvas, look, rng, ridge, slopes, lit, air)


def _slope(rng: Rng, top: Point, half: float, rise: float) -> list[Point]:
    """One skyline of a peak, from the summit to its foot: concave, with shoulders."""
    points = [top]
    for k in range(1, 9):
        u = k / 8
        out = u**0.86 + float(rng.uniform(-0.025, 0.025))
        points.append((top[0] + half * out, top[1] + rise * min(1.0, u + float(rng.uniform(-0.03, 0.03)))))
    return points


def _gullies(canvas: skia.Canvas, rng: Rng, ridge: list[Point], slope: list[Point], tint: str) -> None:
    """Dark wedges that run from the ridge down the face."""
    for k in range(1, len(ridge) - 1):
        a, b = ridge[k], slope[min(len(slope) - 1, k + 1)]
        start = (a[0] + (b[0] - a[0]) * 0.12, a[1] + (b[1] - a[1]) * 0.12)
        end = (a[0] + (b[0] - a[0]) * float(rng.uniform(0.5, 0.8)), b[1] + float(rng.uniform(10, 46)))
        wedge = [start, end, (end[0] + (a[0] - b[0]) * 0.10, end[1] + 22)]
        canvas.drawPath(polygon(wedge), fill(tint, 0.34))


def _snow(
    canvas: skia.Canvas, look: Look, rng: Rng, ridge: list[Point], slopes: dict[int, list[Point]], lit: int, air: float
) -> None:
    """Snow on both faces down to a ragged line: warm on the lit one, blue on the other."""
    palette = look.palette
    white = mix(mix("#ffffff", palette.light, 0.35), palette.sky[-2], 0.08 + 0.40 * air)
    white = mix(white, palette.sky[2], 0.55) if palette.night else white
    cold = mix(white, mix(palette.sky[1], palette.sky[0], 0.4), 0.42 * (1 - 0.4 * air))
    rise = ridge[-1][1] - ridge[0][1]
    reach = (0.62 if look.shot.weather is Weather.SNOW else 0.40) * rise
    line = ridge[0][1] + reach
    spine = [p for p in ridge if p[1] < line]
    spine.append((spine[-1][0] + float(rng.uniform(-8, 8)), line + reach * 0.12))
    for side, slope in slopes.items():
        edge = [p for p in slope if p[1] < ridge[0][1] + reach * 0.72] or [slope[0]]
        end = edge[-1]
        teeth: list[Point] = []
        for k in range(1, 6):
            u = k / 6
            x, y = spine[-1][0] + (end[0] - spine[-1][0]) * u, spine[-1][1] + (end[1] - spine[-1][1]) * u
            teeth.append((x, y + (0.20 if k % 2 == 0 else -0.16) * reach * float(rng.uniform(0.5, 1.1))))
        canvas.drawPath(polygon([*spine, *teeth, *reversed(edge)]), fill(white if side == lit else cold, 0.96))


def _foothills(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """Wooded slopes at the foot of the mountains."""
    palette, stage = look.palette, look.stage
    for row, (lift, air, size) in enumerate(((70.0, 0.55, 30.0), (26.0, 0.28, 46.0))):
        rng = np.random.default_rng(seed + 10 + row)
        crest = rolling(look, rng, horizon - lift + 14, 34 - 10 * row, waves=3)
        wood = mix(mix(palette.foliage, palette.mid, 0.45), palette.sky[-1], air)
        canvas.drawPath(ground(look, crest), fill(wood))
        x = stage.left
        while x < stage.right:
            conifer(canvas, x, crest_at(crest, x) + 12, size * float(rng.uniform(0.7, 1.4)), wood, rng)
            x += float(rng.uniform(9, 24))
        haze(canvas, look, horizon - lift - 20, horizon + 26, 0.40)


def _lake(canvas: skia.Canvas, look: Look, shore: float) -> None:
    """Still water with the hills' dark image along its far side."""
    palette, stage = look.palette, look.stage
    sea(canvas, look, shore, shore + 220)
    image = mix(mix(palette.foliage, palette.mid, 0.5), palette.water, 0.40)
    canvas.drawRect(
        box(stage.left, shore, stage.right, shore + 70),
        linear((0, shore), (0, shore + 70), [(image, 0.75), (image, 0.0)]),
    )
    canvas.drawRect(
        box(stage.left, shore - 2, stage.right, shore + 2), fill(mix(palette.sky[-1], "#ffffff", 0.3), 0.55)
    )
    rng = np.random.default_rng([look.shot.seed, 67])
    for _ in range(40):
        x, y = float(rng.uniform(stage.left, stage.right)), shore + 6 + 90 * float(rng.random())
        long = float(rng.uniform(30, 150))
        canvas.drawLine(x - long, y, x + long, y, stroke(palette.sky[-1], 1.4, 0.30))


def _shore(canvas: skia.Canvas, look: Look, crest: list[Point], seed: int) -> None:
    """The near shore with groups of tall firs to both sides."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 20)
    turf = mix(mix(palette.foliage, palette.light, 0.10), palette.mid, 0.22)
    canvas.drawPath(
        ground(look, crest),
        linear((0, crest[0][1] - 20), (0, crest[0][1] + 150), [mix(turf, palette.glow, 0.25), turf]),
    )
    for a, b in pairwise(crest):
        canvas.drawLine(*a, *b, stroke(mix(turf, palette.rim, 0.6), 3, 0.7))
    trees: list[float] = []
    for heart, count in ((0.03, 9), (0.20, 4), (0.82, 4), (0.98, 9)):
        trees += [stage.width * (heart + float(rng.normal(0, 0.045))) for _ in range(count)]
    for x in sorted(trees, key=lambda x: abs(x - stage.centre_x)):
        far = abs(x - stage.centre_x) / stage.width
        if far < 0.20:
            continue
        tall = (150 + 330 * max(0.0, far - 0.15)) * float(rng.uniform(0.8, 1.25))
        pine = mix(mix(palette.foliage, palette.near, 0.45), palette.shadow, 0.20)
        soft_spot(canvas, x - palette.key_x * 40, crest_at(crest, x) + 24, (tall * 0.22, 7), palette.shadow, 0.35)
        conifer(canvas, x, crest_at(crest, x) + 24, tall, pine, rng, (palette.rim, 0.30))


def _meadow(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 30)
    top = horizon + 172
    crest = rolling(look, rng, top, 14, waves=2)
    turf = mix(mix(palette.foliage, palette.light, 0.06), palette.ground, 0.26)
    body = [mix(turf, palette.glow, 0.32), turf, mix(turf, palette.shadow, 0.55)]
    canvas.drawPath(ground(look, crest), linear((0, top - 20), (0, stage.bottom), body, [0.0, 0.36, 1.0]))
    blades = [mix(turf, palette.glow, 0.3), turf, mix(turf, palette.shadow, 0.25)]
    grass(canvas, rng, (stage.left, stage.right), lambda x: crest_at(crest, x) + 4, (12, 30), blades, 300)
    for _ in range(8):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        if abs(x - stage.centre_x) > stage.width * 0.18:
            rock(canvas, look, x, top + 40 + 130 * deep, 24 + 50 * deep, mix(palette.mid, palette.ground, 0.5), rng)
    spots = [(float(rng.uniform(stage.left, stage.right)), top + 26 + 230 * float(rng.random())) for _ in range(90)]
    tints = [palette.accent, mix(palette.accent, "#ffffff", 0.45), mix(palette.glow, "#ffffff", 0.25)]
    if look.shot.weather is not Weather.SNOW:
        flowers(canvas, rng, spots, 6.0, [mix(t, palette.shadow, 0.35 if palette.night else 0.0) for t in tints])


def _edge(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """A bough above one corner, grass and stones in the lower ones."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 40)
    dark = mix(mix(palette.foliage, palette.near, 0.4), palette.shadow, 0.55)
    side = -1 if palette.key_x > 0 else 1
    x0 = -60.0 if side < 0 else stage.width + 60
    for bough in range(3):
        for k in range(26):
            u = k / 25
            x, y = x0 - side * u * stage.width * (0.24 - 0.05 * bough), -30 + bough * 62 + 90 * u * u
            for lean in (-1, 1):
                needle = [(x, y), (x - side * 26, y + lean * 30 * (1 - 0.5 * u)), (x - side * 14, y)]
                canvas.drawPath(polygon(needle), fill(mix(dark, palette.rim, 0.18 if lean < 0 else 0.0)))
    for edge, inner in ((stage.left, stage.width * 0.2), (stage.right, stage.width * 0.8)):
        grass(
            canvas,
            rng,
            (min(edge, inner), max(edge, inner)),
            lambda _: stage.height + 90,
            (110, 230),
            [dark, mix(dark, palette.foliage, 0.3)],
            70,
        )
