"""Cottages: small houses with steep roofs, for village and road."""

import math

import numpy as np
import skia

from previz.art.land import Rng, bush, flowers, soft_spot
from previz.art.layer import Look
from previz.art.paint import Tint, box, darken, fill, glow, lighten, linear, mix, polygon, shift, stroke
from previz.art.town import lit_share

_PAINTS = ("#f3e3c8", "#e9c7a6", "#d8dfd2", "#e8b49a", "#cfd9e3", "#f0d9b0")


def cottage(canvas: skia.Canvas, look: Look, rng: Rng, x: float, foot: float, size: float) -> tuple[float, float]:
    """A house some ``size`` units wide around ``x``; returns where its chimney ends, for the smoke."""
    palette = look.palette
    wall = mix(_PAINTS[int(rng.integers(len(_PAINTS)))], palette.light, 0.12)
    wall = mix(wall, palette.shadow, 0.58 if palette.night else 0.10 + 0.2 * lit_share(look))
    tile = mix(
        mix(shift(palette.wood, hue=float(rng.uniform(-0.04, 0.04))), palette.accent, 0.14), palette.shadow, 0.22
    )
    wide, tall, rise = size, size * float(rng.uniform(0.46, 0.58)), size * float(rng.uniform(0.42, 0.56))
    left, right, eaves = x - wide / 2, x + wide / 2, foot - tall
    lit = 1 if palette.key_x > 0 else -1
    soft_spot(canvas, x - lit * size * 0.16, foot + 2, (size * 0.64, size * 0.035), palette.shadow, 0.4)
    sides: list[Tint] = [mix(wall, palette.shadow, 0.30), wall, mix(wall, palette.light, 0.24)]
    ends = ((left, 0), (right, 0)) if lit > 0 else ((right, 0), (left, 0))
    canvas.drawRect(box(left, eaves, right, foot), linear(*ends, sides))
    canvas.drawRect(box(left, foot - size * 0.07, right, foot), fill(mix(palette.ground, palette.shadow, 0.35), 0.8))
    if rng.random() < 0.5:
        _timber(canvas, look, left, right, eaves, foot)
    chimney = x + size * float(rng.choice([-0.24, 0.24]))
    top = eaves - rise * 1.06
    canvas.drawRect(
        box(chimney - size * 0.05, top, chimney + size * 0.05, eaves), fill(mix(tile, palette.shadow, 0.25))
    )
    canvas.drawRect(
        box(chimney - size * 0.062, top - size * 0.03, chimney + size * 0.062, top), fill(darken(tile, 0.3))
    )
    _tiles(canvas, look, left, right, eaves, rise, tile)
    _openings(canvas, look, rng, left, right, eaves, foot, size)
    return chimney, top - size * 0.03


def _timber(canvas: skia.Canvas, look: Look, left: float, right: float, eaves: float, foot: float) -> None:
    beam = mix(look.palette.wood, look.palette.shadow, 0.5)
    step = (right - left) / 4
    for k in range(5):
        x = left + k * step
        canvas.drawLine(x, eaves, x, foot, stroke(beam, step * 0.09))
    for y in (eaves + 3, (eaves + foot) / 2):
        canvas.drawLine(left, y, right, y, stroke(beam, step * 0.09))
    canvas.drawLine(left, (eaves + foot) / 2, left + step, eaves, stroke(beam, step * 0.08))
    canvas.drawLine(right, (eaves + foot) / 2, right - step, eaves, stroke(beam, step * 0.08))


def _tiles(canvas: skia.Canvas, look: Look, left: float, right: float, eaves: float, rise: float, tile: str) -> None:
    """A steep roof with courses of tiles and a lit edge."""
    palette, over = look.palette, (right - left) * 0.09
    half = (right - left) / 2
    roof = polygon(
        [
            (left - over, eaves + 7),
            (left + half * 0.30, eaves - rise),
            (right - half * 0.30, eaves - rise),
            (right + over, eaves + 7),
        ]
    )
    canvas.drawPath(
        roof,
        linear((0, eaves - rise), (0, eaves), [mix(tile, palette.light, 0.24), tile, mix(tile, palette.shadow, 0.28)]),
    )
    canvas.save()
    canvas.clipPath(roof, True)
    rows = 7
    for k in range(1, rows):
        y = eaves - rise + (rise + 7) * k / rows
        canvas.drawLine(left - over, y, right + over, y, stroke(darken(tile, 0.4), 1.6, 0.42))
        step = (right - left) / 13
        for j in range(17):
            tx = left - over + j * step + (step / 2 if k % 2 else 0)
            canvas.drawLine(tx, y, tx, y + rise / rows, stroke(darken(tile, 0.4), 1.2, 0.26))
    canvas.restore()
    canvas.drawLine(
        left + half * 0.30, eaves - rise, right - half * 0.30, eaves - rise, stroke(mix(tile, palette.rim, 0.6), 4)
    )
    canvas.drawLine(left - over, eaves + 7, right + over, eaves + 7, stroke(darken(tile, 0.45), 5))


