"""Actors: a parametric drawing for everyone and everything a shot can show."""

from collections.abc import Callable

from previz.art.actors.base import ActorSprite
from previz.art.actors.companion import accompanied
from previz.art.actors.held import Held, held
from previz.art.actors.person import child, person
from previz.art.actors.robot import robot
from previz.art.actors.vessels import bottle, can, dropper_bottle, jar
from previz.art.layer import Look
from previz.shot import Actor, ActorKind

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
}


def create(actor: Actor, look: Look) -> ActorSprite:
    """The drawing of an actor in the light of a shot. Traits and actions it does not know change nothing."""
    thing = None
    if actor.holding is not None:
        thing = held(create(Actor(kind=actor.holding), look), actor.holding)
    if actor.kind in _HANDED:
        return _HANDED[actor.kind](actor, look, thing)
    drawn = _PLAIN[actor.kind](actor, look)
    return accompanied(drawn, thing, look) if thing is not None else drawn
