"""Glass, plastic and tin: bottles, dropper bottles, jars and cans, with labels and what is in them."""

import skia

from planner.shot import Actor
from previz.art.actors.base import ActorSprite
from previz.art.actors.brush import Brush
from previz.art.actors.goods import Goods, Turn, stand
from previz.art.actors.labels import MARKS, Label, ink_for, wrap
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, shape
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import luminance, mix

_GOLD, _STEEL, _BLACK = "#d3a850", "#bcc3ce", "#3a3436"


def _label(actor: Actor, traits: Traits, colour: str, accent: str) -> Label:
    paper = traits.colour_of("label") or traits.pick(["#fbf4e9", "#fbf4e9", "#f4ece0"])
    return Label(actor.label, paper, ink_for(paper, colour), accent, traits.pick(MARKS))


def _glass(brush: Brush, body: skia.Path, colour: str, level: float, phase: float) -> None:
    """A glass body with liquid up to the height ``level`` (y), bubbles rising in it, highlights along its sides."""
    tone, bounds = brush.tone, body.getBounds()
    left, right = bounds.left(), bounds.right()
    base = tone.base(colour)
    dark, bright = mix(base, tone.shadow, 0.60), mix(mix(base, tone.light, 0.45), "#ffd9a0", 0.12)
    stops = [mix(dark, base, 0.35), base, bright, base, mix(dark, base, 0.30), dark]
    ends = ((left, 0), (right, 0)) if tone.side < 0 else ((right, 0), (left, 0))
    brush.grade(body, *ends, list(stops), [0.0, 0.12, 0.34, 0.60, 0.85, 1.0])
    with brush.inside(body):
        brush.grade(
            box(left, bounds.top(), right, level), (0, bounds.top()), (0, level), [("#ffffff", 0.10), ("#ffffff", 0.24)]
        )
        brush.pure(oval(bounds.centerX(), level, bounds.width() / 2, 8), mix(bright, "#ffffff", 0.35), 0.75)
        brush.grade(
            box(left, -bounds.height() * 0.7, right, 0),
            (0, -bounds.height() * 0.5),
            (0, 0),
            [(tone.glow, 0.0), (tone.glow, 0.2)],
        )
        for k in range(9):
            rise = (phase + k * 0.37) % 1.0
            x = left + bounds.width() * (0.16 + 0.68 * ((k * 0.618) % 1.0)) + 5 * wave(phase, 2, k * 0.21)
            fade = min(1.0, rise * 6, (1 - rise) * 6)
            brush.pure(oval(x, -14 + (level + 22) * rise, 3.0 + k % 4), "#fff6dc", 0.42 * fade)
        brush.grade(box(left, -26, right, 0), (0, -26), (0, 0), [(dark, 0.0), (dark, 0.55)])
    _highlights(brush, body)


def _highlights(brush: Brush, body: skia.Path, alpha: float = 0.55) -> None:
    bounds, side = body.getBounds(), brush.tone.side
    half, middle = bounds.width() / 2, bounds.centerX()
    top, bottom = bounds.top() + bounds.height() * 0.20, bounds.bottom() - bounds.height() * 0.07
    with brush.inside(body):
        x = middle + side * half * 0.80
        brush.grade(
            box(x - half * 0.085, top, x + half * 0.085, bottom, half * 0.08),
            (0, top),
            (0, bottom),
            [("#ffffff", alpha), ("#ffffff", alpha * 0.5)],
        )
        x = middle - side * half * 0.86
        brush.pure(box(x - half * 0.028, top * 0.95, x + half * 0.028, bottom, 3), brush.tone.rim, alpha * 0.75)
        brush.stroke(body, mix(brush.tone.rim, "#ffffff", 0.3), 3.0, 0.30, lit=False)


def _ribbed(brush: Brush, left: float, top: float, right: float, bottom: float, colour: str) -> None:
    """A metal or plastic collar with fine ribs."""
    collar = box(left, top, right, bottom, 8)
    brush.metal(collar, colour, rim=0.6)
    count = 12
    with brush.inside(collar):
        for k in range(1, count):
            x = left + (right - left) * k / count
            brush.pure(box(x - 1, top + 5, x + 1, bottom - 5), mix(colour, "#2a1c14", 0.62), 0.32)
        brush.pure(box(left, top, right, top + 4), "#ffffff", 0.35)


