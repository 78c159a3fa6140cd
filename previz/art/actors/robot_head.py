"""A robot's head: shell, visor, glowing eyes and mouth, beacon."""

from dataclasses import dataclass

import skia

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import box, oval, shape
from previz.art.paint import mix


@dataclass(frozen=True)
class RobotHead:
    """The look of one head. ``shape`` is round, dome or boxy; ``ears`` disc or pad."""

    shell: str
    dark: str
    shine: str
    beacon: str
    shape: str
    ears: str


def draw_head(brush: Brush, head: RobotHead, mouth: float, blink: bool, sway: float) -> None:
    """Paint the head with its neck at the origin, some 145 units tall and its beacon swaying -1..1."""
    _beacon(brush, head, sway)
    brush.metal(box(78, -92, 92, -56, 7), mix(head.shell, head.dark, 0.45), rim=0.2)
    skull = _skull(head.shape)
    brush.metal(skull, head.shell, edge=6)
    with brush.inside(skull):
        brush.grade(box(-90, -150, 100, -100), (0, -146), (0, -102), [("#ffffff", 0.42), ("#ffffff", 0.0)])
        brush.pure(box(-90, -17, 100, -14.5), head.dark, 0.35)
    _visor(brush, head, mouth, blink)
    ear = oval(-66, -72, 17, 27) if head.ears == "disc" else box(-82, -98, -54, -46, 11)
    brush.metal(ear, mix(head.shell, head.dark, 0.30))
    brush.form(oval(-68, -72, 7, 13), head.dark, rim=0.2)


def _skull(kind: str) -> skia.Path:
    if kind == "boxy":
        return box(-70, -142, 86, -4, 26)
    if kind == "dome":
        return shape((-66, -22), (-76, -160, 92, -160, 84, -22), (82, -2, 62, 0), (-44, 0), (-64, -2, -66, -22))
    return box(-72, -142, 88, 0, 58)


def _visor(brush: Brush, head: RobotHead, mouth: float, blink: bool) -> None:
    glass = box(-34, -114, 85, -24, 36 if head.shape != "boxy" else 18)
    night = mix(head.dark, "#0b0a1c", 0.7)
    brush.grade(glass, (0, -114), (0, -24), [mix(night, head.shine, 0.10), night])
    brush.stroke(glass, mix(head.dark, "#000000", 0.2), 3, 0.8)
    with brush.inside(glass):
        for x in (10.0, 56.0):
            brush.glow(x, -78, 44, head.shine, 0.42)
            eye = box(x - 11, -79, x + 11, -75, 2) if blink else oval(x, -78, 10.5, 15)
            brush.pure(eye, mix(head.shine, "#ffffff", 0.72))
        width, height = 17 - 4 * mouth, 2.6 + 12 * mouth
        lips = box(33 - width, -44 - height * 0.75, 33 + width, -44 + height * 1.1, min(width, height * 0.9))
        brush.glow(33, -44, 36, head.shine, 0.25 + 0.25 * mouth)
        if mouth < 0.08:
            smile = skia.Path()
            smile.moveTo(20, -46)
            smile.quadTo(33, -37, 46, -46)
            brush.stroke(smile, mix(head.shine, "#ffffff", 0.6), 4.5, lit=False)
        else:
            brush.pure(lips, mix(head.shine, "#ffffff", 0.6))
            brush.pure(
                box(33 - width + 4, -44, 33 + width - 4, -44 + height * 0.8, 3), mix(head.shine, night, 0.45), mouth
            )
        brush.grade(
            shape((-34, -118), (90, -118), (90, -98), (40, -84, -34, -92)),
            (0, -116),
            (0, -84),
            [("#ffffff", 0.26), ("#ffffff", 0.05)],
        )


def _beacon(brush: Brush, head: RobotHead, sway: float) -> None:
    tip = (-20 + 7 * sway, -186.0)
    brush.line([(-6, -138), (-12 + 2 * sway, -162), tip], mix(head.shell, head.dark, 0.4), 5.5)
    brush.form(box(-18, -146, 8, -136, 5), mix(head.shell, head.dark, 0.4), rim=0.4)
    brush.glow(*tip, 40, head.beacon, 0.5)
    brush.ball(*tip, 10.5, head.beacon, gloss=0.4)
    brush.pure(oval(tip[0] - 3, tip[1] - 4, 3.2), "#ffffff", 0.8)
