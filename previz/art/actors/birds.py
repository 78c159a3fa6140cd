"""Birds, flying with beating wings or standing."""

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import wave
from previz.art.actors.shapes import oval, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, mix


def _wing(brush: Brush, root: Point, lift: float, span: float, colour: str) -> None:
    """A wing from its root, raised by ``lift`` -1..1, seen from the side."""
    x, y = root
    tip = (x - span * 0.62, y - span * 0.92 * lift)
    elbow = (x + span * 0.10, y - span * 0.62 * lift - span * 0.12)
    brush.form(
        smooth(
            [
                (x + span * 0.24, y),
                elbow,
                (x - span * 0.2, y - span * 0.86 * lift - span * 0.05),
                tip,
                (x - span * 0.5, y - span * 0.42 * lift + span * 0.10),
                (x - span * 0.28, y + span * 0.16),
            ]
        ),
        colour,
        edge=5,
    )
    for k in range(3):
        s = 0.35 + k * 0.2
        end = (x - span * (0.34 + 0.1 * k), y - span * 0.55 * lift * (1 + 0.25 * k) + span * 0.08)
        brush.line([(x + span * 0.1 * (1 - s), y - span * 0.30 * lift), end], brush.tone.shade(colour), 4, 0.5)


def bird(actor: Actor, look: Look) -> ActorSprite:
    """A bird: flying with beating wings, or standing. Traits: colours of the bird and of its breast."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#3f86c4", "#d8573f", "#4fa06a", "#e0a83a")
    breast = traits.colour_of("breast", "belly") or mix(colour, "#fff2da", 0.72)
    beak = "#f0a030"
    flies = actor.action in (Action.FLY, Action.RUN, Action.SWIM, Action.RIDE, Action.WALK)

    def paint(brush: Brush, pose: Pose) -> None:
        phase = pose.phase
        beat = wave(phase, 1)
        with brush.at(0, (-14 * beat) if flies else -118, turn=(-6 + 3 * beat) if flies else -24):
            if flies:
                _wing(brush, (26, -18), beat, 210, mix(colour, tone.shadow, 0.3))
            brush.form(
                shape((-100, -10), (-190, -34, -232, -26), (-222, 4, -238, 22), (-180, 30, -96, 28)),
                mix(colour, "#1c2440", 0.35),
                edge=4,
            )
            body = smooth([(-112, 4), (-60, -52), (30, -72), (98, -64), (120, -30), (96, 30), (20, 62), (-60, 44)])
            brush.form(body, colour, edge=6)
            with brush.inside(body):
                brush.flat(smooth([(124, -20), (70, -14), (20, 16), (-60, 40), (20, 90), (120, 50)]), breast)
            with brush.at(96, -54, turn=20 if not flies else 4):
                _bird_head(brush, colour, breast, beak, pose)
            if flies:
                _wing(brush, (18, -24), beat, 226, colour)
            else:
                fold = 3 * wave(phase, 1, 0.2)
                brush.form(
                    smooth([(62, -34), (10, -44), (-80, -6), (-164, 26 + fold), (-90, 38), (10, 22)]),
                    mix(colour, "#1c2440", 0.25),
                    edge=5,
                )
        if not flies:
            for x in (-6.0, 30.0):
                brush.line([(x - 4, -70), (x, -34), (x - 2, -3)], beak, 7)
                for toe in (-14, 4, 20):
                    brush.line([(x - 2, -4), (x + toe, -1)], beak, 5)

    return sprite(
        paint,
        tone,
        focus=(110, -70) if flies else (110, -210),
        loop_s=0.9 if flies else 3.0,
        frames=24,
        travel=170.0 if flies else 0.0,
        has_mouth=True,
        floats=flies,
    )


def _bird_head(brush: Brush, colour: str, breast: str, beak: str, pose: Pose) -> None:
    brush.form(shape((-34, -40), (-52, -78), (-22, -62), (-16, -92), (6, -58)), mix(colour, "#1c2440", 0.3), rim=0.4)
    brush.form(oval(4, -18, 54, 50), colour, edge=5)
    brush.flat(oval(22, -6, 26, 24), breast, 0.9)
    gape = 16 * pose.mouth
    brush.form(shape((46, -8), (76, 0, 94, 6 + gape * 0.8), (64, 14 + gape, 44, 8)), mix(beak, "#a8502a", 0.4), rim=0.3)
    if gape > 1:
        brush.flat(shape((48, -6), (78, 0), (66, 4 + gape * 0.6), (46, 6)), "#5a1c22")
    brush.form(shape((46, -24), (84, -18, 104, 0 - gape * 0.3), (72, 0 - gape * 0.4, 44, -2)), beak, rim=0.6)
    if pose.blink:
        brush.line([(12, -24), (24, -20), (36, -24)], "#1c1620", 4.5)
    else:
        brush.flat(oval(24, -24, 12), "#16121a")
        brush.pure(oval(28, -29, 4), "#ffffff", 0.95)
