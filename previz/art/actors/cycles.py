"""A bicycle and the one who rides it."""

import math

from planner.shot import Action, Actor, ActorKind
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import wave
from previz.art.actors.riders import Astride, rider
from previz.art.actors.shapes import box, oval, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.actors.wheels import roll_of
from previz.art.layer import Look
from previz.art.paint import Point, mix

_WHEEL = 112.0
_REAR, _FRONT = (-178.0, -_WHEEL), (182.0, -_WHEEL)
_CRANK, _CRANK_LENGTH = (-34.0, -104.0), 44.0
_SADDLE, _HEAD_TUBE, _BAR = (-92.0, -292.0), (126.0, -284.0), (134.0, -338.0)


def bicycle(actor: Actor, look: Look) -> ActorSprite:
    """A bicycle; ridden unless it is idle or its traits say parked. Traits dress the rider."""
    traits, tone = Traits(actor, look), tone_of(look)
    paints = ("#c8372d", "#2f7f86", "#e0a63a", "#3f5f9a")
    colour = traits.main(*paints) if actor.kind is ActorKind.BICYCLE else traits.pick(paints)
    ridden = not traits.has("parked", "empty", "alone", "riderless")
    young = actor.kind is ActorKind.CHILD or traits.has("kid", "kids", "child", "children", "boy", "girl")
    who = rider(actor, look, young)
    rolls = actor.action if actor.action is not Action.IDLE or not ridden else Action.RIDE
    roll = roll_of(rolls, _WHEEL, 1, 1.0)

    def paint(brush: Brush, pose: Pose) -> None:
        turn = roll.angle(pose.phase)
        crank = math.radians(turn)
        brush.pure(oval(0, 0, 280, 10), tone.shadow, 0.5, blur=8)
        for x, y in (_REAR, _FRONT):
            _wheel(brush, x, y, turn)
        _pedal(brush, crank + math.pi, far=True)
        _frame(brush, colour)
        _pedal(brush, crank, far=False)
        if ridden:
            lift = who.figure.build.ankle * who.scale
            feet = [_foot(crank + half_turn, lift) for half_turn in (0.0, math.pi)]
            saddle, grip = (_SADDLE[0] + 4, _SADDLE[1] - 18), (_BAR[0] + 18, _BAR[1] + 4)
            who.draw(brush, Astride(saddle, feet[0], feet[1], grip, 20 + 1.5 * wave(pose.phase, 2)), pose)

    focus = (20.0, -520.0) if ridden else (0.0, -200.0)
    return sprite(paint, tone, focus=focus, loop_s=roll.loop_s, frames=28, travel=roll.speed, has_mouth=ridden)


def _foot(angle: float, lift: float) -> Point:
    """The ankle above a pedal."""
    return _CRANK[0] + math.cos(angle) * _CRANK_LENGTH - 5, _CRANK[1] + math.sin(angle) * _CRANK_LENGTH - lift


def _wheel(brush: Brush, x: float, y: float, turn: float) -> None:
    brush.stroke(oval(x, y, _WHEEL - 5), "#2c2930", 11)
    brush.stroke(oval(x, y, _WHEEL - 13), "#d5d8de", 3.4)
    with brush.at(x, y, turn=turn):
        for k in range(14):
            a = math.tau * k / 14
            brush.line([(0, 0), (math.cos(a) * (_WHEEL - 13), math.sin(a) * (_WHEEL - 13))], "#c4c8d0", 1.8, 0.75)
        brush.pure(box(-9, -_WHEEL * 0.62, 9, -_WHEEL * 0.55, 3), "#ffcf6a", 0.9)
    brush.metal(oval(x, y, 11), "#c9ced6")


def _frame(brush: Brush, colour: str) -> None:
    tubes = (
        (_REAR, _CRANK, 9),
        (_REAR, (-82, -246), 8),
        (_CRANK, (-86, -262), 13),
        (_CRANK, (120, -252), 13),
        ((-84, -240), (124, -276), 12),
        ((118, -262), (146, -190), 12),
        ((146, -190), _FRONT, 10),
        ((118, -256), (130, -318), 11),
    )
    for start, end, width in tubes:
        brush.line([start, end], mix(colour, "#1c1820", 0.35), width, curve=False)
        brush.line([(start[0] - 1, start[1] - 2), (end[0] - 1, end[1] - 2)], colour, width * 0.62, curve=False)
    brush.line([(-86, -262), (-92, -288)], "#c9ced6", 8)
    brush.form(
        shape(
            (-140, -300),
            (-128, -312, -100, -302, -50, -298),
            (-46, -288, -86, -286, -104, -282),
            (-130, -278, -140, -288, -140, -300),
        ),
        "#4a342c",
    )
    brush.line([(130, -318), (124, -338), (150, -346), (170, -330)], "#c9ced6", 8)
    brush.line([(152, -344), (170, -330)], "#3a2c2a", 12)
    for x, y in (_REAR, _FRONT):
        brush.stroke(
            shape(
                (x - 96, y - 66),
                (x - 60, y - 138, x + 60, y - 138, x + 96, y - 66),
                (x + 60, y - 132, x - 60, y - 132, x - 96, y - 66),
            ),
            colour,
            4,
        )
    brush.form(shape((150, -296), (158, -232), (226, -232), (234, -296)), "#b88a52", edge=4)
    for k in range(4):
        brush.line([(152 + k * 2, -284 + k * 15), (232 - k * 2, -284 + k * 15)], "#7a5630", 2.4, 0.7)
    brush.stroke(oval(*_CRANK, 26), "#b9bec8", 6)


def _pedal(brush: Brush, angle: float, far: bool) -> None:
    x, y = _CRANK[0] + math.cos(angle) * _CRANK_LENGTH, _CRANK[1] + math.sin(angle) * _CRANK_LENGTH
    steel = "#7a7d88" if far else "#c9ced6"
    brush.line([_CRANK, (x, y)], steel, 8)
    brush.form(box(x - 20, y - 5, x + 22, y + 5, 4), "#2c2930", rim=0.3)
