"""Animals on four legs: one body for dog, cat, fox and horse, walking, trotting and sitting."""

from dataclasses import dataclass

import skia

from planner.shot import Action, Actor, ActorKind
from previz.art.actors.animal_heads import HEADS, Coat
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import Gait, pulse, reach, wave
from previz.art.actors.shapes import bend, box, oval, ribbon, shape, smooth
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, mix


@dataclass(frozen=True)
class Breed:
    """A body plan in units: half length, hip height, depth, bones, neck, and how wide the limbs are."""

    length: float
    hip: float
    depth: float
    upper: float
    lower: float
    neck: Point
    neck_width: tuple[float, float]
    limb: tuple[float, float, float]
    paw: float
    tail: str
    coats: tuple[str, ...]
    head_scale: float
    hooves: bool = False


_BREEDS = {
    ActorKind.DOG: Breed(
        118,
        152,
        96,
        73,
        70,
        (150, -272),
        (88, 62),
        (50, 30, 24),
        26,
        "curl",
        ("#c98a4e", "#8a5a3a", "#e6d3b0", "#5a4a44"),
        1.0,
    ),
    ActorKind.CAT: Breed(
        104,
        118,
        78,
        57,
        54,
        (116, -216),
        (74, 58),
        (40, 24, 20),
        20,
        "long",
        ("#e0913f", "#8d8f99", "#4a4450", "#ece2d2"),
        1.0,
    ),
    ActorKind.FOX: Breed(
        116, 130, 76, 64, 60, (140, -226), (74, 52), (40, 23, 18), 20, "brush", ("#d9682a", "#c95a24", "#d9682a"), 0.96
    ),
    ActorKind.HORSE: Breed(
        190,
        330,
        156,
        164,
        158,
        (276, -520),
        (140, 84),
        (80, 38, 28),
        34,
        "hair",
        ("#8a5230", "#5a3a2c", "#d9c3a0", "#b9b4b0"),
        1.5,
        hooves=True,
    ),
}


def quadruped(actor: Actor, look: Look) -> ActorSprite:
    """A dog, cat, fox or horse; traits: spotted, striped, white paws, collar colours."""
    breed, tone = _BREEDS[actor.kind], tone_of(look)
    traits = Traits(actor, look)
    fur = traits.main(*breed.coats)
    fox = actor.kind is ActorKind.FOX
    coat = Coat(
        fur=fur,
        pale=mix(fur, "#fff6ea", 0.82 if fox else 0.55),
        dark=mix(fur, "#2a1a18", 0.78 if fox else 0.55),
        collar=traits.colour_of("collar") or traits.pick(["#d8412f", "#2f7f9a", "#e0a63a"]),
        spotted=traits.has("spotted", "spots", "dalmatian"),
        striped=traits.has("striped", "tabby", "tiger"),
    )
    walk = Gait(breed.hip * 0.70, 0.62, breed.hip * 0.16, 0.95 + breed.hip / 1200)
    run = Gait(breed.hip * 1.0, 0.40, breed.hip * 0.34, 0.48 + breed.hip / 1500)
    gait = {Action.WALK: walk, Action.RUN: run, Action.FLY: run, Action.SWIM: walk, Action.RIDE: run}.get(actor.action)
    sits = actor.action in (Action.SIT, Action.WAVE) and not breed.hooves

    def paint(brush: Brush, pose: Pose) -> None:
        beast = _Beast(brush, breed, coat, pose, actor.action, gait)
        if sits:
            beast.sitting(paw_up=actor.action is Action.WAVE)
        else:
            beast.standing()

    x, y = breed.neck
    if sits:
        x, y = x * 0.62, y * 1.13
    return sprite(
        paint,
        tone,
        focus=(x + 46 * breed.head_scale, y - 30 * breed.head_scale),
        loop_s=gait.loop_s if gait else (1.0 if actor.action is Action.DANCE else 3.2),
        frames=28,
        travel=gait.speed if gait else 0.0,
        has_mouth=True,
    )


