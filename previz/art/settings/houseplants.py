"""Plants indoors: leaves, branches, pots, hanging vines."""

import math

import skia

from previz.art.paint import (
    box,
    curve,
    darken,
    fill,
    lighten,
    linear,
    mix,
    polygon,
    shadow,
    shift,
    stroke,
)
from previz.art.settings.room import Rng, Room, pick


def leaf(length: float, breadth: float = 0.4) -> skia.Path:
    """A pointed leaf from the origin along x; ``breadth`` is its half width as a share of the length."""
    path = skia.Path()
    path.moveTo(0, 0)
    path.cubicTo(length * 0.25, -length * breadth, length * 0.80, -length * breadth * 0.85, length, 0)
    path.cubicTo(length * 0.80, length * breadth * 0.85, length * 0.25, length * breadth, 0, 0)
    return path


def greens(room: Room) -> tuple[str, ...]:
    """Leaf colours of this hour: the palette's foliage, warmed, cooled and greyed."""
    base = mix(room.palette.foliage, room.lit("#4f9a5c"), 0.55)
    return (
        base,
        shift(base, hue=-0.03, value=1.12),
        shift(base, hue=0.04, value=0.86),
        mix(base, room.palette.light, 0.18),
    )


def _leaf_at(
    canvas: skia.Canvas, x: float, y: float, degrees: float, length: float, breadth: float, colour: str
) -> None:
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(degrees)
    body = linear((0, -length * breadth), (0, length * breadth), [lighten(colour, 0.30), darken(colour, 0.08)])
    canvas.drawPath(leaf(length, breadth), body)
    canvas.drawLine(0, 0, length * 0.9, 0, stroke(lighten(colour, 0.45), max(1.2, length * 0.02), 0.55))
    canvas.restore()


def branch(
    canvas: skia.Canvas, rng: Rng, x: float, y: float, angle: float, count: int, scale: float, colours: tuple[str, ...]
) -> None:
    """A stem from (x, y) at ``angle`` radians with pairs of leaves that grow smaller to its tip."""
    points = [(x, y)]
    turns = [angle]
    for _ in range(count):
        angle += 0.035
        points.append((points[-1][0] + math.cos(angle) * 32 * scale, points[-1][1] + math.sin(angle) * 32 * scale))
        turns.append(angle)
    canvas.drawPath(curve(points), stroke(darken(colours[0], 0.32), 4.5 * scale))
    for i in range(1, count + 1):
        for side in (-1, 1):
            length = (90 - i * 48 / count) * scale
            turn = math.degrees(turns[i]) + side * (60 - i * 2)
            _leaf_at(canvas, *points[i], turn, length, 0.34, pick(rng, colours))


def pot(canvas: skia.Canvas, room: Room, x: float, base: float, width: float, height: float, colour: str) -> None:
    """A round-bellied pot standing on ``base``."""
    w, top = width / 2, base - height
    shadow(canvas, x, base, width * 0.75, room.palette.shadow, 0.5)
    path = skia.Path()
    path.moveTo(x - w * 0.86, top)
    path.cubicTo(x - w * 1.2, top + height * 0.5, x - w * 0.95, base, x - w * 0.5, base)
    path.lineTo(x + w * 0.5, base)
    path.cubicTo(x + w * 0.95, base, x + w * 1.2, top + height * 0.5, x + w * 0.86, top)
    path.close()
    tones = [lighten(colour, 0.36), colour, mix(colour, room.palette.shadow, 0.42)]
    x0, x1 = (x - w, x + w) if room.sun_side < 0 else (x + w, x - w)
    canvas.drawPath(path, linear((x0, 0), (x1, 0), tones, [0.05, 0.5, 1]))
    canvas.drawRoundRect(box(x - w * 0.9, top - 5, x + w * 0.9, top + 9), 6, 6, fill(lighten(colour, 0.18)))
    for i in range(2):
        y = top + height * (0.32 + 0.12 * i)
        canvas.drawLine(x - w * 0.98, y, x + w * 0.98, y, stroke(darken(colour, 0.2), 3, 0.4))


