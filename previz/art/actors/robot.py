"""A robot: polished shell, a face behind a visor, a light in its chest."""

import math
from dataclasses import dataclass

from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.held import Held
from previz.art.actors.motion import hang, pulse, wave
from previz.art.actors.robot_head import RobotHead, draw_head
from previz.art.actors.seat import draw_seat
from previz.art.actors.shapes import box, oval, ribbon, shape
from previz.art.actors.sprite import sprite
from previz.art.actors.stance import Build, Stance, joints_of, loop_of, stance_of, travel_of
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point, luminance, mix

_BUILD = Build(
    torso=162, thigh=113, shin=107, ankle=24, upper_arm=84, forearm=80, near_shoulder=-50, far_shoulder=54, quick=1.03
)
_ALOFT = (Action.FLY, Action.SWIM)
_HEAD = -_BUILD.hip - 258.0


def robot(actor: Actor, look: Look, thing: Held | None) -> ActorSprite:
    """The robot of ``actor``; traits: rusty, old, boxy, round, tall."""
    if actor.action is Action.RIDE:
        # A robot needs no mount: it has jets.
        actor = actor.model_copy(update={"action": Action.FLY})
    traits = Traits(actor, look)
    tone = tone_of(look)
    shell = traits.main("#c9cfde", "#d9dee8", "#b9c3d6")
    dark = mix(shell, "#2c2947", 0.72) if luminance(shell) > 0.3 else mix(shell, "#0f0d1c", 0.55)
    shine = traits.colour_of("eyes", "eye", "light", "lights", "glow") or traits.pick(["#7df0ff", "#8affd8", "#9fd0ff"])
    head = RobotHead(
        shell=shell,
        dark=dark,
        shine=shine,
        beacon=traits.pick(["#ff9b54", "#ff7a59", "#ffc857"]),
        shape="boxy"
        if traits.has("boxy", "square", "retro", "old", "tin")
        else traits.pick(["round", "round", "dome"]),
        ears=traits.pick(["disc", "pad"]),
    )
    rust = traits.has("rusty", "old", "worn", "broken", "weathered")
    core = traits.pick(["core", "gauge", "core"])
    carries = thing is not None and thing.in_hand
    pace = travel_of(_BUILD, actor.action) * loop_of(_BUILD, actor.action)

    def paint(brush: Brush, pose: Pose) -> None:
        stance = stance_of(_BUILD, actor.action, pose.phase, carries)
        if thing is not None:
            stance = thing.supported(stance)
        joints = joints_of(_BUILD, stance)
        metal = _Metal(brush, shell, dark, shine, core, rust)
        if thing is not None:
            thing.beside(brush, pose, 90, pace)
        if stance.seated:
            draw_seat(brush, stance.hip)
        metal.arm(joints.far_shoulder, joints.far_arm, stance.far_arm[1], far=True)
        if stance.aloft:
            _jets(brush, stance, shine, pose.phase)
        metal.leg((joints.hip[0] + 8, joints.hip[1]), joints.far_leg, stance.far_foot.pitch, far=True)
        metal.leg((joints.hip[0] - 4, joints.hip[1]), joints.near_leg, stance.near_foot.pitch, far=False)
        with brush.at(*joints.hip, turn=stance.lean):
            metal.torso(pulse(pose.phase, 2))
            with brush.at(4, -200, turn=stance.nod):
                draw_head(brush, head, pose.mouth, pose.blink, wave(pose.phase, 1, 0.1))
        hand = metal.arm(joints.near_shoulder, joints.near_arm, stance.near_arm[1], far=False, grips=carries)
        if thing is not None and carries:
            thing.draw(brush, pose, hand)
            metal.fingers(hand)

    return sprite(
        paint,
        tone,
        focus=(18, _HEAD) if actor.action not in _ALOFT else (150, -150),
        loop_s=loop_of(_BUILD, actor.action),
        frames=30,
        travel=travel_of(_BUILD, actor.action),
        has_mouth=True,
        floats=actor.action in _ALOFT,
    )


def _jets(brush: Brush, stance: Stance, colour: str, phase: float) -> None:
    for x, y in (stance.near_foot.at, stance.far_foot.at):
        length = 90 + 16 * wave(phase, 5)
        with brush.at(x - 8, y + 26, turn=stance.lean):
            brush.grade(
                ribbon([(0, 0), (0, length)], [26, 18, 2]),
                (0, 0),
                (0, length),
                [("#ffffff", 0.95), (colour, 0.7), (colour, 0.0)],
            )
            brush.glow(0, 10, 60, colour, 0.5)


