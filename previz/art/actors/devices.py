"""Things with screens and circuits: phone, laptop, headphones, watch, camera."""

import math

import skia

from planner.shot import Actor
from previz.art.actors.base import ActorSprite
from previz.art.actors.brush import Brush
from previz.art.actors.goods import Goods, Turn, stand
from previz.art.actors.lettering import letter
from previz.art.actors.motion import pulse, wave
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import mix, polygon


def _facing(angle: float) -> float:
    """How much of a flat thing's width is seen at ``angle``; never quite edge on."""
    return max(0.06, abs(math.cos(angle)))


def phone(actor: Actor, look: Look) -> ActorSprite:
    """A phone standing upright, its screen alive."""
    traits = Traits(actor, look)
    shell = traits.main("#2c2c36", "#c9ccd6", "#3f5f86", "#d9a58f")
    first, second = traits.pick(["#ff7a59", "#5a6ff0", "#22b59a"]), traits.pick(["#8a4af0", "#ffb84a", "#2f8fd0"])
    outline = box(-140, -580, 140, 0, 42)

    def draw(brush: Brush, turn: Turn) -> None:
        back = math.cos(turn.angle) < 0
        with brush.at(stretch=_facing(turn.angle)):
            brush.metal(outline, shell, edge=4)
            if back:
                for lens in (-520, -440):
                    brush.form(oval(-80, lens, 30), mix(shell, "#14141c", 0.6), rim=0.6)
                    brush.pure(oval(-86, lens - 7, 8), "#ffffff", 0.5)
                return
            screen = box(-127, -567, 127, -13, 32)
            brush.grade(screen, (-127, -567), (127, -13), [first, second])
            with brush.inside(screen):
                for k in range(3):
                    radius = 90 + k * 70 + 10 * wave(turn.phase, 1, k * 0.2)
                    brush.pure(oval(60, -180, radius), "#ffffff", 0.08)
                if actor.label:
                    letter(brush, actor.label, (0, -360), (200, 70), "#ffffff", lit=False)
                for k in range(2):
                    y = -250 + k * 104 - 6 * pulse(turn.phase, 1)
                    brush.pure(box(-106, y, 106, y + 86, 22), "#ffffff", 0.24)
                    brush.pure(oval(-70, y + 43, 23), "#ffffff", 0.85)
                    brush.pure(box(-32, y + 24, 84, y + 36, 6), "#ffffff", 0.8)
                    brush.pure(box(-32, y + 50, 40, y + 60, 5), "#ffffff", 0.5)
                brush.pure(polygon([(-140, -580), (20, -580), (-140, -240)]), "#ffffff", 0.12)
            brush.pure(box(-36, -554, 36, -534, 10), "#101018")

    return stand(actor, look, Goods(draw, outline, (0, -290)))


