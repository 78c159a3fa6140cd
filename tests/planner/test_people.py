import pytest

from film.archetypes import Archetype
from film.brief import AdBrief, Brief, Mode
from film.plan import PlannedFilm
from film.planning import plan_request
from film.reference import Reference, ReferenceKind
from planner.planner import Planner

KEY = f"assets/picture/ab/{'a' * 64}.png"


def reference(kind: ReferenceKind, name: str, looks: str) -> Reference:
    return Reference(reference_id="r1", kind=kind, name=name, looks=looks, image=KEY)


def film_of(planner: Planner, brief: Brief) -> PlannedFilm:
    return planner.plan(plan_request(brief))


@pytest.mark.parametrize("mode", [Mode.STORY, Mode.MUSIC_VIDEO])
def test_a_character_reference_is_the_hero_by_name_and_looks(planner: Planner, mode: Mode) -> None:
    mara = reference(ReferenceKind.CHARACTER, "Mara", "a tall woman with a grey braid and a red coat")
    film = film_of(planner, Brief(prompt="a woman on a hill", mode=mode, references=(mara,), duration_s=30))
    assert [character.name for character in film.characters] == ["Mara"]
    assert "grey braid" in film.characters[0].looks
    assert all(scene.characters == ["Mara"] for scene in film.scenes if scene.subject)


def test_a_product_reference_is_what_is_sold(planner: Planner) -> None:
    bottle = reference(ReferenceKind.PRODUCT, "Glow", "a frosted glass bottle with a silver cap")
    film = film_of(planner, Brief(prompt="a serum called Glow", mode=Mode.AD, references=(bottle,)))
    assert "frosted glass bottle" in film.scenes[-1].subject
    assert "Glow" in film.scenes[-1].subject


def test_a_location_reference_is_where_it_plays(planner: Planner) -> None:
    lane = reference(ReferenceKind.LOCATION, "Tin Lane", "a narrow lane with red lamps")
    brief = Brief(prompt="a song about leaving", mode=Mode.MUSIC_VIDEO, references=(lane,), duration_s=40)
    film = film_of(planner, brief)
    assert film.locations[0].name == "Tin Lane"
    assert any(scene.location == "Tin Lane" for scene in film.scenes)


def test_photos_of_the_product_leave_room_for_it(planner: Planner) -> None:
    film = film_of(planner, Brief(prompt="a serum called Glow", mode=Mode.AD, ad=AdBrief(photos=(KEY,))))
    assert all("left clear" in scene.setting for scene in film.scenes)
    assert not any("serum" in scene.subject + scene.action for scene in film.scenes)
    assert all("packaging" in (scene.avoid or "") for scene in film.scenes)


def test_the_audience_of_an_advertisement_is_seen_in_it(planner: Planner) -> None:
    brief = Brief(prompt="Basil meal kits for young nurses", mode=Mode.AD, archetype=Archetype.PROBLEM_SOLUTION)
    film = film_of(planner, brief)
    assert film.characters[0].name == "The Nurse"
    assert "young nurse" in film.characters[0].looks


def test_somebody_who_speaks_on_camera_is_listed_with_a_voice(planner: Planner) -> None:
    brief = Brief(prompt="Hush headphones", mode=Mode.AD, archetype=Archetype.TESTIMONIAL, duration_s=30)
    film = film_of(planner, brief)
    speakers = {scene.speaker for scene in film.scenes if scene.speaker}
    assert len(speakers) == 1
    assert speakers == {character.name for character in film.characters if character.voice}


def test_the_view_from_before_comes_back_changed(planner: Planner) -> None:
    brief = Brief(prompt="the Bloom app", mode=Mode.AD, archetype=Archetype.BEFORE_AFTER, duration_s=24)
    texts = {scene.on_screen_text: scene for scene in film_of(planner, brief).scenes}
    before, after = texts["Before"], texts["After"]
    assert (before.setting, before.framing) == (after.setting, after.framing)
    assert (before.time_of_day, before.weather) != (after.time_of_day, after.weather)


def test_a_list_counts_the_reasons_of_the_brief(planner: Planner) -> None:
    brief = Brief(
        prompt="Three reasons for our energy drink ZING with no sugar, plastic-free, made in Vienna",
        mode=Mode.AD,
        duration_s=30,
    )
    said = [scene.narration for scene in film_of(planner, brief).scenes]
    assert [line for line in said if ":" in line] == ["One: no sugar.", "Two: plastic-free.", "Three: made in Vienna."]
