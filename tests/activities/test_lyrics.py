"""What is sung in a stretch of a film, from the stored analysis of its song."""

from pathlib import Path

import pytest

from activities.lyrics import sung_lines, sung_words
from activities.workspace import Workspace
from film.assets import AssetKind
from film.song import LyricLine, Lyrics, SectionKind, SongAnalysis, SongSection
from tests.activities.test_media import kept

LINES = (
    LyricLine(text="long before", start_s=1, end_s=3),
    LyricLine(text="half of it is heard", start_s=9, end_s=11),
    LyricLine(text="whole line here", start_s=12, end_s=14),
    LyricLine(text="it goes on after", start_s=19, end_s=23),
    LyricLine(text="long after", start_s=30, end_s=32),
)


async def stored(workspace: Workspace, folder: Path) -> str:
    verse = SongSection(kind=SectionKind.VERSE, start_s=0, end_s=40, energy=1, vocals=True)
    song = SongAnalysis(
        duration_s=40, tempo_bpm=0, beats_s=(), downbeats_s=(), sections=(verse,), energy=(1.0,) * 40, lyrics=LINES
    )
    document = folder / "song.json"
    document.write_text(song.model_dump_json())
    return (await kept(workspace, document, AssetKind.DOCUMENT, "application/json")).key


async def test_lines_are_on_the_stretchs_clock_and_cut_at_its_ends(workspace: Workspace, tmp_path: Path) -> None:
    lyrics = Lyrics(document=await stored(workspace, tmp_path), from_s=10)
    lines = await sung_lines(workspace, lyrics, 10.5)
    assert [" ".join(word.text for word in line.words) for line in lines] == [
        "it is heard",
        "whole line here",
        "it goes",
    ]
    assert [line.start_s for line in lines] == pytest.approx([0, 2, 9])
    assert all(0 <= line.start_s + word.end_s <= 10.5 for line in lines for word in line.words)


async def test_words_rise_and_nothing_is_sung_without_lyrics(workspace: Workspace, tmp_path: Path) -> None:
    lyrics = Lyrics(document=await stored(workspace, tmp_path), from_s=8)
    starts = [word.start_s for word in await sung_words(workspace, lyrics, 12.0)]
    assert starts == sorted(starts) and len(starts) > 5
    assert await sung_lines(workspace, None, 12.0) == []
