"""A house and a tent: small shelters, lit from within after dark."""

from planner.shot import Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.coffee_cart import steam
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import Tone, tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import mix, polygon


def _is_dark(tone: Tone) -> bool:
    return tone.night or tone.dimness > 0.15


def house(actor: Actor, look: Look) -> ActorSprite:
    """A cottage with gable, porch light, chimney smoke and flower boxes."""
    traits, tone = Traits(actor, look), tone_of(look)
    wall = traits.main("#efe2cd", "#d9b9a0", "#c9d3cf", "#e6c98f")
    roof = traits.colour_of("roof") or traits.pick(["#a8503c", "#5a5f73", "#7a4a3a"])
    door = traits.colour_of("door") or traits.pick(["#3f6f6a", "#b8483a", "#d9a03f"])
    wide = traits.chance(0.95, 1.05)

    def paint(brush: Brush, pose: Pose) -> None:
        with brush.at(stretch=wide):
            brush.form(box(126, -560, 178, -400, 3), mix(roof, "#8a6a58", 0.5))
            brush.form(box(118, -572, 186, -552, 4), mix(roof, "#5a4438", 0.5))
            steam(brush, 152, -574, pose.phase, 170, 24)
            brush.form(box(-250, -330, 250, 0), wall, edge=8)
            brush.grade(box(-250, -330, 250, -250), (0, -330), (0, -250), [(tone.shadow, 0.4), (tone.shadow, 0.0)])
            for k in range(1, 9):
                brush.pure(box(-250, -k * 36, 250, -k * 36 + 2.5), tone.shadow, 0.13)
            slope = shape((-300, -306), (-176, -540), (176, -540), (300, -306))
            brush.form(slope, roof, edge=8)
            with brush.inside(slope):
                for row in range(6):
                    y = -540 + row * 40
                    for k in range(-8, 9):
                        x = k * 40 + (row % 2) * 20
                        brush.stroke(
                            shape((x - 20, y), (x - 20, y + 26, x + 20, y + 26, x + 20, y)),
                            mix(roof, "#2a1a1c", 0.5),
                            2.4,
                            0.35,
                        )
            brush.form(polygon([(-150, -306), (-20, -470), (110, -306)]), mix(wall, "#ffffff", 0.08))
            brush.stroke(
                smooth([(-168, -296), (-20, -484), (128, -296)], closed=False, tension=0.0),
                mix(roof, "#fff2e0", 0.3),
                15,
            )
            brush.form(box(-306, -314, 306, -298, 5), mix(roof, "#2a1a1c", 0.25))
            _round_window(brush, -20, -370)
            for x in (-172, 164):
                _cottage_window(brush, x, -190)
            brush.form(box(-62, -232, 22, 0, 5), "#f4ece0", rim=0.4)
            brush.form(box(-52, -222, 12, 0, 4), door)
            for y in (-206, -110):
                brush.stroke(box(-42, y, 2, y + 80, 3), mix(door, "#1c1418", 0.35), 3, 0.6)
            brush.ball(0, -110, 5, "#e6c06a", gloss=0.5)
            brush.form(box(-84, -12, 44, 0, 3), "#b9ab9c")
            brush.ball(44, -196, 8, "#ffe6ae", gloss=0.5)
            if _is_dark(tone):
                brush.glow(44, -196, 110, "#ffd48a", 0.6)
            for x in (-226, -106, 84, 226):
                for k in range(5):
                    bush = oval(x + (k - 2) * 17, -16 - (k % 2) * 12, 21)
                    brush.form(bush, "#5f8a4e" if k % 2 else "#4f7a48", rim=0.4)

    return sprite(paint, tone, focus=(0, -250), loop_s=5.0, frames=24)


