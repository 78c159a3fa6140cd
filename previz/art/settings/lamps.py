"""Lamps: pendants, floor and table lamps, string lights, candles. They glow as much as the hour asks."""

import skia

from previz.art.paint import (
    Tint,
    blended,
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
    shadow,
    stroke,
)
from previz.art.settings.room import Room


def _shade_paint(room: Room, x0: float, x1: float, colour: str) -> skia.Paint:
    lit = mix(colour, room.palette.window, 0.55 * room.lamp)
    return linear(
        (x0, 0), (x1, 0), [lighten(lit, 0.12), lighten(lit, 0.32 * room.lamp), darken(lit, 0.22)], [0, 0.4, 1]
    )


def pendant(canvas: skia.Canvas, room: Room, x: float, y: float, radius: float, colour: str, form: int = 0) -> None:
    """A hanging lamp whose shade ends at ``y``; ``form`` 0 dome, 1 cone, 2 globe, 3 cage bulb."""
    dark = mix(room.palette.shadow, room.wood, 0.25)
    canvas.drawLine(x, room.stage.top, x, y - radius, stroke(dark, 3.5))
    if form == 2:
        globe = mix(lighten(colour, 0.35), room.palette.window, 0.25 + 0.65 * room.lamp)
        canvas.drawRect(box(x - 9, y - radius * 2 - 14, x + 9, y - radius * 2 + 6), fill(dark))
        tints: list[Tint] = [lighten(globe, 0.75 * room.lamp + 0.2), globe, mix(globe, colour, 0.45)]
        canvas.drawCircle(
            x, y - radius, radius, radial((x - radius * 0.2, y - radius * 1.1), radius * 1.25, tints, [0, 0.5, 1])
        )
        glow(canvas, x, y - radius, radius * 3.4, room.palette.window, 0.75 * room.lamp)
        return
    if form == 3:
        canvas.drawRoundRect(box(x - 12, y - radius * 1.15, x + 12, y - radius * 0.6), 5, 5, fill(dark))
    else:
        path = skia.Path()
        path.moveTo(x - radius, y)
        if form == 0:
            path.cubicTo(x - radius, y - radius * 1.15, x + radius, y - radius * 1.15, x + radius, y)
        else:
            path.lineTo(x - radius * 0.22, y - radius * 1.1)
            path.lineTo(x + radius * 0.22, y - radius * 1.1)
            path.lineTo(x + radius, y)
        path.close()
        canvas.drawPath(
            path,
            linear(
                (x - radius, 0), (x + radius, 0), [lighten(colour, 0.30), colour, darken(colour, 0.35)], [0, 0.45, 1]
            ),
        )
        inner = mix(darken(colour, 0.2), room.palette.window, 0.3 + 0.6 * room.lamp)
        canvas.drawOval(box(x - radius * 0.95, y - radius * 0.13, x + radius * 0.95, y + radius * 0.13), fill(inner))
    bulb = mix(room.lit("#f4ead6"), "#fff6d8", room.lamp)
    canvas.drawCircle(x, y + radius * 0.06, radius * 0.2, fill(bulb))
    _cone(canvas, room, x, y, radius)
    glow(canvas, x, y + radius * 0.1, radius * 2.6, room.palette.window, 0.85 * room.lamp)


def _cone(canvas: skia.Canvas, room: Room, x: float, y: float, radius: float) -> None:
    """The light that falls below a shade."""
    if room.lamp < 0.2:
        return
    reach = radius * 5.2
    beam = polygon(
        [(x - radius * 0.9, y), (x + radius * 0.9, y), (x + radius * 2.6, y + reach), (x - radius * 2.6, y + reach)]
    )
    tints: list[Tint] = [(room.palette.window, 0.30 * room.lamp), (room.palette.window, 0.0)]
    canvas.drawPath(beam, blended(linear((x, y), (x, y + reach), tints), skia.BlendMode.kScreen))


def floor_lamp(canvas: skia.Canvas, room: Room, x: float, base: float, height: float, colour: str) -> None:
    """A standing lamp with a cloth shade."""
    metal = mix(room.palette.shadow, room.wood, 0.4)
    shadow(canvas, x, base, height * 0.13, room.palette.shadow)
    canvas.drawRoundRect(box(x - height * 0.09, base - 10, x + height * 0.09, base), 5, 5, fill(metal))
    canvas.drawLine(x, base - 6, x, base - height * 0.74, stroke(metal, 7))
    canvas.drawLine(x - 2, base - 6, x - 2, base - height * 0.74, stroke(lighten(metal, 0.5), 2, 0.6))
    lamp_shade(canvas, room, x, base - height * 0.68, height * 0.30, colour)


