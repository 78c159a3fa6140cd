"""Who stands beside whom, how large, and who is left behind."""

import numpy as np
import pytest

from film.shot import Framing
from planner.shot import Action, Actor, ActorKind, Setting, Shot
from previz.art import actors
from previz.art.cast import Cast, place
from previz.art.company import company, standing
from previz.art.layer import Backdrop, Look
from previz.art.light import palette_for
from previz.art.stage import Stage

STAGE = Stage(1920, 1080)
FRIEND = Actor(kind=ActorKind.PERSON, traits=("friend",), action=Action.RIDE)


def cast_of(*cast: Actor, framing: Framing = Framing.MEDIUM, reverse: bool = False) -> Cast:
    shot = Shot(setting=Setting.HILLS, actors=cast)
    look = Look(STAGE, palette_for(shot), shot, np.random.default_rng(1))
    sprites = [(actor, actors.create(actor, look)) for actor in cast]
    backdrop = Backdrop(behind=[], front=[], floor=STAGE.floor)
    return place(sprites, backdrop, STAGE, framing, reverse=reverse)


def test_friends_who_drive_a_car_sit_in_it() -> None:
    car = Actor(kind=ActorKind.CAR, colour="#d8412f")
    dog = Actor(kind=ActorKind.DOG)
    assert company((FRIEND, FRIEND, car, dog)) == (car.model_copy(update={"action": Action.RIDE}), dog)


def test_a_rider_mounts_the_horse_beside_them() -> None:
    (rider,) = company((FRIEND, Actor(kind=ActorKind.HORSE)))
    assert (rider.kind, rider.holding) == (ActorKind.PERSON, ActorKind.HORSE)


def test_who_rides_nothing_in_sight_stays_as_they_are() -> None:
    assert company((FRIEND,)) == (FRIEND,)


def test_a_planet_hangs_in_the_sky_and_does_not_stand_beside_people() -> None:
    planet = Actor(kind=ActorKind.ORB, traits=("distant", "planet"))
    person = Actor(kind=ActorKind.PERSON)
    assert company((person, planet)) == (person,)
    assert company((planet, person)) == (planet, person)


@pytest.mark.parametrize("thing", [ActorKind.CUP, ActorKind.PHONE, ActorKind.PLANT])
def test_things_beside_people_have_their_natural_size(thing: ActorKind) -> None:
    cast = cast_of(Actor(kind=ActorKind.PERSON), Actor(kind=thing))
    small, subject = cast.placed
    assert small.bottom - small.top < 0.5 * (subject.bottom - subject.top)
    assert standing(ActorKind.BOTTLE, thing).scale > 0.8


def test_a_house_stands_behind_and_towers_over_a_fox() -> None:
    cast = cast_of(Actor(kind=ActorKind.FOX, action=Action.WALK), Actor(kind=ActorKind.HOUSE), framing=Framing.WIDE)
    house, fox = cast.placed
    assert house.behind and not fox.behind
    assert house.y < fox.y
    assert house.bottom - house.top > 1.8 * (fox.bottom - fox.top)
    assert house.left > 0 and house.right < STAGE.width


def test_a_kite_or_a_beam_pushes_nobody_aside() -> None:
    car = cast_of(Actor(kind=ActorKind.CAR)).subject
    assert car is not None
    left, right = car.x + car.scale * car.sprite.footing[0], car.x + car.scale * car.sprite.footing[1]
    assert abs((left + right) / 2 - STAGE.centre_x) < 20


def test_one_who_stays_has_room_to_look_into_on_either_side() -> None:
    person = Actor(kind=ActorKind.PERSON)
    plain, turned = (cast_of(person, framing=Framing.WIDE, reverse=reverse).subject for reverse in (False, True))
    assert plain is not None and turned is not None
    assert plain.focus[0] < 0.47 * STAGE.width
    assert turned.flip and turned.focus[0] == pytest.approx(STAGE.width - plain.focus[0])


def test_lettering_is_never_turned_round() -> None:
    labelled = Actor(kind=ActorKind.ROBOT, label="R2")
    subject = cast_of(labelled, reverse=True).subject
    assert subject is not None and not subject.flip