def _cottage_window(brush: Brush, x: float, y: float) -> None:
    brush.form(box(x - 52, y - 66, x + 52, y + 50, 4), "#f4ece0", rim=0.5)
    pane = box(x - 43, y - 57, x + 43, y + 41, 2)
    if _is_dark(brush.tone):
        brush.grade(pane, (x, y - 57), (x, y + 41), ["#ffe2a0", "#ffbf6a"])
        brush.glow(x, y, 120, "#ffcf7a", 0.38)
    else:
        brush.grade(pane, (x - 43, y - 57), (x + 43, y + 41), [brush.tone.lit("#9fc4d6"), brush.tone.shade("#5a7f98")])
        brush.pure(polygon([(x - 30, y + 30), (x + 14, y - 50), (x + 30, y - 50), (x - 12, y + 30)]), "#ffffff", 0.22)
    brush.line([(x, y - 57), (x, y + 41)], "#f4ece0", 6)
    brush.line([(x - 43, y - 8), (x + 43, y - 8)], "#f4ece0", 6)
    brush.form(box(x - 56, y + 48, x + 56, y + 72, 5), "#8a5a3c", rim=0.5)
    for k in range(7):
        tint = ("#e2573f", "#f4c02c", "#f08fb0")[k % 3]
        brush.flat(oval(x - 45 + k * 15, y + 42 - (k % 2) * 6, 9), "#5f8a4e")
        brush.flat(oval(x - 45 + k * 15, y + 36 - (k % 2) * 7, 6), tint)


def _round_window(brush: Brush, x: float, y: float) -> None:
    brush.form(oval(x, y, 36), "#f4ece0", rim=0.4)
    brush.pure(oval(x, y, 28), "#ffd98a" if _is_dark(brush.tone) else brush.tone.base("#7fa6bc"))
    brush.line([(x, y - 28), (x, y + 28)], "#f4ece0", 5)
    brush.line([(x - 28, y), (x + 28, y)], "#f4ece0", 5)


def tent(actor: Actor, look: Look) -> ActorSprite:
    """A ridge tent, its cloth breathing in the wind, a lamp inside after dark."""
    traits, tone = Traits(actor, look), tone_of(look)
    cloth = traits.main("#e08a3a", "#4f8f86", "#c9503f", "#d9b24a")

    def paint(brush: Brush, pose: Pose) -> None:
        puff = 7 * wave(pose.phase)
        back = shape((-40, -372), (170, -350), (250 + puff, -180, 322, 0), (190, 0))
        brush.form(back, mix(cloth, brush.tone.shadow, 0.25), edge=7)
        front = shape((-40, -378), (-150 - puff, -200, -262, 0), (196, 0), (80 + puff, -190, -40, -378))
        brush.form(front, cloth, edge=8)
        door = shape((-38, -300), (-78, -120, -104, 0), (70, 0), (20, -130, -38, -300))
        if _is_dark(tone):
            brush.grade(front, (-40, -378), (-30, 0), [("#ffdf9a", 0.15), ("#ffc46a", 0.55)])
            brush.grade(door, (0, -300), (0, 0), ["#ffe9b0", "#ffb65a"])
            brush.glow(-10, -100, 260, "#ffc46a", 0.5)
        else:
            brush.grade(door, (0, -300), (0, 0), [brush.tone.deep(cloth), mix(brush.tone.deep(cloth), "#1c1420", 0.5)])
        flap = shape((-38, -304), (-74, -160, -112, -6), (-150, -40, -110 - puff, -150, -38, -304))
        brush.form(flap, mix(cloth, "#fff2dc", 0.35))
        for points in ([(-40, -374), (-140, -190), (-250, -4)], [(-40, -374), (70, -190), (186, -4)]):
            brush.line([(float(x), float(y)) for x, y in points], mix(cloth, "#2a1a1c", 0.5), 4, 0.7)
        brush.line([(170, -350), (-40, -376)], mix(cloth, "#fff2dc", 0.5), 6)
        for x0, y0, x1 in ((-150, -190, -350), (262, -160, 392), (-40, -376, -190)):
            brush.line([(x0, y0), (x1, 0)], "#efe4d0", 2.6, 0.8)
            brush.form(box(x1 - 4, -22, x1 + 4, 6, 2), "#8a6a4a")
        brush.line([(-40, -376), (-40, -420)], "#7a5a40", 7)
        flag = smooth(
            [(-38, -420), (-10, -414 + puff * 0.6), (22, -408 - puff * 0.5), (-10, -396 + puff * 0.3), (-38, -396)]
        )
        brush.form(flag, "#e2573f")

    return sprite(paint, tone, focus=(-20, -170), loop_s=3.6, frames=24)
