"""What a market is made of: awnings, heaps of goods, flowers, paper lanterns, old houses."""

import math

import skia

from previz.art.paint import Tint, box, curve, darken, fill, glow, lighten, linear, mix, polygon, radial, stroke
from previz.art.settings.houseplants import greens, leaf
from previz.art.settings.room import Rng, Room, pick

_FRUIT = (
    ("#e2452f", "#f0663e", "#c93a30"),
    ("#f39a2b", "#f7b23f", "#e8821e"),
    ("#8fbf3f", "#a9cf58", "#6fa436"),
    ("#f4d03f", "#f7de6a", "#e6b92e"),
    ("#7c4a9e", "#9c66b8", "#5d3380"),
)


def awning(canvas: skia.Canvas, room: Room, area: skia.Rect, first: str, second: str) -> None:
    """A sloping striped roof of cloth with a scalloped edge."""
    stripes = max(5, round(area.width() / 46) | 1)
    step = area.width() / stripes
    inset = area.width() * 0.07
    low = area.bottom() - area.height() * 0.22
    top_step = (area.width() - 2 * inset) / stripes
    for i in range(stripes):
        colour = first if i % 2 == 0 else second
        x0, x1 = area.left() + i * step, area.left() + (i + 1) * step
        t0, t1 = area.left() + inset + i * top_step, area.left() + inset + (i + 1) * top_step
        slope = polygon([(t0, area.top()), (t1, area.top()), (x1 + 0.5, low), (x0, low)])
        canvas.drawPath(slope, linear((0, area.top()), (0, low), [lighten(colour, 0.22), colour]))
        fringe = skia.Path()
        fringe.moveTo(x0, low)
        fringe.lineTo(x1 + 0.5, low)
        fringe.lineTo(x1 + 0.5, low + (area.bottom() - low) * 0.4)
        fringe.arcTo(box(x0, low - (area.bottom() - low) * 0.2, x1, area.bottom()), 0, 180, False)
        fringe.close()
        canvas.drawPath(fringe, fill(mix(colour, room.palette.shadow, 0.20)))
    canvas.drawLine(area.left(), low, area.right(), low, stroke(lighten(second, 0.3), 2.5, 0.5))
    shade: list[Tint] = [(room.palette.shadow, 0.42), (room.palette.shadow, 0.0)]
    reach = area.height() * 0.5
    under = box(area.left() + inset, area.bottom() - 4, area.right() - inset, area.bottom() + reach)
    canvas.drawRect(under, linear((0, area.bottom()), (0, area.bottom() + reach), shade))


def goods(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, kind: int, veil: float) -> None:
    """A heap in ``area``: fruit in one of four colours, or flowers."""
    if kind == 4 and rng.random() < 0.6:
        flowers(canvas, rng, room, area, veil)
        return
    radius = area.width() * 0.105
    rows = 4
    tones = tuple(mix(room.lit(colour), room.palette.mid, veil) for colour in _FRUIT[kind])
    for row in range(rows):
        count = 6 - row
        y = area.bottom() - row * radius * 1.25 - radius * 0.5
        for i in range(count):
            x = area.centerX() + (i - (count - 1) / 2) * radius * 1.75 + float(rng.uniform(-2, 2))
            tone = pick(rng, tones)
            shine = [lighten(tone, 0.42), tone, darken(tone, 0.30)]
            canvas.drawCircle(
                x, y, radius, radial((x - radius * 0.3, y - radius * 0.4), radius * 1.5, shine, [0, 0.45, 1])
            )
            if radius > 9:
                canvas.save()
                canvas.translate(x, y - radius * 0.85)
                canvas.rotate(-40)
                canvas.drawPath(leaf(radius * 0.7, 0.4), fill(darken(greens(room)[0], 0.1)))
                canvas.restore()


def flowers(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, veil: float) -> None:
    """Bunches of flowers among leaves."""
    green = greens(room)
    size = area.width() * 0.085
    for _ in range(26):
        x = float(rng.uniform(area.left(), area.right()))
        y = float(rng.uniform(area.top(), area.bottom()))
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(float(rng.uniform(-150, -30)))
        canvas.drawPath(leaf(size * 2.0, 0.3), fill(mix(pick(rng, green), room.palette.mid, veil)))
        canvas.restore()
    blooms = (*room.scheme, room.lit("#ffd9e2"), room.lit("#fff3d0"), room.lit("#e8527a"))
    for _ in range(20):
        x = float(rng.uniform(area.left(), area.right()))
        y = float(rng.uniform(area.top() - size, area.bottom() - size))
        tone = mix(pick(rng, blooms), room.palette.mid, veil)
        for i in range(6):
            angle = i * math.tau / 6
            px, py = x + math.cos(angle) * size * 0.55, y + math.sin(angle) * size * 0.5
            canvas.drawCircle(px, py, size * 0.46, fill(lighten(tone, 0.12 if i < 3 else 0.0)))
        canvas.drawCircle(x, y, size * 0.34, fill(mix(room.lit("#f6c945"), room.palette.mid, veil)))


