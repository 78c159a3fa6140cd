"""Furniture: sofas, chairs, tables, cabinets, rugs, pictures on the wall."""

import math

import skia

from previz.art.paint import (
    blurred,
    box,
    curve,
    darken,
    fill,
    lighten,
    linear,
    mix,
    polygon,
    radial,
    shadow,
    stroke,
)
from previz.art.settings.room import Rng, Room, pick


def upright(x0: float, x1: float, colour: str, room: Room) -> skia.Paint:
    """The shading of a thing that stands: bright on the window's side, dark on the other."""
    bright, dark = lighten(colour, 0.20), mix(colour, room.palette.shadow, 0.34)
    return linear(
        (x0, 0), (x1, 0), [bright, colour, dark] if room.sun_side < 0 else [dark, colour, bright], [0, 0.5, 1]
    )


def downward(y0: float, y1: float, colour: str, room: Room) -> skia.Paint:
    """The shading of a thing lit from above."""
    return linear(
        (0, y0), (0, y1), [lighten(colour, 0.16), colour, mix(colour, room.palette.shadow, 0.34)], [0, 0.45, 1]
    )


def legs(canvas: skia.Canvas, room: Room, xs: tuple[float, ...], top: float, base: float, width: float = 11) -> None:
    """Tapered wooden legs."""
    wood = mix(room.wood, room.palette.shadow, 0.25)
    for x in xs:
        canvas.drawPath(
            polygon([(x - width, top), (x + width, top), (x + width * 0.5, base), (x - width * 0.5, base)]), fill(wood)
        )


def sofa(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, width: float, colour: str) -> None:
    """A sofa seen from the front, with cushions and a throw."""
    k = room.k
    half, seat, back = width / 2, 130 * k, 285 * k
    canvas.drawOval(
        box(x - half * 1.04, base - 16, x + half * 1.04, base + 28), blurred(fill(room.palette.shadow, 0.5), 12)
    )
    legs(canvas, room, (x - half * 0.86, x + half * 0.86), base - 44 * k, base)
    back_rest = box(x - half * 0.92, base - back, x + half * 0.92, base - 40 * k)
    canvas.drawRoundRect(
        back_rest, 46 * k, 46 * k, downward(base - back, base, mix(colour, room.palette.shadow, 0.10), room)
    )
    count = 2 if width < 620 * k else 3
    for i in range(count):
        x0 = x - half * 0.80 + i * half * 1.60 / count
        x1 = x0 + half * 1.60 / count
        canvas.drawRoundRect(
            box(x0 + 3, base - back + 26 * k, x1 - 3, base - seat + 10),
            30 * k,
            30 * k,
            downward(base - back, base - seat, lighten(colour, 0.05), room),
        )
        canvas.drawRoundRect(
            box(x0 + 2, base - seat - 34 * k, x1 - 2, base - 62 * k),
            22 * k,
            22 * k,
            downward(base - seat - 34 * k, base - 62 * k, lighten(colour, 0.12), room),
        )
    canvas.drawRoundRect(
        box(x - half * 0.9, base - 74 * k, x + half * 0.9, base - 30 * k),
        16,
        16,
        downward(base - 74 * k, base - 30 * k, darken(colour, 0.08), room),
    )
    for side in (-1, 1):
        x0 = x + side * half * 0.88
        arm = box(x0 - 46 * k, base - seat - 74 * k, x0 + 46 * k, base - 30 * k)
        canvas.drawRoundRect(arm, 40 * k, 40 * k, upright(x0 - 46 * k, x0 + 46 * k, colour, room))
    for side in (-1, 1):
        cushion(
            canvas,
            x + side * half * 0.58,
            base - seat - 64 * k,
            62 * k,
            pick(rng, room.scheme),
            side * float(rng.uniform(6, 16)),
        )


def cushion(canvas: skia.Canvas, x: float, y: float, half: float, colour: str, degrees: float) -> None:
    """A square cushion with two stripes."""
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(degrees)
    corners = [
        (-half, -half),
        (0, -half * 0.88),
        (half, -half),
        (half * 0.88, 0),
        (half, half),
        (0, half * 0.9),
        (-half, half),
        (-half * 0.88, 0),
    ]
    shape = curve(corners, closed=True)
    canvas.drawPath(
        shape, radial((-half * 0.3, -half * 0.4), half * 1.9, [lighten(colour, 0.28), colour, darken(colour, 0.30)])
    )
    canvas.clipPath(shape, True)
    for i in range(2):
        canvas.drawRect(
            box(-half, half * (-0.2 + 0.35 * i), half, half * (-0.08 + 0.35 * i)), fill(lighten(colour, 0.5), 0.55)
        )
    canvas.restore()


