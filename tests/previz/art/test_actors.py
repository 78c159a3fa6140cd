"""Actors: every kind can do everything, within its extent, closing its cycle, and never looks like another."""

from functools import cache

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from film.shot import TimeOfDay, Weather
from planner.shot import Action, Actor, ActorKind, Setting, Shot
from previz.art.actors import create
from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.motion import Gait, reach
from previz.art.actors.outfit import outfit_of
from previz.art.actors.sprite import Sprite
from previz.art.actors.traits import Traits
from previz.art.layer import Look
from previz.art.light import palette_for
from previz.art.stage import Stage

SCALE = 0.2
MARGIN = 12
SPEAKERS = [
    ActorKind.ROBOT, ActorKind.PERSON, ActorKind.CHILD, ActorKind.DOG, ActorKind.CAT, ActorKind.FOX,
    ActorKind.HORSE, ActorKind.BIRD, ActorKind.FISH, ActorKind.WHALE,
]  # fmt: skip
LABELLED = [
    ActorKind.BOTTLE, ActorKind.DROPPER_BOTTLE, ActorKind.JAR, ActorKind.CAN, ActorKind.BOX, ActorKind.CUP,
    ActorKind.PHONE, ActorKind.LAPTOP, ActorKind.BOOK, ActorKind.COFFEE_CART, ActorKind.TRUCK, ActorKind.BOAT,
]  # fmt: skip

Picture = NDArray[np.uint8]


def look(
    seed: int = 7,
    time_of_day: TimeOfDay = TimeOfDay.DAY,
    setting: Setting = Setting.HILLS,
    weather: Weather = Weather.CLEAR,
) -> Look:
    shot = Shot(setting=setting, time_of_day=time_of_day, weather=weather, seed=seed)
    return Look(Stage(1920, 1080), palette_for(shot), shot, np.random.default_rng(seed))


@cache
def standard(kind: ActorKind, action: Action) -> ActorSprite:
    """A plain actor on the hills by day; shared, because drawings are immutable."""
    return create(Actor(kind=kind, action=action), look())


def picture(sprite: ActorSprite, pose: Pose) -> Picture:
    """The pose at a fifth of its size, premultiplied BGRA, with a margin around its extent."""
    extent = sprite.extent
    width = int((extent.right - extent.left) * SCALE) + 2 * MARGIN
    height = int((extent.bottom - extent.top) * SCALE) + 2 * MARGIN
    pixels = np.zeros((height, width, 4), np.uint8)
    surface = skia.Surface(pixels)
    canvas = surface.getCanvas()
    canvas.translate(MARGIN - extent.left * SCALE, MARGIN - extent.top * SCALE)
    canvas.scale(SCALE, SCALE)
    sprite.draw(canvas, pose)
    surface.flushAndSubmit()
    return pixels


def difference(one: Picture, other: Picture) -> float:
    """Mean absolute difference of two pictures of the same size, 0..255."""
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())


def drawn(actor: Actor, seed: int = 7, phase: float = 0.3) -> Picture:
    return picture(create(actor, look(seed)), Pose(phase))


def differ(one: Picture, other: Picture) -> bool:
    return one.shape != other.shape or difference(one, other) > 0.05


def actions_for(kind: ActorKind) -> list[Action]:
    """Every action for those with hands; for the rest five that differ from kind to kind, so that all are tried."""
    if kind in (ActorKind.PERSON, ActorKind.ROBOT):
        return list(Action)
    start = list(ActorKind).index(kind)
    return [list(Action)[(start + 3 * k) % len(Action)] for k in range(5)]


@pytest.mark.parametrize("kind", ActorKind)
def test_every_kind_acts_within_its_extent(kind: ActorKind) -> None:
    for action in actions_for(kind):
        sprite = standard(kind, action)
        alpha = picture(sprite, Pose(phase=0.37, mouth=0.6))[:, :, 3]
        assert alpha.max() == 255, action
        alpha[MARGIN - 2 : 2 - MARGIN, MARGIN - 2 : 2 - MARGIN] = 0
        assert alpha.max() <= 4, action