def lantern(canvas: skia.Canvas, room: Room, x: float, y: float, size: float, colour: str) -> None:
    """A paper lantern on a cord; (x, y) is its middle."""
    cord = mix(room.palette.shadow, room.wood, 0.3)
    canvas.drawLine(x, y - size * 2.4, x, y - size, stroke(cord, max(1.5, size * 0.06)))
    lit = mix(colour, room.palette.window, 0.2 + 0.45 * room.lamp)
    body = box(x - size, y - size * 0.92, x + size, y + size * 0.92)
    tones: list[Tint] = [lighten(lit, 0.25 + 0.5 * room.lamp), lit, darken(colour, 0.18)]
    canvas.drawOval(body, radial((x, y), size * 1.15, tones, [0, 0.5, 1]))
    for i in (-2, -1, 0, 1, 2):
        half = size * 0.2 * abs(i) + 0.01
        canvas.drawArc(
            box(
                x - size * 0.4 * abs(i) - half * 0.2,
                y - size * 0.9,
                x + size * 0.4 * abs(i) + half * 0.2,
                y + size * 0.9,
            ),
            90 if i < 0 else -90,
            180,
            False,
            stroke(darken(colour, 0.25), max(1.0, size * 0.04), 0.45),
        )
    for at in (y - size * 0.92, y + size * 0.86):
        canvas.drawRoundRect(
            box(x - size * 0.36, at - size * 0.08, x + size * 0.36, at + size * 0.10), 3, 3, fill(cord)
        )
    canvas.drawLine(x, y + size, x, y + size * 1.6, stroke(colour, max(2.0, size * 0.10)))
    glow(canvas, x, y, size * 4.2, room.palette.window, 0.15 + 0.65 * room.lamp)


def house(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, colour: str) -> None:
    """An old town house: tiled roof, rows of windows with shutters and flower boxes, some of them lit."""
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    canvas.drawRect(
        area,
        linear((left, top), (right, bottom), [lighten(colour, 0.12), colour, mix(colour, room.palette.shadow, 0.30)]),
    )
    tiles = mix(room.lit("#b9583c"), room.palette.mid, 0.28)
    rise = area.width() * float(rng.uniform(0.22, 0.36))
    roof = polygon(
        [
            (left - 14, top + 6),
            (left + area.width() * 0.16, top - rise),
            (right - area.width() * 0.16, top - rise),
            (right + 14, top + 6),
        ]
    )
    canvas.drawPath(roof, linear((0, top - rise), (0, top), [lighten(tiles, 0.12), darken(tiles, 0.2)]))
    for i in range(1, 4):
        y = top - rise + rise * i / 4
        canvas.drawLine(left - 10 + (4 - i) * 9, y, right + 10 - (4 - i) * 9, y, stroke(darken(tiles, 0.3), 2.4, 0.45))
    canvas.drawRect(box(left - 14, top + 2, right + 14, top + 13), fill(lighten(colour, 0.25)))
    shutter = pick(rng, room.scheme)
    columns = 2 if area.width() < 230 else 3
    wide, tall = area.width() / columns * 0.36, area.width() / columns * 0.62
    y = top + tall * 0.6
    while y + tall < bottom - tall * 0.6:
        for i in range(columns):
            x = left + (i + 0.5) * area.width() / columns
            _window(canvas, rng, room, box(x - wide / 2, y, x + wide / 2, y + tall), shutter)
        y += tall * 1.75


def _window(canvas: skia.Canvas, rng: Rng, room: Room, pane: skia.Rect, shutter: str) -> None:
    is_lit = rng.random() < 0.16 + 0.62 * room.lamp
    dark = mix(room.palette.shadow, room.palette.sky[1], 0.45)
    tones = (
        [lighten(room.palette.window, 0.3), room.palette.window]
        if is_lit
        else [mix(dark, room.palette.sky[2], 0.35), dark]
    )
    canvas.drawRect(pane, linear((0, pane.top()), (0, pane.bottom()), tones))
    bars = mix(room.lit("#f2e8d6"), room.palette.mid, 0.2)
    canvas.drawLine(pane.centerX(), pane.top(), pane.centerX(), pane.bottom(), stroke(bars, 3))
    canvas.drawLine(pane.left(), pane.centerY(), pane.right(), pane.centerY(), stroke(bars, 3))
    canvas.drawRect(pane, stroke(bars, 4))
    width = pane.width() * 0.42
    for x in (pane.left() - width - 3, pane.right() + 3):
        leafs = box(x, pane.top() - 2, x + width, pane.bottom() + 2)
        canvas.drawRect(
            leafs, linear((leafs.left(), 0), (leafs.right(), 0), [lighten(shutter, 0.1), darken(shutter, 0.18)])
        )
        for i in range(1, 7):
            y = leafs.top() + leafs.height() * i / 7
            canvas.drawLine(leafs.left() + 3, y, leafs.right() - 3, y, stroke(darken(shutter, 0.35), 1.8, 0.6))
    if rng.random() < 0.4:
        tray = box(pane.left() - 6, pane.bottom() + 3, pane.right() + 6, pane.bottom() + 13)
        canvas.drawRect(tray, fill(mix(room.wood, room.palette.shadow, 0.2)))
        for _ in range(9):
            x = float(rng.uniform(tray.left(), tray.right()))
            tone = pick(rng, (*greens(room), room.scheme[0], room.scheme[3]))
            canvas.drawCircle(x, tray.top() - float(rng.uniform(0, 8)), float(rng.uniform(4, 8)), fill(tone))
    sill = curve([(pane.left() - 5, pane.bottom() + 2), (pane.right() + 5, pane.bottom() + 2)])
    canvas.drawPath(sill, stroke(bars, 4))
