"""A marble counter in morning light: tiled or panelled wall, window light with leaf shadows, a plant, drops."""

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import blurred, box, fill, lighten, linear, mix, stroke
from previz.art.settings import shelves
from previz.art.settings.air import bokeh, motes, twinkle
from previz.art.settings.furniture import picture, upright
from previz.art.settings.houseplants import foreground_leaves, leafy, plant
from previz.art.settings.lamps import candle, sconce, wall_wash
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.surfaces import boards, marble, plaster, tiles
from previz.art.settings.windows import Gobo, cast_light

_STONES = (
    ("#f6f1ea", "#8c8783"),
    ("#eef0ee", "#7d8a8c"),
    ("#3c4a48", "#c7b58a"),
    ("#f3e4dc", "#b58a7c"),
    ("#2f3340", "#b9b4ae"),
)
_BAR = 0.83
"""Upper edge of the counter before a person, as a share of the height."""
_BEHIND = 1.35


def build(look: Look) -> Backdrop:
    """Lay the counter; a thing stands on it, a person stands behind it."""
    room = room_of(look)
    counter = _Counter(room)
    behind: list[Layer | Animation] = [
        room.layer(counter.wall, 0.42),
        room.layer(counter.sunlight, 0.45, blur=7, sway=(6, 7)),
        room.layer(counter.niche, 0.52, blur=4.2),
        room.layer(counter.lights, 0.56),
    ]
    front: list[Layer | Animation] = []
    if counter.laid:
        behind += [
            room.layer(counter.top, 1.0),
            room.layer(counter.props, 0.92),
            room.layer(counter.drops, 1.0),
            twinkle(room, counter.sparkles, "#ffffff", 1.0),
        ]
        floor = room.table_floor
        scale = 1.0
    else:
        front += [room.layer(counter.bar, 1.04), room.layer(counter.props, 1.02)]
        scale = _BEHIND
        floor = room.h * _BAR + 270 * _BEHIND * (1.38 if room.tall else 1.0)
    front += [
        room.layer(counter.foreground, 1.34, blur=10),
        motes(room, room.palette.light, strength=0.3 + 0.35 * room.sun),
    ]
    return Backdrop(behind=behind, front=front, floor=floor, actor_scale=scale)


