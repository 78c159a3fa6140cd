"""The words of a flavour are heard as a look: they change neither who is in a picture nor where it plays."""

import pytest

from film.brief import Brief, Mode
from film.format import FilmFormat
from film.mood import propose
from film.plan import Character, Location, Plan
from film.planning import finish_plan, plan_request
from film.prompts import mood_prompt, motion_prompt, reference_prompt, scene_prompt, still_prompt
from film.recipe import CharacterView, Recipe
from film.shot import Framing
from film.style_hints import StyleHints
from planner.planner import Planner
from planner.reader import Reader
from planner.shot import ActorKind, Setting
from store.flavours import load_flavours

BRIEFS = [
    Brief(prompt="A silver robot walks through downtown Austin at sunset"),
    Brief(prompt='headphones called "Hush"', mode=Mode.AD, duration_s=16),
    Brief(prompt="a girl dances on a rooftop in Tokyo in the rain", mode=Mode.MUSIC_VIDEO, duration_s=16),
    Brief(prompt="quiet forest, no people, misty"),
]
FLAVOURS = [entry.name for entry in load_flavours().entries()]


@pytest.fixture(scope="module")
def plans(planner: Planner) -> list[Plan]:
    requests = [plan_request(brief) for brief in BRIEFS]
    return [finish_plan(planner.plan(request), request, FilmFormat()) for request in requests]


@pytest.mark.parametrize("name", FLAVOURS)
def test_a_flavour_keeps_the_picture(name: str, plans: list[Plan], reader: Reader) -> None:
    recipe = load_flavours().recipe(name)
    for plan in plans:
        own = plan.model_copy(update={"style": recipe.styled(plan.style)}) if plan.style else plan
        for scene in plan.scenes:
            wanted = reader.read(scene_prompt(plan, scene), seed=1)
            for told in (still_prompt, motion_prompt):
                assert reader.read(told(plan, scene, recipe), seed=1) == wanted
                looked = reader.read(told(own, scene, recipe), seed=1)
                assert looked.model_copy(update={"accent": wanted.accent}) == wanted


def test_a_note_is_still_heard_in_every_flavour(plans: list[Plan], reader: Reader) -> None:
    plan = plans[0]
    wanted = reader.read(scene_prompt(plan, plan.scenes[0], "closer, at night"), seed=1)
    for name in FLAVOURS:
        recipe = load_flavours().recipe(name)
        assert reader.read(still_prompt(plan, plan.scenes[0], recipe, "closer, at night"), seed=1) == wanted


@pytest.mark.parametrize("name", FLAVOURS)
def test_a_mood_is_drawn_with_who_was_asked_for_at_its_hour(name: str, reader: Reader) -> None:
    flavour = load_flavours().flavour(name)
    asked = "A silver robot walks through downtown Austin"
    plain = reader.read(asked, seed=1)
    for mood in propose(asked, 6, hints=flavour.parameters.style):
        shots = [reader.read(mood_prompt(asked, mood, flavour.recipe, number), seed=1) for number in range(1, 5)]
        assert {shot.setting for shot in shots} == {plain.setting} and {shot.actors for shot in shots} == {plain.actors}
        assert [shot.framing for shot in shots] == list(Framing)


def test_moods_differ_in_light_where_the_brief_leaves_it_open(reader: Reader) -> None:
    moods = propose("A silver robot walks through downtown Austin", 4, hints=StyleHints())
    drawn = [reader.read(mood_prompt("A silver robot walks", mood, Recipe(), 1), seed=1) for mood in moods]
    assert len({(shot.time_of_day, shot.weather) for shot in drawn}) >= 3


@pytest.mark.parametrize("name", FLAVOURS)
@pytest.mark.parametrize("view", list(CharacterView))
def test_a_reference_shows_who_or_what_it_is_of_and_nobody_else(
    name: str, view: CharacterView, plans: list[Plan], reader: Reader
) -> None:
    recipe = load_flavours().recipe(name).model_copy(update={"view": view})
    for looks, kind in (("a tall woman in a green coat, grey hair", ActorKind.PERSON), ("a small fox", ActorKind.FOX)):
        shot = reader.read(reference_prompt(plans[0], Character(name="Ida", looks=looks), recipe), seed=1)
        assert (shot.setting, [actor.kind for actor in shot.actors]) == (Setting.STUDIO, [kind])
    place = Location(name="home", looks="a narrow kitchen with blue tiles")
    shot = reader.read(reference_prompt(plans[0], place, recipe), seed=1)
    assert (shot.setting, shot.actors) == (Setting.KITCHEN, ())
