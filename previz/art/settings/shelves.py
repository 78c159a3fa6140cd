"""Shelves and the small things on them: books, vases, jars, bowls, boxes, bottles."""

import skia

from previz.art.paint import blurred, box, curve, darken, fill, lighten, linear, mix, polygon, radial, stroke
from previz.art.settings.furniture import upright
from previz.art.settings.houseplants import blades, leafy, vine
from previz.art.settings.room import Rng, Room, pick


def shelf(canvas: skia.Canvas, room: Room, x0: float, x1: float, y: float, thickness: float = 15) -> None:
    """A board on the wall whose upper side is at ``y``, with its shadow below."""
    wood = room.wood
    canvas.drawRect(
        box(x0 + 6, y + thickness, x1 + 6, y + thickness + 34),
        linear((0, y + thickness), (0, y + thickness + 34), [(room.palette.shadow, 0.36), (room.palette.shadow, 0.0)]),
    )
    canvas.drawRoundRect(
        box(x0, y, x1, y + thickness),
        3,
        3,
        linear((0, y), (0, y + thickness), [lighten(wood, 0.28), darken(wood, 0.12)]),
    )


def books(canvas: skia.Canvas, rng: Rng, room: Room, x0: float, x1: float, base: float, height: float) -> None:
    """Spines side by side; the last one may lean."""
    x = x0
    while x < x1 - 14:
        width = min(float(rng.uniform(13, 30)), x1 - x)
        tall = height * float(rng.uniform(0.66, 1.0))
        colour = mix(pick(rng, room.scheme), room.palette.shadow, float(rng.uniform(0, 0.22)))
        lean = x > x1 - 44 and rng.random() < 0.6
        canvas.save()
        if lean:
            canvas.rotate(9, x, base)
        canvas.drawRoundRect(box(x, base - tall, x + width - 1.5, base), 2.5, 2.5, upright(x, x + width, colour, room))
        mark = lighten(colour, 0.5)
        for share in (0.16, 0.22, 0.78):
            if rng.random() < 0.75:
                canvas.drawRect(
                    box(x + 2, base - tall * (1 - share), x + width - 3, base - tall * (1 - share) + 3), fill(mark, 0.7)
                )
        canvas.restore()
        x += width + (7 if lean else 0)


def stack(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, width: float, count: int) -> float:
    """Books lying on each other; returns the y of the top."""
    y = base
    for _ in range(count):
        height = float(rng.uniform(16, 26))
        half = width * float(rng.uniform(0.42, 0.5))
        colour = pick(rng, room.scheme)
        shift = float(rng.uniform(-0.04, 0.04)) * width
        canvas.drawRoundRect(
            box(x - half + shift, y - height, x + half + shift, y), 4, 4, upright(x - half, x + half, colour, room)
        )
        canvas.drawRect(
            box(x + half * 0.5 + shift, y - height + 4, x + half + shift - 2, y - 4), fill(room.lit("#f6eede"), 0.85)
        )
        y -= height
    return y


