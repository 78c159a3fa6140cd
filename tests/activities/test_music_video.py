"""A music video as it is seen and heard: its song under previews, what is sung as captions."""

import re
from pathlib import Path

import numpy as np
import pytest
from temporalio.testing import ActivityEnvironment

from activities.cutting import CuttingActivities
from activities.exporting import ExportingActivities
from activities.media_contract import AssembleRequest, MixRequest, PartRef, PreviewRequest
from activities.mixing import MixingActivities
from activities.pictures import PictureActivities
from activities.workspace import Workspace
from film.assets import AssetKind
from film.orders import SongCue
from film.song import Lyrics
from media.sound.audio import RATE, read_sound, write_wav16
from tests.activities.test_lyrics import stored
from tests.activities.test_media import FORMAT, TRANSITION, clip, conform_request, kept


async def test_a_preview_plays_the_song_from_where_its_scene_is_in_it(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    exporting: ExportingActivities,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=71)
    scene = await env.run(pictures.conform, conform_request(source.key))
    time = np.arange(6 * RATE) / RATE
    tone = 0.3 * np.sin(2 * np.pi * np.where(time < 3, 440, 880) * time)
    write_wav16(tmp_path / "song.wav", np.repeat(tone[:, None], 2, axis=1).astype(np.float32))
    song = await kept(workspace, tmp_path / "song.wav", AssetKind.MUSIC, "audio/wav")
    request = PreviewRequest(
        project_id="p",
        scene_id="s2",
        film_format=FORMAT,
        segment=scene.segment.key,
        first=TRANSITION,
        last=48,
        start=36,
        film_frames=72,
        line=None,
        song=SongCue(song=song.key, start_s=2.25),
    )
    made = await env.run(exporting.preview, request)
    whole = (await workspace.fetch(made.sound_header)).read_bytes() + (await workspace.fetch(made.sound)).read_bytes()
    (tmp_path / "preview.mp4").write_bytes(whole)
    heard = read_sound(tmp_path / "preview.mp4")[:, 0]
    assert [_pitch_hz(heard, at_s) for at_s in (0.2, 1.1)] == pytest.approx([440, 880], abs=10)


async def test_what_is_sung_is_captioned_when_it_is_heard(
    env: ActivityEnvironment,
    pictures: PictureActivities,
    mixing: MixingActivities,
    cutting: CuttingActivities,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    source = await clip(workspace, tmp_path, 48, seed=72)
    scene = await env.run(pictures.conform, conform_request(source.key))
    part = PartRef(segment=scene.segment.key, first=0, last=48)
    mixed = await env.run(mixing.mix, MixRequest(project_id="p", lines=(), music=None, frames=96, fps=24))
    made = await env.run(
        cutting.assemble,
        AssembleRequest(
            project_id="p",
            number=1,
            film_format=FORMAT,
            title="Song",
            parts=(part, part),
            mix=mixed.asset.key,
            captions=(),
            lyrics=Lyrics(document=await stored(workspace, tmp_path), from_s=11),
        ),
    )
    assert made.subtitles is not None
    for asset in (made.captions, made.subtitles):
        text = (await workspace.fetch(asset.key)).read_text("utf-8")
        cues = re.findall(r"([\d:.,]+) --> ([\d:.,]+)[^\n]*\n(.+)", text)
        # Of the song's lines only one is sung in the film, from its second to its third second.
        assert [re.sub(r"<[^>]*>", "", words) for _, _, words in cues] == ["whole line here"]
        assert _seconds(cues[0][0]) == pytest.approx(1, abs=0.05)
        assert 2.9 <= _seconds(cues[0][1]) <= 4


def _pitch_hz(sound: np.ndarray, at_s: float) -> float:
    piece = sound[round(at_s * RATE) : round((at_s + 0.25) * RATE)]
    return float(np.argmax(np.abs(np.fft.rfft(piece * np.hanning(len(piece))))) * RATE / len(piece))


def _seconds(stamp: str) -> float:
    parts = [float(part) for part in stamp.replace(",", ".").split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))
