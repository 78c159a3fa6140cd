"""A rooftop: a deck with plants and lights above the city, water tanks and aerials around it."""

import math

import numpy as np
import skia

from film.shot import Framing, Weather
from previz.art.birds import Flock
from previz.art.land import haze, soft_spot
from previz.art.landmarks import Site, landmarks_of
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blended,
    blurred,
    box,
    darken,
    fill,
    glow,
    lighten,
    linear,
    mix,
    polygon,
    radial,
    stroke,
)
from previz.art.sky import sky
from previz.art.town import lit_share, skyline, string_lights, windows


def build(look: Look) -> Backdrop:
    """The city lies lower than in the street: three rows of roofs in haze below a wide sky, then the parapet."""
    stage = look.stage
    horizon = stage.horizon + 30
    ledge = stage.floor - 200
    seed = int(look.rng.integers(1 << 30))
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Animation(Flock(look, stage.height * 0.26), depth=0.10),
            Layer(lambda c: _far(c, look, horizon, seed), depth=0.09),
            Layer(lambda c: _towers(c, look, horizon + 30, seed), depth=0.17),
            Layer(lambda c: _roofs(c, look, ledge, seed), depth=0.34),
            Animation(_Beacons(look, horizon), depth=0.17),
            Layer(lambda c: _deck(c, look, ledge, seed), depth=0.74),
            Layer(lambda c: _furnishing(c, look, ledge, seed), depth=0.84),
        ],
        front=[
            Layer(lambda c: _lights(c, look), depth=1.12, sway=(2.5, 4.9)),
            Layer(lambda c: _leaves(c, look, seed), depth=1.32, blur=2.6, sway=(4.0, 3.8)),
        ],
        floor=stage.floor,
    )


def _far(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    palette = look.palette
    rng = np.random.default_rng(seed)
    pale = mix(palette.far, palette.sky[-2], 0.5)
    skyline(canvas, look, rng, horizon + 40, (mix(pale, palette.sky[3], 0.3), pale), (36, 84), (60, 170), 0.0)
    haze(canvas, look, horizon - 120, horizon + 40, 0.6)


def _towers(canvas: skia.Canvas, look: Look, base: float, seed: int) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 1)
    top, low = mix(palette.mid, palette.far, 0.2), mix(palette.mid, palette.far, 0.6)
    known = landmarks_of(look.shot.place)
    skyline(canvas, look, rng, base, (top, low), (56, 120), (90, 250 if known else 360), 0.72)
    slots = [0.27, 0.72, 0.5]
    for landmark, slot in zip(known, slots, strict=False):
        landmark(Site(canvas, look, stage.width * slot, base, mix(top, palette.shadow, 0.12), low))
    haze(canvas, look, base - 170, base + 50, 0.5)


