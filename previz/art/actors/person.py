"""People: one figure, dressed and posed. Children have proportions of their own."""

from dataclasses import dataclass

from film.shot import Weather
from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.clothes import Clothes
from previz.art.actors.faces import draw_face
from previz.art.actors.hair import draw_hair_behind, draw_hair_front
from previz.art.actors.hats import covers_hair, draw_hat
from previz.art.actors.held import Grip, Held
from previz.art.actors.motion import wave
from previz.art.actors.outfit import Outfit, outfit_of
from previz.art.actors.seat import draw_seat
from previz.art.actors.shapes import box
from previz.art.actors.sprite import sprite
from previz.art.actors.stance import Build, joints_of, loop_of, stance_of, travel_of
from previz.art.actors.tone import tone_of
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.paint import Point

_ADULT = Build(torso=174, thigh=148, shin=142, ankle=22, upper_arm=88, forearm=80, near_shoulder=-44, far_shoulder=44)
_CHILD = Build(
    torso=112, thigh=86, shin=84, ankle=17, upper_arm=56, forearm=52, near_shoulder=-33, far_shoulder=33, quick=1.3
)
_ALOFT = (Action.FLY, Action.SWIM)
_LOOSE = {Action.WALK: 0.45, Action.RUN: 1.1, Action.FLY: 1.6, Action.DANCE: 0.7, Action.SPIN: 0.9}


@dataclass(frozen=True)
class Figure:
    """A build with its head: how large it is and how long the neck."""

    build: Build
    head_scale: float
    neck: float
    bulk: float
    child: bool

    @property
    def face(self) -> Point:
        """The middle of the face, standing."""
        return 10 * self.head_scale, -self.build.hip - self.build.torso - self.neck - 46 * self.head_scale


GROWN = Figure(_ADULT, head_scale=0.99, neck=14, bulk=1.0, child=False)
SMALL = Figure(_CHILD, head_scale=1.06, neck=4, bulk=0.74, child=True)


def person(actor: Actor, look: Look, thing: Held | None) -> ActorSprite:
    """A grown-up: clothes, hats, hair, age and trade by traits."""
    return _human(actor, look, thing, GROWN)


def child(actor: Actor, look: Look, thing: Held | None) -> ActorSprite:
    """A child; with a kite, the kite flies above on its string."""
    return _human(actor, look, thing, SMALL)


def _human(actor: Actor, look: Look, thing: Held | None, figure: Figure) -> ActorSprite:
    tone, build = tone_of(look), figure.build
    traits = Traits(actor, look)
    outfit = outfit_of(traits, figure.child)
    flying_kite = thing is not None and thing.grip is Grip.STRING
    carries = thing is not None and thing.in_hand
    windy = look.shot.weather in (Weather.WINDY, Weather.STORM) or flying_kite
    wind = 0.9 if windy else 0.12
    pace = travel_of(build, actor.action) * loop_of(build, actor.action)
    loose = max(wind, _LOOSE.get(actor.action, 0.0))

    def paint(brush: Brush, pose: Pose) -> None:
        phase = pose.phase
        stance = stance_of(build, actor.action, phase, carries)
        if thing is not None:
            stance = thing.supported(stance)
        joints = joints_of(build, stance)
        flutter = loose * (0.75 + 0.25 * wave(phase, 2)) + 0.15 * loose * wave(phase, 3, 0.2)
        clothes = Clothes(brush, outfit, build, figure.bulk, stance, joints, flutter, phase)
        if thing is not None:
            thing.beside(brush, pose, build.hip * (0.5 if pace else 0.24), pace)
        if stance.seated:
            draw_seat(brush, (stance.hip[0], stance.hip[1]))
        hand = paint_figure(brush, clothes, figure, pose)
        if thing is not None and carries:
            thing.draw(brush, pose, hand)
            clothes.fingers(hand)

    face = figure.face
    if actor.action in _ALOFT:
        face = (build.torso * 0.75, -build.torso * 0.55)
    elif actor.action == Action.SIT:
        face = (face[0] - build.leg * 0.16, face[1] + build.thigh - 6)
    return sprite(
        paint,
        tone,
        focus=face,
        loop_s=loop_of(build, actor.action),
        frames=30,
        travel=travel_of(build, actor.action),
        has_mouth=True,
        floats=actor.action in _ALOFT,
    )


def paint_figure(brush: Brush, clothes: Clothes, figure: Figure, pose: Pose) -> Point:
    """Paint a posed and dressed body from back to front; returns the middle of the near hand."""
    outfit, stance, joints, flutter = clothes.outfit, clothes.stance, clothes.joints, clothes.flutter
    at_head = (joints.neck[0], joints.neck[1] - figure.neck)
    turn = stance.lean + stance.nod
    clothes.arm(joints.far_shoulder, joints.far_arm, far=True)
    with brush.at(*at_head, turn=turn, scale=figure.head_scale):
        draw_hair_behind(brush, _tamed(outfit), outfit.hair_colour, flutter)
    if outfit.scarf:
        clothes.scarf_tail()
    clothes.legs()
    clothes.body()
    _neck(brush, outfit, joints.neck, figure)
    clothes.collar()
    with brush.at(*at_head, turn=turn, scale=figure.head_scale):
        _head(brush, outfit, figure, pose, flutter)
    if outfit.scarf:
        clothes.scarf()
    return clothes.arm(joints.near_shoulder, joints.near_arm, far=False)


def _tamed(outfit: Outfit) -> str:
    """The hair as its hat leaves it."""
    if covers_hair(outfit.hat) and outfit.hair in ("curly", "bun", "tousled", "side"):
        return "bob" if outfit.woman else "short"
    return outfit.hair


def _neck(brush: Brush, outfit: Outfit, neck: Point, figure: Figure) -> None:
    x, y = neck
    wide = 17 * figure.bulk
    brush.form(
        box(x - wide, y - figure.neck - 22, x + wide, y + 12, 8), brush.tone.shade(outfit.skin), rim=0, depth=0.4
    )


def _head(brush: Brush, outfit: Outfit, figure: Figure, pose: Pose, flutter: float) -> None:
    blink = pose.blink
    draw_face(brush, outfit, figure.child, pose.mouth, blink, gaze=0.5 * wave(pose.phase, 1, 0.35))
    widen = 1.10 if figure.child else 1.0
    with brush.at(2 if figure.child else 0, 0, stretch=widen):
        draw_hair_front(brush, _tamed(outfit), outfit.hair_colour, flutter)
        if outfit.hat:
            draw_hat(brush, outfit.hat, outfit.hat_colour)
