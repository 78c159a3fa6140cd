"""Windows: what is seen through them, their frames and curtains, and the light they throw on the wall."""

import math
from enum import StrEnum

import skia

from film.shot import Weather
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
    stroke,
)
from previz.art.settings.houseplants import leaf
from previz.art.settings.room import Rng, Room


class View(StrEnum):
    """What lies outside."""

    CITY = "city"
    HILLS = "hills"
    GARDEN = "garden"


class Gobo(StrEnum):
    """What the light passes before it falls on the wall."""

    PANES = "panes"
    LEAVES = "leaves"
    BLINDS = "blinds"


def outside(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, view: View) -> None:
    """The world beyond the glass, over ``area``: sky, sun or moon, three distances, weather."""
    palette = room.palette
    canvas.save()
    canvas.clipRect(area)
    top, bottom = area.top(), area.bottom()
    ground = top + (bottom - top) * 0.80
    canvas.drawRect(area, linear((0, top), (0, ground), list(palette.sky)))
    x = area.centerX() + area.width() * 0.16 * room.sun_side
    y = top + (ground - top) * (0.34 if palette.night else 0.52)
    glow(canvas, x, y, area.width() * 0.55, palette.glow, 0.8)
    canvas.drawCircle(x, y, 26 if palette.night else 44, fill(palette.sun, 0.95))
    if palette.night:
        canvas.drawCircle(x + 10, y - 6, 22, fill(palette.sky[1], 0.92))
        for _ in range(46):
            star = (float(rng.uniform(area.left(), area.right())), float(rng.uniform(top, ground)))
            canvas.drawCircle(*star, float(rng.uniform(0.9, 2.6)), fill("#ffffff", float(rng.uniform(0.3, 0.9))))
    for tone, height, haze in ((palette.far, 0.34, 0.4), (palette.mid, 0.26, 0.14), (palette.near, 0.15, 0.0)):
        _distance(canvas, rng, room, area, view, mix(tone, palette.sky[-1], haze), (ground - top) * height, ground)
    canvas.drawRect(box(area.left(), ground, area.right(), bottom), fill(palette.near))
    _weather(canvas, rng, room, area)
    canvas.restore()


def _distance(
    canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, view: View, tone: str, height: float, ground: float
) -> None:
    """One distance of the view: blocks of houses, a ridge, or a row of tree crowns."""
    left, right = area.left(), area.right()
    if view is View.HILLS:
        xs = [left - 80 + i * (right - left + 160) / 7 for i in range(8)]
        ridge = [(x, ground - height * float(rng.uniform(0.45, 1.15))) for x in xs]
        path = curve(ridge)
        path.lineTo(right + 80, ground + 10)
        path.lineTo(left - 80, ground + 10)
        path.close()
        canvas.drawPath(path, linear((0, ground - height), (0, ground), [lighten(tone, 0.08), tone]))
        return
    x = left - 20
    while x < right:
        tall = height * float(rng.uniform(0.45, 1.35))
        if view is View.GARDEN:
            radius = tall * 0.55
            for _ in range(5):
                dx, dy = float(rng.uniform(-radius, radius)), float(rng.uniform(-0.4, 0.5)) * radius
                crown = mix(tone, room.palette.foliage, float(rng.uniform(0.25, 0.6)))
                canvas.drawCircle(x + dx, ground - tall * 0.6 + dy, radius * float(rng.uniform(0.5, 0.9)), fill(crown))
            canvas.drawRect(box(x - 4, ground - tall * 0.5, x + 4, ground), fill(darken(tone, 0.3)))
            x += radius * float(rng.uniform(1.1, 1.9))
            continue
        width = float(rng.uniform(40, 96))
        canvas.drawRect(
            box(x, ground - tall, x + width, ground + 8),
            linear((0, ground - tall), (0, ground), [tone, lighten(tone, 0.10)]),
        )
        _lit_windows(canvas, rng, room, box(x, ground - tall, x + width, ground))
        x += width + float(rng.uniform(-6, 8))


