"""How a film is finished: in which versions, with what joints and sound, and what a change of mind costs."""

import asyncio

import pytest
from temporalio.client import WorkflowUpdateFailedError

from film.finish import Finish, Version
from film.format import Aspect, Codec
from film.framing import Fit
from film.joints import TransitionKind
from film.lettering import CaptionStyle
from film.look import Look
from film.mix import MixSettings
from film.orders import RetakeRequest
from film.plan import Plan
from tests.workflows.conftest import Handle, Start
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import SCENES, delivered, retake
from workflows.project import ProjectWorkflow

TALL, SMALL = Version(aspect=Aspect.PORTRAIT), Version(aspect=Aspect.SQUARE, codec=Codec.AV1)


async def refinish(handle: Handle, finish: Finish) -> None:
    await handle.execute_update(ProjectWorkflow.refinish, finish)


async def test_every_version_is_made_of_one_conform_per_scene(start: Start, studio: FakeStudio) -> None:
    await start(studio, "versions", finish=Finish(also=(TALL, SMALL)))
    view = await delivered(studio)
    assert [made.version for made in view.cuts[0].also] == [TALL, SMALL]
    assert studio.calls["conform"] == SCENES
    assert {request.film_format.aspect for request in studio.assembled} == {"16:9", "9:16", "1:1"}


async def test_the_films_own_version_is_not_made_twice(start: Start, studio: FakeStudio) -> None:
    await start(studio, "own", finish=Finish(also=(Version(aspect=Aspect.LANDSCAPE),)))
    view = await delivered(studio)
    assert view.cuts[0].also == () and len(studio.assembled) == 1


async def test_a_version_asked_for_later_is_made_of_the_clips_that_are_there(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "later")
    await delivered(studio)
    bought = len(studio.submitted)
    await refinish(handle, Finish(also=(TALL,)))
    view = await delivered(studio, cut=2)
    assert [made.version for made in view.cuts[1].also] == [TALL]
    assert (len(studio.submitted), studio.calls["conform"]) == (bought, 2 * SCENES)
    await refinish(handle, Finish(also=(TALL,), transition=TransitionKind.WIPE_LEFT))
    await delivered(studio, cut=3)
    assert studio.calls["conform"] == 2 * SCENES


async def test_another_loudness_touches_no_picture(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "louder")
    await delivered(studio)
    await refinish(handle, Finish(sound=MixSettings(loudness_lufs=-20)))
    view = await delivered(studio, cut=2)
    assert studio.calls["conform"] == SCENES
    assert view.cuts[1].sound is not None and view.cuts[1].sound.loudness_lufs == -20


async def test_the_next_cut_is_given_the_sound_of_the_one_before(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "track")
    first = await delivered(studio)
    await retake(handle, "s1")
    await delivered(studio, cut=2)
    assert first.cuts[0].sound is not None
    assert (studio.mixes[0].previous, studio.mixes[0].gain_before_db) == (None, None)
    assert (studio.mixes[1].previous, studio.mixes[1].gain_before_db) == (first.cuts[0].sound.track.key, 1.5)


async def test_another_look_conforms_every_scene_again_and_buys_nothing(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "look")
    await delivered(studio)
    bought = len(studio.submitted)
    await refinish(handle, Finish(look=Look(fit=Fit.BLUR)))
    view = await delivered(studio, cut=2)
    assert len(studio.submitted) == bought
    assert [request.look.fit for request in studio.conforms[SCENES:]] == [Fit.BLUR] * SCENES
    assert all(board.takes[0].look.fit is Fit.BLUR for board in view.scenes)


async def test_captions_in_the_picture_wait_for_the_spoken_words(start: Start, studio: FakeStudio) -> None:
    await start(studio, "captions", finish=Finish(look=Look(captions=CaptionStyle.KARAOKE)))
    await delivered(studio)
    assert all(request.spoken and request.spoken.duration_s == studio.speaks_s for request in studio.conforms)


async def test_without_captions_in_the_picture_no_words_are_sent_along(start: Start, studio: FakeStudio) -> None:
    await start(studio, "plain")
    await delivered(studio)
    assert all(request.spoken is None for request in studio.conforms)


async def test_hard_cuts_need_no_joints_and_keep_the_length(start: Start, studio: FakeStudio) -> None:
    await start(studio, "hard", finish=Finish(transition=TransitionKind.CUT))
    view = await delivered(studio)
    assert view.cuts[0].frames == 12 * 24
    assert not any(">" in part.segment for part in studio.assembled[0].parts)


