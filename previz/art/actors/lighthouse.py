"""A lighthouse on its rock, its beam sweeping when the light is needed."""

import math

from film.shot import TimeOfDay, Weather
from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.shapes import box, oval, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Tint, mix, polygon

_LAMP = (0.0, -742.0)
_BEAM = 640.0
_TOP, _BASE = 62.0, 108.0
_GALLERY = -690.0


def lighthouse(actor: Actor, look: Look) -> ActorSprite:
    """A tapering tower with coloured bands (or plain, by traits), gallery, lantern room and keeper's rock."""
    traits, tone = Traits(actor, look), tone_of(look)
    band = traits.main("#c8372d", "#c8372d", "#c8372d", "#27406f", "#2f6f68")
    plain = traits.has("white", "plain") and actor.colour is None
    wall = mix("#f4efe6", "#b3a998", 0.4 if traits.has("old", "abandoned", "weathered") else 0.0)
    dark_hours = look.shot.time_of_day in (TimeOfDay.NIGHT, TimeOfDay.DUSK)
    murky = look.shot.weather in (Weather.STORM, Weather.FOG, Weather.RAIN)
    burns = dark_hours or murky or actor.action is Action.GLOW
    strength = 1.0 if dark_hours else (0.75 if murky else 0.5)
    rocks = [(traits.chance(-250, 250), traits.chance(34, 78), traits.chance(0.5, 0.8)) for _ in range(11)]

    def paint(brush: Brush, pose: Pose) -> None:
        angle = math.tau * pose.phase
        if burns:
            _beams(brush, angle, strength, behind=True)
        _rock(brush, rocks)
        _tower(brush, wall, wall if plain else band)
        _lantern_room(brush, band, burns, angle)
        if burns:
            _beams(brush, angle, strength, behind=False)

    return sprite(paint, tone, focus=(0, -640), loop_s=5.0, frames=60 if burns else 1)


def _half(y: float) -> float:
    """Half the tower's width at height ``y``."""
    t = min(1.0, max(0.0, (y + 40) / (_GALLERY + 40)))
    return _BASE + (_TOP - _BASE) * (1 - math.pow(1 - t, 1.4))


def _tower(brush: Brush, wall: str, band: str) -> None:
    steps = [-40 + (_GALLERY + 40) * k / 12 for k in range(13)]
    outline = polygon([(-_half(y), y) for y in steps] + [(_half(y), y) for y in reversed(steps)])
    brush.form(outline, wall, edge=8)
    with brush.inside(outline):
        if band != wall:
            for low, high in ((-40, -150), (-262, -374), (-486, -596)):
                ring = shape((-130, low), (0, low + 16, 130, low), (130, high), (0, high + 14, -130, high))
                brush.form(ring, band, rim=0.9, edge=8)
        for k in range(1, 20):
            y = -40 - k * 34
            for j in range(-2, 3):
                x = (j + (k % 2) * 0.5) * 44
                if abs(x) < _half(y) - 14 and (k * 7 + j * 5) % 3:
                    brush.pure(box(x, y, x + 22, y + 3, 1), brush.tone.shadow, 0.10)
        side = -brush.tone.side
        brush.grade(
            box(-130, _GALLERY, 130, -40),
            (0, 0),
            (side * 110, 0),
            [(brush.tone.shadow, 0.0), (brush.tone.shadow, 0.34)],
        )
        brush.grade(
            box(-130, _GALLERY, 130, _GALLERY + 60),
            (0, _GALLERY),
            (0, _GALLERY + 60),
            [(brush.tone.shadow, 0.5), (brush.tone.shadow, 0.0)],
        )
    for x, y in ((8, -250), (-12, -430), (6, -580)):
        _window(brush, x, y)
    brush.form(shape((-34, -34), (-34, -112), (-34, -146, 34, -146, 34, -112), (34, -34)), "#efe7da", rim=0.4)
    brush.form(shape((-26, -34), (-26, -110), (-26, -136, 26, -136, 26, -110), (26, -34)), "#5a3a2c", rim=0.5)
    brush.ball(15, -78, 4, "#d9a93f", gloss=0.4)


def _window(brush: Brush, x: float, y: float) -> None:
    brush.form(
        shape((x - 19, y + 28), (x - 19, y - 16), (x - 19, y - 40, x + 19, y - 40, x + 19, y - 16), (x + 19, y + 28)),
        "#e9e0d2",
        rim=0.4,
    )
    pane = shape((x - 13, y + 22), (x - 13, y - 14), (x - 13, y - 32, x + 13, y - 32, x + 13, y - 14), (x + 13, y + 22))
    if brush.tone.night or brush.tone.dimness > 0.2:
        brush.pure(pane, "#ffd98a")
        brush.glow(x, y, 60, "#ffcf7a", 0.4)
    else:
        brush.flat(pane, "#3a4a63")
        brush.pure(polygon([(x - 10, y + 8), (x + 8, y - 22), (x + 12, y - 18), (x - 8, y + 16)]), "#ffffff", 0.25)
    brush.line([(x, y - 30), (x, y + 22)], "#6a5a50", 3)
    brush.line([(x - 13, y - 2), (x + 13, y - 2)], "#6a5a50", 3)


