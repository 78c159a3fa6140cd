"""Materials: painted walls, panels, tiles, bricks, planks, wood grain and marble."""

import math
from itertools import pairwise

import numpy as np
import skia

from previz.art.paint import (
    Tint,
    blended,
    blurred,
    box,
    curve,
    darken,
    fill,
    image_of,
    lighten,
    linear,
    mix,
    noise,
    polygon,
    radial,
    rgb,
    stroke,
    texture,
)
from previz.art.settings.room import Rng, Room


def plaster(canvas: skia.Canvas, rng: Rng, room: Room, colour: str, line: float) -> None:
    """A painted wall down to ``line``: brighter where the daylight comes in, darker in the far corner and above."""
    stage, palette = room.stage, room.palette
    area = box(stage.left, stage.top, stage.right, line + 40)
    day = mix(colour, room.sunbeam, 0.08 + 0.46 * room.sun)
    dark = mix(colour, palette.shadow, 0.20 + 0.32 * room.lamp)
    x0, x1 = (stage.left, stage.right) if room.sun_side < 0 else (stage.right, stage.left)
    canvas.drawRect(area, linear((x0, stage.top), (x1, line), [day, lighten(colour, 0.05), dark], [0.0, 0.5, 1.0]))
    texture(canvas, area, noise(240, 150, rng, octaves=4), mix(colour, palette.shadow, 0.5), 0.10)
    shade: list[Tint] = [(palette.shadow, 0.17 + 0.30 * room.lamp), (palette.shadow, 0.0)]
    canvas.drawRect(area, linear((0, stage.top), (0, room.h * 0.42), shade))
    canvas.drawRect(area, linear((0, line + 10), (0, line - 150), shade))


def panelling(canvas: skia.Canvas, room: Room, colour: str, line: float, height: float) -> None:
    """Wainscot: framed panels along the foot of the wall, ``height`` units tall."""
    top = line - height
    canvas.drawRect(
        box(room.stage.left, top, room.stage.right, line + 30),
        linear((0, top), (0, line), [lighten(colour, 0.06), darken(colour, 0.10)]),
    )
    canvas.drawRect(box(room.stage.left, top - 12, room.stage.right, top + 4), fill(lighten(colour, 0.22)))
    canvas.drawRect(box(room.stage.left, top + 4, room.stage.right, top + 10), fill(darken(colour, 0.25), 0.5))
    step = 210 * room.k
    x = room.stage.left
    while x < room.stage.right:
        panel = box(x + 18, top + 32, x + step - 18, line - 34)
        canvas.drawRect(panel, stroke(darken(colour, 0.22), 4, 0.55))
        canvas.drawRect(panel.makeOffset(3, 4), stroke(lighten(colour, 0.3), 3, 0.5))
        x += step


def boards(canvas: skia.Canvas, rng: Rng, room: Room, colour: str, line: float, width: float = 120) -> None:
    """Upright boards with fine gaps over the whole wall."""
    x = room.stage.left
    while x < room.stage.right:
        tone = mix(colour, room.palette.shadow, float(rng.uniform(0.0, 0.14)))
        canvas.drawRect(box(x, room.stage.top, x + width, line + 30), fill(tone, 0.55))
        canvas.drawRect(box(x, room.stage.top, x + 3, line + 30), fill(room.palette.shadow, 0.22))
        canvas.drawRect(box(x + 3, room.stage.top, x + 5, line + 30), fill(lighten(colour, 0.4), 0.25))
        x += width


def tiles(
    canvas: skia.Canvas, rng: Rng, room: Room, colour: str, area: skia.Rect, size: tuple[float, float] = (104, 52)
) -> None:
    """Glazed tiles in running bond, each a little different, with a highlight on its upper edge."""
    width, height = size
    row = 0
    y = area.bottom()
    canvas.save()
    canvas.clipRect(area)
    canvas.drawRect(area, fill(mix(colour, room.palette.shadow, 0.22)))
    while y > area.top():
        x = area.left() - (width / 2 if row % 2 else 0)
        while x < area.right():
            tone = mix(lighten(colour, 0.14), mix(colour, room.palette.shadow, 0.16), float(rng.random()))
            tile = box(x + 2, y - height + 2, x + width - 2, y - 2)
            canvas.drawRoundRect(tile, 5, 5, fill(tone))
            canvas.drawRect(box(x + 7, y - height + 5, x + width - 9, y - height + 9), fill("#ffffff", 0.16))
            x += width
        y -= height
        row += 1
    canvas.restore()


