"""Town: rows of buildings, lit windows and street furniture, shared by the urban settings."""

from itertools import pairwise

import numpy as np
import skia

from previz.art.layer import Look
from previz.art.paint import Tint, blended, blurred, box, fill, glow, lighten, linear, mix, polygon, radial, stroke

Rng = np.random.Generator


def lit_share(look: Look) -> float:
    """How many windows are lit at this hour, 0..1."""
    return {"dawn": 0.20, "day": 0.0, "sunset": 0.36, "dusk": 0.52, "night": 0.48}[look.shot.time_of_day.value]


def windows(
    canvas: skia.Canvas,
    look: Look,
    rng: Rng,
    area: skia.Rect,
    step: tuple[float, float],
    size: tuple[float, float],
    alpha: float,
) -> None:
    """A grid of windows over ``area``: lit ones glow, by day all reflect the sky a little."""
    palette, share = look.palette, lit_share(look)
    glass = mix(palette.sky[1], palette.shadow, 0.25)
    y = area.top() + step[1] * 0.5
    while y + size[1] < area.bottom():
        x = area.left() + (step[0] - size[0]) * 0.5
        while x + size[0] < area.right():
            pane = box(x, y, x + size[0], y + size[1])
            if rng.random() < share:
                tint = mix(palette.window, palette.glow, float(rng.uniform(0, 0.4)))
                canvas.drawRect(pane, fill(tint, alpha * float(rng.uniform(0.5, 1.0))))
            elif share == 0.0 or rng.random() < 0.3:
                canvas.drawRect(pane, fill(glass, alpha * float(rng.uniform(0.15, 0.5))))
            x += step[0]
        y += step[1]


def skyline(
    canvas: skia.Canvas,
    look: Look,
    rng: Rng,
    base: float,
    colours: tuple[str, str],
    width: tuple[float, float],
    height: tuple[float, float],
    alpha: float,
) -> None:
    """A row of buildings with different roofs over the whole stage, ``colours`` from top to foot."""
    stage, palette = look.stage, look.palette
    x = stage.left
    while x < stage.right:
        wide, tall = float(rng.uniform(*width)), float(rng.uniform(*height))
        y = base - tall
        top, low = colours
        tone = float(rng.uniform(-0.08, 0.08))
        top = mix(top, palette.light if tone > 0 else palette.shadow, abs(tone))
        paint = linear((0, y), (0, base), [top, low])
        canvas.drawRect(box(x, y, x + wide, stage.bottom), paint)
        _roof(canvas, rng, x, y, wide, top)
        lit = x + wide if palette.key_x > 0 else x
        canvas.drawRect(box(lit - 2.5, y, lit + 2.5, base), fill(palette.rim, 0.28))
        if alpha > 0:
            windows(canvas, look, rng, box(x + 7, y + 10, x + wide - 7, base), (15, 18), (7, 9), alpha)
        x += wide + float(rng.uniform(-5, 9))


def _roof(canvas: skia.Canvas, rng: Rng, x: float, y: float, wide: float, colour: str) -> None:
    kind = int(rng.integers(6))
    dark = fill(colour)
    if kind == 0:
        canvas.drawRect(box(x + wide * 0.25, y - 22, x + wide * 0.75, y + 1), dark)
        canvas.drawRect(box(x + wide * 0.4, y - 40, x + wide * 0.6, y + 1), dark)
    elif kind == 1:
        canvas.drawLine(x + wide / 2, y - 58, x + wide / 2, y, stroke(colour, 3))
        canvas.drawLine(x + wide / 2 - 8, y - 34, x + wide / 2 + 8, y - 34, stroke(colour, 2))
    elif kind == 2:
        canvas.drawPath(polygon([(x, y + 1), (x + wide, y - wide * 0.32), (x + wide, y + 1)]), dark)
    elif kind == 3:
        tank = x + wide * 0.3
        canvas.drawRect(box(tank - 11, y - 34, tank + 11, y - 12), dark)
        canvas.drawPath(polygon([(tank - 14, y - 34), (tank, y - 46), (tank + 14, y - 34)]), dark)
        for leg in (-9, 9):
            canvas.drawLine(tank + leg, y - 14, tank + leg, y, stroke(colour, 3))


def lamp(canvas: skia.Canvas, look: Look, x: float, y: float, size: float) -> None:
    """A street lamp with two globes; lit unless it is day."""
    palette = look.palette
    metal = mix(palette.near, palette.shadow, 0.6)
    canvas.drawRect(box(x - 4 * size, y - 250 * size, x + 4 * size, y), fill(metal))
    canvas.drawRoundRect(box(x - 9 * size, y - 46 * size, x + 9 * size, y), 4, 4, fill(metal))
    canvas.drawRoundRect(box(x - 36 * size, y - 264 * size, x + 36 * size, y - 253 * size), 5, 5, fill(metal))
    lit = lit_share(look) > 0.1
    for side in (-27, 27):
        globe_x, globe_y = x + side * size, y - 238 * size
        canvas.drawCircle(
            globe_x,
            globe_y,
            13 * size,
            fill(lighten(palette.window, 0.55) if lit else mix("#ffffff", palette.sky[2], 0.4)),
        )
        if lit:
            glow(canvas, globe_x, globe_y, 92 * size, palette.window, 0.75)


