"""Purchases that wait: a production over its cap, without credit, or in doubt pauses, and nothing is bought twice."""

import asyncio
from decimal import Decimal

import pytest
from temporalio import activity
from temporalio.client import WorkflowUpdateFailedError

from activities.contract import RECORD, SET_BUDGET, BudgetChange, Done, RecordBatch
from film.events import EventType
from film.holds import Decision, Hold, HoldAnswer, HoldKind
from film.production_stage import Stage
from film.status import PredictionState, ProjectState
from tests.workflows.conftest import Handle, Start
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import delivered, until
from workflows.project import ProjectWorkflow


async def held(studio: FakeStudio, state: ProjectState) -> Hold:
    """The one purchase that waits, once the project says so."""
    view = await until(studio, lambda v: v.state is state and len(v.holds) == 1)
    return view.holds[0]


async def decide(handle: Handle, hold: Hold, decision: Decision) -> None:
    answer = HoldAnswer(attempt_key=hold.attempt_key, decision=decision)
    await handle.execute_update(ProjectWorkflow.decide, answer)


async def test_over_its_cap_a_production_waits_and_says_what_is_needed(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "OverBudget"
    await start(studio, "overcap")
    hold = await held(studio, ProjectState.AWAITING_BUDGET)
    assert (hold.kind, hold.needed_usd, hold.attempt_key) == (HoldKind.BUDGET, Decimal("0.7"), "overcap/film/music/1")


async def test_raising_the_cap_goes_on_with_the_same_attempt(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "OverBudget"
    handle = await start(studio, "raised")
    await held(studio, ProjectState.AWAITING_BUDGET)
    studio.fails.clear()
    change = BudgetChange(project_id="raised", cap_usd=Decimal(9))
    await handle.execute_update(ProjectWorkflow.set_budget, change)
    view = await delivered(studio)
    assert studio.caps == [change] and view.holds == () and view.fallbacks == ()
    assert [a.key for a in studio.submitted if a.order.stage is Stage.MUSIC] == ["raised/film/music/1"]


async def test_a_cap_that_is_still_too_low_lets_it_wait_on(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "OverBudget"
    handle = await start(studio, "stilllow")
    await held(studio, ProjectState.AWAITING_BUDGET)
    await handle.execute_update(ProjectWorkflow.set_budget, BudgetChange(project_id="stilllow", cap_usd=Decimal("5.1")))
    await until(studio, lambda v: sum(e.type is EventType.HELD for e in studio.events.values()) == 2)
    await held(studio, ProjectState.AWAITING_BUDGET)


async def test_an_empty_account_pauses_every_scene_and_a_top_up_goes_on(start: Start, studio: FakeStudio) -> None:
    studio.fails["storyboard"] = "Exhausted"
    handle = await start(studio, "empty")
    view = await until(studio, lambda v: len(v.holds) == 2)
    assert view.state is ProjectState.AWAITING_BUDGET and {h.kind for h in view.holds} == {HoldKind.CREDIT}
    studio.fails.clear()
    await handle.signal(ProjectWorkflow.budget_changed)
    assert (await delivered(studio)).fallbacks == ()


async def test_an_unknown_submission_parks_and_is_not_sent_again(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    await start(studio, "unknownpost")
    hold = await held(studio, ProjectState.AWAITING_DECISION)
    assert hold.kind is HoldKind.UNKNOWN
    assert studio.stages()["music"] == 0 and studio.settled == []


async def test_buying_again_closes_the_lost_attempt_and_makes_another(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await start(studio, "again")
    hold = await held(studio, ProjectState.AWAITING_DECISION)
    studio.fails.clear()
    await decide(handle, hold, Decision.BUY_AGAIN)
    await delivered(studio)
    assert [(s.attempt_key, s.outcome.state) for s in studio.settled] == [
        ("again/film/music/1", PredictionState.UNKNOWN)
    ]
    assert [a.key for a in studio.submitted if a.order.stage is Stage.MUSIC] == ["again/film/music/2"]


async def test_writing_off_goes_on_without_it(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "SubmissionUnknown"
    handle = await start(studio, "off")
    hold = await held(studio, ProjectState.AWAITING_DECISION)
    await decide(handle, hold, Decision.WRITE_OFF)
    view = await delivered(studio)
    assert studio.stages()["music"] == 0
    assert [f.stage for f in view.fallbacks] == [Stage.MUSIC]


async def test_news_of_a_lost_call_in_a_take_lets_it_go_on(start: Start, studio: FakeStudio) -> None:
    studio.fails["clip"] = "SubmissionUnknown"
    handle = await start(studio, "news")
    view = await until(studio, lambda v: len(v.holds) == 2)
    studio.fails.clear()
    for hold in view.holds:
        scene, take = hold.attempt_key.split("/")[1:3]
        client = handle._client
        await client.get_workflow_handle(f"project-news-{scene}-{take}").signal("prediction_found", hold.attempt_key)
    view = await delivered(studio)
    assert view.fallbacks == () and studio.settled == []


async def test_a_call_that_provably_never_arrived_is_made_once_more_by_itself(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "NeverArrived"
    await start(studio, "vanished")
    hold = await held(studio, ProjectState.AWAITING_DECISION)
    assert studio.vanished == ["vanished/film/music/1", "vanished/film/music/2"]
    assert hold.attempt_key == "vanished/film/music/2"


@pytest.mark.parametrize("kind", ["Expired", "Unusable"])
async def test_a_paid_output_that_cannot_be_brought_home_is_never_bought_again_by_itself(
    start: Start, studio: FakeStudio, kind: str
) -> None:
    studio.fails["music"] = kind
    handle = await start(studio, f"lost{kind.lower()}")
    hold = await held(studio, ProjectState.AWAITING_DECISION)
    assert hold.kind is HoldKind.LOST and studio.stages()["music"] == 1
    studio.fails.clear()
    await decide(handle, hold, Decision.RETRY)
    assert (await delivered(studio)).fallbacks == ()
    assert studio.stages()["music"] == 1


async def test_a_decision_about_what_does_not_wait_is_refused(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "senseless")
    await delivered(studio)
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await handle.execute_update(
            ProjectWorkflow.decide, HoldAnswer(attempt_key="senseless/film/music/1", decision=Decision.RETRY)
        )
    assert "does not wait" in str(refusal.value.cause)


async def test_what_was_never_bought_cannot_be_bought_again(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "OverBudget"
    handle = await start(studio, "neverbought")
    hold = await held(studio, ProjectState.AWAITING_BUDGET)
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await decide(handle, hold, Decision.BUY_AGAIN)
    assert "not bought yet" in str(refusal.value.cause)


async def test_a_waiting_production_can_be_cancelled(start: Start, studio: FakeStudio) -> None:
    studio.fails["clip"] = "Exhausted"
    handle = await start(studio, "waitcancel")
    await until(studio, lambda v: v.state is ProjectState.AWAITING_BUDGET)
    await handle.execute_update(ProjectWorkflow.cancel)
    assert await handle.result() is ProjectState.CANCELLED
    assert {s.outcome.state for s in studio.settled} == {PredictionState.CANCELED}
    assert studio.view.holds == ()


async def test_what_was_finished_before_its_cancellation_is_rescued(start: Start, studio: FakeStudio) -> None:
    studio.hangs.add("music")
    studio.delivers_before_cancel.add("music")
    handle = await start(studio, "rescued")
    await until(studio, lambda v: bool(v.scenes) and all(scene.selected_take for scene in v.scenes))
    await handle.execute_update(ProjectWorkflow.cancel)
    await handle.result()
    assert "rescued/film/music/1" in studio.stored


async def test_waiting_survives_a_full_replay_of_every_task(start: Start, studio: FakeStudio) -> None:
    studio.fails |= {"clip": "OverBudget", "music": "Exhausted"}
    handle = await start(studio, "replayedwait", cached=False)
    await until(studio, lambda v: len(v.holds) == 3)
    studio.fails.clear()
    await handle.signal(ProjectWorkflow.budget_changed)
    assert (await delivered(studio)).fallbacks == ()


class SlowRecords(FakeStudio):
    """Takes its time to write that a film is delivered, and more of it to write a cap."""

    def __init__(self) -> None:
        super().__init__()
        self.writing = asyncio.Event()

    @activity.defn(name=RECORD.name)
    async def record(self, batch: RecordBatch) -> Done:
        if batch.view.state is ProjectState.DELIVERED:
            self.writing.set()
            await asyncio.sleep(1)
        return await super().record(batch)

    @activity.defn(name=SET_BUDGET.name)
    async def set_budget(self, change: BudgetChange) -> Done:
        await asyncio.sleep(2)
        return await super().set_budget(change)


async def test_a_command_is_not_cut_off_by_the_fresh_run_after_a_cut(start: Start) -> None:
    slow = SlowRecords()
    handle = await start(slow, "cutoff")
    await asyncio.wait_for(slow.writing.wait(), 30)
    change = BudgetChange(project_id="cutoff", cap_usd=Decimal(9))
    await handle.execute_update(ProjectWorkflow.set_budget, change)
    assert slow.caps == [change]
    await until(slow, lambda v: any(e.type is EventType.BUDGET for e in slow.events.values()))
