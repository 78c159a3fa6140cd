"""Those who ride: a figure astride a bicycle or a horse, or at the wheel of something larger."""

import math
from dataclasses import dataclass

from planner.shot import Action, Actor, ActorKind
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.clothes import Clothes
from previz.art.actors.motion import pulse, reach, wave
from previz.art.actors.outfit import Outfit, outfit_of
from previz.art.actors.person import GROWN, SMALL, Figure, paint_figure
from previz.art.actors.quadrupeds import quadruped
from previz.art.actors.sprite import sprite
from previz.art.actors.stance import Joints, Sole, Stance
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point

_BACK_OF_HORSE: Point = (-20.0, -446.0)
_HORSE_SINK = 16.5


@dataclass(frozen=True)
class Astride:
    """Where a rider's body is held: saddle, both ankles and the bar or reins, in units of the mount."""

    saddle: Point
    near_ankle: Point
    far_ankle: Point
    grip: Point
    lean: float


@dataclass(frozen=True)
class Rider:
    """A dressed figure, scaled to its mount."""

    figure: Figure
    outfit: Outfit
    scale: float

    def draw(self, brush: Brush, at: Astride, pose: Pose) -> None:
        """Paint the rider over what is ridden."""
        stance, joints = self._seated(at, pose.phase)
        flutter = 0.6 + 0.3 * wave(pose.phase, 2)
        build, bulk = self.figure.build, self.figure.bulk
        with brush.at(scale=self.scale):
            clothes = Clothes(brush, self.outfit, build, bulk, stance, joints, flutter, pose.phase)
            paint_figure(brush, clothes, self.figure, pose)

    def _own(self, point: Point) -> Point:
        return point[0] / self.scale, point[1] / self.scale

    def _seated(self, at: Astride, phase: float) -> tuple[Stance, Joints]:
        build, hip, lean = self.figure.build, self._own(at.saddle), math.radians(at.lean)

        def on_torso(x: float, y: float) -> Point:
            return hip[0] + x * math.cos(lean) - y * math.sin(lean), hip[1] + x * math.sin(lean) + y * math.cos(lean)

        ankles = (self._own(at.near_ankle), self._own(at.far_ankle))
        legs = [
            reach((hip[0] + d, hip[1]), ankle, build.thigh, build.shin)
            for d, ankle in zip((-4, 8), ankles, strict=True)
        ]
        shoulders = [on_torso(x, -build.torso * 0.94) for x in (build.near_shoulder * 0.7, build.far_shoulder * 0.8)]
        arms = [reach(s, self._own(at.grip), build.upper_arm, build.forearm, knee_forward=False) for s in shoulders]
        stance = Stance(
            hip=(hip[0], -hip[1]),
            lean=at.lean,
            nod=-at.lean * 0.7 + wave(phase),
            near_foot=Sole(ankles[0], 8),
            far_foot=Sole(ankles[1], 8),
            near_arm=(0.0, 0.0),
            far_arm=(0.0, 0.0),
            seated=True,
        )
        neck = on_torso(2, -build.torso)
        return stance, Joints(hip, shoulders[0], shoulders[1], neck, legs[0], legs[1], arms[0], arms[1])


def rider(actor: Actor, look: Look, child: bool) -> Rider:
    """Dress a rider by the traits of ``actor``; its colour belongs to a person, not to a rider's mount."""
    own = actor if actor.kind in (ActorKind.PERSON, ActorKind.CHILD) else actor.model_copy(update={"colour": None})
    figure = SMALL if child else GROWN
    return Rider(figure, outfit_of(Traits(own, look), child), 1.12 if child else 0.84)


def on_horseback(actor: Actor, look: Look) -> ActorSprite:
    """A person or child riding a horse at a canter."""
    horse = quadruped(Actor(kind=ActorKind.HORSE, action=Action.RIDE), look)
    who = rider(actor, look, actor.kind is ActorKind.CHILD)
    x, y = _BACK_OF_HORSE

    def paint(brush: Brush, pose: Pose) -> None:
        horse.draw(brush.canvas, Pose(phase=pose.phase, t=pose.t))
        bob = _HORSE_SINK * (1 + pulse(pose.phase, 2, 0.3))
        ankle = (x + 92, y + 226 + bob)
        seat = Astride(
            (x, y + bob), ankle, (ankle[0] + 8, ankle[1] - 4), (x + 196, y - 44 + bob), 9 + 2 * wave(pose.phase, 2)
        )
        who.draw(brush, seat, pose)

    return sprite(
        paint,
        tone_of(look),
        focus=(x + 40, y - 215),
        loop_s=horse.loop_s,
        frames=horse.frames,
        travel=horse.travel,
        has_mouth=True,
    )
