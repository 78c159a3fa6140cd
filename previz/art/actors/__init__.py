"""Actors: a parametric drawing for everyone and everything a shot can show."""

from collections.abc import Callable

from planner.shot import Action, Actor, ActorKind
from previz.art.actors.aloft import balloon, kite, rocket
from previz.art.actors.base import ActorSprite
from previz.art.actors.birds import bird
from previz.art.actors.boats import boat
from previz.art.actors.buildings import house, tent
from previz.art.actors.cars import car, truck
from previz.art.actors.coffee_cart import coffee_cart
from previz.art.actors.companion import accompanied
from previz.art.actors.cycles import bicycle
from previz.art.actors.devices import camera, headphones, laptop, phone, watch
from previz.art.actors.held import Held, held
from previz.art.actors.household import book, carton, cup, guitar, plant, shoe
from previz.art.actors.lighthouse import lighthouse
from previz.art.actors.person import child, person
from previz.art.actors.quadrupeds import quadruped
from previz.art.actors.riders import on_horseback
from previz.art.actors.robot import robot
from previz.art.actors.scenery import lantern, orb, tree
from previz.art.actors.swimmers import fish, whale
from previz.art.actors.trains import train
from previz.art.actors.vessels import bottle, can, dropper_bottle, jar
from previz.art.layer import Look

__all__ = ["create"]

# Those with hands draw what they hold themselves.
_HANDED: dict[ActorKind, Callable[[Actor, Look, Held | None], ActorSprite]] = {
    ActorKind.ROBOT: robot,
    ActorKind.PERSON: person,
    ActorKind.CHILD: child,
}
_PLAIN: dict[ActorKind, Callable[[Actor, Look], ActorSprite]] = {
    ActorKind.BOTTLE: bottle,
    ActorKind.DROPPER_BOTTLE: dropper_bottle,
    ActorKind.JAR: jar,
    ActorKind.CAN: can,
    ActorKind.LIGHTHOUSE: lighthouse,
    ActorKind.COFFEE_CART: coffee_cart,
    ActorKind.HOUSE: house,
    ActorKind.BOAT: boat,
    ActorKind.CAMERA: camera,
    ActorKind.HEADPHONES: headphones,
    ActorKind.LAPTOP: laptop,
    ActorKind.PHONE: phone,
    ActorKind.WATCH: watch,
    ActorKind.BOOK: book,
    ActorKind.BOX: carton,
    ActorKind.CUP: cup,
    ActorKind.GUITAR: guitar,
    ActorKind.PLANT: plant,
    ActorKind.SHOE: shoe,
    ActorKind.LANTERN: lantern,
    ActorKind.ORB: orb,
    ActorKind.TREE: tree,
    ActorKind.BIRD: bird,
    ActorKind.FISH: fish,
    ActorKind.WHALE: whale,
    ActorKind.BICYCLE: bicycle,
    ActorKind.DOG: quadruped,
    ActorKind.CAT: quadruped,
    ActorKind.FOX: quadruped,
    ActorKind.HORSE: quadruped,
    ActorKind.CAR: car,
    ActorKind.TRUCK: truck,
    ActorKind.TRAIN: train,
    ActorKind.KITE: kite,
    ActorKind.BALLOON: balloon,
    ActorKind.ROCKET: rocket,
    ActorKind.TENT: tent,
}

# Those who do as their owner does when they stand beside one.
_COMPANIONS = (
    ActorKind.ROBOT,
    ActorKind.PERSON,
    ActorKind.CHILD,
    ActorKind.DOG,
    ActorKind.CAT,
    ActorKind.FOX,
    ActorKind.HORSE,
)

_DRIVEN = (ActorKind.CAR, ActorKind.TRUCK, ActorKind.TRAIN, ActorKind.BOAT, ActorKind.ROCKET, ActorKind.BALLOON)


def create(actor: Actor, look: Look) -> ActorSprite:
    """The drawing of an actor in the light of a shot. Traits and actions it does not know change nothing."""
    if actor.action is Action.RIDE and actor.kind in (ActorKind.PERSON, ActorKind.CHILD):
        return _riding(actor, look)
    handed = actor.kind in _HANDED
    thing = None
    if actor.holding is not None:
        # In a hand, goods cast no shadow and stand in no saucer: they are drawn as held.
        manner = Action.HOLD if handed else Action.IDLE
        if actor.holding in _COMPANIONS and actor.action in (Action.WALK, Action.RUN, Action.SIT, Action.LOOK_UP):
            manner = actor.action
        carried = Actor(kind=actor.holding, action=manner)
        thing = held(create(carried, look), actor.holding)
    if handed:
        return _HANDED[actor.kind](actor, look, thing)
    drawn = _PLAIN[actor.kind](actor, look)
    return accompanied(drawn, thing, look) if thing is not None else drawn


def _riding(actor: Actor, look: Look) -> ActorSprite:
    """A person riding: what they hold is what they ride, and a bicycle if that is no mount."""
    if actor.holding is ActorKind.HORSE:
        return on_horseback(actor, look)
    if actor.holding in _DRIVEN:
        return create(Actor(kind=actor.holding, action=Action.RIDE), look)
    return bicycle(actor, look)
