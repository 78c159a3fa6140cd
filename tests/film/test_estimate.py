"""What a film is said to cost is what the catalogue asks for each call that its making needs."""

from decimal import Decimal

import pytest

from film.brief import Brief
from film.catalogue import Capability, Catalogue, Studio
from film.estimate import Estimate
from film.estimating import estimate_of
from film.format import FilmFormat
from film.plan import Plan
from film.planning import finish_plan, plan_request
from film.prices import Usage
from film.production_stage import Stage
from store.catalogue import load_catalogue
from tests.film.test_planning import planned_film, planned_scene


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def plan() -> Plan:
    request = plan_request(Brief(prompt="a robot walks home"))
    return finish_plan(planned_film([planned_scene()] * request.scene_count), request, FilmFormat())


def priced(plan: Plan, catalogue: Catalogue, **other: object) -> Estimate:
    return estimate_of(plan, catalogue.crew(Studio.LIVE), catalogue, FilmFormat(), **other)  # type: ignore[arg-type]


def line(estimate: Estimate, stage: Stage) -> tuple[int, Decimal]:
    found = [(each.calls, each.cost_usd) for each in estimate.lines if each.stage is stage]
    return found[0] if found else (0, Decimal(0))


def test_an_animatic_costs_nothing(plan: Plan, catalogue: Catalogue) -> None:
    estimate = estimate_of(plan, catalogue.crew(Studio.PREVIZ), catalogue, FilmFormat())
    assert estimate.cost_usd == 0
    assert estimate.lines


def test_scenes_and_what_is_made_once_add_up_to_the_whole(plan: Plan, catalogue: Catalogue) -> None:
    estimate = priced(plan, catalogue)
    once = sum((each.cost_usd for each in estimate.lines if not each.scenes), Decimal(0))
    assert once + sum(estimate.of_scene(scene.scene_id) for scene in plan.scenes) == estimate.cost_usd > 1


def test_each_chunk_of_a_scene_is_a_clip_of_its_own(plan: Plan, catalogue: Catalogue) -> None:
    first = plan.scenes[0]
    chunked = first.model_copy(update={"chunks": (first.frames - 24, 24)})
    before, after = (
        priced(plan, catalogue),
        priced(plan.model_copy(update={"scenes": (chunked, *plan.scenes[1:])}), catalogue),
    )
    model = catalogue.known(catalogue.chain(Studio.LIVE, Capability.MOTION)[0].slug)
    assert line(after, Stage.CLIP)[0] == line(before, Stage.CLIP)[0] + 1
    shortest = model.seconds_for(1.0)
    assert line(after, Stage.CLIP)[1] > line(before, Stage.CLIP)[1] - model.cost(
        model.arguments(seconds=shortest), Usage(seconds=shortest)
    )


def test_a_scene_that_continues_the_one_before_needs_no_storyboard_frame(plan: Plan, catalogue: Catalogue) -> None:
    continued = plan.scenes[1].model_copy(update={"continues": True})
    scenes = (plan.scenes[0], continued, *plan.scenes[2:])
    calls, _ = line(priced(plan.model_copy(update={"scenes": scenes}), catalogue), Stage.STORYBOARD)
    assert calls == len(plan.scenes) - 1


def test_a_line_that_no_voice_can_speak_is_not_bought(plan: Plan, catalogue: Catalogue) -> None:
    silent = tuple(scene.model_copy(update={"said": ""}) for scene in plan.scenes)
    assert line(priced(plan.model_copy(update={"scenes": silent}), catalogue), Stage.NARRATION) == (0, Decimal(0))


def test_the_users_own_song_is_not_bought(plan: Plan, catalogue: Catalogue) -> None:
    assert line(priced(plan, catalogue), Stage.MUSIC)[0] == 1
    assert line(priced(plan, catalogue, composed=False), Stage.MUSIC)[0] == 0


def test_references_are_priced_as_pictures(plan: Plan, catalogue: Catalogue) -> None:
    still = line(priced(plan, catalogue), Stage.STORYBOARD)
    assert line(priced(plan, catalogue, references=2), Stage.REFERENCES) == (2, still[1] / still[0] * 2)