def _lantern_room(brush: Brush, colour: str, burns: bool, angle: float) -> None:
    iron = mix(colour, "#1c1a26", 0.72)
    brush.form(shape((-66, _GALLERY + 24), (-98, _GALLERY), (98, _GALLERY), (66, _GALLERY + 24)), "#ded5c6", rim=0.6)
    brush.form(box(-104, _GALLERY - 10, 104, _GALLERY + 2, 4), iron)
    glass = box(-46, -792, 46, _GALLERY - 8, 6)
    if burns:
        brush.spread(glass, _LAMP, 70, ["#fffbe8", "#ffe49a", "#f0a84a"])
    else:
        brush.grade(
            glass,
            (-46, -792),
            (46, -700),
            [brush.tone.lit("#bcd6e0"), brush.tone.base("#6f93a8"), brush.tone.shade("#4a6a80")],
        )
        brush.pure(oval(*_LAMP, 15, 24), "#fff2c8", 0.75)
        brush.pure(polygon([(-40, -720), (-10, -790), (6, -790), (-30, -704)]), "#ffffff", 0.35)
    for x in (-46, -23, 0, 23, 46):
        brush.line([(x, -792), (x, _GALLERY - 8)], iron, 4.5)
    brush.line([(-46, -742), (46, -742)], iron, 3)
    for x in range(-98, 99, 28):
        brush.line([(x, _GALLERY - 6), (x, _GALLERY - 48)], iron, 3.6)
    for y in (-28, -48):
        brush.line([(-99, _GALLERY + y), (99, _GALLERY + y)], iron, 4)
    brush.form(
        shape((-60, -788), (-58, -806), (-50, -852, -16, -866, 0, -868), (16, -866, 50, -852, 58, -806), (60, -788)),
        colour,
        edge=5,
    )
    brush.form(oval(0, -872, 11), iron)
    brush.line([(0, -880), (0, -908)], iron, 4)
    if burns:
        facing = max(0.0, math.sin(angle))
        brush.glow(*_LAMP, 150 + 100 * facing**3, "#ffedb8", 0.75 + 0.2 * facing)


def _beams(brush: Brush, angle: float, strength: float, behind: bool) -> None:
    """Two opposite beams turning about the lamp; those turned away are painted before the tower."""
    for opposite in (0.0, math.pi):
        across, towards = math.cos(angle + opposite), math.sin(angle + opposite)
        if (towards < 0) is not behind:
            continue
        length = _BEAM * across
        spread = 34 + 66 * abs(across) + 60 * max(0.0, towards)
        rise = 26 * towards
        bright = strength * (0.30 + 0.42 * abs(across)) * (0.75 if behind else 1.0)
        x, y = _LAMP
        for widen, alpha in ((1.0, 0.55), (0.55, 0.75)):
            end = spread * widen
            cone = polygon([(x, y - 12), (x + length, y + rise - end), (x + length, y + rise + end), (x, y + 12)])
            tints: list[Tint] = [("#fff6d2", bright * alpha), ("#ffe9b0", bright * alpha * 0.45), ("#ffe2a0", 0.0)]
            brush.grade(cone, (x, y), (x + (length or 1.0), y + rise), tints, blur=5)


def _rock(brush: Brush, rocks: list[tuple[float, float, float]]) -> None:
    stone = "#6f6a72"
    base = smooth(
        [
            (-300, 14),
            (-250, -22),
            (-170, -52),
            (-90, -66),
            (60, -70),
            (150, -54),
            (240, -26),
            (300, 14),
            (120, 22),
            (-130, 24),
        ]
    )
    brush.form(base, stone, edge=7)
    with brush.inside(base):
        for x, size, squash in rocks:
            y = -16 - (1 - abs(x) / 300) * 26
            brush.form(
                smooth(
                    [
                        (x - size, y + size * 0.5),
                        (x - size * 0.5, y - size * squash * 0.5),
                        (x + size * 0.4, y - size * squash * 0.6),
                        (x + size, y + size * 0.4),
                    ]
                ),
                mix(stone, "#8f8a90", (size % 10) / 14),
                rim=0.6,
            )
    for x in (-230, -120, 130, 232):
        brush.form(
            smooth([(x - 40, 16), (x - 30, -8), (x + 4, -20), (x + 34, -6), (x + 44, 16)]),
            mix(stone, "#4a4650", 0.3),
            rim=0.7,
        )
