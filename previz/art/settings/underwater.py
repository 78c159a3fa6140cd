"""Under water: light from the surface, rocks in the blue, a coral reef, kelp that sways, shoals and bubbles."""

import math

import numpy as np
import skia

from film.shot import TimeOfDay
from planner.shot import ActorKind
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blurred,
    box,
    curve,
    fill,
    glow,
    lighten,
    linear,
    mix,
    noise,
    polygon,
    radial,
    shift,
    stroke,
    texture,
)
from previz.art.settings.air import motes, twinkle
from previz.art.settings.reef import brain, fan, fish_shape, kelp, sponge, staghorn, star
from previz.art.settings.room import Painter, Rng, Room, pick, room_of

_CORALS = (
    ("#ff6f7d", "#ffb25c", "#f55fb0", "#8f7bff", "#ffd76a"),
    ("#ff8b5e", "#f2cf63", "#e0568f", "#5fd0c2", "#b783f0"),
    ("#f26a8d", "#ff9e6b", "#7ee0c0", "#6aa8ff", "#ffe08a"),
)
_WATERS = ("#1488b0", "#0f8f9f", "#2a78c4", "#19948a")


def build(look: Look) -> Backdrop:
    """Grow the reef; swimmers hang in the water, others stand on the sand."""
    room = room_of(look)
    sea = _Sea(room)
    behind: list[Layer | Animation] = [
        room.layer(sea.water, 0.08),
        room.layer(sea.far_rocks, 0.20, blur=4.2),
        room.live(sea.far_shoal, 0.30),
        *(room.layer(sea.rays(i), 0.34, blur=9, sway=(20 + 9 * i, 6.5 + 1.9 * i)) for i in range(3)),
        room.layer(sea.middle_rocks, 0.42),
        room.layer(sea.far_kelp, 0.50, sway=(9, 6.5)),
        room.layer(sea.sand, 0.90),
        room.layer(sea.reef, 0.74),
        room.layer(sea.kelp, 0.80, sway=(13, 5.2)),
        room.live(sea.shoal, 0.78),
        room.layer(sea.near_reef, 0.92),
        room.layer(sea.shine, 0.80),
        twinkle(room, sea.sparks, sea.spark_colour, 0.80),
    ]
    front: list[Layer | Animation] = [
        room.live(sea.bubbles, 1.08),
        motes(room, lighten(sea.light, 0.5), count=30, strength=0.5),
        room.layer(sea.foreground, 1.34, blur=8, sway=(16, 6)),
    ]
    return Backdrop(behind=behind, front=front, floor=room.stage.floor)


