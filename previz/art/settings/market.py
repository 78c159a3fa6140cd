"""A street market: stalls under striped awnings, crates of fruit, lanterns and bunting between the houses."""

import math

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    box,
    curve,
    darken,
    fill,
    glow,
    lighten,
    linear,
    mix,
    polygon,
    radial,
    stroke,
)
from previz.art.settings import shelves
from previz.art.settings.air import bokeh, motes, twinkle
from previz.art.settings.furniture import upright
from previz.art.settings.lamps import string_lights
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.stalls import awning, flowers, goods, house, lantern
from previz.art.settings.surfaces import wood_top
from previz.art.sky import sky


def build(look: Look) -> Backdrop:
    """Put up the stalls; the lane between them belongs to the actors. Small things stand on a stall's counter."""
    room = room_of(look)
    market = _Market(room)
    soft = 5.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        *sky(look, market.line),
        room.layer(market.far_town, 0.22, blur=soft),
        room.layer(market.houses, 0.40, blur=soft),
        room.layer(market.paving, 0.90, blur=soft),
        room.layer(market.far_stalls, 0.56, blur=soft * 0.85),
        room.layer(market.bunting, 0.60, blur=soft * 0.85, sway=(5, 4.5)),
        room.layer(market.stalls, 0.80, blur=soft * 0.85),
        room.layer(market.lights, 0.86, blur=soft * 0.85),
        twinkle(room, market.bulbs, room.palette.window, 0.86),
    ]
    floor = look.stage.floor
    if room.tabletop:
        behind += [room.layer(market.counter, 1.0), room.layer(market.display, 0.94)]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(market.foreground, 1.32, blur=9),
        motes(room, room.palette.light, count=18, strength=0.22 + 0.2 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Market:
    """One market: its houses, stalls and strings of light."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room = room
        self.line = room.h * (0.63 if not room.tall else 0.60)
        self.base = self.line + 70 * room.k
        self.plaster = tuple(
            room.lit(colour)
            for colour in (
                ("#e8b48a", "#f0d6a8", "#d98f6e", "#c9d2b8", "#e6c3b4"),
                ("#b9c9d6", "#e9dcc8", "#d4a59a", "#f2e3bd", "#a9b8a4"),
                ("#d9a066", "#eecf9f", "#c8785a", "#f3e6d0", "#b5866a"),
            )[int(rng.integers(3))]
        )
        self.stripes = [int(v) for v in rng.permutation(len(room.scheme))]
        self.wares = [int(v) for v in rng.permutation(5)]
        y = room.h * (0.10 if not room.tall else 0.14)
        self.cables = [
            ((room.stage.left, y), (room.side(0.15, 1), y + 30)),
            ((room.side(0.15, 1), y + 30), (room.stage.right, y - 30)),
        ]
        self.bulbs: list[tuple[float, float, float]] = []
        for (x0, y0), (x1, y1) in self.cables:
            for i in range(1, 13):
                u = i / 13
                self.bulbs.append((x0 + (x1 - x0) * u, y0 + (y1 - y0) * u + 110 * 4 * u * (1 - u) + 12, 30.0))

    def far_town(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Roofs, a tower and a dome in the haze at the end of the lane."""
        room, palette = self.room, self.room.palette
        tone = mix(palette.far, palette.sky[-1], 0.30)
        x = room.stage.left
        while x < room.stage.right:
            width, height = float(rng.uniform(60, 130)), float(rng.uniform(60, 190)) * room.k
            roof = [
                (x - 8, self.line - height),
                (x + width / 2, self.line - height - 44),
                (x + width + 8, self.line - height),
            ]
            canvas.drawRect(
                box(x, self.line - height, x + width, self.line + 60),
                linear((0, self.line - height), (0, self.line), [tone, lighten(tone, 0.12)]),
            )
            canvas.drawPath(polygon(roof), fill(darken(tone, 0.08)))
            x += width + float(rng.uniform(-8, 6))
        tower = room.w / 2 + float(rng.uniform(-0.12, 0.12)) * room.w
        top = self.line - 400 * room.k
        canvas.drawRect(
            box(tower - 34, top, tower + 34, self.line),
            linear((tower - 34, 0), (tower + 34, 0), [lighten(tone, 0.1), darken(tone, 0.12)]),
        )
        canvas.drawPath(polygon([(tower - 46, top), (tower, top - 110), (tower + 46, top)]), fill(darken(tone, 0.15)))
        canvas.drawCircle(tower, top + 46, 20, fill(mix(palette.window, tone, 0.3)))
        fade: list[Tint] = [(palette.sky[-1], 0.0), (palette.sky[-1], 0.55)]
        canvas.drawRect(
            box(room.stage.left, self.line - 220, room.stage.right, self.line + 60),
            linear((0, self.line - 220), (0, self.line), fade),
        )

    def houses(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Two rows of old houses that frame the lane."""
        room, k = self.room, self.room.k
        for side in (-1, 1):
            x = room.side(0.30 if not room.tall else 0.40, side)
            i = 0
            while abs(x - room.w / 2) < room.w / 2 + 420:
                width = float(rng.uniform(180, 270)) * k
                tall = (330 + 90 * i + float(rng.uniform(-30, 60))) * k
                left = x if side > 0 else x - width
                paint = self.plaster[int(rng.integers(len(self.plaster)))]
                house(
                    canvas,
                    rng,
                    room,
                    box(left, self.line + 40 - tall, left + width, self.line + 50),
                    mix(paint, room.palette.mid, 0.22),
                )
                x += side * (width - 2)
                i += 1

    def paving(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Cobbles in rows that widen towards the camera."""
        room, stage = self.room, self.room.stage
        stone = mix(room.palette.ground, room.lit("#c9b49a"), 0.45)
        bottom = stage.bottom
        canvas.drawRect(
            box(stage.left, self.line + 34, stage.right, bottom),
            linear((0, self.line + 34), (0, bottom), [lighten(stone, 0.14), stone, darken(stone, 0.36)], [0, 0.45, 1]),
        )
        rows, vx = 17, room.w / 2
        for r in range(rows):
            u0, u1 = (r / rows) ** 1.6, ((r + 1) / rows) ** 1.6
            y0, y1 = self.line + 40 + (bottom - self.line) * u0, self.line + 40 + (bottom - self.line) * u1
            step = 26 + 110 * u0
            x = vx - math.ceil((vx - stage.left) / step) * step + (step / 2 if r % 2 else 0)
            while x < stage.right:
                tone = mix(lighten(stone, 0.16), darken(stone, 0.22), float(rng.random()))
                canvas.drawRoundRect(
                    box(x + 2, y0 + 1.5, x + step - 2, y1 - 1.5), step * 0.16, (y1 - y0) * 0.4, fill(tone, 0.62)
                )
                x += step
        light: list[Tint] = [(room.palette.light, 0.12 + 0.30 * room.sun), (room.palette.light, 0.0)]
        canvas.drawRect(
            box(stage.left, self.line + 34, stage.right, bottom),
            radial((room.w / 2, self.line + 60), 0.5 * room.w, light),
        )
        warm: list[Tint] = [(room.warm, 0.36 * room.lamp), (room.warm, 0.0)]
        for side in (-1, 1):
            canvas.drawRect(
                box(stage.left, self.line + 34, stage.right, bottom),
                radial((room.side(0.6, side), self.base + 40), 420, warm),
            )
        shade: list[Tint] = [(room.palette.shadow, 0.0), (room.palette.shadow, 0.40)]
        canvas.drawRect(
            box(stage.left, room.h * 0.85, stage.right, bottom), linear((0, room.h * 0.85), (0, bottom), shade)
        )

    def far_stalls(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        for side in (-1, 1):
            for i, share in enumerate((0.20, 0.36)):
                x = room.side(share if not room.tall else share + 0.14, side)
                self._stall(
                    canvas,
                    rng,
                    x,
                    self.line + 46 + 10 * i,
                    (150 + 46 * i) * room.k,
                    (i + (side > 0) * 2) % 5,
                    veil=0.28,
                )

    def stalls(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        for side in (-1, 1):
            share = 0.66 if not room.tall else 0.80
            self._stall(canvas, rng, room.side(share, side), self.base, 400 * room.k, 1 if side < 0 else 3, veil=0.0)
            self._stall(
                canvas,
                rng,
                room.side(share + (0.48 if not room.tall else 0.86), side),
                self.base + 26,
                440 * room.k,
                0 if side < 0 else 2,
                veil=0.0,
            )

    def _stall(
        self, canvas: skia.Canvas, rng: Rng, x: float, base: float, width: float, number: int, *, veil: float
    ) -> None:
        """Posts, back cloth, sloping crates of goods, a striped awning and its lantern."""
        room = self.room
        mist = room.palette.mid
        half, height = width / 2, width * 0.98
        wood = mix(mix(room.wood, room.palette.shadow, 0.15), mist, veil)
        cloth = mix(room.scheme[self.stripes[number % 5]], mist, veil)
        back = mix(darken(cloth, 0.45), room.palette.shadow, 0.35)
        canvas.drawRect(box(x - half * 0.9, base - height * 0.86, x + half * 0.9, base - width * 0.3), fill(back))
        inner: list[Tint] = [(room.palette.window, 0.16 + 0.50 * room.lamp), (room.palette.window, 0.0)]
        canvas.drawRect(
            box(x - half * 0.9, base - height * 0.86, x + half * 0.9, base - width * 0.3),
            radial((x, base - height * 0.66), width * 0.6, inner),
        )
        for i in range(3):
            hook = x + (i - 1) * half * 0.5
            shelves.vase(
                canvas,
                rng,
                room,
                hook,
                base - width * 0.46,
                width * 0.2,
                mix(room.scheme[(number + i) % 5], mist, veil),
            )
        canvas.drawRect(box(x - half * 0.94, base - width * 0.47, x + half * 0.94, base - width * 0.45), fill(wood))
        for side in (-1, 1):
            post = x + side * half * 0.92
            canvas.drawRect(
                box(post - width * 0.02, base - height * 0.92, post + width * 0.02, base),
                upright(post - width * 0.02, post + width * 0.02, wood, room),
            )
        front = box(x - half * 0.98, base - width * 0.24, x + half * 0.98, base)
        shelves.crate(canvas, room, front, wood, 4)
        for i in range(3):
            bin_width = half * 1.96 / 3
            left = x - half * 0.98 + i * bin_width
            kind = self.wares[(number + i) % 5]
            goods(
                canvas,
                rng,
                room,
                box(left + 5, base - width * 0.38, left + bin_width - 5, base - width * 0.20),
                kind,
                veil,
            )
            shelves.crate(
                canvas,
                room,
                box(left + 3, base - width * 0.27, left + bin_width - 3, base - width * 0.16),
                lighten(wood, 0.14),
                2,
            )
        awning(
            canvas,
            room,
            box(x - half * 1.12, base - height * 1.08, x + half * 1.12, base - height * 0.78),
            cloth,
            mix(room.lit("#fbf2e0"), mist, veil),
        )
        lantern(canvas, room, x, base - height * 0.70, width * 0.055, cloth)

    def bunting(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Paper flags on two cords across the lane."""
        room = self.room
        for row in range(2):
            y = room.h * (0.22 + 0.07 * row) if not room.tall else room.h * (0.26 + 0.05 * row)
            x0, x1 = room.side(1.2, -1), room.side(1.2, 1)
            points = []
            for i in range(31):
                u = i / 30
                points.append((x0 + (x1 - x0) * u, y + 70 * math.sin(u * math.pi * 2 + row) ** 2 - 20))
            canvas.drawPath(curve(points), stroke(mix(room.palette.shadow, room.palette.near, 0.4), 2.4, 0.8))
            for i, (x, at) in enumerate(points[1:-1]):
                flag = polygon([(x - 19, at), (x + 19, at), (x, at + 40)])
                tone = room.scheme[(i + row) % 5]
                canvas.drawPath(flag, linear((0, at), (0, at + 40), [lighten(tone, 0.15), darken(tone, 0.12)]))

    def lights(self, canvas: skia.Canvas, _rng: Rng) -> None:
        for ends in self.cables:
            string_lights(canvas, self.room, ends, 110, 13, 8)
        for side in (-1, 1):
            share = 0.40 if not self.room.tall else 0.5
            lantern(
                canvas,
                self.room,
                self.room.side(share, side),
                self.room.h * 0.30,
                34 * self.room.k,
                self.room.scheme[0 if side < 0 else 2],
            )

    def counter(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The planks of a stall, near the camera, with a cloth along the edge."""
        wood_top(canvas, rng, self.room, self.room.wood, self.room.table_line)

    def display(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 70 * k
        for side in (-1, 1):
            x = room.side(0.70, side)
            shelves.contact(canvas, room, x - 150 * k, x + 150 * k, base)
            area = box(x - 150 * k, base - 150 * k, x + 150 * k, base - 60 * k)
            if side < 0:
                goods(canvas, rng, room, area, self.wares[0], 0.0)
            else:
                flowers(canvas, rng, room, area, 0.0)
            shelves.crate(canvas, room, box(x - 155 * k, base - 96 * k, x + 155 * k, base), lighten(room.wood, 0.12), 3)

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The fringe of an awning in the upper corners, flowers in the lower ones."""
        room = self.room
        for side in (-1, 1):
            x = room.side(0.97, side)
            half = 250 if not room.tall else 150
            awning(canvas, room, box(x - half, -150, x + half, 70), room.scheme[self.stripes[2]], room.lit("#fbf2e0"))
            area = box(x - half * 0.7, room.h - 190, x + half * 0.8, room.h + 60)
            flowers(canvas, rng, room, area, 0.0)
        bokeh(canvas, rng, room, (room.palette.window, pick(rng, room.scheme)), 12, 0.10 + 0.18 * room.lamp)
        glow(canvas, room.side(1.0, 1), room.h * 0.3, 180, room.palette.window, 0.25 * room.lamp)
