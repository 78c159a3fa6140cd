"""Tools and machines: what hangs on a workshop's wall and stands on office desks and cafe counters."""

import math

import skia

from previz.art.paint import blurred, box, curve, darken, fill, glow, lighten, linear, mix, polygon, radial, stroke
from previz.art.settings.furniture import downward, upright
from previz.art.settings.room import Rng, Room, pick


def _handle(canvas: skia.Canvas, room: Room, rect: skia.Rect, colour: str) -> None:
    canvas.drawRoundRect(rect, 8, 8, upright(rect.left(), rect.right(), colour, room))


def hammer(canvas: skia.Canvas, room: Room, x: float, y: float, size: float) -> None:
    """A hammer hanging by its head; (x, y) is the middle of the head."""
    steel = room.lit("#8d959a")
    _handle(canvas, room, box(x - size * 0.06, y, x + size * 0.06, y + size), room.wood)
    canvas.drawRoundRect(
        box(x - size * 0.30, y - size * 0.10, x + size * 0.14, y + size * 0.12),
        5,
        5,
        downward(y - size * 0.1, y + size * 0.12, steel, room),
    )
    canvas.drawPath(
        polygon(
            [(x + size * 0.14, y - size * 0.10), (x + size * 0.36, y + size * 0.12), (x + size * 0.14, y + size * 0.08)]
        ),
        fill(darken(steel, 0.15)),
    )


def saw(canvas: skia.Canvas, room: Room, x: float, y: float, size: float, colour: str) -> None:
    """A hand saw, handle up."""
    blade = [
        (x - size * 0.16, y + size * 0.26),
        (x + size * 0.16, y + size * 0.26),
        (x + size * 0.05, y + size * 1.12),
        (x - size * 0.05, y + size * 1.12),
    ]
    steel = room.lit("#b9c1c4")
    canvas.drawPath(
        polygon(blade), linear((x - size * 0.16, 0), (x + size * 0.16, 0), [lighten(steel, 0.3), darken(steel, 0.2)])
    )
    for i in range(14):
        u = i / 14
        tx, ty = x + size * (0.16 - 0.11 * u), y + size * (0.26 + 0.86 * u)
        canvas.drawPath(polygon([(tx, ty), (tx + 5, ty + 3), (tx - 1, ty + 7)]), fill(steel))
    canvas.drawRoundRect(
        box(x - size * 0.18, y, x + size * 0.18, y + size * 0.30),
        14,
        14,
        upright(x - size * 0.18, x + size * 0.18, colour, room),
    )
    canvas.drawRoundRect(
        box(x - size * 0.08, y + size * 0.07, x + size * 0.08, y + size * 0.20),
        9,
        9,
        fill(mix(room.palette.shadow, room.wood, 0.3)),
    )


def wrench(canvas: skia.Canvas, room: Room, x: float, y: float, size: float) -> None:
    """A ring spanner."""
    steel = room.lit("#a4adb2")
    canvas.drawLine(x, y + size * 0.1, x, y + size * 0.92, stroke(steel, size * 0.10))
    canvas.drawLine(x - 2, y + size * 0.1, x - 2, y + size * 0.92, stroke(lighten(steel, 0.5), 2, 0.7))
    canvas.drawCircle(x, y, size * 0.12, stroke(steel, size * 0.08))
    canvas.drawCircle(x, y + size, size * 0.09, stroke(steel, size * 0.07))


def driver(canvas: skia.Canvas, room: Room, x: float, y: float, size: float, colour: str) -> None:
    """A screwdriver or chisel, handle up."""
    canvas.drawRect(box(x - size * 0.03, y + size * 0.4, x + size * 0.03, y + size), fill(room.lit("#b4bcc0")))
    _handle(canvas, room, box(x - size * 0.08, y, x + size * 0.08, y + size * 0.46), colour)
    canvas.drawRect(box(x - size * 0.08, y + size * 0.34, x + size * 0.08, y + size * 0.38), fill(darken(colour, 0.35)))


