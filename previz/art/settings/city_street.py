"""A city street: the skyline behind, houses and shops on both sides, the road running to the vanishing point."""

import math

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.land import broadleaf, haze
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
    stroke,
)
from previz.art.sky import sky, sun_at
from previz.art.town import lamp, lit_share, neon, shopfront, skyline, string_lights


def build(look: Look) -> Backdrop:
    """Seven planes from the sun to the lights strung over the street."""
    stage = look.stage
    horizon = stage.horizon + 20
    seed = int(look.rng.integers(1 << 30))
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Animation(Flock(look, stage.height * 0.22), depth=0.10),
            Layer(lambda c: _far(c, look, horizon, seed), depth=0.12),
            Layer(lambda c: _middle(c, look, horizon, seed), depth=0.24),
            Layer(lambda c: _houses(c, look, horizon, seed), depth=0.52),
            Layer(lambda c: _road(c, look, horizon, seed), depth=0.66),
        ],
        front=[Layer(lambda c: _overhead(c, look, seed), depth=1.3, blur=1.6, sway=(3.0, 4.7))],
        floor=stage.floor,
    )


def _far(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    palette = look.palette
    rng = np.random.default_rng(seed)
    pale = mix(palette.far, palette.sky[-2], 0.45)
    skyline(canvas, look, rng, horizon, (mix(pale, palette.sky[3], 0.25), pale), (44, 96), (50, 210), 0.0)
    haze(canvas, look, horizon - 170, horizon + 10, 0.55)


def _middle(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """The skyline proper, with the landmarks of the place spread over it."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 1)
    top, low = palette.mid, mix(palette.mid, palette.far, 0.45)
    known = landmarks_of(look.shot.place)
    tall = (90.0, 250.0) if known else (110.0, 400.0)
    skyline(canvas, look, rng, horizon, (top, low), (74, 140), tall, 0.72)
    slots = [0.36, 0.65, 0.51] if len(known) > 1 else [0.5 - 0.12 * math.copysign(1, palette.key_x)]
    if rng.random() < 0.5:
        slots[:2] = reversed(slots[:2])
    for landmark, slot in zip(known, slots, strict=False):
        canvas.save()
        canvas.translate(stage.width * (slot + float(rng.uniform(-0.02, 0.02))), horizon)
        canvas.scale(1.14, 1.14)
        landmark(Site(canvas, look, 0.0, 0.0, mix(top, palette.shadow, 0.10), low))
        canvas.restore()
    haze(canvas, look, horizon - 150, horizon + 20, 0.42)


def _houses(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """Brick fronts with shops at both edges, trees and lamps along the kerb towards the middle."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 2)
    foot = horizon + 62
    wide, narrow = float(rng.uniform(0.12, 0.18)), float(rng.uniform(0.09, 0.15))
    inner, other = wide + float(rng.uniform(0.08, 0.12)), narrow + float(rng.uniform(0.09, 0.14))
    spans = [
        (0.0, wide, 1.0),
        (wide - 0.004, inner, 0.74),
        (1 - other, 1 - narrow + 0.004, 0.62),
        (1 - narrow, 1.0, 0.9),
    ]
    if rng.random() < 0.5:
        spans = [(1 - end, 1 - start, size) for start, end, size in reversed(spans)]
    for index, (start, end, size) in enumerate(spans):
        left, right = start * stage.width, end * stage.width
        left = stage.left if start == 0.0 else left
        right = stage.right if end == 1.0 else right
        tall = size * float(rng.uniform(0.50, 0.66)) * min(stage.height, 1250)
        _house(canvas, look, rng, left, right, foot, tall, index)
    leaf = mix(palette.foliage, palette.near, 0.22)
    for share, size in (
        (inner + 0.035, 240.0),
        (inner + 0.10, 150.0),
        (1 - other - 0.04, 250.0),
        (1 - other - 0.105, 145.0),
    ):
        x = stage.width * (share + float(rng.uniform(-0.012, 0.012)))
        broadleaf(canvas, look, x, foot + size * 0.05, size, leaf, rng)
    for share, size in ((inner + 0.068, 0.82), (0.43, 0.46), (1 - other - 0.072, 0.8), (0.575, 0.46)):
        lamp(canvas, look, stage.width * share, foot + 10 * size, size)


def _house(
    canvas: skia.Canvas,
    look: Look,
    rng: np.random.Generator,
    left: float,
    right: float,
    foot: float,
    tall: float,
    index: int,
) -> None:
    palette, stage = look.palette, look.stage
    brick = mix(mix(palette.near, palette.wood, 0.16 + 0.10 * (index % 3)), palette.accent, 0.05 * (index % 2))
    top = foot - tall
    on_left = left < stage.centre_x
    canvas.drawRect(
        box(left, top, right, foot + 60), linear((0, top), (0, foot), [mix(brick, palette.mid, 0.30), brick])
    )
    for k in range(int(tall / 22)):
        y = top + 16 + k * 22
        canvas.drawLine(left, y, right, y, stroke(darken(brick, 0.25), 1.2, 0.25))
    canvas.drawRect(box(left - 8, top - 16, right + 8, top + 8), fill(mix(brick, palette.shadow, 0.45)))
    canvas.drawRect(box(left - 8, top - 16, right + 8, top - 11), fill(palette.rim, 0.35))
    edge = right if on_left else left
    side: list[Tint] = [(palette.rim, 0.55), (palette.rim, 0.0)]
    inner = edge - 46 if on_left else edge + 46
    canvas.drawRect(box(min(edge, inner), top, max(edge, inner), foot), linear((edge, 0), (inner, 0), side))
    share = lit_share(look)
    visible_left, visible_right = max(left, -260.0), min(right, stage.width + 260)
    columns = max(2, int((visible_right - visible_left) / 62))
    step = (visible_right - visible_left) / columns
    y = top + 44
    while y < foot - 200:
        for k in range(columns):
            x = visible_left + (k + 0.5) * step
            _window(canvas, look, rng, x, y, lit=rng.random() < share, brick=brick)
        y += 82
    shopfront(canvas, look, rng, visible_left + 8, visible_right - 8, foot + 2, 132)
    if index in (1, 2):
        sign_x = right + 26 if on_left else left - 26
        _sign(canvas, look, sign_x, foot - 260, index)


def _window(
    canvas: skia.Canvas, look: Look, rng: np.random.Generator, x: float, y: float, *, lit: bool, brick: str
) -> None:
    palette = look.palette
    frame = box(x - 19, y, x + 19, y + 52)
    canvas.drawRoundRect(frame, 3, 3, fill(darken(brick, 0.35)))
    pane = box(x - 15, y + 4, x + 15, y + 48)
    if lit:
        warm = mix(palette.window, palette.glow, float(rng.uniform(0.0, 0.35)))
        canvas.drawRect(pane, linear((0, y), (0, y + 50), [lighten(warm, 0.25), warm]))
        glow(canvas, x, y + 26, 60, palette.window, 0.22)
        if rng.random() < 0.4:
            canvas.drawRect(box(x - 15, y + 4, x - 7, y + 48), fill(palette.fabric, 0.6))
            canvas.drawRect(box(x + 7, y + 4, x + 15, y + 48), fill(palette.fabric, 0.6))
    else:
        sky_colour = mix(palette.sky[2], palette.shadow, 0.45)
        canvas.drawRect(
            pane, linear((x - 15, y), (x + 15, y + 50), [mix(sky_colour, palette.sky[-1], 0.30), sky_colour])
        )
    canvas.drawRect(box(x - 1.5, y + 4, x + 1.5, y + 48), fill(darken(brick, 0.35)))
    canvas.drawRect(box(x - 15, y + 25, x + 15, y + 28), fill(darken(brick, 0.35)))
    canvas.drawRect(box(x - 22, y + 51, x + 22, y + 57), fill(lighten(brick, 0.16)))


def _sign(canvas: skia.Canvas, look: Look, x: float, y: float, index: int) -> None:
    """A neon sign on a bracket: a note or a cup, no letters to be read wrongly."""
    palette = look.palette
    canvas.drawRoundRect(
        box(x - 34, y - 58, x + 34, y + 70), 12, 12, fill(mix(palette.shadow, palette.near, 0.25), 0.94)
    )
    path = skia.Path()
    if index == 1:
        path.moveTo(-12, 30)
        path.lineTo(-12, -26)
        path.lineTo(16, -34)
        path.lineTo(16, 22)
        path.addCircle(-19, 32, 8)
        path.addCircle(9, 24, 8)
    else:
        path.addRoundRect(box(-18, -2, 12, 30), 7, 7)
        path.addArc(box(6, 4, 26, 24), -80, 170)
        for k in (-10, 4):
            path.moveTo(k, -12)
            path.cubicTo(k - 7, -20, k + 7, -26, k, -36)
    neon(canvas, x, y + 6, path, palette.accent if index == 1 else mix(palette.accent, "#7df0ff", 0.75))


def _road(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """Pavements and road to the vanishing point; wet in rain, white in snow."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 3)
    top, low = horizon + 64, stage.bottom
    vanish = stage.centre_x + palette.key_x * stage.width * 0.10
    snow = look.shot.weather is Weather.SNOW
    pave = mix(palette.ground, palette.light, 0.16)
    canvas.drawRect(
        box(stage.left, top, stage.right, low),
        linear((0, top), (0, low), [mix(pave, palette.glow, 0.25), mix(pave, palette.shadow, 0.48)]),
    )
    for k in range(1, 11):
        y = top + (low - top) * (k / 10) ** 2.1
        canvas.drawLine(stage.left, y, stage.right, y, stroke(palette.shadow, 1 + k * 0.25, 0.16))
    spread = 0.62 if stage.width > stage.height else 0.80
    left, right = stage.centre_x - stage.width * spread, stage.centre_x + stage.width * spread
    asphalt = mix(mix(palette.near, palette.ground, 0.5), "#ffffff" if snow else palette.shadow, 0.35 if snow else 0.12)
    lane = polygon([(vanish - 62, top), (vanish + 62, top), (right, low), (left, low)])
    canvas.drawPath(
        lane,
        linear(
            (0, top),
            (0, low),
            [mix(asphalt, palette.glow, 0.40), asphalt, mix(asphalt, palette.shadow, 0.45)],
            [0.0, 0.4, 1.0],
        ),
    )
    for side, edge in ((-1, left), (1, right)):
        kerb = polygon([(vanish + side * 62, top), (vanish + side * 68, top), (edge + side * 54, low), (edge, low)])
        canvas.drawPath(
            kerb, linear((0, top), (0, low), [mix(pave, palette.rim, 0.55), mix(pave, palette.light, 0.22)])
        )
    shine: list[Tint] = [(palette.sun, 0.62), (palette.glow, 0.30), (palette.glow, 0.0)]
    x, _ = sun_at(look, horizon)
    x = vanish * 0.6 + x * 0.4
    beam = polygon([(x - 34, top), (x + 34, top), (x + 400, low), (x - 400, low)])
    canvas.save()
    canvas.clipRect(box(stage.left, top, stage.right, low))
    canvas.drawPath(beam, blended(blurred(linear((0, top), (0, low), shine), 26), skia.BlendMode.kScreen))
    canvas.restore()
    _markings(canvas, look, vanish, top, low)
    if look.shot.weather in (Weather.RAIN, Weather.STORM):
        _puddles(canvas, look, rng, top, low)


def _markings(canvas: skia.Canvas, look: Look, vanish: float, top: float, low: float) -> None:
    palette, middle = look.palette, look.stage.centre_x
    paint = mix("#fff3da", palette.glow, 0.35)
    for k in range(9):
        near, far = ((k + 0.45) / 9) ** 2.0, (k / 9) ** 2.0
        y0, y1 = top + far * (low - top), top + near * (low - top)
        x0, x1 = vanish + (middle - vanish) * far, vanish + (middle - vanish) * near
        dash = polygon(
            [(x0 - 2 - 7 * far, y0), (x0 + 2 + 7 * far, y0), (x1 + 2 + 12 * near, y1), (x1 - 2 - 12 * near, y1)]
        )
        canvas.drawPath(dash, fill(mix(paint, palette.shadow, 0.35 if palette.night else 0.0), 0.72))


def _puddles(canvas: skia.Canvas, look: Look, rng: np.random.Generator, top: float, low: float) -> None:
    """Wet stone mirrors lamps and sky."""
    palette, stage = look.palette, look.stage
    for _ in range(16):
        deep = float(rng.random())
        x, y = float(rng.uniform(stage.left, stage.right)), top + (low - top) * deep**1.3
        half = 40 + 150 * deep
        tints: list[Tint] = [(palette.sky[-1], 0.55), (palette.sky[2], 0.35)]
        oval = box(x - half, y - half * 0.12, x + half, y + half * 0.12)
        canvas.drawOval(oval, linear((0, y - 12), (0, y + 12), tints))
    for _ in range(12):
        x = float(rng.uniform(0, stage.width))
        streak: list[Tint] = [(palette.window, 0.34), (palette.window, 0.0)]
        area = box(x - 16, top, x + 16, top + 240)
        canvas.drawRect(area, blended(blurred(linear((0, top), (0, top + 240), streak), 7), skia.BlendMode.kScreen))


def _overhead(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Lights strung across the street above everything, and leaves in the lower corners."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 4)
    drop = float(rng.uniform(0.045, 0.085)) * stage.height
    posts = [
        (stage.left - 40, drop + 20),
        (stage.width * float(rng.uniform(0.42, 0.6)), drop * 0.7),
        (stage.right + 40, drop + 30),
    ]
    string_lights(canvas, look, posts, 58, 15 if stage.width > stage.height else 11)
    dark = mix(palette.foliage, palette.shadow, 0.62)
    reach = stage.width * 0.17
    for k in range(96):
        u = float(rng.random())
        x = stage.left + (reach - stage.left) * u if k % 2 else stage.right - (stage.right - stage.width + reach) * u
        tall = (170 - 70 * u) * float(rng.uniform(0.6, 1.15))
        lean = float(rng.uniform(-70, 70))
        leaf = skia.Path()
        foot = stage.height + 60
        leaf.moveTo(x, foot)
        leaf.quadTo(x + lean * 0.3 - 14, foot - tall * 0.6, x + lean, foot - tall)
        leaf.quadTo(x + lean * 0.5 + 18, foot - tall * 0.4, x + 15, foot)
        canvas.drawPath(leaf, fill(mix(dark, palette.rim, 0.22 * float(rng.random()))))
