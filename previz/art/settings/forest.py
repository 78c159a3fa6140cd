"""A forest: trunks in rows that fade into light, shafts through the canopy, ferns and a path."""

import math

import numpy as np
import skia

from film.shot import TimeOfDay, Weather
from previz.art.land import conifer, grass, haze, rock, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blended,
    blurred,
    box,
    curve,
    darken,
    fill,
    glow,
    linear,
    mix,
    polygon,
    radial,
    shaft,
    stroke,
)
from previz.art.sky import is_overcast, sky, sun_at


def build(look: Look) -> Backdrop:
    """Six planes of wood around a clearing; fireflies after sunset, dust in the light by day."""
    stage = look.stage
    horizon = stage.horizon - 30
    seed = int(look.rng.integers(1 << 30))
    return Backdrop(
        behind=[
            *sky(look, horizon, clouds=False),
            Layer(lambda c: _far_wood(c, look, horizon, seed), depth=0.12),
            Layer(lambda c: _trunks(c, look, horizon + 26, seed + 1, 20, 0.55, 0.62), depth=0.26),
            Layer(lambda c: _trunks(c, look, horizon + 78, seed + 2, 11, 1.0, 0.30), depth=0.44),
            Layer(lambda c: _light(c, look, horizon, seed), depth=0.40, sway=(9.0, 9.0)),
            Layer(lambda c: _floor(c, look, horizon, seed), depth=0.72),
            Layer(lambda c: _giants(c, look, seed), depth=0.86),
            Animation(_Motes(look), depth=0.9),
        ],
        front=[
            Layer(lambda c: _canopy(c, look, seed), depth=1.25, blur=2.0, sway=(5.0, 5.3)),
            Layer(lambda c: _ferns(c, look, seed), depth=1.35, blur=2.6, sway=(4.0, 3.9)),
        ],
        floor=stage.floor,
    )


def _leaf(look: Look, near: float) -> str:
    """Foliage at a distance: ``near`` 0 is lost in the air, 1 is before the lens."""
    palette = look.palette
    air = mix(palette.sky[-1], palette.glow, 0.35)
    leaf = mix(palette.foliage, palette.shadow, 0.20 + 0.30 * near)
    return mix(mix(air, leaf, 0.35), leaf, near)


