"""A beach: palms and dunes at the sides, surf that comes and goes, wet sand that mirrors the sky."""

import math

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.land import crags, grass, ground, haze, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Point,
    Tint,
    blended,
    box,
    curve,
    darken,
    fill,
    lighten,
    linear,
    mix,
    polygon,
    stroke,
)
from previz.art.sky import sky, sun_at
from previz.art.water import Glints, sea, wave_row


def build(look: Look) -> Backdrop:
    """An island far out, three rows of waves, a swash that runs up the sand, palms on one side."""
    stage, palette = look.stage, look.palette
    horizon = stage.horizon - 60
    shore = horizon + 0.56 * (stage.floor - horizon)
    rough = {Weather.STORM: 1.9, Weather.WINDY: 1.4, Weather.RAIN: 1.2}.get(look.shot.weather, 0.8)
    side = 1 if look.rng.random() < 0.5 else -1
    seed = int(look.rng.integers(1 << 30))
    clear = mix(palette.water, palette.sky[-1], 0.30)

    def roller(salt: int, share: float, depth: float) -> Layer:
        return wave_row(
            look,
            horizon + (shore - horizon) * share,
            depth=depth,
            height=(5 + 15 * share) * rough,
            length=140 + 420 * share,
            colour=mix(clear, palette.water, 1 - share),
            foam=min(1.0, 0.3 + 0.5 * share * rough),
            salt=salt,
        )

    windy = look.shot.weather in (Weather.WINDY, Weather.STORM)
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Layer(lambda c: _island(c, look, horizon, side, seed), depth=0.08),
            Animation(Flock(look, stage.height * 0.25, count=4, size=18), depth=0.12),
            Layer(lambda c: sea(c, look, horizon, shore + 60), depth=0.16),
            Animation(Glints(look, horizon, shore), depth=0.16),
            roller(1, 0.22, 0.28),
            roller(2, 0.52, 0.40),
            roller(3, 0.86, 0.56),
            Layer(lambda c: _sand(c, look, shore, seed), depth=0.78),
            Layer(lambda c: _swash(c, look, shore, seed), depth=0.78, bob=(15.0, 6.2), sway=(7.0, 8.1)),
            Layer(lambda c: _palms(c, look, shore, side, seed), depth=0.84, sway=(7.0 if windy else 2.5, 3.7)),
        ],
        front=[Layer(lambda c: _dune(c, look, side, seed), depth=1.3, blur=2.2, sway=(4.0, 3.3))],
        floor=stage.floor,
    )


def sand(look: Look) -> str:
    """The colour of dry sand in this light."""
    palette = look.palette
    base = mix("#f3d398", palette.light, 0.25)
    return mix(base, palette.shadow, 0.62) if palette.night else mix(base, palette.ground, 0.12)


def _island(canvas: skia.Canvas, look: Look, horizon: float, side: int, seed: int) -> None:
    palette, stage = look.palette, look.stage
    for k, (tall, air) in enumerate(((150.0, 0.55), (84.0, 0.25))):
        rng = np.random.default_rng(seed + k)
        tint = mix(palette.far, palette.sky[-1], air)
        heart = stage.centre_x - side * stage.width * (0.30 + 0.16 * k)
        crest: list[Point] = []
        for x, y in crags(look, rng, horizon, tall, rough=0.42):
            share = max(0.0, 1 - abs(x - heart) / (stage.width * (0.30 - 0.08 * k)))
            crest.append((x, horizon + 10 - (horizon + 10 - y) * share**0.7))
        canvas.drawPath(
            ground(look, crest, smooth=False),
            linear((0, horizon - tall), (0, horizon), [mix(tint, palette.mid, 0.4), tint]),
        )
    haze(canvas, look, horizon - 60, horizon + 4, 0.5)


def _shoreline(look: Look, shore: float, seed: int) -> list[Point]:
    stage = look.stage
    return [
        (stage.left + 90.0 * k, shore + 13 * math.sin(k * 0.62 + seed % 6) + 6 * math.sin(k * 1.7))
        for k in range(int((stage.right - stage.left) / 90) + 2)
    ]


