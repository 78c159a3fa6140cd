"""A take by itself: its clips one after the other, where it starts from, whose lips it moves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from decimal import Decimal

import pytest_asyncio
from temporalio.client import Client
from temporalio.worker import Worker

from activities.chunk_contract import ChunkRef
from activities.contract import Attempt, Pool, submit_queue
from film.assets import AssetKind
from film.catalogue import ModelRef
from film.format import FilmFormat
from film.orders import LastPicture, SongCue, TakeOrder
from film.production import Take
from film.production_stage import Stage
from film.status import TakeState
from film.timing import Long, Timing
from tests.film.plans import scene_of
from tests.store.samples import fresh
from tests.workflows.studio import FakeStudio, asset
from worker.pools import WORKFLOWS
from workflows.take import TakeWorkflow

FPS = 24
LONG, SHORT = ModelRef(slug="test/long", provider="previz"), ModelRef(slug="test/short", provider="previz")
DRAWING, LIPS = ModelRef(slug="test/drawing", provider="previz"), ModelRef(slug="test/lips", provider="previz")

Shoot = Callable[[TakeOrder], Awaitable[Take]]


def order(scene: dict[str, object], **changes: object) -> TakeOrder:
    usual: dict[str, object] = {
        **{"project_id": fresh("p"), "owner": "local", "scene": scene_of(**scene), "number": 1, "seed": 7},
        **{"prompt": "a picture", "motion_prompt": "a movement", "note": None, "film_format": FilmFormat(fps=FPS)},
        **{"edge_frames": 12, "still_models": (DRAWING,), "motion_models": (LONG, SHORT), "lipsync_models": (LIPS,)},
        "narration": None,
    }
    return TakeOrder.model_validate(usual | changes)


@pytest_asyncio.fixture
async def shoot(temporal: Client, studio: FakeStudio) -> AsyncIterator[Shoot]:
    """Every workflow task is a full replay."""
    studio.clip_s = {LONG.slug: 5.0, SHORT.slug: 3.0}
    async with AsyncExitStack() as stack:
        studios = Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS, max_cached_workflows=0)
        await stack.enter_async_context(studios)
        for queue in (Pool.RECORDS, Pool.AWAIT, Pool.MEDIA, submit_queue("previz")):
            await stack.enter_async_context(Worker(temporal, task_queue=queue, activities=studio.activities()))

        async def take(wanted: TakeOrder) -> Take:
            return await temporal.execute_workflow(
                TakeWorkflow.run, wanted, id=f"take-of-{wanted.project_id}-{wanted.number}", task_queue=Pool.STUDIO
            )

        yield take


def bought(studio: FakeStudio, stage: Stage) -> list[Attempt]:
    return [attempt for attempt in studio.submitted if attempt.order.stage is stage]


def place(attempt: Attempt) -> str:
    """The part of an attempt's key that says what of the take it is."""
    return attempt.key.split("/")[-2]


async def test_a_long_scene_is_shot_in_clips_each_from_the_last_picture_of_the_one_before(
    shoot: Shoot, studio: FakeStudio
) -> None:
    take = await shoot(order({"frames": 216, "chunks": (108, 108)}))

    first, second = bought(studio, Stage.CLIP)
    assert [place(first), place(second)] == ["clip-1", "clip-2"]
    assert take.still is not None and first.order.assets == {"image": take.still.key}
    assert second.order.assets == {"image": f"assets/still/end of {take.chunks[0].asset.key}"}
    assert [(a.order.seconds, a.order.wants["frames"]) for a in (first, second)] == [(4.5, 108), (4.5, 108)]
    assert [(chunk.frames, chunk.skip) for chunk in take.chunks] == [(108, 0), (108, 1)]
    assert [request.chunk for request in studio.last_frames] == [ChunkRef(clip=take.chunks[0].asset.key, frames=108)]
    assert take.clip == take.chunks[0].asset and take.fallbacks == () and take.state is TakeState.DONE


async def test_the_clips_of_a_scene_are_conformed_together(shoot: Shoot, studio: FakeStudio) -> None:
    take = await shoot(order({"frames": 216, "chunks": (108, 108)}))

    (conformed,) = studio.conforms
    assert (conformed.source, conformed.frames) == (take.chunks[0].asset.key, 216)
    assert conformed.more == (ChunkRef(clip=take.chunks[1].asset.key, frames=108, skip=1),)