def laptop(actor: Actor, look: Look) -> ActorSprite:
    """An open laptop, something being written on it."""
    traits = Traits(actor, look)
    shell = traits.main("#c4c8d2", "#4a4d58", "#d9c3b0")
    hue = traits.pick(["#5a6ff0", "#22b59a", "#ff7a59"])
    lid = box(-330, -470, 330, -34, 22)
    outline = skia.Op(lid, box(-400, -40, 400, 0, 12), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        brush.metal(lid, shell)
        screen = box(-314, -454, 314, -58, 10)
        brush.grade(screen, (-314, -454), (314, -58), ["#161a2c", "#262c48"])
        with brush.inside(screen):
            brush.pure(box(-314, -454, -214, -58), "#ffffff", 0.06)
            for k in range(5):
                brush.pure(
                    box(-296, -424 + k * 44, -236, -408 + k * 44, 8),
                    "#ffffff" if k != 1 else hue,
                    0.30 if k != 1 else 0.9,
                )
            if actor.label:
                letter(brush, actor.label, (50, -380), (420, 64), "#ffffff", lit=False)
            for k in range(7):
                grown = min(1.0, max(0.0, (turn.phase * 1.6 - k * 0.14) * 4)) * min(1.0, (1 - turn.phase) * 8)
                height = (60 + 150 * abs(math.sin(k * 1.7 + 0.6))) * (0.35 + 0.65 * grown)
                brush.grade(
                    box(-176 + k * 66, -84 - height, -134 + k * 66, -84, 8),
                    (0, -84 - height),
                    (0, -84),
                    [hue, mix(hue, "#161a2c", 0.5)],
                )
            brush.pure(polygon([(-314, -454), (-40, -454), (-250, -58), (-314, -58)]), "#ffffff", 0.06)
        brush.glow(0, -250, 380, hue, 0.14)
        brush.metal(
            shape((-400, -36), (400, -36), (404, -16), (396, 0, 380, 0), (-380, 0), (-396, 0, -404, -16)), shell, edge=4
        )
        brush.pure(box(-70, -36, 70, -26, 5), brush.tone.deep(shell), 0.6)

    return stand(actor, look, Goods(draw, outline, (0, -260)))


def headphones(actor: Actor, look: Look) -> ActorSprite:
    """Over-ear headphones: padded band and cups."""
    traits = Traits(actor, look)
    colour = traits.main("#2f2f3a", "#e9e2d6", "#c8473a", "#3f6f86")
    trim = traits.pick(["#d9a850", "#c4c8d2", "#e6735a"])
    outline = skia.Op(
        box(-250, -330, 250, 0, 120), shape((-190, -300), (-190, -560, 190, -560, 190, -300)), skia.kUnion_PathOp
    )

    def draw(brush: Brush, turn: Turn) -> None:
        arc = smooth(
            [(-188, -230), (-176, -400), (-96, -516), (0, -544), (96, -516), (176, -400), (188, -230)], closed=False
        )
        with brush.at(stretch=0.55 + 0.45 * _facing(turn.angle)):
            brush.stroke(arc, mix(colour, "#16141c", 0.4), 40)
            brush.stroke(arc, colour, 30)
            brush.stroke(
                smooth([(-150, -430), (-88, -514), (0, -545), (88, -514), (150, -430)], closed=False),
                mix(colour, "#ffffff", 0.25),
                9,
                0.6,
            )
            pad = smooth([(-120, -488), (-70, -512), (0, -524), (70, -512), (120, -488)], closed=False)
            brush.stroke(pad, mix(colour, "#4a3a34", 0.5), 26)
            for side in (-1, 1):
                brush.metal(box(side * 188 - 9, -320, side * 188 + 9, -190, 6), trim)
                brush.form(box(side * 128 - 34, -270, side * 128 + 34, -20, 34), mix(colour, "#16141c", 0.55))
                cup = box(side * 190 - 52, -286, side * 190 + 52, -4, 50)
                brush.metal(cup, colour, edge=6)
                brush.stroke(oval(side * 196, -145, 34, 96), trim, 5)
                for k in range(3):
                    level = 20 + 34 * pulse(turn.phase, 2 + k % 2, 0.2 * k)
                    brush.pure(
                        box(side * 196 - 17 + k * 13, -145 - level, side * 196 - 9 + k * 13, -145 + level, 4), trim, 0.9
                    )

    return stand(actor, look, Goods(draw, outline, (0, -260), sheen=box(-242, -286, -138, -4, 50)))


def watch(actor: Actor, look: Look) -> ActorSprite:
    """A wristwatch with a running second hand."""
    traits = Traits(actor, look)
    case = traits.main("#c9ced8", "#d9a850", "#3a3a46")
    strap = traits.colour_of("strap") or traits.pick(["#6a4030", "#2f3038", "#3f5f4a"])
    dial = traits.colour_of("dial") or traits.pick(["#f6f1e6", "#1f2c4a", "#24242c"])
    outline = skia.Op(oval(0, -280, 176), box(-92, -580, 92, 0, 26), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        ink = "#2a2630" if dial == "#f6f1e6" else "#f2ece0"
        with brush.at(stretch=_facing(turn.angle) if abs(turn.angle) > 0.2 else 1.0):
            for low, high in ((-140, 0), (-580, -420)):
                band = (
                    shape((-92, low), (92, low), (80, high), (-80, high))
                    if low == -140
                    else shape((-92, high), (92, high), (80, low), (-80, low))
                )
                brush.form(band, strap, edge=5)
                with brush.inside(band):
                    for x in (-66, 66):
                        brush.stroke(
                            smooth([(x, low), (x * 0.92, high)], closed=False), mix(strap, "#f6e9d0", 0.6), 2.6, 0.6
                        )
            brush.metal(box(168, -302, 196, -258, 8), case)
            brush.metal(oval(0, -280, 176), case, edge=6)
            brush.form(oval(0, -280, 148), mix(case, "#16141c", 0.5), rim=0.2)
            brush.form(oval(0, -280, 142), dial, rim=0.2)
            for k in range(60):
                a = math.tau * k / 60
                inner, width = (110, 7) if k % 5 == 0 else (126, 2.4)
                ends = [(math.sin(a) * r, -280 - math.cos(a) * r) for r in (inner, 132)]
                brush.line(ends, ink, width, 0.95 if k % 5 == 0 else 0.5)
            if actor.label:
                letter(brush, actor.label, (0, -334), (110, 26), ink)
            for hours, length, width, tint in (
                (10.17 / 12, 70, 10, ink),
                (10 / 60, 104, 7, ink),
                (turn.phase, 118, 3, "#e2553f"),
            ):
                a = math.tau * hours
                brush.line(
                    [(-math.sin(a) * 18, -280 + math.cos(a) * 18), (math.sin(a) * length, -280 - math.cos(a) * length)],
                    tint,
                    width,
                )
            brush.ball(0, -280, 9, case, gloss=0.4)
            brush.pure(
                shape(
                    (-110, -370),
                    (-60, -430, 40, -430, 90, -390),
                    (30, -380, -60, -340, -120, -270),
                    (-130, -300, -126, -340, -110, -370),
                ),
                "#ffffff",
                0.16,
            )

    return stand(actor, look, Goods(draw, outline, (0, -280)))


def camera(actor: Actor, look: Look) -> ActorSprite:
    """A photo camera with a fine lens; traits: silver, retro, black."""
    traits = Traits(actor, look)
    skin = traits.main("#33303a", "#7a4a34", "#3f5a56")
    top = traits.pick(["#c9ced8", "#d5c9b0", "#4a4852"])
    outline = skia.Op(box(-320, -360, 320, 0, 34), box(-110, -420, 110, -340, 20), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        brush.metal(shape((-112, -340), (-92, -420), (92, -420), (112, -340)), top)
        brush.form(box(-70, -406, 70, -368, 8), "#22222a", rim=0.3)
        for x, wide, tall in ((-230, 40, 30), (190, 46, 24), (262, 26, 40)):
            brush.metal(box(x - wide, -360 - tall, x + wide, -350, 7), mix(top, "#22222a", 0.25))
        brush.metal(box(-320, -360, 320, 0, 34), top, edge=6)
        brush.form(box(-320, -286, 320, -52), skin, rim=0.4)
        for k in range(5):
            brush.pure(box(-320, -270 + k * 46, 320, -267 + k * 46), "#000000", 0.10)
        brush.ball(252, -322, 14, "#d8412f", gloss=0.4)
        if actor.label:
            letter(brush, actor.label, (0, -312), (150, 26), "#2a2630")
        brush.metal(oval(0, -168, 158), mix(top, "#16141c", 0.35), edge=6)
        for radius, tint in ((140, "#24222a"), (118, "#3a3842"), (104, "#16141c")):
            brush.form(oval(0, -168, radius), tint, rim=0.5)
        brush.spread(oval(0, -168, 88), (-20, -190), 120, ["#5f6fd0", "#2a2f6a", "#0c0d1c"])
        brush.pure(oval(0, -168, 36), "#07070f", 0.9)
        drift = 8 * wave(turn.phase)
        brush.pure(oval(-34 + drift, -206, 24, 17), "#ffffff", 0.75)
        brush.pure(oval(30 + drift * 0.5, -132, 13, 9), "#ff9ad0", 0.5)
        brush.pure(oval(8, -118, 46, 14), "#7ad0ff", 0.22)

    return stand(actor, look, Goods(draw, outline, (0, -180)))
