"""Cars and trucks, seen from the side, facing right."""

import skia

from planner.shot import Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.lettering import letter
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.actors.wheels import car_wheel, headlight, roll_of
from previz.art.layer import Look
from previz.art.paint import mix, polygon

_BODIES = {
    "saloon": shape(
        (-348, -70),
        (-352, -140, -344, -166, -300, -172),
        (-220, -180),
        (-170, -238, -120, -262, -30, -264),
        (70, -264, 120, -236, 168, -180),
        (250, -172, 336, -160, 346, -122),
        (352, -96, 352, -84, 346, -62),
        (-340, -62),
    ),
    "retro": shape(
        (-340, -66),
        (-352, -130, -330, -178, -262, -190),
        (-216, -196),
        (-196, -268, -130, -300, -30, -300),
        (66, -300, 112, -262, 130, -196),
        (214, -194, 300, -184, 330, -132),
        (346, -100, 346, -84, 340, -60),
        (-334, -60),
    ),
    "sport": shape(
        (-350, -76),
        (-356, -130, -348, -160, -300, -170),
        (-190, -184),
        (-120, -228, -70, -234, 0, -232),
        (70, -230, 110, -206, 156, -170),
        (250, -158, 344, -140, 352, -100),
        (354, -84, 350, -70, 344, -56),
        (-342, -56),
    ),
}
_WINDOWS = {
    "saloon": ((-206, -180), (-160, -226, -116, -246, -34, -248), (62, -248, 104, -224, 144, -180)),
    "retro": ((-190, -198), (-172, -252, -122, -282, -32, -282), (52, -282, 88, -254, 106, -198)),
    "sport": ((-158, -182), (-106, -214, -66, -220, -2, -218), (58, -216, 96, -196, 126, -172)),
}


def car(actor: Actor, look: Look) -> ActorSprite:
    """A car; traits: retro (vintage, old), sport (racing, fast), taxi, electric."""
    traits, tone = Traits(actor, look), tone_of(look)
    chance = traits.pick(["saloon", "retro", "saloon"])
    kind = "retro" if traits.has("retro", "vintage", "old", "classic") else chance
    kind = "sport" if traits.has("sport", "sports", "racing", "fast", "race") else kind
    taxi = traits.has("taxi", "cab")
    colour = traits.main("#c8372d", "#2f7f9a", "#e0a63a", "#5f7f6a") if not taxi else "#f2b824"
    radius = 66.0 if kind != "sport" else 68.0
    roll = roll_of(actor.action, radius, 2, 0.8)
    body = _BODIES[kind]

    def paint(brush: Brush, pose: Pose) -> None:
        rolling = roll.turns > 0
        bob = (2.2 * wave(pose.phase, 2) + 1.2 * wave(pose.phase, 3)) if rolling else 0.0
        brush.pure(oval(0, -2, 350, 16), tone.shadow, 0.55, blur=10)
        with brush.at(0, bob, turn=0.25 * wave(pose.phase, 1) if rolling else 0.0):
            brush.pure(box(-300, -80, 300, -34, 20), tone.deep("#26222a"))
            brush.form(body, colour, edge=6)
            with brush.inside(body):
                brush.grade(box(-360, -190, 360, -150), (0, -178), (0, -140), [("#ffffff", 0.40), ("#ffffff", 0.0)])
                brush.grade(box(-360, -110, 360, -56), (0, -110), (0, -56), [(tone.shadow, 0.0), (tone.shadow, 0.45)])
                brush.pure(box(-360, -112, 360, -108), "#ffffff", 0.22)
            _cabin(brush, kind, colour)
            for x in (-214.0, 214.0):
                brush.pure(oval(x, -radius, radius + 12), tone.deep("#221e26"))
            brush.form(box(-362, -84, -300, -60, 9), mix(colour, "#e4e6ea", 0.75), rim=0.5)
            brush.form(box(304, -84, 362, -60, 9), mix(colour, "#e4e6ea", 0.75), rim=0.5)
            brush.pure(box(-350, -146, -332, -112, 6), "#ff5340" if tone.dimness > 0.08 else tone.base("#d8382c"))
            headlight(brush, 336, -126)
            if taxi:
                brush.form(box(-66, -294, 14, -262, 7), "#fdf6e4")
                letter(brush, "TAXI", (-26, -278), (66, 22), "#2a2630")
        for x in (-214.0, 214.0):
            car_wheel(brush, x, radius, roll.angle(pose.phase), "#e6dcc8" if kind == "retro" else "#c9cfd9")
        if actor.label:
            letter(brush, actor.label, (-20, -136 + bob), (240, 40), "#fdf6ea")

    return sprite(paint, tone, focus=(20, -190), loop_s=roll.loop_s, frames=24 if roll.turns else 2, travel=roll.speed)