@dataclass(frozen=True)
class _Metal:
    """The robot's parts, drawn in its own colours."""

    brush: Brush
    shell: str
    dark: str
    shine: str
    core: str
    rust: bool

    def _shell(self, far: bool) -> str:
        return mix(self.shell, self.brush.tone.shadow, 0.42) if far else self.shell

    def _bone(self, a: Point, b: Point, widths: tuple[float, ...], far: bool) -> None:
        self.brush.metal(ribbon([a, b], widths), self._shell(far), rim=0.25 if far else 1.0, edge=3)

    def _joint(self, at: Point, radius: float, far: bool) -> None:
        dark = mix(self.dark, self.brush.tone.shadow, 0.4) if far else self.dark
        self.brush.ball(*at, radius, dark)
        self.brush.ball(at[0], at[1], radius * 0.5, mix(self._shell(far), dark, 0.25), gloss=0.2)

    def leg(self, hip: Point, bones: tuple[Point, Point], pitch: float, far: bool) -> None:
        (knee, end), brush = bones, self.brush
        self._bone(hip, knee, (46, 40), far)
        self._bone(knee, end, (40, 36, 30), far)
        self._joint(knee, 17, far)
        with brush.at(*end, turn=pitch):
            sole = shape((-30, 24), (-31, 4), (-28, -16, -6, -18), (12, -16), (30, -8, 56, 0, 60, 22), (60, 24))
            brush.metal(sole, self._shell(far), rim=0.3 if far else 0.8)
            brush.form(box(-32, 17, 61, 25, 4), self.dark, rim=0)

    def arm(self, shoulder: Point, bones: tuple[Point, Point], angle: float, far: bool, grips: bool = False) -> Point:
        (elbow, wrist), brush = bones, self.brush
        self._bone(shoulder, elbow, (33, 29), far)
        self._bone(elbow, wrist, (25, 31, 29), far)
        self._joint(elbow, 13, far)
        brush.metal(oval(*shoulder, 25), self._shell(far), rim=0.2 if far else 1.0)
        with brush.at(*wrist, turn=-math.degrees(angle)):
            brush.form(box(-14, -3, 14, 6, 3), self.dark, rim=0)
            for x, lean in ((-9, 5), (1, 0), (10, -6)):
                brush.metal(ribbon([(x, 6), (x + lean * 0.3, 22), (x - 2, 31)], [10, 10, 7]), self._shell(far), rim=0)
            brush.metal(box(-15, 2, 15, 19, 8), self._shell(far), rim=0.3)
            if not grips:
                brush.metal(ribbon([(12, 6), (19, 16), (16, 24)], [10, 8, 6]), self._shell(far), rim=0)
        return hang(wrist, angle, 18)

    def fingers(self, hand: Point) -> None:
        """Fingers closed in front of a held thing."""
        for k in range(3):
            y = hand[1] - 9 + k * 9
            self.brush.metal(ribbon([(hand[0] - 11, y), (hand[0] + 5, y + 1)], [9, 8]), self.shell, rim=0.2)

    def torso(self, beat: float) -> None:
        brush = self.brush
        brush.form(box(-38, -14, 44, 22, 16), self.dark, rim=0.3)
        brush.metal(shape((-46, 8), (-30, 24, 2, 26), (36, 24, 50, 8), (46, -8), (-42, -8)), self.shell, rim=0.6)
        trunk = shape(
            (-44, -2),
            (-66, -62, -86, -122, -62, -160),
            (-44, -182, 52, -182, 70, -160),
            (90, -122, 66, -62, 48, -2),
            (2, 10, -44, -2),
        )
        brush.metal(trunk, self.shell, edge=6)
        with brush.inside(trunk):
            brush.pure(box(-100, -30, 100, -26), self.dark, 0.5)
            brush.pure(box(-100, -26, 100, -23), "#ffffff", 0.16)
            brush.stroke(shape((-58, -150), (-52, -110, -42, -40), (-58, -40)), self.dark, 2.5, 0.28)
            for x, y in ((-40, -14), (-16, -11), (40, -14)):
                brush.ball(x, y, 3.4, mix(self.shell, self.dark, 0.35))
            if self.rust:
                for x, y, rx, ry in ((-50, -60, 20, 30), (46, -20, 26, 16), (-18, -168, 30, 12), (60, -120, 12, 26)):
                    brush.flat(oval(x, y, rx, ry), "#a4592f", 0.42)
                    brush.flat(oval(x + 4, y + 4, rx * 0.5, ry * 0.5), "#7d3f22", 0.5)
            brush.grade(box(-100, -180, 100, -140), (0, -180), (0, -140), [("#ffffff", 0.34), ("#ffffff", 0.0)])
        self._heart(beat)
        brush.form(box(-19, -196, 27, -166, 8), self.dark, rim=0.5)
        for y in (-188, -179):
            brush.pure(box(-19, y, 27, y + 2.5), "#000000", 0.25)

    def _heart(self, beat: float) -> None:
        brush, x, y = self.brush, 22.0, -98.0
        brush.form(oval(x, y, 43), self.dark, rim=0.2)
        brush.stroke(oval(x, y, 40), self.shell, 2.5, 0.5)
        brush.spread(oval(x, y, 33), (x - 4, y - 6), 40, ["#f2ffff", self.shine, mix(self.shine, "#16305a", 0.62)])
        if self.core == "gauge":
            for k in range(8):
                angle = math.tau * k / 8
                mark = [(x + math.cos(angle) * r, y + math.sin(angle) * r) for r in (24, 31)]
                brush.line(mark, self.dark, 4, 0.7)
        brush.pure(oval(x - 10, y - 13, 12, 7), "#ffffff", 0.5)
        brush.glow(x, y, 92, self.shine, 0.22 + 0.16 * beat)
