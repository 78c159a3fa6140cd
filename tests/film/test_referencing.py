"""Which people and places get a picture, and which scenes must agree with which."""

import pytest

from film.brief import Brief
from film.plan import Character, Location, Plan
from film.reference import Reference, ReferenceKind
from film.referencing import seen_in, to_draw, worth_drawing
from tests.film.plans import plan_of, scene_of

MARA, SHORE = Character(name="Mara", looks="grey plait"), Location(name="Shore", looks="black rocks")
BRIEF = Brief(prompt="a keeper and her brother", duration_s=24)


def reference(kind: ReferenceKind, name: str) -> Reference:
    image = f"assets/still/aa/{'a' * 64}.png"
    return Reference(reference_id=f"{kind.value}-{name}".replace(" ", "-"), kind=kind, name=name, image=image)


def film(*scenes: dict[str, object], people: str = "", places: str = "") -> Plan:
    return plan_of(
        *(scene_of(number, **scene) for number, scene in enumerate(scenes, 1)),
        characters=tuple(Character(name=name, looks="tall") for name in people.split()),
        locations=tuple(Location(name=name, looks="wide") for name in places.split()),
    )


def names(subjects: tuple[Character | Location, ...]) -> list[str]:
    return [subject.name for subject in subjects]


def test_who_or_what_returns_is_drawn_the_most_seen_first() -> None:
    plan = film(
        {"characters": ("Mara",), "location": "Shore"},
        {"characters": ("Mara", "Ilan"), "location": "shore"},
        {"characters": ("Ilan", "Once"), "speaker": "MARA", "location": "Tower"},
        people="Ilan Mara Once",
        places="Tower Shore",
    )
    assert names(to_draw(plan, BRIEF)) == ["Mara", "Ilan", "Shore"]


def test_no_more_than_four_people_and_three_places_are_drawn() -> None:
    everybody, everywhere = "A B C D E F", "P Q R S T"
    scenes = [{"characters": tuple(everybody.split()), "location": place} for place in everywhere.split() * 2]
    assert names(to_draw(film(*scenes, people=everybody, places=everywhere), BRIEF)) == [*"ABCD", *"PQR"]


def test_what_the_brief_brings_is_not_made_again() -> None:
    plan = film({"characters": ("Mara",)}, {"characters": ("Mara",)}, people="Mara")
    brief = BRIEF.model_copy(update={"references": (reference(ReferenceKind.CHARACTER, "mara"),)})
    assert to_draw(plan, brief) == ()


def test_a_place_of_the_same_name_is_no_reference_of_a_person() -> None:
    plan = film({"characters": ("Paris",)}, {"characters": ("Paris",)}, people="Paris")
    brief = BRIEF.model_copy(update={"references": (reference(ReferenceKind.LOCATION, "Paris"),)})
    assert names(to_draw(plan, brief)) == ["Paris"]


def test_a_scene_agrees_with_its_people_then_its_product_then_its_place() -> None:
    place, bottle, mara = (
        reference(ReferenceKind.LOCATION, "Shore"),
        reference(ReferenceKind.PRODUCT, "Glow serum"),
        reference(ReferenceKind.CHARACTER, "Mara"),
    )
    plan = film(
        {"characters": ("Mara",), "location": "Shore", "action": "opens the glow serum"},
        {"characters": (), "subject": "the sea", "action": "glitters"},
    ).model_copy(update={"references": (place, mara)})
    brief = BRIEF.model_copy(update={"references": (bottle,)})
    assert seen_in(plan.scenes[0], plan, brief) == (mara, bottle, place)
    assert seen_in(plan.scenes[1], plan, brief) == ()


def test_a_product_is_kept_out_of_scenes_that_must_not_show_it() -> None:
    brief = BRIEF.model_copy(update={"references": (reference(ReferenceKind.PRODUCT, "serum"),)})
    plan = film({"action": "misses the serum", "shows_product": False})
    assert seen_in(plan.scenes[0], plan, brief) == ()


@pytest.mark.parametrize(
    ("used", "free", "subjects", "drawn"),
    [
        (False, False, (MARA, SHORE), False),
        (False, True, (MARA, SHORE), True),
        (False, True, (SHORE,), False),
        (True, False, (SHORE,), True),
    ],
    ids=["nobody looks", "free", "free and nobody returns", "paid and looked at"],
)
def test_pictures_are_made_where_they_are_of_use(
    used: bool, free: bool, subjects: tuple[Character | Location, ...], drawn: bool
) -> None:
    assert worth_drawing(subjects, used=used, free=free) is drawn
