"""Landmarks: the silhouettes a city is known by. Each stands on (x, base) and fits a height of some 480 units."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from previz.art.layer import Look
from previz.art.paint import Point, box, curve, fill, linear, mix, outlined, polygon, polyline, stroke
from previz.art.town import windows


@dataclass(frozen=True)
class Site:
    """A building site: where a landmark stands and what it is painted with."""

    canvas: skia.Canvas
    look: Look
    x: float
    base: float
    top: str
    low: str

    def paint(self, height: float) -> skia.Paint:
        """The city's gradient over ``height`` units."""
        return linear((0, self.base - height), (0, self.base), [self.top, self.low])

    def block(self, left: float, height: float, right: float, foot: float = 0.0) -> None:
        """A box from ``left`` to ``right`` of the axis, from ``foot`` to ``height`` above the base."""
        area = box(self.x + left, self.base - height, self.x + right, self.base - foot)
        self.canvas.drawRect(area, self.paint(height))

    def shape(self, points: list[Point], height: float) -> skia.Path:
        """A closed outline; points are (offset from the axis, height above the base)."""
        path = polygon([(self.x + dx, self.base - dy) for dx, dy in points])
        self.canvas.drawPath(path, self.paint(height))
        return path

    def line(self, points: list[Point], width: float) -> None:
        """An open line in the landmark's colour."""
        self.canvas.drawPath(polyline([(self.x + dx, self.base - dy) for dx, dy in points]), stroke(self.top, width))

    def lit(self, points: list[Point], alpha: float = 0.45) -> None:
        """A facet that catches the light."""
        path = polygon([(self.x + dx, self.base - dy) for dx, dy in points])
        self.canvas.drawPath(path, fill(self.look.palette.rim, alpha))

    def windows(self, left: float, foot: float, right: float, height: float, step: Point = (14, 18)) -> None:
        """Lit windows over a part of the front."""
        rng = np.random.default_rng([self.look.shot.seed, round(abs(left) * 7 + height)])
        area = box(self.x + left, self.base - height, self.x + right, self.base - foot)
        windows(self.canvas, self.look, rng, area, step, (step[0] * 0.5, step[1] * 0.5), 0.85)


def frost_tower(site: Site) -> None:
    """Austin: stepped glass with a folded crown."""
    outline = [(-62.0, 0.0), (-62, 340), (-44, 354), (-44, 394), (-26, 410), (0, 490), (26, 410), (44, 394), (44, 354),
               (62, 340), (62, 0)]  # fmt: skip
    site.shape(outline, 490)
    site.lit([(0, 490), (26, 410), (10, 384), (0, 424)], 0.75)
    site.windows(-54, 10, 54, 326, (13, 17))


def jenga_tower(site: Site) -> None:
    """Austin: stacked, offset cubes."""
    foot = 0.0
    for shift_x, tall, wide in ((0, 150, 120), (14, 116, 112), (-10, 116, 112), (12, 100, 104), (0, 62, 96)):
        site.block(shift_x - wide / 2, foot + tall, shift_x + wide / 2, foot)
        edge = shift_x + wide / 2
        site.lit([(edge - 6, foot), (edge - 6, foot + tall), (edge, foot + tall), (edge, foot)], 0.5)
        site.windows(shift_x - wide / 2 + 8, foot + 6, edge - 10, foot + tall - 8, (16, 20))
        foot += tall


def dome(site: Site) -> None:
    """A capitol: wings, drum, ribbed dome and lantern."""
    site.block(-150, 84, 150)
    site.block(-58, 128, 58)
    points = [(-52.0 + 104 * k / 16, 126 + 84 * math.sin(math.pi * k / 16) ** 0.75) for k in range(17)]
    site.shape([(-52, 120), *points, (52, 120)], 210)
    site.block(-11, 236, 11, 200)
    site.line([(0, 230), (0, 264)], 4)
    for k in range(10):
        site.lit([(-50 + k * 11, 90), (-50 + k * 11, 122), (-46 + k * 11, 122), (-46 + k * 11, 90)], 0.3)
    site.windows(-142, 8, 142, 78, (22, 30))


