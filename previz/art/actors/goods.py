"""Products as heroes: how a thing on a counter moves, shines, turns, hovers and is poured."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import skia

from planner.shot import Action, Actor, Setting
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import pulse, wave
from previz.art.actors.shapes import oval, ribbon
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.layer import Look
from previz.art.paint import mix, polygon

_GLOSSY = {Setting.MARBLE_COUNTER, Setting.KITCHEN, Setting.STUDIO, Setting.CAFE, Setting.STAGE, Setting.OFFICE}
_LOOPS = {Action.SPIN: 4.0, Action.DANCE: 1.6, Action.POUR: 1.2}


@dataclass(frozen=True)
class Turn:
    """What a still thing needs to draw itself: time in the cycle and the angle it is turned by, radians."""

    phase: float
    angle: float


Still = Callable[[Brush, Turn], None]


@dataclass(frozen=True)
class Goods:
    """A thing that stands: its outline for shadow and shine, what it lets through, and how it pours.

    ``sheen`` is the part that light glides over, when that is not all of it.
    """

    draw: Still
    outline: skia.Path
    focus: tuple[float, float]
    through: str | None = None
    liquid: str | None = None
    spout: tuple[float, float] | None = None
    sheen: skia.Path | None = None


def stand(actor: Actor, look: Look, goods: Goods) -> ActorSprite:
    """Put goods before the camera: lit, reflected where the place is polished, moving as the action asks.

    ``HOLD`` draws them without a surface below, for a hand.
    """
    tone, action = tone_of(look), actor.action
    glossy = look.shot.setting in _GLOSSY
    bounds = goods.outline.getBounds()
    floats = action in (Action.FLY, Action.SWIM)
    pours = action is Action.POUR and goods.spout is not None

    def body(brush: Brush, pose: Pose) -> None:
        angle = _turning(pose.phase) if action is Action.SPIN else 0.10 * wave(pose.phase)
        goods.draw(brush, Turn(pose.phase, angle))
        if action is not Action.SPIN:
            brush.gleam(goods.sheen or goods.outline, (pose.phase + 0.25) % 1.0, 0.30)

    def paint(brush: Brush, pose: Pose) -> None:
        if action is Action.GLOW:
            radius = 0.85 * max(bounds.width(), bounds.height())
            brush.glow(bounds.centerX(), bounds.centerY(), radius, tone.glow, 0.40 + 0.25 * pulse(pose.phase))
        if floats:
            with brush.at(0, -bounds.centerY() + 12 * wave(pose.phase), turn=5 * wave(pose.phase, 1, 0.2)):
                body(brush, pose)
        elif pours:
            _pour(brush, goods, pose, body)
        else:
            if action is not Action.HOLD:
                _on_the_surface(brush, goods, glossy)
            sway = 4.5 * wave(pose.phase) if action is Action.DANCE else 0.0
            with brush.at(turn=sway):
                body(brush, pose)

    focus = (0.0, 0.0) if floats else goods.focus
    if pours and goods.spout:
        focus = (60.0, -bounds.height() * 0.62)
    drawn = sprite(paint, tone, focus=focus, loop_s=_LOOPS.get(action, 4.0), frames=28, floats=floats)
    # A hero stands in the middle of the frame; its shadow to one side must not push it aside.
    half, wide = max(-drawn.extent.left, drawn.extent.right), max(-bounds.left(), bounds.right())
    return replace(
        drawn,
        extent=replace(drawn.extent, left=-half, right=half),
        body=replace(drawn.body, left=-wide, right=wide),
        footing=(-wide, wide),
    )


def _turning(phase: float) -> float:
    """A whole turn that lingers on the front: the label is in sight for 0.7 of the cycle."""
    return math.tau * phase - 0.85 * math.sin(math.tau * phase)


def _on_the_surface(brush: Brush, goods: Goods, glossy: bool) -> None:
    """Cast shadow away from the light, coloured light within it for glass, a reflection on polished ground."""
    tone, bounds = brush.tone, goods.outline.getBounds()
    left, right, tall = bounds.left(), bounds.right(), bounds.height()
    away = -tone.side
    far = (right if away > 0 else left) + away * tall * 0.36
    inner, outer = (left, right) if away > 0 else (right, left)
    shade = polygon([(inner * 0.96, -6), (outer * 0.96, -8), (far, 44), (far - away * 50, 66), (inner * 0.6, 20)])
    brush.grade(shade, (outer * 0.5, 0), (far, 60), [(tone.shadow, 0.46), (tone.shadow, 0.03)], blur=11)
    if goods.through is not None:
        warm = mix(goods.through, tone.light, 0.35)
        light = polygon(
            [(outer * 0.30, 4), (outer * 0.86, 0), (outer + away * tall * 0.30, 42), (outer + away * tall * 0.20, 58)]
        )
        brush.pure(light, warm, 0.55, blur=10)
    if glossy:
        depth = min(150.0, tall * 0.4)
        mirrored = skia.Path(goods.outline)
        mirrored.transform(skia.Matrix.Scale(1, -1))
        with brush.inside(skia.Path.Rect(skia.Rect(left - 20, 0, right + 20, depth))):
            colour = goods.through or tone.shadow
            brush.grade(mirrored, (0, 0), (0, depth), [(tone.base(colour), 0.34), (tone.base(colour), 0.0)], blur=4)
    brush.pure(oval(bounds.centerX(), 2, bounds.width() * 0.52, 9), tone.shadow, 0.5, blur=6)


def _pour(brush: Brush, goods: Goods, pose: Pose, body: Callable[[Brush, Pose], None]) -> None:
    """Held tilted in the air, its liquid falling in a wavering stream."""
    spout = goods.spout or (0.0, 0.0)
    tilt, at = 62 + 2 * wave(pose.phase), (-150.0, -260.0 + 5 * wave(pose.phase))
    lean = math.radians(tilt)
    mouth = (
        at[0] + spout[0] * math.cos(lean) - spout[1] * math.sin(lean),
        at[1] + spout[0] * math.sin(lean) + spout[1] * math.cos(lean),
    )
    liquid = brush.tone.base(goods.liquid or "#f1d9a8")
    points = [
        (mouth[0] + 26 * s**0.5 + 4 * s * wave(pose.phase, 2, -s), mouth[1] + (0 - mouth[1]) * s)
        for s in (k / 10 for k in range(11))
    ]
    end = points[-1][0]
    brush.pure(oval(end, 2, 74 + 8 * wave(pose.phase, 2), 15), brush.tone.shadow, 0.3, blur=6)
    brush.pure(oval(end, 0, 62 + 6 * wave(pose.phase, 2), 11), liquid, 0.85)
    brush.grade(ribbon(points, [15, 11, 10, 12]), (end - 8, 0), (end + 8, 0), [mix(liquid, "#ffffff", 0.5), liquid])
    with brush.at(*at, turn=tilt):
        body(brush, pose)
