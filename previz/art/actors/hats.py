"""Hats, on a head with its chin at the origin and its crown 108 units above."""

import skia

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.paint import mix


def draw_hat(brush: Brush, hat: str, colour: str) -> None:
    """Paint one hat; an unknown one is not drawn."""
    {
        "beanie": _beanie,
        "cap": _cap,
        "brim": _brim,
        "souwester": _souwester,
        "chef": _chef,
        "helmet": _helmet,
        "crown": _crown,
        "bubble": _bubble,
    }.get(hat, _bare)(brush, colour)


def covers_hair(hat: str | None) -> bool:
    """Whether tall hair must stay below this hat."""
    return hat in ("beanie", "cap", "brim", "souwester", "chef", "helmet")


def _bare(brush: Brush, colour: str) -> None:
    del brush, colour


def _dome(top: float) -> skia.Path:
    return shape((-50, -80), (-58, top, 56, top, 51, -82), (20, -92, -20, -90, -50, -80))


def _beanie(brush: Brush, colour: str) -> None:
    brush.form(oval(-4, -140, 13), mix(colour, "#ffffff", 0.55))
    brush.form(_dome(-152), colour)
    cuff = smooth([(-54, -76), (-54, -94), (-10, -103), (34, -102), (55, -94), (54, -78), (20, -86), (-20, -84)])
    brush.form(cuff, mix(colour, "#ffffff", 0.14))
    with brush.inside(cuff):
        for x in range(-50, 56, 11):
            brush.line([(x, -106), (x, -74)], brush.tone.shade(colour), 2.4, 0.5)


def _cap(brush: Brush, colour: str) -> None:
    brush.form(shape((24, -92), (60, -98, 92, -88, 90, -80), (66, -82, 46, -78, 22, -80)), mix(colour, "#1c1626", 0.25))
    brush.form(_dome(-146), colour)
    brush.line([(4, -134), (16, -112), (18, -90)], brush.tone.shade(colour), 2.4, 0.6)
    brush.form(oval(0, -132, 5, 3.4), mix(colour, "#ffffff", 0.2), rim=0)


def _brim(brush: Brush, colour: str) -> None:
    crown = shape(
        (-46, -84), (-50, -150, -26, -158, 0, -146), (26, -158, 50, -146, 48, -86), (20, -94, -20, -94, -46, -84)
    )
    brush.form(crown, colour)
    with brush.inside(crown):
        brush.flat(
            shape((-60, -104), (-20, -114, 24, -114, 60, -106), (60, -88), (20, -96, -20, -96, -60, -84)),
            mix(colour, "#1c1626", 0.5),
        )
    brush.form(
        smooth([(-84, -84), (-50, -94), (0, -99), (50, -95), (88, -86), (50, -80), (0, -84), (-48, -79)]),
        mix(colour, "#ffffff", 0.06),
    )


def _souwester(brush: Brush, colour: str) -> None:
    back = smooth([(-38, -98), (-66, -70), (-92, -34), (-84, -24), (-54, -34), (-36, -48), (-30, -76)])
    brush.form(back, mix(colour, "#3a2440", 0.14))
    brush.form(_dome(-154), colour)
    for x in (-16, 20):
        brush.line([(x * 0.6, -134), (x, -112), (x * 1.1, -92)], brush.tone.shade(colour), 2.4, 0.6)
    brush.form(
        smooth([(-56, -74), (-50, -92), (0, -100), (48, -98), (82, -88), (90, -79), (54, -80), (10, -86), (-30, -80)]),
        mix(colour, "#ffffff", 0.10),
    )


def _chef(brush: Brush, colour: str) -> None:
    for x, y, r in ((-34, -142, 29), (34, -140, 28), (0, -154, 34)):
        brush.form(oval(x, y, r), colour, rim=0.5)
    brush.form(box(-44, -142, 46, -86, 8), colour)
    for x in (-22, 2, 26):
        brush.line([(x, -136), (x, -98)], brush.tone.shade(colour), 2.2, 0.35)


def _helmet(brush: Brush, colour: str) -> None:
    shell = _dome(-156)
    brush.form(shell, colour)
    with brush.inside(shell):
        brush.form(shape((-8, -150), (14, -150), (22, -84), (0, -84)), mix(colour, "#ffffff", 0.3), rim=0)
        brush.pure(oval(-24, -122, 9, 16), "#ffffff", 0.32)
    brush.form(box(-54, -90, 66, -80, 5), mix(colour, "#000000", 0.12))


def _crown(brush: Brush, colour: str) -> None:
    gold = shape(
        (-44, -92),
        (-52, -136),
        (-26, -114),
        (0, -146),
        (26, -114),
        (52, -136),
        (46, -92),
        (20, -100, -20, -100, -44, -92),
    )
    brush.metal(gold, colour)
    for x, y in ((-52, -136), (0, -146), (52, -136)):
        brush.ball(x, y, 5.5, "#d8412f", gloss=0.4)


def _bubble(brush: Brush, colour: str) -> None:
    glass = oval(2, -58, 78)
    brush.grade(glass, (-70, -130), (70, 20), [("#ffffff", 0.30), ("#bfe0ff", 0.06), ("#bfe0ff", 0.20)])
    brush.stroke(glass, colour, 4, 0.8)
    brush.stroke(smooth([(-56, -84), (-40, -112), (-14, -124)], closed=False), "#ffffff", 8, 0.65, lit=False)
    brush.form(box(-52, 2, 56, 22, 10), colour)
