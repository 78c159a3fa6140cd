"""Songs in the studio: listened to once, cut to the sample, sliced for scenes."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.song_contract import SongCutRequest, SongRequest, SongSliceRequest
from activities.songs import SongActivities
from activities.workspace import Workspace
from film.assets import AssetKind
from film.song import SongAnalysis
from media.sound.audio import RATE, read_sound, write_wav16
from store.database import Database
from store.derived import Derived
from tests.activities.test_media import kept
from tests.store.samples import fresh

SECONDS = 12
LYRICS = "[00:01.00]a line\n[00:04.00]another line"


@pytest.fixture
def songs(workspace: Workspace, database: Database, threads: Executor) -> SongActivities:
    return SongActivities(workspace, Derived(database), threads)


async def stored_clicks(workspace: Workspace, folder: Path, *, seed: int = 0) -> str:
    """A song of 12 s with a click each half second, over a hum that tells its place."""
    time = np.arange(SECONDS * RATE) / RATE
    hum = 0.1 * np.sin(2 * np.pi * (200 + seed) * time) * (0.5 + time / SECONDS)
    click = np.exp(-(time % 0.5) / 0.02) * np.random.default_rng(seed).normal(0, 0.5, len(time))
    write_wav16(folder / f"{fresh()}.wav", np.repeat((hum + click)[:, None], 2, axis=1).astype(np.float32))
    path = next(folder.glob("*.wav"))
    return (await kept(workspace, path, AssetKind.MUSIC, "audio/wav")).key


async def test_a_song_is_listened_to_once_and_its_analysis_stored(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    key = await stored_clicks(workspace, tmp_path)
    heard = await env.run(songs.analyse_song, SongRequest(project_id=fresh(), song=key, lyrics=LYRICS))
    again = await env.run(songs.analyse_song, SongRequest(project_id=fresh(), song=key, start_s=3, lyrics=LYRICS))
    analysis = SongAnalysis.model_validate_json((await workspace.fetch(heard.document.key)).read_bytes())
    assert again == heard
    assert heard.tempo_bpm == pytest.approx(120, abs=1) == analysis.tempo_bpm
    assert (heard.duration_s, heard.lines) == (SECONDS, 2)
    assert [line.text for line in analysis.lyrics] == ["a line", "another line"]
    assert len(heard.model_dump_json()) < 10_000


async def test_a_film_cannot_begin_after_its_song(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    key = await stored_clicks(workspace, tmp_path, seed=1)
    for request in (
        env.run(songs.analyse_song, SongRequest(project_id=fresh(), song=key, start_s=30)),
        env.run(songs.cut_song, SongCutRequest(project_id=fresh(), song=key, start_s=30, seconds=5)),
        env.run(songs.slice_song, SongSliceRequest(project_id=fresh(), song=key, start_s=30, seconds=5)),
    ):
        with pytest.raises(ApplicationError) as raised:
            await request
        assert (raised.value.type, raised.value.non_retryable) == ("OutsideSongError", True)


async def test_the_bed_is_the_song_from_its_start_faded_where_it_goes_on(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    key = await stored_clicks(workspace, tmp_path, seed=2)
    song = read_sound(await workspace.fetch(key))
    bed = await env.run(songs.cut_song, SongCutRequest(project_id=fresh(), song=key, start_s=0, seconds=5))
    sound = read_sound(await workspace.fetch(bed.key))
    assert len(sound) == 5 * RATE and bed.duration_s == 5
    assert np.abs(sound[: 3 * RATE] - song[: 3 * RATE]).max() < 1e-4
    assert np.abs(sound[-RATE // 20 :]).max() < 0.1 * np.abs(song[: 5 * RATE]).max()


async def test_a_song_that_ends_in_the_film_keeps_its_own_ending(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    key = await stored_clicks(workspace, tmp_path, seed=3)
    song = read_sound(await workspace.fetch(key))
    bed = await env.run(songs.cut_song, SongCutRequest(project_id=fresh(), song=key, start_s=8, seconds=6))
    sound = read_sound(await workspace.fetch(bed.key))
    assert len(sound) == 6 * RATE
    assert np.abs(sound[RATE : 4 * RATE] - song[9 * RATE : 12 * RATE]).max() < 1e-4
    assert not sound[4 * RATE :].any()


async def test_a_slice_is_exact_and_made_once(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    key = await stored_clicks(workspace, tmp_path, seed=4)
    song = read_sound(await workspace.fetch(key))
    wanted = SongSliceRequest(project_id=fresh(), song=key, start_s=2.5, seconds=1.25)
    made = await env.run(songs.slice_song, wanted)
    again = await env.run(songs.slice_song, wanted.model_copy(update={"project_id": fresh()}))
    sound = read_sound(await workspace.fetch(made.key))
    assert again == made and made.content_type == "audio/wav"
    assert len(sound) == round(1.25 * RATE)
    inside = slice(RATE // 10, RATE)
    assert np.abs(sound[inside] - song[round(2.5 * RATE) :][inside]).max() < 1e-3


async def test_what_is_no_sound_is_refused_for_good(
    env: ActivityEnvironment, songs: SongActivities, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "text.wav").write_bytes(fresh().encode() * 40)
    key = (await kept(workspace, tmp_path / "text.wav", AssetKind.MUSIC, "audio/wav")).key
    with pytest.raises(ApplicationError) as raised:
        await env.run(songs.analyse_song, SongRequest(project_id=fresh(), song=key))
    assert (raised.value.type, raised.value.non_retryable) == ("UnreadableError", True)
