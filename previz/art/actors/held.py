"""What an actor holds: another actor at the size of a hand, on a string above, or standing beside."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from planner.shot import ActorKind
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.motion import wave
from previz.art.actors.shapes import lerp
from previz.art.actors.stance import Stance
from previz.art.paint import Point

# Height in units of a thing in the hand of a 620-unit person.
_IN_HAND = {
    ActorKind.CUP: 62,
    ActorKind.PHONE: 66,
    ActorKind.BOTTLE: 104,
    ActorKind.DROPPER_BOTTLE: 96,
    ActorKind.JAR: 66,
    ActorKind.BOX: 84,
    ActorKind.CAN: 66,
    ActorKind.BOOK: 78,
    ActorKind.CAMERA: 66,
    ActorKind.WATCH: 60,
    ActorKind.SHOE: 62,
    ActorKind.HEADPHONES: 78,
    ActorKind.PLANT: 130,
    ActorKind.LAPTOP: 88,
    ActorKind.BIRD: 80,
    ActorKind.ORB: 96,
    ActorKind.ROCKET: 120,
}
_BELOW_HAND = {ActorKind.LANTERN: 112, ActorKind.FISH: 84}
_ACROSS_THE_BODY = {ActorKind.GUITAR: 330}
_ON_A_STRING = {ActorKind.KITE: 250, ActorKind.BALLOON: 150}
# Height in units of a companion or of a large thing beside its owner.
_BESIDE = {
    ActorKind.DOG: 240,
    ActorKind.CAT: 170,
    ActorKind.FOX: 210,
    ActorKind.HORSE: 600,
    ActorKind.CHILD: 430,
    ActorKind.PERSON: 620,
    ActorKind.ROBOT: 600,
    ActorKind.BICYCLE: 400,
    ActorKind.WHALE: 200,
}
_SMALL_BESIDE = 260.0


class Grip(Enum):
    """How a thing goes with its owner."""

    HAND = auto()
    BELOW = auto()
    ACROSS = auto()
    STRING = auto()
    BESIDE = auto()


@dataclass(frozen=True)
class Held:
    """A thing in hand (or beside), with the scale that fits it to its owner."""

    sprite: ActorSprite
    grip: Grip
    scale: float

    @property
    def in_hand(self) -> bool:
        """Whether a hand is taken by it."""
        return self.grip is not Grip.BESIDE

    def draw(self, brush: Brush, pose: Pose, hand: Point, reach: Point = (300.0, -430.0)) -> None:
        """Draw the thing held at ``hand``; a kite flies at ``reach`` from there."""
        still = Pose(phase=pose.phase, t=pose.t)
        extent = self.sprite.extent
        middle = (extent.top + extent.bottom) / 2
        if self.grip is Grip.STRING:
            self._fly(brush, still, hand, reach)
        elif self.grip is Grip.HAND:
            self._place(brush, still, (hand[0] + 4, hand[1] - middle * self.scale * 0.7))
        elif self.grip is Grip.ACROSS:
            with brush.at(hand[0] - 112, hand[1] + 34, turn=66):
                self._place(brush, still, (0.0, 0.0))
        elif self.grip is Grip.BELOW:
            self._place(brush, still, (hand[0], hand[1] - extent.top * self.scale))

    def beside(self, brush: Brush, pose: Pose, gap: float, pace: float = 0.0) -> None:
        """Draw a companion on the ground, its near end ``gap`` to the right of the owner's middle.

        ``pace`` is the way the owner makes in a cycle; a companion takes as many cycles of its own as fit it best.
        """
        if self.grip is not Grip.BESIDE:
            return
        extent, own = self.sprite.extent, self.sprite.travel * self.sprite.loop_s * self.scale
        cycles = max(1, round(pace / own)) if own > 0 else 1
        lift = -extent.bottom * self.scale - 120 if self.sprite.floats else 0.0
        still = Pose(phase=(pose.phase * cycles) % 1.0, t=pose.t)
        self._place(brush, still, (gap - extent.left * self.scale, lift))

    def supported(self, stance: Stance) -> Stance:
        """The stance of an owner as the thing asks: the other hand on the neck of a guitar, eyes up to a kite."""
        if self.grip is Grip.ACROSS:
            return replace(stance, far_arm=(0.55, 1.95))
        return replace(stance, nod=stance.nod - 10) if self.grip is Grip.STRING else stance

    def _place(self, brush: Brush, pose: Pose, at: Point) -> None:
        with brush.at(*at, scale=self.scale):
            self.sprite.draw(brush.canvas, pose)

    def _fly(self, brush: Brush, pose: Pose, hand: Point, reach: Point) -> None:
        end = (hand[0] + reach[0] + 14 * wave(pose.phase), hand[1] + reach[1] + 20 * wave(pose.phase, 1, 0.3))
        sag = lerp(hand, end, 0.5)
        line = [hand, (sag[0] + 26, sag[1] + 40 + 8 * wave(pose.phase, 2)), end]
        brush.line(line, "#f6efe2", 2.4, 0.85)
        self._place(brush, pose, end)


def held(sprite: ActorSprite, kind: ActorKind) -> Held:
    """Fit a sprite to its owner by what it is."""
    height = max(1.0, sprite.extent.bottom - sprite.extent.top)
    sized = (
        (Grip.HAND, _IN_HAND),
        (Grip.BELOW, _BELOW_HAND),
        (Grip.ACROSS, _ACROSS_THE_BODY),
        (Grip.STRING, _ON_A_STRING),
    )
    for grip, sizes in sized:
        if kind in sizes:
            return Held(sprite, grip, sizes[kind] / height)
    return Held(sprite, Grip.BESIDE, _BESIDE.get(kind, _SMALL_BESIDE) / height)