async def test_a_fallback_model_of_shorter_clips_covers_the_scene_with_more_of_them(
    shoot: Shoot, studio: FakeStudio
) -> None:
    studio.fails_of[LONG.slug] = "content refused"
    take = await shoot(order({"frames": 216, "chunks": (108, 108)}))

    made = [attempt for attempt in bought(studio, Stage.CLIP) if attempt.model.slug == SHORT.slug]
    assert [place(attempt) for attempt in made] == ["clip-1", "clip-2", "clip-3"]
    assert [chunk.frames for chunk in take.chunks] == [72, 72, 72]


async def test_whoever_shot_the_first_clip_is_asked_first_for_the_rest(shoot: Shoot, studio: FakeStudio) -> None:
    studio.fails_of[LONG.slug] = "content refused"
    await shoot(order({"frames": 144, "chunks": (72, 72)}))

    assert [attempt.model.slug for attempt in bought(studio, Stage.CLIP)] == [LONG.slug, SHORT.slug, SHORT.slug]


async def test_an_only_clip_that_is_too_short_is_followed_by_another(shoot: Shoot, studio: FakeStudio) -> None:
    take = await shoot(order({"frames": 168}, motion_models=(LONG,)))

    assert [place(attempt) for attempt in bought(studio, Stage.CLIP)] == ["clip", "clip-2"]
    assert [chunk.frames for chunk in take.chunks] == [120, 48]


async def test_a_scene_whose_second_clip_fails_holds_the_first(shoot: Shoot, studio: FakeStudio) -> None:
    studio.fails["last_frame"] = "damaged"
    take = await shoot(order({"frames": 216, "chunks": (108, 108)}))

    assert [fallback.instead for fallback in take.fallbacks] == ["the scene as far as it was shot, its end held"]
    assert len(bought(studio, Stage.CLIP)) == 1 and take.chunks == ()
    assert (studio.conforms[0].source, studio.conforms[0].more) == (take.clip.key if take.clip else None, ())


async def test_a_retake_from_the_clip_shoots_every_clip_again(shoot: Shoot, studio: FakeStudio) -> None:
    scene: dict[str, object] = {"frames": 216, "chunks": (108, 108)}
    before = await shoot(order(scene))
    again = await shoot(order(scene, number=2, first_stage="clip", previous=before))

    assert [place(attempt) for attempt in bought(studio, Stage.CLIP)] == ["clip-1", "clip-2"] * 2
    assert again.still == before.still and again.chunks != before.chunks


async def test_a_retake_from_the_conforming_keeps_every_clip(shoot: Shoot, studio: FakeStudio) -> None:
    scene: dict[str, object] = {"frames": 216, "chunks": (108, 108)}
    before = await shoot(order(scene))
    again = await shoot(order(scene, number=2, first_stage="conform", previous=before))

    assert len(bought(studio, Stage.CLIP)) == 2
    assert (again.clip, again.chunks) == (before.clip, before.chunks)
    assert studio.conforms[1].more == studio.conforms[0].more != ()


async def test_stills_and_clips_are_told_what_they_need(shoot: Shoot, studio: FakeStudio) -> None:
    wanted = order({}, negative="text, hands", references=("assets/still/aa/mara.png",), motion_models=(LONG,))
    await shoot(wanted)

    (still,), (clip,) = bought(studio, Stage.STORYBOARD), bought(studio, Stage.CLIP)
    assert (still.order.wants["prompt"], clip.order.wants["prompt"]) == ("a picture", "a movement")
    assert still.order.wants["negative"] == clip.order.wants["negative"] == "text, hands"
    assert still.order.assets["references"] == clip.order.assets["references"] == ("assets/still/aa/mara.png",)


async def test_without_a_prompt_for_movement_or_anything_to_avoid_nothing_of_it_is_said(
    shoot: Shoot, studio: FakeStudio
) -> None:
    await shoot(order({}, motion_prompt=None))

    (clip,) = bought(studio, Stage.CLIP)
    assert clip.order.wants["prompt"] == "a picture" and "negative" not in clip.order.wants
    assert "references" not in clip.order.assets


async def test_a_scene_that_continues_another_starts_from_its_last_picture(shoot: Shoot, studio: FakeStudio) -> None:
    before = asset(AssetKind.CLIP, "the scene before")
    timing = Timing(long=Long.CENTRE)
    take = await shoot(order({}, starts_from=LastPicture(asset=before, frames=96, timing=timing)))

    assert bought(studio, Stage.STORYBOARD) == []
    assert (studio.last_frames[0].chunk, studio.last_frames[0].timing) == (ChunkRef(clip=before.key, frames=96), timing)
    assert take.still is not None and take.still.key == f"assets/still/end of {before.key}"
    assert bought(studio, Stage.CLIP)[0].order.assets == {"image": take.still.key}


