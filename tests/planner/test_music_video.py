from itertools import pairwise

from film.archetypes import Archetype
from film.beats import BeatKind
from film.brief import Brief, Mode, SongBrief, default_format
from film.planning import finish_plan, plan_request
from film.shot import Framing
from film.song import LyricLine, SectionKind, SongAnalysis, SongSection, Sung
from planner.lyrics import dealt, lyrics_by_part
from planner.planner import Planner
from planner.titles import lyric_title

SONG_KEY = f"assets/song/ab/{'a' * 64}.mp3"
BEATS = tuple(i * 0.5 for i in range(96))
SONG = SongAnalysis(
    duration_s=48,
    tempo_bpm=120,
    beats_s=BEATS,
    downbeats_s=BEATS[::4],
    sections=(
        SongSection(kind=SectionKind.INTRO, start_s=0, end_s=8, energy=0.2, vocals=False),
        SongSection(kind=SectionKind.VERSE, start_s=8, end_s=24, energy=0.5, vocals=True),
        SongSection(kind=SectionKind.CHORUS, start_s=24, end_s=40, energy=0.9, vocals=True),
        SongSection(kind=SectionKind.OUTRO, start_s=40, end_s=48, energy=0.3, vocals=False),
    ),
    energy=tuple([0.2] * 8 + [0.5] * 16 + [0.9] * 16 + [0.3] * 8),
    sung=(Sung(start_s=8, end_s=22), Sung(start_s=24, end_s=39)),
    lyrics=(LyricLine(text="Hold me like the summer rain", start_s=24, end_s=28),),
)
BRIEF = Brief(
    prompt="a dancer in an empty swimming pool at dusk",
    mode=Mode.MUSIC_VIDEO,
    duration_s=45,
    song=SongBrief(song=SONG_KEY, character="a young woman with short silver hair in a black coat"),
)
LYRICS = """[Verse 1]
[00:12.00] I left the light on in the hall
You said you'd call
[Chorus]
Hold me like the summer rain
Say it again
"""


def test_a_film_with_its_own_song_says_nothing_itself(planner: Planner) -> None:
    film = planner.plan(plan_request(BRIEF, song=SONG))
    assert all(scene.narration == "" for scene in film.scenes)


def test_lips_follow_the_song_only_where_somebody_sings_to_the_camera(planner: Planner) -> None:
    request = plan_request(BRIEF, song=SONG)
    film = planner.plan(request)
    plan = finish_plan(film, request, default_format(Mode.MUSIC_VIDEO))
    assert request.structure is not None
    singing = [scene for scene in plan.scenes if scene.lipsync]
    assert singing
    assert all("singing" in scene.action for scene in singing)
    assert all(scene.framing in {Framing.CLOSE, Framing.MEDIUM} for scene in singing)
    silent = [scene for scene, slot in zip(plan.scenes, request.structure.beats, strict=True) if not slot.vocals]
    assert not any(scene.lipsync for scene in silent)


def test_performance_and_story_take_turns(planner: Planner) -> None:
    request = plan_request(BRIEF.model_copy(update={"archetype": Archetype.VERSE_CHORUS}), song=SONG)
    film = planner.plan(request)
    assert request.structure is not None
    vocal = [s for s, slot in zip(film.scenes, request.structure.beats, strict=True) if slot.vocals]
    performing = [scene.speaker is not None for scene in vocal]
    assert any(performing)
    assert not all(performing)
    assert not any(one is other is another for one, other, another in zip(performing, performing[1:], performing[2:],
                                                                           strict=False))  # fmt: skip


def test_the_character_of_the_brief_performs_in_its_own_words(planner: Planner) -> None:
    film = planner.plan(plan_request(BRIEF, song=SONG))
    assert {scene.subject for scene in film.scenes} == {"a young woman with short silver hair in a black coat"}
    assert [character.looks for character in film.characters] == [
        "a young woman with short silver hair in a black coat"
    ]
    assert film.characters[0].voice is not None


def test_several_people_stay_beside_the_one_who_sings(planner: Planner) -> None:
    brief = BRIEF.model_copy(update={"prompt": "two dancers in an empty swimming pool at dusk"})
    subjects = {scene.subject for scene in planner.plan(plan_request(brief, song=SONG)).scenes}
    assert any("dancers" in subject for subject in subjects)
    assert any("silver hair" in subject for subject in subjects)


def test_a_chorus_returns_to_the_place_of_the_brief(planner: Planner) -> None:
    request = plan_request(Brief(prompt="a singer on a roof at night", mode=Mode.MUSIC_VIDEO, duration_s=120))
    film = planner.plan(request)
    assert request.structure is not None
    kinds = [slot.beat for slot in request.structure.beats]
    starts = [i for i, (one, other) in enumerate(pairwise(kinds), 1) if other is BeatKind.CHORUS is not one]
    assert len(starts) >= 2
    assert {film.scenes[i].setting for i in starts} == {"a roof"}


def test_nobody_is_seen_where_the_brief_wants_nobody(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="a quiet forest, no people", mode=Mode.MUSIC_VIDEO, duration_s=60)))
    assert not any("singer" in scene.subject for scene in film.scenes)
    assert all("people" in (scene.avoid or "") for scene in film.scenes)


def test_lyrics_without_a_song_are_told_where_they_belong() -> None:
    parts = lyrics_by_part(LYRICS)
    assert parts["chorus"] == ["Hold me like the summer rain", "Say it again"]
    told = dealt(parts, [("intro", 12), ("verse", 8), ("chorus", 12), ("verse", 6), ("chorus", 12)])
    assert told == [
        "",
        "I left the light on in the hall",
        "Hold me like the summer rain, Say it again",
        "You said you'd call",
        "Hold me like the summer rain, Say it again",
    ]


def test_a_line_without_room_waits_for_a_longer_scene() -> None:
    assert dealt({"verse": ["one two three four"], "chorus": []}, [("verse", 2), ("verse", 4)]) == [
        "",
        "one two three four",
    ]


def test_the_title_is_what_the_song_repeats() -> None:
    assert lyric_title(["I left the light", "Stay with me", "Stay with me"]) == "Stay With Me"
    assert lyric_title(["Hold me like the summer rain"]) == "Summer Rain"
    assert lyric_title([]) is None