def _lit_windows(canvas: skia.Canvas, rng: Rng, room: Room, house: skia.Rect) -> None:
    share = 0.10 + 0.34 * room.lamp
    y = house.top() + 12
    while y < house.bottom() - 12:
        x = house.left() + 8
        while x < house.right() - 12:
            if rng.random() < share:
                canvas.drawRect(box(x, y, x + 7, y + 10), fill(room.palette.window, float(rng.uniform(0.35, 0.95))))
            x += 15
        y += 19


def _weather(canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect) -> None:
    """Rain runs down the glass, snow lies in the air, fog whitens the view."""
    weather = room.look.shot.weather
    if weather in (Weather.RAIN, Weather.STORM):
        for _ in range(90):
            x, y = float(rng.uniform(area.left(), area.right())), float(rng.uniform(area.top(), area.bottom()))
            length = float(rng.uniform(10, 60))
            canvas.drawLine(x, y, x - 4, y + length, stroke("#ffffff", 1.8, 0.28))
    elif weather is Weather.SNOW:
        for _ in range(110):
            x, y = float(rng.uniform(area.left(), area.right())), float(rng.uniform(area.top(), area.bottom()))
            canvas.drawCircle(x, y, float(rng.uniform(1.5, 5)), fill("#ffffff", 0.75))
    elif weather is Weather.FOG:
        canvas.drawRect(area, fill(room.palette.sky[-1], 0.55))


def opening(canvas: skia.Canvas, area: skia.Rect) -> None:
    """Cut a window's hole into the wall already painted on this layer."""
    canvas.drawRect(area, blended(fill("#000000"), skia.BlendMode.kClear))


def frame(canvas: skia.Canvas, room: Room, area: skia.Rect, colour: str, grid: tuple[int, int] = (2, 2)) -> None:
    """Reveal, glass shine, glazing bars (``grid`` panes across and down) and sill of a window."""
    shade = room.palette.shadow
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    canvas.save()
    canvas.clipRect(area)
    for i in range(2):
        x = left + area.width() * (0.16 + 0.42 * i)
        shine = polygon(
            [(x, bottom), (x + 46, bottom), (x + 46 + area.height() * 0.5, top), (x + area.height() * 0.5, top)]
        )
        canvas.drawPath(shine, fill("#ffffff", 0.07))
    depth: list[Tint] = [(shade, 0.35), (shade, 0.0)]
    canvas.drawRect(area, linear((0, top), (0, top + 40), depth))
    canvas.restore()
    for i in range(1, grid[0]):
        x = left + area.width() * i / grid[0]
        canvas.drawRect(
            box(x - 6, top, x + 6, bottom), linear((x - 6, 0), (x + 6, 0), [lighten(colour, 0.2), darken(colour, 0.25)])
        )
    for i in range(1, grid[1]):
        y = top + area.height() * i / grid[1]
        canvas.drawRect(
            box(left, y - 5, right, y + 5), linear((0, y - 5), (0, y + 5), [lighten(colour, 0.2), darken(colour, 0.25)])
        )
    rim = skia.Paint(fill(colour))
    rim.setStyle(skia.Paint.kStroke_Style)
    rim.setStrokeWidth(24)
    canvas.drawRect(area, rim)
    canvas.drawRect(area.makeOutset(12, 12), stroke(darken(colour, 0.35), 3, 0.6))
    canvas.drawRect(area.makeInset(11, 11), stroke(lighten(colour, 0.45), 2.4, 0.7))
    sill = box(left - 44, bottom + 8, right + 44, bottom + 34)
    canvas.drawRoundRect(
        sill, 5, 5, linear((0, bottom + 8), (0, bottom + 34), [lighten(colour, 0.35), darken(colour, 0.12)])
    )
    canvas.drawRect(
        box(left - 34, bottom + 34, right + 34, bottom + 58),
        linear((0, bottom + 34), (0, bottom + 58), [(shade, 0.38), (shade, 0.0)]),
    )