def _roofs(canvas: skia.Canvas, look: Look, ledge: float, seed: int) -> None:
    """Neighbouring roofs just below ours: brick, tanks, vents, aerials."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 2)
    x = stage.left
    while x < stage.right:
        wide, tall = float(rng.uniform(190, 380)), float(rng.uniform(40, 170))
        middle = x + wide / 2
        if abs(middle - stage.centre_x) < stage.width * 0.2:
            tall *= 0.45
        y = ledge - tall
        brick = mix(mix(palette.near, palette.wood, float(rng.uniform(0.1, 0.4))), palette.mid, 0.35)
        canvas.drawRect(
            box(x, y, x + wide, stage.bottom), linear((0, y), (0, y + 260), [mix(brick, palette.glow, 0.14), brick])
        )
        canvas.drawRect(box(x - 6, y - 12, x + wide + 6, y + 4), fill(darken(brick, 0.25)))
        edge = x + wide if palette.key_x > 0 else x
        canvas.drawRect(box(edge - 4, y, edge + 4, stage.bottom), fill(palette.rim, 0.45))
        windows(canvas, look, rng, box(x + 16, y + 26, x + wide - 16, ledge + 60), (44, 56), (24, 32), 0.9)
        kind = int(rng.integers(3))
        if kind == 0:
            _tank(canvas, look, x + wide * 0.5, y - 10, float(rng.uniform(0.8, 1.2)))
        elif kind == 1:
            _aerial(canvas, look, x + wide * 0.4, y - 10)
        else:
            canvas.drawRect(box(x + wide * 0.2, y - 48, x + wide * 0.5, y - 8), fill(darken(brick, 0.15)))
            canvas.drawCircle(x + wide * 0.35, y - 28, 14, stroke(darken(brick, 0.45), 4))
        x += wide + float(rng.uniform(-8, 40))
    haze(canvas, look, ledge - 150, ledge + 90, 0.30)


def _tank(canvas: skia.Canvas, look: Look, x: float, y: float, size: float) -> None:
    """A water tank on its stand."""
    palette = look.palette
    wood = mix(mix(palette.wood, palette.near, 0.35), palette.shadow, 0.22)
    for leg in (-38, -13, 13, 38):
        canvas.drawLine(x + leg * size, y - 60 * size, x + leg * 1.15 * size, y, stroke(darken(wood, 0.4), 5 * size))
    sides: list[Tint] = [darken(wood, 0.3), wood, mix(wood, palette.rim, 0.45)]
    ends = ((x - 50 * size, 0), (x + 50 * size, 0)) if palette.key_x > 0 else ((x + 50 * size, 0), (x - 50 * size, 0))
    canvas.drawRect(box(x - 50 * size, y - 166 * size, x + 50 * size, y - 56 * size), linear(*ends, sides))
    for k in range(1, 8):
        px = x - 50 * size + k * 12.5 * size
        canvas.drawLine(px, y - 166 * size, px, y - 56 * size, stroke(darken(wood, 0.45), 1.6, 0.5))
    roof = [(x - 58 * size, y - 164 * size), (x, y - 214 * size), (x + 58 * size, y - 164 * size)]
    canvas.drawPath(polygon(roof), linear(*ends, [darken(wood, 0.45), darken(wood, 0.2), mix(wood, palette.rim, 0.3)]))


def _aerial(canvas: skia.Canvas, look: Look, x: float, y: float) -> None:
    metal = mix(look.palette.near, look.palette.shadow, 0.5)
    canvas.drawLine(x, y, x, y - 130, stroke(metal, 5))
    for k in range(5):
        reach = 34 - 5 * k
        canvas.drawLine(x - reach, y - 70 - 13 * k, x + reach, y - 70 - 13 * k, stroke(metal, 3))


def _deck(canvas: skia.Canvas, look: Look, ledge: float, seed: int) -> None:
    """The parapet and the boards of the deck, running towards the city."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 3)
    stone = mix(mix(palette.near, palette.wood, 0.25), palette.mid, 0.2)
    foot = ledge + 92
    canvas.drawRect(
        box(stage.left, ledge, stage.right, foot),
        linear((0, ledge), (0, foot), [mix(stone, palette.light, 0.12), mix(stone, palette.shadow, 0.3)]),
    )
    for row in range(4):
        y = ledge + 16 + 20 * row
        canvas.drawLine(stage.left, y, stage.right, y, stroke(darken(stone, 0.4), 1.5, 0.45))
        x = stage.left + (30 if row % 2 else 0)
        while x < stage.right:
            canvas.drawLine(x, y, x, y + 20, stroke(darken(stone, 0.4), 1.5, 0.45))
            x += 62
    canvas.drawRect(box(stage.left, ledge - 16, stage.right, ledge + 6), fill(mix(stone, palette.light, 0.24)))
    canvas.drawRect(box(stage.left, ledge - 16, stage.right, ledge - 11), fill(palette.rim, 0.75))
    wood = mix(mix(palette.wood, palette.ground, 0.35), palette.light, 0.10)
    wood = mix(wood, palette.shadow, 0.40) if palette.night else wood
    if look.shot.weather is Weather.SNOW:
        wood = mix(wood, palette.ground, 0.6)
    vanish = stage.centre_x + palette.key_x * 200
    count = 34
    for k in range(count):
        a, b = (k / count - 0.5) * 2, ((k + 1) / count - 0.5) * 2
        near, far = stage.width * 1.9, stage.width * 0.98
        tone = float(rng.uniform(-0.12, 0.12))
        board = mix(wood, palette.light if tone > 0 else palette.shadow, abs(tone))
        shape = polygon(
            [
                (vanish + a * far, foot),
                (vanish + b * far, foot),
                (stage.centre_x + b * near, stage.bottom),
                (stage.centre_x + a * near, stage.bottom),
            ]
        )
        canvas.drawPath(
            shape,
            linear(
                (0, foot),
                (0, stage.bottom),
                [mix(board, palette.glow, 0.22), board, mix(board, palette.shadow, 0.5)],
                [0.0, 0.4, 1.0],
            ),
        )
        canvas.drawLine(vanish + a * far, foot, stage.centre_x + a * near, stage.bottom, stroke(palette.shadow, 3, 0.5))
    canvas.drawRect(
        box(stage.left, foot, stage.right, foot + 34),
        linear((0, foot), (0, foot + 34), [(palette.shadow, 0.5), (palette.shadow, 0.0)]),
    )
    if lit_share(look) > 0:
        pool: list[Tint] = [(palette.window, 0.30), (palette.window, 0.0)]
        paint = radial((stage.centre_x, stage.floor), 720, pool)
        oval = box(stage.centre_x - 720, stage.floor - 110, stage.centre_x + 720, stage.floor + 130)
        canvas.drawOval(oval, blended(blurred(paint, 30), skia.BlendMode.kScreen))