async def test_a_version_that_cannot_be_made_is_left_out_and_named(start: Start, studio: FakeStudio) -> None:
    studio.fails = {"assemble 9:16": "no room"}
    await start(studio, "without", finish=Finish(also=(TALL,)))
    view = await delivered(studio)
    assert view.cuts[0].also == ()
    assert [fallback.instead for fallback in view.cuts[0].fallbacks] == ["no version 9x16"]


@pytest.mark.parametrize("stage", ["export", "preview"])
async def test_a_film_is_delivered_without_what_only_players_want(start: Start, studio: FakeStudio, stage: str) -> None:
    studio.fails = {stage: "broken"}
    await start(studio, f"no-{stage}")
    view = await delivered(studio)
    assert (view.cuts[0].stream is None) == (stage == "export")
    assert all((board.preview is None) == (stage == "preview") for board in view.scenes)


async def test_finished_scenes_are_shown_at_their_place_before_the_film_is(start: Start, studio: FakeStudio) -> None:
    await start(studio, "early")
    view = await delivered(studio)
    edge = view.plan.transition_frames if view.plan else 0
    first, second = sorted(studio.previews, key=lambda request: request.start)
    assert (first.start, first.first) == (0, 0)
    assert (second.start, second.first) == (first.last, edge)
    assert second.start + second.last - second.first == second.film_frames


async def test_a_clips_own_sound_is_heard_but_not_a_lipsynced_one(start: Start, studio: FakeStudio) -> None:
    studio.clips_sound = True
    await start(studio, "sounding")
    view = await delivered(studio)
    spoken = {scene.scene_id for scene in view.plan.scenes if scene.speaker} if view.plan else set()
    assert len(studio.mixes[0].clips) == SCENES - len(spoken)


async def test_a_wish_for_another_finish_while_shooting_is_granted_with_the_next_cut(
    start: Start, studio: FakeStudio
) -> None:
    studio.hangs = {"music"}
    handle = await start(studio, "shooting")
    while studio.calls["conform"] < SCENES:
        await asyncio.sleep(0.05)
    await refinish(handle, Finish(also=(TALL,)))
    studio.hangs = set()
    view = await delivered(studio)
    assert [made.version for made in view.cuts[0].also] == [TALL]


async def test_a_closed_film_cannot_be_finished_otherwise(start: Start, studio: FakeStudio) -> None:
    studio.hangs = {"clip"}
    handle = await start(studio, "closed")
    await handle.execute_update(ProjectWorkflow.cancel)
    with pytest.raises(WorkflowUpdateFailedError):
        await refinish(handle, Finish())


async def test_a_retake_of_a_film_in_versions_conforms_one_scene_into_all(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "retaken", finish=Finish(also=(TALL,)))
    await delivered(studio)
    await handle.execute_update(ProjectWorkflow.retake_scene, RetakeRequest(scene_id="s2"))
    view = await delivered(studio, cut=2)
    assert studio.calls["conform"] == SCENES + 1
    assert set(view.scenes[1].takes[1].also) == {"9x16"}


async def test_older_cuts_keep_their_versions_for_readers(start: Start, studio: FakeStudio) -> None:
    handle = await start(studio, "readers", finish=Finish(also=(TALL,)))
    first = await delivered(studio)
    await retake(handle, "s1")
    await delivered(studio, cut=2)
    await retake(handle, "s2")
    view = await delivered(studio, cut=3)
    assert view.cuts[0] == first.cuts[0] and view.cuts[0].also
    assert len(view.scenes[0].takes) == len(view.scenes[1].takes) == 2


async def test_a_scene_of_several_clips_sounds_and_is_finished_otherwise_with_all_of_them(
    start: Start, studio: FakeStudio
) -> None:
    def in_two_clips(plan: Plan) -> Plan:
        first, *rest = plan.scenes
        half = first.frames // 2
        return plan.model_copy(
            update={"scenes": (first.model_copy(update={"chunks": (half, first.frames - half)}), *rest)}
        )

    studio.planned, studio.clips_sound = in_two_clips, True
    handle = await start(studio, "chunks")
    view = await delivered(studio)
    chunks = view.scenes[0].takes[0].chunks
    one, two, _ = studio.mixes[0].clips
    fps = view.film_format.fps
    assert [one.clip, two.clip] == [chunk.asset.key for chunk in chunks]
    assert two.start_s - one.start_s == pytest.approx(chunks[0].frames / fps)
    assert (one.duration_s, two.duration_s) == pytest.approx((chunks[0].frames / fps + 0.12, chunks[1].frames / fps))
    await refinish(handle, Finish(also=(TALL,)))
    await delivered(studio, cut=2)
    again = [request for request in studio.conforms if request.also]
    assert [chunk.clip for request in again for chunk in request.more] == [chunks[1].asset.key]