def eiffel_tower(site: Site) -> None:
    """Paris: four curved legs, two platforms, a lattice."""
    for side in (-1, 1):
        legs = [(side * 118.0, 0.0), (side * 66, 108), (side * 38, 220), (side * 16, 360), (side * 5, 500)]
        inner = [(side * 66.0, 0.0), (side * 40, 96), (side * 20, 205), (side * 5, 350), (0, 500)]
        outer = [(site.x + dx, site.base - dy) for dx, dy in legs]
        back = [(site.x + dx, site.base - dy) for dx, dy in reversed(inner)]
        path = curve(outer)
        path.addPath(curve(back), skia.Path.AddPathMode.kExtend_AddPathMode)
        path.close()
        site.canvas.drawPath(path, site.paint(500))
        for k in range(9):
            low, high = 12 + k * 38, 50 + k * 38
            reach = 104 * (1 - low / 380) ** 1.35 + 6
            site.line([(side * reach * 0.62, low), (side * reach * 0.86, high)], 2)
    site.block(-74, 116, 74, 100)
    site.block(-44, 226, 44, 212)
    arch = [(site.x + 62 * math.cos(a), site.base - 8 - 62 * math.sin(a)) for a in np.linspace(0, math.pi, 13)]
    site.canvas.drawPath(curve(arch), stroke(site.top, 7))
    site.line([(0, 490), (0, 548)], 4)
    site.lit([(-74, 112), (-74, 116), (74, 116), (74, 112)], 0.6)


def basilica(site: Site) -> None:
    """Paris: Sacré-Cœur on its hill."""
    site.shape([(-260, 0), (-120, 66), (120, 66), (260, 0)], 90)
    site.block(-74, 130, 74, 60)
    for x, wide, foot, tall in ((0, 40, 130, 96), (-54, 20, 124, 46), (54, 20, 124, 46)):
        points = [(x - wide + 2 * wide * k / 12, foot + tall * math.sin(math.pi * k / 12) ** 0.7) for k in range(13)]
        site.shape([(x - wide, foot - 30), *points, (x + wide, foot - 30)], foot + tall)
        site.line([(x, foot + tall - 6), (x, foot + tall + 18)], 4)


def clock_tower(site: Site) -> None:
    """London: Big Ben with the long roof of Westminster."""
    site.block(34, 118, 330)
    for k in range(10):
        site.shape([(40 + k * 29, 116), (47 + k * 29, 146), (54 + k * 29, 116)], 146)
    site.windows(42, 16, 324, 106, (20, 40))
    site.block(-34, 340, 34)
    site.block(-40, 352, 40, 336)
    site.shape([(-34, 350), (-20, 398), (20, 398), (34, 350)], 400)
    site.block(-20, 420, 20, 396)
    site.shape([(-22, 418), (0, 500), (22, 418)], 500)
    site.canvas.drawCircle(site.x, site.base - 304, 25, fill(mix(site.look.palette.window, "#ffffff", 0.4)))
    site.line([(0, 304), (0, 321)], 3)
    site.line([(0, 304), (11, 297)], 3)
    site.windows(-26, 20, 26, 270, (18, 34))


def shard(site: Site) -> None:
    """London: a glass splinter."""
    site.shape([(-66, 0), (-8, 470), (-4, 500), (2, 478), (8, 492), (66, 0)], 500)
    site.lit([(8, 0), (4, 470), (8, 492), (66, 0)], 0.22)
    site.windows(-40, 10, 36, 220, (15, 20))


def big_wheel(site: Site) -> None:
    """London: the wheel on the river."""
    cy = site.base - 178
    site.canvas.drawCircle(site.x, cy, 160, stroke(site.top, 7))
    site.canvas.drawCircle(site.x, cy, 150, stroke(site.top, 2))
    for k in range(16):
        a = k * math.tau / 16 + 0.1
        end = (site.x + 160 * math.cos(a), cy + 160 * math.sin(a))
        site.canvas.drawLine(site.x, cy, *end, stroke(site.top, 1.4, 0.8))
        site.canvas.drawCircle(site.x + 170 * math.cos(a), cy + 170 * math.sin(a), 7, fill(site.top))
    site.line([(-70, 0), (0, 178), (70, 0)], 9)


