"""A kitchen: window over the sink, open shelves, stove; a worktop in front when the subject is a thing."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import blurred, box, darken, fill, lighten, linear, mix, radial, stroke
from previz.art.settings import shelves
from previz.art.settings.air import bokeh, motes, steam
from previz.art.settings.furniture import cabinet, clock, downward, rug, upright
from previz.art.settings.houseplants import foreground_leaves, leafy
from previz.art.settings.lamps import pendant, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import checkers, grain_lines, marble, planks, plaster, tiles, wood_top
from previz.art.settings.windows import Gobo, View, cast_light, curtain, frame, opening, outside

_FRONTS = ("#8fa998", "#e9e2d4", "#41586b", "#c98f73", "#7f97a8", "#b9a7c2", "#5f7a66")


def build(look: Look) -> Backdrop:
    """Furnish the kitchen; things get a worktop to stand on, people the floor in front of the units."""
    room = room_of(look)
    kitchen = _Kitchen(room)
    soft = 5.0 if room.tabletop else 0.0
    behind: list[Layer | Animation] = [
        room.layer(kitchen.view, 0.22, blur=soft * 1.2),
        room.layer(kitchen.wall, 0.50, blur=soft),
        room.layer(kitchen.sunlight, 0.52, blur=6, sway=(5, 7)),
        room.layer(kitchen.shelf, 0.56, blur=soft * 0.85),
        room.layer(kitchen.floor, 0.90, blur=soft),
        room.layer(kitchen.units, 0.80, blur=soft * 0.85),
        steam(room, kitchen.stove_x - 30 * room.k, kitchen.top - 118 * room.k, 0.80),
        room.layer(kitchen.pendants, 0.84, blur=soft * 0.85),
    ]
    floor = look.stage.floor
    if room.tabletop:
        behind += [room.layer(kitchen.worktop, 1.0), room.layer(kitchen.still_life, 0.94)]
        floor = room.table_floor
    front: list[Layer | Animation] = [
        room.layer(kitchen.foreground, 1.32, blur=9),
        motes(room, room.palette.light, strength=0.25 + 0.3 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor)


class _Kitchen:
    """One kitchen's layout and colours."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room = room
        k, h = room.k, room.h
        self.side = room.sun_side
        self.front = room.lit(pick(rng, _FRONTS))
        self.tile = room.lit(pick(rng, ("#f3ead9", "#dfe8e2", "#f2dcd0", "#d8e4ea", "#e9dfc0")))
        self.checkered = bool(rng.random() < 0.5)
        self.stone = bool(rng.random() < 0.55)
        self.gobo = Gobo.LEAVES if rng.random() < 0.65 else Gobo.BLINDS
        self.outlook = (View.GARDEN, View.HILLS, View.CITY)[int(rng.integers(3))]
        self.base = room.line + 52 * k
        self.top = self.base - 285 * k
        half = (250 if not room.tall else 190) * float(rng.uniform(0.88, 1.1))
        x = room.side(0.50 if not room.tall else 0.44, self.side)
        self.window = box(x - half, h * (0.10 if not room.tall else 0.20), x + half, self.top - 120 * k)
        self.stove_x = room.side(0.62 if not room.tall else 0.58, -self.side)
        self.lamp_form = int(rng.integers(4))
        self.cupboards = bool(rng.random() < 0.45)
        self.fridge = None if room.tall else pick(rng, room.scheme)

    def view(self, canvas: skia.Canvas, rng: Rng) -> None:
        outside(canvas, rng, self.room, self.window.makeOutset(170, 90), self.outlook)

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        plaster(canvas, rng, room, room.wall, room.line)
        band = box(room.stage.left, self.top - 150 * k, room.stage.right, self.top + 30)
        tiles(canvas, rng, room, self.tile, band, (96 * k, 50 * k))
        canvas.drawRect(
            box(room.stage.left, band.top() - 9, room.stage.right, band.top() + 3), fill(lighten(self.tile, 0.3))
        )
        wall_wash(canvas, room, self.stove_x, self.top - 190 * k, 520 * k, 0.6)
        wall_wash(canvas, room, room.w / 2, self.top - 320 * k, 620 * k, 0.35)
        opening(canvas, self.window)
        frame(canvas, room, self.window, room.lit("#f6efe2"), (3, 1) if room.w > room.h else (2, 1))
        cloth = room.scheme[1]
        for side in (-1, 1):
            x = self.window.centerX() + side * (self.window.width() / 2 + 26)
            curtain(
                canvas,
                rng,
                room,
                x,
                self.window.top() - 30,
                -side * 92 * k,
                self.window.top() + 0.44 * self.window.height(),
                cloth,
            )
        canvas.drawRoundRect(
            box(self.window.left() - 44, self.window.top() - 44, self.window.right() + 44, self.window.top() - 26),
            8,
            8,
            downward(self.window.top() - 44, self.window.top() - 26, room.wood, room),
        )
        hood = room.lit("#cfd6d8")
        x = self.stove_x
        canvas.drawRect(
            box(x - 62 * k, room.stage.top, x + 62 * k, self.top - 300 * k), upright(x - 62 * k, x + 62 * k, hood, room)
        )
        canvas.drawRoundRect(
            box(x - 150 * k, self.top - 322 * k, x + 150 * k, self.top - 268 * k),
            8,
            8,
            upright(x - 150 * k, x + 150 * k, lighten(hood, 0.1), room),
        )
        canvas.drawRect(
            box(x - 110 * k, self.top - 268 * k, x + 110 * k, self.top - 262 * k),
            fill(room.palette.window, 0.4 + 0.6 * room.lamp),
        )

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.02, -self.side)
        cast_light(canvas, rng, room, box(x - 230, room.h * 0.06, x + 260, self.top - 40), self.gobo, self.window)

    def shelf(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        inner, outer = room.side(0.06, -self.side), self.stove_x + self.side * 175 * k
        x0, x1 = sorted((inner, outer))
        far0, far1 = sorted((self.stove_x - self.side * 175 * k, room.side(1.5, -self.side)))
        if self.cupboards:
            for a, b in ((x0, x1), (far0, far1)):
                if b - a > 120:
                    self._cupboard(canvas, box(a, self.top - 392 * k, b, self.top - 186 * k))
            return
        for y in (self.top - 205 * k, self.top - 365 * k):
            for a, b in ((x0, x1), (far0, far1)):
                if b - a > 120:
                    shelves.shelf(canvas, room, a, b, y)
                    shelves.arrangement(canvas, rng, room, a, b, y, 112 * k, kitchen=True)
        if room.tall:
            clock(canvas, room, room.side(0.45, -self.side), room.h * 0.14, 74, float(rng.uniform(1, 12)))

    def _cupboard(self, canvas: skia.Canvas, area: skia.Rect) -> None:
        """A closed wall unit with a light under it."""
        room = self.room
        canvas.drawRect(area.makeOffset(7, 14), blurred(fill(room.palette.shadow, 0.34), 9))
        cabinet(canvas, room, area, self.front, max(1, round(area.width() / (128 * room.k))))
        strip = 0.25 + 0.75 * room.lamp
        wash = [(room.warm, 0.42 * strip), (room.warm, 0.0)]
        low = area.bottom()
        canvas.drawRect(box(area.left(), low, area.right(), low + 5), fill(lighten(room.palette.window, 0.4), strip))
        canvas.drawRect(box(area.left(), low + 5, area.right(), low + 150), linear((0, low), (0, low + 150), wash))

    def _refrigerator(self, canvas: skia.Canvas, colour: str) -> None:
        """A round-shouldered refrigerator at the end of the worktop."""
        room, k = self.room, self.room.k
        x = room.side(1.02, -self.side)
        body = box(x - 120 * k, self.base - 620 * k, x + 120 * k, self.base)
        canvas.drawRect(body.makeOffset(10, 6), blurred(fill(room.palette.shadow, 0.4), 12))
        canvas.drawRoundRect(body, 34, 34, upright(body.left(), body.right(), colour, room))
        split = body.top() + 210 * k
        canvas.drawRect(box(body.left(), split, body.right(), split + 6), fill(darken(colour, 0.4), 0.7))
        for y in (split - 96 * k, split + 34 * k):
            handle = x + self.side * 92 * k
            canvas.drawRoundRect(box(handle - 6, y, handle + 6, y + 70 * k), 6, 6, fill(room.lit("#e6e8e6")))
        canvas.drawRoundRect(
            box(body.left() + 16, body.top() + 24, body.left() + 26, body.bottom() - 40), 5, 5, fill("#ffffff", 0.28)
        )

    def floor(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        if self.checkered:
            light = mix(room.lit("#efe6d6"), room.wall, 0.3)
            checkers(canvas, room, light, mix(self.front, light, 0.35), room.line)
        else:
            planks(canvas, rng, room, room.wood, room.line)
        rug(canvas, room, room.w / 2, room.stage.floor + 14, 0.62 * room.w, 0.11 * room.h, room.scheme)

    def units(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        left, right = room.stage.left, room.stage.right
        canvas.drawRect(
            box(left, self.base - 18 * k, right, self.base + 12), fill(mix(room.palette.shadow, self.front, 0.2))
        )
        for x0, x1 in ((left, self.stove_x - 126 * k), (self.stove_x + 126 * k, right)):
            doors = max(1, round((x1 - x0) / (150 * k)))
            cabinet(canvas, room, box(x0, self.top + 22 * k, x1, self.base - 16 * k), self.front, doors, drawers=True)
        self._stove(canvas, rng)
        slab = room.lit("#f2ede6") if self.stone else room.wood
        canvas.drawRoundRect(
            box(left, self.top - 6, right, self.top + 26 * k),
            4,
            4,
            downward(self.top - 6, self.top + 26 * k, slab, room),
        )
        canvas.drawRect(
            box(left, self.top + 26 * k, right, self.top + 46 * k),
            linear(
                (0, self.top + 26 * k),
                (0, self.top + 46 * k),
                [(room.palette.shadow, 0.35), (room.palette.shadow, 0.0)],
            ),
        )
        self._pots(canvas)
        self._sink(canvas)
        x = room.side(0.13, -self.side)
        board = box(x - 46 * k, self.top - 150 * k, x + 46 * k, self.top - 6)
        canvas.drawRoundRect(board, 12, 12, upright(board.left(), board.right(), room.wood, room))
        grain_lines(canvas, rng, board, darken(room.wood, 0.4), 9)
        shelves.bowl(canvas, rng, room, room.side(0.16, self.side), self.top - 6, 122 * k, room.scheme[3], fruit=True)
        shelves.bottle(canvas, room, x + 78 * k, self.top - 6, 128 * k, room.lit("#6f8a3c"))
        shelves.bottle(canvas, room, x + 118 * k, self.top - 6, 104 * k, room.lit("#b5562f"))
        leafy(canvas, rng, room, room.side(0.93, self.side), self.top - 4, 200 * k, room.scheme[0])
        if self.fridge:
            self._refrigerator(canvas, self.fridge)
            return
        for i in range(3):
            shelves.jar(
                canvas,
                rng,
                room,
                room.side(0.97, -self.side) - (i - 1) * 66 * k,
                self.top - 6,
                52 * k,
                (128 - 20 * i) * k,
            )

    def _stove(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k, x = self.room, self.room.k, self.stove_x
        steel = room.lit(pick(rng, ("#3c4148", "#d9dcd8", "#b8483f")))
        canvas.drawRect(
            box(x - 124 * k, self.top + 20 * k, x + 124 * k, self.base - 14 * k),
            upright(x - 124 * k, x + 124 * k, steel, room),
        )
        for i in range(5):
            canvas.drawCircle(x + (i - 2) * 40 * k, self.top + 52 * k, 12 * k, fill(lighten(steel, 0.45)))
            canvas.drawCircle(x + (i - 2) * 40 * k, self.top + 52 * k, 5 * k, fill(darken(steel, 0.3)))
        oven = box(x - 100 * k, self.top + 100 * k, x + 100 * k, self.base - 44 * k)
        canvas.drawRoundRect(oven, 10, 10, fill(darken(steel, 0.6)))
        ember = room.lit("#ffb15c")
        canvas.drawRoundRect(
            oven.makeInset(12, 12), 6, 6, linear((0, oven.top()), (0, oven.bottom()), [(ember, 0.25), (ember, 0.75)])
        )
        canvas.drawRoundRect(
            box(x - 96 * k, self.top + 82 * k, x + 96 * k, self.top + 92 * k), 5, 5, fill(lighten(steel, 0.5))
        )

    def _pots(self, canvas: skia.Canvas) -> None:
        room, k, x = self.room, self.room.k, self.stove_x
        colour = room.scheme[0]
        pot = box(x - 92 * k, self.top - 96 * k, x + 32 * k, self.top - 12 * k)
        canvas.drawRoundRect(pot, 14, 14, upright(pot.left(), pot.right(), colour, room))
        canvas.drawRoundRect(
            box(pot.left() - 6, pot.top() - 10, pot.right() + 6, pot.top() + 6), 8, 8, fill(lighten(colour, 0.2))
        )
        canvas.drawCircle(pot.centerX(), pot.top() - 16, 10 * k, fill(room.wood))
        for side in (-1, 1):
            canvas.drawLine(
                pot.centerX() + side * 62 * k,
                pot.top() + 26,
                pot.centerX() + side * 80 * k,
                pot.top() + 26,
                stroke(darken(colour, 0.3), 9),
            )
        kettle = room.lit("#d8b26a")
        cx = x + 82 * k
        canvas.drawCircle(
            cx,
            self.top - 46 * k,
            40 * k,
            radial((cx - 14, self.top - 62 * k), 70 * k, [lighten(kettle, 0.5), kettle, darken(kettle, 0.4)]),
        )
        canvas.drawRect(
            box(cx - 36 * k, self.top - 26 * k, cx + 36 * k, self.top - 8 * k),
            upright(cx - 36 * k, cx + 36 * k, kettle, room),
        )
        canvas.drawArc(
            box(cx - 34 * k, self.top - 122 * k, cx + 34 * k, self.top - 54 * k),
            180,
            180,
            False,
            stroke(darken(kettle, 0.5), 7),
        )

    def _sink(self, canvas: skia.Canvas) -> None:
        room, k = self.room, self.room.k
        x, chrome = self.window.centerX(), room.lit("#cdd5d6")
        path = skia.Path()
        path.moveTo(x, self.top - 4)
        path.lineTo(x, self.top - 96 * k)
        path.cubicTo(
            x, self.top - 150 * k, x - self.side * 78 * k, self.top - 150 * k, x - self.side * 78 * k, self.top - 84 * k
        )
        canvas.drawPath(path, stroke(darken(chrome, 0.25), 13 * k))
        canvas.drawPath(path, stroke(lighten(chrome, 0.5), 4 * k))
        canvas.drawRoundRect(box(x - 22 * k, self.top - 18 * k, x + 22 * k, self.top), 5, 5, fill(chrome))

    def pendants(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        y = room.h * (0.225 if not room.tall else 0.235)
        for share in (-0.34, 0.34) if not room.tall else (-0.62, 0.62):
            pendant(canvas, room, room.w / 2 + share * room.w / 2, y, 62 * room.k, room.scheme[2], self.lamp_form)

    def worktop(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        if self.stone:
            marble(canvas, rng, room, room.table_line, room.lit("#f4efe8"), room.lit("#8d8a8a"))
        else:
            wood_top(canvas, rng, room, room.wood, room.table_line)

    def still_life(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 62 * k
        x = room.side(0.68, self.side)
        shelves.contact(canvas, room, x - 90 * k, x + 90 * k, base)
        leafy(canvas, rng, room, x, base, 400 * k, room.scheme[0])
        x = room.side(0.64, -self.side)
        board = box(x - 190 * k, base - 2, x + 190 * k, base + 28 * k)
        shelves.contact(canvas, room, board.left(), board.right(), board.bottom())
        canvas.drawRoundRect(board, 14, 14, downward(board.top(), board.bottom(), lighten(room.wood, 0.1), room))
        shelves.bowl(canvas, rng, room, x - 70 * k, base, 170 * k, room.scheme[3], fruit=True)
        shelves.jar(canvas, rng, room, x + 62 * k, base, 84 * k, 150 * k)
        shelves.jar(canvas, rng, room, x + 144 * k, base, 62 * k, 108 * k)

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        foreground_leaves(canvas, rng, room, -self.side)
        bokeh(canvas, rng, room, (room.palette.light, room.palette.window), 9, 0.10 + 0.10 * room.lamp)
