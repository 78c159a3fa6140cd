"""Films on a song: cut on its beats, at its energy, with what is sung."""

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.beats import BeatKind
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Brief, Mode, SongBrief
from film.format import FRAME_RATES, FilmFormat
from film.plan import Plan
from film.planning import UnusablePlanError, finish_plan, plan_request
from film.shot import Framing
from film.song import SongAnalysis
from film.song_cuts import SongTooShortError
from film.timeline import timeline_of
from tests.film.songs import regular_song, songs
from tests.film.test_planning import planned_film, planned_scene

KEY = f"assets/song/00/{'0' * 64}.mp3"


def brief(duration: int = 60, start_s: float = 0.0) -> Brief:
    return Brief(
        prompt="a singer on a roof",
        mode=Mode.MUSIC_VIDEO,
        duration_s=duration,
        song=SongBrief(song=KEY, start_s=start_s),
    )


def planned(request_brief: Brief, song: SongAnalysis, fps: int, scenes: int | None = None) -> Plan:
    film_format = FilmFormat(fps=fps)
    request = plan_request(request_brief, film_format, song=song)
    return finish_plan(planned_film([planned_scene()] * (scenes or request.scene_count)), request, film_format)


def cuts_of(plan: Plan) -> list[int]:
    """The frames at which a new picture is seen, at hard cuts."""
    return [part.start + plan.transition_frames for part in timeline_of(plan).parts[1:]]


def _in_a_hole(song: SongAnalysis, at: float, start_s: float, end_s: float) -> bool:
    """Whether the film hears no beat for more than two seconds around a time."""
    heard = [beat for beat in song.beats_s if start_s < beat < end_s]
    after = bisect_left(heard, at)
    before = heard[after - 1] if after else start_s
    return (heard[after] if after < len(heard) else end_s) - before > 2


@settings(max_examples=60, deadline=None)
@given(
    song=songs(),
    duration=st.integers(MIN_DURATION_S, MAX_DURATION_S),
    fps=st.sampled_from(FRAME_RATES),
    share=st.floats(0, 1),
)
def test_any_song_is_cut_on_its_beats(song: SongAnalysis, duration: int, fps: int, share: float) -> None:
    start_s = share * max(0.0, song.duration_s - MIN_DURATION_S - 0.1)
    plan = planned(brief(duration, start_s), song, fps)
    film_s = min(duration, song.duration_s - start_s)
    assert film_s - 1 / fps <= timeline_of(plan).frames / fps <= film_s + 1e-6
    for cut in cuts_of(plan):
        at = start_s + cut / fps
        off = min((abs(beat - at) for beat in song.beats_s), default=9.0)
        assert off <= 0.5 / fps + 1e-6 or _in_a_hole(song, at, start_s, start_s + film_s)
    for one, scene in zip(cuts_of(plan), plan.scenes, strict=False):
        assert scene.song_start_s is not None
        assert scene.song_start_s == pytest.approx(start_s + (one - plan.transition_frames) / fps, abs=1e-3)
        assert 0.9 <= (scene.frames - plan.transition_frames) / fps <= 8.1


@pytest.mark.parametrize(("song_bpm", "plan_bpm"), [(72.4, 72), (132.0, 132), (188.0, 94)])
def test_a_plan_has_the_tempo_of_its_song(song_bpm: float, plan_bpm: int) -> None:
    assert planned(brief(20), regular_song(bpm=song_bpm), 24).music_tempo_bpm == plan_bpm


def test_a_song_without_a_beat_leaves_the_tempo_to_the_planner_and_says_so() -> None:
    song = regular_song().model_copy(update={"tempo_bpm": 0.0, "beats_s": (), "downbeats_s": ()})
    plan = planned(brief(20), song, 24)
    assert plan.music_tempo_bpm == planned_film([planned_scene()]).music_tempo_bpm
    assert "no beat" in plan.why


def test_shots_are_short_in_choruses_and_long_in_the_intro() -> None:
    beats = plan_request(brief(120), FilmFormat(), song=regular_song()).structure
    assert beats is not None
    lengths: dict[BeatKind, list[float]] = {}
    for slot in beats.beats:
        lengths.setdefault(slot.beat, []).append(slot.seconds)
    mean = {kind: sum(each) / len(each) for kind, each in lengths.items()}
    assert mean[BeatKind.CHORUS] < mean[BeatKind.VERSE] < mean[BeatKind.INTRO]


def test_sections_begin_with_a_cut_of_their_own() -> None:
    song, fps = regular_song(bpm=96), 24
    plan = planned(brief(120), song, fps)
    starts = [round(section.start_s * fps) for section in song.sections if 4 < section.start_s < 115]
    assert set(starts) <= set(cuts_of(plan))


def test_what_is_sung_is_heard_in_its_scene_and_nothing_is_said_over_it() -> None:
    structure = plan_request(brief(120), FilmFormat(), song=regular_song()).structure
    assert structure is not None
    sung = [slot for slot in structure.beats if slot.beat is BeatKind.CHORUS]
    assert all(slot.vocals for slot in sung)
    assert any(slot.heard and "chorus" in slot.heard for slot in sung)
    assert not structure.beats[0].vocals
    assert all(slot.max_words == 0 for slot in structure.beats)


def test_lips_move_only_where_somebody_near_is_heard_singing() -> None:
    song, film_format = regular_song(), FilmFormat()
    request = plan_request(brief(120), film_format, song=song)
    near = planned_scene().model_copy(update={"characters": ["Mia"], "framing": Framing.CLOSE})
    film = planned_film([near, planned_scene()] * request.scene_count)
    plan = finish_plan(film.model_copy(update={"scenes": film.scenes[: request.scene_count]}), request, film_format)
    assert request.structure is not None
    for scene, slot in zip(plan.scenes, request.structure.beats, strict=True):
        assert scene.lipsync == (slot.vocals and bool(scene.characters))
        assert scene.narration == ""
    assert any(scene.lipsync for scene in plan.scenes)


def test_an_answer_with_fewer_scenes_is_still_cut_on_beats() -> None:
    song, fps = regular_song(), 30
    plan = planned(brief(40), song, fps, scenes=4)
    frames = {round(beat * fps) for beat in song.beats_s}
    assert len(plan.scenes) == 4
    assert set(cuts_of(plan)) <= frames
    assert timeline_of(plan).frames == 40 * fps


def test_an_answer_with_more_scenes_than_cuts_is_unusable() -> None:
    with pytest.raises(UnusablePlanError, match="cuts of the song"):
        planned(brief(20), regular_song(), 24, scenes=30)


def test_too_little_of_a_song_is_refused_in_a_sentence() -> None:
    song = regular_song()
    with pytest.raises(SongTooShortError, match="are left"):
        plan_request(brief(20, start_s=song.duration_s - 3), FilmFormat(), song=song)


def test_a_film_planned_at_another_rate_is_unusable() -> None:
    request = plan_request(brief(20), FilmFormat(fps=24), song=regular_song())
    with pytest.raises(UnusablePlanError, match="frames a second"):
        finish_plan(planned_film([planned_scene()] * request.scene_count), request, FilmFormat(fps=30))
