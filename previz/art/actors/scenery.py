"""A tree, a lantern, and the orb: the luminous form that stands for what has no form."""

import math

from planner.shot import Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import pulse, wave
from previz.art.actors.shapes import blob, box, oval, ribbon, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import mix


def tree(actor: Actor, look: Look) -> ActorSprite:
    """A tree, its crown moving in the air; traits: pine (fir), autumn, cherry (blossom), bare colours."""
    traits, tone = Traits(actor, look), tone_of(look)
    leaf = traits.main("#5f9a4e", "#4f8a56", "#7aa548")
    if actor.colour is None and traits.has("autumn", "maple", "fall"):
        leaf = traits.pick(["#d9772f", "#c9502f", "#e0a03a"])
    if actor.colour is None and traits.has("cherry", "blossom", "sakura"):
        leaf = "#f2a9bf"
    if traits.has("pine", "fir", "spruce", "christmas", "conifer"):
        return _pine(look, mix(leaf, "#2f5f4a", 0.6))
    clumps = [
        (x + traits.chance(-14, 14), y + traits.chance(-12, 12), r * traits.chance(0.9, 1.1))
        for x, y, r in (
            (-150, -400, 110),
            (150, -410, 112),
            (-90, -520, 120),
            (96, -530, 118),
            (0, -610, 124),
            (0, -440, 140),
            (-186, -480, 74),
            (192, -490, 72),
            (-40, -350, 90),
            (60, -360, 86),
        )
    ]
    bumps = [[traits.chance(0.88, 1.10) for _ in range(11)] for _ in clumps]

    def paint(brush: Brush, pose: Pose) -> None:
        sway = wave(pose.phase)
        trunk = shape(
            (-46, 0),
            (-26, -20, -22, -180, -30, -330),
            (34, -330),
            (26, -180, 34, -20, 56, 0),
            (10, -10, -20, -10, -46, 0),
        )
        brush.form(trunk, "#7a5236", edge=6)
        for x0, y0, x1, y1 in ((0, -240, -110, -400), (4, -260, 120, -420), (0, -300, 10, -520)):
            brush.form(ribbon([(x0, y0), (x1 * 0.5, (y0 + y1) / 2), (x1, y1)], [26, 18, 8]), "#7a5236", rim=0.4)
        for index, ((x, y, r), bump) in enumerate(zip(clumps, bumps, strict=True)):
            high = min(1.0, (-y - 300) / 320)
            tint = mix(mix(leaf, tone.shadow, 0.24), leaf, high)
            shift = 7 * sway * high + 3 * wave(pose.phase, 2, index * 0.13)
            brush.form(blob(x + shift, y, [r * b for b in bump]), tint, rim=0.55, edge=8)
        for k in range(42):
            angle, distance = k * 2.4, 196 * math.sqrt((k + 0.5) / 42)
            x, y = math.cos(angle) * distance * 1.1 + tone.side * 36, -500 + math.sin(angle) * distance * 0.8
            shift = 6 * sway + 3 * wave(pose.phase, 2, k * 0.07)
            brush.flat(oval(x + shift, y, 9 + k % 5, 6 + k % 4), mix(leaf, tone.light, 0.5), 0.35)

    return sprite(paint, tone, focus=(0, -460), loop_s=4.2, frames=24)


def _pine(look: Look, leaf: str) -> ActorSprite:
    tone = tone_of(look)
    snowy = look.shot.weather.value == "snow"

    def paint(brush: Brush, pose: Pose) -> None:
        brush.form(box(-22, -110, 22, 0, 6), "#6a4630")
        for k in range(5):
            base, top, half = -84 - k * 122, -300 - k * 118, 200 - k * 34
            shift = (1.4 + k) * 1.5 * wave(pose.phase)
            tier = shape(
                (shift, top),
                (half * 0.35 + shift, base - 90, half, base),
                (half * 0.5, base + 26, 0, base + 14),
                (-half * 0.5, base + 26, -half, base),
                (-half * 0.35 + shift, base - 90, shift, top),
            )
            brush.form(tier, mix(leaf, tone.shadow, 0.22 - 0.05 * k), edge=7)
            if snowy:
                with brush.inside(tier):
                    brush.flat(
                        shape((shift, top), (half * 0.4, base - 120), (0, base - 92, -half * 0.4, base - 120)),
                        "#f4f8fb",
                        0.9,
                    )

    return sprite(paint, tone, focus=(0, -400), loop_s=4.2, frames=24)