def string_lights(canvas: skia.Canvas, look: Look, posts: list[tuple[float, float]], sag: float, bulbs: int) -> None:
    """Bulbs on a wire that hangs from post to post."""
    palette = look.palette
    for (x0, y0), (x1, y1) in pairwise(posts):
        path = skia.Path()
        path.moveTo(x0, y0)
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2 + sag * 2
        path.quadTo(cx, cy, x1, y1)
        canvas.drawPath(path, stroke(mix(palette.shadow, palette.near, 0.3), 3.4, 0.9))
        for k in range(bulbs):
            u = (k + 0.5) / bulbs
            x = (1 - u) ** 2 * x0 + 2 * u * (1 - u) * cx + u * u * x1
            y = (1 - u) ** 2 * y0 + 2 * u * (1 - u) * cy + u * u * y1 + 13
            canvas.drawLine(x, y - 13, x, y - 5, stroke(palette.shadow, 3))
            if lit_share(look) > 0:
                glow(canvas, x, y, 44, palette.window, 0.85)
            canvas.drawCircle(x, y, 8, fill(lighten(palette.window, 0.6)))


def shopfront(canvas: skia.Canvas, look: Look, rng: Rng, left: float, right: float, foot: float, height: float) -> None:
    """A shop window with its awning, goods and warm light."""
    palette = look.palette
    lit = 0.35 + 0.65 * min(1.0, lit_share(look) * 2.4)
    warm = mix(mix(palette.near, palette.sky[2], 0.4), palette.window, lit)
    pane = box(left + 16, foot - height * 0.72, right - 16, foot)
    tints: list[Tint] = [lighten(warm, 0.25), warm, mix(warm, palette.near, 0.4)]
    canvas.drawRect(box(left, foot - height, right, foot), fill(mix(palette.near, palette.shadow, 0.35)))
    canvas.drawRect(pane, linear((0, pane.top()), (0, foot), tints))
    for _ in range(int((right - left) / 34)):
        x = float(rng.uniform(left + 24, right - 40))
        wide, tall = float(rng.uniform(12, 26)), float(rng.uniform(18, height * 0.36))
        tint = mix(mix(palette.accent, palette.wood, float(rng.random())), palette.shadow, 0.25)
        canvas.drawRoundRect(box(x, foot - tall, x + wide, foot), 5, 5, fill(tint, 0.75))
    for k in range(1, 4):
        x = left + (right - left) * k / 4
        canvas.drawRect(box(x - 2.5, foot - height * 0.72, x + 2.5, foot), fill(mix(palette.near, palette.shadow, 0.5)))
    stripes = max(4, int((right - left) / 40))
    step = (right - left + 20) / stripes
    cloth = (palette.accent, mix("#fff4e4", palette.shadow, 0.35 if palette.night else 0.08))
    top, low = foot - height * 1.02, foot - height * 0.70
    for k in range(stripes):
        x = left - 10 + k * step
        shape = polygon([(x + 5, top), (x + step + 4, top), (x + step, low), (x, low)])
        canvas.drawPath(shape, linear((0, top), (0, low), [cloth[k % 2], mix(cloth[k % 2], palette.shadow, 0.3)]))
        canvas.drawOval(
            box(x, low - step * 0.2, x + step, low + step * 0.2), fill(mix(cloth[k % 2], palette.shadow, 0.3))
        )
    if lit_share(look) > 0:
        spill: list[Tint] = [(palette.window, 0.42), (palette.window, 0.0)]
        middle = (left + right) / 2
        oval = box(middle - (right - left) * 0.75, foot - 30, middle + (right - left) * 0.75, foot + 90)
        paint = radial((middle, foot + 20), (right - left) * 0.75, spill)
        canvas.drawOval(oval, blended(blurred(paint, 12), skia.BlendMode.kScreen))


def neon(canvas: skia.Canvas, x: float, y: float, path: skia.Path, colour: str) -> None:
    """A neon tube along ``path`` at (x, y): a soft halo and a bright core."""
    canvas.save()
    canvas.translate(x, y)
    canvas.drawPath(path, blurred(stroke(colour, 16, 0.55), 12))
    canvas.drawPath(path, stroke(colour, 6, 0.95))
    canvas.drawPath(path, stroke(lighten(colour, 0.75), 2.6))
    canvas.restore()
