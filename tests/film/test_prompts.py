"""Prompts: everything a plan says reaches the model, and nothing that it does not."""

import pytest

from film.mood import Mood
from film.plan import Character, Location, MusicMood, Plan, Scene
from film.prompts import (
    mood_prompt,
    motion_prompt,
    music_prompt,
    negative_prompt,
    reference_prompt,
    scene_prompt,
    still_prompt,
)
from film.recipe import CharacterView, Recipe
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.style import StyleSpec
from store.flavours import load_flavours

STYLE = StyleSpec(
    lighting="low sun",
    camera="handheld",
    lens="35 mm",
    texture="grain",
    mood="wistful",
    palette=("amber", "#203040"),
    grade="faded",
)
SCENE = Scene(
    scene_id="s1",
    number=1,
    frames=96,
    setting="a street in Austin.",
    time_of_day=TimeOfDay.SUNSET,
    weather=Weather.CLEAR,
    subject="an old silver robot",
    action="opens an umbrella.",
    framing=Framing.WIDE,
    camera=CameraMove.PUSH_IN,
    seed=7,
    avoid="Cars, text",
)
MOOD = Mood(mood_id="m1", name="Blue hour", hour="at dusk", style=STYLE)
PLAN = Plan(
    title="Rust",
    logline="A robot waits for rain.",
    look=STYLE.sentence,
    style=STYLE,
    music_mood=MusicMood.WARM,
    music_tempo_bpm=90,
    title_frames=48,
    end_frames=48,
    transition_frames=12,
    scenes=(SCENE,),
)
FLAVOURS = [entry.name for entry in load_flavours().entries()]


def test_a_scene_is_told_in_one_paragraph() -> None:
    assert scene_prompt(PLAN, SCENE, " closer, at night ") == (
        "Wide shot, push in. An old silver robot opens an umbrella. Setting: a street in Austin. Sunset, clear. Look: "
        "Wistful, low sun, palette of amber, #203040, faded, handheld, 35 mm, grain. Direction: closer, at night."
    )


def test_an_empty_look_leaves_no_trace() -> None:
    plan = PLAN.model_copy(update={"style": None, "look": " "})
    assert scene_prompt(plan, SCENE).endswith("Sunset, clear.")
    empty = STYLE.model_copy(update={**dict.fromkeys(StyleSpec.model_fields, ""), "palette": ()})
    assert scene_prompt(plan.model_copy(update={"style": empty}), SCENE).endswith("Sunset, clear.")


def test_an_empty_picture_is_said_to_be_one() -> None:
    scene = SCENE.model_copy(update={"subject": "", "action": ""})
    assert scene_prompt(PLAN, scene).startswith("Wide shot, push in. An empty scene. Setting:")


@pytest.mark.parametrize("name", FLAVOURS)
def test_every_prompt_of_every_flavour_has_the_whole_look(name: str) -> None:
    recipe = load_flavours().recipe(name)
    looks = Character(name="Rob", looks="an old silver robot")
    told = [
        still_prompt(PLAN, SCENE, recipe),
        motion_prompt(PLAN, SCENE, recipe),
        reference_prompt(PLAN, looks, recipe),
        mood_prompt("a robot waits", MOOD, recipe, 1),
    ]
    for prompt in told:
        assert STYLE.sentence in prompt and len(prompt) < 1200
        assert not any(debris in prompt for debris in ("..", " .", " ,", ": .", "{", "[", "  "))


@pytest.mark.parametrize("name", FLAVOURS)
def test_a_note_ends_the_prompt(name: str) -> None:
    recipe = load_flavours().recipe(name)
    for told in (still_prompt, motion_prompt):
        assert told(PLAN, SCENE, recipe, "closer").endswith("Direction: closer.")


def test_flavours_differ_in_what_they_tell() -> None:
    recipes = [load_flavours().recipe(name) for name in FLAVOURS]
    for told in (still_prompt, motion_prompt):
        assert len({told(PLAN, SCENE, recipe) for recipe in recipes}) == len(recipes)
    assert len({music_prompt(PLAN, recipe) for recipe in recipes}) == len(recipes)
    assert len({recipe.avoid for recipe in recipes}) == len(recipes)


def test_what_a_film_avoids_and_what_a_scene_does_are_told_once_each() -> None:
    assert negative_prompt(PLAN, SCENE, Recipe(avoid="text, watermark")) == "text, watermark, Cars"
    assert negative_prompt(PLAN, SCENE, Recipe()) == "Cars, text"
    assert negative_prompt(PLAN, SCENE.model_copy(update={"avoid": None}), Recipe()) == ""


def test_a_reference_shows_a_character_from_where_the_recipe_says_and_a_place_empty() -> None:
    looks = Character(name="Rob", looks="an old silver robot with a red scarf")
    portrait = reference_prompt(PLAN, looks, Recipe())
    sheet = reference_prompt(PLAN, looks, Recipe(view=CharacterView.TURNAROUND))
    place = reference_prompt(PLAN, Location(name="home", looks="a tin hut"), Recipe(view=CharacterView.TURNAROUND))
    assert portrait.startswith(
        "Close shot, static. An old silver robot with a red scarf. Setting: a plain grey studio."
    )
    assert "portrait" in portrait and STYLE.sentence in portrait
    assert sheet.startswith("Wide shot") and "turnaround sheet" in sheet and "from behind" in sheet
    assert place.startswith("Wide shot, static. A tin hut. Look: establishing view of the empty place")


def test_the_pictures_of_a_mood_are_seen_from_different_places() -> None:
    told = [mood_prompt("a robot waits.", MOOD, Recipe(), number) for number in range(1, 5)]
    assert told[0] == f"Wide shot, static. A robot waits. At dusk. Look: {STYLE.sentence}."
    assert len(set(told)) == 4
    hourless = MOOD.model_copy(update={"hour": ""})
    assert mood_prompt("Night!", hourless, Recipe(), 3) == f"Close shot, static. Night! Look: {STYLE.sentence}."


def test_music_is_asked_for_in_words() -> None:
    assert music_prompt(PLAN) == (
        "Instrumental warm film score, 90 bpm, gentle start, clear ending. A robot waits for rain."
    )