def pegboard(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect) -> None:
    """A perforated board full of tools."""
    colour = mix(room.wood, room.lit("#e8d6b4"), 0.45)
    canvas.drawRect(area.makeOffset(8, 14), blurred(fill(room.palette.shadow, 0.4), 9))
    canvas.drawRoundRect(area, 8, 8, downward(area.top(), area.bottom(), colour, room))
    y = area.top() + 24
    while y < area.bottom() - 12:
        x = area.left() + 24
        while x < area.right() - 12:
            canvas.drawCircle(x, y, 2.6, fill(darken(colour, 0.5), 0.5))
            x += 28
        y += 28
    canvas.drawRoundRect(area, 8, 8, stroke(darken(colour, 0.4), 6))
    size = min(150.0, area.height() * 0.34)
    for row in range(max(1, int(area.height() / (size * 1.42)))):
        x = area.left() + size * 0.48
        y = area.top() + size * (0.30 + 1.42 * row)
        while x < area.right() - size * 0.3:
            kind = int(rng.integers(5))
            if kind == 0:
                hammer(canvas, room, x, y + size * 0.1, size * 0.86)
            elif kind == 1:
                saw(canvas, room, x, y, size * 0.92, pick(rng, room.scheme))
            elif kind == 2:
                wrench(canvas, room, x, y + size * 0.08, size * 0.78)
            else:
                for i in range(3):
                    driver(canvas, room, x + (i - 1) * size * 0.22, y, size * (0.86 - 0.1 * i), pick(rng, room.scheme))
            x += size * (0.78 if kind > 2 else 0.66)


def vise(canvas: skia.Canvas, room: Room, x: float, base: float, size: float, colour: str) -> None:
    """A bench vise."""
    canvas.drawRect(box(x - size * 0.35, base - size * 0.14, x + size * 0.35, base), fill(darken(colour, 0.3)))
    canvas.drawRoundRect(
        box(x - size * 0.42, base - size * 0.62, x + size * 0.02, base - size * 0.12),
        8,
        8,
        downward(base - size * 0.62, base, colour, room),
    )
    canvas.drawRoundRect(
        box(x + size * 0.12, base - size * 0.62, x + size * 0.38, base - size * 0.12),
        8,
        8,
        downward(base - size * 0.62, base, colour, room),
    )
    canvas.drawRect(
        box(x - size * 0.02, base - size * 0.34, x + size * 0.7, base - size * 0.24), fill(room.lit("#a8b0b4"))
    )
    canvas.drawLine(
        x + size * 0.66, base - size * 0.52, x + size * 0.66, base - size * 0.06, stroke(room.lit("#c2c9cc"), 7)
    )


def paint_can(canvas: skia.Canvas, room: Room, x: float, base: float, width: float, colour: str) -> None:
    """A tin of paint with a run down its side."""
    half, height = width / 2, width * 1.05
    canvas.drawRoundRect(
        box(x - half, base - height, x + half, base), 5, 5, upright(x - half, x + half, room.lit("#c9ced0"), room)
    )
    canvas.drawRect(
        box(x - half, base - height * 0.72, x + half, base - height * 0.2), upright(x - half, x + half, colour, room)
    )
    canvas.drawRoundRect(
        box(x - half - 3, base - height - 6, x + half + 3, base - height + 6), 5, 5, fill(room.lit("#dfe3e4"))
    )
    canvas.drawRoundRect(box(x - half * 0.5, base - height, x - half * 0.2, base - height * 0.5), 6, 6, fill(colour))


