"""Land: ridges, haze, trees, grass and water, shared by the outdoor settings."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import skia

from previz.art.layer import Look
from previz.art.paint import (
    Point,
    Tint,
    blended,
    blurred,
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

Rng = np.random.Generator


def haze(
    canvas: skia.Canvas, look: Look, top: float, bottom: float, strength: float, colour: str | None = None
) -> None:
    """Air between two planes: clear at ``top``, ``strength`` (0..1) at ``bottom``, gone a little below."""
    stage, colour = look.stage, colour or mix(look.palette.sky[-1], look.palette.glow, 0.25)
    tints: list[Tint] = [(colour, 0.0), (colour, strength), (colour, strength * 0.6), (colour, 0.0)]
    end = bottom + (bottom - top) * 0.5
    canvas.drawRect(box(stage.left, top, stage.right, end), linear((0, top), (0, end), tints, [0.0, 0.62, 0.72, 1.0]))


def rolling(look: Look, rng: Rng, y: float, swell: float, *, waves: int = 3) -> list[Point]:
    """The crest of soft hills around height ``y``, as points from the stage's left to its right edge."""
    stage = look.stage
    parts = [
        (float(rng.uniform(0.6, 1.2)) * (k + 1), float(rng.uniform(0, math.tau)), 1 / (k + 1.2)) for k in range(waves)
    ]
    points = []
    for i in range(49):
        u = i / 48
        x = stage.left + (stage.right - stage.left) * u
        rise = sum(size * math.sin(math.tau * rate * u + phase) for rate, phase, size in parts)
        points.append((x, y - swell * rise))
    return points


def crags(look: Look, rng: Rng, y: float, height: float, *, rough: float = 0.55, detail: int = 7) -> list[Point]:
    """The crest of rocky mountains (midpoint displacement), ``height`` units high at most."""
    stage = look.stage
    heights = [float(rng.uniform(0.25, 0.6)) for _ in range(4)]
    heights[int(rng.integers(1, 3))] = 1.0
    swing = 0.34
    for _ in range(detail):
        middles = [(a + b) / 2 + float(rng.uniform(-swing, swing)) for a, b in pairwise(heights)]
        heights = [h for pair in zip(heights, [*middles, 0.0], strict=True) for h in pair][:-1]
        swing *= rough
    step = (stage.right - stage.left) / (len(heights) - 1)
    return [(stage.left + i * step, y - max(0.0, h) * height) for i, h in enumerate(heights)]


def ground(look: Look, crest: Sequence[Point], *, smooth: bool = True) -> skia.Path:
    """The land under a crest, down to the bottom of the stage."""
    stage = look.stage
    path = curve(list(crest)) if smooth else skia.Path()
    if not smooth:
        path.addPoly([skia.Point(*p) for p in crest], False)
    path.lineTo(stage.right, stage.bottom)
    path.lineTo(stage.left, stage.bottom)
    path.close()
    return path


def crest_at(crest: Sequence[Point], x: float) -> float:
    """The height of a crest at ``x``, in units."""
    return float(np.interp(x, [p[0] for p in crest], [p[1] for p in crest]))


def conifer(
    canvas: skia.Canvas, x: float, y: float, height: float, colour: str, rng: Rng, rim: Tint | None = None
) -> None:
    """A fir: tiers of drooping boughs, lit along one side when ``rim`` is given (as wide as its sign says)."""
    canvas.drawRect(box(x - height * 0.022, y - height * 0.2, x + height * 0.022, y), fill(darken(colour, 0.35)))
    tiers = 7
    left: list[Point] = [(x, y - height)]
    right: list[Point] = [(x, y - height)]
    for k in range(1, tiers + 1):
        u = k / tiers
        half = height * 0.235 * u**0.85 * float(rng.uniform(0.88, 1.12))
        level = y - height * (1 - u * 0.90)
        left += [(x - half, level + height * 0.02), (x - half * 0.46, level - height * 0.012)]
        right += [(x + half, level + height * 0.02), (x + half * 0.46, level - height * 0.012)]
    shape = polygon([*left, *reversed(right)])
    canvas.drawPath(shape, linear((0, y - height), (0, y), [lighten(colour, 0.10), darken(colour, 0.18)]))
    if rim:
        tint, alpha = rim if isinstance(rim, tuple) else (rim, 0.4)
        canvas.save()
        canvas.clipPath(shape, True)
        canvas.drawPath(polygon([(x, y - height), *right, (x + height * 0.06, y)]), fill(tint, alpha))
        canvas.restore()