def dropper_bottle(actor: Actor, look: Look) -> ActorSprite:
    """A serum: glass shoulder, label, ribbed collar and rubber bulb."""
    traits = Traits(actor, look)
    colour = traits.main("#c96f22", "#b8651f", "#c4782a", "#3f7f6a", "#5a6fa8")
    collar = traits.pick([_GOLD, _GOLD, _STEEL])
    bulb = mix(colour, _BLACK, 0.9)
    label = _label(actor, traits, "#4b2a1c" if luminance(colour) > 0.2 else colour, collar)
    body = shape(
        (-106, -24), (-106, -276), (-106, -330, -50, -334, -44, -364), (44, -364), (50, -334, 106, -330, 106, -276),
        (106, -24), (106, 0, 82, 0), (-82, 0), (-106, 0, -106, -24),
    )  # fmt: skip
    rubber = shape((-36, -420), (-36, -492), (-36, -556, 36, -556, 36, -492), (36, -420))

    def draw(brush: Brush, turn: Turn) -> None:
        _glass(brush, body, colour, -262, turn.phase)
        wrap(brush, label, 106, -222, -56, turn.angle)
        brush.metal(rubber, bulb, rim=0.7)
        brush.pure(box(-25, -526, -16, -432, 5), "#ffffff", 0.30)
        _ribbed(brush, -51, -424, 51, -358, collar)

    whole = skia.Op(skia.Op(body, rubber, skia.kUnion_PathOp), box(-51, -424, 51, -358, 8), skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, -170), colour, mix(colour, "#fff0c8", 0.4), (0, -424)))


def bottle(actor: Actor, look: Look) -> ActorSprite:
    """A bottle; traits: wine, beer, water, perfume, pump (lotion, shampoo, soap)."""
    traits = Traits(actor, look)
    if traits.has("pump", "lotion", "shampoo", "soap", "cream"):
        return _pump(actor, look, traits)
    if traits.has("perfume", "fragrance", "cologne"):
        return _perfume(actor, look, traits)
    slim = traits.has("wine", "beer", "olive", "champagne", "whisky") or traits.pick(["slim", "round"]) == "slim"
    colour = traits.main("#2f6b4a", "#7a3f1f", "#4f9ac0", "#a8472f")
    label = _label(actor, traits, colour, _GOLD)
    if slim:
        body = shape(
            (-84, -20), (-84, -300), (-84, -372, -32, -372, -30, -440), (-30, -520), (30, -520), (30, -440),
            (32, -372, 84, -372, 84, -300), (84, -20), (84, 0, 64, 0), (-64, 0), (-84, 0, -84, -20),
        )  # fmt: skip
        half, band, cap = 84.0, (-262.0, -80.0), box(-34, -560, 34, -478, 6)
    else:
        body = shape(
            (-98, -30),
            (-108, -150, -104, -330, -92, -370),
            (-78, -420, -46, -420, -44, -452),
            (-44, -492),
            (44, -492),
            (44, -452),
            (46, -420, 78, -420, 92, -370),
            (104, -330, 108, -150, 98, -30),
            (96, 0, 76, 0),
            (-76, 0),
            (-96, 0, -98, -30),
        )
        half, band, cap = 103.0, (-300.0, -120.0), box(-50, -556, 50, -482, 10)

    def draw(brush: Brush, turn: Turn) -> None:
        _glass(brush, body, colour, -392 if slim else -376, turn.phase)
        with brush.inside(body):
            wrap(brush, label, half, *band, turn.angle)
        if actor.action.value != "pour":
            brush.metal(cap, _BLACK if slim else mix(colour, "#20242c", 0.55), rim=0.8)
            bounds = cap.getBounds()
            brush.flat(box(bounds.left(), bounds.bottom() - 12, bounds.right(), bounds.bottom() - 7), _GOLD)

    whole = skia.Op(body, cap, skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, sum(band) / 2), colour, mix(colour, "#ffe2b0", 0.35), (0, -520)))


def _pump(actor: Actor, look: Look, traits: Traits) -> ActorSprite:
    colour = traits.main("#f0dcd2", "#cfe0d4", "#e9d3a8", "#d5d9ea")
    label = _label(actor, traits, "#5a4038", _GOLD)
    paper = Label(label.text, colour, ink_for(colour, "#5a4038"), label.accent, label.mark)
    body = shape(
        (-110, -26),
        (-110, -340),
        (-110, -388, -70, -396, -46, -396),
        (46, -396),
        (70, -396, 110, -388, 110, -340),
        (110, -26),
        (110, 0, 84, 0),
        (-84, 0),
        (-110, 0, -110, -26),
    )
    head = shape(
        (-30, -470),
        (-30, -500, -20, -512, 0, -512),
        (92, -512),
        (112, -508, 116, -490, 112, -474),
        (98, -476),
        (96, -488, 40, -488, 30, -470),
    )

    def draw(brush: Brush, turn: Turn) -> None:
        press = 10 * max(0.0, wave(turn.phase)) if actor.action.value == "work" else 0.0
        brush.metal(box(-9, -480 + press, 9, -410), _STEEL, rim=0.4)
        with brush.at(0, press):
            brush.metal(head, _GOLD)
        _ribbed(brush, -46, -440, 46, -392, _GOLD)
        brush.metal(body, colour, edge=6)
        wrap(brush, paper, 108, -330, -70, turn.angle, full=False)
        _highlights(brush, body, 0.4)

    whole = skia.Op(body, box(-46, -512, 46, -392), skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, -200)))


