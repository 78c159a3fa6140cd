"""Cups, boxes, shoes, books, guitars and house plants."""

import math

import skia

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite
from previz.art.actors.brush import Brush
from previz.art.actors.coffee_cart import steam
from previz.art.actors.goods import Goods, Turn, stand
from previz.art.actors.labels import MARKS, Label, ink_for, mark, print_face
from previz.art.actors.lettering import letter
from previz.art.actors.motion import wave
from previz.art.actors.shapes import box, oval, ribbon, shape, smooth
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import luminance, mix, polygon


def cup(actor: Actor, look: Look) -> ActorSprite:
    """A steaming cup on its saucer; traits: paper (takeaway), tea."""
    traits = Traits(actor, look)
    colour = traits.main("#f4ece0", "#c8573f", "#3f7f86", "#e0b04a")
    drink = "#8a5a30" if not traits.has("tea") else "#b8742f"
    if traits.has("paper", "takeaway", "togo", "cardboard"):
        return _paper_cup(actor, look, colour)
    body = shape((-190, -330), (-186, -130, -140, -30, -70, -22), (70, -22), (140, -30, 186, -130, 190, -330))
    outline = skia.Op(body, oval(0, -18, 270, 20), skia.kUnion_PathOp)
    ornament = traits.pick(MARKS)

    def draw(brush: Brush, turn: Turn) -> None:
        if actor.action is not Action.HOLD:
            brush.form(oval(0, -16, 276, 26), mix(colour, "#ffffff", 0.2), edge=5)
            brush.form(oval(0, -22, 190, 14), brush.tone.shade(colour), rim=0)
        handle = smooth([(168, -288), (262, -296), (286, -214), (226, -128), (142, -112)], closed=False)
        brush.stroke(handle, brush.tone.shade(colour), 38, lit=False)
        brush.stroke(handle, colour, 28)
        brush.form(body, colour, edge=8)
        ink = mix(colour, "#5a3a2c", 0.75) if luminance(colour) > 0.5 else "#fdf4e4"
        if actor.label:
            letter(brush, actor.label, (0, -190), (250, 80), ink)
        else:
            mark(brush, ornament, 0, -190, 58, ink)
        brush.form(oval(0, -330, 190, 38), mix(colour, "#ffffff", 0.3), rim=0.5)
        brush.form(oval(0, -327, 172, 30), drink, rim=0)
        brush.flat(oval(0, -322, 150, 22), mix(drink, "#f2d9a8", 0.35))
        swirl = [
            (
                math.cos(k * 0.7 + math.tau * turn.phase) * k * 10,
                -323 + math.sin(k * 0.7 + math.tau * turn.phase) * k * 1.5,
            )
            for k in range(1, 12)
        ]
        brush.line(swirl, "#f8ead0", 7, 0.8)
        brush.pure(box(brush.tone.side * 128 - 14, -290, brush.tone.side * 128 + 14, -150, 14), "#ffffff", 0.4)
        steam(brush, -10, -340, turn.phase, 230, 30)

    return stand(actor, look, Goods(draw, outline, (0, -230), None, drink, (-190, -330)))


