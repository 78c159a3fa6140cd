"""A spacesuit over a posed body: the pack on its back, the panel on its chest."""

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import box
from previz.art.paint import mix

_PIPING = "#e8743b"


def draw_pack(brush: Brush, colour: str, torso: float, bulk: float) -> None:
    """The life support, seen from the side behind a trunk whose hip is the origin."""
    t, b = torso, bulk
    grey = mix(colour, "#5a6272", 0.32)
    brush.form(box(-88 * b, -t - 10 * b, -30 * b, 6 * b, 17 * b), grey, rim=0.9)
    brush.form(box(-84 * b, -t * 0.52, -58 * b, -t * 0.20, 6 * b), mix(grey, "#2c3242", 0.4), rim=0.2)
    brush.pure(box(-80 * b, -t - 2 * b, -50 * b, -t + 4 * b, 2), _PIPING, 0.9)


def draw_panel(brush: Brush, colour: str, torso: float, bulk: float) -> None:
    """Straps, the chest panel with its lamps, and the belt."""
    t, b = torso, bulk
    dark = mix(colour, "#2c3242", 0.62)
    for x in (-24, 34):
        brush.line([(x * b, -t - 4 * b), ((x * 0.8) * b, -t * 0.62)], mix(colour, "#5a6272", 0.5), 6 * b)
    brush.form(box(-20 * b, -t * 0.72, 36 * b, -t * 0.40, 7 * b), mix(colour, "#7a8494", 0.35), rim=0.5)
    brush.pure(box(-14 * b, -t * 0.67, 12 * b, -t * 0.56, 3 * b), dark)
    for x, lamp in ((19, "#e8573f"), (28, "#5fd0a0")):
        brush.ball(x * b, -t * 0.62, 4.2 * b, lamp, gloss=0.4)
    for x in (-10, 2, 14, 26):
        brush.ball(x * b, -t * 0.47, 3.2 * b, dark)
    brush.line([(-39 * b, -t * 0.10), (2 * b, -t * 0.04), (42 * b, -t * 0.10)], dark, 9 * b, 0.85)
