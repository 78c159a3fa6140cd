"""Lyrics with times of their own, and plain ones laid over what is sung."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from film.song import LyricLine, Sung
from media.song.lyrics import timed_lyrics

LRC = """[ti:A Song]
[offset:500]
[00:10.50]First line
[00:14.50]<00:14.50> Second <00:15.10> line
[00:18.50]
[01:00.50][00:30.50]Twice
"""


def test_lrc_lines_have_their_times_less_the_offset_and_end_with_the_next() -> None:
    lines = timed_lyrics(LRC, (), 90.0)
    assert [(line.text, line.start_s, line.end_s) for line in lines] == [
        ("First line", 10.0, 14.0),
        ("Second line", 14.0, 18.0),
        ("Twice", 30.0, 38.0),
        ("Twice", 60.0, 68.0),
    ]


def test_the_last_line_before_a_pause_ends_with_the_voice_that_is_heard() -> None:
    text = "[00:01]a line\n[00:05]before a pause\n[00:30]the last"
    sung = (Sung(start_s=1, end_s=3.5), Sung(start_s=5, end_s=8.2), Sung(start_s=29.8, end_s=30.5))
    assert [(line.start_s, line.end_s) for line in timed_lyrics(text, sung, 60.0)] == [(1, 5), (5, 8.2), (30, 38)]


def test_lines_beyond_the_end_of_the_song_are_left_out() -> None:
    assert [line.text for line in timed_lyrics("[00:01]in\n[02:00]out", (), 20.0)] == ["in"]


def test_headings_are_not_sung() -> None:
    lines = timed_lyrics("[Verse 1]\nhello there\n\n[Chorus]\ngoodbye", (Sung(start_s=5, end_s=9),), 20.0)
    assert [line.text for line in lines] == ["hello there", "goodbye"]
    assert lines[0].start_s == 5 and lines[-1].end_s == 9


def test_a_line_is_never_laid_over_a_pause() -> None:
    sung = (Sung(start_s=2, end_s=6), Sung(start_s=20, end_s=24))
    lines = timed_lyrics("a first line\na second line\na third line", sung, 30.0)
    assert all(any(s.start_s <= line.start_s and line.end_s <= s.end_s for s in sung) for line in lines)


def test_without_a_voice_lines_are_spread_over_the_song() -> None:
    lines = timed_lyrics("one\ntwo", (), 10.0)
    assert lines == (LyricLine(text="one", start_s=0, end_s=5), LyricLine(text="two", start_s=5, end_s=10))


spans = st.lists(st.tuples(st.floats(0.1, 9), st.floats(0.2, 20)), max_size=8)


@given(text=st.text(max_size=300), gaps=spans)
def test_any_text_gives_lines_in_order_inside_the_song(text: str, gaps: list[tuple[float, float]]) -> None:
    sung, at = [], 0.0
    for gap, length in gaps:
        sung.append(Sung(start_s=at + gap, end_s=at + gap + length))
        at = at + gap + length
    duration_s = at + 1.0
    lines = timed_lyrics(text, sung, duration_s)
    assert all(0 <= line.start_s < line.end_s <= duration_s + 0.001 for line in lines)
    plain = "[" not in text
    assert not plain or all(a.end_s <= b.start_s + 0.001 for a, b in pairwise(lines))
