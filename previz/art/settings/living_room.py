"""A living room: sofa under pictures, big window with curtains, plants, lamps, a rug."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import box, darken, fill, lighten, mix
from previz.art.settings import shelves
from previz.art.settings.air import bokeh, motes
from previz.art.settings.furniture import armchair, cabinet, pictures, rug, sofa, table
from previz.art.settings.hearth import fire, hearth
from previz.art.settings.houseplants import foreground_leaves, plant
from previz.art.settings.lamps import floor_lamp, table_lamp, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import ground_light, panelling, planks, plaster, wood_top
from previz.art.settings.windows import Gobo, View, cast_light, curtain, frame, opening, outside, rod


def build(look: Look) -> Backdrop:
    """Furnish the room; small things get a coffee table in front of it."""
    room = room_of(look)
    lounge = _Lounge(room)
    soft = 5.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        room.layer(lounge.view, 0.22, blur=soft * 1.2),
        room.layer(lounge.wall, 0.50, blur=soft),
        room.layer(lounge.sunlight, 0.52, blur=6, sway=(5, 8)),
        room.layer(lounge.decor, 0.55, blur=soft * 0.85),
        room.layer(lounge.floor, 0.90, blur=soft),
        room.layer(lounge.seats, 0.78, blur=soft * 0.85),
        room.layer(lounge.lamps, 0.82, blur=soft * 0.85),
    ]
    if lounge.has_hearth:
        behind.insert(4, fire(room, lounge.hearth_x, room.line + 14, 0.55))
    floor = look.stage.floor
    if room.tabletop:
        behind += [room.layer(lounge.coffee_table, 1.0), room.layer(lounge.still_life, 0.94)]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(lounge.foreground, 1.32, blur=10),
        motes(room, room.palette.light, strength=0.25 + 0.35 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Lounge:
    """One living room's layout and colours."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room = room
        self.side = room.sun_side
        self.sofa = mix(room.palette.fabric, room.scheme[0], 0.35)
        self.panelled = bool(rng.random() < 0.55)
        self.outlook = (View.CITY, View.HILLS, View.GARDEN)[int(rng.integers(3))]
        self.gobo = (Gobo.LEAVES, Gobo.LEAVES, Gobo.PANES)[int(rng.integers(3))]
        self.has_hearth = bool(rng.random() < 0.36)
        self.shelved = bool(rng.random() < 0.5)
        self.hearth_x = room.side(0.46 if not room.tall else 0.52, -self.side)
        self.stone = pick(rng, room.scheme)
        half = (225 if not room.tall else 180) * float(rng.uniform(0.9, 1.15))
        x = room.side(0.56 if not room.tall else 0.50, self.side)
        self.window = box(x - half, room.h * (0.09 if not room.tall else 0.17), x + half, room.line - 190 * room.k)
        self.base = room.line + 62 * room.k

    def view(self, canvas: skia.Canvas, rng: Rng) -> None:
        outside(canvas, rng, self.room, self.window.makeOutset(170, 90), self.outlook)

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plaster(canvas, rng, room, room.wall, room.line)
        if self.panelled:
            panelling(canvas, room, mix(room.wall, room.scheme[2], 0.45), room.line, 172 * k)
        else:
            canvas.drawRect(
                box(room.stage.left, room.line - 34, room.stage.right, room.line + 20), fill(lighten(room.wall, 0.25))
            )
        wall_wash(canvas, room, room.side(0.30, -self.side), room.line - 330 * k, 640 * k, 0.65)
        opening(canvas, self.window)
        frame(canvas, room, self.window, room.lit("#f4ecdf"), (2, 3))
        cloth = mix(room.scheme[3], room.wall, 0.25)
        for side in (-1, 1):
            x = self.window.centerX() + side * (self.window.width() / 2 + 74)
            curtain(canvas, rng, room, x, self.window.top() - 44, -side * 120, room.line - 8, cloth)
        rod(canvas, self.window.left() - 112, self.window.right() + 112, self.window.top() - 48, room.wood)

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.16, -self.side)
        cast_light(
            canvas, rng, room, box(x - 280, room.h * 0.08, x + 250, room.line - 200 * room.k), self.gobo, self.window
        )

    def decor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        inner, outer = room.side(0.10 if not room.tall else 0.05, -self.side), room.side(0.86, -self.side)
        x0, x1 = sorted((inner, outer))
        y = room.h * (0.30 if not room.tall else 0.34)
        if self.has_hearth:
            hearth(canvas, rng, room, self.hearth_x, room.line + 14, self.stone)
        elif self.shelved:
            for row in range(2):
                at = y + (row * 170 - 40) * k
                inset = 40 * row
                shelves.shelf(canvas, room, x0 + inset, x1 - inset, at)
                shelves.arrangement(canvas, rng, room, x0 + inset, x1 - inset, at, 118 * k)
        else:
            pictures(canvas, rng, room, box(x0, y - 150 * k, x1, y + 120 * k), 3 if not room.tall else 2)
        if room.tall and not self.has_hearth:
            pictures(
                canvas,
                rng,
                room,
                box(room.side(0.8, -self.side) - 90, room.h * 0.08, room.side(0.8, -self.side) + 90, room.h * 0.19),
                1,
            )

    def floor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        planks(canvas, rng, room, room.wood, room.line)
        rug(canvas, room, room.w / 2, room.stage.floor + 6, 0.86 * room.w, 0.165 * room.h, room.scheme)
        ground_light(canvas, room, room.line)

    def seats(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        width = 760 if not room.tall else 700
        plant(canvas, rng, room, room.side(0.94, self.side), self.base + 6, 430 * k, room.scheme[4])
        board = room.side(1.08 if not room.tall else 1.0, -self.side)
        cabinet(
            canvas,
            room,
            box(board - 150 * k, self.base - 210 * k, board + 150 * k, self.base - 24),
            mix(room.wood, room.scheme[2], 0.2),
            2,
        )
        if self.has_hearth:
            x = room.side(0.02 if not room.tall else 0.86, -self.side)
            armchair(canvas, room, x, self.base + 24, 250 * k, self.sofa)
        else:
            sofa(canvas, rng, room, room.side(0.33, -self.side), self.base, width, self.sofa)
        if not room.tall:
            armchair(
                canvas, room, room.side(0.55, self.side), self.base + 26, 236, mix(room.scheme[1], room.wood, 0.15)
            )
            table(canvas, room, room.side(0.26, self.side), self.base + 4, 120, 150, room.wood)
            shelves.vase(canvas, rng, room, room.side(0.26, self.side), self.base - 146, 120, room.scheme[2])

    def lamps(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        shade = room.lit("#f5e6c8")
        floor_lamp(canvas, room, room.side(0.80, -self.side), self.base + 10, 560 * k, shade)
        if not room.tall:
            x = room.side(1.08, -self.side)
            table_lamp(
                canvas, room, x, self.base - 212 * k, 190 * k, pick(rng, (shade, room.scheme[0])), room.scheme[2]
            )

    def coffee_table(self, canvas: skia.Canvas, rng: Rng) -> None:
        wood_top(canvas, rng, self.room, self.room.wood, self.room.table_line)

    def still_life(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 66 * k
        x = room.side(0.66, -self.side)
        shelves.contact(canvas, room, x - 130 * k, x + 130 * k, base)
        top = shelves.stack(canvas, rng, room, x, base, 290 * k, 3)
        shelves.bowl(canvas, rng, room, x, top, 130 * k, room.scheme[1])
        x = room.side(0.70, self.side)
        shelves.contact(canvas, room, x - 60 * k, x + 60 * k, base)
        shelves.vase(canvas, rng, room, x, base, 320 * k, mix(room.scheme[3], room.lit("#f5ecdc"), 0.4))

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        foreground_leaves(canvas, rng, room, self.side)
        chair = darken(mix(self.sofa, room.palette.shadow, 0.55), 0.1)
        x = room.side(1.06, -self.side)
        canvas.drawRoundRect(box(x - 150, room.h * 0.84, x + 150, room.h + 240), 70, 70, fill(chair))
        bokeh(canvas, rng, room, (room.palette.light, room.palette.window), 9, 0.10 + 0.10 * room.lamp)