def broadleaf(canvas: skia.Canvas, look: Look, x: float, y: float, height: float, colour: str, rng: Rng) -> None:
    """A leafy tree: forked trunk, a heaped crown shaded from the light's side."""
    palette = look.palette
    bark = mix(mix(palette.wood, palette.shadow, 0.55), colour, 0.15)
    crown_y, reach = y - height * 0.66, height * 0.30
    trunk = polygon(
        [(x - height * 0.045, y), (x - height * 0.022, crown_y), (x + height * 0.022, crown_y), (x + height * 0.05, y)]
    )
    canvas.drawPath(trunk, linear((x - height * 0.05, 0), (x + height * 0.05, 0), [bark, darken(bark, 0.3)]))
    for side in (-1, 1):
        branch = curve(
            [(x, y - height * 0.36), (x + side * reach * 0.3, crown_y + reach * 0.4), (x + side * reach * 0.7, crown_y)]
        )
        canvas.drawPath(branch, stroke(bark, height * 0.024))
    lumps = [(0.0, 0.0, 0.78)]
    lumps += [
        (
            math.cos(a) * float(rng.uniform(0.55, 0.85)),
            math.sin(a) * float(rng.uniform(0.4, 0.72)),
            float(rng.uniform(0.36, 0.56)),
        )
        for a in np.linspace(0, math.tau, 10, endpoint=False) + float(rng.uniform(0, 0.6))
    ]
    crown = skia.Path()
    for dx, dy, size in lumps:
        crown.addCircle(x + dx * reach * 1.12, crown_y + dy * reach, size * reach)
    lit = 1 if palette.key_x > 0 else -1
    canvas.save()
    canvas.clipPath(crown, True)
    area = box(x - reach * 2, crown_y - reach * 2, x + reach * 2, crown_y + reach * 2)
    top, low = mix(colour, palette.light, 0.16), mix(colour, palette.shadow, 0.52)
    start = (x + lit * reach * 0.9, crown_y - reach)
    canvas.drawRect(area, linear(start, (x - lit * reach * 0.7, crown_y + reach), [top, colour, low], [0.0, 0.42, 1.0]))
    for _ in range(30):
        a, d = float(rng.uniform(0, math.tau)), reach * 1.2 * float(rng.random()) ** 0.6
        cx, cy = x + math.cos(a) * d, crown_y + math.sin(a) * d * 0.85
        bright = (math.cos(a) * lit - math.sin(a)) * 0.5
        tint = mix(colour, palette.light if bright > 0 else palette.shadow, 0.22 * abs(bright) + 0.04)
        canvas.drawCircle(cx, cy, reach * float(rng.uniform(0.10, 0.26)), fill(tint, 0.55))
    canvas.restore()
    for _ in range(16):
        a = float(rng.uniform(-0.5, 1.2))
        cx = x + lit * math.cos(a) * reach * float(rng.uniform(0.6, 1.12))
        cy = crown_y - math.sin(a) * reach * float(rng.uniform(0.5, 1.0))
        canvas.drawCircle(cx, cy, reach * float(rng.uniform(0.04, 0.11)), fill(mix(colour, palette.rim, 0.55), 0.3))


def bush(canvas: skia.Canvas, look: Look, x: float, y: float, size: float, colour: str, rng: Rng) -> None:
    """A low heap of leaves standing on (x, y), lit from above."""
    path = skia.Path()
    for k in range(7):
        u = (k - 3) / 3
        radius = size * (0.46 - 0.20 * abs(u)) * float(rng.uniform(0.85, 1.15))
        path.addCircle(x + u * size * 0.86, y - radius * 0.55, radius)
    path.addCircle(x + size * 0.1, y - size * 0.42, size * 0.36)
    tints: list[Tint] = [mix(colour, look.palette.light, 0.28), colour, mix(colour, look.palette.shadow, 0.5)]
    canvas.save()
    canvas.clipRect(box(x - 2 * size, y - 2 * size, x + 2 * size, y + size * 0.05))
    canvas.drawPath(path, linear((0, y - size * 0.75), (0, y + size * 0.1), tints))
    for _ in range(5):
        cx, cy = x + float(rng.uniform(-0.8, 0.8)) * size, y - size * float(rng.uniform(0.1, 0.6))
        canvas.drawCircle(cx, cy, size * 0.10, fill(mix(colour, look.palette.light, 0.3), 0.4))
    canvas.restore()


