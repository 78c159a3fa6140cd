"""A project's workflow: what it buys, what it does when things fail, how it takes commands."""

import asyncio
from collections.abc import Callable

import pytest
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError

from film.events import EventType, ProjectView
from film.orders import RetakeRequest
from film.production_stage import Stage
from film.status import ProjectState, TakeState
from tests.workflows.conftest import Handle, Start
from tests.workflows.studio import FakeStudio
from workflows.project import ProjectWorkflow

SCENES = 2


async def until(studio: FakeStudio, condition: Callable[[ProjectView], bool]) -> ProjectView:
    async with asyncio.timeout(60):
        while not (studio.views and condition(studio.view)):
            await asyncio.sleep(0.02)
    return studio.view


async def delivered(studio: FakeStudio, cut: int = 1) -> ProjectView:
    return await until(studio, lambda view: view.state is ProjectState.DELIVERED and len(view.cuts) == cut)


async def retake(handle: Handle, scene_id: str, **wish: object) -> int:
    request = RetakeRequest.model_validate({"scene_id": scene_id, **wish})
    return (await handle.execute_update(ProjectWorkflow.retake_scene, request)).take


async def test_a_brief_becomes_a_film_of_exact_length(start: Start, studio: FakeStudio) -> None:
    await start(studio, "whole")
    view = await delivered(studio)
    assert view.cuts[0].frames == 12 * 24
    assert studio.stages() == {"plan": 1, "storyboard": SCENES, "clip": SCENES, "narration": SCENES, "music": 1}


async def test_a_film_is_the_same_when_every_task_is_a_full_replay(start: Start, studio: FakeStudio) -> None:
    await start(studio, "replayed", cached=False)
    view = await delivered(studio)
    assert view.cuts[0].frames == 12 * 24


async def test_events_are_recorded_in_order_without_gaps(start: Start, studio: FakeStudio) -> None:
    await start(studio, "events")
    view = await delivered(studio)
    assert sorted(studio.events) == list(range(1, view.last_event + 1))
    states = [e.data["state"] for _, e in sorted(studio.events.items()) if e.type is EventType.STATE]
    assert states == ["moderating", "planning", "shooting", "cutting", "delivered"]


async def test_a_retake_buys_one_scene_and_keeps_the_old_take(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "retake")
    before = await delivered(studio)
    bought = len(studio.submitted)
    assert await retake(handle, "s2", note="closer") == 2
    after = await delivered(studio, cut=2)
    assert [a.order.stage for a in studio.submitted[bought:]] == [Stage.STORYBOARD, Stage.CLIP]
    assert [take.state for take in after.scenes[1].takes] == [TakeState.DONE, TakeState.DONE]
    assert after.scenes[0] == before.scenes[0]
    assert "closer" in str(studio.submitted[-1].order.wants["prompt"])


async def test_a_retake_from_the_clip_keeps_the_storyboard_frame(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "keepstill")
    await delivered(studio)
    bought = len(studio.submitted)
    await retake(handle, "s1", first_stage="clip")
    view = await delivered(studio, cut=2)
    assert [a.order.stage for a in studio.submitted[bought:]] == [Stage.CLIP]
    assert view.scenes[0].takes[1].still == view.scenes[0].takes[0].still


async def test_the_retake_signal_does_what_the_update_does(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "signal")
    await delivered(studio)
    await handle.signal("retake_scene", RetakeRequest(scene_id="s1", note="again"))
    assert (await delivered(studio, cut=2)).scenes[0].selected_take == 2


async def test_a_retake_asked_for_while_shooting_is_shot_afterwards(start: Start, studio: FakeStudio) -> None:
    studio.hangs.add("music")
    handle = await start(studio, "early")
    await until(studio, lambda view: bool(view.scenes) and view.scenes[0].selected_take == 1)
    await retake(handle, "s1")
    studio.hangs.clear()
    assert (await delivered(studio, cut=2)).cuts[1].takes["s1"] == 2


@pytest.mark.parametrize("scene_id", ["s9", "nothing"])
async def test_a_retake_of_an_unknown_scene_is_refused(start: Start, studio: FakeStudio, scene_id: str) -> None:
    handle = await start(studio, f"unknown-{scene_id}")
    await delivered(studio)
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await retake(handle, scene_id)
    assert "There is no scene" in str(refusal.value.cause)


