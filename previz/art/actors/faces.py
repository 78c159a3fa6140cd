"""Faces, three quarters to the right: features that speak, blink and age."""

import skia

from previz.art.actors.brush import Brush
from previz.art.actors.outfit import Outfit
from previz.art.actors.shapes import oval, shape, smooth
from previz.art.paint import Point, mix

# A grown-up's head, chin at the origin, 108 units tall; a child's is rounder, its features lower.
HEAD_HEIGHT = 108.0
_ADULT = [
    (2, -108),
    (32, -98),
    (45, -72),
    (45, -44),
    (36, -18),
    (18, -1),
    (-4, -4),
    (-26, -22),
    (-41, -48),
    (-43, -78),
    (-26, -101),
]
_CHILD = [
    (2, -108),
    (36, -98),
    (52, -70),
    (52, -40),
    (40, -14),
    (16, -1),
    (-10, -3),
    (-34, -18),
    (-48, -46),
    (-48, -78),
    (-30, -102),
]


def skull(child: bool) -> skia.Path:
    """The outline of a head without hair."""
    return smooth([(float(x), float(y)) for x, y in (_CHILD if child else _ADULT)])


def draw_face(brush: Brush, outfit: Outfit, child: bool, mouth: float, blink: bool, gaze: float = 0.0) -> None:
    """Paint head and features; ``gaze`` -1..1 turns the eyes."""
    skin = outfit.skin
    head = skull(child)
    brush.form(head, skin, edge=4, depth=0.8)
    drop = 6.0 if child else 0.0
    blush = mix(skin, "#e2594a", 0.55)
    with brush.inside(head):
        for x in (-4.0, 40.0):
            brush.spread(oval(x, -36 + drop * 0.5, 15), (x, -36 + drop * 0.5), 15, [(blush, 0.42), (blush, 0.0)])
        if outfit.beard == "stubble":
            brush.pure(_beard_shape(), brush.tone.base(outfit.hair_colour), 0.26, blur=7)
    _ear(brush, skin, drop)
    if outfit.old:
        _age(brush, skin)
    _eyes(brush, outfit, child, drop, blink, gaze)
    _nose(brush, skin, child, drop)
    if outfit.beard == "full":
        _full_beard(brush, outfit.hair_colour)
    _mouth(brush, outfit, child, drop, mouth)
    if outfit.beard in ("full", "moustache"):
        whiskers = smooth([(4, -30), (14, -38), (24, -37), (34, -38), (42, -30), (34, -29), (24, -32), (13, -28)])
        brush.form(whiskers, outfit.hair_colour, rim=0.4, edge=2)
    if outfit.glasses:
        _glasses(brush, drop)


def _ear(brush: Brush, skin: str, drop: float) -> None:
    y = -50 + drop
    brush.form(oval(-27, y, 8.5, 12.5), skin, rim=0, edge=2)
    brush.flat(oval(-26, y + 1, 4, 7), brush.tone.shade(skin), 0.7)


def _eyes(brush: Brush, outfit: Outfit, child: bool, drop: float, blink: bool, gaze: float) -> None:
    size = 1.22 if child else 1.0
    y = -58 + drop * 1.6
    dark = "#2a1c22"
    brow = mix(outfit.hair_colour, dark, 0.15 if outfit.old else 0.35)
    for x, narrow in ((6.0, 1.0), (34.0, 0.84)):
        rx, ry = 7.8 * size * narrow, 8.2 * size
        lid: list[Point] = [
            (x - rx, y + 1),
            (x - rx * 0.3, y - ry * 0.95),
            (x + rx * 0.75, y - ry * 0.7),
            (x + rx, y + 1),
        ]
        if blink:
            brush.line([(x - rx, y + 1), (x, y + 4), (x + rx, y + 1)], dark, 3.2)
        else:
            eye = oval(x, y, rx, ry)
            brush.flat(eye, "#fbf7f2")
            with brush.inside(eye):
                ix = x + 1.0 + 1.6 * gaze
                brush.flat(oval(ix, y + 0.4, 6.2 * size * narrow, 7.3 * size), outfit.eyes)
                brush.flat(oval(ix, y + 0.4, 3.9 * size * narrow, 4.6 * size), "#17121a")
                brush.pure(oval(ix - 2, y - 2.6, 1.9 * size), "#ffffff", 0.95)
                brush.pure(
                    shape((x - rx, y - ry), (x + rx, y - ry), (x + rx, y - ry * 0.45), (x - rx, y - ry * 0.4)),
                    dark,
                    0.22,
                )
            brush.line(lid, dark, 2.8)
            if outfit.woman:
                outer = -1 if narrow == 1.0 else 1
                brush.line([(x + outer * rx, y + 1), (x + outer * (rx + 4.5), y - 3)], dark, 2.4)
        lift = y - 17 * size
        arch: list[Point] = [(x - 9 * narrow, lift + 3), (x, lift - 1), (x + 9 * narrow, lift + 1.5)]
        brush.line(arch, brow, 3.0 if outfit.woman or child else 4.4)