def table_lamp(canvas: skia.Canvas, room: Room, x: float, base: float, height: float, colour: str, body: str) -> None:
    """A lamp with a ceramic foot."""
    shadow(canvas, x, base, height * 0.26, room.palette.shadow)
    w = height * 0.17
    foot = curve([(x - w * 0.5, base), (x - w, base - height * 0.18), (x - w * 0.3, base - height * 0.42),
                  (x + w * 0.3, base - height * 0.42), (x + w, base - height * 0.18), (x + w * 0.5, base)])  # fmt: skip
    foot.close()
    canvas.drawPath(foot, linear((x - w, 0), (x + w, 0), [lighten(body, 0.4), body, darken(body, 0.3)], [0, 0.45, 1]))
    canvas.drawRect(box(x - 4, base - height * 0.55, x + 4, base - height * 0.40), fill(darken(body, 0.4)))
    lamp_shade(canvas, room, x, base - height * 0.48, height * 0.50, colour)


def lamp_shade(canvas: skia.Canvas, room: Room, x: float, bottom: float, height: float, colour: str) -> None:
    """A tapered cloth shade with its light above and below."""
    w = height * 0.62
    shade = polygon(
        [(x - w * 0.62, bottom - height), (x + w * 0.62, bottom - height), (x + w, bottom), (x - w, bottom)]
    )
    canvas.drawPath(shade, _shade_paint(room, x - w, x + w, colour))
    canvas.drawLine(x - w, bottom - 3, x + w, bottom - 3, stroke(darken(colour, 0.2), 4, 0.5))
    glow(canvas, x, bottom - height * 0.5, height * 2.5, room.palette.window, 0.80 * room.lamp)


def wall_wash(canvas: skia.Canvas, room: Room, x: float, y: float, radius: float, strength: float = 0.7) -> None:
    """The warm pool a lamp makes on the wall behind it."""
    amount = strength * room.lamp
    tints: list[Tint] = [(room.warm, amount), (room.warm, amount * 0.38), (room.warm, 0.0)]
    canvas.drawCircle(x, y, radius, blended(radial((x, y), radius, tints, [0, 0.42, 1]), skia.BlendMode.kScreen))


def string_lights(
    canvas: skia.Canvas,
    room: Room,
    ends: tuple[tuple[float, float], tuple[float, float]],
    sag: float,
    count: int,
    size: float = 8,
) -> list[tuple[float, float, float]]:
    """A sagging cable with bulbs; returns the bulbs as (x, y, glow radius) for twinkling."""
    (x0, y0), (x1, y1) = ends
    points = []
    for i in range(count + 1):
        u = i / count
        points.append((x0 + (x1 - x0) * u, y0 + (y1 - y0) * u + sag * 4 * u * (1 - u)))
    canvas.drawPath(curve(points), stroke(mix(room.palette.shadow, room.palette.near, 0.3), 3.2, 0.9))
    strength = 0.30 + 0.70 * room.lamp
    bulb = mix(room.lit("#fff1cf"), "#fff3cf", room.lamp)
    for x, y in points[1:-1]:
        canvas.drawRect(box(x - 3, y - 1, x + 3, y + 7), fill(mix(room.palette.shadow, room.palette.near, 0.3)))
        glow(canvas, x, y + 12, size * 4.5, room.palette.window, 0.75 * strength)
        canvas.drawCircle(x, y + 12, size, fill(bulb))
    return [(x, y + 12, size * 3.2) for x, y in points[1:-1]]


def sconce(canvas: skia.Canvas, room: Room, x: float, y: float, size: float, colour: str) -> None:
    """A lamp on the wall that shines up and down."""
    for direction in (-1, 1):
        reach = size * 4.5
        tip = y + direction * reach
        beam = polygon([(x - size * 0.4, y), (x + size * 0.4, y), (x + size * 1.5, tip), (x - size * 1.5, tip)])
        tints: list[Tint] = [(room.palette.window, 0.55 * room.lamp), (room.palette.window, 0.0)]
        canvas.drawPath(beam, linear((x, y), (x, tip), tints))
    canvas.drawRoundRect(
        box(x - size * 0.42, y - size * 0.7, x + size * 0.42, y + size * 0.7),
        size * 0.3,
        size * 0.3,
        _shade_paint(room, x - size, x + size, colour),
    )
    glow(canvas, x, y, size * 3, room.palette.window, 0.6 * room.lamp)


def candle(canvas: skia.Canvas, room: Room, x: float, base: float, height: float) -> None:
    """A candle with its flame."""
    wax = room.lit("#f6ead2")
    canvas.drawRoundRect(
        box(x - 13, base - height, x + 13, base),
        6,
        6,
        linear((x - 13, 0), (x + 13, 0), [lighten(wax, 0.3), darken(wax, 0.22)]),
    )
    glow(canvas, x, base - height - 16, 90, room.palette.window, 0.4 + 0.5 * room.lamp)
    flame = curve(
        [(x, base - height - 40), (x + 9, base - height - 14), (x, base - height - 4), (x - 9, base - height - 14)],
        closed=True,
    )
    canvas.drawPath(flame, fill("#ffe9a8"))
