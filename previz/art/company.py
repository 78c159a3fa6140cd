"""Company: who rides in what, and how large and how far behind a companion stands beside a subject."""

from dataclasses import dataclass

from planner.shot import Action, Actor, ActorKind

GOODS = frozenset(
    {
        ActorKind.BOTTLE,
        ActorKind.DROPPER_BOTTLE,
        ActorKind.JAR,
        ActorKind.BOX,
        ActorKind.CAN,
        ActorKind.CUP,
        ActorKind.PHONE,
        ActorKind.LAPTOP,
        ActorKind.HEADPHONES,
        ActorKind.SHOE,
        ActorKind.WATCH,
        ActorKind.PLANT,
        ActorKind.BOOK,
        ActorKind.GUITAR,
        ActorKind.CAMERA,
        ActorKind.LANTERN,
    }
)
"""Things drawn as large as a person, to be heroes on a table."""

_LANDMARKS = {
    ActorKind.HOUSE: 1.45,
    ActorKind.LIGHTHOUSE: 1.5,
    ActorKind.TREE: 1.4,
    ActorKind.TENT: 1.1,
    ActorKind.BOAT: 1.1,
    ActorKind.TRAIN: 1.1,
}
"""What stands behind a smaller subject as part of the place, and how much larger than it is drawn there."""

_CARRIERS = (ActorKind.CAR, ActorKind.TRUCK, ActorKind.TRAIN, ActorKind.BOAT, ActorKind.ROCKET, ActorKind.BALLOON)
_MOUNTS = (ActorKind.BICYCLE, ActorKind.HORSE)
_RIDERS = (ActorKind.PERSON, ActorKind.CHILD)

_BESIDE = 0.9
_SMALL = {ActorKind.PLANT: 0.48, ActorKind.GUITAR: 0.55, ActorKind.LANTERN: 0.42, ActorKind.BOX: 0.36}
_HAND_SIZED = 0.22
_IN_THE_SKY = frozenset({"planet", "planets", "moon", "moons", "sun", "star", "stars"})
_BEFORE_A_LANDMARK = 0.62


@dataclass(frozen=True)
class Standing:
    """``scale`` is against the subject's; ``behind`` stands further off, half hidden by whoever passes before it."""

    scale: float
    behind: bool = False


def standing(subject: ActorKind, companion: ActorKind) -> Standing:
    """How ``companion`` stands beside ``subject`` so that both have their natural size."""
    if companion in GOODS and subject not in GOODS:
        return Standing(_SMALL.get(companion, _HAND_SIZED))
    if subject in _LANDMARKS and companion not in _LANDMARKS:
        return Standing(_BEFORE_A_LANDMARK)
    if companion in _LANDMARKS and subject not in _LANDMARKS and subject not in GOODS:
        return Standing(_LANDMARKS[companion], behind=True)
    return Standing(_BESIDE)


def company(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors as they are drawn: riders in or on what they ride, and no glow for what hangs in the sky anyway.

    Two friends and the car they drive become the car, driving; somebody and a horse become a rider.
    """
    actors = (*actors[:1], *(actor for actor in actors[1:] if not _is_heavenly(actor)))
    riders = [actor for actor in actors if actor.action is Action.RIDE and actor.kind in _RIDERS]
    if not riders or any(rider.holding for rider in riders):
        return actors
    carrier = next((actor for actor in actors if actor.kind in _CARRIERS), None)
    if carrier is not None:
        others = tuple(actor for actor in actors if actor not in riders and actor is not carrier)
        return (carrier.model_copy(update={"action": Action.RIDE}), *others)
    mount = next((actor for actor in actors if actor.kind in _MOUNTS), None)
    if mount is None:
        return actors
    mounted = riders[0].model_copy(update={"holding": mount.kind})
    return tuple(mounted if actor is riders[0] else actor for actor in actors if actor is not mount)


def _is_heavenly(actor: Actor) -> bool:
    return actor.kind is ActorKind.ORB and not _IN_THE_SKY.isdisjoint(actor.traits)
