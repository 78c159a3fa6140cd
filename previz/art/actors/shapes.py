"""Paths: the outlines that actors are built from. Points are (x, y) in units, y down."""

import math
from collections.abc import Sequence
from itertools import pairwise

import skia

from previz.art.paint import Point, polygon


def oval(x: float, y: float, rx: float, ry: float | None = None) -> skia.Path:
    """An ellipse about (x, y); a circle without ``ry``."""
    ry = rx if ry is None else ry
    return skia.Path.Oval(skia.Rect(x - rx, y - ry, x + rx, y + ry))


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> skia.Path:
    """A rectangle with rounded corners."""
    rect = skia.Rect(left, top, right, bottom)
    return skia.Path.RRect(skia.RRect.MakeRectXY(rect, radius, radius))


def shape(start: Point, *segments: tuple[float, ...]) -> skia.Path:
    """A closed outline: each segment is a line (2 numbers), a quadratic (4) or a cubic (6), in absolute points."""
    path = skia.Path()
    path.moveTo(*start)
    for segment in segments:
        draw = {2: path.lineTo, 4: path.quadTo, 6: path.cubicTo}[len(segment)]
        draw(*segment)
    path.close()
    return path


def smooth(points: Sequence[Point], closed: bool = True, tension: float = 0.5) -> skia.Path:
    """A curve through every point (cardinal spline; ``tension`` 0.5 is Catmull-Rom, 0 straight lines)."""
    count = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    pull = tension / 3.0
    for index in range(count if closed else count - 1):
        before, here, there, after = (_at(points, index + step, closed) for step in (-1, 0, 1, 2))
        path.cubicTo(
            here[0] + (there[0] - before[0]) * pull,
            here[1] + (there[1] - before[1]) * pull,
            there[0] - (after[0] - here[0]) * pull,
            there[1] - (after[1] - here[1]) * pull,
            *there,
        )
    if closed:
        path.close()
    return path


def _at(points: Sequence[Point], index: int, closed: bool) -> Point:
    if closed:
        return points[index % len(points)]
    return points[min(len(points) - 1, max(0, index))]


def bend(points: Sequence[Point], roundness: float = 0.45, samples: int = 7) -> list[Point]:
    """A polyline with its corners rounded over ``roundness`` of the adjoining segments."""
    if len(points) < 3:
        return list(points)
    line = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = lerp(corner, before, roundness), lerp(corner, after, roundness)
        for step in range(samples + 1):
            t = step / samples
            line.append(lerp(lerp(enter, corner, t), lerp(corner, leave, t), t))
    line.append(points[-1])
    return line


def ribbon(points: Sequence[Point], widths: Sequence[float], caps: tuple[bool, bool] = (True, True)) -> skia.Path:
    """A tapering band along a polyline: sleeves, tails, hair. ``widths`` are spread evenly along its length."""
    lengths = [0.0]
    for a, b in pairwise(points):
        lengths.append(lengths[-1] + math.dist(a, b))
    total = lengths[-1] or 1.0
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        angle = math.atan2(after[1] - before[1], after[0] - before[0])
        half = _spread(widths, lengths[index] / total) / 2
        nx, ny = -math.sin(angle) * half, math.cos(angle) * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    end = _cap(points[-1], left[-1], caps[1])
    start = _cap(points[0], right[0], caps[0])
    return polygon([*left, *end, *reversed(right), *start])


def _spread(values: Sequence[float], at: float) -> float:
    if len(values) == 1:
        return values[0]
    position = at * (len(values) - 1)
    low = min(len(values) - 2, int(position))
    return values[low] + (values[low + 1] - values[low]) * (position - low)


def _cap(centre: Point, first: Point, wanted: bool) -> list[Point]:
    if not wanted:
        return []
    radius = math.dist(centre, first)
    start = math.atan2(first[1] - centre[1], first[0] - centre[0])
    return [
        (centre[0] + radius * math.cos(start - math.pi * k / 8), centre[1] + radius * math.sin(start - math.pi * k / 8))
        for k in range(1, 8)
    ]


def lerp(a: Point, b: Point, t: float) -> Point:
    """The point ``t`` of the way from ``a`` to ``b``."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def polar(centre: Point, angle: float, radius: float) -> Point:
    """The point at ``angle`` radians (0 right, clockwise on screen)."""
    return centre[0] + math.cos(angle) * radius, centre[1] + math.sin(angle) * radius


def blob(x: float, y: float, radii: Sequence[float], squash: float = 1.0) -> skia.Path:
    """A soft closed shape with the given radii around its middle: foliage, smoke, a cloud."""
    step = math.tau / len(radii)
    return smooth([(x + math.cos(k * step) * r, y + math.sin(k * step) * r * squash) for k, r in enumerate(radii)])