@pytest.mark.parametrize("kind", ActorKind)
def test_cycles_close(kind: ActorKind) -> None:
    for action in (Action.IDLE, Action.RUN):
        sprite = standard(kind, action)
        first, last = picture(sprite, Pose(phase=0.0)), picture(sprite, Pose(phase=1.0))
        assert difference(first, last) < 0.08, action


@pytest.mark.parametrize("kind", ActorKind)
def test_the_step_over_the_seam_is_no_larger_than_others(kind: ActorKind) -> None:
    sprite = standard(kind, Action.WALK)
    count = 20
    poses = [picture(sprite, Pose(phase=k / count)) for k in (0, 1, 2, 10, 11, count - 1)]
    steps = [difference(poses[a], poses[b]) for a, b in ((0, 1), (1, 2), (3, 4))]
    assert difference(poses[-1], poses[0]) <= 2.0 * max(steps) + 0.1


@pytest.mark.parametrize("kind", ActorKind)
def test_focus_lies_within_the_extent_and_timing_is_sane(kind: ActorKind) -> None:
    for action in (Action.IDLE, Action.WALK, Action.SIT, Action.FLY):
        sprite = standard(kind, action)
        x, y = sprite.focus
        assert sprite.extent.left < x < sprite.extent.right
        assert sprite.extent.top < y < sprite.extent.bottom
        assert sprite.loop_s > 0
        assert sprite.frames >= 1
        assert sprite.travel >= 0


@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.COFFEE_CART, ActorKind.ORB, ActorKind.CAN])
def test_the_same_shot_draws_the_same_bytes(kind: ActorKind) -> None:
    actor = Actor(kind=kind, label="Aura")
    assert np.array_equal(drawn(actor), drawn(actor))


@pytest.mark.parametrize("kind", ActorKind)
def test_colour_changes_the_picture(kind: ActorKind) -> None:
    blue, red = (drawn(Actor(kind=kind, colour=colour)) for colour in ("#2050c0", "#d03020"))
    assert differ(blue, red)


@pytest.mark.parametrize(
    ("kind", "traits"),
    [
        (ActorKind.PERSON, ("old", "beard")),
        (ActorKind.PERSON, ("yellow coat", "keeper")),
        (ActorKind.PERSON, ("barista", "apron")),
        (ActorKind.PERSON, ("woman", "red dress")),
        (ActorKind.CHILD, ("girl", "pigtails")),
        (ActorKind.ROBOT, ("rusty", "boxy")),
        (ActorKind.CAR, ("sport",)),
        (ActorKind.TREE, ("pine",)),
        (ActorKind.DOG, ("spotted",)),
        (ActorKind.BOTTLE, ("perfume",)),
        (ActorKind.BOX, ("gift",)),
    ],
)
def test_traits_change_the_picture(kind: ActorKind, traits: tuple[str, ...]) -> None:
    assert differ(drawn(Actor(kind=kind)), drawn(Actor(kind=kind, traits=traits)))


def in_the_same_light(actor: Actor, shot_seed: int, twin: int = 0) -> Picture:
    shot = Shot(setting=Setting.HILLS, seed=shot_seed)
    light = palette_for(shot.model_copy(update={"seed": 7}))
    own = Look(Stage(1920, 1080), light, shot, np.random.default_rng(shot_seed), twin)
    return picture(create(actor, own), Pose(0.3))


@pytest.mark.parametrize("kind", ActorKind)
def test_an_actor_looks_the_same_in_every_scene_and_take(kind: ActorKind) -> None:
    actor = Actor(kind=kind, traits=("old", "striped"))
    assert np.array_equal(in_the_same_light(actor, 1), in_the_same_light(actor, 2))


def test_what_an_actor_holds_or_does_does_not_change_who_it_is() -> None:
    alone = Actor(kind=ActorKind.PERSON, traits=("woman", "baker"))
    laden = alone.model_copy(update={"holding": ActorKind.CUP, "action": Action.TALK})
    light = look()
    assert outfit_of(Traits(alone, light)) == outfit_of(Traits(laden, light))


@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.CHILD, ActorKind.HOUSE, ActorKind.CAR, ActorKind.CAN])
def test_another_description_is_another_individual(kind: ActorKind) -> None:
    phrases = ("first", "second", "third")
    looks = [in_the_same_light(Actor(kind=kind, traits=(phrase,)), 1) for phrase in phrases]
    assert any(differ(looks[0], other) for other in looks[1:])