def lantern(actor: Actor, look: Look) -> ActorSprite:
    """A lantern with a living flame; traits: paper (a hanging paper lantern)."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#3a3640", "#8a5a34", "#b8413a")
    warm = 1.0 if tone.night or tone.dimness > 0.08 else 0.5
    paper = traits.has("paper", "chinese", "japanese", "sky", "red")

    def paint(brush: Brush, pose: Pose) -> None:
        flicker = 0.86 + 0.09 * wave(pose.phase, 2) + 0.05 * wave(pose.phase, 5, 0.3)
        brush.glow(0, -240, 340, "#ffb85a", 0.46 * warm * flicker)
        if paper:
            _paper_lantern(brush, colour if actor.colour or traits.has("red") else "#e2573f", flicker, pose)
        else:
            _storm_lantern(brush, colour, flicker, pose)

    return sprite(paint, tone, focus=(0, -230), loop_s=2.4, frames=28)


def _storm_lantern(brush: Brush, colour: str, flicker: float, pose: Pose) -> None:
    handle = smooth([(-104, -400), (-96, -530), (0, -582), (96, -530), (104, -400)], closed=False)
    brush.stroke(handle, mix(colour, "#14121a", 0.3), 11)
    glass = shape((-84, -110), (-124, -200, -124, -290, -76, -380), (76, -380), (124, -290, 124, -200, 84, -110))
    brush.spread(glass, (0, -220), 190, [("#fff3c8", 0.95), ("#ffc76a", 0.75), ("#e8963a", 0.45)])
    tall = 96 * flicker
    sway = 5 * wave(pose.phase, 3)
    for scale, tint in ((1.0, "#ff9a3a"), (0.68, "#ffd06a"), (0.36, "#fffbe8")):
        flame = shape(
            (0, -150),
            (-40 * scale, -170, -22 * scale, -190 - tall * 0.4 * scale, sway * scale, -170 - tall * scale),
            (22 * scale, -190 - tall * 0.4 * scale, 40 * scale, -170, 0, -150),
        )
        brush.pure(flame, tint, 0.9)
    brush.glow(0, -200, 150, "#ffe2a0", 0.8 * flicker)
    brush.pure(
        shape((-92, -150), (-112, -220, -104, -300, -74, -350), (-82, -290, -84, -210, -92, -150)), "#ffffff", 0.5
    )
    for x in (-96, 96):
        brush.stroke(smooth([(x, -110), (x * 1.34, -240), (x * 0.94, -390)], closed=False), colour, 10)
    brush.metal(
        shape((-92, -378), (-70, -424), (-40, -432, -36, -466, 0, -470), (36, -466, 40, -432, 70, -424), (92, -378)),
        colour,
    )
    brush.metal(box(-108, -124, 108, -96, 8), colour)
    brush.metal(shape((-96, -98), (-124, -40, -124, 0, -108, 0), (108, 0), (124, 0, 124, -40, 96, -98)), colour, edge=6)
    brush.metal(oval(0, -46, 20), "#d9a850")


def _paper_lantern(brush: Brush, colour: str, flicker: float, pose: Pose) -> None:
    with brush.at(0, -480, turn=2.4 * wave(pose.phase)):
        body = smooth(
            [
                (-90, 40),
                (-170, 110),
                (-190, 210),
                (-160, 310),
                (-86, 372),
                (86, 372),
                (160, 310),
                (190, 210),
                (170, 110),
                (90, 40),
            ]
        )
        brush.form(body, colour, edge=8)
        with brush.inside(body):
            brush.spread(
                box(-200, 0, 200, 420), (0, 220), 240, [("#fff0b8", 0.92 * flicker), ("#ffb85a", 0.6), (colour, 0.0)]
            )
            for k in range(1, 8):
                y = 30 + k * 42
                brush.line([(-200, y - 10), (0, y + 8), (200, y - 10)], mix(colour, "#5a1a14", 0.5), 3, 0.4)
        for y in (20, 366):
            brush.metal(box(-90, y, 90, y + 26, 6), "#3a2c2a")
        brush.line([(0, 20), (0, -70)], "#3a2c2a", 6)
        for k in range(-2, 3):
            brush.line([(k * 7, 392), (k * 11 + 6 * wave(pose.phase, 1, 0.2), 474)], "#e2b04a", 5)


def orb(actor: Actor, look: Look) -> ActorSprite:
    """A luminous sphere held in turning rings over slow petals of glass: an idea made visible."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = actor.colour or traits.main("#f4c860", "#6a8ff0", "#f08a5a", "#4fc4b0")
    second = mix(colour, traits.pick(["#ffd28a", "#a0f0ff", "#ffb0e0"]), 0.65)
    petals = 7 + int(traits.chance(0, 3))
    tilt = traits.chance(-24, 24)
    motes = [(traits.chance(0, 1), traits.chance(190, 300), traits.chance(2.5, 6.0)) for _ in range(22)]

    def paint(brush: Brush, pose: Pose) -> None:
        phase, breath = pose.phase, 1 + 0.025 * wave(pose.phase)
        brush.glow(0, 0, 400, colour, 0.34 + 0.10 * pulse(phase))
        with brush.at(0, 12 * wave(phase, 1, 0.25), scale=breath):
            for ring in (0, 1):
                _ring(brush, tilt + ring * 64, 236 - ring * 34, phase + ring * 0.3, second, front=False)
            for k in range(petals):
                # One petal's step per cycle: each takes the place of the next, so the turn closes unseen.
                angle = 360 * (k + phase) / petals
                with brush.at(turn=angle):
                    petal = shape((0, -96), (-78, -140, -58, -220, 0, -252), (58, -220, 78, -140, 0, -96))
                    brush.grade(petal, (0, -96), (0, -252), [(mix(colour, "#ffffff", 0.2), 0.44), (second, 0.10)])
                    brush.stroke(petal, mix(second, "#ffffff", 0.5), 2.2, 0.5, lit=False)
            core = oval(0, 0, 138)
            brush.spread(
                core,
                (tone.side * 44, -52),
                215,
                [mix(second, "#ffffff", 0.82), mix(colour, second, 0.35), colour, mix(colour, tone.shadow, 0.6)],
            )
            with brush.inside(core):
                for k in range(4):
                    y = -96 + k * 58
                    swell = 20 * wave(phase, 1, k * 0.25)
                    band = smooth(
                        [
                            (-170, y + swell),
                            (-60, y - 24 - swell),
                            (60, y + 18 + swell),
                            (170, y - 16),
                            (170, y + 14),
                            (60, y + 50 + swell),
                            (-60, y + 6 - swell),
                            (-170, y + 32 + swell),
                        ]
                    )
                    brush.pure(band, mix(second, "#ffffff", 0.35), 0.15)
                brush.stroke(core, mix(tone.rim, "#ffffff", 0.3), 10, 0.5, lit=False)
            brush.pure(oval(tone.side * 52, -66, 30, 20), "#ffffff", 0.75, blur=5)
            for ring in (0, 1):
                _ring(brush, tilt + ring * 64, 236 - ring * 34, phase + ring * 0.3, second, front=True)
        for start, distance, size in motes:
            angle = math.tau * (start + phase)
            mote = oval(math.cos(angle) * distance, math.sin(angle) * distance * 0.92, size)
            brush.pure(mote, mix(second, "#ffffff", 0.6), 0.35 + 0.4 * pulse(phase, 2, start))

    return sprite(paint, tone, focus=(0, 0), loop_s=6.0, frames=30, floats=True)


def _ring(brush: Brush, tilt: float, radius: float, phase: float, colour: str, front: bool) -> None:
    """Half of a ring about the sphere: the part behind, or the part before it, with a bead running along."""
    with brush.at(turn=tilt):
        side = 1 if front else -1
        arc = [
            (math.cos(a) * radius, side * math.sin(a) * radius * 0.30) for a in (math.pi * k / 24 for k in range(25))
        ]
        band = ribbon(arc, [3, 11 if front else 7, 3])
        brush.pure(band, mix(colour, "#ffffff", 0.45 if front else 0.1), 0.95 if front else 0.55)
        angle = math.tau * phase
        if (math.sin(angle) > 0) is front:
            x, y = math.cos(angle) * radius, math.sin(angle) * radius * 0.30
            brush.glow(x, y, 40, colour, 0.7)
            brush.pure(oval(x, y, 9), "#ffffff", 0.95)