@dataclass(frozen=True)
class _Beast:
    brush: Brush
    breed: Breed
    coat: Coat
    pose: Pose
    action: Action
    gait: Gait | None

    def standing(self) -> None:
        breed, phase = self.breed, self.pose.phase
        running = self.gait is not None and self.gait.stance < 0.5
        phases = (0.0, 0.5, 0.5, 0.0) if running else (0.0, 0.5, 0.25, 0.75)  # near hind, far hind, near fore, far fore
        rise = 0.0
        if self.gait:
            rise = -breed.hip * (0.05 + (0.05 * pulse(phase, 2, 0.3) if running else 0.02 * pulse(phase, 2)))
        elif self.action is Action.DANCE:
            rise = breed.hip * 0.09 * pulse(phase, 2) - breed.hip * 0.05
        pitch = 2.2 * wave(phase, 1, 0.1) if running else 0.0
        with self.brush.at(0, -rise):
            self._tail((-breed.length * 0.94, -breed.hip - breed.depth * 0.42))
        for index, hind in ((1, True), (3, False)):
            self._leg(hind, phase + phases[index], rise, far=True)
        with self.brush.at(0, -rise, turn=pitch):
            self._neck_and_body()
        for index, hind in ((0, True), (2, False)):
            self._leg(hind, phase + phases[index], rise, far=False)
        with self.brush.at(0, -rise, turn=pitch):
            self._head(breed.neck)

    def sitting(self, paw_up: bool) -> None:
        breed, brush, coat = self.breed, self.brush, self.coat
        length, hip, depth = breed.length, breed.hip, breed.depth
        breath = wave(self.pose.phase)
        self._tail((-length * 0.62, -depth * 0.30))
        neck = (breed.neck[0] * 0.62, breed.neck[1] * 1.10 + breath)
        shoulder = (length * 0.42, -hip * 1.02)
        self._fore((shoulder[0] + 16, shoulder[1]), (length * 0.66, 0.0), far=True)
        trunk = smooth(
            [
                (-length * 0.72, -8),
                (-length * 0.80, -depth * 0.7),
                (-length * 0.38, -hip * 1.0),
                (length * 0.20, -hip * 1.55 + breath),
                (length * 0.74, -hip * 1.46 + breath),
                (length * 0.80, -hip * 0.95),
                (length * 0.56, -hip * 0.55),
                (length * 0.16, -6),
            ]
        )
        brush.form(trunk, coat.fur, edge=6)
        self._markings(trunk)
        brush.form(ribbon([(length * 0.44, -hip * 1.28), neck], breed.neck_width), coat.fur)
        brush.form(
            smooth(
                [
                    (length * 0.52, -hip * 1.42),
                    (length * 0.84, -hip * 1.2),
                    (length * 0.66, -hip * 0.66),
                    (length * 0.46, -hip * 0.9),
                ]
            ),
            coat.pale,
            rim=0.5,
        )
        brush.form(oval(-length * 0.24, -depth * 0.46, length * 0.44, depth * 0.52), coat.fur, edge=5)
        brush.form(
            box(-length * 0.30, -breed.paw * 0.9, length * 0.34, 0, breed.paw * 0.45), self._sock(False), rim=0.6
        )
        if paw_up:
            lift = 12 * wave(self.pose.phase, 2)
            paw = (length * 1.16, -hip * 1.08 + lift)
            brush.form(
                ribbon(
                    bend([shoulder, (length * 0.92, -hip * 0.72), paw], 0.4),
                    [breed.limb[0] * 0.8, breed.limb[1], breed.limb[2]],
                ),
                coat.fur,
            )
            brush.form(oval(*paw, breed.paw * 0.62), self._sock(False), rim=0.6)
        else:
            self._fore(shoulder, (length * 0.52, 0.0), far=False)
        self._head(neck)

    def _fore(self, shoulder: Point, foot: Point, far: bool) -> None:
        breed, fur = self.breed, self._fur(far)
        ankle = (foot[0], -breed.paw * 0.5)
        self.brush.form(
            ribbon([shoulder, ankle], [breed.limb[0] * 0.8, breed.limb[1], breed.limb[2]]), fur, rim=0.3 if far else 0.9
        )
        self._paw(ankle, 0.0, far)

    def _fur(self, far: bool) -> str:
        return mix(self.coat.fur, self.brush.tone.shadow, 0.36) if far else self.coat.fur

    def _sock(self, far: bool) -> str:
        tint = self.coat.dark if self.breed.tail in ("brush", "hair") else self.coat.pale
        return mix(tint, self.brush.tone.shadow, 0.36) if far else tint

    def _leg(self, hind: bool, phase: float, rise: float, far: bool) -> None:
        breed, brush = self.breed, self.brush
        x = (-breed.length * 0.76 if hind else breed.length * 0.66) + (16 if far else 0)
        root = (x, -breed.hip - rise + (0 if hind else breed.depth * 0.04))
        ankle = breed.paw * 0.5
        if self.gait:
            foot = self.gait.foot(phase)
            target, pitch = (x + foot.x * 0.96, -ankle - foot.lift), foot.pitch * 0.8
        else:
            target, pitch = (x + (-6 if hind else 6), -ankle), 0.0
        knee, end = reach(root, target, breed.upper, breed.lower, knee_forward=not hind)
        widths = [
            breed.limb[0] * (1.25 if hind else 1.0),
            breed.limb[0] * (0.9 if hind else 0.72),
            breed.limb[1],
            breed.limb[2],
        ]
        brush.form(
            ribbon(bend([root, knee, end], 0.36), widths), self._fur(far), rim=0.2 if far else 0.08, edge=4, depth=0.3
        )
        if breed.tail in ("brush", "hair"):
            sock = [(end[0] + (knee[0] - end[0]) * 0.45, end[1] + (knee[1] - end[1]) * 0.45), end]
            brush.form(ribbon(sock, [breed.limb[1] * 0.9, breed.limb[2]], (False, True)), self._sock(far), rim=0.2)
        self._paw(end, pitch, far)

    def _paw(self, at: Point, pitch: float, far: bool) -> None:
        p, brush = self.breed.paw, self.brush
        with brush.at(*at, turn=pitch):
            if self.breed.hooves:
                brush.form(
                    shape((-p * 0.46, p * 0.5), (-p * 0.36, -p * 0.2), (p * 0.36, -p * 0.2), (p * 0.66, p * 0.5)),
                    "#3a2c2a",
                    rim=0.4,
                    edge=3,
                )
            else:
                brush.form(
                    shape(
                        (-p * 0.5, p * 0.5),
                        (-p * 0.6, -p * 0.4, p * 0.2, -p * 0.6, p * 0.6, -p * 0.2),
                        (p * 1.05, -p * 0.1, p * 1.05, p * 0.5, p * 0.9, p * 0.5),
                    ),
                    self._sock(far),
                    rim=0.4,
                    edge=3,
                )

    def _neck_and_body(self) -> None:
        breed, brush, coat = self.breed, self.brush, self.coat
        length, hip, depth = breed.length, breed.hip, breed.depth
        breath = 1.5 * wave(self.pose.phase)
        trunk = smooth(
            [
                (-length, -hip - depth * 0.05),
                (-length * 0.94, -hip - depth * 0.52),
                (-length * 0.45, -hip - depth * 0.66),
                (length * 0.20, -hip - depth * 0.62 - breath),
                (length * 0.80, -hip - depth * 0.80),
                (length * 1.06, -hip - depth * 0.30),
                (length * 0.92, -hip + depth * 0.26),
                (length * 0.30, -hip + depth * 0.40 + breath),
                (-length * 0.40, -hip + depth * 0.20),
                (-length * 0.82, -hip + depth * 0.22),
            ]
        )
        start = (length * 0.74, -hip - depth * 0.34)
        neck = ribbon(bend([start, (length * 0.98, -hip - depth * 0.8), breed.neck], 0.5), breed.neck_width)
        # One outline: a seam of light between neck and trunk would make a jointed doll of an animal.
        brush.form(skia.Op(trunk, neck, skia.kUnion_PathOp), coat.fur, edge=6)
        self._markings(trunk)
        with brush.inside(trunk):
            belly = smooth(
                [
                    (length * 0.8, -hip + depth * 0.12),
                    (length * 0.5, -hip + depth * 0.2),
                    (-length * 0.4, -hip + depth * 0.10),
                    (-length * 0.3, -hip + depth * 0.6),
                    (length, -hip + depth * 0.6),
                ]
            )
            brush.flat(belly, coat.pale, 0.75)
            brush.grade(
                box(-length * 1.1, -hip, length * 1.1, -hip + depth * 0.5),
                (0, -hip),
                (0, -hip + depth * 0.45),
                [(brush.tone.shadow, 0.0), (brush.tone.shadow, 0.4)],
            )
        if breed.tail == "hair":
            self._mane()

    def _markings(self, trunk: skia.Path) -> None:
        breed, brush, coat = self.breed, self.brush, self.coat
        length, top = breed.length, -breed.hip - breed.depth * 0.4
        with brush.inside(trunk):
            if coat.spotted:
                for k in range(9):
                    x = -length + length * 2 * ((k * 0.618) % 1.0)
                    brush.flat(
                        oval(x, top + breed.depth * ((k * 0.37) % 0.8), 10 + (k * 5) % 13, 9 + (k * 3) % 10), coat.dark
                    )
            if coat.striped:
                for k in range(7):
                    x = -length * 0.8 + k * length * 0.24
                    stripe: list[Point] = [
                        (x, top - breed.depth * 0.4),
                        (x - 8, top),
                        (x + 4, top + breed.depth * 0.36),
                    ]
                    brush.line(stripe, coat.dark, 9, 0.85)

    def _mane(self) -> None:
        breed, brush = self.breed, self.brush
        hair = mix(self.coat.fur, "#1c1216", 0.72)
        x0, y0 = breed.length * 0.62, -breed.hip - breed.depth * 0.74
        x1, y1 = breed.neck[0] - 34, breed.neck[1] - 48
        drift = 16 if self.gait else 4
        for k in range(9):
            s = k / 8
            x, y = x0 + (x1 - x0) * s, y0 + (y1 - y0) * s
            sway = drift * (1 + wave(self.pose.phase, 2, -0.1 * k))
            brush.form(
                ribbon([(x + 14, y - 4), (x - 12 - sway * 0.5, y + 22), (x - 18 - sway, y + 62)], [26, 26, 5]),
                hair,
                rim=0.25,
            )

    def _tail(self, root: Point) -> None:
        breed, brush, phase, coat = self.breed, self.brush, self.pose.phase, self.coat
        x, y = root
        wag = wave(phase, 4 if not self.gait else 2)
        if breed.tail == "curl":
            points = [(x + 12, y + 6), (x - 30, y - 26), (x - 44 - 8 * wag, y - 74), (x - 22 - 16 * wag, y - 108)]
            brush.form(ribbon(bend(points, 0.5), [34, 30, 24, 10]), coat.fur)
        elif breed.tail == "long":
            s = wave(phase, 1)
            points = [
                (x + 12, y + 4),
                (x - 46, y + 2 - 6 * s),
                (x - 78, y - 56),
                (x - 60 + 14 * s, y - 116),
                (x - 84 + 22 * s, y - 146),
            ]
            brush.form(ribbon(bend(points, 0.5), [22, 22, 20, 18, 10]), coat.fur)
        elif breed.tail == "brush":
            s = wave(phase, 1)
            points = [(x + 14, y + 10), (x - 48, y + 16 - 4 * s), (x - 110, y - 6 - 10 * s), (x - 160, y - 44 - 20 * s)]
            line = bend(points, 0.5)
            brush.form(ribbon(line, [26, 52, 66, 50, 8]), coat.fur, edge=6)
            brush.form(ribbon(line[-7:], [56, 44, 6], (False, True)), coat.pale, rim=0.5)
        else:
            hair = mix(coat.fur, "#1c1216", 0.72)
            out = 70 if self.gait else 18
            for k in range(4):
                s = wave(phase, 2, -0.08 * k)
                points = [
                    (x + 10, y),
                    (x - 30 - out * 0.4, y + 14),
                    (x - 34 - out - 8 * s - k * 9, y + 120),
                    (x - 22 - out * 1.2 + 14 * s - k * 12, y + 236 - k * 10),
                ]
                brush.form(ribbon(bend(points, 0.5), [24, 38, 36, 6]), hair, rim=0.25)

    def _head(self, at: Point) -> None:
        phase = self.pose.phase
        nod = {Action.LOOK_UP: -24.0, Action.WORK: 18.0}.get(self.action, 0.0) + (
            4 * wave(phase, 2) if self.gait else 2 * wave(phase)
        )
        with self.brush.at(*at, turn=nod, scale=self.breed.head_scale):
            HEADS[self.breed.tail](self.brush, self.coat, self.pose.mouth, self.pose.blink, wave(phase, 1, 0.3))