def lattice_tower(site: Site) -> None:
    """Tokyo: the red and white broadcasting tower."""
    red, white = mix("#f0553c", site.low, 0.35), mix("#ffffff", site.low, 0.35)
    for k in range(11):
        low, high = k * 44, k * 44 + 44
        reach = [92 * (1 - h / 520) ** 1.9 + 5 for h in (low, high)]
        band = [(-reach[0], low), (-reach[1], high), (reach[1], high), (reach[0], low)]
        path = polygon([(site.x + dx, site.base - dy) for dx, dy in band])
        paint = fill(red if k % 2 == 0 else white)
        site.canvas.drawPath(path, outlined(paint, 5))
        for a, b in ((0, 2), (1, 3)):
            start, end = band[a], band[b]
            site.canvas.drawLine(site.x + start[0], site.base - start[1], site.x + end[0], site.base - end[1],
                                 stroke(red if k % 2 == 0 else white, 3))  # fmt: skip
    site.canvas.drawRoundRect(box(site.x - 40, site.base - 226, site.x + 40, site.base - 196), 6, 6, fill(white))
    site.windows(-36, 200, 36, 222, (10, 14))
    site.canvas.drawRoundRect(box(site.x - 17, site.base - 370, site.x + 17, site.base - 352), 5, 5, fill(white))
    site.canvas.drawLine(site.x, site.base - 480, site.x, site.base - 560, stroke(red, 5))


def pagoda(site: Site) -> None:
    """Tokyo: five roofs, each smaller than the one below."""
    for k in range(5):
        foot, wide = k * 62.0, 96 - k * 13.0
        site.block(-wide * 0.62, foot + 48, wide * 0.62, foot)
        site.windows(-wide * 0.56, foot + 4, wide * 0.56, foot + 40, (16, 34))
        eaves = [(1.12, 46.0), (0.86, 52.0), (0.4, 76.0)]
        left, right = [(-wide * u, foot + v) for u, v in eaves], [(wide * u, foot + v) for u, v in reversed(eaves)]
        site.shape([*left, *right, (wide * 0.8, foot + 42), (-wide * 0.8, foot + 42)], 380)
    site.line([(0, 320), (0, 400)], 6)


def empire_state(site: Site) -> None:
    """New York: setbacks and a mast."""
    for half, tall in ((84, 150), (64, 300), (50, 370), (34, 404), (18, 436)):
        site.block(-half, tall, half)
    site.shape([(-14, 434), (-5, 486), (5, 486), (14, 434)], 490)
    site.line([(0, 480), (0, 560)], 4)
    site.lit([(36, 0), (36, 300), (64, 300), (64, 0)], 0.22)
    site.windows(-56, 8, 56, 360, (14, 18))


def chrysler(site: Site) -> None:
    """New York: a crown of sunbursts and a needle."""
    site.block(-50, 330, 50)
    for k in range(5):
        half, foot = 46 - k * 9.5, 326 + k * 24.0
        arc = [(half * math.cos(a), foot + 42 * math.sin(a)) for a in np.linspace(0, math.pi, 13)]
        site.shape(arc, 460)
        for a in np.linspace(0.5, math.pi - 0.5, 4):
            mid = (half * 0.7 * math.cos(a), foot + 29 * math.sin(a))
            site.lit([(mid[0] - 4, mid[1] - 4), (mid[0], mid[1] + 7), (mid[0] + 4, mid[1] - 4)], 0.7)
    site.shape([(-7, 440), (0, 540), (7, 440)], 540)
    site.windows(-44, 8, 44, 320, (13, 18))


def golden_gate(site: Site) -> None:
    """San Francisco: two towers, the cables and the deck."""
    red = mix("#d5482f", site.low, 0.30)
    for tower in (-230, 230):
        for leg in (-26, 18):
            area = box(site.x + tower + leg, site.base - 400, site.x + tower + leg + 10, site.base)
            site.canvas.drawRect(area, fill(red))
        for level in (150, 240, 315, 382):
            area = box(site.x + tower - 26, site.base - level - 14, site.x + tower + 28, site.base - level)
            site.canvas.drawRect(area, fill(red))
    for left, right, low in ((-230.0, 230.0, 132.0), (-640.0, -230.0, 132.0), (230.0, 640.0, 132.0)):
        ends = (396 if left in (-230.0, 230.0) else 132), (396 if right in (-230.0, 230.0) else 132)
        points = []
        for k in range(25):
            u = k / 24
            sag = (1 - u) * ends[0] + u * ends[1] - math.sin(math.pi * u) * (ends[0] + ends[1] - 2 * low) * 0.42
            points.append((site.x + left + (right - left) * u, site.base - sag))
        site.canvas.drawPath(curve(points), stroke(red, 6))
        for px, py in points[1:-1]:
            site.canvas.drawLine(px, py, px, site.base - 112, stroke(red, 1.6, 0.8))
    site.canvas.drawRect(box(site.x - 700, site.base - 118, site.x + 700, site.base - 102), fill(red))


