"""The form of a song as its lyrics tell it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from film.song import SectionKind, Sung
from media.song.lyrics import timed_lyrics
from media.song.verses import Stretch, stretches

LRC = """[00:08]Rain on the roof
[00:12]Rain on the road
[00:16]Come home, come home
[00:20]Come home, come home!
[00:40]Snow on the roof
[00:44]Snow on the road
[00:48]Come home, come home
"""
PLAIN = "you left in may\nthe door was blue\n\nstay with me\noh stay\n\nit is june now\n\nstay with me\noh stay"
SUNG = (Sung(start_s=6, end_s=30), Sung(start_s=50, end_s=70))


def told(text: str, sung: tuple[Sung, ...], duration_s: float) -> tuple[Stretch, ...]:
    return stretches(text, timed_lyrics(text, sung, duration_s), sung, duration_s)


def kinds(text: str, sung: tuple[Sung, ...] = SUNG, duration_s: float = 80.0) -> list[str]:
    return [stretch.kind.value for stretch in told(text, sung, duration_s)]


def test_timed_lines_that_return_are_the_chorus_and_where_there_are_none_nobody_sings() -> None:
    found = told(LRC, (), 60.0)
    assert [(each.kind.value, each.start_s, each.end_s) for each in found] == [
        ("intro", 0, 8),
        ("verse", 8, 16),
        ("chorus", 16, 24),
        ("break", 24, 40),
        ("verse", 40, 48),
        ("chorus", 48, 52),
        ("outro", 52, 60),
    ]
    assert [each.sung for each in found] == [False, True, True, False, True, True, False]


def test_a_short_line_that_returns_inside_of_a_verse_is_no_chorus() -> None:
    lines = {0: "one", 4: "oh yeah", 6: "two", 10: "sing", 14: "sing", 18: "three", 22: "oh yeah", 24: "four"}
    text = "\n".join(f"[00:{at:02d}]{line}" for at, line in lines.items())
    assert kinds(text, (), 28.0) == ["verse", "chorus", "verse"]


def test_the_verse_before_the_last_of_three_choruses_is_the_bridge() -> None:
    lines = ["one", "sing", "two", "sing", "three", "sing"]
    text = "\n".join(f"[00:{4 * at:02d}]{line}" for at, line in enumerate(lines))
    assert kinds(text, (), 24.0) == ["verse", "chorus", "verse", "chorus", "bridge", "chorus"]


def test_stanzas_that_return_are_the_chorus_of_plain_lyrics() -> None:
    assert kinds(PLAIN) == ["intro", "verse", "chorus", "break", "verse", "chorus", "outro"]


def test_headings_say_what_is_sung_under_them() -> None:
    text = "[Verse 1]\nhello there\n[Pre-Chorus]\nwait for it\n[Chorus]\nhere it is\n[Bridge]\nalmost over"
    assert kinds(text, (Sung(start_s=0, end_s=40),), 41.0) == ["verse", "chorus", "bridge"]


def test_lyrics_that_do_not_tell_verse_from_chorus_tell_nothing() -> None:
    assert kinds("[00:01]la la\n[00:05]la la\n[00:09]la la") == []
    assert kinds("[00:01]one\n[00:05]two\n[00:09]three") == []
    assert kinds("one\ntwo\none") == kinds("[Chorus]\none") == kinds("") == []


def test_plain_lyrics_tell_nothing_of_a_song_in_which_nobody_was_heard() -> None:
    assert kinds(PLAIN, sung=()) == []


stamped = st.lists(st.tuples(st.integers(0, 99), st.sampled_from("abcd")), max_size=20).map(
    lambda lines: "\n".join(f"[00:{at:02d}]{words}" for at, words in lines if at < 60)
)
plain = st.lists(st.sampled_from(["a", "b", "c", "", "[Chorus]", "[Bridge]", "[Outro]"]), max_size=20).map("\n".join)


@given(text=st.one_of(stamped, plain, st.text(max_size=60)), voices=st.integers(0, 3), duration_s=st.floats(5, 90))
def test_any_lyrics_give_stretches_without_gaps_or_none(text: str, voices: int, duration_s: float) -> None:
    step_s = duration_s / 4
    sung = tuple(Sung(start_s=at * step_s + 0.5, end_s=(at + 1) * step_s) for at in range(voices))
    found = told(text, sung, duration_s)
    if found:
        assert found[0].start_s == 0 and abs(found[-1].end_s - duration_s) < 1e-6
        assert all(one.end_s == other.start_s for one, other in pairwise(found))
        assert all(each.start_s < each.end_s for each in found)
        assert any(each.kind is SectionKind.CHORUS for each in found)