def bricks(canvas: skia.Canvas, rng: Rng, room: Room, colour: str, line: float, share: float = 1.0) -> None:
    """A brick wall; with ``share`` under 1 the plaster has come off that much of it, in patches."""
    width, height = 92.0, 36.0
    patches = noise(64, 48, rng, octaves=3)
    stage = room.stage
    row = 0
    y = line
    while y > stage.top:
        x = stage.left - (width / 2 if row % 2 else 0)
        while x < stage.right:
            u = int((x - stage.left + width) / (stage.right - stage.left + 2 * width) * 63)
            v = int((y - stage.top) / (line - stage.top + 1) * 47)
            if share >= 1 or patches[v, u] > 1 - share:
                tone = mix(colour, room.palette.shadow, float(rng.uniform(0.02, 0.30)))
                brick = box(x + 3, y - height + 3, x + width - 3, y - 3)
                canvas.drawRoundRect(brick, 4, 4, fill(tone, 0.9))
                canvas.drawRect(box(x + 5, y - height + 4, x + width - 6, y - height + 7), fill("#ffffff", 0.10))
            x += width
        y -= height
        row += 1


def planks(canvas: skia.Canvas, rng: Rng, room: Room, colour: str, line: float) -> None:
    """A floor of boards running to a vanishing point, with sheen from the window and shade at the wall."""
    stage, palette = room.stage, room.palette
    bottom = stage.bottom
    far, near = mix(colour, palette.shadow, 0.18), mix(colour, palette.shadow, 0.42)
    canvas.drawRect(
        box(stage.left, line, stage.right, bottom), linear((0, line), (0, bottom), [far, colour, near], [0, 0.35, 1])
    )
    vx, vy = room.w / 2, line - 0.55 * room.h
    spread = (bottom - vy) / (line - vy)
    step = 74.0
    for i in range(-42, 43):
        x0, x1 = vx + i * step, vx + (i + 1) * step
        a, b = (x0, line), (x1, line)
        c, d = (vx + (x1 - vx) * spread, bottom), (vx + (x0 - vx) * spread, bottom)
        tone = mix(lighten(colour, 0.16), mix(colour, palette.shadow, 0.35), float(rng.random()))
        canvas.drawPath(polygon([a, b, c, d]), fill(tone, 0.34))
        canvas.drawLine(a[0], a[1], d[0], d[1], stroke(palette.shadow, 2.2, 0.22))
        u = float(rng.uniform(0.1, 0.9)) ** 1.6
        y = line + (bottom - line) * u
        s = (y - vy) / (line - vy)
        canvas.drawLine(vx + (x0 - vx) * s, y, vx + (x1 - vx) * s, y, stroke(palette.shadow, 2, 0.22))
    ground_light(canvas, room, line)


def checkers(canvas: skia.Canvas, room: Room, light: str, dark: str, line: float) -> None:
    """A floor of square tiles in perspective."""
    stage = room.stage
    vx, vy = room.w / 2, line - 0.5 * room.h
    bottom = stage.bottom
    rows = [line + (bottom - line) * (i / 9) ** 1.55 for i in range(10)]
    canvas.drawRect(box(stage.left, line, stage.right, bottom), fill(light))
    step = 118.0
    for r, (y0, y1) in enumerate(pairwise(rows)):
        s0, s1 = (y0 - vy) / (line - vy), (y1 - vy) / (line - vy)
        for i in range(-20, 20):
            if (i + r) % 2:
                xs = [vx + i * step * s0, vx + (i + 1) * step * s0, vx + (i + 1) * step * s1, vx + i * step * s1]
                corners = list(zip(xs, (y0, y0, y1, y1), strict=True))
                canvas.drawPath(polygon(corners), fill(dark))
    ground_light(canvas, room, line)


def ground_light(canvas: skia.Canvas, room: Room, line: float) -> None:
    """What lies over any floor: a sheen from the window's side, shade at the wall and in the foreground."""
    stage, palette = room.stage, room.palette
    area = box(stage.left, line, stage.right, stage.bottom)
    x = room.side(0.45, room.sun_side)
    sheen: list[Tint] = [(room.sunbeam, 0.10 + 0.34 * room.sun), (room.sunbeam, 0.0)]
    canvas.drawRect(area, radial((x, line + 60), room.w * 0.55, sheen))
    lamp: list[Tint] = [(room.warm, 0.34 * room.lamp), (room.warm, 0.0)]
    canvas.drawRect(
        area, blended(radial((room.w / 2, line + 0.12 * room.h), room.w * 0.5, lamp), skia.BlendMode.kScreen)
    )
    _sun_on_floor(canvas, room, line)
    canvas.drawRect(area, linear((0, line), (0, line + 46), [(palette.shadow, 0.34), (palette.shadow, 0.0)]))
    canvas.drawRect(
        area, linear((0, room.h * 0.86), (0, stage.bottom), [(palette.shadow, 0.0), (palette.shadow, 0.42)])
    )


def _sun_on_floor(canvas: skia.Canvas, room: Room, line: float) -> None:
    """The window's panes lying on the floor, leaning away from the light."""
    near, far = room.h * 0.97, line + 0.26 * (room.h - line)
    x, lean, width = room.side(0.42, room.sun_side), -room.sun_side * 0.30 * room.w, 0.11 * room.w
    for i in range(3):
        a = x + (i - 1.5) * width * 0.72
        b = a + lean + (i - 1.5) * width * 0.5
        pane = polygon([(a, far), (a + width * 0.62, far), (b + width, near), (b, near)])
        tints: list[Tint] = [(room.sunbeam, 0.52 * room.sun), (room.sunbeam, 0.12 * room.sun)]
        canvas.drawPath(pane, blurred(linear((0, far), (0, near), tints), 6))


