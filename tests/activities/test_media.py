"""Segments, mixes and films from tiny real media: made once, exact to the frame, playable."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

import hashlib
import json
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.chunk_contract import ChunkRef, LastFrameRequest
from activities.chunks import ChunkActivities
from activities.cutting import CuttingActivities
from activities.exporting import ExportingActivities
from activities.media_contract import (
    AssembleRequest,
    CaptionLine,
    CardRequest,
    Conformed,
    ConformRequest,
    ExportRequest,
    MixClip,
    MixLine,
    MixRequest,
    PartRef,
    PreviewRequest,
    TransitionRequest,
)
from activities.mixing import MixingActivities
from activities.pictures import PictureActivities
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.format import Aspect, Codec, FilmFormat, Quality
from film.lettering import CaptionStyle
from film.look import Look, ProductLayer
from film.orders import SpokenWords
from film.product import Placement
from film.streams import Stream
from media.probe import probe
from media.profile import VideoProfile
from media.sound.audio import read_sound
from store.database import Database
from store.derived import Derived
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


async def test_the_clips_of_a_scene_become_one_segment(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    sources = [await clip(workspace, tmp_path, 36, seed=seed) for seed in (61, 62)]
    request = conform_request(sources[0].key, more=(ChunkRef(clip=sources[1].key, frames=20, skip=1),))
    made = await env.run(pictures.conform, request)
    frames = digests(await workspace.fetch(made.segment.key))
    assert (len(frames), made.segment.frames, made.copied) == (48, 48, False)
    again = await env.run(pictures.conform, conform_request(sources[0].key, more=request.more))
    assert again == made.model_copy(update={"reused": True})
    alone = await env.run(pictures.conform, conform_request(sources[0].key))
    assert alone.segment != made.segment


async def test_a_scene_of_one_clip_is_known_under_the_digest_it_always_had(
    env: ActivityEnvironment, pictures: PictureActivities, database: Database
) -> None:
    request = conform_request(None, words=f"A card of {fresh()}")
    before = request.model_dump(mode="json", exclude={"project_id", "scene_id", "more"})
    document = json.dumps({"kind": "conform", "engine": 2, "inputs": before}, sort_keys=True, separators=(",", ":"))
    await env.run(pictures.conform, request)
    assert await Derived(database).find(hashlib.sha256(document.encode()).hexdigest(), Conformed) is not None


async def test_the_next_clip_begins_with_the_last_picture_of_the_one_before(
    env: ActivityEnvironment, chunks: ChunkActivities, workspace: Workspace, tmp_path: Path
) -> None:
    source = await clip(workspace, tmp_path, 36, seed=63)
    request = LastFrameRequest(project_id=fresh(), scene_id="s1", chunk=ChunkRef(clip=source.key, frames=20), fps=24)
    still = await env.run(chunks.last_frame, request)
    picture = cv2.imread(str(await workspace.fetch(still.key)))
    with av.open(str(await workspace.fetch(source.key))) as container:
        frame = next(islice(container.decode(video=0), 19, None)).to_ndarray(format="bgr24")
    assert still.kind is AssetKind.STILL and np.abs(picture.astype(int) - frame).mean() < 3
    assert await env.run(chunks.last_frame, request) == still


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
    env: ActivityEnvironment, mixing: MixingActivities, workspace: Workspace, tmp_path: Path
) -> None:
    line = await kept(workspace, babble(tmp_path / "line.wav", 0.8), AssetKind.SPEECH, "audio/wav")
    music = await kept(workspace, tone(tmp_path / "music.wav", 1.0), AssetKind.MUSIC, "audio/wav")
    lines = (MixLine(audio=line.key, start_s=0.4),)
    request = MixRequest(project_id=fresh(), lines=lines, music=music.key, frames=67, fps=24)
    made = await env.run(mixing.mix, request)
    assert len(read_sound(await workspace.fetch(made.asset.key))) == 67 * 2000
    assert made.loudness_lufs == pytest.approx(-14, abs=0.5)
    assert made.peak_dbtp is not None and made.peak_dbtp <= -1
    assert made.track is not None
    track = probe(await workspace.fetch(made.track.key)).audio
    assert track is not None and track.duration_s == pytest.approx(67 / 24, abs=1e-6)
    assert set(made.stems) == {"narration", "music", "clips"} and made.waveform is not None
    assert (await env.run(mixing.mix, request.model_copy(update={"project_id": fresh()}))).reused


async def test_a_film_without_any_sound_gets_silence_of_its_length(
    env: ActivityEnvironment, mixing: MixingActivities, workspace: Workspace
) -> None:
    made = await env.run(mixing.mix, MixRequest(project_id=fresh(), lines=(), music=None, frames=24, fps=24))
    samples = read_sound(await workspace.fetch(made.asset.key))
    assert len(samples) == 48_000 and not np.any(samples)


async def test_a_sound_that_cannot_be_read_becomes_silence_and_is_named(
    env: ActivityEnvironment, mixing: MixingActivities, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "line").write_text(fresh())
    line = await kept(workspace, tmp_path / "line", AssetKind.SPEECH, "audio/wav")
    lines = (MixLine(audio=line.key, start_s=0.0),)
    made = await env.run(mixing.mix, MixRequest(project_id="p", lines=lines, music=None, frames=24, fps=24))
    assert len(made.missing) == 1 and made.loudness_lufs <= -70


async def test_sound_that_did_not_change_is_copied_from_the_cut_before(
    env: ActivityEnvironment, mixing: MixingActivities, workspace: Workspace, tmp_path: Path
) -> None:
    music = await kept(workspace, tone(tmp_path / "music.wav", 1.0), AssetKind.MUSIC, "audio/wav")
    request = MixRequest(project_id="p", lines=(), music=music.key, frames=240, fps=24)
    first = await env.run(mixing.mix, request)
    assert first.track is not None
    again = request.model_copy(update={"previous": first.track.key, "gain_before_db": first.gain_db})
    second = await env.run(mixing.mix, again)
    assert second.track == first.track


async def test_a_clips_own_sound_is_mixed_in_for_as_long_as_its_scene(
    env: ActivityEnvironment, mixing: MixingActivities, workspace: Workspace, tmp_path: Path
) -> None:
    path = foreign_clip(tmp_path / "sounding.mp4", 60, sound=True)
    source = await kept(workspace, path, AssetKind.CLIP, "video/mp4")
    clips = (MixClip(clip=source.key, start_s=1.0, duration_s=0.5),)
    made = await env.run(mixing.mix, MixRequest(project_id="p", lines=(), music=None, clips=clips, frames=48, fps=24))
    heard = np.flatnonzero(np.abs(read_sound(await workspace.fetch(made.asset.key))).max(axis=1) > 0.01) / 48_000
    assert 0.98 < heard[0] < 1.05 and 1.4 < heard[-1] <= 1.5


async def test_one_conform_makes_every_version_of_a_scene_and_judges_its_clip(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=5)
    also = [FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.DRAFT, codec=codec) for codec in Codec]
    made = await env.run(pictures.conform, conform_request(source.key, also=also, text="Open daily"))
    seen = [probe(await workspace.fetch(asset.key)).video for asset in made.also]
    assert [(video.codec, video.width, video.height, video.frames) for video in seen if video] == [
        (codec.value, 540, 960, 48) for codec in Codec
    ]
    assert made.quality is not None and made.quality.facts.frames == 48


async def test_a_product_and_captions_are_laid_over_the_scene(
    env: ActivityEnvironment, pictures: PictureActivities, workspace: Workspace, tmp_path: Path
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=6)
    picture = np.zeros((80, 80, 4), np.uint8)
    picture[20:60, 20:60] = (0, 0, 255, 255)
    cv2.imwrite(str(tmp_path / "product.png"), picture)
    product = await kept(workspace, tmp_path / "product.png", AssetKind.CUTOUT, "image/png")
    look = Look(
        captions=CaptionStyle.BOX, product=ProductLayer(image=product.key, placement=Placement(size=None, shadow=None))
    )
    spoken = SpokenWords(text="Bright as day", timings=None, duration_s=1.0)
    plain = await env.run(pictures.conform, conform_request(source.key))
    made = await env.run(pictures.conform, conform_request(source.key, look=look, spoken=spoken))
    before, after = [await frame_of(workspace, each.segment, 24) for each in (plain, made)]
    centre = after[260:280, 260:280].mean(axis=(0, 1))
    assert centre == pytest.approx((255, 0, 0), abs=12)
    lower = slice(400, 500)
    assert np.abs(after[lower].astype(int) - before[lower]).max() > 60


async def test_a_film_becomes_a_stream_with_thumbnails(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    mixing: MixingActivities,
    cutting: CuttingActivities,
    exporting: ExportingActivities,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=7)
    scene = await env.run(pictures.conform, conform_request(source.key))
    mixed = await env.run(mixing.mix, MixRequest(project_id="p", lines=(), music=None, frames=48, fps=24))
    assert mixed.track is not None
    parts = (PartRef(segment=scene.segment.key, first=0, last=48),)
    film = await env.run(
        cutting.assemble,
        AssembleRequest(
            project_id="p", number=1, film_format=FORMAT, title="T", parts=parts, mix=mixed.track.key, captions=()
        ),
    )
    request = ExportRequest(
        project_id="p", number=1, film_format=FORMAT, film=film.film.key, parts=parts, track=mixed.track.key
    )
    made = await env.run(exporting.export, request)
    stream = Stream.model_validate_json((await workspace.fetch(made.stream.key)).read_bytes())
    assert (stream.picture.duration_s, stream.sound.duration_s) == (2, 2)
    for each in stream.picture.fragments:
        assert (await workspace.fetch(each.uri)).stat().st_size == each.size_bytes
    assert (await workspace.fetch(stream.sprites.sheets[0].uri)).stat().st_size > 0
    assert await env.run(exporting.export, request) == made


async def test_a_finished_scene_becomes_fragments_of_a_preview(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    exporting: ExportingActivities,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=8)
    scene = await env.run(pictures.conform, conform_request(source.key))
    line = await kept(workspace, babble(tmp_path / "line.wav", 0.8), AssetKind.SPEECH, "audio/wav")
    made = await env.run(
        exporting.preview,
        PreviewRequest(
            project_id="p",
            scene_id="s2",
            film_format=FORMAT,
            segment=scene.segment.key,
            first=TRANSITION,
            last=48,
            start=36,
            film_frames=72,
            line=MixLine(audio=line.key, start_s=1.6),
        ),
    )
    assert made.picture_s == Fraction(3, 2) and made.picture_codec.startswith("avc1.")
    whole = (await workspace.fetch(made.picture_header)).read_bytes()
    whole += (await workspace.fetch(made.picture)).read_bytes()
    (tmp_path / "preview.mp4").write_bytes(whole)
    assert digests(tmp_path / "preview.mp4") == digests(await workspace.fetch(scene.segment.key))[TRANSITION:]


async def frame_of(workspace: Workspace, segment: Asset, number: int) -> NDArray[np.uint8]:
    """One frame of a segment, as RGB."""
    with av.open(str(await workspace.fetch(segment.key))) as container:
        frame = next(islice(container.decode(video=0), number, None))
        return frame.to_ndarray(format="rgb24")


async def test_parts_sound_and_captions_become_a_film(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    mixing: MixingActivities,
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
    mixed = await env.run(mixing.mix, MixRequest(project_id="p", lines=(), music=None, frames=72, fps=24))
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
    assert made.subtitles is not None
    assert (await workspace.fetch(made.subtitles.key)).read_text("utf-8").startswith("WEBVTT")
    assert made.poster.size_bytes > 0