def monitor(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, width: float) -> None:
    """A screen on a foot, showing a chart and lines of text."""
    height = width * 0.58
    dark = mix(room.palette.shadow, "#20242c", 0.6)
    canvas.drawRect(box(x - width * 0.05, base - width * 0.2, x + width * 0.05, base), fill(lighten(dark, 0.25)))
    canvas.drawRoundRect(box(x - width * 0.2, base - 9, x + width * 0.2, base), 4, 4, fill(lighten(dark, 0.3)))
    top = base - width * 0.13 - height
    canvas.drawRoundRect(box(x - width / 2, top, x + width / 2, top + height), 10, 10, fill(dark))
    screen = box(x - width / 2 + 8, top + 8, x + width / 2 - 8, top + height - 12)
    blue = mix(room.palette.accent, "#4fb3e8", 0.65)
    canvas.drawRect(
        screen,
        linear(
            (screen.left(), top),
            (screen.right(), top + height),
            [mix(blue, "#102038", 0.62), mix(blue, "#0c1426", 0.78)],
        ),
    )
    canvas.save()
    canvas.clipRect(screen)
    for i in range(6):
        length = float(rng.uniform(0.12, 0.34)) * width
        y = top + 26 + i * height * 0.13
        canvas.drawRoundRect(
            box(screen.left() + 14, y, screen.left() + 14 + length, y + 6), 3, 3, fill(lighten(blue, 0.5), 0.75)
        )
    for i in range(6):
        bar = float(rng.uniform(0.15, 0.62)) * height
        bx = x + width * 0.04 + i * width * 0.066
        canvas.drawRect(
            box(bx, screen.bottom() - 12 - bar, bx + width * 0.04, screen.bottom() - 12),
            fill(mix(blue, room.scheme[i % 5], 0.6)),
        )
    canvas.restore()
    glow(canvas, x, top + height / 2, width * 0.9, blue, 0.14 + 0.22 * room.lamp)


def desk_lamp(canvas: skia.Canvas, room: Room, x: float, base: float, size: float, colour: str, side: int) -> None:
    """A jointed lamp that leans to the ``side`` and lights the desk."""
    joint, head = (x - side * size * 0.16, base - size * 0.48), (x + side * size * 0.34, base - size * 0.86)
    canvas.drawRoundRect(box(x - size * 0.20, base - 12, x + size * 0.20, base), 6, 6, fill(darken(colour, 0.25)))
    canvas.drawPath(curve([(x, base - 8), joint]), stroke(darken(colour, 0.1), 8))
    canvas.drawPath(curve([joint, head]), stroke(darken(colour, 0.1), 8))
    canvas.drawCircle(*joint, 9, fill(lighten(colour, 0.3)))
    canvas.save()
    canvas.translate(*head)
    canvas.rotate(-side * 28)
    canvas.drawPath(
        polygon(
            [
                (-size * 0.07, -size * 0.10),
                (size * 0.07, -size * 0.10),
                (size * 0.20, size * 0.14),
                (-size * 0.20, size * 0.14),
            ]
        ),
        linear((-size * 0.2, 0), (size * 0.2, 0), [lighten(colour, 0.3), darken(colour, 0.2)]),
    )
    canvas.restore()
    bulb = (head[0] + side * size * 0.07, head[1] + size * 0.14)
    canvas.drawCircle(*bulb, size * 0.07, fill(mix(room.lit("#f6ecd8"), "#fff4d2", room.lamp)))
    glow(canvas, *bulb, size * 1.1, room.palette.window, 0.25 + 0.6 * room.lamp)


def mug(canvas: skia.Canvas, room: Room, x: float, base: float, size: float, colour: str, side: int = 1) -> None:
    """A mug with its handle to the ``side``."""
    canvas.drawArc(
        box(
            x + side * size * 0.42 - size * 0.22,
            base - size * 0.78,
            x + side * size * 0.42 + size * 0.22,
            base - size * 0.26,
        ),
        0,
        360,
        False,
        stroke(darken(colour, 0.1), size * 0.10),
    )
    canvas.drawRoundRect(
        box(x - size * 0.42, base - size, x + size * 0.42, base),
        size * 0.14,
        size * 0.14,
        upright(x - size * 0.42, x + size * 0.42, colour, room),
    )
    canvas.drawOval(
        box(x - size * 0.40, base - size * 1.06, x + size * 0.40, base - size * 0.92), fill(lighten(colour, 0.25))
    )
    canvas.drawOval(
        box(x - size * 0.34, base - size * 1.03, x + size * 0.34, base - size * 0.94), fill(room.lit("#5a3521"))
    )