def leafy(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """Eucalyptus in a pot."""
    colours = greens(room)
    for angle, reach in ((-1.95, 0.86), (-1.22, 0.9), (-1.58, 1.0), (-1.75, 0.7), (-1.4, 0.72)):
        count = 10
        branch(canvas, rng, x, base - height * 0.30, angle, count, height * 0.66 * reach / (count * 32), colours)
    pot(canvas, room, x, base, height * 0.34, height * 0.34, colour)


def monstera(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """Large split leaves on long stems."""
    colours = greens(room)
    root = base - height * 0.26
    stems = 8
    for i in range(stems):
        spread = (i - (stems - 1) / 2) / stems
        tip = (x + spread * height * 1.0, root - height * float(rng.uniform(0.36, 0.66)) * (1.1 - abs(spread)))
        stem = curve([(x, root), ((x + tip[0]) / 2 - spread * 20, (root + tip[1]) / 2 - 20), tip])
        canvas.drawPath(stem, stroke(darken(colours[0], 0.25), 6))
        _split_leaf(canvas, tip, math.degrees(math.atan2(0.25, spread)) if spread < 0 else 20 + spread * 60,
                    height * float(rng.uniform(0.22, 0.30)), pick(rng, colours))  # fmt: skip
    pot(canvas, room, x, base, height * 0.36, height * 0.30, colour)


def _split_leaf(canvas: skia.Canvas, at: tuple[float, float], degrees: float, length: float, colour: str) -> None:
    canvas.save()
    canvas.translate(*at)
    canvas.rotate(degrees)
    path = leaf(length, 0.62)
    for side in (-1, 1):
        for i in range(3):
            x = length * (0.30 + 0.19 * i)
            slit = polygon(
                [
                    (x, side * length * 0.08),
                    (x + length * 0.16, side * length * 0.7),
                    (x + length * 0.06, side * length * 0.7),
                ]
            )
            path = skia.Op(path, slit, skia.PathOp.kDifference_PathOp)
    canvas.drawPath(path, linear((0, -length * 0.5), (0, length * 0.5), [lighten(colour, 0.28), darken(colour, 0.10)]))
    canvas.drawLine(0, 0, length * 0.92, 0, stroke(lighten(colour, 0.4), 3, 0.6))
    canvas.restore()


def blades(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """A snake plant: upright blades with pale edges."""
    colours = greens(room)
    root = base - height * 0.26
    for i in range(9):
        spread = (i - 4) / 9
        tip = (x + spread * height * 0.62, root - height * float(rng.uniform(0.42, 0.74)) * (1.05 - abs(spread)))
        half = height * 0.032
        foot = x + spread * height * 0.26
        middle = ((foot + tip[0]) / 2, (root + tip[1]) / 2)
        path = curve([(foot - half, root + 10), (middle[0] - half * 1.5, middle[1]), tip,
                      (middle[0] + half * 1.5, middle[1]), (foot + half, root + 10)])  # fmt: skip
        path.close()
        tone = pick(rng, colours)
        canvas.drawPath(path, linear((foot - half, 0), (foot + half, 0), [lighten(tone, 0.18), darken(tone, 0.16)]))
        canvas.drawPath(path, stroke(lighten(tone, 0.5), 2.2, 0.5))
    pot(canvas, room, x, base, height * 0.34, height * 0.30, colour)


PLANTS = (leafy, monstera, blades)


def plant(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """Any potted plant."""
    PLANTS[int(rng.integers(len(PLANTS)))](canvas, rng, room, x, base, height, colour)


def vine(canvas: skia.Canvas, rng: Rng, room: Room, x: float, y: float, length: float, scale: float = 1.0) -> None:
    """A trailing vine that hangs down from (x, y)."""
    colours = greens(room)
    points = [(x + 16 * scale * math.sin(i * 0.9 + x), y + length * i / 8) for i in range(9)]
    canvas.drawPath(curve(points), stroke(darken(colours[0], 0.3), 3 * scale))
    for i in range(int(length / (17 * scale))):
        u = i * 17 * scale / length
        px = x + 16 * scale * math.sin(u * 8 * 0.9 + x)
        turn = 90 + (58 if i % 2 else -58) + float(rng.uniform(-14, 14))
        _leaf_at(canvas, px, y + u * length, turn, (34 - 12 * u) * scale, 0.44, pick(rng, colours))


def foreground_leaves(canvas: skia.Canvas, rng: Rng, room: Room, side: int) -> None:
    """Large leaves that reach into a lower corner of the frame; for a blurred layer before the subject."""
    colours = tuple(mix(c, room.palette.shadow, 0.30) for c in greens(room))
    x = room.side(0.93, side)
    for i in range(3):
        angle = -1.57 - side * (0.10 + 0.34 * i)
        branch(
            canvas, rng, x + side * 30 * i, room.h + 40, angle, 8, (1.9 - 0.35 * i) * min(1.0, room.w / 1700), colours
        )