def _openings(
    canvas: skia.Canvas, look: Look, rng: Rng, left: float, right: float, eaves: float, foot: float, size: float
) -> None:
    """A door and windows with shutters and flower boxes; lit in the evening."""
    palette = look.palette
    lit = rng.random() < 0.35 + lit_share(look) and lit_share(look) > 0
    glass = mix(palette.window, palette.glow, 0.2) if lit else mix(palette.sky[1], palette.shadow, 0.30)
    frame = mix("#fff6e6", palette.shadow, 0.45 if palette.night else 0.10)
    shutter = mix(palette.accent if rng.random() < 0.5 else palette.fabric, palette.shadow, 0.25)
    wide, tall = size * 0.125, size * 0.20
    middle = (left + right) / 2
    door_x = middle + size * float(rng.choice([-0.26, 0.0, 0.26]))
    level = eaves + (foot - eaves) * 0.20
    for x in (left + size * 0.17, middle, right - size * 0.17):
        if abs(x - door_x) < size * 0.15:
            continue
        if lit:
            glow(canvas, x, level + tall / 2, size * 0.32, palette.window, 0.5)
        canvas.drawRect(box(x - wide / 2 - 3, level - 3, x + wide / 2 + 3, level + tall + 3), fill(frame))
        canvas.drawRect(
            box(x - wide / 2, level, x + wide / 2, level + tall),
            linear((0, level), (0, level + tall), [lighten(glass, 0.25), glass]),
        )
        canvas.drawLine(x, level, x, level + tall, stroke(frame, size * 0.012))
        canvas.drawLine(
            x - wide / 2, level + tall * 0.45, x + wide / 2, level + tall * 0.45, stroke(frame, size * 0.012)
        )
        for side in (-1, 1):
            sx = x + side * (wide * 0.5 + size * 0.045)
            canvas.drawRect(box(sx - size * 0.036, level - 2, sx + size * 0.036, level + tall + 2), fill(shutter))
        canvas.drawRect(
            box(x - wide * 0.6, level + tall + 3, x + wide * 0.6, level + tall + size * 0.05),
            fill(mix(palette.wood, palette.shadow, 0.4)),
        )
        spots = [
            (x + float(rng.uniform(-0.55, 0.55)) * wide, level + tall + 2 + float(rng.uniform(-5, 3))) for _ in range(7)
        ]
        flowers(
            canvas,
            rng,
            spots,
            size * 0.02 + 1,
            [mix(palette.accent, palette.shadow, 0.12), mix("#ffffff", palette.light, 0.4)],
        )
    arch = box(door_x - size * 0.075, foot - size * 0.29, door_x + size * 0.075, foot + size * 0.08)
    canvas.save()
    canvas.clipRect(box(left, eaves, right, foot))
    canvas.drawRoundRect(arch, size * 0.07, size * 0.07, fill(mix(palette.wood, palette.shadow, 0.35)))
    canvas.drawCircle(door_x + size * 0.045, foot - size * 0.12, size * 0.010 + 1, fill(palette.window))
    canvas.restore()
    for x in (left + size * 0.06, right - size * 0.08):
        bush(canvas, look, x, foot + 3, size * 0.10, mix(palette.foliage, palette.shadow, 0.15), rng)


class Smoke:
    """Smoke from chimneys: soft puffs that rise, widen and fade. ``chimneys`` are (x, y, size)."""

    def __init__(self, look: Look, chimneys: list[tuple[float, float, float]]) -> None:
        self._chimneys = chimneys
        self._colour = mix(look.palette.sky[-1], "#ffffff", 0.25)
        self._wind = 30.0 if look.palette.key_x > 0 else -30.0
        self._phases = np.random.default_rng([look.shot.seed, 95]).random(len(chimneys))

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the puffs at time ``t``."""
        for (x, y, size), phase in zip(self._chimneys, self._phases.tolist(), strict=True):
            for k in range(7):
                age = ((t * 0.22 + phase + k / 7) % 1.0) * 4.5
                px = x + self._wind * age * size + 9 * size * math.sin(age * 1.7 + phase * 6)
                py = y - 46 * age * size
                canvas.drawCircle(px, py, (7 + 10 * age) * size, fill(self._colour, 0.30 * (1 - age / 4.5)))