def _furnishing(canvas: skia.Canvas, look: Look, ledge: float, seed: int) -> None:
    """Planters, a bench and lanterns at the sides of the deck."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 4)
    foot = ledge + 128
    for share, size in ((0.045, 1.15), (0.165, 0.85), (0.845, 0.9), (0.965, 1.2)):
        x = stage.width * (share + float(rng.uniform(-0.012, 0.012)))
        _planter(canvas, look, rng, x, foot + 18 * size, size)
    side = 1 if rng.random() < 0.5 else -1
    x = stage.centre_x + side * stage.width * 0.27
    wood = mix(palette.wood, palette.shadow, 0.3)
    soft_spot(canvas, x, foot + 20, (130, 10), palette.shadow, 0.45)
    for leg in (-92, 92):
        canvas.drawRect(box(x + leg - 7, foot - 40, x + leg + 7, foot + 20), fill(darken(wood, 0.35)))
    for k in range(3):
        canvas.drawRoundRect(
            box(x - 112, foot - 110 + 24 * k, x + 112, foot - 94 + 24 * k),
            4,
            4,
            fill(mix(wood, palette.light, 0.14 - 0.05 * k)),
        )
    canvas.drawRoundRect(box(x - 120, foot - 44, x + 120, foot - 28), 4, 4, fill(mix(wood, palette.rim, 0.26)))
    canvas.drawRoundRect(
        box(x + 42, foot - 88, x + 100, foot - 40), 12, 12, fill(mix(palette.fabric, palette.shadow, 0.18))
    )
    for share in (0.245, 0.755):
        lx = stage.width * share - side * 14
        canvas.drawRoundRect(
            box(lx - 17, foot - 32, lx + 17, foot + 22), 5, 5, stroke(mix(palette.near, palette.shadow, 0.6), 5)
        )
        if lit_share(look) > 0:
            glow(canvas, lx, foot - 2, 130, palette.window, 0.7)
        canvas.drawRoundRect(box(lx - 6, foot - 16, lx + 6, foot + 18), 4, 4, fill(lighten(palette.window, 0.5)))


def _planter(canvas: skia.Canvas, look: Look, rng: np.random.Generator, x: float, y: float, size: float) -> None:
    """A pot with long leaves, lit from one side."""
    palette = look.palette
    leaf = mix(palette.foliage, palette.shadow, 0.16)
    soft_spot(canvas, x, y + 2, (80 * size, 9 * size), palette.shadow, 0.5)
    for k in range(24):
        angle = math.pi * (0.10 + 0.80 * k / 23) + float(rng.uniform(-0.1, 0.1))
        reach = size * float(rng.uniform(120, 225))
        tip = (x + math.cos(angle) * reach, y - 96 * size - math.sin(angle) * reach)
        bend = (x + math.cos(angle) * reach * 0.4, y - 96 * size - math.sin(angle) * reach * 0.85)
        blade = skia.Path()
        blade.moveTo(x - 7 * size, y - 90 * size)
        blade.quadTo(bend[0] - 13 * size, bend[1], *tip)
        blade.quadTo(bend[0] + 13 * size, bend[1], x + 7 * size, y - 90 * size)
        blade.close()
        toward = math.cos(angle) * (1 if palette.key_x > 0 else -1)
        canvas.drawPath(
            blade, fill(mix(leaf, palette.rim if toward > 0 else palette.shadow, 0.12 + 0.26 * abs(toward)))
        )
    pot = mix(mix("#c9764f", palette.accent, 0.18), palette.shadow, 0.34 if palette.night else 0.14)
    shape = polygon(
        [(x - 58 * size, y - 98 * size), (x + 58 * size, y - 98 * size), (x + 42 * size, y), (x - 42 * size, y)]
    )
    ends = ((x - 58 * size, 0), (x + 58 * size, 0)) if palette.key_x > 0 else ((x + 58 * size, 0), (x - 58 * size, 0))
    canvas.drawPath(shape, linear(*ends, [mix(pot, palette.shadow, 0.42), pot, mix(pot, palette.light, 0.3)]))
    canvas.drawRoundRect(
        box(x - 63 * size, y - 106 * size, x + 63 * size, y - 86 * size),
        5,
        5,
        linear(*ends, [mix(pot, palette.shadow, 0.3), mix(pot, palette.light, 0.22)]),
    )


class _Beacons:
    """Red lights that blink on the towers."""

    def __init__(self, look: Look, horizon: float) -> None:
        rng = np.random.default_rng([look.shot.seed, 99])
        self._lights = [
            (float(rng.uniform(0, look.stage.width)), horizon - float(rng.uniform(10, 90)), float(rng.uniform(0, 2)))
            for _ in range(5 if lit_share(look) > 0.3 and look.shot.framing in (Framing.WIDE, Framing.MEDIUM) else 0)
        ]
        halo: list[Tint] = [("#ff5a4d", 0.8), ("#ff5a4d", 0.0)]
        self._halo = radial((0, 0), 16, halo)

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw those that are on at time ``t``."""
        for x, y, phase in self._lights:
            if (t + phase) % 2.0 < 0.7:
                canvas.save()
                canvas.translate(x, y)
                canvas.drawCircle(0, 0, 16, self._halo)
                canvas.drawCircle(0, 0, 2.6, fill("#ffd8d0"))
                canvas.restore()


