"""How bodies on two legs stand and move: joints for every action, for robots, grown-ups and children alike."""

import math
from dataclasses import dataclass, replace

from planner.shot import Action
from previz.art.actors.motion import Gait, hang, pulse, reach, wave
from previz.art.paint import Point

LOOP_S = {
    Action.DANCE: 1.1,
    Action.WORK: 1.6,
    Action.WAVE: 1.5,
    Action.TALK: 2.4,
    Action.FLY: 2.4,
    Action.SWIM: 1.8,
    Action.SPIN: 3.2,
}


@dataclass(frozen=True)
class Build:
    """Lengths of a body in units: hip height when upright, hip to shoulder, and the bones."""

    torso: float
    thigh: float
    shin: float
    ankle: float
    upper_arm: float
    forearm: float
    near_shoulder: float
    far_shoulder: float
    quick: float = 1.0

    @property
    def leg(self) -> float:
        """Hip to ankle, stretched."""
        return self.thigh + self.shin

    @property
    def hip(self) -> float:
        """Hip above the ground, standing easy."""
        return self.leg + self.ankle - 3

    @property
    def walk(self) -> Gait:
        """An easy walk."""
        return Gait(stride=self.leg * 0.98, stance=0.60, lift=self.leg * 0.22, loop_s=1.08 / self.quick)

    @property
    def run(self) -> Gait:
        """A run with both feet off the ground between steps."""
        return Gait(stride=self.leg * 1.02, stance=0.34, lift=self.leg * 0.46, loop_s=0.70 / self.quick)


@dataclass(frozen=True)
class Sole:
    """An ankle in body coordinates and the pitch of its foot, degrees toes-down."""

    at: Point
    pitch: float = 0.0


@dataclass(frozen=True)
class Stance:
    """One moment of a body. Arm angles are radians forward of straight down: upper arm, then forearm."""

    hip: Point
    lean: float
    nod: float
    near_foot: Sole
    far_foot: Sole
    near_arm: tuple[float, float]
    far_arm: tuple[float, float]
    seated: bool = False
    aloft: bool = False


def loop_of(build: Build, action: Action) -> float:
    """Seconds of one cycle of an action."""
    if action == Action.WALK:
        return build.walk.loop_s
    if action == Action.RUN:
        return build.run.loop_s
    return LOOP_S.get(action, 3.6)


def travel_of(build: Build, action: Action) -> float:
    """Units per second over the ground (or through the air)."""
    speeds = {Action.WALK: build.walk.speed, Action.RUN: build.run.speed, Action.FLY: 160.0, Action.SWIM: 110.0}
    return speeds.get(action, 0.0)


def stance_of(build: Build, action: Action, phase: float, holding: bool) -> Stance:
    """The body at ``phase`` 0..1 of an action; a near hand that holds something stays in front."""
    if action == Action.WALK:
        stance = _walking(build, phase)
    elif action == Action.RUN:
        stance = _running(build, phase)
    else:
        stance = _in_place(build, action, phase, holding)
    if holding and action not in (Action.POUR, Action.FLY, Action.SWIM):
        stance = replace(stance, near_arm=(0.36 + 0.04 * wave(phase), 1.72 + 0.05 * wave(phase, 1, 0.1)))
        if action == Action.HOLD:
            stance = replace(stance, far_arm=(0.14, 0.40 - 0.03 * wave(phase)))
    return stance


def _standing(build: Build, breath: float, spread: float = 0.07) -> Stance:
    leg = build.leg
    return Stance(
        hip=(0.0, build.hip + 1.5 * breath),
        lean=0.6 * breath,
        nod=1.2 * breath,
        near_foot=Sole((-leg * spread, -build.ankle)),
        far_foot=Sole((leg * (spread + 0.03), -build.ankle)),
        near_arm=(-0.08 + 0.02 * breath, 0.16 + 0.03 * breath),
        far_arm=(0.16 - 0.02 * breath, 0.34 - 0.03 * breath),
    )


