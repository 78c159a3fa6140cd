"""An office high above the city: a wall of glass, desks with screens, a board full of notes, plants."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import blurred, box, curve, darken, fill, lighten, linear, mix, stroke
from previz.art.settings import shelves, tools
from previz.art.settings.air import bokeh, motes, steam
from previz.art.settings.furniture import cabinet, downward, legs, rug
from previz.art.settings.houseplants import foreground_leaves, plant
from previz.art.settings.lamps import pendant, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import boards, bricks, planks, plaster, wood_top
from previz.art.settings.windows import Gobo, View, cast_light, opening, outside


def build(look: Look) -> Backdrop:
    """Furnish the office; small things stand on a desk in front."""
    room = room_of(look)
    office = _Office(room)
    soft = 5.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        room.layer(office.view, 0.16, blur=soft),
        room.layer(office.wall, 0.50, blur=soft),
        room.layer(office.sunlight, 0.52, blur=6),
        room.layer(office.fittings, 0.56, blur=soft * 0.85),
        room.layer(office.floor, 0.90, blur=soft),
        room.layer(office.desks, 0.80, blur=soft * 0.85),
        room.layer(office.pendants, 0.84, blur=soft * 0.85),
    ]
    floor = look.stage.floor
    if room.tabletop:
        behind += [
            room.layer(office.desk_top, 1.0),
            room.layer(office.still_life, 0.94),
            steam(room, room.side(0.56, -office.side), room.table_line - 70 * room.k, 0.94, 150),
        ]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(office.foreground, 1.32, blur=10),
        motes(room, room.palette.light, count=16, strength=0.2 + 0.25 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Office:
    """One office's layout and colours."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        k = room.k
        self.base = room.line + 56 * k
        self.desk_y = self.base - 250 * k
        self.finish = int(rng.integers(3))
        self.outlook = View.CITY if rng.random() < 0.75 else View.HILLS
        inner = room.side(0.10 if not room.tall else -0.15, -self.side)
        outer = room.side(1.9, self.side)
        x0, x1 = sorted((inner, outer))
        self.glass = box(x0, room.h * (0.07 if not room.tall else 0.13), x1, room.line - 92 * k)
        self.frame = mix(room.palette.shadow, room.lit(pick(rng, ("#3a424c", "#e9e4da", "#6b4a38"))), 0.75)
        self.chair = room.scheme[0]
        self.lamp_form = int(rng.integers(3))

    def view(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        outside(canvas, rng, room, box(room.stage.left, room.stage.top, room.stage.right, room.line + 60), self.outlook)

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plaster(canvas, rng, room, room.wall, room.line)
        if self.finish == 0:
            bricks(canvas, rng, room, mix(room.wall, room.lit("#b5694a"), 0.55), room.line)
        elif self.finish == 1:
            boards(canvas, rng, room, mix(room.wall, room.wood, 0.5), room.line, 58)
        canvas.drawRect(
            box(room.stage.left, room.line - 26, room.stage.right, room.line + 20), fill(darken(room.wall, 0.25))
        )
        wall_wash(canvas, room, room.side(0.6, -self.side), room.h * 0.36, 560 * k, 0.7)
        opening(canvas, self.glass)
        g = self.glass
        count = max(2, round(g.width() / (330 * k)))
        for i in range(count + 1):
            x = g.left() + g.width() * i / count
            canvas.drawRect(
                box(x - 8, g.top(), x + 8, g.bottom()),
                linear((x - 8, 0), (x + 8, 0), [lighten(self.frame, 0.25), darken(self.frame, 0.2)]),
            )
        for y in (g.top(), g.top() + g.height() * 0.30, g.bottom()):
            canvas.drawRect(
                box(g.left() - 8, y - 8, g.right() + 8, y + 8),
                linear((0, y - 8), (0, y + 8), [lighten(self.frame, 0.3), darken(self.frame, 0.15)]),
            )
        blind = room.lit("#f3ede0")
        for i in range(9):
            y = g.top() + 12 + i * 15
            canvas.drawRect(
                box(g.left() + 6, y, g.right() - 6, y + 10), fill(mix(blind, room.palette.shadow, 0.05 * (i % 3)), 0.85)
            )
        canvas.drawRoundRect(
            box(g.left() - 30, g.bottom() + 6, g.right() + 30, g.bottom() + 30),
            5,
            5,
            downward(g.bottom() + 6, g.bottom() + 30, room.wood, room),
        )

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.52, -self.side)
        cast_light(canvas, rng, room, box(x - 300, room.h * 0.04, x + 260, room.line - 130), Gobo.BLINDS)

    def fittings(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = sorted((room.side(0.22 if not room.tall else 0.26, -self.side), room.side(0.82, -self.side)))
        y = room.h * (0.17 if not room.tall else 0.22)
        board = box(x0, y, x1, y + 230 * k)
        canvas.drawRect(board.makeOffset(6, 12), blurred(fill(room.palette.shadow, 0.35), 9))
        canvas.drawRoundRect(board, 6, 6, downward(board.top(), board.bottom(), room.lit("#f4f1ea"), room))
        canvas.drawRoundRect(board, 6, 6, stroke(self.frame, 8))
        self._notes(canvas, rng, board.makeInset(26, 24))
        x2, x3 = sorted((room.side(0.92, -self.side), room.side(1.42, -self.side)))
        for row in range(3):
            at = y + (70 + row * 130) * k
            shelves.shelf(canvas, room, x2, x3, at)
            shelves.arrangement(canvas, rng, room, x2, x3, at, 100 * k)

    def _notes(self, canvas: skia.Canvas, rng: Rng, area: skia.Rect) -> None:
        room, size = self.room, 50 * self.room.k
        ink = mix(room.palette.shadow, room.scheme[2], 0.5)
        points = [
            (
                area.left() + area.width() * (0.50 + 0.1 * i),
                area.bottom() - area.height() * (0.1 + 0.14 * i + float(rng.uniform(0, 0.12))),
            )
            for i in range(6)
        ]
        canvas.drawPath(curve(points), stroke(room.scheme[0], 5))
        canvas.drawLine(area.left() + area.width() * 0.46, area.bottom(), area.right(), area.bottom(), stroke(ink, 3))
        canvas.drawLine(
            area.left() + area.width() * 0.46,
            area.bottom(),
            area.left() + area.width() * 0.46,
            area.top(),
            stroke(ink, 3),
        )
        for i in range(3):
            for j in range(3):
                x, y = area.left() + i * size * 1.18, area.top() + j * size * 1.2
                if x + size < area.left() + area.width() * 0.45 and rng.random() < 0.88:
                    canvas.save()
                    canvas.rotate(float(rng.uniform(-5, 5)), x + size / 2, y)
                    canvas.drawRect(
                        box(x, y, x + size, y + size),
                        linear(
                            (0, y), (0, y + size), [lighten(room.scheme[(i + j) % 5], 0.35), room.scheme[(i + j) % 5]]
                        ),
                    )
                    for line in range(3):
                        canvas.drawLine(
                            x + 9, y + 14 + line * 11, x + size - 12, y + 14 + line * 11, stroke(ink, 2.4, 0.55)
                        )
                    canvas.restore()

    def floor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        planks(canvas, rng, room, mix(room.wood, room.lit("#b9a58c"), 0.5), room.line)
        rug(
            canvas,
            room,
            room.w / 2,
            room.stage.floor + 8,
            0.7 * room.w,
            0.12 * room.h,
            tuple(mix(c, room.wood, 0.4) for c in room.scheme),
        )

    def desks(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plant(canvas, rng, room, room.side(0.96, self.side), self.base + 10, 440 * k, room.scheme[4])
        x = room.side(0.50 if not room.tall else 0.44, -self.side)
        width = 620 * k if not room.tall else 560
        y = self.desk_y
        canvas.drawOval(
            box(x - width / 2, self.base - 10, x + width / 2, self.base + 26),
            blurred(fill(room.palette.shadow, 0.4), 10),
        )
        legs(canvas, room, (x - width * 0.44, x + width * 0.18), y + 14, self.base, 13)
        drawers = box(x + width * 0.22, y + 16, x + width * 0.46, self.base - 16)
        cabinet(canvas, room, drawers, mix(room.wood, room.scheme[2], 0.35), 2, drawers=True)
        canvas.drawRoundRect(
            box(x - width / 2, y - 6, x + width / 2, y + 20 * k), 6, 6, downward(y - 6, y + 20 * k, room.wood, room)
        )
        tools.monitor(canvas, rng, room, x - width * 0.10, y - 6, 250 * k)
        tools.desk_lamp(canvas, room, x + width * 0.36, y - 6, 190 * k, room.scheme[1], -1)
        tools.mug(canvas, room, x + width * 0.20, y - 6, 44 * k, room.scheme[3])
        shelves.stack(canvas, rng, room, x - width * 0.40, y - 6, 96 * k, 4)
        tools.office_chair(canvas, room, x - width * 0.06, self.base + 20, 350 * k, self.chair)
        if not room.tall:
            far = room.side(0.47, self.side)
            canvas.drawRoundRect(box(far - 190, y + 4, far + 190, y + 22), 6, 6, downward(y, y + 22, room.wood, room))
            legs(canvas, room, (far - 168, far + 168), y + 20, self.base - 6, 10)
            tools.monitor(canvas, rng, room, far + 10, y + 4, 190)
            tools.mug(canvas, room, far - 140, y + 4, 40, room.scheme[0])

    def pendants(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        y = room.h * (0.16 if not room.tall else 0.15)
        for share in (-0.62, 0.0, 0.62) if not room.tall else (-0.5, 0.5):
            pendant(canvas, room, room.w / 2 + share * room.w / 2, y, 56 * room.k, room.scheme[1], self.lamp_form)

    def desk_top(self, canvas: skia.Canvas, rng: Rng) -> None:
        wood_top(canvas, rng, self.room, self.room.wood, self.room.table_line)

    def still_life(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 62 * k
        x = room.side(0.56, -self.side)
        shelves.contact(canvas, room, x - 60 * k, x + 60 * k, base)
        tools.mug(canvas, room, x, base, 118 * k, room.scheme[0], -self.side)
        x = room.side(0.84, -self.side)
        tools.desk_lamp(canvas, room, x, base, 420 * k, room.scheme[1], self.side)
        x = room.side(0.68, self.side)
        shelves.contact(canvas, room, x - 130 * k, x + 130 * k, base)
        top = shelves.stack(canvas, rng, room, x, base, 270 * k, 4)
        plant(canvas, rng, room, x, top, 260 * k, room.scheme[2])

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        foreground_leaves(canvas, rng, room, -self.side)
        bokeh(canvas, rng, room, (room.palette.light, room.palette.window), 8, 0.09 + 0.10 * room.lamp)
