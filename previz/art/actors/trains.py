"""A train: a locomotive with a carriage, by steam or electric."""

import math

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.actors.wheels import headlight, roll_of
from previz.art.layer import Look
from previz.art.paint import mix, polygon

_DRIVING = 64.0


def train(actor: Actor, look: Look) -> ActorSprite:
    """A train facing right; traits: steam (old, vintage), else a modern one by chance."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#a8322c", "#2f6f68", "#2f4f86", "#c98a2f")
    chance = traits.pick(["steam", "express"])
    steam = traits.has("steam", "old", "vintage", "toy", "locomotive") or (
        chance == "steam" and not traits.has("fast", "modern", "bullet")
    )
    roll = roll_of(actor.action, 64, 1, 0.9, parked=actor.action in (Action.IDLE, Action.GLOW))

    def paint(brush: Brush, pose: Pose) -> None:
        brush.pure(oval(0, 0, 560, 12), tone.shadow, 0.5, blur=9)
        bob = 1.6 * wave(pose.phase, 2) if roll.turns else 0.0
        brush.flat(box(-250, -82, -196, -62), "#2c2830")
        with brush.at(-430, bob):
            _carriage(brush, colour, 185)
        for x in (-555.0, -475.0, -385.0, -305.0):
            _bogie_wheel(brush, x, 36, roll.angle(pose.phase))
        with brush.at(0, bob):
            if steam:
                _locomotive(brush, colour, pose.phase, bool(roll.turns))
            else:
                _express(brush, colour)
        if steam:
            for x in (-140.0, 20.0):
                _driving_wheel(brush, x, 64, roll.angle(pose.phase), colour)
            for x in (150, 240):
                _bogie_wheel(brush, x, 38, roll.angle(pose.phase))
            crank = math.radians(roll.angle(pose.phase))
            y = -64 + 30 * math.sin(crank)
            brush.line([(-140 + 30 * math.cos(crank), y), (20 + 30 * math.cos(crank), y)], "#d5d8de", 11)
            brush.line([(20 + 30 * math.cos(crank), y), (176, -66)], "#b9bec8", 9)
        else:
            for x in (-150, -70, 150, 230):
                _bogie_wheel(brush, x, 36, roll.angle(pose.phase))

    return sprite(paint, tone, focus=(120, -230), loop_s=roll.loop_s, frames=24, travel=roll.speed)


def _lit_window(brush: Brush, left: float, top: float, right: float, bottom: float) -> None:
    pane, tone = box(left, top, right, bottom, 7), brush.tone
    if tone.night or tone.dimness > 0.11:
        brush.grade(pane, (0, top), (0, bottom), ["#ffe6b0", "#ffbf6a"])
    else:
        brush.grade(pane, (0, top), (0, bottom), [tone.lit("#9fc4d6"), tone.base("#48657c")])
        brush.pure(
            polygon([(left + 6, bottom), (left + 28, top), (left + 42, top), (left + 18, bottom)]), "#ffffff", 0.22
        )


def _carriage(brush: Brush, colour: str, half: float) -> None:
    body = box(-half, -330, half, -66, 16)
    brush.form(body, colour, edge=6)
    brush.form(box(-half - 8, -350, half + 8, -318, 14), mix(colour, "#2a242c", 0.6))
    with brush.inside(body):
        brush.flat(box(-half, -182, half, -168), "#f4e6c4", 0.9)
    for k in range(4):
        x = -half + 26 + k * 86
        brush.form(box(x - 5, -292, x + 67, -202, 9), "#f4e6c4", rim=0.3)
        _lit_window(brush, x, -286, x + 62, -208)


def _locomotive(brush: Brush, colour: str, phase: float, moving: bool) -> None:
    iron = "#35323c"
    _smoke(brush, 214, -404, phase, moving)
    brush.form(box(-220, -104, 300, -76, 6), iron)
    boiler = box(-80, -286, 268, -122, 40)
    brush.metal(boiler, mix(colour, iron, 0.12), edge=6)
    for x in (-20, 70, 160):
        brush.metal(box(x - 7, -289, x + 7, -119, 3), "#d9a93f", rim=0.3)
    brush.metal(shape((188, -282), (180, -380), (172, -404), (256, -404), (248, -380), (240, -282)), iron)
    brush.metal(box(166, -414, 262, -396, 6), "#d9a93f")
    brush.metal(shape((40, -282), (40, -340, 104, -340, 104, -282)), "#d9a93f")
    cab = box(-222, -376, -72, -90, 8)
    brush.form(cab, colour, edge=6)
    brush.form(shape((-246, -372), (-240, -402, -54, -402, -48, -372)), iron)
    _lit_window(brush, -194, -340, -104, -250)
    brush.form(box(-196, -226, -98, -130, 6), mix(colour, "#f4e6c4", 0.25), rim=0.3)
    front = oval(268, -204, 16, 82)
    brush.metal(front, iron)
    brush.form(box(264, -330, 292, -296, 6), "#d9a93f")
    headlight(brush, 290, -312)
    guard = polygon([(276, -100), (330, -26), (236, -26), (236, -100)])
    brush.metal(guard, colour)
    for x in (252, 270, 288):
        brush.line([(x, -92), (x + 18, -30)], mix(colour, "#1c1820", 0.6), 4, 0.7)


def _smoke(brush: Brush, x: float, y: float, phase: float, moving: bool) -> None:
    """Puffs that rise, drift behind and dissolve; one takes another's place as the cycle closes."""
    drift = 300.0 if moving else 60.0
    for k in range(6):
        age = (phase + k) / 6
        at = (x - drift * age**1.3 + 8 * wave(age, 2), y - 20 - 150 * age)
        radius = 18 + 58 * age
        tint = mix(brush.tone.lit("#f2eef0"), brush.tone.shade("#d5ccd6"), age)
        brush.pure(
            oval(*at, radius, radius * 0.84), tint, 0.75 * (1 - age) ** 0.8 * min(1.0, age * 8), blur=2 + 8 * age
        )