def _far_wood(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    stage = look.stage
    for row, (near, tall) in enumerate(((0.05, 300.0), (0.22, 230.0))):
        rng = np.random.default_rng(seed + 20 + row)
        foot = horizon + 24 + row * 14
        x = stage.left
        while x < stage.right:
            conifer(canvas, x, foot, tall * float(rng.uniform(0.7, 1.45)), _leaf(look, near), rng)
            x += float(rng.uniform(22, 58))
        canvas.drawRect(box(stage.left, foot - 6, stage.right, stage.bottom), fill(_leaf(look, near)))
        haze(canvas, look, foot - 210, foot + 20, 0.55)
    x, y = sun_at(look, horizon)
    glow(canvas, x, min(y, horizon - 120), 620, look.palette.glow, 0.30 if is_overcast(look) else 0.62)


def _trunks(canvas: skia.Canvas, look: Look, foot: float, seed: int, count: int, size: float, fade: float) -> None:
    """A row of trunks that rise out of the frame, lit on the side of the light, with undergrowth at their feet."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    air = mix(palette.sky[-1], palette.glow, 0.35)
    bark = mix(mix(mix(palette.wood, palette.foliage, 0.30), palette.shadow, 0.45), air, fade)
    lit = 1 if palette.key_x > 0 else -1
    step = (stage.right - stage.left) / count
    for k in range(count):
        x = stage.left + step * (k + float(rng.uniform(0.1, 0.9)))
        if size >= 1.0 and abs(x - stage.centre_x) < stage.width * 0.13:
            continue
        wide = size * float(rng.uniform(17, 34))
        lean = float(rng.uniform(-26, 26))
        trunk = polygon(
            [
                (x - wide, foot + 12),
                (x - wide * 0.62 + lean, stage.top),
                (x + wide * 0.62 + lean, stage.top),
                (x + wide, foot + 12),
            ]
        )
        sides: list[Tint] = [darken(bark, 0.28), bark, mix(bark, palette.light, 0.30)]
        ends = ((x - lit * wide, 0), (x + lit * wide, 0))
        canvas.drawPath(trunk, linear(*ends, sides))
        for _ in range(int(5 * size) + 2):
            by = stage.top + (foot - stage.top) * float(rng.uniform(0.25, 0.75))
            side = -1 if rng.random() < 0.5 else 1
            reach = size * float(rng.uniform(40, 120))
            branch = curve(
                [(x, by), (x + side * reach * 0.5, by - reach * 0.32), (x + side * reach, by - reach * 0.42)]
            )
            canvas.drawPath(branch, stroke(bark, wide * 0.20))
            for _ in range(9):
                lx, ly = x + side * reach * float(rng.uniform(0.5, 1.25)), by - reach * float(rng.uniform(0.1, 0.7))
                leaf = mix(mix(_leaf(look, 0.75), air, fade), palette.light, float(rng.uniform(0, 0.16)))
                canvas.drawOval(box(lx - 20 * size, ly - 12 * size, lx + 20 * size, ly + 12 * size), fill(leaf, 0.8))
    under = mix(_leaf(look, 0.8), air, fade * 0.8)
    canvas.drawRect(
        box(stage.left, foot, stage.right, stage.bottom),
        linear((0, foot), (0, foot + 180), [under, mix(under, palette.shadow, 0.25)]),
    )
    blades = [under, mix(under, palette.light, 0.18), mix(under, palette.shadow, 0.2)]
    grass(canvas, rng, (stage.left, stage.right), lambda _: foot + 8, (16 * size, 46 * size), blades, 240)
    haze(canvas, look, foot - 150, foot + 30, 0.5 * fade + 0.05)


def _light(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """Shafts from the sun or moon through the canopy, and the pools they make on the ground."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 30)
    strength = 0.13 if is_overcast(look) else 0.30
    sx, _ = sun_at(look, horizon)
    for k in range(7):
        start = (sx + float(rng.uniform(-340, 340)), stage.top + 10)
        land = stage.centre_x - palette.key_x * 420 + (k - 3) * stage.width * 0.13 + float(rng.uniform(-60, 60))
        wide = float(rng.uniform(40, 130))
        shaft(
            canvas,
            start,
            (land, stage.floor - 40),
            (wide * 0.45, wide * 1.7),
            palette.glow,
            strength * float(rng.uniform(0.5, 1.0)),
        )


def _floor(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """Moss and leaf litter, a winding path, dapples of light."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 40)
    top = horizon + 112
    moss = mix(_leaf(look, 0.9), palette.ground, 0.30)
    if look.shot.weather is Weather.SNOW:
        moss = mix(moss, palette.ground, 0.6)
    crest = [
        (stage.left + k * 130.0, top + 12 * math.sin(k * 1.1 + seed % 5))
        for k in range(int((stage.right - stage.left) / 130) + 2)
    ]
    path = curve(crest)
    path.lineTo(stage.right, stage.bottom)
    path.lineTo(stage.left, stage.bottom)
    path.close()
    canvas.drawPath(
        path,
        linear(
            (0, top),
            (0, stage.bottom),
            [mix(moss, palette.glow, 0.34), moss, mix(moss, palette.shadow, 0.6)],
            [0.0, 0.35, 1.0],
        ),
    )
    earth = mix(mix(palette.wood, moss, 0.35), palette.light, 0.22)
    head = stage.centre_x + palette.key_x * 180
    trail = polygon(
        [
            (head - 16, top + 2),
            (head + 18, top + 2),
            (stage.centre_x + 260, stage.floor),
            (stage.centre_x + 420, stage.bottom),
            (stage.centre_x - 440, stage.bottom),
            (stage.centre_x - 220, stage.floor),
        ]
    )
    canvas.drawPath(
        trail, blurred(linear((0, top), (0, stage.bottom), [(earth, 0.9), (mix(earth, palette.shadow, 0.4), 0.75)]), 10)
    )
    for _ in range(20):
        x, y = float(rng.uniform(0, stage.width)), float(rng.uniform(top + 20, stage.height))
        half = float(rng.uniform(40, 130))
        oval = box(x - half, y - half * 0.16, x + half, y + half * 0.16)
        paint = blurred(fill(palette.glow, 0.05 if is_overcast(look) else 0.16), 9)
        canvas.drawOval(oval, blended(paint, skia.BlendMode.kScreen))
    litter = [
        mix(moss, palette.light, 0.25),
        mix(palette.accent, moss, 0.55),
        mix(palette.wood, moss, 0.3),
        darken(moss, 0.25),
    ]
    for _ in range(240):
        deep = float(rng.random()) ** 0.8
        x, y = float(rng.uniform(stage.left, stage.right)), top + 16 + (stage.bottom - top) * deep
        size = 2.5 + 7 * deep
        canvas.drawOval(
            box(x - size, y - size * 0.35, x + size, y + size * 0.35), fill(litter[int(rng.integers(4))], 0.7)
        )
    for _ in range(9):
        x, deep = float(rng.uniform(stage.left, stage.right)), float(rng.random())
        if abs(x - stage.centre_x) > stage.width * 0.22:
            rock(canvas, look, x, top + 30 + 150 * deep, 26 + 36 * deep, mix(palette.near, moss, 0.35), rng)


def _giants(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Two old trees at the edges, with roots, moss and a mushroom or two."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 50)
    bark = mix(mix(palette.wood, palette.foliage, 0.18), palette.shadow, 0.55)
    lit = 1 if palette.key_x > 0 else -1
    for edge, size in ((0.05, 1.0), (0.955, 0.82)):
        x, foot, wide = stage.width * edge, stage.floor - 20, 92 * size
        left = [
            (x - wide * 2.2, foot + 40),
            (x - wide * 1.1, foot - 50),
            (x - wide * 0.86, foot - 260),
            (x - wide * 0.8, stage.top),
        ]
        right = [
            (x + wide * 0.8, stage.top),
            (x + wide * 0.86, foot - 260),
            (x + wide * 1.1, foot - 50),
            (x + wide * 2.2, foot + 40),
        ]
        path = curve(left)
        path.lineTo(*right[0])
        path.addPath(curve(right), skia.Path.AddPathMode.kExtend_AddPathMode)
        path.close()
        sides: list[Tint] = [darken(bark, 0.35), bark, mix(bark, palette.rim, 0.42)]
        soft_spot(canvas, x, foot + 36, (wide * 2.6, 24), palette.shadow, 0.5)
        canvas.drawPath(path, linear((x - lit * wide, 0), (x + lit * wide, 0), sides))
        canvas.save()
        canvas.clipPath(path, True)
        for _ in range(34):
            gx, gy = x + float(rng.uniform(-1, 1)) * wide, float(rng.uniform(stage.top, foot))
            groove = curve(
                [(gx, gy), (gx + float(rng.uniform(-9, 9)), gy + 70), (gx + float(rng.uniform(-14, 14)), gy + 150)]
            )
            canvas.drawPath(groove, stroke(darken(bark, 0.5), 4, 0.45))
        for _ in range(40):
            mx, my = x + float(rng.normal(0, 0.6)) * wide, foot + 30 - abs(float(rng.normal(0, 110)))
            canvas.drawCircle(mx, my, float(rng.uniform(6, 20)), fill(mix(palette.foliage, palette.light, 0.12), 0.4))
        canvas.restore()
        for k in range(3):
            cap_x = x + lit * wide * (1.2 + 0.34 * k)
            tall = 26.0 - 6 * k
            stem = box(cap_x - 4, foot + 40 - tall, cap_x + 4, foot + 44)
            canvas.drawRoundRect(stem, 3, 3, fill(mix("#f3e6d0", palette.shadow, 0.25)))
            cap = box(cap_x - 16, foot + 26 - tall, cap_x + 16, foot + 48 - tall)
            canvas.drawArc(cap, 180, 180, True, fill(mix(palette.accent, palette.shadow, 0.15)))


def _canopy(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Leaves hanging into the frame from above, at both corners."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 60)
    dark = mix(palette.foliage, palette.shadow, 0.62)
    for side in (0, 1):
        for _ in range(90):
            u = float(rng.random()) ** 1.25
            x = (-80 + u * stage.width * 0.36) if side == 0 else stage.width + 80 - u * stage.width * 0.36
            y = -60 + 220 * (1 - u) * float(rng.uniform(0.1, 1.0))
            size = float(rng.uniform(20, 46))
            canvas.save()
            canvas.translate(x, y)
            canvas.rotate(float(rng.uniform(20, 160)))
            leaf = skia.Path()
            leaf.moveTo(-size, 0)
            leaf.quadTo(0, -size * 0.62, size, 0)
            leaf.quadTo(0, size * 0.62, -size, 0)
            tint = mix(dark, palette.rim if rng.random() < 0.3 else palette.foliage, float(rng.uniform(0.05, 0.42)))
            canvas.drawPath(leaf, fill(tint))
            canvas.restore()


def _ferns(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Ferns at the lower corners, before the lens."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 70)
    dark = mix(palette.foliage, palette.shadow, 0.58)
    for k in range(16):
        left = k % 2 == 0
        root = float(rng.uniform(-90, stage.width * 0.15))
        x = root if left else stage.width - root
        lean, tall = (float(rng.uniform(0.1, 0.7)) * (1 if left else -1)), float(rng.uniform(150, 330))
        tint = mix(dark, palette.rim if rng.random() < 0.25 else palette.foliage, float(rng.uniform(0.0, 0.4)))
        for step in range(15):
            u = step / 14
            sx, sy = x + lean * tall * u * (0.5 + 0.5 * u), stage.height + 70 - tall * u * (1.25 - 0.3 * u)
            reach = 62 * (1 - u) + 8
            for side in (-1, 1):
                frond = polygon(
                    [
                        (sx, sy),
                        (sx + side * reach * 0.5, sy - reach * 0.36),
                        (sx + side * reach, sy - reach * 0.30),
                        (sx + side * reach * 0.45, sy - reach * 0.05),
                    ]
                )
                canvas.drawPath(frond, fill(tint))


class _Motes:
    """Dust in the light; after sunset, fireflies that glow and fade."""

    def __init__(self, look: Look) -> None:
        rng, stage = np.random.default_rng([look.shot.seed, 81]), look.stage
        self._glowing = look.shot.time_of_day in (TimeOfDay.DUSK, TimeOfDay.NIGHT)
        self._core = "#f6ffb8" if self._glowing else mix(look.palette.light, "#ffffff", 0.4)
        halo: list[Tint] = [("#d8ff7a", 0.55), ("#d8ff7a", 0.0)]
        self._halo = radial((0, 0), 22, halo)
        count = 26 if self._glowing else 40
        if look.shot.weather in (Weather.SNOW, Weather.RAIN, Weather.STORM):
            # Neither fireflies nor dust are in the air then.
            count = 0
        self._marks = [
            (
                float(rng.uniform(0, stage.width)),
                stage.height * float(rng.uniform(0.25, 0.88)),
                float(rng.uniform(0, math.tau)),
                float(rng.uniform(0.5, 1.3)),
            )
            for _ in range(count)
        ]

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw them at time ``t``."""
        for x, y, phase, rate in self._marks:
            px = x + 42 * math.sin(t * 0.5 * rate + phase)
            py = y + 26 * math.sin(t * 0.7 * rate + phase * 2.1)
            alpha = max(0.0, math.sin(t * 1.7 * rate + phase * 3))
            if not self._glowing:
                canvas.drawCircle(px, py, 1.6 + rate, fill(self._core, 0.25 + 0.35 * alpha))
            elif alpha > 0.05:
                canvas.save()
                canvas.translate(px, py)
                canvas.scale(alpha, alpha)
                canvas.drawCircle(0, 0, 22, self._halo)
                canvas.restore()
                canvas.drawCircle(px, py, 3.2, fill(self._core, alpha))
