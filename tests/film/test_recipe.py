"""A recipe in the plan: whose word counts for the look, and which templates made it."""

import pytest

from film.archetypes import Archetype
from film.brief import Brief, Mode
from film.choosing import choose
from film.format import FilmFormat
from film.planning import finish_plan, plan_request
from film.recipe import Recipe
from film.style import StyleSpec
from film.style_hints import StyleHints
from tests.film.test_planning import planned_film, planned_scene

PLANNED = StyleSpec(
    lighting="soft", camera="still", lens="50 mm", texture="grain", mood="warm", palette=("red",), grade="faded"
)


def test_the_look_is_the_briefs_before_it_is_the_flavours_before_it_is_the_planners() -> None:
    request = plan_request(Brief(prompt="a robot"))
    film = planned_film([planned_scene()] * request.scene_count).model_copy(update={"style": PLANNED})
    recipe = Recipe(style=StyleHints(texture="clay"), versions={"plan": "2+ab"})
    plan = finish_plan(film, request, FilmFormat(), recipe=recipe)
    assert plan.style == PLANNED.model_copy(update={"texture": "clay"}) and plan.look == plan.style.sentence
    assert plan.source.versions == {"plan": "2+ab"}
    chosen = PLANNED.model_copy(update={"mood": "chosen"})
    request = plan_request(Brief(prompt="a robot", style=chosen))
    assert finish_plan(film, request, FilmFormat(), recipe=recipe).style == chosen


def test_hints_say_only_what_they_fix() -> None:
    assert StyleHints().sentence == "" and StyleHints().over(PLANNED) == PLANNED
    assert StyleHints(lens="35 mm", palette=("ink", "bone")).sentence == "- `lens`: 35 mm\n- `palette`: ink, bone"


@pytest.mark.parametrize(
    ("prompt", "mode", "chosen"),
    [
        ("A grey house by the sea", Mode.STORY, {Archetype.QUEST, Archetype.VIGNETTE, Archetype.BEFORE_AFTER}),
        ("Lumen", Mode.AD, {Archetype.BEFORE_AFTER}),
        ("A teaser for Lumen", Mode.AD, {Archetype.CINEMATIC_TEASER}),
        ("A story of how customers recommend it", Mode.AD, {Archetype.TESTIMONIAL}),
    ],
)
def test_a_preferred_shape_counts_where_the_brief_asks_for_none(
    prompt: str, mode: Mode, chosen: set[Archetype]
) -> None:
    preferred = (Archetype.QUEST, Archetype.VIGNETTE, Archetype.BEFORE_AFTER)
    briefs = [Brief(prompt=prompt, mode=mode, seed=seed, duration_s=24) for seed in range(30)]
    assert {choose(brief, preferred=preferred)[0] for brief in briefs} == chosen
    shape = plan_request(briefs[0], preferred=preferred).structure
    assert shape and shape.archetype in chosen


def test_a_preference_is_said_to_be_one() -> None:
    brief = Brief(prompt="Lumen", mode=Mode.AD, duration_s=24)
    archetype, why = choose(brief, preferred=(Archetype.BEFORE_AFTER,))
    assert archetype is Archetype.BEFORE_AFTER and "its flavour prefers" in why
    assert choose(brief)[0] is not Archetype.BEFORE_AFTER