async def test_a_clip_that_fails_for_good_becomes_a_move_over_the_still(start: Start, studio: FakeStudio) -> None:
    studio.fails["clip"] = "content refused"
    await start(studio, "clipless")
    view = await delivered(studio)
    assert {f.instead for f in view.fallbacks} == {"a slow move over the storyboard frame"}
    assert len(studio.settled) == SCENES


@pytest.mark.parametrize(
    ("unusable", "instead"),
    [({"clip"}, {"a slow move over the storyboard frame"}), ({"clip", "still"}, {"a title card"})],
)
async def test_files_that_cannot_be_used_do_not_stop_the_film(
    start: Start, studio: FakeStudio, unusable: set[str], instead: set[str]
) -> None:
    studio.unusable = unusable
    await start(studio, f"unusable-{len(unusable)}")
    view = await delivered(studio)
    assert {f.instead for f in view.fallbacks if f.stage is Stage.CONFORM} >= instead
    assert studio.stages() == {"plan": 1, "storyboard": SCENES, "clip": SCENES, "narration": SCENES, "music": 1}


async def test_an_infrastructure_failure_is_tried_once_more(start: Start, studio: FakeStudio) -> None:
    studio.fails["music"] = "interrupted"
    await start(studio, "interrupted")
    view = await delivered(studio)
    assert studio.stages()["music"] == 2
    assert [f.stage for f in view.fallbacks] == [Stage.MUSIC]


async def test_a_refused_token_fails_the_film_instead_of_making_it_of_cards(start: Start, studio: FakeStudio) -> None:
    studio.fails["storyboard"] = "Unauthenticated"
    handle = await start(studio, "unauthenticated")
    with pytest.raises(WorkflowFailureError):
        await handle.result()
    assert studio.view.failure is not None
    assert studio.view.failure.details == {"reason": "Scene 1 could not be shot: Unauthenticated"}


async def test_a_line_too_long_for_its_scene_is_spoken_again_faster(start: Start, studio: FakeStudio) -> None:
    studio.speaks_s = 60.0
    await start(studio, "talkative")
    await delivered(studio)
    speeds = [a.order.wants["speed"] for a in studio.submitted if a.order.stage is Stage.NARRATION]
    assert sorted(str(speed) for speed in speeds) == ["1.0", "1.0", "1.3", "1.3"]


async def test_a_transition_that_cannot_be_made_is_a_hard_cut_of_the_same_length(
    start: Start, studio: FakeStudio
) -> None:
    studio.fails["transition"] = "broken"
    await start(studio, "hardcut")
    view = await delivered(studio)
    assert view.cuts[0].frames == 12 * 24
    assert {f.instead for f in view.cuts[0].fallbacks} == {"a hard cut"}


async def test_a_refused_brief_ends_before_anything_is_bought(start: Start, studio: FakeStudio) -> None:
    studio.refuses = True
    handle = await start(studio, "refused")
    assert await handle.result() is ProjectState.MODERATION_FAILED
    assert studio.view.failure is not None
    assert studio.view.failure.details | {"judge": ""} == {
        "category": "violence",
        "passage": "the passage",
        "what": "script",
        "judge": "",
    }
    assert studio.submitted == []


async def test_cancelling_reaches_what_runs_and_keeps_what_is_done(start: Start, studio: FakeStudio) -> None:
    studio.hangs.add("clip")
    handle = await start(studio, "cancelled")
    await until(studio, lambda view: sum("/clip/" in key for key in studio.awaited) == SCENES)
    await handle.execute_update(ProjectWorkflow.cancel)
    assert await handle.result() is ProjectState.CANCELLED
    assert len(studio.cancelled) == SCENES
    assert {take.state for board in studio.view.scenes for take in board.takes} == {TakeState.CANCELLED}
    assert studio.view.scenes[0].takes[0].still is not None


async def test_a_finished_film_tells_its_status_when_asked(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "query")
    view = await delivered(studio)
    assert await handle.query(ProjectWorkflow.status) == view
