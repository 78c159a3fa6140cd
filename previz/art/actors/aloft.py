"""Things of the air: kite, hot-air balloon, rocket. Their origin is their middle."""

import math

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.lettering import letter
from previz.art.actors.motion import pulse, wave
from previz.art.actors.shapes import box, oval, ribbon, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, mix, polygon


def kite(actor: Actor, look: Look) -> ActorSprite:
    """A diamond kite with a long tail of bows, tugging in the wind."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#e2573f", "#2f8fb0", "#f0b030", "#8a5ab8")
    second = traits.pick(["#fbe6b0", "#fdf4e4", "#ffd45a"])

    def paint(brush: Brush, pose: Pose) -> None:
        tilt = 20 + 7 * wave(pose.phase) + 2.5 * wave(pose.phase, 3, 0.2)
        with brush.at(10 * wave(pose.phase, 1, 0.25), 8 * wave(pose.phase, 2), turn=tilt):
            _tail(brush, pose.phase, (colour, second, mix(colour, "#ffffff", 0.45)))
            bulge = 8 + 5 * wave(pose.phase, 2, 0.3)
            top, right, low, left = (0.0, -230.0), (150.0, -50.0), (0.0, 210.0), (-150.0, -50.0)
            brush.form(shape(top, (-80 - bulge, -140, *left), (0, -50 + bulge), (0 + bulge * 0.3, -150, *top)), colour)
            brush.form(shape(top, (bulge * 0.3, -150, 0, -50 + bulge), right, (80 + bulge, -140, *top)), second)
            brush.form(shape(left, (-82 - bulge, 70, *low), (bulge * 0.3, 90, 0, -50 + bulge)), second, depth=1.2)
            brush.form(
                shape((0, -50 + bulge), right, (82 + bulge, 70, *low), (bulge * 0.3, 90, 0, -50 + bulge)),
                colour,
                depth=1.2,
            )
            brush.line([top, (bulge * 0.3, -60), low], mix(colour, "#2a1a1c", 0.6), 5, 0.8)
            brush.line([left, (0, -50 + bulge), right], mix(colour, "#2a1a1c", 0.6), 5, 0.8)

    return sprite(paint, tone, focus=(0, 0), loop_s=2.6, frames=30, floats=True)


def _tail(brush: Brush, phase: float, tints: tuple[str, str, str]) -> None:
    points: list[Point] = []
    for k in range(15):
        s = k / 14
        points.append((-60 * s + 46 * s**0.7 * wave(phase, 2, -1.3 * s), 206 + 330 * s))
    brush.line(points, "#f6efe2", 3.4, 0.95)
    for n, k in enumerate((3, 6, 9, 12, 14)):
        x, y = points[k]
        turn = 26 * wave(phase, 2, -1.3 * k / 14 + 0.2)
        with brush.at(x, y, turn=turn, scale=1 - 0.06 * n):
            tint = tints[n % 3]
            brush.form(polygon([(0, 0), (-34, -18), (-30, 20)]), tint, rim=0.5)
            brush.form(polygon([(0, 0), (34, -18), (30, 20)]), tint, rim=0.5)
            brush.ball(0, 0, 6, tint)


def _toy_balloon(look: Look, colour: str) -> ActorSprite:
    """A rubber balloon for a hand; its knot is where a string begins."""

    def paint(brush: Brush, pose: Pose) -> None:
        with brush.at(turn=5 * wave(pose.phase)):
            skin = shape(
                (0, 150),
                (-60, 120, -140, 20, -140, -60),
                (-140, -160, -76, -220, 0, -220),
                (76, -220, 140, -160, 140, -60),
                (140, 20, 60, 120, 0, 150),
            )
            brush.form(skin, colour, edge=9)
            brush.form(polygon([(0, 144), (-20, 174), (20, 174)]), colour, rim=0.3)
            brush.pure(oval(brush.tone.side * 62, -130, 26, 42), "#ffffff", 0.5, blur=5)

    return sprite(paint, tone_of(look), focus=(0, -40), loop_s=3.0, frames=24, floats=True)


def balloon(actor: Actor, look: Look) -> ActorSprite:
    """A hot-air balloon with coloured gores and a basket, its burner flaring; a rubber one when it is held."""
    traits, tone = Traits(actor, look), tone_of(look)
    if actor.action is Action.HOLD:
        return _toy_balloon(look, traits.main("#e2573f", "#2f8fc0", "#f0b030", "#d8577a"))
    colour = traits.main("#e2573f", "#2f8fa0", "#e8a030", "#8a5ab8")
    second = traits.pick(["#fbe6b0", "#fdf4e4", "#ffcf6a"])

    def paint(brush: Brush, pose: Pose) -> None:
        flare = max(0.0, wave(pose.phase, 2)) ** 0.7
        with brush.at(0, 10 * wave(pose.phase), turn=1.6 * wave(pose.phase, 1, 0.2)):
            envelope = shape(
                (-56, 150),
                (-100, 60, -245, 0, -245, -150),
                (-245, -300, -120, -390, 0, -390),
                (120, -390, 245, -300, 245, -150),
                (245, 0, 100, 60, 56, 150),
                (0, 162, -56, 150),
            )
            brush.form(envelope, colour, edge=9)
            with brush.inside(envelope):
                for k, (inner, outer) in enumerate(((0.0, 0.26), (0.52, 0.76), (0.94, 1.1))):
                    for side in (-1, 1):
                        gore = shape(
                            (side * 56 * inner, 162),
                            (side * 250 * inner * 1.05, 20, side * 250 * inner * 1.05, -330, 0, -396),
                            (side * 250 * outer * 1.05, -330, side * 250 * outer * 1.05, 20, side * 56 * outer, 162),
                        )
                        brush.form(gore, second if k != 1 else mix(colour, second, 0.82), rim=0, depth=0.7)
                away = -tone.side
                brush.grade(
                    box(-250, -400, 250, 170), (0, 0), (away * 250, 0), [(tone.shadow, 0.0), (tone.shadow, 0.46)]
                )
                brush.grade(
                    box(-250, -400, 250, 170), (-away * 70, 0), (-away * 250, 0), [(tone.light, 0.0), (tone.rim, 0.55)]
                )
                brush.spread(
                    box(-250, -60, 250, 170), (0, 140), 240, [("#ffd98a", 0.25 + 0.45 * flare), ("#ffb84a", 0.0)]
                )
            if actor.label:
                letter(brush, actor.label, (0, -170), (320, 90), mix(colour, "#20161c", 0.7))
            for at in (-1.0, -0.35, 0.35, 1.0):
                brush.line([(at * 54, 152), (at * 44, 262)], "#5a4436", 3)
            brush.grade(
                ribbon([(0, 236), (0, 236 - 60 * flare - 6)], [18, 12, 2]),
                (0, 240),
                (0, 170),
                [("#fff3c4", 0.95), ("#ff9a3a", 0.1)],
            )
            brush.glow(0, 200, 90, "#ffb84a", 0.5 * flare)
            brush.metal(box(-16, 232, 16, 252, 4), "#b8bec8")
            for x, tint in ((-18, "#3f5f8f"), (16, "#b8483a")):
                brush.form(oval(x, 250, 11, 13), "#d79a70", rim=0.4)
                brush.form(oval(x, 280, 17, 22), tint, rim=0.4)
            basket = shape((-58, 262), (-50, 340), (50, 340), (58, 262))
            brush.form(basket, "#a9743f", edge=5)
            with brush.inside(basket):
                for row in range(5):
                    for k in range(-4, 5):
                        brush.pure(
                            box(k * 15 + (row % 2) * 7, 268 + row * 15, k * 15 + 9 + (row % 2) * 7, 272 + row * 15, 2),
                            "#4a2f1c",
                            0.35,
                        )
            brush.form(box(-62, 256, 62, 270, 6), "#7d5230")

    return sprite(
        paint,
        tone,
        focus=(0, -120),
        loop_s=5.0,
        frames=30,
        travel=18.0 if actor.action is not Action.IDLE else 0.0,
        floats=True,
    )


def rocket(actor: Actor, look: Look) -> ActorSprite:
    """A rocket in flight: flame, smoke and porthole; upright, or leaning into its way when it flies."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#d8412f", "#e8813a", "#2f7f9a")
    shell = "#f1eee8" if actor.colour is None or colour != actor.colour else mix(colour, "#f6f4f0", 0.82)
    lean = 38.0 if actor.action in (Action.FLY, Action.RUN, Action.WALK) else 8.0

    def paint(brush: Brush, pose: Pose) -> None:
        with brush.at(3 * wave(pose.phase, 5), 6 * wave(pose.phase), turn=lean + wave(pose.phase)):
            _flame(brush, pose.phase)
            for side in (-1, 1):
                brush.form(
                    shape(
                        (side * 70, 60),
                        (side * 150, 120, side * 162, 190, side * 150, 262),
                        (side * 120, 214, side * 90, 200, side * 62, 196),
                    ),
                    colour,
                    edge=5,
                )
            hull = shape(
                (0, -300),
                (86, -220, 108, -60, 92, 90),
                (86, 150, 74, 190, 64, 208),
                (-64, 208),
                (-74, 190, -86, 150, -92, 90),
                (-108, -60, -86, -220, 0, -300),
            )
            brush.metal(hull, shell, edge=6)
            with brush.inside(hull):
                brush.metal(shape((-120, -310), (120, -310), (120, -168), (0, -146, -120, -168)), colour, rim=0.7)
                brush.metal(shape((-120, 120), (0, 142, 120, 120), (120, 164), (0, 186, -120, 164)), colour, rim=0.7)
                for k in range(7):
                    brush.pure(oval(-72 + k * 24, 104 + 8 * math.cos((k - 3) / 3), 3.4), tone.shadow, 0.4)
            brush.form(
                shape((-16, 100), (-12, 190), (0, 270, 0, 270), (12, 190), (16, 100), (0, 90, -16, 100)), colour, edge=3
            )
            brush.metal(box(-46, 204, 46, 230, 7), "#5a5c68")
            brush.metal(oval(0, -56, 52), "#b9bec9")
            brush.spread(
                oval(0, -56, 39), (-12, -70), 62, [tone.lit("#c4ecf6"), tone.base("#3f87a8"), tone.base("#1f3f5f")]
            )
            brush.pure(oval(-14, -72, 13, 8), "#ffffff", 0.75)
            if actor.label:
                letter(brush, actor.label, (0, 46), (130, 50), mix(colour, "#20161c", 0.4))

    moving = actor.action in (Action.FLY, Action.RUN, Action.WALK)
    return sprite(paint, tone, focus=(0, -40), loop_s=1.2, frames=30, travel=220.0 if moving else 0.0, floats=True)


def _flame(brush: Brush, phase: float) -> None:
    length = 190 + 26 * wave(phase, 3) + 12 * wave(phase, 5, 0.3)
    brush.glow(0, 300, 190, "#ffab4a", 0.55 + 0.1 * pulse(phase, 3))
    for scale, tints in (
        (1.0, (("#ff6a2a", 0.9), ("#ff8a3a", 0.0))),
        (0.66, (("#ffb23a", 1.0), ("#ff9a2a", 0.1))),
        (0.36, (("#fff8dc", 1.0), ("#ffe08a", 0.3))),
    ):
        end = 226 + length * (0.35 + 0.65 * scale)
        sway = 10 * wave(phase, 4, scale)
        brush.grade(
            shape(
                (-44 * scale, 222),
                (-58 * scale, 290, -16 * scale + sway, end - 30, sway, end),
                (16 * scale + sway, end - 30, 58 * scale, 290, 44 * scale, 222),
            ),
            (0, 226),
            (0, end),
            list(tints),
        )
