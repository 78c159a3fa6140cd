"""Segments, mixes and films from tiny real media: made once, exact to the frame, playable."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import (
    AssembleRequest,
    CaptionLine,
    CardRequest,
    ConformRequest,
    MixLine,
    MixRequest,
    PartRef,
    TransitionRequest,
)
from activities.cutting import CuttingActivities
from activities.pictures import PictureActivities
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.format import Aspect, FilmFormat, Quality
from media.probe import probe
from media.profile import VideoProfile
from tests.media.material import babble, contract_clip, digests, foreign_clip, tone
from tests.store.samples import fresh

FORMAT = FilmFormat(aspect=Aspect.SQUARE, quality=Quality.DRAFT, fps=24)
PROFILE = VideoProfile.of(FORMAT)
TRANSITION = 12


async def kept(workspace: Workspace, path: Path, kind: AssetKind, content_type: str) -> Asset:
    with workspace.scratch() as folder:
        return await workspace.keep(path.rename(folder / path.name), kind, content_type)


async def clip(workspace: Workspace, folder: Path, frames: int, seed: int = 0) -> Asset:
    made = contract_clip(folder / f"{fresh()}.mp4", frames, profile=PROFILE, gop=TRANSITION, seed=seed)
    return await kept(workspace, made, AssetKind.CLIP, "video/mp4")


def conform_request(source: str | None, **changes: object) -> ConformRequest:
    wanted: dict[str, object] = {
        "project_id": fresh(),
        "scene_id": "s1",
        "frames": 48,
        "film_format": FORMAT,
        "edge_frames": TRANSITION,
        "source": source,
    }
    return ConformRequest.model_validate(wanted | changes)


async def test_a_clip_in_the_films_format_is_taken_as_it_is(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=1)
    made = await env.run(pictures.conform, conform_request(source.key))
    assert made.copied and not made.reused
    assert digests(await workspace.fetch(made.segment.key)) == digests(await workspace.fetch(source.key))
    assert made.segment.frames == 48 and made.poster.content_type == "image/jpeg"


async def test_the_same_work_for_another_project_is_not_done_again(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=2)
    first = await env.run(pictures.conform, conform_request(source.key))
    second = await env.run(pictures.conform, conform_request(source.key))
    assert second == first.model_copy(update={"reused": True})


async def test_a_foreign_clip_with_lettering_becomes_a_segment_of_exact_length(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    path = foreign_clip(tmp_path / "foreign.mp4", 40)
    source = await kept(workspace, path, AssetKind.CLIP, "video/mp4")
    made = await env.run(pictures.conform, conform_request(source.key, text="Open daily"))
    seen = probe(await workspace.fetch(made.segment.key)).video
    assert seen is not None and (seen.frames, seen.width, seen.height) == (48, PROFILE.width, PROFILE.height)
    assert not made.copied


async def test_without_a_clip_a_card_says_what_the_scene_is(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace
) -> None:
    made = await env.run(pictures.conform, conform_request(None, words="A robot walks"))
    seen = probe(await workspace.fetch(made.segment.key)).video
    assert seen is not None and seen.frames == 48


async def test_a_clip_that_is_none_is_refused_for_good(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "page").write_text(f"<html>{fresh()}</html>")
    source = await kept(workspace, tmp_path / "page", AssetKind.CLIP, "video/mp4")
    with pytest.raises(ApplicationError) as failure:
        await env.run(pictures.conform, conform_request(source.key))
    assert (failure.value.type, failure.value.non_retryable) == ("UnreadableError", True)


async def test_a_mix_is_as_long_as_the_film_to_the_sample(
    env: ActivityEnvironment, cutting: CuttingActivities, workspace: Workspace, tmp_path: Path
) -> None:
    line = await kept(workspace, babble(tmp_path / "line.wav", 0.8), AssetKind.SPEECH, "audio/wav")
    music = await kept(workspace, tone(tmp_path / "music.wav", 1.0), AssetKind.MUSIC, "audio/wav")
    lines = (MixLine(audio=line.key, start_s=0.4),)
    request = MixRequest(project_id=fresh(), lines=lines, music=music.key, frames=67, fps=24)
    made = await env.run(cutting.mix, request)
    rate, samples = wavfile.read(await workspace.fetch(made.asset.key))
    assert (rate, len(samples)) == (48_000, 67 * 2000)
    assert made.loudness_lufs == pytest.approx(-14, abs=0.5)
    assert (await env.run(cutting.mix, request.model_copy(update={"project_id": fresh()}))).reused


async def test_a_film_without_any_sound_gets_silence_of_its_length(
    env: ActivityEnvironment, cutting: CuttingActivities, workspace: Workspace
) -> None:
    made = await env.run(cutting.mix, MixRequest(project_id=fresh(), lines=(), music=None, frames=24, fps=24))
    _, samples = wavfile.read(await workspace.fetch(made.asset.key))
    assert len(samples) == 48_000 and not np.any(samples)


async def test_parts_sound_and_captions_become_a_film(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    cutting: CuttingActivities,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=3)
    title = await env.run(
        pictures.card,
        CardRequest(
            project_id="p",
            film_format=FORMAT,
            end=False,
            title="Robot",
            subtitle="It walks.",
            frames=36,
            edge_frames=TRANSITION,
            background=source.key,
        ),
    )
    scene = await env.run(pictures.conform, conform_request(source.key))
    blend = await env.run(
        pictures.transition,
        TransitionRequest(
            project_id="p",
            film_format=FORMAT,
            before=title.asset.key,
            after=scene.segment.key,
            frames=TRANSITION,
        ),
    )
    mixed = await env.run(cutting.mix, MixRequest(project_id="p", lines=(), music=None, frames=72, fps=24))
    timings = tmp_path / "timings.json"
    timings.write_text('{"words": [{"text": "Hello", "start_s": 0.0, "end_s": 0.5}]}')
    words = await kept(workspace, timings, AssetKind.TIMINGS, "application/json")

    made = await env.run(
        cutting.assemble,
        AssembleRequest(
            project_id="p",
            number=1,
            film_format=FORMAT,
            title="Robot",
            parts=(
                PartRef(segment=title.asset.key, first=0, last=24),
                PartRef(segment=blend.asset.key, first=0, last=12),
                PartRef(segment=scene.segment.key, first=12, last=48),
            ),
            mix=mixed.asset.key,
            captions=(CaptionLine(text="Hello", timings=words.key, start_s=1.5, end_s=2.5),),
        ),
    )
    film = probe(await workspace.fetch(made.film.key))
    assert film.video is not None and film.audio is not None
    assert (made.frames, film.video.frames, made.duration_s) == (72, 72, 3.0)
    assert len(digests(await workspace.fetch(made.film.key))) == 72
    captions = (await workspace.fetch(made.captions.key)).read_text("utf-8")
    assert "00:00:01,500 -->" in captions and "Hello" in captions
    assert made.poster.size_bytes > 0