def test_twins_of_one_shot_can_be_told_apart() -> None:
    friend = Actor(kind=ActorKind.PERSON, traits=("friend",))
    assert differ(in_the_same_light(friend, 1, twin=0), in_the_same_light(friend, 1, twin=1))


def test_an_actor_turned_round_is_lit_from_the_same_side() -> None:
    sprite, light = create(Actor(kind=ActorKind.ROBOT), look()), look().palette.key_x

    def lit_side(one: ActorSprite) -> float:
        pixels = picture(one, Pose(0.3))[:, :, :3].astype(float)
        middle = pixels.shape[1] // 2
        return float(pixels[:, middle:].sum() - pixels[:, :middle].sum()) * (1 if light > 0 else -1)

    assert lit_side(sprite.mirrored()) < lit_side(sprite)


def test_astronauts_wear_spacesuits() -> None:
    outfit = outfit_of(Traits(Actor(kind=ActorKind.PERSON, traits=("astronaut", "white spacesuit")), look()))
    assert (outfit.top, outfit.hat, outfit.boots) == ("spacesuit", "bubble", True)


@pytest.mark.parametrize("kind", SPEAKERS)
def test_a_mouth_opens_in_the_face_and_nowhere_else(kind: ActorKind) -> None:
    sprite = create(Actor(kind=kind, action=Action.TALK), look())
    assert sprite.has_mouth
    closed, half, wide = (picture(sprite, Pose(0.1, mouth=mouth)) for mouth in (0.0, 0.5, 1.0))
    assert np.abs(closed.astype(int) - half).max() > 40
    assert np.abs(half.astype(int) - wide).max() > 40
    rows, columns = np.nonzero((closed != wide).any(axis=2))
    x, y = sprite.focus
    distances = np.hypot(
        (columns - MARGIN) / SCALE + sprite.extent.left - x, (rows - MARGIN) / SCALE + sprite.extent.top - y
    )
    assert distances.max() < 260


def test_eyes_blink() -> None:
    sprite = create(Actor(kind=ActorKind.PERSON), look())
    assert differ(picture(sprite, Pose(0.1)), picture(sprite, Pose(0.1, blink=True)))


@pytest.mark.parametrize("kind", LABELLED)
def test_a_label_is_written_in_any_script(kind: ActorKind) -> None:
    plain, latin, other = (drawn(Actor(kind=kind, label=label)) for label in (None, "LUMIÈRE", "Свет & Co"))
    assert differ(plain, latin)
    assert differ(latin, other)


@pytest.mark.parametrize(
    "label", ["", "   ", "🙂", "A", "An unreasonably long name of a product that goes on and on and on"]
)
def test_no_label_is_too_odd(label: str) -> None:
    assert drawn(Actor(kind=ActorKind.DROPPER_BOTTLE, label=label))[:, :, 3].max() == 255


@pytest.mark.parametrize(
    "kind",
    [
        ActorKind.CUP,
        ActorKind.PHONE,
        ActorKind.BOOK,
        ActorKind.LANTERN,
        ActorKind.BALLOON,
        ActorKind.GUITAR,
        ActorKind.DOG,
        ActorKind.WHALE,
        ActorKind.CHILD,
        ActorKind.CAR,
    ],
)
def test_anything_can_be_held_or_stand_beside(kind: ActorKind) -> None:
    alone = create(Actor(kind=ActorKind.PERSON, action=Action.HOLD), look())
    laden = create(Actor(kind=ActorKind.PERSON, action=Action.HOLD, holding=kind), look())
    assert laden.extent != alone.extent or differ(picture(alone, Pose(0.2)), picture(laden, Pose(0.2)))


def test_a_child_flies_its_kite_high_above() -> None:
    sprite = create(Actor(kind=ActorKind.CHILD, action=Action.HOLD, holding=ActorKind.KITE), look())
    assert sprite.extent.top < -700
    assert not sprite.floats


def test_a_thing_without_hands_has_its_companion_beside_it() -> None:
    cart = Actor(kind=ActorKind.COFFEE_CART)
    alone = create(cart, look())
    together = create(cart.model_copy(update={"holding": ActorKind.CUP}), look())
    assert together.extent.right > alone.extent.right