def _nose(brush: Brush, skin: str, child: bool, drop: float) -> None:
    warm = mix(skin, "#c4503a", 0.22)
    if child:
        brush.flat(oval(26, -38 + drop, 5.5, 4.2), warm, 0.8)
        return
    bridge = shape((24, -60), (28, -54, 36, -46, 36, -40), (34, -34, 24, -34, 20, -38), (26, -42, 24, -52, 24, -60))
    brush.flat(bridge, warm, 0.55)
    brush.line([(36, -41), (32, -36), (24, -36)], brush.tone.shade(skin), 2.2, 0.8)


def _mouth(brush: Brush, outfit: Outfit, child: bool, drop: float, mouth: float) -> None:
    x, y = 23.0, -21.0 + drop * 0.2 - (2 if child else 0)
    lip = mix(outfit.skin, "#8c2430", 0.66 if outfit.woman and not child else 0.52)
    if mouth < 0.06:
        brush.line([(x - 11, y - 2), (x + 1, y + 3.5), (x + 12, y - 3)], lip, 3.6)
        return
    wide, tall = 14.0 - 3.4 * mouth, 3.5 + 17.5 * mouth
    opening = shape(
        (x - wide, y - 2),
        (x - wide * 0.5, y - 4.5, x + wide * 0.5, y - 4.5, x + wide, y - 2),
        (x + wide * 0.9, y + tall * 0.9, x - wide * 0.9, y + tall * 0.9, x - wide, y - 2),
    )
    brush.flat(opening, "#5a1a22")
    with brush.inside(opening):
        brush.flat(oval(x + 1, y + tall * 0.78, wide * 0.7, tall * 0.32), "#d6606a")
        brush.flat(shape((x - wide, y - 5), (x + wide, y - 5), (x + wide, y - 0.6), (x - wide, y - 0.6)), "#fbf6ee")
    brush.stroke(opening, lip, 2.4)


def _beard_shape() -> skia.Path:
    return smooth(
        [
            (-30, -46),
            (-20, -34),
            (-2, -34),
            (12, -36),
            (24, -33),
            (38, -36),
            (46, -40),
            (42, -10),
            (20, 8),
            (-8, 4),
            (-28, -16),
        ]
    )


def _full_beard(brush: Brush, colour: str) -> None:
    beard = smooth(
        [
            (-31, -50),
            (-20, -38),
            (-4, -35),
            (10, -33),
            (24, -32),
            (38, -34),
            (47, -42),
            (46, -12),
            (34, 12),
            (16, 24),
            (-6, 12),
            (-26, -12),
        ]
    )
    brush.form(beard, colour, edge=4)
    with brush.inside(beard):
        for x in (-10, 4, 18, 31):
            brush.line([(x - 4, -22), (x + 2, -4), (x + 8, 16)], brush.tone.shade(colour), 2.2, 0.45)


def _age(brush: Brush, skin: str) -> None:
    crease = brush.tone.shade(skin)
    for points in (
        [(-9, -58), (-16, -62)],
        [(-9, -54), (-17, -53)],
        [(-2, -45), (6, -43), (14, -46)],
        [(6, -88), (22, -91), (36, -87)],
        [(10, -40), (5, -30), (7, -22)],
    ):
        brush.line([(float(x), float(y)) for x, y in points], crease, 1.8, 0.75)


def _glasses(brush: Brush, drop: float) -> None:
    y = -57 + drop * 1.5
    frame = "#2f2630"
    for x, rx in ((6, 15), (36, 12.5)):
        lens = oval(x, y, rx, 14)
        brush.pure(lens, "#ffffff", 0.16)
        brush.stroke(lens, frame, 3.2)
        brush.line([(x - rx * 0.4, y - 7), (x - rx * 0.7, y + 1)], "#ffffff", 2, 0.6)
    brush.line([(21, y - 1), (23.5, y - 1)], frame, 3)
    brush.line([(-9, y - 2), (-27, y - 6)], frame, 3)