def espresso_machine(canvas: skia.Canvas, room: Room, x: float, base: float, width: float, colour: str) -> None:
    """A two-group espresso machine with cups on top."""
    height, half = width * 0.62, width / 2
    steel = room.lit("#c8cfd0")
    canvas.drawRoundRect(
        box(x - half, base - height * 0.16, x + half, base),
        8,
        8,
        upright(x - half, x + half, darken(steel, 0.15), room),
    )
    canvas.drawRect(
        box(x - half * 0.86, base - height * 0.6, x + half * 0.86, base - height * 0.1),
        fill(mix(room.palette.shadow, steel, 0.30)),
    )
    canvas.drawRoundRect(
        box(x - half, base - height, x + half, base - height * 0.54),
        16,
        16,
        downward(base - height, base - height * 0.54, colour, room),
    )
    canvas.drawRoundRect(
        box(x - half + 8, base - height * 0.66, x + half - 8, base - height * 0.58), 6, 6, fill(lighten(steel, 0.4))
    )
    for side in (-1, 1):
        gx = x + side * half * 0.42
        canvas.drawRect(
            box(gx - width * 0.05, base - height * 0.56, gx + width * 0.05, base - height * 0.46), fill(steel)
        )
        canvas.drawLine(
            gx,
            base - height * 0.42,
            gx + width * 0.13,
            base - height * 0.37,
            stroke(mix(room.palette.shadow, room.wood, 0.4), 9),
        )
        mug(canvas, room, gx, base - height * 0.15, width * 0.09, room.lit("#f4ece0"))
        canvas.drawCircle(x + side * half * 0.7, base - height * 0.8, width * 0.04, fill(room.lit("#f4ece0")))
    canvas.drawCircle(x, base - height * 0.78, width * 0.07, fill(room.lit("#f6f0e2")))
    canvas.drawLine(x, base - height * 0.78, x + width * 0.035, base - height * 0.82, stroke(room.lit("#b4382e"), 3))
    for i in range(5):
        mug(canvas, room, x + (i - 2) * width * 0.15, base - height, width * 0.09, room.lit("#f4ece0"))


def office_chair(canvas: skia.Canvas, room: Room, x: float, base: float, size: float, colour: str) -> None:
    """A swivel chair seen from behind."""
    metal = mix(room.palette.shadow, room.palette.mid, 0.3)
    for a in (-0.95, -0.4, 0.4, 0.95):
        canvas.drawLine(x, base - size * 0.14, x + math.sin(a) * size * 0.34, base - 6, stroke(metal, 9))
        canvas.drawCircle(x + math.sin(a) * size * 0.34, base - 5, 8, fill(darken(metal, 0.4)))
    canvas.drawRect(box(x - 7, base - size * 0.40, x + 7, base - size * 0.12), fill(lighten(metal, 0.2)))
    canvas.drawRoundRect(
        box(x - size * 0.30, base - size * 0.48, x + size * 0.30, base - size * 0.37),
        18,
        18,
        upright(x - size * 0.3, x + size * 0.3, darken(colour, 0.12), room),
    )
    canvas.drawRoundRect(
        box(x - size * 0.27, base - size * 1.02, x + size * 0.27, base - size * 0.48),
        size * 0.14,
        size * 0.14,
        radial((x - size * 0.1, base - size * 0.9), size * 0.7, [lighten(colour, 0.2), colour, darken(colour, 0.3)]),
    )
