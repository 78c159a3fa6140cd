"""A workshop: brick wall, factory window, tools on a board, a long bench, timber, cage lamps, sawdust in the light."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Tint, box, darken, fill, lighten, linear, mix, polygon, shadow, shift, stroke
from previz.art.settings import shelves, tools
from previz.art.settings.air import bokeh, motes
from previz.art.settings.furniture import downward, legs, stool, upright
from previz.art.settings.lamps import pendant, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import bricks, grain_lines, planks, plaster, wood_top
from previz.art.settings.windows import Gobo, View, cast_light, frame, opening, outside


def build(look: Look) -> Backdrop:
    """Fit out the workshop; small things stand on a bench in front."""
    room = room_of(look)
    shop = _Shop(room)
    soft = 5.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        room.layer(shop.view, 0.22, blur=soft),
        room.layer(shop.wall, 0.50, blur=soft),
        room.layer(shop.sunlight, 0.52, blur=6),
        room.layer(shop.tool_wall, 0.56, blur=soft * 0.85),
        room.layer(shop.floor, 0.90, blur=soft),
        room.layer(shop.bench, 0.80, blur=soft * 0.85),
        room.layer(shop.lamps, 0.84, blur=soft * 0.85),
        room.layer(shop.beam, 0.86, blur=8),
    ]
    floor = look.stage.floor
    if room.tabletop:
        behind += [room.layer(shop.bench_top, 1.0), room.layer(shop.still_life, 0.94)]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(shop.foreground, 1.32, blur=10),
        motes(room, room.palette.light, count=36, strength=0.45 + 0.3 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Shop:
    """One workshop's layout and colours."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        k = room.k
        self.base = room.line + 58 * k
        self.top = self.base - 275 * k
        self.brick = room.lit(pick(rng, ("#b4603f", "#a8563f", "#c48a63", "#8a5a50", "#c9b7a0")))
        self.bare = float(rng.uniform(0.55, 1.05))
        self.bench_wood = mix(room.wood, room.lit("#c08a54"), 0.4)
        half = (270 if not room.tall else 210) * float(rng.uniform(0.9, 1.1))
        x = room.side(0.52 if not room.tall else 0.46, self.side)
        self.window = box(x - half, room.h * (0.07 if not room.tall else 0.12), x + half, self.top - 96 * k)

    def view(self, canvas: skia.Canvas, rng: Rng) -> None:
        outside(canvas, rng, self.room, self.window.makeOutset(170, 90), View.CITY)

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plaster(canvas, rng, room, mix(room.wall, self.brick, 0.35), room.line)
        bricks(canvas, rng, room, self.brick, room.line, self.bare)
        shade: list[Tint] = [(room.palette.shadow, 0.45), (room.palette.shadow, 0.0)]
        canvas.drawRect(
            box(room.stage.left, room.stage.top, room.stage.right, room.h * 0.4),
            linear((0, room.stage.top), (0, room.h * 0.4), shade),
        )
        wall_wash(canvas, room, room.side(0.5, -self.side), room.h * 0.34, 620 * k, 0.75)
        wall_wash(canvas, room, room.w / 2, room.h * 0.30, 420 * k, 0.35)
        opening(canvas, self.window)
        iron = mix(room.palette.shadow, "#39424a", 0.55)
        rows = 4 if not room.tall else 5
        frame(canvas, room, self.window, iron, (4, rows))

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.10, -self.side)
        cast_light(canvas, rng, room, box(x - 260, room.h * 0.10, x + 240, self.top - 20), Gobo.PANES, self.window)

    def tool_wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = sorted((room.side(0.08 if not room.tall else 0.02, -self.side), room.side(0.84, -self.side)))
        bottom = self.top - 54 * k
        tools.pegboard(canvas, rng, room, box(x0, bottom - 330 * k, x1, bottom))
        x2, x3 = sorted((room.side(0.94, -self.side), room.side(1.5, -self.side)))
        for row in range(3):
            y = bottom - 20 - row * 130 * k
            shelves.shelf(canvas, room, x2, x3, y)
            x = x2 + 46
            while x < x3 - 30:
                tools.paint_can(canvas, room, x, y, 62 * k, pick(rng, room.scheme))
                x += float(rng.uniform(72, 110)) * k
        x = room.side(1.0, self.side)
        for _ in range(5):
            width = float(rng.uniform(20, 38)) * k
            lean = 26 * self.side
            x += self.side * (width + 4)
            tall = float(rng.uniform(0.42, 0.62)) * room.h
            tone = mix(room.wood, room.lit("#e2b97e"), float(rng.uniform(0, 0.6)))
            canvas.drawPath(
                polygon(
                    [
                        (x, room.line + 16),
                        (x + width, room.line + 16),
                        (x + width + lean, room.line - tall),
                        (x + lean, room.line - tall),
                    ]
                ),
                linear((x, 0), (x + width, 0), [lighten(tone, 0.2), darken(tone, 0.2)]),
            )

    def floor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        planks(canvas, rng, room, mix(room.wood, room.lit("#9a8a78"), 0.55), room.line)
        for _ in range(60):
            x, y = float(rng.uniform(0, room.w)), float(rng.uniform(self.base + 10, room.h))
            curl = box(x - 9, y - 4, x + 9, y + 4)
            canvas.drawArc(curl, float(rng.uniform(0, 180)), 210, False, stroke(room.lit("#e8c48f"), 3, 0.75))

    def bench(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = room.side(1.5, -1), room.side(0.70, 1)
        if self.side < 0:
            x0, x1 = room.side(0.70, -1), room.side(1.5, 1)
        y = self.top
        wood = self.bench_wood
        shadow(canvas, (x0 + x1) / 2, self.base, (x1 - x0) * 0.5, room.palette.shadow, 0.4)
        span = x1 - x0
        legs(canvas, room, tuple(x0 + span * u for u in (0.04, 0.36, 0.66, 0.96)), y + 20, self.base, 20 * k)
        canvas.drawRect(
            box(x0 + 20, self.base - 74 * k, x1 - 20, self.base - 56 * k),
            downward(self.base - 74 * k, self.base - 56 * k, darken(wood, 0.15), room),
        )
        x = x0 + 60
        while x < x1 - 150:
            width = float(rng.uniform(110, 190)) * k
            height = float(rng.uniform(60, 110)) * k
            shelves.crate(
                canvas,
                room,
                box(x, self.base - 74 * k - height, x + width, self.base - 74 * k),
                mix(wood, pick(rng, room.scheme), 0.35),
            )
            x += width + float(rng.uniform(16, 70))
        slab = box(x0 - 10, y - 10, x1 + 10, y + 34 * k)
        canvas.drawRoundRect(slab, 5, 5, downward(y - 10, y + 34 * k, wood, room))
        grain_lines(canvas, rng, slab, darken(wood, 0.4), 14)
        tools.vise(canvas, room, room.side(0.30, -self.side), y - 10, 120 * k, room.scheme[0])
        for i, x in enumerate((room.side(0.60, -self.side), room.side(0.24, self.side), room.side(0.52, self.side))):
            if i == 0:
                shelves.crate(
                    canvas, room, box(x - 92 * k, y - 92 * k, x + 92 * k, y - 10), mix(wood, room.scheme[1], 0.4)
                )
                for j in range(4):
                    tools.driver(canvas, room, x + (j - 1.5) * 34 * k, y - 150 * k, 74 * k, room.scheme[j])
            elif i == 1:
                for j in range(3):
                    canvas.drawRect(
                        box(x - 110 * k + 8 * j, y - 10 - 20 * k * (j + 1), x + 110 * k - 14 * j, y - 12 - 20 * k * j),
                        upright(x - 110 * k, x + 110 * k, mix(wood, room.lit("#eccd96"), 0.2 + 0.2 * j), room),
                    )
            else:
                tools.paint_can(canvas, room, x, y - 10, 70 * k, room.scheme[2])
                shelves.jar(canvas, rng, room, x + 78 * k, y - 10, 54 * k, 92 * k)
        stool(canvas, room, room.side(0.84, self.side), self.base + 26, 230 * k, mix(wood, room.scheme[3], 0.4))

    def lamps(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        y = room.h * (0.22 if not room.tall else 0.2)
        for share in (-0.46, 0.40) if not room.tall else (-0.5, 0.5):
            pendant(
                canvas, room, room.w / 2 + share * room.w / 2, y, 74 * room.k, shift(room.scheme[0], saturation=0.8), 1
            )

    def beam(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Sunbeams through the dusty air, from the window to the floor."""
        room, g = self.room, self.window
        if room.sun < 0.2:
            return
        lean = -self.side * 0.36 * room.w
        for i in range(3):
            x0 = g.left() + g.width() * (0.04 + 0.33 * i)
            x1 = x0 + g.width() * 0.26
            path = polygon([(x0, g.top()), (x1, g.top()), (x1 + lean * 1.1, room.h), (x0 + lean * 1.1 - 40, room.h)])
            tints: list[Tint] = [
                (room.palette.light, 0.26 * room.sun),
                (room.palette.light, 0.10 * room.sun),
                (room.palette.light, 0.0),
            ]
            canvas.drawPath(path, linear((0, g.top()), (0, room.h * 0.95), tints, [0, 0.6, 1]))

    def bench_top(self, canvas: skia.Canvas, rng: Rng) -> None:
        wood_top(canvas, rng, self.room, self.bench_wood, self.room.table_line)

    def still_life(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 60 * k
        x = room.side(0.68, -self.side)
        shelves.contact(canvas, room, x - 130 * k, x + 130 * k, base)
        tools.vise(canvas, room, x, base, 260 * k, room.scheme[0])
        x = room.side(0.66, self.side)
        shelves.contact(canvas, room, x - 140 * k, x + 140 * k, base)
        for j in range(4):
            tools.driver(canvas, room, x + (j - 1.5) * 54 * k, base - 230 * k, 170 * k, room.scheme[j])
        shelves.crate(
            canvas, room, box(x - 150 * k, base - 130 * k, x + 150 * k, base), mix(self.bench_wood, room.scheme[1], 0.4)
        )
        for _ in range(26):
            cx, cy = (
                room.side(float(rng.uniform(0.35, 1.05)), 1 if rng.random() < 0.5 else -1),
                float(rng.uniform(base + 20, room.h)),
            )
            canvas.drawArc(
                box(cx - 16, cy - 7, cx + 16, cy + 7),
                float(rng.uniform(0, 180)),
                230,
                False,
                stroke(room.lit("#eccb98"), 5, 0.85),
            )

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        dark = mix(room.palette.shadow, room.wood, 0.28)
        for side in (-1, 1):
            x = room.side(0.94, side)
            for i in range(3):
                y = room.h - 40 - i * 52
                canvas.drawRoundRect(
                    box(x - (150 - 30 * i), y, x + (150 - 30 * i), y + 46), 8, 8, fill(mix(dark, room.wood, 0.2 * i))
                )
        bokeh(canvas, rng, room, (room.palette.light, room.palette.window), 10, 0.10 + 0.10 * room.lamp)