class _Counter:
    """One counter's stone, wall and company."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        stone, vein = _STONES[int(rng.integers(len(_STONES)))]
        self.stone, self.vein = room.lit(stone), room.lit(vein)
        self.laid = room.tabletop or not room.look.shot.actors
        self.tiled = bool(rng.random() < 0.5)
        self.gobo = (Gobo.LEAVES, Gobo.PANES, Gobo.LEAVES, Gobo.BLINDS)[int(rng.integers(4))]
        self.tone = mix(room.wall, room.scheme[0], float(rng.uniform(0.05, 0.42)))
        self.company = int(rng.integers(3))
        self.grows = leafy if rng.random() < 0.6 else plant
        top, low = room.table_line + 50, room.h - 20
        self.spots: list[tuple[float, float, float]] = []
        for _ in range(30):
            y = float(rng.uniform(top, low))
            near = (y - top) / (low - top)
            self.spots.append((float(rng.uniform(-0.05, 1.05)) * room.w, y, float(rng.uniform(5, 17)) * (0.5 + near)))
        self.sparkles = [(x - s * 0.4, y - s * 0.2, s * 0.8) for x, y, s in self.spots[::4]]

    def wall(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        line = room.table_line + 60 if self.laid else room.stage.bottom
        plaster(canvas, rng, room, self.tone, line)
        half = box(room.stage.left, room.h * 0.18, room.side(0.08, -1), line)
        if self.side > 0:
            half = box(room.side(0.08, 1), room.h * 0.18, room.stage.right, line)
        if self.tiled:
            canvas.saveLayerAlpha(None, 130)
            tiles(canvas, rng, room, self.tone, half, (112 * room.k, 56 * room.k))
            canvas.restore()
        else:
            boards(canvas, rng, room, self.tone, line, 150)
        wall_wash(canvas, room, room.side(0.5, -self.side), room.h * 0.28, 0.62 * room.w, 0.7)

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        x = room.side(0.10, self.side)
        width = 700 if not room.tall else 620
        cast_light(canvas, rng, room, box(x - width / 2, -40, x + width / 2, room.table_line - 40), self.gobo)

    def niche(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        x0, x1 = sorted((room.side(0.38, -self.side), room.side(1.3, -self.side)))
        y = room.h * (0.30 if not room.tall else 0.36)
        if self.company == 0:
            shelves.shelf(canvas, room, x0, x1, y, 18)
            shelves.arrangement(canvas, rng, room, x0, x1, y, 130 * k, kitchen=True)
        elif self.company == 1:
            arch = box(x0 + 60, y - 190 * k, x0 + 60 + 330 * k, room.table_line)
            if self.side < 0:
                arch = box(x0 + 20, y - 190 * k, x0 + 20 + 330 * k, room.table_line)
            low = room.table_line + 200 if self.laid else room.stage.bottom + 200
            deep = mix(self.tone, room.palette.shadow, 0.34)
            canvas.drawRoundRect(
                box(arch.left(), arch.top(), arch.right(), low),
                165 * k,
                165 * k,
                linear((0, arch.top()), (0, arch.bottom()), [deep, mix(deep, self.tone, 0.5)]),
            )
            canvas.drawRoundRect(
                box(arch.left(), arch.top(), arch.right(), low),
                165 * k,
                165 * k,
                stroke(lighten(self.tone, 0.35), 5, 0.6),
            )
        else:
            x = room.side(0.68, -self.side)
            picture(canvas, rng, room, box(x - 130 * k, y - 150 * k, x + 130 * k, y + 170 * k))

    def lights(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        for side in (-1, 1):
            sconce(
                canvas,
                room,
                room.side(0.86 if not room.tall else 0.8, side),
                room.h * (0.22 if not room.tall else 0.2),
                38 * room.k,
                room.lit("#e8c98d"),
            )

    def top(self, canvas: skia.Canvas, rng: Rng) -> None:
        marble(canvas, rng, self.room, self.room.table_line, self.stone, self.vein)

    def props(self, canvas: skia.Canvas, rng: Rng) -> None:
        room, k = self.room, self.room.k
        base = room.table_line + 64 * k if self.laid else room.h * _BAR + 52 * k
        aside = 0.61 if self.laid else 0.84
        x = room.side(aside, self.side)
        self._long_shadow(canvas, x, base, 150 * k)
        self.grows(canvas, rng, room, x, base, 470 * k, mix(room.lit("#f6ece0"), room.scheme[2], 0.25))
        x = room.side(aside + 0.03, -self.side)
        self._long_shadow(canvas, x, base, 170 * k)
        if self.company == 1:
            for i, height in enumerate((150, 108, 76)):
                candle(canvas, room, x + (i - 1) * 58 * k, base, height * k)
        elif self.company == 0:
            self._towels(canvas, x, base)
        else:
            width = 250 * k
            stone = mix(self.stone, room.scheme[1], 0.4)
            canvas.drawRoundRect(
                box(x - width / 2, base - 64 * k, x + width / 2, base),
                8,
                8,
                upright(x - width / 2, x + width / 2, stone, room),
            )
            shelves.vase(canvas, rng, room, x + 34 * k, base - 64 * k, 190 * k, room.scheme[3])
            shelves.bowl(canvas, rng, room, x - 66 * k, base - 64 * k, 92 * k, room.scheme[1])

    def _long_shadow(self, canvas: skia.Canvas, x: float, base: float, half: float) -> None:
        reach = -self.side * half * 1.5
        x0, x1 = sorted((x - self.side * half * 0.2 * -1, x + reach))
        canvas.drawOval(box(x0, base - 18, x1, base + 26), blurred(fill(self.room.palette.shadow, 0.40), 12))

    def _towels(self, canvas: skia.Canvas, x: float, base: float) -> None:
        room, k = self.room, self.room.k
        y = base
        for i, colour in enumerate((room.lit("#f5eee4"), room.scheme[0], room.lit("#f5eee4"))):
            half, height = (160 - 5 * i) * k, (62 - 3 * i) * k
            canvas.drawRoundRect(
                box(x - half, y - height, x + half, y), 27 * k, 27 * k, upright(x - half, x + half, colour, room)
            )
            canvas.drawRoundRect(
                box(x - half + 16, y - height * 0.56, x + half - 12, y - height * 0.46),
                4,
                4,
                fill(room.palette.shadow, 0.20),
            )
            y -= height

    def drops(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room = self.room
        bright = lighten(room.palette.light, 0.5)
        for x, y, s in self.spots:
            canvas.drawOval(
                box(x - s, y - s * 0.55 + 4, x + s * 1.5, y + s * 0.75 + 4),
                blurred(fill(room.palette.shadow, 0.34), 3.5),
            )
            body = linear((x - s, y - s), (x + s, y + s), [(bright, 0.80), (self.stone, 0.35), (bright, 0.70)])
            canvas.drawOval(box(x - s * 1.2, y - s * 0.62, x + s * 1.2, y + s * 0.62), body)
            canvas.drawCircle(x - s * 0.45, y - s * 0.22, max(1.5, s * 0.16), fill("#ffffff", 0.95))

    def bar(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        marble(canvas, rng, room, room.h * _BAR, self.stone, self.vein)

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        foreground_leaves(canvas, rng, room, -self.side)
        bokeh(canvas, rng, room, (room.palette.light, pick(rng, room.scheme)), 14, 0.12 + 0.10 * room.lamp)