def _in_place(build: Build, action: Action, phase: float, holding: bool) -> Stance:
    w = wave
    rest = _standing(build, w(phase))
    leg = build.leg
    if action == Action.SIT:
        seat = build.shin + build.ankle + 6
        return replace(
            rest,
            hip=(-leg * 0.16, seat + 1.5 * w(phase)),
            near_foot=Sole((leg * 0.33, -build.ankle)),
            far_foot=Sole((leg * 0.42, -build.ankle)),
            near_arm=(0.42, 0.95 + 0.04 * w(phase)),
            far_arm=(0.46, 1.05),
            seated=True,
        )
    if action == Action.WAVE:
        return replace(rest, lean=-2.0, nod=-4 + 2 * w(phase, 2), far_arm=(1.85, 2.72 + 0.40 * w(phase, 2)))
    if action in (Action.HOLD, Action.POUR):
        tilt = 0.12 * w(phase) if action == Action.POUR else 0.03 * w(phase)
        if action == Action.HOLD and not holding:
            # Empty hands lie in each other before the body.
            return replace(rest, near_arm=(0.06, 1.12 + tilt), far_arm=(0.16, 0.98 + tilt))
        return replace(rest, near_arm=(0.42, 1.65 + tilt), far_arm=(0.30, 1.25 + tilt))
    if action == Action.LOOK_UP:
        return replace(rest, lean=-4.0 + rest.lean, nod=-21 + 2 * w(phase), far_arm=(0.05, 0.25))
    if action == Action.DANCE:
        bounce = abs(w(phase))
        arms = ((-1.15 - 0.6 * w(phase), -2.3 - 0.5 * w(phase)), (1.35 - 0.6 * w(phase), 2.4 - 0.5 * w(phase)))
        body = replace(_standing(build, 0.0, spread=0.15), near_arm=arms[0], far_arm=arms[1])
        hip = (leg * 0.08 * w(phase), build.hip - leg * (0.03 + 0.09 * bounce))
        return replace(body, hip=hip, lean=6 * w(phase), nod=-9 * w(phase))
    if action == Action.WORK:
        busy = ((0.10 + 0.12 * w(phase, 2), 1.18 + 0.22 * w(phase, 2)), (0.22 - 0.10 * w(phase, 2, 0.1), 1.06))
        return replace(rest, lean=6.0, nod=11 + 1.5 * w(phase), near_arm=busy[0], far_arm=busy[1])
    if action == Action.TALK:
        gesture = (0.24 + 0.08 * w(phase), 1.42 + 0.36 * w(phase, 2) + 0.1 * w(phase, 3))
        return replace(rest, nod=3 * w(phase, 2), lean=1.2 * w(phase), far_arm=gesture)
    if action == Action.SPIN:
        # A turn to the light on the spot: the weight goes from foot to foot, the arms trail, the face lifts.
        sway = w(phase)
        return replace(
            rest,
            hip=(leg * 0.035 * sway, rest.hip[1] - leg * 0.012 * (1 + w(phase, 2))),
            lean=2.5 * sway,
            nod=-6 - 4 * w(phase, 1, 0.12),
            near_arm=(-0.22 + 0.12 * w(phase, 1, -0.1), -0.02 + 0.16 * w(phase, 1, -0.16)),
            far_arm=(0.34 + 0.12 * w(phase, 1, -0.1), 0.66 + 0.16 * w(phase, 1, -0.16)),
        )
    if action in (Action.FLY, Action.SWIM):
        return _aloft(build, action, phase)
    return rest


def _aloft(build: Build, action: Action, phase: float) -> Stance:
    """Stretched out along the way of travel, hovering about the origin."""
    leg, kick = build.leg, wave(phase, 2) if action == Action.SWIM else 0.4 * wave(phase)
    lean = 62.0 if action == Action.SWIM else 38.0
    hip = (-build.torso * 0.4, build.torso * 0.1 + 10 * wave(phase))
    along = math.radians(lean)
    back = (-math.sin(along) * leg * 0.93, math.cos(along) * leg * 0.93)
    feet = [Sole((hip[0] + back[0] - d, -hip[1] + back[1] + d), 50) for d in (leg * 0.10 * kick, -leg * 0.10 * kick)]
    stroke = 0.5 * wave(phase) if action == Action.SWIM else 0.05 * wave(phase)
    return Stance(
        hip=hip,
        lean=lean,
        nod=-lean * 0.62,
        near_foot=feet[0],
        far_foot=feet[1],
        near_arm=(1.1 + stroke * 2, 1.3 + stroke * 2) if action == Action.SWIM else (-0.5, -0.3),
        far_arm=(2.2 - stroke, 2.3 - stroke),
        aloft=True,
    )