def armchair(canvas: skia.Canvas, room: Room, x: float, base: float, width: float, colour: str) -> None:
    """A round-backed chair on wooden legs."""
    half = width / 2
    shadow(canvas, x, base, half * 1.1, room.palette.shadow)
    legs(canvas, room, (x - half * 0.7, x + half * 0.7), base - width * 0.22, base, 9)
    canvas.drawRoundRect(
        box(x - half * 0.84, base - width * 1.05, x + half * 0.84, base - width * 0.2),
        half * 0.62,
        half * 0.62,
        downward(base - width * 1.05, base, colour, room),
    )
    canvas.drawRoundRect(
        box(x - half * 0.7, base - width * 0.52, x + half * 0.7, base - width * 0.24),
        half * 0.2,
        half * 0.2,
        downward(base - width * 0.52, base - width * 0.24, lighten(colour, 0.14), room),
    )
    for side in (-1, 1):
        canvas.drawRoundRect(
            box(x + side * half * 0.8 - 24, base - width * 0.66, x + side * half * 0.8 + 24, base - width * 0.18),
            22,
            22,
            upright(x + side * half * 0.8 - 24, x + side * half * 0.8 + 24, darken(colour, 0.06), room),
        )


def cabinet(
    canvas: skia.Canvas,
    room: Room,
    area: skia.Rect,
    colour: str,
    doors: int,
    knob: str | None = None,
    *,
    drawers: bool = False,
) -> None:
    """A cupboard front: framed doors (or drawers) with knobs, on a dark plinth."""
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    canvas.drawRect(area, downward(top, bottom, colour, room))
    handle = knob or mix(room.palette.window, room.wood, 0.35)
    step = (right - left) / doors
    for i in range(doors):
        x0, x1 = left + i * step + 7, left + (i + 1) * step - 7
        rows = 3 if drawers and i % 2 else 1
        height = (bottom - top) / rows
        for r in range(rows):
            y0, y1 = top + r * height + 8, top + (r + 1) * height - 8
            canvas.drawRoundRect(box(x0, y0, x1, y1), 5, 5, upright(x0, x1, lighten(colour, 0.04), room))
            canvas.drawRoundRect(box(x0, y0, x1, y1), 5, 5, stroke(darken(colour, 0.32), 2.4, 0.55))
            if rows == 1:
                canvas.drawRoundRect(
                    box(x0 + 18, y0 + 18, x1 - 18, y1 - 18), 3, 3, stroke(darken(colour, 0.22), 3, 0.5)
                )
                canvas.drawRoundRect(
                    box(x0 + 20, y0 + 21, x1 - 16, y1 - 15), 3, 3, stroke(lighten(colour, 0.4), 2, 0.35)
                )
                hx = x1 - 14 if i % 2 == 0 else x0 + 14
                canvas.drawRoundRect(box(hx - 4, y0 + 30, hx + 4, y0 + 74), 4, 4, upright(hx - 4, hx + 4, handle, room))
            else:
                middle = (x0 + x1) / 2
                canvas.drawRoundRect(
                    box(middle - 26, y0 + height * 0.3, middle + 26, y0 + height * 0.3 + 8), 4, 4, fill(handle)
                )


def table(canvas: skia.Canvas, room: Room, x: float, base: float, width: float, height: float, colour: str) -> None:
    """A plain wooden table from the front."""
    top = base - height
    canvas.drawOval(
        box(x - width * 0.5, base - 12, x + width * 0.5, base + 18), blurred(fill(room.palette.shadow, 0.42), 10)
    )
    legs(canvas, room, (x - width * 0.42, x + width * 0.42), top + 10, base, 12)
    canvas.drawRect(
        box(x - width * 0.44, top + 16, x + width * 0.44, top + 46),
        downward(top + 16, top + 46, darken(colour, 0.14), room),
    )
    canvas.drawRoundRect(
        box(x - width / 2, top, x + width / 2, top + 20), 7, 7, downward(top, top + 20, lighten(colour, 0.1), room)
    )
    canvas.drawLine(x - width / 2 + 6, top + 3, x + width / 2 - 6, top + 3, stroke(lighten(colour, 0.5), 2.4, 0.6))