def pyramid(site: Site) -> None:
    """San Francisco: a slim pyramid with wings."""
    site.shape([(-60, 0), (-4, 490), (4, 490), (60, 0)], 490)
    site.shape([(-38, 190), (-30, 330), (-16, 360), (-18, 190)], 360)
    site.shape([(38, 190), (30, 330), (16, 360), (18, 190)], 360)
    site.lit([(10, 0), (2, 480), (4, 490), (60, 0)], 0.2)
    site.windows(-34, 8, 34, 190, (13, 16))


def needle(site: Site) -> None:
    """Seattle: a saucer on three legs."""
    for side in (-1, 1):
        points = [
            (site.x + side * 54, site.base),
            (site.x + side * 14, site.base - 220),
            (site.x + side * 30, site.base - 380),
        ]
        site.canvas.drawPath(curve(points), stroke(site.top, 9))
    site.block(-7, 390, 7)
    site.shape([(-86, 398), (-60, 384), (60, 384), (86, 398), (52, 420), (-52, 420)], 430)
    site.shape([(-34, 418), (-8, 446), (8, 446), (34, 418)], 450)
    site.line([(0, 440), (0, 540)], 4)


def ball_tower(site: Site) -> None:
    """Berlin: a sphere on a shaft."""
    site.shape([(-16, 0), (-7, 330), (7, 330), (16, 0)], 340)
    site.canvas.drawCircle(site.x, site.base - 350, 36, site.paint(390))
    site.canvas.drawCircle(site.x + 10, site.base - 362, 9, fill(site.look.palette.rim, 0.7))
    site.line([(0, 380), (0, 560)], 5)


def sail_house(site: Site) -> None:
    """Sydney: white shells by the water."""
    shell = mix("#ffffff", site.low, 0.40)
    for x, wide, tall in ((-150, 120, 130), (-60, 140, 190), (40, 130, 160), (130, 90, 100)):
        path = skia.Path()
        path.moveTo(site.x + x, site.base - 20)
        path.quadTo(site.x + x + wide * 0.1, site.base - tall, site.x + x + wide, site.base - tall - 20)
        path.quadTo(site.x + x + wide * 0.75, site.base - tall * 0.4, site.x + x + wide * 0.7, site.base - 20)
        path.close()
        site.canvas.drawPath(path, linear((0, site.base - tall), (0, site.base), [shell, mix(shell, site.low, 0.4)]))
    site.block(-200, 26, 260)


def needle_tower(site: Site) -> None:
    """Dubai: a spire of narrowing tubes."""
    for x, half, tall in ((-40, 26, 210), (40, 26, 260), (-18, 26, 350), (18, 22, 400), (0, 16, 470)):
        site.block(x - half, tall, x + half)
    site.line([(0, 460), (0, 600)], 5)
    site.windows(-60, 8, 60, 200, (13, 17))


def colosseum(site: Site) -> None:
    """Rome: broken rings of arches."""
    site.shape([(-220, 0), (-220, 120), (-120, 124), (-110, 190), (120, 196), (150, 170), (220, 168), (220, 0)], 200)
    for row, foot in enumerate((10.0, 66.0, 122.0)):
        for k in range(13):
            x = -204 + k * 32
            if row == 2 and x < -112:
                continue
            area = box(site.x + x, site.base - foot - 40, site.x + x + 18, site.base - foot)
            site.canvas.drawRoundRect(area, 9, 9, fill(mix(site.low, site.look.palette.shadow, 0.45)))


Landmark = Callable[[Site], None]

_PLACES: dict[str, tuple[Landmark, ...]] = {
    "austin": (jenga_tower, frost_tower, dome),
    "paris": (eiffel_tower, basilica),
    "london": (clock_tower, shard, big_wheel),
    "tokyo": (lattice_tower, pagoda),
    "kyoto": (pagoda,),
    "new york": (empire_state, chrysler),
    "brooklyn": (empire_state, chrysler),
    "manhattan": (chrysler, empire_state),
    "san francisco": (golden_gate, pyramid),
    "seattle": (needle,),
    "berlin": (ball_tower,),
    "sydney": (sail_house,),
    "dubai": (needle_tower,),
    "rome": (colosseum, dome),
    "washington": (dome,),
}


def landmarks_of(place: str | None) -> tuple[Landmark, ...]:
    """The landmarks of a known place; none for any other."""
    return _PLACES.get((place or "").strip().lower(), ())
