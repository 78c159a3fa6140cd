"""Planning: what is judged, what is bought, what is asked again, and what is planned by rule."""

import pytest
from temporalio.client import WorkflowFailureError

from film.brief import Brief, Mode, SongBrief
from film.production_stage import Stage
from film.safety import Verdict
from film.status import ProjectState
from tests.workflows.conftest import Start
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import until

SONG = "assets/music/aa/" + "a" * 64 + ".mp3"


async def planned(start: Start, studio: FakeStudio, name: str, **more: object):  # type: ignore[no-untyped-def]
    """The view of a production that stops at its plan."""
    await start(studio, name, until=Stage.PLAN, **more)  # type: ignore[arg-type]
    return await until(studio, lambda view: view.state in (ProjectState.PLANNED, ProjectState.MODERATION_FAILED))


async def test_a_plan_says_who_wrote_it_and_what_was_mended(start: Start, studio: FakeStudio) -> None:
    view = await planned(start, studio, "mended")
    source = view.plan.source
    assert (source.answers, source.by_rule, source.model) == (1, None, "previz/planner")
    assert source.repairs == ("the answer was not valid JSON",)


async def test_the_order_names_template_and_flavour(start: Start, studio: FakeStudio) -> None:
    await planned(start, studio, "wants")
    wants = studio.submitted[0].order.wants
    assert (wants["template"], wants["flavour"]) == ("plan", "default") and "faults" not in wants


async def test_a_useless_answer_is_asked_again_with_its_faults(start: Start, studio: FakeStudio) -> None:
    studio.unusable_plans = 1
    view = await planned(start, studio, "faults")
    orders = [attempt.order for attempt in studio.submitted]
    assert [order.key for order in orders] == ["faults/film/plan-1", "faults/film/plan-2"]
    assert orders[1].wants["faults"] == ["scene 1 says 40 words, and 9 fit"]
    assert orders[1].wants["answer"] == '{"title": "Long"'
    assert view.plan.source.answers == 2


async def test_after_three_useless_answers_rules_plan_and_it_is_said(start: Start, studio: FakeStudio) -> None:
    studio.unusable_plans = 9
    view = await planned(start, studio, "byrule")
    assert studio.stages() == {"plan": 3} and studio.calls["plan_by_rule"] == 1
    assert "40 words" in view.plan.source.by_rule and view.plan.source.model == ""


@pytest.mark.parametrize("reason", ["Rejected", "no credentials"])
async def test_refusals_of_every_model_end_in_a_plan_by_rule(start: Start, studio: FakeStudio, reason: str) -> None:
    studio.fails["plan"] = reason
    view = await planned(start, studio, f"refusals-{len(reason)}")
    assert reason in view.plan.source.by_rule and studio.calls["plan_by_rule"] == 1


async def test_a_refused_token_is_no_reason_to_plan_by_rule(start: Start, studio: FakeStudio) -> None:
    studio.fails["plan"] = "Unauthenticated"
    handle = await start(studio, "token")
    with pytest.raises(WorkflowFailureError):
        await handle.result()
    assert studio.view.state is ProjectState.FAILED and studio.calls["plan_by_rule"] == 0


async def test_without_money_the_plan_waits(start: Start, studio: FakeStudio) -> None:
    studio.fails["plan"] = "OverBudget"
    await start(studio, "plan-poor")
    view = await until(studio, lambda view: view.state is ProjectState.AWAITING_BUDGET)
    assert view.holds[0].attempt_key == "plan-poor/film/plan-1/1" and studio.calls["plan_by_rule"] == 0


async def test_a_refused_brief_says_what_the_passage_stands_in(start: Start, studio: FakeStudio) -> None:
    studio.refuses = True
    view = await planned(start, studio, "refused-brief")
    assert view.state is ProjectState.MODERATION_FAILED and studio.submitted == []
    assert view.failure.details == {
        "category": "violence",
        "passage": "the passage",
        "what": "script",
        "judge": "previz",
    }
    assert [judgement.verdict for judgement in view.judgements] == [Verdict.REFUSED]


async def test_a_plan_that_shows_harm_is_asked_for_again(start: Start, studio: FakeStudio) -> None:
    studio.refuses_plans = 1
    view = await planned(start, studio, "harm-once")
    again = studio.submitted[1].order.wants["faults"]
    assert again == ["scene 2 must not be made (violence): “the passage”; show or say something else"]
    assert view.state is ProjectState.PLANNED and len(view.judgements) == 2


async def test_a_plan_that_shows_harm_however_it_is_made_is_refused(start: Start, studio: FakeStudio) -> None:
    studio.refuses_plans = 9
    view = await planned(start, studio, "harm-always")
    assert view.state is ProjectState.MODERATION_FAILED and view.plan is None
    assert view.failure.details["what"] == "scene 2"
    assert studio.stages() == {"plan": 3} and studio.calls["plan_by_rule"] == 1


async def test_a_song_is_listened_to_before_the_film_is_planned(start: Start, studio: FakeStudio) -> None:
    brief = Brief(prompt="a robot sings", duration_s=12, mode=Mode.MUSIC_VIDEO, song=SongBrief(song=SONG))
    await planned(start, studio, "listening", brief=brief)
    assert studio.calls["analyse_song"] == 1
    assert studio.read[0].song is not None and studio.read[0].song.startswith("assets/")


async def test_planning_replays(start: Start, studio: FakeStudio) -> None:
    studio.unusable_plans = 1
    view = await planned(start, studio, "planning-replayed", cached=False)
    assert view.plan.source.answers == 2