async def test_a_scene_that_continues_a_still_starts_from_that(shoot: Shoot, studio: FakeStudio) -> None:
    still = asset(AssetKind.STILL, "the scene before")
    take = await shoot(order({}, starts_from=LastPicture(asset=still, frames=96)))

    assert take.still == still and studio.last_frames == []


async def test_without_the_last_picture_a_scene_gets_a_frame_of_its_own(shoot: Shoot, studio: FakeStudio) -> None:
    studio.fails["last_frame"] = "damaged"
    before = asset(AssetKind.CLIP, "the scene before")
    take = await shoot(order({}, starts_from=LastPicture(asset=before, frames=96)))

    assert len(bought(studio, Stage.STORYBOARD)) == 1 and take.still is not None
    assert [fallback.instead for fallback in take.fallbacks] == ["a storyboard frame of its own"]


async def test_lips_follow_the_song_where_somebody_sings(shoot: Shoot, studio: FakeStudio) -> None:
    studio.clips_sound = True
    take = await shoot(order({"frames": 96}, song=SongCue(song="assets/song/aa/song.mp3", start_s=12.5)))

    assert [(cut.song, cut.start_s, cut.seconds) for cut in studio.slices] == [("assets/song/aa/song.mp3", 12.5, 4.0)]
    (lips,) = bought(studio, Stage.LIPSYNC)
    assert lips.order.wants["lead"] == 0 and lips.order.assets["audio"] == "assets/speech/song from 12.5"
    assert take.clip is not None and "lipsync" in take.clip.key and not take.sounds


async def test_a_line_that_is_spoken_goes_before_the_song(shoot: Shoot, studio: FakeStudio) -> None:
    cue = SongCue(song="assets/song/aa/song.mp3", start_s=0)
    await shoot(order({"speaker": "the robot"}, narration="assets/speech/line", song=cue))

    (lips,) = bought(studio, Stage.LIPSYNC)
    assert studio.slices == [] and lips.order.assets["audio"] == "assets/speech/line"
    assert Decimal(str(lips.order.wants["lead"])) > 0


async def test_lips_of_a_scene_of_several_clips_are_moved_in_one_file(shoot: Shoot, studio: FakeStudio) -> None:
    scene = {"frames": 216, "chunks": (108, 108), "speaker": "the robot", "on_screen_text": "Hello"}
    take = await shoot(order(scene, narration="assets/speech/line"))

    joined, final = studio.conforms
    assert (joined.text, len(joined.more)) == (None, 1)
    (lips,) = bought(studio, Stage.LIPSYNC)
    assert lips.order.assets["video"] == f"assets/segment/{joined.scene_id} of {joined.source}"
    assert take.clip is not None and len(take.chunks) == 2
    assert (final.source, final.more, final.text) == (take.clip.key, (), "Hello")


async def test_lips_that_are_moved_again_are_moved_in_what_was_shot(shoot: Shoot, studio: FakeStudio) -> None:
    scene = {"frames": 216, "chunks": (108, 108), "speaker": "the robot"}
    before = await shoot(order(scene, narration="assets/speech/line"))
    await shoot(order(scene, narration="assets/speech/other", number=2, first_stage="lipsync", previous=before))

    assert studio.conforms[2].more == studio.conforms[0].more != ()
    assert len(bought(studio, Stage.LIPSYNC)) == 2


async def test_lips_that_fail_leave_the_clips_as_they_were(shoot: Shoot, studio: FakeStudio) -> None:
    studio.fails["lipsync"] = "no face"
    take = await shoot(order({"frames": 216, "chunks": (108, 108), "speaker": "x"}, narration="assets/speech/line"))

    assert [fallback.instead for fallback in take.fallbacks] == ["the clip as it was"]
    assert len(studio.conforms[-1].more) == 1


async def test_a_retake_from_the_conforming_does_not_move_lips_again(shoot: Shoot, studio: FakeStudio) -> None:
    before = await shoot(order({"speaker": "x"}, narration="assets/speech/line"))
    await shoot(
        order({"speaker": "x"}, narration="assets/speech/line", number=2, first_stage="conform", previous=before)
    )

    assert len(bought(studio, Stage.LIPSYNC)) == 1