def _sand(canvas: skia.Canvas, look: Look, shore: float, seed: int) -> None:
    """Wet, shining sand along the water, dry and rippled nearer; footprints, shells and a starfish."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 10)
    dry = sand(look)
    wet = mix(mix(dry, palette.shadow, 0.30), palette.sky[-2], 0.42)
    body: list[Tint] = [wet, mix(wet, dry, 0.45), dry, mix(dry, palette.glow, 0.10), mix(dry, palette.shadow, 0.34)]
    canvas.drawPath(
        ground(look, _shoreline(look, shore, seed)),
        linear((0, shore), (0, stage.bottom), body, [0.0, 0.20, 0.34, 0.55, 1.0]),
    )
    x, _ = sun_at(look, shore)
    shine: list[Tint] = [(palette.sun, 0.5), (palette.glow, 0.0)]
    oval = box(x - 300, shore - 10, x + 300, shore + 90)
    canvas.drawOval(oval, blended(linear((0, shore), (0, shore + 90), shine), skia.BlendMode.kScreen))
    for _ in range(120):
        deep = float(rng.random())
        y = shore + 60 + (stage.bottom - shore - 60) * deep
        rx, long = float(rng.uniform(stage.left, stage.right)), float(rng.uniform(40, 150)) * (0.5 + deep)
        ripple = curve([(rx - long, y), (rx, y - 4 - 5 * deep), (rx + long, y + 2)])
        canvas.drawPath(ripple, stroke(palette.light if rng.random() < 0.5 else palette.shadow, 1.5 + 2.5 * deep, 0.13))
    for k in range(11):
        u = k / 10
        fx, fy = stage.centre_x - 70 - 520 * u + (20 if k % 2 else -20), stage.floor + 34 - 110 * u
        size = 15 - 8 * u
        soft_spot(canvas, fx, fy, (size, size * 0.36), palette.shadow, 0.34)
    for _ in range(26):
        sx, sy = float(rng.uniform(0, stage.width)), float(rng.uniform(shore + 70, stage.height - 10))
        tint = mix(
            mix("#fff4ea", palette.accent, float(rng.uniform(0, 0.6))), palette.shadow, 0.3 if palette.night else 0.06
        )
        size = float(rng.uniform(4, 10))
        canvas.drawArc(box(sx - size, sy - size, sx + size, sy + size), 180, 180, True, fill(tint))
        canvas.drawLine(sx - size, sy + 1, sx + size, sy + 1, stroke(darken(tint, 0.4), 1.5, 0.5))
    star_x, star_y = stage.centre_x + stage.width * 0.24, stage.floor + 36
    star = [
        (star_x + r * math.cos(a), star_y + 0.45 * r * math.sin(a))
        for a, r in ((k * math.pi / 5 - 0.3, 24 if k % 2 == 0 else 10) for k in range(10))
    ]
    canvas.drawPath(curve(star, closed=True), fill(mix(palette.accent, palette.shadow, 0.12)))


def _swash(canvas: skia.Canvas, look: Look, shore: float, seed: int) -> None:
    """The last thin water on the sand, edged with foam; the layer's bob makes it come and go."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 20)
    line = [(x, y + 26 + 9 * math.sin(x / 130 + 2)) for x, y in _shoreline(look, shore, seed)]
    path = curve(line)
    path.lineTo(stage.right + 90, shore - 24)
    path.lineTo(stage.left, shore - 24)
    path.close()
    clear = mix(palette.water, palette.sky[-1], 0.5)
    canvas.drawPath(
        path, linear((0, shore - 24), (0, shore + 44), [(mix(clear, palette.water, 0.5), 0.95), (clear, 0.62)])
    )
    white = mix(mix("#ffffff", palette.light, 0.25), palette.shadow, 0.36 if palette.night else 0.0)
    canvas.drawPath(curve([(x, y + 4) for x, y in line]), stroke(mix(sand(look), palette.shadow, 0.4), 9, 0.35))
    canvas.drawPath(curve(line), stroke(white, 7, 0.95))
    canvas.drawPath(curve([(x, y - 15 + 5 * math.sin(x / 47)) for x, y in line]), stroke(white, 2.6, 0.6))
    for _ in range(150):
        x, y = line[int(rng.integers(len(line)))]
        fx, fy = x + float(rng.uniform(-50, 50)), y - abs(float(rng.normal(0, 9)))
        canvas.drawCircle(fx, fy, float(rng.uniform(1.5, 4.5)), fill(white, 0.7))


def _palms(canvas: skia.Canvas, look: Look, shore: float, side: int, seed: int) -> None:
    rng = np.random.default_rng(seed + 30)
    stage = look.stage
    for u, size, lean in ((0.405, 1.0, -0.26), (0.485, 1.22, -0.14), (0.56, 0.9, -0.30)):
        x = stage.centre_x + side * stage.width * u
        _palm(canvas, look, rng, x, shore + 70 + 30 * size, 430 * size, side * lean)
    scrub = mix(look.palette.foliage, look.palette.shadow, 0.22)
    edge = stage.centre_x + side * stage.width * 0.38
    far = edge + side * stage.width * 0.35
    tints = [scrub, mix(scrub, look.palette.light, 0.22)]
    grass(canvas, rng, (min(edge, far), max(edge, far)), lambda _: shore + 108, (26, 70), tints, 150)