def wood_top(canvas: skia.Canvas, rng: Rng, room: Room, colour: str, top: float, thickness: float = 26) -> None:
    """A table top seen from a little above: grain runs along it, the back edge catches light."""
    stage, palette = room.stage, room.palette
    area = box(stage.left, top, stage.right, stage.bottom)
    tones = [lighten(colour, 0.20), colour, mix(colour, palette.shadow, 0.45)]
    canvas.drawRect(area, linear((0, top), (0, stage.bottom), tones, [0, 0.4, 1]))
    grain = noise(420, 260, rng, octaves=4, cells=(3, 26))
    lines = np.clip(np.abs(np.sin(grain * 22.0)) - 0.45, 0, 1).astype(np.float32)
    texture(canvas, area, lines, mix(colour, palette.shadow, 0.6), 0.42)
    joints = [top + (stage.bottom - top) * (i / 5) ** 1.5 for i in range(1, 5)]
    for y in joints:
        canvas.drawLine(stage.left, y, stage.right, y, stroke(palette.shadow, 2.4, 0.34))
        canvas.drawLine(stage.left, y + 3, stage.right, y + 3, stroke(lighten(colour, 0.5), 1.6, 0.22))
    _top_light(canvas, room, top, lighten(colour, 0.5), thickness)


def marble(canvas: skia.Canvas, rng: Rng, room: Room, top: float, stone: str, vein: str) -> None:
    """A marble top: branching veins where two fields of noise cross their middle, and a polished back edge."""
    stage = room.stage
    area = box(stage.left, top, stage.right, stage.bottom)
    width, height = 1000, 400
    first, second = noise(width, height, rng, octaves=6), noise(width, height, rng, octaves=6)
    vein_at = (
        np.exp(-(((first - 0.5) / 0.010) ** 2)) * 0.80
        + np.exp(-(((second - 0.47) / 0.017) ** 2)) * 0.40
        + np.exp(-(((first - 0.62) / 0.030) ** 2)) * 0.20
    )
    base = np.array(rgb(stone), np.float32) * (1.03 - 0.10 * np.linspace(0, 1, height, dtype=np.float32)[:, None, None])
    base = base - ((second - 0.5) * 20)[..., None]
    share = np.clip(vein_at * 0.72, 0, 0.9)[..., None]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = np.clip(base * (1 - share) + np.array(rgb(vein), np.float32) * share, 0, 255)
    canvas.drawImageRect(image_of(rgba), area, skia.SamplingOptions(skia.CubicResampler.Mitchell()), skia.Paint())
    _top_light(canvas, room, top, lighten(stone, 0.7), 26)


def _top_light(canvas: skia.Canvas, room: Room, top: float, edge: str, thickness: float) -> None:
    """Light over a table top: from the sun's side, shade opposite and below, a bright line along the back edge."""
    stage, palette = room.stage, room.palette
    area = box(stage.left, top, stage.right, stage.bottom)
    near, off = (0.0, room.w) if room.sun_side < 0 else (room.w, 0.0)
    wash: list[Tint] = [(room.sunbeam, 0.40 * room.sun), (palette.light, 0.0), (palette.shadow, 0.34)]
    canvas.drawRect(area, linear((near, top), (off, stage.bottom), wash, [0, 0.48, 1]))
    lamp: list[Tint] = [(room.warm, 0.42 * room.lamp), (room.warm, 0.0)]
    pool = radial((room.w / 2, top + 0.10 * room.h), 0.55 * room.w, lamp)
    canvas.drawRect(area, blended(pool, skia.BlendMode.kScreen))
    canvas.drawRect(box(stage.left, top - 3, stage.right, top + 5), fill(edge, 0.85))
    shade: list[Tint] = [(palette.shadow, 0.24), (palette.shadow, 0.0)]
    canvas.drawRect(
        box(stage.left, top + 5, stage.right, top + 5 + thickness),
        linear((0, top + 5), (0, top + 5 + thickness), shade),
    )
    low: list[Tint] = [(palette.shadow, 0.0), (palette.shadow, 0.38)]
    canvas.drawRect(area, linear((0, room.h * 0.84), (0, stage.bottom), low))


def grain_lines(canvas: skia.Canvas, rng: Rng, area: skia.Rect, colour: str, count: int) -> None:
    """A few long wavy lines of wood grain within ``area``."""
    canvas.save()
    canvas.clipRect(area)
    for _ in range(count):
        y = float(rng.uniform(area.top(), area.bottom()))
        bend = float(rng.uniform(-5, 5))
        xs = np.linspace(area.left(), area.right(), 5)
        points = [(float(x), y + bend * math.sin(i * 1.7)) for i, x in enumerate(xs)]
        canvas.drawPath(curve(points), stroke(colour, 1.6, 0.30))
    canvas.restore()
