"""A fireplace: chimney breast, mantelpiece with a mirror and keepsakes, and a fire that flickers."""

import math

import skia

from previz.art.layer import Animation
from previz.art.paint import blended, blurred, box, darken, fill, lighten, linear, mix, radial, stroke
from previz.art.settings import shelves
from previz.art.settings.air import soft_disc, stamp
from previz.art.settings.furniture import downward, upright
from previz.art.settings.room import Rng, Room


def hearth(canvas: skia.Canvas, rng: Rng, room: Room, x: float, base: float, colour: str) -> None:
    """The whole fireplace, standing on ``base``, its chimney breast up to the ceiling."""
    k, shade = room.k, room.palette.shadow
    breast = box(x - 250 * k, room.stage.top, x + 250 * k, base)
    canvas.drawRect(breast.makeOffset(14, 0), blurred(fill(shade, 0.30), 14))
    canvas.drawRect(breast, upright(breast.left(), breast.right(), mix(room.wall, colour, 0.30), room))
    _mirror(canvas, room, x, base - 520 * k, 104 * k)
    stone = mix(room.lit("#f2ebe0"), colour, 0.12)
    surround = box(x - 214 * k, base - 300 * k, x + 214 * k, base)
    canvas.drawRect(surround, downward(surround.top(), surround.bottom(), stone, room))
    for side in (-1, 1):
        post = x + side * 180 * k
        canvas.drawRect(
            box(post - 26 * k, base - 276 * k, post + 26 * k, base),
            upright(post - 26 * k, post + 26 * k, lighten(stone, 0.12), room),
        )
        canvas.drawRect(
            box(post - 12 * k, base - 250 * k, post + 12 * k, base - 20 * k), stroke(darken(stone, 0.2), 3, 0.6)
        )
    mouth = box(x - 132 * k, base - 214 * k, x + 132 * k, base)
    soot = mix(shade, "#2a1712", 0.6)
    canvas.drawRoundRect(mouth, 20, 20, linear((0, mouth.top()), (0, base), [darken(soot, 0.35), lighten(soot, 0.10)]))
    glowing = 0.55 + 0.45 * room.lamp
    ember = radial(
        (x, base - 30 * k),
        190 * k,
        [("#ff9a3c", 0.85 * glowing), ("#e2501e", 0.35 * glowing), ("#e2501e", 0.0)],
        [0, 0.45, 1],
    )
    canvas.save()
    canvas.clipRect(mouth)
    canvas.drawRect(mouth, ember)
    for dx, turn in ((-34, 12), (34, -10), (0, 3)):
        canvas.save()
        canvas.translate(x + dx * k, base - (22 if turn != 3 else 46) * k)
        canvas.rotate(turn)
        log = box(-78 * k, -15 * k, 78 * k, 15 * k)
        canvas.drawRoundRect(log, 14, 14, downward(log.top(), log.bottom(), mix(room.lit("#6b4230"), soot, 0.2), room))
        canvas.drawCircle(78 * k, 0, 14 * k, fill(room.lit("#d79a62")))
        canvas.restore()
    canvas.restore()
    mantel = box(x - 246 * k, base - 322 * k, x + 246 * k, base - 294 * k)
    canvas.drawRect(
        box(mantel.left() + 14, mantel.bottom(), mantel.right() - 14, mantel.bottom() + 24),
        linear((0, mantel.bottom()), (0, mantel.bottom() + 24), [(shade, 0.36), (shade, 0.0)]),
    )
    canvas.drawRoundRect(mantel, 5, 5, downward(mantel.top(), mantel.bottom(), lighten(stone, 0.15), room))
    shelves.vase(canvas, rng, room, x - 180 * k, mantel.top(), 118 * k, room.scheme[2])
    shelves.books(canvas, rng, room, x + 118 * k, x + 210 * k, mantel.top(), 92 * k)
    warm = radial(
        (x, base + 20),
        520 * k,
        [("#ff9a4a", 0.40 * glowing), ("#ff9a4a", 0.12 * glowing), ("#ff9a4a", 0.0)],
        [0, 0.5, 1],
    )
    canvas.drawCircle(x, base + 20, 520 * k, blended(warm, skia.BlendMode.kScreen))


def _mirror(canvas: skia.Canvas, room: Room, x: float, y: float, radius: float) -> None:
    """A round mirror in a brass rim."""
    brass = room.lit("#cfa24f")
    canvas.drawCircle(x + 6, y + 12, radius, blurred(fill(room.palette.shadow, 0.4), 9))
    glass = [
        lighten(room.wall, 0.45),
        mix(room.wall, room.palette.sky[2], 0.4),
        mix(room.wall, room.palette.shadow, 0.25),
    ]
    canvas.drawCircle(x, y, radius, linear((x - radius, y - radius), (x + radius, y + radius), glass))
    canvas.drawCircle(x, y, radius, stroke(brass, radius * 0.11))
    canvas.drawCircle(x - 2, y - 2, radius * 1.02, stroke(lighten(brass, 0.5), radius * 0.025, 0.8))


def fire(room: Room, x: float, base: float, depth: float) -> Animation:
    """Flames over the logs of a hearth at (x, base)."""
    k = room.k
    yellow, orange = soft_disc("#ffe9a0"), soft_disc("#ff8a2c")

    def draw(canvas: skia.Canvas, t: float) -> None:
        for i in range(9):
            at = x + (i - 4) * 19 * k
            for j in range(5):
                u = (t * (0.9 + 0.07 * i) + j / 5 + i * 0.37) % 1.0
                height = (58 + 46 * math.cos((i - 4) * 0.36)) * k
                drift = 9 * k * math.sin(t * 5 + i * 1.9 + u * 4)
                size = (30 - 20 * u) * k
                stamp(canvas, orange, at + drift * u, base - 44 * k - u * height, size, 0.75 * (1 - u))
            swell = 0.75 + 0.25 * math.sin(t * 9 + i * 2.3)
            stamp(canvas, yellow, at, base - 48 * k, 27 * k * swell, 0.65)

    return Animation(draw, depth)