def _paper_cup(actor: Actor, look: Look, colour: str) -> ActorSprite:
    sleeve = mix(colour, "#a9744a", 0.75)
    body = shape((-150, -470), (150, -470), (108, 0), (-108, 0))
    outline = skia.Op(body, box(-166, -540, 166, -462, 18), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        brush.form(body, "#f8f2e8", edge=7)
        brush.form(shape((-144, -370), (0, -356, 144, -370), (124, -150), (0, -138, -124, -150)), sleeve, edge=5)
        if actor.label:
            letter(brush, actor.label, (0, -256), (200, 90), "#fdf4e4")
        else:
            mark(brush, "leaf", 0, -256, 62, "#fdf4e4")
        brush.form(
            shape((-162, -462), (-166, -496), (166, -496), (162, -462), (0, -452, -162, -462)), "#3a3036", edge=4
        )
        brush.form(shape((-140, -496), (-130, -540), (130, -540), (140, -496)), "#443a40", edge=4)
        steam(brush, 60, -546, turn.phase, 160, 22)

    return stand(actor, look, Goods(draw, outline, (0, -260), None, "#8a5a30", (0, -540)))


def carton(actor: Actor, look: Look) -> ActorSprite:
    """A box: a product carton, or with a bow when it is a gift (present)."""
    traits = Traits(actor, look)
    colour = traits.main("#c9986a", "#2f7f86", "#d8573f", "#3f4f86")
    second = traits.pick(["#fbf2e0", "#ffd45a", "#f4c9b0"])
    gift = traits.has("gift", "present", "ribbon", "birthday", "christmas")
    label = Label(actor.label, colour, ink_for(colour, second), second, traits.pick(MARKS))
    front, side = box(-210, -440, 150, 0), polygon([(150, 0), (150, -440), (246, -484), (246, -60)])
    top = polygon([(-210, -440), (-114, -484), (246, -484), (150, -440)])
    outline = skia.Op(skia.Op(front, side, skia.kUnion_PathOp), top, skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        tone = brush.tone
        brush.grade(
            side,
            (150, 0),
            (246, 0),
            [tone.shade(colour), tone.deep(colour)] if tone.side < 0 else [tone.base(colour), tone.lit(colour)],
        )
        brush.grade(top, (0, -440), (0, -484), [tone.lit(colour), mix(tone.lit(colour), "#ffffff", 0.25)])
        brush.form(front, colour, edge=6)
        if gift:
            brush.form(box(-58, -440, -2, 0), second, rim=0.3)
            brush.flat(polygon([(-58, -440), (38, -484), (94, -484), (-2, -440)]), second)
            for way in (-1, 1):
                loop = smooth(
                    [
                        (0, -456),
                        (way * 50, -540 + 4 * wave(turn.phase)),
                        (way * 116, -540),
                        (way * 104, -480),
                        (way * 40, -456),
                    ]
                )
                with brush.at(10, 0):
                    brush.form(loop, second, edge=5)
            brush.ball(10, -458, 22, second)
        else:
            with brush.inside(front), brush.at(-30, 0):
                print_face(brush, label, 160, -360, -80)
            brush.flat(box(-210, -52, 150, -34), second, 0.85)
            brush.line([(18, -462), (150, -440)], tone.deep(colour), 2.4, 0.4)
        brush.line([(-210, -440), (150, -440), (150, 0)], mix(colour, "#ffffff", 0.4), 3, 0.6, curve=False)

    return stand(actor, look, Goods(draw, outline, (-20, -230)))


def shoe(actor: Actor, look: Look) -> ActorSprite:
    """A trainer, pointing right."""
    traits = Traits(actor, look)
    colour = traits.main("#f2efe8", "#d8473a", "#2f6f9a", "#2f2f38", "#3f9a7a")
    second = traits.pick(["#e2573f", "#2f8fb0", "#f0b030", "#3a3a46"])
    upper = shape(
        (-290, -70),
        (-300, -180, -284, -300, -270, -330),
        (-220, -352, -150, -344, -120, -330),
        (-70, -250, 20, -190, 120, -168),
        (220, -150, 300, -130, 312, -70),
    )
    outline = skia.Op(upper, box(-310, -86, 326, 0, 40), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        brush.form(
            smooth([(-256, -322), (-200, -366), (-120, -356), (-104, -316), (-180, -290)]),
            mix(colour, "#1c1820", 0.55),
            rim=0.4,
        )
        brush.form(upper, colour, edge=7)
        with brush.inside(upper):
            brush.form(smooth([(-310, -60), (-310, -190), (-240, -200), (-200, -120), (-190, -60)]), second, rim=0.5)
            brush.form(
                smooth([(160, -60), (190, -130), (260, -150), (330, -120), (330, -60)]),
                mix(colour, "#ffffff", 0.35),
                rim=0.3,
            )
            swoosh = smooth([(-190, -96), (-80, -120), (60, -186), (84, -176), (-20, -92), (-150, -70)])
            brush.form(swoosh, second, rim=0.4)
            for k in range(16):
                brush.pure(oval(100 + (k % 4) * 26, -142 + (k // 4) * 15, 3), brush.tone.shadow, 0.22)
        tongue = smooth([(-132, -340), (-96, -366), (-64, -340), (40, -214), (20, -196), (-60, -262)])
        brush.form(tongue, mix(colour, "#ffffff", 0.2), edge=4)
        for k in range(5):
            x, y = -92 + k * 30, -296 + k * 25
            brush.line([(x - 26, y + 22), (x + 22, y - 12)], "#fbf7ee", 12)
            brush.line([(x - 26, y + 25), (x + 22, y - 9)], brush.tone.shade("#fbf7ee"), 3, 0.5)
        sole = shape(
            (-312, -78),
            (-100, -92, 100, -70, 324, -92),
            (340, -50, 326, 0, 290, 0),
            (-276, 0),
            (-312, 0, -322, -50, -312, -78),
        )
        brush.form(sole, "#f8f4ec", edge=6)
        brush.form(
            shape(
                (-306, -22), (0, -30, 326, -26), (320, 0, 300, 0, 290, 0), (-276, 0), (-300, 0, -306, -10, -306, -22)
            ),
            second,
            rim=0.3,
        )
        brush.flat(oval(296, -60 - 2 * wave(turn.phase), 9, 6), "#ffffff", 0.7)
        if actor.label:
            letter(brush, actor.label, (-236, -150), (92, 36), "#fbf7ee")

    return stand(actor, look, Goods(draw, outline, (0, -170)))


def book(actor: Actor, look: Look) -> ActorSprite:
    """A standing hardback; its label is the title."""
    traits = Traits(actor, look)
    colour = traits.main("#7a2f3a", "#2f4f6f", "#3f6a4f", "#b8742f")
    gold = "#e2bd6a"
    ornament = traits.pick(MARKS)
    outline = box(-190, -540, 220, 0, 8)

    def draw(brush: Brush, turn: Turn) -> None:
        pages = shape((-170, -528), (206, -528), (206, -12), (-170, -12))
        brush.form(pages, "#f4ead4", rim=0)
        for k in range(4):
            brush.pure(box(196 + k * 3, -526, 197 + k * 3, -12), "#8a7a60", 0.5)
        cover = box(-190, -540, 196, 0, 8)
        brush.form(cover, colour, edge=6)
        brush.grade(
            box(-190, -540, -140, 0), (-190, 0), (-140, 0), [(brush.tone.shadow, 0.1), (brush.tone.shadow, 0.5)]
        )
        brush.pure(box(-138, -540, -134, 0), "#ffffff", 0.14)
        brush.stroke(box(-112, -508, 168, -32, 6), gold, 4, 0.9)
        brush.stroke(box(-100, -496, 156, -44, 4), gold, 1.8, 0.7)
        mark(brush, ornament, 28, -190, 74, gold)
        if actor.label:
            letter(brush, actor.label, (28, -396), (220, 130), gold)
        else:
            for k, half in enumerate((84, 60)):
                brush.flat(box(28 - half, -410 + k * 36, 28 + half, -400 + k * 36, 4), gold, 0.9)
        ribbon_end = 6 * wave(turn.phase)
        brush.form(
            ribbon([(90, -4), (92 + ribbon_end * 0.4, 26), (86 + ribbon_end, 54)], [16, 16, 16], (False, False)),
            "#c8372d",
            rim=0.3,
        )

    return stand(actor, look, Goods(draw, outline, (20, -300)))


def guitar(actor: Actor, look: Look) -> ActorSprite:
    """A guitar upright, its strings ringing; traits: electric."""
    traits = Traits(actor, look)
    electric = traits.has("electric", "rock")
    wood = (
        traits.main("#c4803a", "#a85a2c", "#d9a458") if not electric else traits.main("#c8372d", "#2f4f86", "#2c2a33")
    )
    body = smooth(
        [
            (0, -12),
            (-96, -20),
            (-140, -86),
            (-112, -160),
            (-84, -192),
            (-96, -262),
            (-56, -306),
            (0, -296),
            (56, -306),
            (96, -262),
            (84, -192),
            (112, -160),
            (140, -86),
            (96, -20),
        ]
    )
    if electric:
        body = smooth(
            [
                (0, -10),
                (-104, -24),
                (-136, -100),
                (-92, -170),
                (-118, -280),
                (-84, -330),
                (-52, -276),
                (0, -262),
                (46, -272),
                (94, -306),
                (112, -260),
                (88, -180),
                (132, -104),
                (96, -20),
            ]
        )
    outline = skia.Op(body, box(-30, -640, 30, -280), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        brush.form(body, wood, edge=8)
        with brush.inside(body):
            if not electric:
                for k in range(9):
                    x = -130 + k * 32
                    brush.line([(x, -320), (x + 8, -160), (x - 4, 0)], mix(wood, "#5a2f14", 0.5), 2.2, 0.28)
        brush.stroke(body, mix(wood, "#2a1410", 0.65), 6, 0.8)
        if electric:
            brush.form(
                smooth([(-66, -60), (-60, -190), (0, -216), (60, -170), (70, -70), (0, -40)]), "#f4efe4", rim=0.3
            )
            for y in (-188, -136):
                brush.metal(box(-40, y, 40, y + 20, 8), "#3a3840")
        else:
            brush.flat(oval(0, -196, 52), mix(wood, "#2a1410", 0.6))
            brush.flat(oval(0, -196, 44), "#241410")
            brush.stroke(oval(0, -196, 60), "#f0dcb0", 3, 0.7)
        brush.form(box(-48, -84, 48, -64, 6), "#3a2218", rim=0.4)
        brush.form(polygon([(-21, -268), (21, -268), (17, -566), (-17, -566)]), "#4a2c1c", rim=0.5)
        for k in range(11):
            fret = -286 - k * 26 + k * k * 0.5
            brush.line([(-19, fret), (19, fret)], "#d5c9a8", 2.4, 0.9)
        brush.form(shape((-20, -560), (-34, -650), (0, -664, 34, -650), (20, -560)), mix(wood, "#2a1410", 0.35))
        for k in range(3):
            for side in (-1, 1):
                brush.ball(side * 40, -586 - k * 24, 7, "#e6dcc4", gloss=0.4)
        for k in range(6):
            at = -14 + k * 5.6
            ring = 1.6 * wave(turn.phase, 3 + k % 3, k * 0.2)
            brush.line([(at * 1.2, -74), (at + ring, -280), (at * 0.8, -566)], "#f3ead2", 1.5, 0.9)

    return stand(actor, look, Goods(draw, outline, (0, -200)))


def plant(actor: Actor, look: Look) -> ActorSprite:
    """A house plant in a pot; traits: cactus, flower, colours of the pot."""
    traits = Traits(actor, look)
    leaf = traits.colour_of("leaf", "leaves", "plant") or traits.pick(["#5f9a5c", "#4f8a66", "#7aa85a"])
    pot = traits.colour_of("pot") or traits.main("#c8774f", "#f0e6d8", "#3f6f7a")
    flowers = traits.has("flower", "flowers", "rose", "tulip", "blooming")
    stems = [(k / 5 - 1 + traits.chance(-0.08, 0.08), traits.chance(0.75, 1.0)) for k in range(11)]
    petal = traits.pick(["#ee8fb0", "#e2573f", "#f4c860", "#b29add"])
    body = shape((-120, -190), (120, -190), (92, -10), (90, 0, 76, 0), (-76, 0), (-90, 0, -92, -10))
    outline = skia.Op(body, oval(0, -340, 170, 190), skia.kUnion_PathOp)

    def draw(brush: Brush, turn: Turn) -> None:
        for index, (side, reach) in enumerate(sorted(stems, key=lambda stem: -abs(stem[0]))):
            sway = 8 * wave(turn.phase, 1, index * 0.09)
            angle = side * 1.05
            tip = (math.sin(angle) * 250 * reach + sway, -180 - math.cos(angle) * 360 * reach)
            middle = (math.sin(angle) * 90 * reach, -180 - 200 * reach)
            tint = mix(leaf, "#2f4f3a" if index % 2 else "#b4c86a", 0.28)
            brush.line([(side * 30, -170), middle, tip], mix(leaf, "#3a4a2c", 0.4), 6)
            brush.form(_leaf(middle, tip, 46 * reach), tint, rim=0.8, edge=4)
            brush.line([middle, tip], mix(tint, "#f4f6d0", 0.4), 2.6, 0.6)
            if flowers and index % 2 == 0:
                for k in range(6):
                    a = math.tau * k / 6
                    brush.flat(oval(tip[0] + math.cos(a) * 17, tip[1] + math.sin(a) * 17, 14), petal)
                brush.ball(*tip, 11, "#f6c84a")
        brush.form(oval(0, -188, 116, 16), "#4a342a", rim=0)
        brush.form(body, pot, edge=7)
        brush.form(box(-130, -212, 130, -172, 10), mix(pot, "#ffffff", 0.08), edge=6)
        if actor.label:
            letter(brush, actor.label, (0, -90), (140, 50), ink_for(pot, pot))

    return stand(actor, look, Goods(draw, outline, (0, -330), sheen=body))


def _leaf(root: tuple[float, float], tip: tuple[float, float], half: float) -> skia.Path:
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * half, dx / length * half
    mid = (root[0] + dx * 0.42, root[1] + dy * 0.42)
    return shape(root, (mid[0] + nx, mid[1] + ny, *tip), (mid[0] - nx, mid[1] - ny, *root))