def round_table(
    canvas: skia.Canvas, room: Room, x: float, base: float, width: float, height: float, colour: str
) -> None:
    """A bistro table: round top, one column, round foot."""
    top, metal = base - height, mix(room.palette.shadow, room.palette.mid, 0.3)
    shadow(canvas, x, base, width * 0.42, room.palette.shadow)
    canvas.drawOval(box(x - width * 0.26, base - 18, x + width * 0.26, base + 4), fill(metal))
    canvas.drawRect(box(x - 9, top + 6, x + 9, base - 8), upright(x - 9, x + 9, metal, room))
    canvas.drawOval(box(x - width / 2, top - 12, x + width / 2, top + 26), fill(darken(colour, 0.34)))
    canvas.drawOval(
        box(x - width / 2, top - 20, x + width / 2, top + 16),
        upright(x - width / 2, x + width / 2, lighten(colour, 0.12), room),
    )


def bistro_chair(canvas: skia.Canvas, room: Room, x: float, base: float, size: float, colour: str, side: int) -> None:
    """A bentwood chair from the side, its back to the ``side``."""
    seat = base - size * 0.46
    line = stroke(colour, size * 0.045)
    shadow(canvas, x, base, size * 0.34, room.palette.shadow, 0.4)
    for dx in (-0.22, 0.22):
        canvas.drawLine(x + dx * size, seat, x + dx * size * 1.25, base, line)
    canvas.drawLine(
        x - 0.24 * size, base - size * 0.17, x + 0.24 * size, base - size * 0.17, stroke(colour, size * 0.025)
    )
    back = curve(
        [
            (x + side * 0.22 * size, seat),
            (x + side * 0.32 * size, seat - size * 0.3),
            (x + side * 0.34 * size, seat - size * 0.54),
        ]
    )
    canvas.drawPath(back, line)
    canvas.drawPath(
        curve(
            [
                (x + side * 0.18 * size, seat),
                (x + side * 0.24 * size, seat - size * 0.28),
                (x + side * 0.32 * size, seat - size * 0.5),
            ]
        ),
        stroke(lighten(colour, 0.15), size * 0.03),
    )
    canvas.drawRoundRect(
        box(x - size * 0.28, seat - size * 0.05, x + size * 0.28, seat + size * 0.03),
        size * 0.04,
        size * 0.04,
        upright(x - size * 0.28, x + size * 0.28, lighten(colour, 0.12), room),
    )


