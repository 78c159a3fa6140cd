"""What grows on a reef: corals, sponges, kelp, starfish; and the outline of a fish."""

import math

import skia

from previz.art.paint import box, curve, darken, fill, lighten, linear, outlined, polygon, radial, stroke
from previz.art.settings.room import Rng


def staghorn(canvas: skia.Canvas, rng: Rng, x: float, base: float, height: float, colour: str) -> None:
    """A branching coral with pale tips."""
    top, low = lighten(colour, 0.35), darken(colour, 0.22)

    def grow(px: float, py: float, angle: float, length: float, width: float, level: int) -> None:
        tip = (px + math.cos(angle) * length, py + math.sin(angle) * length)
        paint = linear((0, base - height), (0, base), [top, colour, low])
        canvas.drawPath(
            curve([(px, py), ((px + tip[0]) / 2 + width * 0.3, (py + tip[1]) / 2), tip]), outlined(paint, width)
        )
        if level == 0:
            canvas.drawCircle(*tip, width * 0.55, fill(lighten(colour, 0.55)))
            return
        for turn in (-0.46, 0.42):
            grow(*tip, angle + turn + float(rng.uniform(-0.14, 0.14)), length * 0.68, width * 0.72, level - 1)

    for lean in (-0.42, 0.0, 0.44):
        grow(x + lean * height * 0.2, base, -math.pi / 2 + lean, height * 0.40, height * 0.10, 2)


def fan(canvas: skia.Canvas, rng: Rng, x: float, base: float, height: float, colour: str) -> None:
    """A sea fan: a lobed sheet with veins."""
    lobes = 9
    points = [(x - height * 0.06, base)]
    for i in range(lobes + 1):
        angle = math.pi * (1.0 + i / lobes)
        reach = height * (0.56 + 0.10 * math.sin(i * 2.4) + float(rng.uniform(-0.04, 0.04)))
        points.append((x + math.cos(angle) * reach * 0.86, base - height * 0.34 + math.sin(angle) * reach))
    points.append((x + height * 0.06, base))
    path = curve(points, closed=True)
    canvas.drawPath(path, radial((x, base), height, [darken(colour, 0.18), colour, lighten(colour, 0.30)]))
    canvas.save()
    canvas.clipPath(path, True)
    for i in range(9):
        angle = -math.pi / 2 + (i - 4) * 0.30
        end = (x + math.cos(angle) * height, base + math.sin(angle) * height)
        middle = (x + math.cos(angle * 0.96) * height * 0.5, base + math.sin(angle) * height * 0.5)
        canvas.drawPath(curve([(x, base), middle, end]), stroke(lighten(colour, 0.5), 2.6, 0.55))
    canvas.restore()


def sponge(canvas: skia.Canvas, rng: Rng, x: float, base: float, height: float, colour: str) -> None:
    """A cluster of tubes."""
    for i in range(4):
        half = height * float(rng.uniform(0.10, 0.15))
        px, tall = x + (i - 1.5) * half * 1.8, height * float(rng.uniform(0.55, 1.05))
        tube = polygon(
            [(px - half * 0.8, base), (px - half, base - tall), (px + half, base - tall), (px + half * 0.8, base)]
        )
        canvas.drawPath(
            tube, linear((px - half, 0), (px + half, 0), [lighten(colour, 0.28), colour, darken(colour, 0.30)])
        )
        canvas.drawOval(
            box(px - half, base - tall - half * 0.4, px + half, base - tall + half * 0.4), fill(lighten(colour, 0.42))
        )
        canvas.drawOval(
            box(px - half * 0.6, base - tall - half * 0.2, px + half * 0.6, base - tall + half * 0.25),
            fill(darken(colour, 0.5)),
        )


def brain(canvas: skia.Canvas, rng: Rng, x: float, base: float, radius: float, colour: str) -> None:
    """A brain coral: a dome with meandering grooves."""
    dome = box(x - radius, base - radius * 0.9, x + radius, base + radius * 0.5)
    canvas.drawOval(
        dome,
        radial(
            (x - radius * 0.3, base - radius * 0.7), radius * 1.7, [lighten(colour, 0.42), colour, darken(colour, 0.38)]
        ),
    )
    canvas.save()
    path = skia.Path()
    path.addOval(dome)
    canvas.clipPath(path, True)
    for i in range(5):
        y = base - radius * 0.8 + i * radius * 0.28
        points = [
            (x - radius + j * radius * 0.25, y + radius * 0.10 * math.sin(j * 2.2 + i + float(rng.uniform(0, 1))))
            for j in range(9)
        ]
        canvas.drawPath(curve(points), stroke(darken(colour, 0.30), radius * 0.055, 0.6))
    canvas.restore()


def kelp(canvas: skia.Canvas, rng: Rng, x: float, base: float, height: float, colour: str, scale: float) -> None:
    """A ribbon of kelp with blades to both sides."""
    phase = float(rng.uniform(0, math.tau))
    count = max(6, int(height / (52 * scale)))
    spine = [
        (x + 30 * scale * math.sin(i * 0.55 + phase) * (0.3 + i / count), base - height * i / count)
        for i in range(count + 1)
    ]
    canvas.drawPath(curve(spine), stroke(darken(colour, 0.28), 7 * scale))
    for i in range(1, count + 1):
        px, py = spine[i]
        for side in (-1, 1):
            length = 88 * scale * (1.05 - 0.6 * i / count)
            canvas.save()
            canvas.translate(px, py)
            canvas.rotate(-90 + side * (46 + 10 * math.sin(i + phase)))
            blade = skia.Path()
            blade.moveTo(0, 0)
            blade.cubicTo(length * 0.3, -length * 0.24, length * 0.7, length * 0.10, length, -length * 0.06)
            blade.cubicTo(length * 0.7, length * 0.30, length * 0.3, length * 0.16, 0, 0)
            canvas.drawPath(blade, linear((0, 0), (length, 0), [darken(colour, 0.12), lighten(colour, 0.24)]))
            canvas.restore()


def star(canvas: skia.Canvas, x: float, y: float, radius: float, colour: str, degrees: float) -> None:
    """A starfish lying on the sand."""
    points = []
    for i in range(10):
        angle = math.radians(degrees) + i * math.tau / 10
        reach = radius if i % 2 == 0 else radius * 0.42
        points.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.5))
    canvas.drawPath(curve(points, closed=True), radial((x, y), radius, [lighten(colour, 0.35), darken(colour, 0.12)]))


def fish_shape() -> skia.Path:
    """A small fish facing right, one unit long either side of the origin."""
    path = skia.Path()
    path.moveTo(1.0, 0.0)
    path.cubicTo(0.6, -0.52, -0.2, -0.50, -0.56, -0.06)
    path.lineTo(-1.0, -0.40)
    path.quadTo(-0.84, 0.0, -1.0, 0.40)
    path.lineTo(-0.56, 0.06)
    path.cubicTo(-0.2, 0.50, 0.6, 0.52, 1.0, 0.0)
    path.close()
    return path