@pytest.mark.parametrize("kind", [ActorKind.ROBOT, ActorKind.PERSON, ActorKind.CHILD, ActorKind.DOG, ActorKind.HORSE])
def test_walkers_travel_and_runners_travel_faster(kind: ActorKind) -> None:
    speeds = [
        create(Actor(kind=kind, action=action), look()).travel for action in (Action.IDLE, Action.WALK, Action.RUN)
    ]
    assert speeds[0] == 0 < speeds[1] < speeds[2]


@pytest.mark.parametrize("mount", [None, ActorKind.BICYCLE, ActorKind.HORSE, ActorKind.CAR, ActorKind.CUP])
@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.CHILD])
def test_people_ride_what_they_hold_or_a_bicycle(kind: ActorKind, mount: ActorKind | None) -> None:
    sprite = create(Actor(kind=kind, action=Action.RIDE, holding=mount), look())
    assert sprite.travel > 100
    assert difference(picture(sprite, Pose(0.0)), picture(sprite, Pose(1.0))) < 0.08


def test_footing_leaves_out_what_is_in_the_air() -> None:
    sprite = create(Actor(kind=ActorKind.CHILD, action=Action.HOLD, holding=ActorKind.KITE), look())
    assert isinstance(sprite, Sprite)
    left, right = sprite.footing
    assert right - left < 160 < sprite.extent.right - sprite.extent.left


def test_a_standing_foot_moves_exactly_against_the_body() -> None:
    gait = Gait(stride=240, stance=0.6, lift=50, loop_s=1.0)
    for start, end in ((0.0, 0.1), (0.25, 0.35), (0.45, 0.59)):
        slid = gait.foot(end).x - gait.foot(start).x + gait.speed * (end - start) * gait.loop_s
        assert slid == pytest.approx(0, abs=1e-9)


def test_a_foot_returns_to_where_it_touches_down() -> None:
    gait = Gait(stride=240, stance=0.6, lift=50, loop_s=1.0)
    before, after = gait.foot(0.9999), gait.foot(0.0)
    assert before.x == pytest.approx(after.x, abs=0.5)
    assert before.lift == pytest.approx(after.lift, abs=0.5)


def test_limbs_keep_their_length_even_out_of_reach() -> None:
    for target in ((0.0, 150.0), (40.0, 500.0), (0.0, 0.0)):
        knee, ankle = reach((0.0, 0.0), target, 100, 90)
        assert np.hypot(*knee) == pytest.approx(100, abs=0.01)
        assert np.hypot(ankle[0] - knee[0], ankle[1] - knee[1]) == pytest.approx(90, abs=0.01)


@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.CAR, ActorKind.DROPPER_BOTTLE])
def test_night_is_darker_than_day(kind: ActorKind) -> None:
    day, night = (
        create(Actor(kind=kind, colour="#c04030"), look(time_of_day=t)) for t in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )

    def brightness(sprite: ActorSprite) -> float:
        pixels = picture(sprite, Pose(0.2))
        return float(pixels[pixels[:, :, 3] == 255][:, :3].mean())

    assert brightness(night) < brightness(day)


def test_the_lighthouse_burns_in_a_storm_and_not_on_a_clear_day() -> None:
    calm = create(Actor(kind=ActorKind.LIGHTHOUSE), look())
    storm = create(Actor(kind=ActorKind.LIGHTHOUSE), look(weather=Weather.STORM))
    assert storm.extent.right > calm.extent.right + 200
    assert differ(picture(storm, Pose(0.0)), picture(storm, Pose(0.25)))


@pytest.mark.parametrize(
    "kind", [ActorKind.KITE, ActorKind.WHALE, ActorKind.FISH, ActorKind.ROCKET, ActorKind.BALLOON, ActorKind.ORB]
)
def test_what_floats_has_its_origin_in_its_middle(kind: ActorKind) -> None:
    sprite = create(Actor(kind=kind), look())
    assert sprite.floats
    assert sprite.extent.top < -100
    assert sprite.extent.bottom > 100


def test_a_hero_stands_in_the_middle_of_its_extent() -> None:
    extent = create(Actor(kind=ActorKind.JAR), look(setting=Setting.MARBLE_COUNTER)).extent
    assert extent.left == -extent.right
