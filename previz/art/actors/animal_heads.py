"""Animals' heads in profile, facing right, the neck at the origin: eyes that blink and mouths that open."""

from collections.abc import Callable
from dataclasses import dataclass

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import oval, shape, smooth
from previz.art.paint import Point, mix


@dataclass(frozen=True)
class Coat:
    """Fur and its markings."""

    fur: str
    pale: str
    dark: str
    collar: str
    spotted: bool = False
    striped: bool = False


def _eye(brush: Brush, x: float, y: float, size: float, blink: bool, iris: str = "#3a2418") -> None:
    if blink:
        brush.line([(x - size, y), (x, y + size * 0.5), (x + size, y)], "#1c1216", size * 0.34)
        return
    brush.flat(oval(x, y, size * 0.9, size), iris)
    brush.flat(oval(x + size * 0.1, y, size * 0.55, size * 0.66), "#120c10")
    brush.pure(oval(x + size * 0.28, y - size * 0.38, size * 0.28), "#ffffff", 0.95)
    brush.line(
        [(x - size, y - size * 0.25), (x, y - size * 1.05), (x + size, y - size * 0.4)], "#1c1216", size * 0.24, 0.7
    )


def _gape(brush: Brush, hinge: Point, tip: Point, mouth: float, jaw: str, thick: float, tongue: bool = True) -> None:
    """A lower jaw swinging open about its hinge."""
    reach = tip[0] - hinge[0]
    with brush.at(*hinge, turn=24 * mouth):
        if mouth > 0.05:
            brush.flat(
                shape(
                    (0, -thick * 0.9), (reach * 0.94, -thick * 0.5 - 24 * mouth), (reach * 0.98, 0), (0, thick * 0.5)
                ),
                "#5a1c22",
            )
            if tongue:
                brush.flat(
                    smooth(
                        [(reach * 0.1, -2), (reach * 0.7, -thick * 0.4), (reach * 0.9, 0), (reach * 0.6, thick * 0.3)]
                    ),
                    "#e0707a",
                )
        brush.form(
            smooth(
                [
                    (-6, -thick * 0.4),
                    (reach * 0.5, -thick * 0.2),
                    (reach * 0.96, -thick * 0.4),
                    (reach, thick * 0.3),
                    (reach * 0.6, thick * 0.8),
                    (0, thick * 0.9),
                ]
            ),
            jaw,
            rim=0.4,
            edge=3,
        )


def dog_head(brush: Brush, coat: Coat, mouth: float, blink: bool, sway: float) -> None:
    """A friendly dog: dropped ears, broad muzzle, collar."""
    brush.form(smooth([(-38, 18), (-4, 40), (34, 26), (38, 40), (0, 58), (-44, 34)]), coat.collar, rim=0.6, edge=3)
    brush.ball(10, 54, 9, "#e0b24a", gloss=0.5)
    _gape(brush, (34, 0), (112, 0), mouth, mix(coat.pale, coat.fur, 0.4), 13)
    head = smooth(
        [
            (-46, -4),
            (-52, -48),
            (-26, -84),
            (20, -88),
            (48, -66),
            (64, -44),
            (104, -40),
            (124, -26),
            (118, -6),
            (76, 6),
            (40, 14),
            (-6, 26),
        ]
    )
    brush.form(head, coat.fur, edge=5)
    muzzle = smooth([(62, -40), (104, -42), (126, -26), (119, -5), (80, 6), (48, 8), (46, -18)])
    brush.form(muzzle, coat.pale, rim=0.6)
    brush.line([(58, 2), (88, 4), (116, -6)], coat.dark, 3, 0.75)
    brush.ball(119, -36, 12, "#2a1e22", gloss=0.3)
    brush.pure(oval(116, -41, 4, 2.6), "#ffffff", 0.6)
    _eye(brush, 34, -48, 9.5, blink)
    brush.line([(22, -66), (34, -70), (46, -64)], coat.dark, 4, 0.6)
    flop = 7 * sway
    brush.form(
        smooth([(-34, -72), (-8, -78), (4, -50), (-4 + flop * 0.5, 0), (-24 + flop, 22), (-48 + flop, 6), (-50, -36)]),
        coat.dark,
        edge=4,
    )