def curtain(
    canvas: skia.Canvas, _rng: Rng, room: Room, x: float, top: float, width: float, bottom: float, colour: str
) -> None:
    """One hanging length of cloth from (x, top), gathered in folds; a negative width hangs to the left."""
    folds = 6
    drape = []
    for i in range(folds + 1):
        drape.append((x + width * i / folds * (0.86 + 0.06 * (i % 2)), top))
    hem = [(x + width * i / folds * (1.0 + 0.05 * math.sin(i * 2.1)), bottom + 12 * (i % 2)) for i in range(folds + 1)]
    for i in range(folds):
        strip = polygon([drape[i], drape[i + 1], hem[i + 1], hem[i]])
        bright, dark = lighten(colour, 0.20), mix(colour, room.palette.shadow, 0.34)
        ends = [bright, colour, dark] if width > 0 else [dark, colour, bright]
        x0, x1 = sorted((hem[i][0], hem[i + 1][0]))
        canvas.drawPath(strip, linear((x0, 0), (x1, 0), ends))
    shade: list[Tint] = [(room.palette.shadow, 0.30), (room.palette.shadow, 0.0)]
    low, high = sorted((x, x + width))
    canvas.drawRect(box(low, top, high, top + 90), linear((0, top), (0, top + 90), shade))


def rod(canvas: skia.Canvas, x0: float, x1: float, y: float, colour: str) -> None:
    """A curtain rod with finials."""
    canvas.drawLine(x0, y, x1, y, stroke(darken(colour, 0.3), 9))
    canvas.drawLine(x0, y - 2, x1, y - 2, stroke(lighten(colour, 0.3), 2.5, 0.8))
    for x in (x0, x1):
        canvas.drawCircle(x, y, 12, radial((x - 4, y - 4), 16, [lighten(colour, 0.5), darken(colour, 0.3)]))


def cast_light(
    canvas: skia.Canvas, rng: Rng, room: Room, area: skia.Rect, gobo: Gobo, spare: skia.Rect | None = None
) -> None:
    """The patch of sun or moon on a wall: a slanted window, its bars or blinds, and the shadow of leaves outside.

    Meant for a layer with blur 5 or so. ``spare`` is the window itself, which the light does not fall on.
    """
    colour, strength = room.sunbeam, min(0.92, 1.12 * room.sun)
    lean = -0.36 * room.sun_side
    canvas.save()
    canvas.translate(area.left() - lean * area.height() / 2, area.top())
    canvas.skew(lean, 0)
    whole = box(-60, -60, area.width() + 60, area.height() + 60)
    canvas.saveLayer(whole)
    fade = linear((0, 0), (0, area.height()), [(colour, strength), (colour, strength * 0.55)])
    if gobo is Gobo.BLINDS:
        step = 44.0
        for i in range(int(area.height() / step)):
            canvas.drawRect(box(0, i * step, area.width(), i * step + step * 0.56), fade)
    else:
        across, down = 3, max(2, round(area.height() / 210))
        width, height = area.width() / across, area.height() / down
        for i in range(across):
            for j in range(down):
                canvas.drawRect(box(i * width + 11, j * height + 11, (i + 1) * width - 11, (j + 1) * height - 11), fade)
    if gobo is not Gobo.BLINDS or rng.random() < 0.5:
        erase = blended(fill("#000000", 0.80), skia.BlendMode.kDstOut)
        for _ in range(4 if gobo is Gobo.LEAVES else 1):
            _twig_shadow(canvas, rng, area, erase)
    canvas.restore()
    canvas.restore()
    if spare is not None:
        opening(canvas, spare.makeOutset(26, 26))


def _twig_shadow(canvas: skia.Canvas, rng: Rng, area: skia.Rect, paint: skia.Paint) -> None:
    x, y = float(rng.uniform(-0.1, 0.9)) * area.width(), float(rng.uniform(-0.15, 0.75)) * area.height()
    angle = float(rng.uniform(0.2, 1.2))
    for i in range(9):
        px, py = x + math.cos(angle) * i * 44, y + math.sin(angle) * i * 44
        for side in (-1, 1):
            canvas.save()
            canvas.translate(px, py)
            canvas.rotate(math.degrees(angle) + side * 52)
            canvas.drawPath(leaf(84 - i * 3.4, 0.28), paint)
            canvas.restore()