class _Sea:
    """One stretch of water: its colours, reef and shoals."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        palette = room.palette
        water = mix(pick(rng, _WATERS), palette.water, 0.14)
        dim = 0.60 if palette.night else 0.40 * max(0.0, room.lamp - 0.2)
        water = shift(water, saturation=1.0 + 0.35 * dim, value=1.0 - 0.52 * dim)
        self.light = lighten(mix(water, palette.light, 0.30 * (1 - dim)), 0.45 * (1 - 0.6 * dim))
        low_sun = {TimeOfDay.DAY: 0.0, TimeOfDay.NIGHT: 0.0}.get(room.look.shot.time_of_day, 0.20)
        self.light = mix(self.light, palette.glow, low_sun)
        self.blue = mix(water, palette.sky[1], 0.9 * low_sun)
        self.deep = mix(shift(mix(water, "#062a56", 0.55), saturation=1.15), palette.shadow, 0.16 + 0.3 * dim)
        self.dim = dim
        corals = list(_CORALS[int(rng.integers(len(_CORALS)))])
        if room.look.shot.accent:
            corals[0] = room.look.shot.accent
        self.corals = tuple(shift(mix(colour, self.deep, 0.10 + 0.32 * dim), saturation=1.12) for colour in corals)
        self.weed = mix(mix(palette.foliage, "#3fa860", 0.6), self.blue, 0.24 + 0.3 * dim)
        self.line = room.line
        self.fish = self._shoal(rng, 13, 0.16, 0.56, 26, 46)
        self.specks = self._shoal(rng, 30, 0.18, 0.50, 8, 15)
        self.fish_colours = (self.corals[1], mix(self.corals[4], "#ffffff", 0.2), self.corals[0])
        self.bubble_x = [room.side(float(rng.uniform(0.40, 1.0)), 1 if i % 2 else -1) for i in range(4)]
        self.bubble_of = rng.uniform(0, 1, (4, 8))
        self.ray_x = np.linspace(0.0, 1.0, 8) + rng.uniform(-0.06, 0.06, 8)
        self.ray_w = rng.uniform(0.012, 0.05, 8)
        actors = room.look.shot.actors
        self.crowded = bool(actors) and actors[0].kind is ActorKind.FISH
        self._shape = fish_shape()
        self.spark_colour = lighten(shift(self.corals[2], saturation=1.2, value=1.6), 0.30)
        spots = 16 if self.dim > 0.1 else 5
        self.sparks = [
            (
                room.side(float(rng.uniform(0.42, 1.1)), 1 if i % 2 else -1),
                self.line + float(rng.uniform(-120, 60)) * room.k,
                float(rng.uniform(7, 15)),
            )
            for i in range(16)
        ][:spots]

    def shine(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """In the dark the reef shines by itself."""
        for x, y, radius in self.sparks:
            glow(canvas, x, y, radius * 7, self.spark_colour, 0.42 * self.dim / 0.6)

    def _shoal(
        self, rng: Rng, count: int, top: float, low: float, small: float, large: float
    ) -> list[tuple[float, float, float, float, float]]:
        """(x, y, size, speed, phase) of each fish, loosely together."""
        cx, cy = float(rng.uniform(0.1, 0.9)) * self.room.w, float(rng.uniform(top, low)) * self.room.h
        speed = float(rng.uniform(34, 58)) * (1 if rng.random() < 0.5 else -1)
        return [
            (
                cx + float(rng.normal(0, 0.16)) * self.room.w,
                cy + float(rng.normal(0, 0.055)) * self.room.h,
                float(rng.uniform(small, large)),
                speed * float(rng.uniform(0.9, 1.1)),
                float(rng.uniform(0, math.tau)),
            )
            for _ in range(count)
        ]

    def water(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The gradient from the surface into the deep, the sun through the waves, ripples above."""
        room, stage = self.room, self.room.stage
        area = box(stage.left, stage.top, stage.right, stage.bottom)
        tones = [lighten(self.light, 0.25), self.light, self.blue, mix(self.blue, self.deep, 0.6), self.deep]
        canvas.drawRect(area, linear((0, stage.top), (0, stage.bottom), tones, [0.0, 0.14, 0.46, 0.75, 1.0]))
        x = room.side(0.22, self.side)
        glow(canvas, x, -60, room.h * 0.8, lighten(self.light, 0.6), 0.85)
        glow(canvas, x, -40, room.h * 0.34, "#ffffff", 0.65)
        for i in range(30):
            y = stage.top + 60 + i * 9 + float(rng.uniform(-8, 8))
            cx, length = float(rng.uniform(stage.left, stage.right)), float(rng.uniform(90, 420))
            ripple = curve(
                [(cx - length / 2, y), (cx - length / 5, y - 9), (cx + length / 5, y + 8), (cx + length / 2, y)]
            )
            canvas.drawPath(ripple, stroke("#ffffff", float(rng.uniform(3, 9)) * (1 - i / 44), 0.30 * (1 - i / 32)))

    def _rocks(self, canvas: skia.Canvas, rng: Rng, colour: str, height: float, gap: float) -> None:
        """Mounds and pillars that rise to both sides and leave the middle open."""
        room, stage = self.room, self.room.stage
        points = []
        x = stage.left
        while x < stage.right + 120:
            off = abs(x - room.w / 2) / (room.w / 2)
            rise = height * max(0.10, min(1.0, (off - gap) * 1.9)) * float(rng.uniform(0.62, 1.12))
            points.append((x, self.line + 40 - rise))
            x += float(rng.uniform(60, 150))
        path = curve(points)
        path.lineTo(stage.right + 200, stage.bottom)
        path.lineTo(stage.left - 200, stage.bottom)
        path.close()
        canvas.drawPath(
            path,
            linear((0, self.line - height), (0, self.line + 60), [lighten(colour, 0.10), mix(colour, self.deep, 0.25)]),
        )
        canvas.save()
        canvas.clipPath(path, True)
        for px, py in points:
            for _ in range(4):
                bx, by = px + float(rng.uniform(-60, 60)), py + float(rng.uniform(6, height * 0.8))
                r = float(rng.uniform(16, 52))
                canvas.drawOval(box(bx - r, by - r * 0.6, bx + r, by + r * 0.6), fill(lighten(colour, 0.12), 0.30))
        canvas.restore()

    def far_rocks(self, canvas: skia.Canvas, rng: Rng) -> None:
        self._rocks(canvas, rng, mix(self.blue, self.light, 0.18), self.room.h * 0.44, 0.20)

    def middle_rocks(self, canvas: skia.Canvas, rng: Rng) -> None:
        self._rocks(canvas, rng, mix(self.blue, self.deep, 0.46), self.room.h * 0.36, 0.38)
        for _ in range(15):
            x = self.room.side(float(rng.uniform(0.5, 1.35)), 1 if rng.random() < 0.5 else -1)
            y = self.line + 30
            tone = mix(pick(rng, self.corals), self.blue, 0.58)
            fan(canvas, rng, x, y - float(rng.uniform(30, 170)), float(rng.uniform(50, 110)), tone)

    def far_kelp(self, canvas: skia.Canvas, rng: Rng) -> None:
        for _ in range(11):
            x = self.room.side(float(rng.uniform(0.30, 1.3)), 1 if rng.random() < 0.5 else -1)
            kelp(
                canvas,
                rng,
                x,
                self.line + 50,
                float(rng.uniform(0.28, 0.56)) * self.room.h,
                mix(self.weed, self.blue, 0.52),
                0.7,
            )

    def sand(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The sea floor: ripples of sand with the net of light on it."""
        room, stage = self.room, self.room.stage
        sand = mix(mix("#f2d9a2", self.blue, 0.36 + 0.2 * self.dim), self.deep, 0.62 * self.dim)
        crest = [
            (stage.left + i * (stage.right - stage.left) / 9, self.line + 24 * math.sin(i * 1.3)) for i in range(10)
        ]
        path = curve(crest)
        path.lineTo(stage.right, stage.bottom)
        path.lineTo(stage.left, stage.bottom)
        path.close()
        tones = [mix(sand, self.blue, 0.55), sand, mix(sand, self.deep, 0.5)]
        canvas.drawPath(path, linear((0, self.line - 20), (0, stage.bottom), tones, [0, 0.45, 1]))
        canvas.save()
        canvas.clipPath(path, True)
        area = box(stage.left, self.line - 30, stage.right, stage.bottom)
        first, second = noise(520, 160, rng, octaves=3, cells=(12, 10)), noise(520, 160, rng, octaves=3, cells=(12, 10))
        net = np.exp(-(((first - 0.5) / 0.035) ** 2)) + np.exp(-(((second - 0.5) / 0.03) ** 2))
        texture(canvas, area, np.clip(net, 0, 1).astype(np.float32), lighten(self.light, 0.45), 0.16 + 0.26 * room.sun)
        for i in range(9):
            y = self.line + 40 + (stage.bottom - self.line) * (i / 9) ** 1.5
            points = [(stage.left + j * 240, y + 12 * math.sin(j * 1.7 + i * 2.1)) for j in range(14)]
            canvas.drawPath(curve(points), stroke(mix(sand, self.deep, 0.5), 3 + i * 0.7, 0.26))
        canvas.restore()
        for _ in range(5):
            x, y = (
                room.side(float(rng.uniform(0.1, 0.95)), 1 if rng.random() < 0.5 else -1),
                float(rng.uniform(0.86, 0.97)) * room.h,
            )
            star(canvas, x, y, float(rng.uniform(20, 34)), pick(rng, self.corals), float(rng.uniform(0, 72)))

    def _colony(self, canvas: skia.Canvas, rng: Rng, x: float, base: float, size: float, veil: float) -> None:
        """A boulder overgrown with five or six corals."""
        rock = mix(mix(self.deep, "#4d4668", 0.35), self.blue, veil)
        outline = curve(
            [(x - size * 1.0, base + 20), (x - size * 0.8, base - size * 0.34), (x - size * 0.2, base - size * 0.56),
             (x + size * 0.5, base - size * 0.46), (x + size * 1.05, base + 20)]
        )  # fmt: skip
        outline.close()
        canvas.drawOval(box(x - size * 1.2, base - 6, x + size * 1.3, base + 40), blurred(fill(self.deep, 0.5), 12))
        for i in range(7):
            dx = (i - 3) / 3 * size * 0.86
            foot = base - size * 0.44 * (1 - (dx / size) ** 2)
            colour = mix(self.corals[int(rng.integers(5))], self.blue, veil)
            tall = size * float(rng.uniform(0.40, 0.72))
            kind = int(rng.integers(3))
            if kind == 0:
                staghorn(canvas, rng, x + dx, foot + 12, tall * 1.1, colour)
            elif kind == 1:
                fan(canvas, rng, x + dx, foot + 12, tall, colour)
            else:
                sponge(canvas, rng, x + dx, foot + 14, tall * 0.8, colour)
        tones = [lighten(rock, 0.18), rock, mix(rock, self.deep, 0.55)]
        canvas.drawPath(outline, linear((0, base - size * 0.56), (0, base + 20), tones))
        for i in range(4):
            bx = x + (i - 1.5) * size * 0.44 + float(rng.uniform(-18, 18))
            brain(
                canvas,
                rng,
                bx,
                base + 8,
                size * float(rng.uniform(0.16, 0.28)),
                mix(self.corals[i % 5], self.blue, veil + 0.06),
            )

    def reef(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        for share in (0.58, 0.98, 1.36) if not room.tall else (0.70, 1.2):
            for side in (-1, 1):
                x = room.side(share + float(rng.uniform(-0.06, 0.06)), side)
                self._colony(canvas, rng, x, self.line + 66 * k, float(rng.uniform(150, 220)) * k, 0.20)

    def kelp(self, canvas: skia.Canvas, rng: Rng) -> None:
        for i in range(9):
            x = self.room.side(float(rng.uniform(0.52, 1.2)), 1 if i % 2 else -1)
            kelp(
                canvas,
                rng,
                x,
                self.line + 90,
                float(rng.uniform(0.36, 0.78)) * self.room.h,
                mix(self.weed, self.deep, 0.12),
                1.05,
            )

    def near_reef(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        for side in (-1, 1):
            x = room.side(0.92, side)
            self._colony(
                canvas,
                rng,
                x,
                room.h * (0.965 if not room.tall else 0.90),
                float(rng.uniform(170, 230)) * min(k, 1.05),
                0.0,
            )

    def rays(self, first: int) -> Painter:
        """Every third of the shafts of light that come down from the surface."""

        def paint(canvas: skia.Canvas, rng: Rng) -> None:
            room = self.room
            colour, reach = lighten(self.light, 0.6), room.h * 0.84
            for share, width in zip(self.ray_x[first::3], self.ray_w[first::3], strict=True):
                x, wide = float(share) * room.w, float(width) * room.w
                foot = x - self.side * 170
                alpha = (0.22 + 0.40 * room.sun) * float(rng.uniform(0.6, 1.0))
                shape = polygon(
                    [(x - wide / 2, -210), (x + wide / 2, -210), (foot + wide, reach), (foot - wide, reach)]
                )
                canvas.drawPath(
                    shape, linear((0, -210), (0, reach), [(colour, alpha), (colour, alpha * 0.5), (colour, 0.0)])
                )

        return paint

    def _swim(
        self,
        canvas: skia.Canvas,
        t: float,
        shoal: list[tuple[float, float, float, float, float]],
        colours: tuple[str, ...],
    ) -> None:
        span = self.room.w + 700
        paints = [fill(colour) for colour in colours]
        for i, (x, y, size, speed, phase) in enumerate(shoal):
            at_x = (x + speed * t + 350) % span - 350
            at_y = y + 9 * math.sin(t * 1.1 + phase)
            canvas.save()
            canvas.translate(at_x, at_y)
            canvas.scale(math.copysign(size, speed), size)
            canvas.skew(0, 0.10 * math.sin(t * 6 + phase))
            canvas.drawPath(self._shape, paints[i % len(paints)])
            if size > 20:
                canvas.drawCircle(0.62, -0.08, 0.09, fill("#ffffff", 0.9))
                canvas.drawCircle(0.64, -0.08, 0.045, fill("#10203a"))
            canvas.restore()

    def far_shoal(self, canvas: skia.Canvas, t: float) -> None:
        """Small fish far off, mere shapes in the blue."""
        self._swim(canvas, t, self.specks, (mix(self.blue, self.deep, 0.5),))

    def shoal(self, canvas: skia.Canvas, t: float) -> None:
        """Coloured fish; half as many when the subject is a fish itself."""
        fish = self.fish[::2] if self.crowded else self.fish
        self._swim(canvas, t, fish, self.fish_colours)

    def bubbles(self, canvas: skia.Canvas, t: float) -> None:
        """Chains of bubbles from the sea floor."""
        room = self.room
        rim, shine = stroke("#ffffff", 2.2, 0.55), fill("#ffffff", 0.75)
        for x, offsets in zip(self.bubble_x, self.bubble_of, strict=True):
            for i, offset in enumerate(offsets):
                u = (float(offset) + t * (0.10 + 0.012 * i)) % 1.0
                y = room.h * (0.94 - u * 1.05)
                at_x = x + 20 * math.sin(u * 9 + i)
                radius = (4 + 1.7 * i) * (0.6 + 0.6 * u)
                canvas.drawCircle(at_x, y, radius, fill("#ffffff", 0.10))
                canvas.drawCircle(at_x, y, radius, rim)
                canvas.drawCircle(at_x - radius * 0.35, y - radius * 0.35, radius * 0.22, shine)

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        dark = mix(self.deep, room.palette.shadow, 0.5)
        for side in (-1, 1):
            x = room.side(0.93, side)
            for i in range(4):
                tone = mix(dark, self.weed, 0.16 + 0.08 * i)
                kelp(
                    canvas,
                    rng,
                    x + side * (i * 46 - 10),
                    room.h + 120,
                    float(rng.uniform(0.5, 0.85)) * room.h,
                    tone,
                    1.5,
                )
            r = 150 if not room.tall else 110
            mound: list[Tint] = [(lighten(dark, 0.12), 1.0), (dark, 1.0)]
            canvas.drawCircle(x + side * 50, room.h + 40, r, radial((x, room.h - 60), r * 1.4, mound))