def _express(brush: Brush, colour: str) -> None:
    body = shape(
        (-224, -66), (-224, -334), (90, -334), (220, -330, 330, -220, 352, -116), (356, -84, 340, -66, 310, -66)
    )
    brush.metal(body, mix(colour, "#f4f1ec", 0.85), edge=6)
    with brush.inside(body):
        brush.form(
            shape((-230, -178), (120, -178), (240, -176, 320, -150, 360, -110), (360, -60), (-230, -60)), colour, rim=0
        )
        brush.pure(box(-230, -190, 360, -182), mix(colour, "#ffd9a0", 0.4))
    glass = shape((150, -312), (220, -292, 270, -238, 288, -204), (206, -204), (180, -206, 160, -250, 150, -312))
    brush.grade(glass, (150, -312), (280, -204), [brush.tone.lit("#7f9fb4"), brush.tone.base("#22303f")])
    for k in range(4):
        _lit_window(brush, -204 + k * 82, -300, -140 + k * 82, -214)
    headlight(brush, 326, -134)


def _bogie_wheel(brush: Brush, x: float, radius: float, angle: float) -> None:
    """A small wheel outruns the driving wheels, at ``angle``, by quarter turns, so that cycles close."""
    brush.metal(oval(x, -radius, radius), "#6f727e", rim=0.4)
    brush.form(oval(x, -radius, radius * 0.76), "#3a3740", rim=0)
    with brush.at(x, -radius, turn=angle * round(4 * _DRIVING / radius) / 4):
        for k in range(4):
            a = math.tau * k / 4
            brush.line([(0, 0), (math.cos(a) * radius * 0.72, math.sin(a) * radius * 0.72)], "#8a8d98", radius * 0.14)


def _driving_wheel(brush: Brush, x: float, radius: float, angle: float, colour: str) -> None:
    y = -radius
    brush.stroke(oval(x, y, radius - 6), "#c9ccd4", 10)
    brush.stroke(oval(x, y, radius - 14), colour, 8)
    with brush.at(x, y, turn=angle):
        for k in range(10):
            a = math.tau * k / 10
            brush.line([(0, 0), (math.cos(a) * (radius - 14), math.sin(a) * (radius - 14))], colour, 6)
        brush.flat(polygon([(-40, -34), (-20, -48), (-20, 48), (-40, 34)]), mix(colour, "#2a242c", 0.4))
    brush.ball(x, y, 15, "#c9ccd4", gloss=0.3)