def _lights(canvas: skia.Canvas, look: Look) -> None:
    """Bulbs strung between poles over the deck."""
    stage = look.stage
    top = stage.height * 0.11
    metal = mix(look.palette.near, look.palette.shadow, 0.6)
    for share in (0.035, 0.965):
        x = stage.width * share
        canvas.drawRect(box(x - 6, top - 8, x + 6, stage.floor + 30), fill(metal))
        canvas.drawCircle(x, top - 10, 10, fill(metal))
    posts = [(stage.left, top - 70), (stage.width * 0.035, top), (stage.width * 0.965, top), (stage.right, top - 70)]
    string_lights(canvas, look, posts, 52, 12 if stage.width > stage.height else 8)


def _leaves(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Leaves of a potted palm in one lower corner, before the lens."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 5)
    side = 1 if palette.key_x > 0 else -1
    root = (stage.centre_x - side * stage.width * 0.54, stage.height + 60)
    dark = mix(palette.foliage, palette.shadow, 0.58)
    for k in range(15):
        angle = math.pi * (0.06 + 0.5 * k / 14) + float(rng.uniform(-0.06, 0.06))
        reach = float(rng.uniform(230, 380))
        tip = (root[0] + side * math.cos(angle) * reach, root[1] - math.sin(angle) * reach)
        bend = (root[0] + side * math.cos(angle) * reach * 0.45, root[1] - math.sin(angle) * reach * 0.8)
        blade = skia.Path()
        blade.moveTo(*root)
        blade.quadTo(bend[0] - 24, bend[1] - 12, *tip)
        blade.quadTo(bend[0] + 24, bend[1] + 14, *root)
        canvas.drawPath(blade, fill(mix(dark, palette.rim, float(rng.uniform(0, 0.28)))))