def vase(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """A turned vase of one of several profiles, some with dry stems."""
    profile = ((0.28, 0.46, 0.20, 0.24), (0.20, 0.34, 0.40, 0.16), (0.30, 0.30, 0.12, 0.20))[int(rng.integers(3))]
    foot, belly, neck, lip = (height * p for p in profile)
    body = height * 0.72 if rng.random() < 0.55 else height
    if body < height:
        for i in range(5):
            tip = (x + (i - 2) * height * 0.13, base - height * float(rng.uniform(0.98, 1.25)))
            canvas.drawLine(x, base - body, *tip, stroke(mix(room.wood, room.palette.foliage, 0.4), 2.6))
            canvas.drawOval(
                box(tip[0] - 7, tip[1] - 20, tip[0] + 7, tip[1] + 16), fill(mix(colour, room.lit("#f2d6a2"), 0.7))
            )
    points = [(x - foot, base), (x - belly, base - body * 0.36), (x - neck, base - body * 0.8), (x - lip, base - body)]
    path = curve(points + [(2 * x - px, py) for px, py in reversed(points)])
    path.close()
    canvas.drawPath(path, upright(x - belly, x + belly, colour, room))
    canvas.drawOval(box(x - lip, base - body - 5, x + lip, base - body + 5), fill(darken(colour, 0.4)))


def jar(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, width: float, height: float) -> None:
    """A glass jar with something in it and a lid."""
    half, content = width / 2, pick(rng, room.scheme)
    glass = box(x - half, base - height * 0.86, x + half, base)
    canvas.drawRoundRect(glass, 10, 10, fill(room.lit("#eef6f4"), 0.42))
    level = base - height * float(rng.uniform(0.36, 0.68))
    canvas.drawRoundRect(
        box(x - half + 4, level, x + half - 4, base - 4), 8, 8, upright(x - half, x + half, content, room)
    )
    canvas.drawRoundRect(box(x - half + 6, base - height * 0.80, x - half + 12, base - 12), 3, 3, fill("#ffffff", 0.5))
    canvas.drawRoundRect(glass, 10, 10, stroke(room.lit("#ffffff"), 2, 0.5))
    lid = pick(rng, (room.wood, room.lit("#c7a35a"), room.lit("#e9e4da")))
    canvas.drawRoundRect(
        box(x - half - 2, base - height, x + half + 2, base - height * 0.83),
        5,
        5,
        upright(x - half, x + half, lid, room),
    )


def bowl(
    canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, width: float, colour: str, *, fruit: bool = False
) -> None:
    """A bowl, perhaps with fruit."""
    half, height = width / 2, width * 0.42
    if fruit:
        for i in range(5):
            tone = room.lit(pick(rng, ("#e8513b", "#f2a33c", "#9cc04a", "#f4cf4f")))
            fx, fy = x + (i - 2) * half * 0.36, base - height - half * (0.06 if i % 2 else 0.24)
            canvas.drawCircle(
                fx,
                fy,
                half * 0.32,
                radial((fx - half * 0.1, fy - half * 0.12), half * 0.45, [lighten(tone, 0.4), tone, darken(tone, 0.3)]),
            )
    path = skia.Path()
    path.moveTo(x - half, base - height)
    path.cubicTo(x - half * 0.9, base - height * 0.1, x - half * 0.4, base, x - half * 0.3, base)
    path.lineTo(x + half * 0.3, base)
    path.cubicTo(x + half * 0.4, base, x + half * 0.9, base - height * 0.1, x + half, base - height)
    path.close()
    canvas.drawPath(path, upright(x - half, x + half, colour, room))
    canvas.drawLine(x - half, base - height, x + half, base - height, stroke(lighten(colour, 0.4), 4))


def bottle(canvas: skia.Canvas, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """A slim bottle: oil, wine, syrup."""
    half = height * 0.14
    path = skia.Path()
    path.moveTo(x - half, base)
    path.lineTo(x - half, base - height * 0.56)
    path.cubicTo(
        x - half, base - height * 0.7, x - half * 0.36, base - height * 0.68, x - half * 0.36, base - height * 0.8
    )
    path.lineTo(x - half * 0.36, base - height)
    path.lineTo(x + half * 0.36, base - height)
    path.lineTo(x + half * 0.36, base - height * 0.8)
    path.cubicTo(x + half * 0.36, base - height * 0.68, x + half, base - height * 0.7, x + half, base - height * 0.56)
    path.lineTo(x + half, base)
    path.close()
    canvas.drawPath(path, upright(x - half, x + half, colour, room))
    canvas.drawRect(box(x - half, base - height * 0.44, x + half, base - height * 0.16), fill(room.lit("#f7efdf"), 0.9))
    canvas.drawRoundRect(
        box(x - half * 0.7, base - height * 0.54, x - half * 0.45, base - height * 0.05), 2, 2, fill("#ffffff", 0.35)
    )


def crate(canvas: skia.Canvas, room: Room, area: skia.Rect, colour: str, slats: int = 3) -> None:
    """A slatted wooden box."""
    canvas.drawRect(area, fill(mix(colour, room.palette.shadow, 0.55)))
    step = area.height() / slats
    for i in range(slats):
        y = area.top() + i * step
        canvas.drawRoundRect(
            box(area.left(), y + 2, area.right(), y + step - 4), 3, 3, upright(area.left(), area.right(), colour, room)
        )
        for x in (area.left() + 12, area.right() - 12):
            canvas.drawCircle(x, y + step / 2, 2.6, fill(darken(colour, 0.5)))
    for x in (area.left() + 2, area.right() - 20):
        canvas.drawRect(box(x, area.top(), x + 18, area.bottom()), fill(darken(colour, 0.16)))


def arrangement(
    canvas: skia.Canvas, rng: Rng, room: Room, x0: float, x1: float, base: float, height: float, kitchen: bool = False
) -> None:
    """Fill a shelf from ``x0`` to ``x1`` with things up to ``height`` tall, with air between the groups."""
    x = x0 + 10
    last = -1
    while x < x1 - 40:
        kind = int(rng.integers(6))
        if kind == last:
            kind = (kind + 1) % 6
        last = kind
        room_left = x1 - x
        colour = pick(rng, room.scheme)
        if kind in (0, 3) and not kitchen:
            width = min(float(rng.uniform(90, 180)), room_left)
            books(canvas, rng, room, x, x + width, base, height * 0.9)
        elif kind in (0, 3):
            width = 56
            jar(canvas, rng, room, x + 26, base, 50, height * float(rng.uniform(0.55, 0.85)))
        elif kind == 1:
            width = 78
            vase(canvas, rng, room, x + 38, base, height * float(rng.uniform(0.6, 0.85)), colour)
        elif kind == 2:
            width = 92
            grow = blades if rng.random() < 0.5 else leafy
            grow(canvas, rng, room, x + 44, base, height * 1.05, colour)
        elif kind == 4 and kitchen:
            width = 100
            bowl(canvas, rng, room, x + 50, base, 96, colour)
        elif kind == 4:
            width = 110
            top = stack(canvas, rng, room, x + 52, base, 100, 3)
            canvas.drawCircle(
                x + 52, top - 17, 17, radial((x + 46, top - 24), 26, [lighten(colour, 0.5), darken(colour, 0.2)])
            )
        elif kitchen:
            width = 46
            bottle(canvas, room, x + 22, base, height * 0.95, mix(room.lit("#4f6b3a"), colour, 0.35))
        else:
            width = 84
            canvas.drawRoundRect(box(x + 2, base - height * 0.42, x + 80, base), 5, 5, upright(x, x + 80, colour, room))
            canvas.drawRoundRect(
                box(x + 26, base - height * 0.28, x + 56, base - height * 0.2), 3, 3, fill(room.lit("#f6eede"), 0.85)
            )
        x += width + float(rng.uniform(8, 34))


def hanging_plant(canvas: skia.Canvas, rng: Rng, room: Room, x: float, y: float, size: float, colour: str) -> None:
    """A pot on cords with vines falling from it; the pot's rim is at ``y``."""
    cord = mix(room.wood, room.palette.shadow, 0.3)
    for dx in (-0.42, 0.42):
        canvas.drawLine(x, y - size * 1.6, x + dx * size, y, stroke(cord, 2.6))
    canvas.drawLine(x, room.stage.top, x, y - size * 1.6, stroke(cord, 2.6))
    for i in range(7):
        vine(
            canvas,
            rng,
            room,
            x + (i - 3) * size * 0.15,
            y + size * 0.1,
            size * float(rng.uniform(0.9, 2.0)),
            size / 120,
        )
    w = size * 0.46
    pot_path = polygon([(x - w, y), (x + w, y), (x + w * 0.62, y + size * 0.52), (x - w * 0.62, y + size * 0.52)])
    canvas.drawPath(pot_path, upright(x - w, x + w, colour, room))
    for i in range(4):
        vine(canvas, rng, room, x + (i - 1.5) * size * 0.24, y - 4, size * float(rng.uniform(0.5, 1.2)), size / 120)


def contact(canvas: skia.Canvas, room: Room, x0: float, x1: float, y: float) -> None:
    """The shade a thing throws on the top it stands on."""
    canvas.drawOval(box(x0 - 10, y - 10, x1 + 30, y + 16), blurred(fill(room.palette.shadow, 0.42), 8))
