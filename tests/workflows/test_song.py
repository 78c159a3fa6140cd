"""A film with a song of its own: nothing is composed, the song is heard at full level, its lyrics are captions."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.song_contract import CUT_SONG, SongCutRequest
from film.assets import Asset, AssetKind
from film.brief import Brief, Mode, SongBrief
from film.format import FilmFormat
from film.mix import MixSettings, for_song
from film.orders import SongCue
from film.plan import Scene
from film.planning import finish_plan, plan_request
from film.production import Fallback, Production
from film.production_stage import Stage
from film.song import Lyrics, SongHeard
from film.status import ProjectState
from tests.film.test_planning import planned_film, planned_scene
from tests.workflows.conftest import Start, opening
from tests.workflows.studio import FakeStudio, asset
from workflows.film_song import film_lyrics, finish_to_song, scene_lyrics, song_at

SONG = f"assets/song/ab/{'ab' * 32}.mp3"
BRIEF = Brief(
    prompt="a robot sings",
    mode=Mode.MUSIC_VIDEO,
    duration_s=12,
    song=SongBrief(song=SONG, start_s=7.5, lyrics="one line\nanother"),
)


class Cutter(FakeStudio):
    """A studio that can also cut songs; ``no_song`` is why it cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.song_cuts: list[SongCutRequest] = []
        self.no_song = ""

    def activities(self) -> list[Callable[..., Any]]:
        return [*super().activities(), self.cut_song]

    @activity.defn(name=CUT_SONG.name)
    async def cut_song(self, request: SongCutRequest) -> Asset:
        self.song_cuts.append(request)
        if self.no_song:
            raise ApplicationError(self.no_song, type="UnreadableError", non_retryable=True)
        return asset(AssetKind.MUSIC, "the song")


async def until_over(studio: FakeStudio) -> None:
    while not studio.views or studio.view.state not in (ProjectState.DELIVERED, ProjectState.FAILED):
        await asyncio.sleep(0.05)


async def test_the_song_lies_under_the_film_and_no_score_is_bought(start: Start) -> None:
    studio = Cutter()
    await start(studio, "with-a-song", brief=BRIEF)
    await until_over(studio)
    assert studio.view.state is ProjectState.DELIVERED
    assert "music" not in studio.stages()
    mix = studio.mixes[0]
    assert [(cut.song, cut.start_s, cut.seconds) for cut in studio.song_cuts] == [(SONG, 7.5, mix.frames / mix.fps)]
    assert mix.music == asset(AssetKind.MUSIC, "the song").key
    assert mix.settings == for_song(MixSettings())


async def test_a_song_that_cannot_be_read_leaves_silence_and_says_so(start: Start) -> None:
    studio = Cutter()
    studio.no_song = "no sound in it"
    await start(studio, "without-its-song", brief=BRIEF)
    await until_over(studio)
    assert studio.view.state is ProjectState.DELIVERED
    assert studio.mixes[0].music is None
    told = [event for event in studio.events.values() if event.data.get("stage") == "music"]
    assert [event.data["reason"] for event in told] == ["no sound in it"]


def a_scene() -> Scene:
    request = plan_request(Brief(prompt="a robot", duration_s=12))
    return finish_plan(planned_film([planned_scene()] * request.scene_count), request, FilmFormat()).scenes[0]


@pytest.fixture
def film() -> Production:
    film = opening("unsung", brief=BRIEF)
    document = asset(AssetKind.DOCUMENT, "heard")
    film.song = SongHeard(document=document, duration_s=60, tempo_bpm=120, sections=3, sung_s=30, lines=2)
    return film


def test_a_preview_hears_the_song_from_its_first_frame_on(film: Production) -> None:
    scene = a_scene().model_copy(update={"song_start_s": 9.25})
    assert song_at(film, scene, 0.5) == SongCue(song=SONG, start_s=9.75)
    assert song_at(film, a_scene(), 0.5) is None
    film.music_fallback = Fallback(stage=Stage.MUSIC, instead="silence", reason="damaged")
    assert song_at(film, scene, 0.5) is None


def test_lyrics_are_on_the_clock_of_the_film_and_of_each_scene(film: Production) -> None:
    scene = a_scene().model_copy(update={"song_start_s": 9.25})
    assert film.song is not None
    assert film_lyrics(film) == Lyrics(document=film.song.document.key, from_s=7.5)
    assert scene_lyrics(film, scene) == Lyrics(document=film.song.document.key, from_s=9.25)
    assert scene_lyrics(film, a_scene()) is None


def test_a_film_that_lost_its_song_has_no_lyrics_and_the_usual_balance(film: Production) -> None:
    film.music_fallback = Fallback(stage=Stage.MUSIC, instead="silence", reason="damaged")
    assert film_lyrics(film) is None
    assert finish_to_song(film) == film.finish
