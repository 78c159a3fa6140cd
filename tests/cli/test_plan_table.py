"""A plan on a terminal: every scene with its price, the estimate with its sum, and what will be missing."""

from io import StringIO

import pytest
from rich.console import Console

from api.costs import costs
from api.plan_schemas import PlanInfo
from cli.dollars import dollars
from cli.plan_table import print_plan
from film.brief import Brief
from film.catalogue import Studio
from film.estimating import estimate_of
from film.format import FilmFormat
from film.plan import Plan, PlanSource
from film.planning import finish_plan, plan_request
from film.status import ProjectState
from store.catalogue import load_catalogue
from tests.film.test_planning import planned_film, planned_scene

BRIEF = Brief(prompt="a robot walks home", duration_s=24)


@pytest.fixture
def plan() -> Plan:
    request = plan_request(BRIEF)
    scene = planned_scene("It was late.").model_copy(update={"on_screen_text": "Tonight [only]"})
    return finish_plan(planned_film([scene] * request.scene_count), request, FilmFormat())


def printed(plan: Plan, studio: Studio = Studio.LIVE) -> str:
    catalogue = load_catalogue()
    estimate = estimate_of(plan, catalogue.crew(studio), catalogue, FilmFormat())
    info = PlanInfo(
        project_id="abc",
        state=ProjectState.PLANNED,
        brief=BRIEF,
        film_format=FilmFormat(),
        flavour="default",
        plan=plan,
        costs=costs(estimate, [scene.scene_id for scene in plan.scenes], []),
    )
    page = StringIO()
    print_plan(info, Console(file=page))
    return page.getvalue()


def test_every_scene_has_its_beat_its_line_and_its_price(plan: Plan) -> None:
    page = printed(plan)
    assert all(scene.beat is not None and scene.beat.value in page for scene in plan.scenes)
    assert page.count("It was late.") == len(plan.scenes)
    catalogue = load_catalogue()
    estimate = estimate_of(plan, catalogue.crew(Studio.LIVE), catalogue, FilmFormat())
    assert all(dollars(estimate.of_scene(scene.scene_id)) in page for scene in plan.scenes)


def test_text_with_brackets_is_printed_as_it_is(plan: Plan) -> None:
    assert "Tonight [only]" in printed(plan)


def test_the_estimate_ends_in_the_price_of_the_film(plan: Plan) -> None:
    catalogue = load_catalogue()
    whole = estimate_of(plan, catalogue.crew(Studio.LIVE), catalogue, FilmFormat()).cost_usd
    assert dollars(whole) in printed(plan)
    assert "$0.00" in printed(plan, Studio.PREVIZ)


def test_what_the_film_will_not_have_is_said(plan: Plan) -> None:
    poorer = plan.model_copy(
        update={
            "warnings": ("Nobody here speaks German.",),
            "source": PlanSource(by_rule="three answers were of no use"),
        }
    )
    page = printed(poorer)
    assert "Nobody here speaks German." in page
    assert "Planned by rule: three answers were of no use" in page