def cat_head(brush: Brush, coat: Coat, mouth: float, blink: bool, sway: float) -> None:
    """A round cat's face, three quarters: ears that twitch, whiskers, slit eyes."""
    twitch = 3 * sway
    for x, lean in ((-30, -8 + twitch), (42, 8)):
        brush.form(
            shape((x - 24, -62), (x - 20 + lean, -100, x + lean - 4, -118), (x + 12 + lean, -100, x + 26, -60)),
            coat.fur,
            edge=4,
        )
        brush.flat(shape((x - 12, -66), (x + lean - 4, -102), (x + 14, -64)), "#e8a0a0", 0.8)
    head = smooth([(-62, -24), (-56, -58), (-22, -82), (30, -84), (66, -60), (74, -26), (50, 8), (8, 20), (-40, 8)])
    brush.form(head, coat.fur, edge=5)
    with brush.inside(head):
        if coat.striped:
            for x in (-10, 8, 26):
                brush.line([(x, -90), (x + 1, -62)], coat.dark, 7, 0.85)
            for y in (-30, -16):
                brush.line([(-64, y), (-42, y + 3)], coat.dark, 6, 0.8)
    brush.form(smooth([(0, -16), (22, -24), (46, -18), (52, 0), (26, 14), (-2, 6)]), coat.pale, rim=0.3)
    for x in (-10, 46):
        if blink:
            _eye(brush, x, -38, 12, True)
        else:
            brush.flat(oval(x, -38, 13 if x < 0 else 11.5, 13.5), "#f2e9c8")
            brush.flat(oval(x + 1, -38, 11, 12.5), "#8fb84a")
            brush.flat(oval(x + 2, -38, 4.6, 11), "#16100f")
            brush.pure(oval(x + 5, -43, 3.4), "#ffffff", 0.95)
            brush.line([(x - 13, -40), (x, -52), (x + 13, -42)], "#1c1216", 3)
    if mouth > 0.05:
        brush.flat(
            smooth([(14, -3), (26, -6), (38, -3), (34, 4 + 15 * mouth), (24, 7 + 18 * mouth), (17, 4 + 15 * mouth)]),
            "#5a1c22",
        )
        brush.flat(oval(25, 5 + 12 * mouth, 7, 5 * mouth + 1), "#e0707a")
    brush.flat(shape((18, -15), (24, -17, 34, -15), (30, -6, 26, -5), (22, -6, 18, -15)), "#d9707a")
    brush.line([(26, -6), (20, 2), (10, 0)], coat.dark, 2.8, 0.8)
    brush.line([(26, -6), (33, 2), (42, -1)], coat.dark, 2.8, 0.8)
    for side, x in ((-1, -2), (1, 52)):
        for k in range(3):
            brush.line(
                [(x, -4 + k * 5), (x + side * 30, -10 + k * 9), (x + side * 56, -10 + k * 14)], "#fbf4ea", 1.8, 0.8
            )


def fox_head(brush: Brush, coat: Coat, mouth: float, blink: bool, sway: float) -> None:
    """A fox: pointed muzzle, white cheeks, black-tipped ears."""
    brush.form(shape((10, -74), (28, -118, 34, -136), (50, -106, 48, -66)), mix(coat.fur, coat.dark, 0.3), rim=0.4)
    _gape(brush, (34, -2), (108, -4), mouth, coat.pale, 9)
    head = smooth(
        [
            (-46, 2),
            (-54, -44),
            (-28, -80),
            (20, -86),
            (52, -66),
            (88, -38),
            (126, -20),
            (120, -8),
            (74, 2),
            (34, 18),
            (-10, 26),
        ]
    )
    brush.form(head, coat.fur, edge=5)
    cheek = smooth([(118, -10), (76, -22), (40, -18), (8, -26), (-28, -8), (-42, 10), (-10, 28), (34, 18), (74, 4)])
    brush.form(cheek, coat.pale, rim=0.3)
    brush.line([(60, 4), (92, -2), (118, -10)], coat.dark, 2.6, 0.6)
    brush.ball(123, -19, 9.5, "#1e1618", gloss=0.3)
    _eye(brush, 40, -44, 8.6, blink, "#5a3414")
    twitch = 4 * sway
    ear = shape((-36, -64), (-32 + twitch, -116, -16 + twitch, -146), (8, -118, 14, -76))
    brush.form(ear, coat.fur, edge=5)
    with brush.inside(ear):
        brush.flat(shape((-40, -112), (30, -112), (30, -170), (-40, -170)), coat.dark, 0.95)
    brush.flat(shape((-20, -72), (-16 + twitch, -108, -12 + twitch, -120), (2, -102, 4, -78)), coat.pale, 0.8)


def horse_head(brush: Brush, coat: Coat, mouth: float, blink: bool, sway: float) -> None:
    """A horse: long face with a blaze, forelock and bridle."""
    hair = mix(coat.fur, "#1c1216", 0.72)
    brush.form(shape((-6, -62), (2, -92, 12, -102), (22, -84, 20, -58)), mix(coat.fur, coat.dark, 0.4), rim=0.3)
    _gape(brush, (40, 24), (106, 54), mouth * 1.1, mix(coat.fur, coat.dark, 0.45), 10, tongue=False)
    head = smooth(
        [
            (-38, 10),
            (-40, -40),
            (-16, -66),
            (22, -62),
            (52, -36),
            (88, 4),
            (116, 34),
            (114, 58),
            (90, 64),
            (58, 42),
            (26, 36),
            (-2, 36),
        ]
    )
    brush.form(head, coat.fur, edge=4)
    brush.form(
        smooth([(88, 8), (116, 34), (114, 58), (92, 64), (74, 48), (76, 24)]),
        mix(coat.fur, coat.dark, 0.5),
        rim=0.4,
        edge=3,
    )
    with brush.inside(head):
        brush.flat(smooth([(30, -62), (58, -36), (90, 2), (84, 8), (48, -26), (22, -54)]), "#f6efe6", 0.9)
    brush.flat(oval(103, 38, 4.6, 6), "#1c1216")
    _eye(brush, 24, -26, 8, blink)
    ear = shape((-20, -54), (-16 + 3 * sway, -88, -4 + 3 * sway, -104), (10, -84, 10, -58))
    brush.form(ear, coat.fur, edge=3)
    brush.form(smooth([(-6, -70), (16, -74), (38, -50), (40 + 5 * sway, -24), (24, -42), (4, -56)]), hair, rim=0.3)
    for line in ([(-28, 14), (6, -60)], [(58, 42), (82, 0)], [(0, -44), (66, 20)]):
        brush.line([(float(x), float(y)) for x, y in line], coat.collar, 4.5, curve=False)
    brush.metal(oval(66, 26, 5.5), "#d9b45a")


HEADS: dict[str, Callable[[Brush, Coat, float, bool, float], None]] = {
    "curl": dog_head,
    "long": cat_head,
    "brush": fox_head,
    "hair": horse_head,
}
"""By the tail that goes with it."""
