"""Life in the sea: fish and whales. Their origin is their middle."""

from planner.shot import Action, Actor, Setting
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, mix

_STILL = (Action.IDLE, Action.TALK, Action.GLOW, Action.HOLD, Action.LOOK_UP)


def _spine(points: list[Point], phase: float, sway: float, from_x: float, to_x: float) -> list[Point]:
    """Points of a body bent by a wave that grows towards the tail (small x)."""
    bent = []
    for x, y in points:
        along = min(1.0, max(0.0, (from_x - x) / (from_x - to_x)))
        bent.append((x, y + sway * along**1.6 * wave(phase, 2, 0.42 * along)))
    return bent


def fish(actor: Actor, look: Look) -> ActorSprite:
    """A reef fish; traits: striped, gold, spotted."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#f08a3a", "#3f8fd0", "#f0c03a", "#d8577a")
    second = traits.pick(["#fdf1dc", "#ffe08a", "#2c3f73"])
    striped = traits.has("striped", "clown", "clownfish") or traits.pick(["stripes", "plain"]) == "stripes"

    def paint(brush: Brush, pose: Pose) -> None:
        phase = pose.phase

        def bent(*points: Point) -> list[Point]:
            return _spine(list(points), phase, 34, 120, -260)

        with brush.at(0, 9 * wave(phase), turn=2 * wave(phase, 1, 0.2)):
            tail = smooth(
                bent(
                    (-128, -12),
                    (-190, -74),
                    (-262, -112),
                    (-226, -30),
                    (-214, 4),
                    (-232, 48),
                    (-262, 118),
                    (-186, 70),
                    (-128, 16),
                )
            )
            brush.form(tail, mix(colour, second, 0.35), edge=5)
            fin = smooth(bent((76, -88), (20, -170), (-60, -176), (-118, -120), (-110, -60), (-20, -84)))
            brush.form(fin, mix(colour, second, 0.25), edge=5)
            brush.form(smooth(bent((10, 92), (-30, 150), (-84, 152), (-70, 92), (-40, 76))), mix(colour, second, 0.25))
            body = smooth(
                bent(
                    (214, -8),
                    (176, -62),
                    (100, -104),
                    (0, -116),
                    (-90, -74),
                    (-146, -22),
                    (-146, 22),
                    (-90, 70),
                    (0, 112),
                    (100, 100),
                    (176, 56),
                )
            )
            brush.form(body, colour, edge=7)
            with brush.inside(body):
                if striped:
                    for x in (96.0, 0.0, -96.0):
                        stripe = smooth(
                            bent((x + 22, -130), (x - 10, -124), (x - 20, 0), (x - 8, 126), (x + 24, 130), (x + 12, 0))
                        )
                        brush.flat(stripe, second, 0.95)
                else:
                    for row in range(5):
                        for k in range(7):
                            x, y = -110 + k * 32 + (row % 2) * 16, -72 + row * 34
                            brush.stroke(
                                shape((x, y - 14), (x - 16, y - 10, x - 16, y + 10, x, y + 14)),
                                tone.shade(colour),
                                2.2,
                                0.35,
                            )
                brush.grade(box(-160, 20, 220, 120), (0, 20), (0, 116), [(tone.shadow, 0.0), (tone.shadow, 0.36)])
                brush.grade(box(-160, -120, 220, -40), (0, -116), (0, -44), [("#ffffff", 0.36), ("#ffffff", 0.0)])
            flap = 12 * wave(phase, 2, 0.2)
            brush.form(
                smooth([(56, 12), (20, 6), (-34, 30 + flap), (-46, 62 + flap), (-4, 66 + flap), (44, 40)]),
                mix(colour, second, 0.45),
                edge=4,
            )
            brush.stroke(smooth([(112, -74), (96, -20), (110, 46)], closed=False), tone.shade(colour), 4, 0.6)
            _fish_face(brush, colour, pose)

    return sprite(
        paint,
        tone,
        focus=(140, -10),
        loop_s=2.0,
        frames=28,
        travel=0.0 if actor.action in _STILL else 120.0,
        has_mouth=True,
        floats=True,
    )


def _fish_face(brush: Brush, colour: str, pose: Pose) -> None:
    if pose.blink:
        brush.line([(128, -32), (146, -28), (164, -32)], "#241820", 5)
    else:
        brush.flat(oval(146, -32, 21), "#fdf8ee")
        brush.flat(oval(150, -31, 13), "#1c1620")
        brush.pure(oval(155, -37, 4.6), "#ffffff", 0.95)
    gape = 2 + 18 * pose.mouth
    brush.form(oval(206, 8, 12, 6 + gape * 0.6), mix(colour, "#a83a4a", 0.45), rim=0.3)
    brush.flat(oval(210, 8, 7, 1.5 + gape * 0.5), "#4a1620")


def whale(actor: Actor, look: Look) -> ActorSprite:
    """A great whale: grooved pale throat, slow flukes; a spout above the surface."""
    traits, tone = Traits(actor, look), tone_of(look)
    colour = traits.main("#3f6a94", "#35577d", "#56789a")
    pale = mix(colour, "#f3f1ec", 0.80)
    spouts = look.shot.setting is not Setting.UNDERWATER
    spots = [(traits.chance(-220, 330), traits.chance(-150, -40), traits.chance(3, 9)) for _ in range(26)]

    def paint(brush: Brush, pose: Pose) -> None:
        phase = pose.phase

        def bent(*points: Point) -> list[Point]:
            out = []
            for x, y in points:
                along = min(1.0, max(0.0, (60 - x) / 540))
                out.append((x, y + 62 * along**1.7 * wave(phase, 1, 0.22 * along)))
            return out

        with brush.at(0, 12 * wave(phase, 1, 0.3), turn=1.6 * wave(phase, 1, 0.15)):
            _flipper(brush, mix(colour, tone.shadow, 0.3), 150, 84, wave(phase, 1, 0.35), 0.8)
            flukes = smooth(
                bent(
                    (-420, -6),
                    (-470, -58),
                    (-560, -96),
                    (-610, -84),
                    (-566, -30),
                    (-540, 4),
                    (-572, 40),
                    (-606, 92),
                    (-540, 92),
                    (-462, 48),
                )
            )
            brush.form(flukes, colour, edge=7)
            body = smooth(
                bent(
                    (432, 16),
                    (410, -76),
                    (300, -142),
                    (120, -168),
                    (-60, -140),
                    (-240, -74),
                    (-400, -26),
                    (-452, -6),
                    (-440, 20),
                    (-300, 44),
                    (-120, 108),
                    (60, 152),
                    (240, 152),
                    (380, 104),
                )
            )
            brush.form(body, colour, edge=9)
            with brush.inside(body):
                belly = smooth(
                    bent(
                        (440, 36),
                        (330, 34),
                        (200, 60),
                        (40, 84),
                        (-160, 74),
                        (-320, 36),
                        (-300, 140),
                        (60, 220),
                        (400, 180),
                    )
                )
                brush.form(belly, pale, rim=0)
                for k in range(7):
                    y = 62 + k * 15
                    brush.line(
                        bent((410 - k * 14, y - 18), (260, y + 8), (100, y + 24), (-40 - k * 20, y + 16)),
                        tone.shade(pale),
                        3.4,
                        0.6,
                    )
                for at_x, at_y, r in spots:
                    brush.flat(oval(at_x, at_y, r, r * 0.7), mix(colour, "#f3f1ec", 0.4), 0.45)
                brush.grade(box(-620, -180, 450, -60), (0, -170), (0, -70), [(tone.light, 0.36), (tone.light, 0.0)])
                brush.grade(box(-620, 60, 450, 170), (0, 60), (0, 165), [(tone.shadow, 0.0), (tone.shadow, 0.42)])
            brush.form(
                smooth(bent((-150, -112), (-196, -158), (-232, -152), (-226, -96))), mix(colour, tone.shadow, 0.12)
            )
            _whale_face(brush, colour, pose)
            _flipper(brush, colour, 110, 92, wave(phase, 1, 0.25), 1.0)
            if spouts:
                _spout(brush, 236, -156, phase)

    return sprite(
        paint,
        tone,
        focus=(300, 0),
        loop_s=4.4,
        frames=30,
        travel=0.0 if actor.action in _STILL else 70.0,
        has_mouth=True,
        floats=True,
    )


def _whale_face(brush: Brush, colour: str, pose: Pose) -> None:
    drop = 26 * pose.mouth
    if pose.mouth > 0.05:
        brush.flat(smooth([(430, 22), (360, 40), (262, 38), (300, 50 + drop), (390, 40 + drop)]), "#3a1822")
    brush.line([(430, 20), (356, 40), (262, 38), (226, 22)], mix(colour, "#141a2c", 0.7), 6, 0.85)
    if pose.blink:
        brush.line([(252, -2), (268, 3), (284, -2)], "#141420", 5)
        return
    brush.flat(oval(268, -4, 17, 15), mix(colour, "#141a2c", 0.5))
    brush.flat(oval(269, -4, 11.5), "#fbf6ec")
    brush.flat(oval(272, -3, 8), "#14121c")
    brush.pure(oval(275, -7, 3), "#ffffff", 0.95)


def _flipper(brush: Brush, colour: str, x: float, y: float, beat: float, scale: float) -> None:
    with brush.at(x, y, turn=14 * beat, scale=scale):
        brush.form(
            smooth([(46, -14), (14, 38), (-70, 118), (-126, 138), (-112, 92), (-52, 8), (0, -26)]), colour, edge=5
        )


def _spout(brush: Brush, x: float, y: float, phase: float) -> None:
    for k in range(12):
        age = (phase * 2 + k / 12) % 1.0
        side = (k % 5 - 2) / 2
        at = (x + side * 70 * age, y - 190 * age + 150 * age * age)
        brush.pure(oval(*at, 10 - 5 * age, 12 - 5 * age), mix("#eaf6fb", brush.tone.light, 0.3), 0.65 * (1 - age))