def _palm(
    canvas: skia.Canvas, look: Look, rng: np.random.Generator, x: float, y: float, tall: float, lean: float
) -> None:
    """A palm: ringed, bowed trunk and a crown of feathered fronds, those towards the light brighter."""
    palette = look.palette
    bark = mix(mix(palette.wood, palette.light, 0.12), palette.shadow, 0.34)
    spine = [(x + lean * tall * (k / 8) ** 1.7, y - tall * k / 8) for k in range(9)]
    soft_spot(canvas, x - palette.key_x * 120, y + 6, (190, 13), palette.shadow, 0.34)
    for k in range(8):
        (ax, ay), (bx, by) = spine[k], spine[k + 1]
        wide = tall * (0.034 - 0.0018 * k)
        canvas.drawLine(ax, ay, bx, by, stroke(bark, wide * 2))
        canvas.drawLine(ax - wide * 0.4, ay, ax + wide * 0.6, ay - 5, stroke(darken(bark, 0.35), 3, 0.6))
        lit = wide * (0.55 if palette.key_x > 0 else -0.55)
        canvas.drawLine(ax + lit, ay, bx + lit, by, stroke(palette.rim, wide * 0.35, 0.42))
    hx, hy = spine[-1]
    leaf = mix(palette.foliage, palette.shadow, 0.26)
    for k in range(11):
        angle = math.pi * (-0.12 + 1.24 * k / 10) + float(rng.uniform(-0.08, 0.08))
        reach = tall * float(rng.uniform(0.42, 0.56))
        tip = (hx + math.cos(angle) * reach, hy - math.sin(angle) * reach * 0.55 + reach * 0.34)
        bend = (hx + math.cos(angle) * reach * 0.55, hy - math.sin(angle) * reach * 0.62 - reach * 0.10)
        toward = math.cos(angle) * palette.key_x + math.sin(angle) * 0.3
        tint = mix(leaf, palette.rim if toward > 0 else palette.shadow, min(0.4, 0.4 * abs(toward)))
        _frond(canvas, (hx, hy), bend, tip, tint)
    for dx, dy in ((-9, 8), (7, 10), (0, 15)):
        canvas.drawCircle(hx + dx, hy + dy, tall * 0.022, fill(mix(palette.wood, palette.shadow, 0.45)))


def _frond(canvas: skia.Canvas, root: Point, bend: Point, tip: Point, tint: str) -> None:
    """A feathered leaf along a quadratic curve."""
    rib = skia.Path()
    rib.moveTo(*root)
    rib.quadTo(*bend, *tip)
    canvas.drawPath(rib, stroke(darken(tint, 0.2), 4))
    for k in range(2, 19):
        u = k / 18
        px = (1 - u) ** 2 * root[0] + 2 * u * (1 - u) * bend[0] + u * u * tip[0]
        py = (1 - u) ** 2 * root[1] + 2 * u * (1 - u) * bend[1] + u * u * tip[1]
        reach = 58 * math.sin(math.pi * min(1.0, 0.25 + 0.75 * u)) + 8
        ahead = 1 if tip[0] > root[0] else -1
        for fall in (0.95, -0.10):
            blade = [
                (px, py),
                (px + ahead * reach * 0.55, py + reach * fall * 0.5),
                (px + ahead * reach * 0.62, py + reach * fall + 8),
            ]
            canvas.drawPath(polygon(blade), fill(tint if fall > 0 else lighten(tint, 0.08)))


def _dune(canvas: skia.Canvas, look: Look, side: int, seed: int) -> None:
    """A dune with beach grass in the corner across from the palms."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 40)
    tint = mix(sand(look), palette.shadow, 0.40)
    edge = stage.left if side > 0 else stage.right
    inner = stage.width * (0.24 if side > 0 else 0.76)
    hump = [(edge, stage.height - 110), ((edge * 2 + inner) / 3, stage.height - 96), (inner, stage.height + 70)]
    path = curve(hump)
    path.lineTo(edge, stage.bottom)
    path.close()
    canvas.drawPath(path, linear((0, stage.height - 110), (0, stage.bottom), [mix(tint, palette.light, 0.2), tint]))
    blade = mix(mix(palette.foliage, sand(look), 0.35), palette.shadow, 0.45)
    span = (min(edge, inner), max(edge, inner))
    grass(canvas, rng, span, lambda _: stage.height + 10, (110, 220), [blade, mix(blade, palette.rim, 0.3)], 80)