def _perfume(actor: Actor, look: Look, traits: Traits) -> ActorSprite:
    colour = traits.main("#e8a9b0", "#d9b45a", "#a9b4e0", "#8fb8a0")
    label = _label(actor, traits, colour, _GOLD)
    body = box(-140, -350, 140, 0, 34)

    def draw(brush: Brush, turn: Turn) -> None:
        _ribbed(brush, -44, -400, 44, -346, _GOLD)
        brush.metal(box(-64, -540, 64, -396, 18), mix(colour, "#2a2026", 0.75))
        _glass(brush, body, colour, -300, turn.phase)
        brush.stroke(box(-122, -330, 122, -20, 22), "#ffffff", 4, 0.35, lit=False)
        with brush.at(0, 0, stretch=max(0.05, abs(1 - abs(turn.angle % 6.283 - 3.1416) / 1.5708))):
            wrap(brush, label, 78, -236, -92, 0.0)

    whole = skia.Op(body, box(-64, -540, 64, -346, 16), skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, -164), colour))


def jar(actor: Actor, look: Look) -> ActorSprite:
    """A jar of cream, honey or jam with a wide lid."""
    traits = Traits(actor, look)
    colour = traits.main("#e0a13a", "#c4503f", "#7fae8f", "#b08fc0")
    lid = traits.colour_of("lid") or traits.pick([_GOLD, "#3f3a40", "#f1ebe2"])
    label = _label(actor, traits, colour, _GOLD)
    body = shape(
        (-170, -40),
        (-178, -160, -176, -280, -160, -330),
        (160, -330),
        (176, -280, 178, -160, 170, -40),
        (166, 0, 130, 0),
        (-130, 0),
        (-166, 0, -170, -40),
    )

    def draw(brush: Brush, turn: Turn) -> None:
        _glass(brush, body, colour, -304, turn.phase)
        with brush.inside(body):
            wrap(brush, label, 174, -266, -84, turn.angle)
        brush.metal(box(-172, -440, 172, -330, 18), lid)
        _ribbed(brush, -172, -372, 172, -328, lid)

    whole = skia.Op(body, box(-172, -440, 172, -326, 18), skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, -176), colour, colour, (0, -330)))


def can(actor: Actor, look: Look) -> ActorSprite:
    """A drink can: printed tin with cold drops on it."""
    traits = Traits(actor, look)
    colour = traits.main("#d8412f", "#2f7f9a", "#e8963a", "#3f9a6a", "#6a4aa8")
    second = traits.pick(["#fbf4e9", "#ffd45a", "#bfe6f0"])
    label = Label(actor.label, colour, ink_for(colour, second), second, traits.pick(MARKS))
    body = shape(
        (-112, -34),
        (-130, -60),
        (-130, -446),
        (-104, -486),
        (104, -486),
        (130, -446),
        (130, -60),
        (112, -34),
        (104, -8),
        (-104, -8),
    )
    drops = [(traits.chance(-110, 110), traits.chance(-430, -70), traits.chance(2.5, 7)) for _ in range(34)]

    def draw(brush: Brush, turn: Turn) -> None:
        brush.metal(box(-106, -24, 106, 0, 12), _STEEL)
        brush.metal(body, colour, edge=6)
        with brush.inside(body):
            for k in range(-1, 3):
                x = ((turn.angle / 6.283 + k / 3) % 1.0) * 520 - 260
                sweep = shape(
                    (x - 60, -500),
                    (x + 40, -400, x - 80, -180, x + 10, 0),
                    (x + 46, 0),
                    (x - 30, -180, x + 90, -400, x - 10, -500),
                )
                brush.flat(sweep, second, 0.30)
        wrap(brush, label, 130, -400, -100, turn.angle, full=False)
        for x, y, r in drops:
            brush.pure(oval(x, y + 1.5, r, r * 1.15), brush.tone.shadow, 0.28)
            brush.pure(oval(x, y, r * 0.9, r), "#ffffff", 0.32)
            brush.pure(oval(x + brush.tone.side * r * 0.3, y - r * 0.35, r * 0.3), "#ffffff", 0.9)
        brush.metal(
            shape((-106, -478), (-104, -500, -100, -506, -92, -506), (92, -506), (100, -506, 104, -500, 106, -478)),
            _STEEL,
        )
        brush.pure(oval(0, -502, 92, 7), mix(_STEEL, "#3a4050", 0.4), 0.9)
        brush.metal(oval(10, -505, 26, 5), mix(_STEEL, "#ffffff", 0.3), rim=0)
        _highlights(brush, body, 0.42)

    whole = skia.Op(body, box(-106, -506, 106, 0, 10), skia.kUnion_PathOp)
    return stand(actor, look, Goods(draw, whole, (0, -250), None, "#e8a04a", (0, -506)))
