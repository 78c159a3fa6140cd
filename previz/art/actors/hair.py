"""Hair: what falls behind the head and what lies over it. Loose hair follows the wind, -1..1."""

import math

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import oval, ribbon, shape, smooth
from previz.art.paint import Point

_CAP: list[Point] = [
    (44, -72),
    (48, -92),
    (32, -113),
    (2, -121),
    (-32, -113),
    (-52, -86),
    (-51, -58),
    (-42, -34),
    (-33, -30),
    (-31, -48),
    (-22, -56),
    (-19, -74),
    (-8, -86),
    (16, -86),
    (32, -92),
]


def draw_hair_behind(brush: Brush, style: str, colour: str, wind: float) -> None:
    """The part behind the neck and shoulders."""
    drift = 16 * wind
    if style == "long":
        fall = smooth(
            [
                (30, -106),
                (-24, -116),
                (-54, -84),
                (-58, -40),
                (-66 - drift * 0.6, 10),
                (-62 - drift * 1.4, 58),
                (-34 - drift, 66),
                (-8 - drift * 0.6, 40),
                (24, -10),
                (40, -60),
            ]
        )
        brush.form(fall, colour, rim=0.5)
        for k in range(3):
            x = -46 + k * 17
            strand = [(x, -70.0), (x - 6 - drift * 0.3, -10.0), (x - 4 - drift, 46.0)]
            brush.line(strand, brush.tone.shade(colour), 2.4, 0.5)
    elif style == "bob":
        brush.form(
            smooth(
                [
                    (30, -108),
                    (-24, -116),
                    (-56, -86),
                    (-60, -44),
                    (-56 - drift * 0.5, -4),
                    (-30, 2),
                    (20, -8),
                    (38, -60),
                ]
            ),
            colour,
            rim=0.5,
        )
    elif style == "ponytail":
        tail: list[Point] = [(-44, -86), (-74 - drift * 0.4, -76), (-84 - drift, -40), (-78 - drift * 1.7, 0)]
        brush.form(ribbon([*tail], [18, 30, 28, 8]), colour, rim=0.5)
        brush.form(oval(-48, -86, 8), "#c9503f", rim=0.3)
    elif style == "pigtails":
        for x, way in ((-46, -1), (44, 1)):
            end = x + way * 22 - drift
            brush.form(
                ribbon(
                    [(x, -62), (x + way * 22 - drift * 0.3, -44), (end, -8), (end - drift * 0.5, 22)],
                    [15, 27, 26, 17, 6],
                ),
                colour,
                rim=0.4,
            )
            brush.form(oval(x + way * 3, -60, 7), "#e2703f", rim=0.3)
    elif style == "bun":
        brush.form(oval(-46, -104, 25, 23), colour)
        brush.line([(-60, -112), (-46, -118), (-32, -106)], brush.tone.shade(colour), 2.4, 0.6)
    elif style == "curly":
        for x, y, r in ((-46, -44, 20), (-52, -72, 24), (-44, -100, 25), (-38, -26, 15)):
            brush.form(oval(x, y, r), colour, rim=0.12)


def draw_hair_front(brush: Brush, style: str, colour: str, wind: float) -> None:
    """The part over the skull and forehead."""
    drift = 5 * wind
    if style == "bald":
        brush.pure(oval(-6, -94, 16, 7), "#ffffff", 0.16)
        return
    if style == "fringe":
        ring = smooth([(-24, -64), (-36, -88), (-50, -82), (-52, -56), (-42, -32), (-32, -30), (-31, -50)])
        brush.form(ring, colour, edge=3)
        return
    if style == "curly":
        for k in range(10):
            angle = math.pi * (1.02 + 0.94 * k / 9)
            x, y = 1 + math.cos(angle) * 43, -76 + math.sin(angle) * 36
            brush.form(oval(x, y, 19 - (k % 3) * 2), colour, rim=0.15)
        brush.form(smooth([(40, -88), (20, -112), (-24, -110), (-44, -84), (-20, -78), (10, -90)]), colour, rim=0)
        return
    crown = list(_CAP)
    if style in ("long", "bob", "pigtails", "ponytail", "bun"):
        crown[12:] = [(-14.0, -80.0), (2.0, -94.0), (34 + drift * 0.3, -98.0)]
        crown[7:10] = [(-48.0, -36.0), (-40.0, -22.0), (-34.0, -46.0)] if style in ("long", "bob") else crown[7:10]
    cap = smooth(crown)
    brush.form(cap, colour, edge=4)
    if style == "tousled":
        for k, (x, y, a) in enumerate(
            ((-36, -106, -2.3), (-14, -116, -1.9), (10, -117, -1.3), (30, -108, -0.9), (42, -88, -0.2))
        ):
            tip = (x + math.cos(a) * 24 - drift * (1 + k % 2), y + math.sin(a) * 20)
            brush.form(shape((x - 11, y + 8), (x - 4, y - 6, *tip), (x + 10, y - 2, x + 12, y + 10)), colour, rim=0.4)
    if style == "side":
        brush.form(smooth([(-30, -108), (10, -126), (46, -112), (52, -84), (38, -92), (0, -94)]), colour)
    if style in ("bob", "long"):
        brush.form(
            smooth([(-12, -112), (28, -112), (50, -84), (50 - drift * 0.3, -56), (42, -74), (26, -90), (0, -98)]),
            colour,
            edge=3,
        )
    with brush.inside(cap):
        brush.line([(-38, -92), (-14, -108), (18, -110)], brush.tone.lit(colour), 5, 0.35)
        brush.line([(-44, -70), (-34, -84), (-20, -92)], brush.tone.shade(colour), 2.4, 0.5)
