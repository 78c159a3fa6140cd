"""A cafe: counter with the espresso machine, chalkboard, tables by the window, pendants and string lights."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import box, curve, darken, fill, lighten, linear, mix, radial, stroke
from previz.art.settings import shelves, tools
from previz.art.settings.air import bokeh, motes, steam, twinkle
from previz.art.settings.furniture import bistro_chair, downward, round_table, stool, upright
from previz.art.settings.houseplants import foreground_leaves, plant
from previz.art.settings.lamps import pendant, string_lights, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import boards, bricks, checkers, marble, planks, plaster, tiles, wood_top
from previz.art.settings.windows import Gobo, View, cast_light, frame, opening, outside


def build(look: Look) -> Backdrop:
    """Open the cafe; small things get a table of their own."""
    room = room_of(look)
    cafe = _Cafe(room)
    soft = 6.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        room.layer(cafe.view, 0.18, blur=soft),
        room.layer(cafe.wall, 0.50, blur=soft),
        room.layer(cafe.sunlight, 0.52, blur=6, sway=(5, 8)),
        room.layer(cafe.back_bar, 0.56, blur=soft * 0.85),
        room.layer(cafe.floor, 0.90, blur=soft),
        room.layer(cafe.counter, 0.76, blur=soft * 0.85),
        steam(room, cafe.machine_x, cafe.top - 60 * room.k, 0.76, 170),
        room.layer(cafe.tables, 0.83, blur=soft * 0.85),
        room.layer(cafe.pendants, 0.84, blur=soft * 0.85),
        twinkle(room, cafe.bulbs, room.palette.window, 0.86),
    ]
    floor = look.stage.floor
    if room.tabletop:
        behind += [room.layer(cafe.table_top, 1.0), room.layer(cafe.still_life, 0.94)]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(cafe.foreground, 1.32, blur=10),
        motes(room, room.palette.light, count=18, strength=0.25 + 0.25 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Cafe:
    """One cafe's layout and colours."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        k = room.k
        self.base = room.line + 56 * k
        self.top = self.base - 300 * k
        self.finish = int(rng.integers(3))
        self.floor_kind = int(rng.integers(2))
        self.panel = mix(room.scheme[0], room.wood, float(rng.uniform(0.1, 0.5)))
        half = (330 if not room.tall else 230) * float(rng.uniform(0.9, 1.1))
        x = room.side(0.60 if not room.tall else 0.52, self.side)
        self.window = box(x - half, room.h * (0.10 if not room.tall else 0.17), x + half, room.line - 150 * k)
        self.machine_x = room.side(0.60, -self.side)
        self.lamp_form = int(rng.integers(4))
        y = room.h * (0.045 if not room.tall else 0.06)
        self.cable = ((room.stage.left, y), (room.stage.right, y + 20))
        count = 22
        x0, x1 = self.cable[0][0], self.cable[1][0]
        self.bulbs = [
            (x0 + (x1 - x0) * i / count, y + 20 * i / count + 360 * (i / count) * (1 - i / count) + 12, 26.0)
            for i in range(1, count)
        ]

    def view(self, canvas: skia.Canvas, rng: Rng) -> None:
        outside(canvas, rng, self.room, self.window.makeOutset(190, 90), View.CITY)

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plaster(canvas, rng, room, room.wall, room.line)
        if self.finish == 0:
            bricks(canvas, rng, room, mix(room.wall, room.lit("#b8654a"), 0.6), room.line)
        elif self.finish == 1:
            tiles(
                canvas,
                rng,
                room,
                mix(room.wall, room.scheme[2], 0.5),
                box(room.stage.left, room.h * 0.24, room.stage.right, room.line + 20),
                (84 * k, 84 * k),
            )
        wall_wash(canvas, room, self.machine_x, room.h * 0.36, 640 * k, 0.8)
        wall_wash(canvas, room, room.side(0.2, self.side), room.h * 0.30, 460 * k, 0.5)
        dado = box(room.stage.left, room.line - 128 * k, room.stage.right, room.line + 20)
        canvas.save()
        canvas.clipRect(dado)
        canvas.drawRect(dado, downward(dado.top(), dado.bottom(), self.panel, room))
        boards(canvas, rng, room, self.panel, room.line, 46)
        canvas.restore()
        canvas.drawRect(
            box(dado.left(), dado.top() - 10, dado.right(), dado.top() + 4), fill(lighten(self.panel, 0.25))
        )
        opening(canvas, self.window)
        frame(
            canvas, room, self.window, mix(self.panel, room.palette.shadow, 0.25), (3, 1) if not room.tall else (2, 1)
        )
        mark = room.lit("#fdf3dc")
        self._cup_sign(
            canvas, self.window.centerX(), self.window.top() + self.window.height() * 0.36, 54 * k, mark, 0.55
        )

    def _cup_sign(self, canvas: skia.Canvas, x: float, y: float, size: float, colour: str, alpha: float) -> None:
        """The house's sign: a steaming cup, drawn in line."""
        line = stroke(colour, size * 0.09, alpha)
        cup = skia.Path()
        cup.moveTo(x - size * 0.6, y)
        cup.cubicTo(x - size * 0.55, y + size * 0.8, x + size * 0.55, y + size * 0.8, x + size * 0.6, y)
        cup.close()
        canvas.drawPath(cup, line)
        canvas.drawArc(box(x + size * 0.45, y + size * 0.05, x + size * 0.9, y + size * 0.45), -80, 200, False, line)
        canvas.drawLine(x - size * 0.8, y + size * 0.75, x + size * 0.8, y + size * 0.75, line)
        for i in (-1, 0, 1):
            sx = x + i * size * 0.3
            canvas.drawPath(
                curve(
                    [
                        (sx, y - size * 0.15),
                        (sx + 8, y - size * 0.35),
                        (sx - 6, y - size * 0.55),
                        (sx + 3, y - size * 0.75),
                    ]
                ),
                line,
            )

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.06, -self.side)
        cast_light(canvas, rng, room, box(x - 240, room.h * 0.08, x + 220, room.line - 160), Gobo.LEAVES, self.window)

    def back_bar(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = sorted((room.side(0.20 if not room.tall else 0.24, -self.side), room.side(0.66, -self.side)))
        y = room.h * (0.16 if not room.tall else 0.20)
        board = box(x0, y, x1, y + 210 * k)
        slate = room.lit("#2f3a38")
        canvas.drawRoundRect(board.makeOutset(12, 12), 6, 6, downward(board.top(), board.bottom(), room.wood, room))
        canvas.drawRect(board, linear((0, board.top()), (0, board.bottom()), [lighten(slate, 0.10), slate]))
        chalk = room.lit("#f2efe4")
        self._cup_sign(canvas, board.left() + board.width() * 0.20, board.centerY() - 10 * k, 52 * k, chalk, 0.85)
        for row in range(5):
            ly = board.top() + 34 * k + row * 34 * k
            lx = board.left() + board.width() * 0.42
            length = board.width() * float(rng.uniform(0.18, 0.32))
            canvas.drawLine(lx, ly, lx + length, ly, stroke(chalk if row else room.scheme[1], 6 * k, 0.75))
            canvas.drawLine(board.right() - board.width() * 0.14, ly, board.right() - 24, ly, stroke(chalk, 6 * k, 0.6))
        x2, x3 = sorted((room.side(0.74, -self.side), room.side(1.45, -self.side)))
        for row in range(2):
            at = y + (96 + row * 138) * k
            shelves.shelf(canvas, room, x2, x3, at)
            shelves.arrangement(canvas, rng, room, x2, x3, at, 108 * k, kitchen=True)
        shelves.hanging_plant(
            canvas,
            rng,
            room,
            room.side(0.10, -self.side) if not room.tall else room.side(0.86, -self.side),
            room.h * 0.16,
            92 * k,
            room.scheme[3],
        )

    def floor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        if self.floor_kind:
            light = mix(room.lit("#f0e6d4"), room.wall, 0.3)
            checkers(canvas, room, light, mix(self.panel, room.palette.shadow, 0.25), room.line)
        else:
            planks(canvas, rng, room, room.wood, room.line)

    def counter(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = sorted((room.side(0.16 if not room.tall else 0.12, -self.side), room.side(1.6, -self.side)))
        front = box(x0 + 14, self.top + 20, x1, self.base)
        canvas.drawRect(front, downward(front.top(), front.bottom(), self.panel, room))
        x = x0 + 14
        while x < x1:
            canvas.drawRect(box(x, front.top(), x + 3, front.bottom()), fill(darken(self.panel, 0.35), 0.5))
            canvas.drawRect(box(x + 3, front.top(), x + 9, front.bottom()), fill(lighten(self.panel, 0.3), 0.35))
            x += 34 * k
        canvas.drawRect(
            box(x0 + 14, self.base - 22, x1, self.base + 4), fill(mix(room.palette.shadow, self.panel, 0.3))
        )
        slab = room.lit("#f1e9dd")
        canvas.drawRoundRect(
            box(x0 - 6, self.top - 8, x1, self.top + 24 * k),
            6,
            6,
            downward(self.top - 8, self.top + 24 * k, slab, room),
        )
        tools.espresso_machine(canvas, room, self.machine_x, self.top - 8, 290 * k, room.scheme[0])
        self._pastries(canvas, rng, room.side(0.30 if not room.tall else 0.22, -self.side), self.top - 8)
        for i in range(3):
            shelves.jar(
                canvas, rng, room, room.side(0.96, -self.side) + (i - 1) * 62 * k, self.top - 8, 52 * k, 112 * k
            )

    def _pastries(self, canvas: skia.Canvas, rng: Rng, x: float, base: float) -> None:
        """A glass case with two rows of cakes and buns."""
        room, k = self.room, self.room.k
        half, height = 108 * k, 150 * k
        canvas.drawRoundRect(
            box(x - half, base - height, x + half, base),
            14,
            14,
            fill(mix(room.palette.window, room.lit("#fff4de"), 0.4), 0.30 + 0.35 * room.lamp),
        )
        for row in range(2):
            y = base - 12 - row * height * 0.46
            canvas.drawRect(box(x - half + 6, y, x + half - 6, y + 5), fill(room.lit("#fdf6ea")))
            for i in range(4):
                px = x + (i - 1.5) * half * 0.46
                crumb = room.lit(pick(rng, ("#d8954f", "#8a4b2f", "#f0c3b4", "#f2dc9c", "#c8554f")))
                if (i + row) % 2:
                    canvas.drawRoundRect(
                        box(px - 20 * k, y - 34 * k, px + 20 * k, y), 6, 6, downward(y - 34 * k, y, crumb, room)
                    )
                    canvas.drawRect(box(px - 20 * k, y - 22 * k, px + 20 * k, y - 16 * k), fill(room.lit("#fff6e6")))
                    canvas.drawCircle(px, y - 38 * k, 6 * k, fill(room.lit("#d8403f")))
                else:
                    canvas.drawArc(
                        box(px - 24 * k, y - 30 * k, px + 24 * k, y + 30 * k),
                        180,
                        180,
                        True,
                        radial((px, y - 22), 36 * k, [lighten(crumb, 0.35), darken(crumb, 0.15)]),
                    )
        canvas.drawRoundRect(box(x - half, base - height, x + half, base), 14, 14, stroke(room.lit("#ffffff"), 3, 0.6))
        canvas.drawRoundRect(
            box(x - half + 10, base - height + 10, x - half + 18, base - 12), 4, 4, fill("#ffffff", 0.45)
        )

    def tables(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        dark = mix(room.palette.shadow, room.wood, 0.45)
        spots = (0.44, 0.88) if not room.tall else (0.68,)
        for i, share in enumerate(spots):
            x, base = room.side(share, self.side), self.base + (6 + 26 * i) * k
            bistro_chair(canvas, room, x - 124 * k, base, 300 * k, dark, -1)
            bistro_chair(canvas, room, x + 124 * k, base, 300 * k, dark, 1)
            round_table(canvas, room, x, base + 10, 176 * k, 196 * k, room.wood)
            shelves.vase(canvas, rng, room, x + 14 * k, base - 190 * k, 78 * k, room.scheme[2])
            tools.mug(canvas, room, x - 42 * k, base - 182 * k, 34 * k, room.lit("#f7f0e4"))
        stool(canvas, room, room.side(0.30 if not room.tall else 0.36, -self.side), self.base + 28, 220 * k, self.panel)
        stool(canvas, room, room.side(0.48 if not room.tall else 0.86, -self.side), self.base + 28, 220 * k, self.panel)
        plant(canvas, rng, room, room.side(1.12, self.side), self.base + 22, 420 * k, room.scheme[4])

    def pendants(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        string_lights(canvas, room, self.cable, 90, 22, 7)
        y = room.h * (0.26 if not room.tall else 0.27)
        for share in (0.28, 0.52, 0.76) if not room.tall else (0.34, 0.72):
            pendant(canvas, room, room.side(share, -self.side), y, 50 * room.k, room.scheme[1], self.lamp_form)

    def table_top(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        if self.finish == 2:
            marble(canvas, rng, room, room.table_line, room.lit("#f3ede4"), room.lit("#8c8580"))
        else:
            wood_top(canvas, rng, room, room.wood, room.table_line)

    def still_life(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 64 * k
        x = room.side(0.66, self.side)
        shelves.contact(canvas, room, x - 70 * k, x + 70 * k, base)
        shelves.vase(canvas, rng, room, x, base, 300 * k, room.scheme[2])
        x = room.side(0.64, -self.side)
        plate = room.lit("#f8f2e8")
        shelves.contact(canvas, room, x - 140 * k, x + 140 * k, base + 8)
        canvas.drawOval(
            box(x - 150 * k, base - 22 * k, x + 150 * k, base + 18 * k), upright(x - 150 * k, x + 150 * k, plate, room)
        )
        bun = room.lit("#d2924c")
        for i in range(5):
            px = x + (i - 2) * 38 * k
            size = (46 - 9 * abs(i - 2)) * k
            canvas.drawOval(
                box(px - size, base - 20 * k - size * 1.1, px + size, base - 4 * k),
                radial((px - 8, base - size), size * 1.6, [lighten(bun, 0.4), bun, darken(bun, 0.35)]),
            )

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        foreground_leaves(canvas, rng, room, self.side)
        bokeh(canvas, rng, room, (room.palette.window, room.palette.light, room.scheme[0]), 14, 0.10 + 0.16 * room.lamp)