def stool(canvas: skia.Canvas, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """A bar stool."""
    top, metal = base - height, mix(room.palette.shadow, room.palette.mid, 0.25)
    shadow(canvas, x, base, height * 0.22, room.palette.shadow, 0.45)
    for dx in (-1, 1):
        canvas.drawLine(x + dx * height * 0.10, top + 10, x + dx * height * 0.19, base, stroke(metal, 7))
    canvas.drawLine(x - height * 0.15, base - height * 0.3, x + height * 0.15, base - height * 0.3, stroke(metal, 5))
    canvas.drawRoundRect(
        box(x - height * 0.20, top - 12, x + height * 0.20, top + 18),
        14,
        14,
        upright(x - height * 0.2, x + height * 0.2, colour, room),
    )


def rug(
    canvas: skia.Canvas, room: Room, x: float, y: float, width: float, height: float, colours: tuple[str, ...]
) -> None:
    """A round rug in perspective, in rings."""
    for i, share in enumerate((1.0, 0.88, 0.80, 0.46, 0.38)):
        half, tall = width / 2 * share, height / 2 * share
        tone = mix(colours[i % 2 if i < 4 else 2], room.palette.shadow, 0.14)
        canvas.drawOval(box(x - half, y - tall, x + half, y + tall), fill(tone))


def pictures(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, count: int) -> None:
    """A row of framed prints of unlike size, hung on a common middle line."""
    step = area.width() / count
    for i in range(count):
        width = step * float(rng.uniform(0.56, 0.82))
        height = min(area.height(), width * float(rng.uniform(0.9, 1.45)))
        x, y = area.left() + (i + 0.5) * step, area.centerY() + float(rng.uniform(-0.06, 0.06)) * area.height()
        picture(canvas, rng, room, box(x - width / 2, y - height / 2, x + width / 2, y + height / 2))


def picture(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect) -> None:
    """One framed print: an abstract landscape, arches, or leaves of colour."""
    canvas.drawRect(area.makeOffset(7, 12), blurred(fill(room.palette.shadow, 0.42), 8))
    moulding = pick(rng, (room.wood, mix(room.palette.shadow, room.wood, 0.2), room.lit("#f3ead8")))
    canvas.drawRect(area, downward(area.top(), area.bottom(), moulding, room))
    mat = area.makeInset(9, 9)
    canvas.drawRect(mat, fill(room.lit("#f8f1e4")))
    art = mat.makeInset(mat.width() * 0.13, mat.width() * 0.13)
    a, b, c = (room.scheme[(int(rng.integers(5)) + i) % 5] for i in range(3))
    canvas.save()
    canvas.clipRect(art)
    canvas.drawRect(art, fill(mix(a, room.lit("#fbf2e0"), 0.55)))
    kind = int(rng.integers(3))
    if kind == 0:
        canvas.drawCircle(
            art.centerX() + art.width() * 0.15, art.top() + art.height() * 0.36, art.width() * 0.2, fill(b)
        )
        for i, tone in enumerate((c, mix(c, a, 0.5), darken(c, 0.3))):
            y = art.top() + art.height() * (0.5 + 0.15 * i)
            hill = curve(
                [
                    (art.left() - 9, y + 14),
                    (art.left() + art.width() * 0.3, y - 12 + 16 * i),
                    (art.left() + art.width() * 0.7, y + 16 - 12 * i),
                    (art.right() + 9, y),
                ]
            )
            hill.lineTo(art.right() + 9, art.bottom() + 9)
            hill.lineTo(art.left() - 9, art.bottom() + 9)
            canvas.drawPath(hill, fill(tone))
    elif kind == 1:
        for i, tone in enumerate((b, mix(b, c, 0.5), c)):
            radius = art.width() * (0.44 - 0.13 * i)
            canvas.drawCircle(art.centerX(), art.bottom() - art.height() * 0.2, radius, fill(tone))
            canvas.drawRect(
                box(art.centerX() - radius, art.bottom() - art.height() * 0.2, art.centerX() + radius, art.bottom()),
                fill(tone),
            )
    else:
        for i in range(5):
            x = art.left() + art.width() * float(rng.uniform(0.15, 0.85))
            y = art.top() + art.height() * float(rng.uniform(0.15, 0.85))
            radius = art.width() * float(rng.uniform(0.12, 0.3))
            canvas.drawOval(
                box(x - radius, y - radius * 0.7, x + radius, y + radius * 0.7), fill((a, b, c)[i % 3], 0.85)
            )
    canvas.restore()
    canvas.drawPath(
        polygon(
            [
                (mat.left(), mat.bottom()),
                (mat.left() + mat.width() * 0.35, mat.bottom()),
                (mat.right(), mat.top()),
                (mat.right() - mat.width() * 0.35, mat.top()),
            ]
        ),
        fill("#ffffff", 0.07),
    )


def clock(canvas: skia.Canvas, room: Room, x: float, y: float, radius: float, hour: float) -> None:
    """A round wall clock."""
    canvas.drawCircle(x + 5, y + 9, radius, blurred(fill(room.palette.shadow, 0.42), 8))
    canvas.drawCircle(x, y, radius, upright(x - radius, x + radius, mix(room.palette.shadow, room.wood, 0.35), room))
    canvas.drawCircle(x, y, radius * 0.86, fill(room.lit("#fbf5e8")))
    ink = mix(room.palette.shadow, room.palette.near, 0.3)
    for i in range(12):
        a = i * math.tau / 12
        canvas.drawCircle(
            x + math.sin(a) * radius * 0.7,
            y - math.cos(a) * radius * 0.7,
            radius * (0.05 if i % 3 else 0.08),
            fill(ink),
        )
    for turn, reach, width in ((hour / 12, 0.42, 0.09), (hour % 1, 0.62, 0.06)):
        a = turn * math.tau
        canvas.drawLine(
            x, y, x + math.sin(a) * radius * reach, y - math.cos(a) * radius * reach, stroke(ink, radius * width)
        )