def _cabin(brush: Brush, kind: str, colour: str) -> None:
    start, *rest = _WINDOWS[kind]
    glass = shape((float(start[0]), float(start[1])), *[tuple(float(v) for v in part) for part in rest])
    bounds = glass.getBounds()
    tone = brush.tone
    brush.grade(glass, (0, bounds.top()), (0, bounds.bottom()), [tone.lit("#8fb6c9"), tone.base("#3f5a70")])
    with brush.inside(glass):
        x, y = 46.0, bounds.bottom() - 34
        brush.flat(oval(x, y - 8, 21, 25), "#2c2733", 0.85)
        brush.flat(oval(x - 6, y + 40, 44, 34), "#2c2733", 0.85)
        brush.flat(box(x - 64, y - 20, x - 44, y + 40, 9), "#2c2733", 0.7)
        for at in (-0.72, 0.12):
            left = bounds.left() + bounds.width() * (0.5 + at * 0.5)
            streak = [
                (left, bounds.bottom()),
                (left + 70, bounds.top()),
                (left + 104, bounds.top()),
                (left + 30, bounds.bottom()),
            ]
            brush.pure(polygon(streak), "#ffffff", 0.20)
    post = -46.0
    brush.form(box(post - 8, bounds.top() - 2, post + 8, bounds.bottom() + 2), colour, rim=0)
    for x0, x1 in ((-190, -46), (-46, 112)):
        door = skia.Path()
        door.moveTo(x0, bounds.bottom())
        door.lineTo(x0 + 4, -84)
        door.lineTo(x1, -84)
        door.lineTo(x1, bounds.bottom())
        brush.stroke(door, mix(colour, "#1c1820", 0.55), 2.6, 0.55)
        brush.form(box(x1 - 46, -160, x1 - 16, -152, 4), mix(colour, "#ffffff", 0.4), rim=0.4)


def truck(actor: Actor, look: Look) -> ActorSprite:
    """A delivery truck: cab in front, box behind, lettering on its side. Traits: pickup."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#d9583f", "#2f7f86", "#e0a63a", "#3f5f9a")
    load = traits.pick(["#f4eee2", "#efe6d4"])
    roll = roll_of(actor.action, 62, 2, 0.9)
    food = traits.has("food", "ice", "taco")

    def paint(brush: Brush, pose: Pose) -> None:
        bob = 2.4 * wave(pose.phase, 2) if roll.turns else 0.0
        brush.pure(oval(0, -2, 400, 17), tone.shadow, 0.55, blur=10)
        brush.flat(box(-380, -92, 360, -52, 6), "#2c2830")
        with brush.at(0, bob):
            cargo = box(-396, -440, 150, -86, 14)
            brush.form(cargo, load, edge=7)
            with brush.inside(cargo):
                brush.form(box(-396, -150, 150, -86), colour, rim=0)
                for k in range(1, 11):
                    brush.pure(box(-396 + k * 50, -440, -394 + k * 50, -86), tone.shadow, 0.14)
                brush.grade(box(-396, -440, 150, -400), (0, -440), (0, -400), [("#ffffff", 0.4), ("#ffffff", 0.0)])
            if actor.label:
                letter(brush, actor.label, (-122, -292), (440, 130), colour)
            elif food:
                brush.grade(box(-300, -360, -20, -220, 8), (0, -360), (0, -220), ["#ffe7b4", "#e8a95a"])
                for k in range(7):
                    tint = colour if k % 2 else "#fbf4e6"
                    x = -312.0 + k * 43
                    brush.form(
                        shape((x, -372), (x + 43, -372), (x + 43, -336), (x + 43, -318, x, -318, x, -336)),
                        tint,
                        rim=0.1,
                    )
            else:
                brush.flat(oval(-122, -292, 74), colour, 0.9)
                brush.flat(polygon([(-150, -262), (-122, -330), (-94, -262)]), load)
            cab = shape(
                (158, -86),
                (158, -330),
                (158, -352, 176, -356, 196, -356),
                (262, -356),
                (300, -352, 316, -300, 330, -232),
                (378, -220, 386, -196, 386, -150),
                (386, -86),
            )
            brush.metal(cab, colour, edge=6)
            glass = shape((206, -232), (206, -328), (254, -328), (282, -324, 294, -280, 304, -232))
            brush.grade(glass, (206, -328), (300, -232), [tone.lit("#9fc4d6"), tone.base("#3f5a70")])
            with brush.inside(glass):
                brush.flat(oval(244, -262, 20, 24), "#2c2733", 0.85)
                brush.flat(oval(238, -214, 40, 32), "#2c2733", 0.85)
                brush.pure(polygon([(214, -232), (262, -328), (286, -328), (236, -232)]), "#ffffff", 0.2)
            brush.stroke(box(200, -224, 308, -96, 6), mix(colour, "#1c1820", 0.5), 2.6, 0.5)
            brush.form(box(212, -206, 244, -197, 4), "#e6e6ea", rim=0.4)
            brush.form(box(352, -112, 398, -78, 8), "#d5d8de")
            headlight(brush, 380, -140)
        for x in (-270.0, -130.0, 268.0):
            brush.flat(oval(x, -62, 74), "#221e26")
            car_wheel(brush, x, 62, roll.angle(pose.phase))

    return sprite(paint, tone, focus=(-60, -270), loop_s=roll.loop_s, frames=24 if roll.turns else 2, travel=roll.speed)
