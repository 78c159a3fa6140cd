"""A street coffee cart: striped awning, copper machine, cups and steam."""

import math

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.lettering import letter
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, ribbon, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, mix

_LEFT, _RIGHT, _COUNTER, _AWNING = -310.0, 310.0, -292.0, -612.0


def coffee_cart(actor: Actor, look: Look) -> ActorSprite:
    """The cart of ``actor``: its colour is the body and the awning's stripes; a label is written on its front."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#2f7f78", "#b8483a", "#3f5f8f", "#c98a2f")
    wood = "#a56f43"
    moving = actor.action in (Action.WALK, Action.RIDE, Action.RUN)

    def paint(brush: Brush, pose: Pose) -> None:
        spin = pose.phase * math.tau if moving else 0.0
        for x in (_LEFT + 34, _RIGHT - 34):
            post = box(x - 8, _AWNING + 30, x + 8, _COUNTER, 4)
            brush.metal(post, "#d8b878", rim=0.6)
        _back_shelf(brush, wood)
        _machine(brush, pose.phase)
        _counter_things(brush, pose.phase)
        _bulbs(brush, pose.phase)
        if brush.tone.night or brush.tone.dimness > 0.15:
            brush.glow(0, -420, 330, "#ffc878", 0.34)
        _body(brush, colour, wood, actor.label)
        for x in (-190, 190):
            _wheel(brush, x, spin)
        _awning(brush, colour, pose.phase)

    return sprite(paint, tone, focus=(0, -400), loop_s=4.0, frames=30, travel=84.0 * math.tau / 4.0 if moving else 0.0)


def _back_shelf(brush: Brush, wood: str) -> None:
    brush.form(box(_LEFT + 44, -470, -40, -458, 3), wood, rim=0.7)
    for k, tint in enumerate(("#d9a06a", "#8a5a3c", "#c46a4a", "#5f7f5a", "#e0c08a")):
        x = _LEFT + 62 + k * 40
        brush.form(box(x, -512, x + 28, -470, 5), tint, rim=0.5)
        brush.form(box(x + 2, -520, x + 26, -510, 3), mix(tint, "#2a1c18", 0.55), rim=0.3)
        brush.flat(box(x + 6, -498, x + 22, -484, 2), "#f6ecdc", 0.85)


def _machine(brush: Brush, phase: float) -> None:
    x, copper = 96.0, "#c98556"
    brush.metal(box(x - 96, _COUNTER - 142, x + 96, _COUNTER - 64, 14), copper, edge=5)
    brush.metal(box(x - 100, _COUNTER - 152, x + 100, _COUNTER - 136, 6), "#d9dee6")
    brush.metal(box(x - 90, _COUNTER - 20, x + 90, _COUNTER, 6), "#b8bec8")
    brush.form(box(x - 84, _COUNTER - 64, x + 84, _COUNTER - 20), "#37303a", rim=0.2)
    dome = shape((x - 40, _COUNTER - 150), (x - 40, _COUNTER - 212, x + 40, _COUNTER - 212, x + 40, _COUNTER - 150))
    brush.metal(dome, copper)
    brush.metal(oval(x, _COUNTER - 203, 7), "#e6c06a")
    for gx in (x - 44, x + 40):
        brush.metal(box(gx - 16, _COUNTER - 72, gx + 16, _COUNTER - 56, 4), "#cfd5de")
        brush.metal(ribbon([(gx + 12, _COUNTER - 62), (gx + 44, _COUNTER - 52)], [9, 7]), "#4a3a34")
        _cup(brush, gx, _COUNTER - 20, 0.62)
        brush.pure(box(gx - 1.5, _COUNTER - 56, gx + 1.5, _COUNTER - 38), "#5a3420", 0.9)
    for k, tint in enumerate(("#e65a4a", "#7fd08a", "#f4d06a")):
        brush.pure(oval(x - 70 + k * 18, _COUNTER - 102, 5), tint)
    brush.form(oval(x + 56, _COUNTER - 102, 17), "#f4efe4", rim=0.4)
    needle = 0.8 * wave(phase)
    brush.line(
        [(x + 56, _COUNTER - 102), (x + 56 + 12 * math.sin(needle), _COUNTER - 102 - 12 * math.cos(needle))],
        "#c8372d",
        2.6,
    )
    steam(brush, x - 44, _COUNTER - 60, phase, 120)
    steam(brush, x + 84, _COUNTER - 150, phase + 0.4, 150)


def steam(brush: Brush, x: float, y: float, phase: float, height: float, width: float = 16.0) -> None:
    """Wisps rising from a point; the cycle closes because each wisp is a travelling wave."""
    for k in range(3):
        points: list[Point] = []
        for s in (i / 9 for i in range(10)):
            sway = width * (0.3 + 0.7 * s) * wave(phase, 1, 0.33 * k - 0.7 * s)
            points.append((x + (k - 1) * width * 0.8 + sway, y - height * s * (1 - 0.14 * k)))
        path = ribbon(points, [4, width * 0.75, width * 0.9, width * 0.3])
        top, bottom = (0, y - height), (0, y)
        brush.grade(
            path,
            bottom,
            top,
            [("#ffffff", 0.0), ("#ffffff", 0.42), ("#ffffff", 0.0)],
            [0.0, 0.35, 1.0],
            blur=width * 0.4,
        )


def _cup(brush: Brush, x: float, y: float, scale: float, tint: str = "#f7f1e6") -> None:
    with brush.at(x, y, scale=scale):
        brush.form(shape((-22, -58), (22, -58), (16, 0), (-16, 0)), tint, rim=0.6, edge=3)
        brush.form(shape((-20, -42), (20, -42), (18, -18), (-18, -18)), "#a9744a", rim=0.3)
        brush.form(box(-25, -66, 25, -56, 4), "#4a342c", rim=0.4)


def _counter_things(brush: Brush, phase: float) -> None:
    for k in range(4):
        _cup(brush, -250 + k * 6, _COUNTER - 2 - k * 15, 0.9, "#f2eadc")
    _cup(brush, -160, _COUNTER, 1.15)
    steam(brush, -160, _COUNTER - 78, phase + 0.2, 110, 13)
    glass = shape(
        (-112, _COUNTER),
        (-112, _COUNTER - 66),
        (-112, _COUNTER - 110, -30, _COUNTER - 110, -30, _COUNTER - 66),
        (-30, _COUNTER),
    )
    for x, tint in ((-92, "#d99a52"), (-70, "#c27f3e"), (-50, "#e0ab66")):
        brush.form(oval(x, _COUNTER - 14, 15, 12), tint, rim=0.6)
        brush.line([(x - 7, _COUNTER - 18), (x, _COUNTER - 22), (x + 7, _COUNTER - 18)], "#8a5428", 2, 0.7)
    brush.pure(glass, "#ffffff", 0.16)
    brush.stroke(glass, "#ffffff", 3, 0.5)
    brush.line([(-100, _COUNTER - 20), (-98, _COUNTER - 68)], "#ffffff", 5, 0.5)
    pot = 250.0
    _pot(brush, pot, phase)


def _pot(brush: Brush, x: float, phase: float) -> None:
    brush.form(box(x - 24, _COUNTER - 44, x + 24, _COUNTER, 8), "#c4694a", rim=0.7)
    for k in range(7):
        lean = (k - 3) * 13 + 2 * wave(phase, 1, k * 0.1)
        tip = (x + lean, _COUNTER - 96 + abs(k - 3) * 9)
        leaf = shape(
            (x, _COUNTER - 42),
            (x + lean * 0.2 - 10, _COUNTER - 76, *tip),
            (x + lean * 0.6 + 12, _COUNTER - 60, x, _COUNTER - 42),
        )
        brush.form(leaf, "#5f8f56" if k % 2 else "#7aa867", rim=0.4, edge=2)


def _body(brush: Brush, colour: str, wood: str, label: str | None) -> None:
    front = box(_LEFT + 16, _COUNTER + 18, _RIGHT - 16, -66, 12)
    brush.form(front, colour, edge=7)
    with brush.inside(front):
        for k in range(1, 9):
            x = _LEFT + 16 + k * 66
            brush.pure(box(x - 1.5, _COUNTER, x + 1.5, -66), brush.tone.shadow, 0.20)
            brush.pure(box(x + 1.5, _COUNTER, x + 3.5, -66), "#ffffff", 0.08)
        brush.grade(
            box(_LEFT, _COUNTER + 18, _RIGHT, _COUNTER + 60),
            (0, _COUNTER + 18),
            (0, _COUNTER + 60),
            [(brush.tone.shadow, 0.45), (brush.tone.shadow, 0.0)],
        )
    brush.form(box(_LEFT - 12, _COUNTER - 2, _RIGHT + 12, _COUNTER + 22, 8), wood, edge=5)
    brush.form(box(_LEFT + 8, -74, _RIGHT - 8, -54, 6), mix(wood, "#2a1a14", 0.3))
    board = box(-138, _COUNTER + 52, 138, -98, 14)
    brush.form(board, "#2f2a30", rim=0.4)
    brush.stroke(box(-130, _COUNTER + 60, 130, -106, 10), "#e6cf9a", 2.6, 0.8)
    y = (_COUNTER + 52 - 98) / 2
    if label:
        letter(brush, label, (0, y), (224, 74), "#fbeed2")
    else:
        _cup(brush, 0, y + 34, 1.0, "#fbeed2")
        steam(brush, 0, y - 30, 0.1, 22, 6)


def _wheel(brush: Brush, x: float, spin: float) -> None:
    y, radius = -76.0, 76.0
    brush.stroke(oval(x, y, radius - 6), "#3a3034", 11)
    brush.stroke(oval(x, y, radius - 14), "#d8b878", 4)
    for k in range(10):
        angle = spin + math.tau * k / 10
        brush.line([(x, y), (x + math.cos(angle) * (radius - 12), y + math.sin(angle) * (radius - 12))], "#e0c48a", 4.5)
    brush.ball(x, y, 14, "#d8a850", gloss=0.3)


def _awning(brush: Brush, colour: str, phase: float) -> None:
    count, cream = 10, "#f7ead4"
    width = (_RIGHT - _LEFT + 70) / count
    for k in range(count):
        tint = colour if k % 2 == 0 else cream
        x0, x1 = _LEFT - 35 + k * width, _LEFT - 35 + (k + 1) * width
        top0, top1 = x0 * 0.80, x1 * 0.80
        hem = _AWNING + 104 + 4 * wave(phase, 1, k * 0.13)
        brush.form(
            shape(
                (top0, _AWNING),
                (top1, _AWNING),
                (x1, _AWNING + 84),
                (x1, hem - 2),
                (x1, hem + 18, x0, hem + 18, x0, hem - 2),
                (x0, _AWNING + 84),
            ),
            tint,
            rim=0.5 if k == 0 or k == count - 1 else 0.12,
            depth=0.5,
        )
    brush.grade(
        shape(
            (_LEFT * 0.8 - 28, _AWNING),
            (_RIGHT * 0.8 + 28, _AWNING),
            (_RIGHT + 35, _AWNING + 84),
            (_LEFT - 35, _AWNING + 84),
        ),
        (0, _AWNING),
        (0, _AWNING + 84),
        [(brush.tone.light, 0.34), (brush.tone.shadow, 0.20)],
    )
    brush.form(
        box(_LEFT * 0.8 - 34, _AWNING - 14, _RIGHT * 0.8 + 34, _AWNING + 4, 7), mix(colour, "#20161c", 0.4), rim=0.8
    )


def _bulbs(brush: Brush, phase: float) -> None:
    warm = 0.9 if brush.tone.night or brush.tone.dimness > 0.06 else 0.35
    for k in range(6):
        x = _LEFT + 66 + k * 98
        y = -478 + 10 * math.sin(k * 2.1)
        brush.line([(x, _AWNING + 90), (x, y - 10)], "#3a3034", 2.4)
        brush.glow(x, y, 74, "#ffd48a", (0.5 + 0.06 * wave(phase, 1, k * 0.2)) * warm)
        brush.ball(x, y, 11, "#ffe6ae", gloss=0.6)
        brush.pure(oval(x, y, 8), "#fff4d2", 0.9 * warm)