def _walking(build: Build, phase: float) -> Stance:
    gait, swing = build.walk, -wave(phase, 1, 0.27)
    near, far = (_sole(build, gait, phase + shift) for shift in (0.0, 0.5))
    return Stance(
        hip=(0.0, build.hip - build.leg * 0.125 + build.leg * 0.05 * pulse(phase, 2, 0.05)),
        lean=2.5 + wave(phase, 2, 0.1),
        nod=-1.5 + 1.4 * wave(phase, 2, 0.3),
        near_foot=near,
        far_foot=far,
        near_arm=(0.48 * swing - 0.04, 0.48 * swing + 0.26 + 0.16 * max(0.0, swing)),
        far_arm=(-0.48 * swing + 0.04, -0.48 * swing + 0.32 + 0.16 * max(0.0, -swing)),
    )


def _running(build: Build, phase: float) -> Stance:
    gait, swing = build.run, -wave(phase, 1, 0.25)
    near, far = (_sole(build, gait, phase + shift) for shift in (0.0, 0.5))
    return Stance(
        hip=(0.0, build.hip - build.leg * 0.16 + build.leg * 0.11 * pulse(phase, 2, 0.34)),
        lean=12.0,
        nod=-8 + 1.5 * wave(phase, 2),
        near_foot=near,
        far_foot=far,
        near_arm=(0.80 * swing - 0.1, 0.80 * swing + 1.35),
        far_arm=(-0.80 * swing - 0.1, -0.80 * swing + 1.35),
    )


def _sole(build: Build, gait: Gait, phase: float) -> Sole:
    foot = gait.foot(phase)
    return Sole((foot.x, -build.ankle - foot.lift), foot.pitch)


@dataclass(frozen=True)
class Joints:
    """Where a stance puts the body's joints, in actor coordinates."""

    hip: Point
    near_shoulder: Point
    far_shoulder: Point
    neck: Point
    near_leg: tuple[Point, Point]
    far_leg: tuple[Point, Point]
    near_arm: tuple[Point, Point]
    far_arm: tuple[Point, Point]


def joints_of(build: Build, stance: Stance) -> Joints:
    """Solve the limbs: knees by reach, elbows and wrists by their angles."""
    hip = (stance.hip[0], -stance.hip[1])
    lean = math.radians(stance.lean)

    def on_torso(x: float, y: float) -> Point:
        return (
            hip[0] + x * math.cos(lean) - y * math.sin(lean),
            hip[1] + x * math.sin(lean) + y * math.cos(lean),
        )

    def arm(shoulder: Point, angles: tuple[float, float]) -> tuple[Point, Point]:
        elbow = hang(shoulder, angles[0], build.upper_arm)
        return elbow, hang(elbow, angles[1], build.forearm)

    near_shoulder = on_torso(build.near_shoulder, -build.torso * 0.95)
    far_shoulder = on_torso(build.far_shoulder, -build.torso * 0.95)
    return Joints(
        hip=hip,
        near_shoulder=near_shoulder,
        far_shoulder=far_shoulder,
        neck=on_torso(2.0, -build.torso),
        near_leg=reach((hip[0] - 4, hip[1]), stance.near_foot.at, build.thigh, build.shin),
        far_leg=reach((hip[0] + 8, hip[1]), stance.far_foot.at, build.thigh, build.shin),
        near_arm=arm(near_shoulder, stance.near_arm),
        far_arm=arm(far_shoulder, stance.far_arm),
    )