def grass(
    canvas: skia.Canvas,
    rng: Rng,
    span: Point,
    base: Callable[[float], float],
    height: Point,
    colours: Sequence[str],
    count: int,
) -> None:
    """Blades from ``span[0]`` to ``span[1]`` along ``base(x)``, ``height`` units long, bending both ways."""
    for _ in range(count):
        x = float(rng.uniform(*span))
        y, tall = base(x) + 6, float(rng.uniform(*height))
        lean = float(rng.uniform(-0.55, 0.55)) * tall
        wide = tall * 0.075 + 1.0
        path = skia.Path()
        path.moveTo(x - wide, y)
        path.quadTo(x + lean * 0.15, y - tall * 0.6, x + lean, y - tall)
        path.quadTo(x + lean * 0.15 + wide, y - tall * 0.5, x + wide, y)
        path.close()
        canvas.drawPath(path, fill(colours[int(rng.integers(len(colours)))]))


def flowers(canvas: skia.Canvas, rng: Rng, spots: Sequence[Point], size: float, colours: Sequence[str]) -> None:
    """Small blossoms: a few petals and a heart each."""
    for x, y in spots:
        colour = colours[int(rng.integers(len(colours)))]
        radius = size * float(rng.uniform(0.6, 1.2))
        for k in range(5):
            a = k * math.tau / 5 + float(rng.random())
            canvas.drawCircle(
                x + math.cos(a) * radius * 0.6, y + math.sin(a) * radius * 0.45, radius * 0.5, fill(colour)
            )
        canvas.drawCircle(x, y, radius * 0.34, fill(mix(colour, "#fff3b0", 0.75)))


def rock(canvas: skia.Canvas, look: Look, x: float, y: float, size: float, colour: str, rng: Rng) -> None:
    """A faceted stone standing on (x, y), light on one side."""
    lit = 1 if look.palette.key_x > 0 else -1
    top = [
        (
            x + (u - 0.5) * 2 * size,
            y - size * float(rng.uniform(0.35, 0.8)) * math.sin(math.pi * (0.12 + 0.76 * u)) * 1.25,
        )
        for u in (0.06, 0.24, 0.44, 0.62, 0.8, 0.95)
    ]
    outline = [(x - size * 1.06, y + size * 0.06), *top, (x + size * 1.06, y + size * 0.06)]
    bright, dark = mix(colour, look.palette.light, 0.26), mix(colour, look.palette.shadow, 0.48)
    start, end = (x + lit * size, y - size), (x - lit * size, y + size * 0.3)
    canvas.drawPath(polygon(outline), linear(start, end, [bright, colour, dark], [0.0, 0.4, 1.0]))
    middle = (x + lit * size * 0.12, y - size * 0.12)
    for a, b in pairwise(top):
        facing = ((a[0] + b[0]) / 2 - x) * lit
        tint, alpha = (look.palette.light, 0.14) if facing > 0 else (look.palette.shadow, 0.16)
        canvas.drawPath(polygon([a, b, middle]), fill(tint, alpha * float(rng.uniform(0.4, 1.2))))


def sun_path(
    canvas: skia.Canvas, look: Look, x: float, top: float, bottom: float, width: float, strength: float
) -> None:
    """The light's reflection on water: short bright strokes, wider apart and longer towards the viewer."""
    rng = np.random.default_rng([look.shot.seed, 61])
    colour = mix(look.palette.sun, look.palette.glow, 0.35)
    for _ in range(150):
        u = float(rng.random()) ** 1.5
        y = top + (bottom - top) * u
        half = width * (0.12 + 0.88 * u)
        cx = x + float(rng.normal(0, 0.42)) * half
        long = (6 + 58 * u) * float(rng.uniform(0.5, 1.3))
        paint = blended(stroke(colour, 1.6 + 4.2 * u, strength * float(rng.uniform(0.35, 1.0))), skia.BlendMode.kScreen)
        canvas.drawLine(cx - long, y, cx + long, y, paint)


def soft_spot(canvas: skia.Canvas, x: float, y: float, half: Point, colour: str, alpha: float) -> None:
    """A blurred oval of light or shade lying on the ground."""
    oval = box(x - half[0], y - half[1], x + half[0], y + half[1])
    canvas.drawOval(oval, blurred(fill(colour, alpha), half[1] * 0.5))
