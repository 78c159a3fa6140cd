"""A boat, rocking: sailing boat, fishing boat or rowing boat."""

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.lettering import letter
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import mix, polygon


def boat(actor: Actor, look: Look) -> ActorSprite:
    """A boat at its waterline; traits: sail (default by chance), fishing, rowing (small, wooden)."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#b8413a", "#2f5f86", "#2f7f78", "#d9963a")
    chance = traits.pick(["sail", "fishing", "sail"])
    kind = "fishing" if traits.has("fishing", "trawler", "tug", "ship", "ferry", "steam") else chance
    kind = "rowing" if traits.has("rowing", "rowboat", "wooden", "small", "canoe") else kind
    kind = "sail" if traits.has("sail", "sailing", "sailboat", "yacht") else kind
    moving = actor.action not in (Action.IDLE, Action.GLOW, Action.HOLD)

    def paint(brush: Brush, pose: Pose) -> None:
        with brush.at(0, 7 * wave(pose.phase, 1, 0.25), turn=2.6 * wave(pose.phase)):
            {"sail": _sails, "fishing": _wheelhouse, "rowing": _oars}[kind](brush, colour, pose)
            _hull(brush, colour, small=kind == "rowing")
            if actor.label:
                letter(brush, actor.label, (-40, -62), (260, 40), "#fbf4e6")
        _wash(brush, pose, moving)

    return sprite(paint, tone, focus=(0, -200), loop_s=3.6, frames=30, travel=70.0 if moving else 0.0)


def _hull(brush: Brush, colour: str, small: bool) -> None:
    body = shape(
        (-300, -124),
        (-280, -30, -240, 10),
        (-100, 26, 120, 26, 200, 8),
        (268, -40, 326, -140),
        (180, -112, -140, -108, -300, -124),
    )
    if small:
        brush.form(
            shape((-292, -120), (-120, -96, 120, -98, 316, -134), (160, -84, -160, -84, -292, -120)), "#5a3a28", rim=0.4
        )
    brush.form(body, colour, edge=7)
    with brush.inside(body):
        brush.form(shape((-320, -34), (0, -14, 330, -44), (330, 40), (-320, 40)), mix(colour, "#f4eee2", 0.86), rim=0)
        for k in range(3):
            y = -92 + k * 22
            brush.line([(-310, y - 8), (0, y + 6), (330, y - 16)], brush.tone.shade(colour), 2.6, 0.45)
        brush.grade(box(-320, -20, 330, 40), (0, -10), (0, 30), [(brush.tone.shadow, 0.0), (brush.tone.shadow, 0.5)])
    brush.stroke(
        smooth([(-300, -124), (-140, -108), (60, -110), (326, -140)], closed=False), mix(colour, "#fff4e0", 0.75), 11
    )


def _sails(brush: Brush, colour: str, pose: Pose) -> None:
    belly = 14 + 7 * wave(pose.phase, 1, 0.1)
    brush.form(box(-16, -640, -4, -100, 5), "#8a5c38", edge=2)
    brush.line([(-12, -150), (-250, -138)], "#8a5c38", 9)
    main = shape(
        (-20, -626),
        (-70 - belly, -420, -170 - belly, -240, -252, -160),
        (-160, -140 + belly * 0.4, -60, -146, -20, -156),
    )
    brush.form(main, "#f8f1e2", edge=7)
    with brush.inside(main):
        brush.flat(polygon([(-300, -330), (20, -380), (20, -320), (-300, -270)]), colour, 0.9)
        for y in (-520, -430, -240):
            brush.line([(-300, y + 40), (0, y)], brush.tone.shade("#f8f1e2"), 2.4, 0.5)
    jib = shape(
        (2, -600), (60 + belly, -420, 170 + belly, -250, 268, -150), (150, -150 + belly * 0.5, 60, -150, 4, -166)
    )
    brush.form(jib, mix("#f8f1e2", colour, 0.10), edge=7)
    brush.line([(-10, -640), (318, -140)], "#4a3a34", 2.2, 0.7)
    flag = smooth(
        [
            (-8, -640),
            (-44, -650 + 5 * wave(pose.phase, 2)),
            (-76, -640 - 6 * wave(pose.phase, 2)),
            (-44, -628 + 4 * wave(pose.phase, 2)),
            (-8, -618),
        ]
    )
    brush.form(flag, colour)


def _wheelhouse(brush: Brush, colour: str, pose: Pose) -> None:
    brush.form(box(60, -300, 176, -110, 6), "#f4eee2", edge=5)
    brush.form(box(44, -322, 192, -296, 8), colour)
    for x in (74, 126):
        pane = box(x, -276, x + 38, -220, 5)
        if brush.tone.night or brush.tone.dimness > 0.15:
            brush.pure(pane, "#ffd98a")
            brush.glow(x + 19, -248, 70, "#ffcf7a", 0.4)
        else:
            brush.grade(pane, (0, -276), (0, -220), [brush.tone.lit("#9fc4d6"), brush.tone.base("#48657c")])
    brush.form(box(-10, -260, 40, -110, 5), mix(colour, "#2a242c", 0.5))
    brush.form(box(-14, -272, 44, -252, 5), "#f4eee2")
    for k in range(4):
        age = (pose.phase + k) / 4
        brush.pure(
            oval(14 - 110 * age, -286 - 80 * age, 14 + 30 * age),
            brush.tone.base("#e9e4e6"),
            0.5 * (1 - age) * min(1.0, age * 6),
            blur=4 + 6 * age,
        )
    brush.line([(-160, -118), (-160, -470)], "#7a5636", 10)
    brush.line([(-160, -300), (-276, -420)], "#7a5636", 7)
    brush.line([(-276, -420), (-282, -170)], "#d5c8b0", 2.4)
    brush.line([(-160, -466), (110, -320)], "#d5c8b0", 2.4, 0.8)
    brush.form(smooth([(-320, -130), (-300, -190), (-262, -186), (-246, -130)]), "#6a8f7a", rim=0.4)
    for x in (-110, -60):
        brush.form(box(x - 22, -150, x + 22, -108, 4), "#b98550", rim=0.6)
    for x in (-200, 220):
        brush.stroke(oval(x, -96, 20), "#e9692f", 10)
        brush.stroke(oval(x, -96, 20), "#f6efe4", 3, 0.8)


def _oars(brush: Brush, colour: str, pose: Pose) -> None:
    swing = 22 * wave(pose.phase)
    for x in (-60, 120):
        brush.form(box(x - 60, -124, x + 60, -112, 4), "#8a5c38", rim=0.5)
    with brush.at(20, -120, turn=-18 + swing):
        brush.line([(-190, 100), (70, -36)], "#b98550", 10)
        brush.form(
            smooth([(-190, 92), (-238, 112), (-262, 140), (-238, 142), (-196, 112)]), mix("#b98550", colour, 0.3)
        )


def _wash(brush: Brush, pose: Pose, moving: bool) -> None:
    """The waterline: foam along the hull, so that it sits in the water."""
    foam = mix(brush.tone.lit("#dfeef2"), brush.tone.light, 0.2)
    reach = 60 if moving else 20
    for k in range(3):
        shift = 12 * wave(pose.phase, 1, k * 0.3)
        y = 6 + k * 9
        brush.line(
            [(-310 - reach + shift, y + 4), (-120, y - 3), (60 + shift, y + 4), (240 + shift * 0.4, y - 2)],
            foam,
            7 - k * 1.6,
            0.55 - 0.14 * k,
        )
