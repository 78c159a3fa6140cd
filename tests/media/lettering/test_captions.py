import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.sound import Cue, Word
from media.lettering.captions import (
    GAP_S,
    MAX_LINE,
    MAX_S,
    MAX_WIDE_LINE,
    SpokenLine,
    as_written,
    cues_of,
    srt,
    vtt,
    words_of,
    write_captions,
)


def spoken(text: str, *, start_s: float = 0, word_s: float = 0.3, pause_after: str | None = None) -> SpokenLine:
    words, at = [], 0.0
    for token in text.split():
        words.append(Word(text=token, start_s=at, end_s=at + word_s))
        at += word_s + (1.2 if token == pause_after else 0)
    return SpokenLine(words=tuple(words), start_s=start_s)


def test_a_sentence_is_a_cue() -> None:
    cues = cues_of([spoken("The lamp went out. The keeper climbed the stairs.")], 20)

    assert [cue.text for cue in cues] == ["The lamp went out.", "The keeper climbed the stairs."]
    assert cues[0].start_s == 0
    assert cues[1].start_s == pytest.approx(1.2)


def test_a_long_sentence_is_set_in_two_even_lines() -> None:
    (cue,) = cues_of([spoken("Every night the keeper polished the great glass until it shone.")], 20)

    first, second = cue.text.split("\n")
    assert abs(len(first) - len(second)) < 12


def test_a_line_rather_breaks_after_a_comma() -> None:
    (cue,) = cues_of([spoken("When the storm finally came, nobody on the island slept.")], 20)

    assert cue.text.split("\n")[0] == "When the storm finally came,"


def test_a_pause_begins_a_new_cue() -> None:
    cues = cues_of([spoken("And then silence fell", pause_after="then")], 20)

    assert [cue.text for cue in cues] == ["And then", "silence fell"]


def test_offsets_place_lines_in_the_film() -> None:
    cues = cues_of([spoken("Second.", start_s=9.5), spoken("First.", start_s=2)], 20)

    assert [(cue.text, cue.start_s) for cue in cues] == [("First.", 2), ("Second.", 9.5)]


def test_a_short_word_stays_long_enough_to_read() -> None:
    (cue,) = cues_of([spoken("Go!", word_s=0.2)], 20)

    assert cue.end_s - cue.start_s == pytest.approx(1, abs=0.001)


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=["L", "P", "N"]), min_size=1, max_size=60), max_size=60),
    st.floats(0.05, 3),
)
def test_the_rules_hold_for_any_words(tokens: list[str], word_s: float) -> None:
    line = SpokenLine(
        words=tuple(Word(text=t, start_s=n * word_s, end_s=(n + 1) * word_s) for n, t in enumerate(tokens)), start_s=0.5
    )
    film_s = len(tokens) * word_s + 1

    cues = cues_of([line], film_s)

    for cue in cues:
        assert 1 <= len(cue.text.split("\n")) <= 2
        assert max(len(row) for row in cue.text.split("\n")) <= MAX_LINE
        assert 0 < cue.end_s - cue.start_s <= MAX_S + 0.001
        assert cue.end_s <= film_s + 0.001
    assert all(a.end_s <= b.start_s for a, b in pairwise(cues))
    assert "".join(c for cue in cues for c in cue.text if not c.isspace()) == "".join("".join(tokens).split())


def test_neighbours_leave_a_gap() -> None:
    cues = cues_of([spoken("It was a very long night. And the lamp was out.")], 20)

    assert cues[1].start_s - cues[0].end_s == pytest.approx(GAP_S, abs=0.002)


def test_chinese_breaks_between_characters() -> None:
    text = "灯塔守护人每天晚上都要爬上那座古老的灯塔点亮那盏指引船只回家的明灯直到黎明到来为止从不间断"
    cues = cues_of([SpokenLine(words=(Word(text=text, start_s=0, end_s=6),), start_s=0)], 20)

    assert "".join(cue.text for cue in cues).replace("\n", "") == text


@pytest.mark.parametrize(
    "text",
    [
        "灯塔守护人每天晚上都要爬上那座古老的灯塔，点亮那盏指引船只回家的明灯。没有人来，可他还在等。",
        "毎晩、年老いた灯台守は長い階段をゆっくりと登り、船のために明かりをともします。誰も来ない。",
        "हर रात बूढ़ा रखवाला सीढ़ियाँ चढ़ता है और जहाज़ों के लिए दीपक जलाता है। कोई नहीं आता।",
    ],
    ids=["zh", "ja", "hi"],
)
def test_other_scripts_are_cut_into_cues_that_can_be_read(text: str) -> None:
    cues = cues_of([SpokenLine(words=words_of(text, 12), start_s=0)], 20)

    assert len(cues) >= 2
    assert "".join(cue.text for cue in cues).replace("\n", "").replace(" ", "") == text.replace(" ", "")
    for cue in cues:
        rows = cue.text.split("\n")
        assert len(rows) <= 2
        assert max(map(len, rows)) <= (MAX_WIDE_LINE if ord(text[0]) > 0x2000 else MAX_LINE + 12)  # with vowel signs
        assert 1 <= cue.end_s - cue.start_s <= MAX_S
        assert not cue.text.startswith(("。", "，", "、", "।", "ा"))
        assert cue.start_s <= cue.words[0].start_s + 0.001
        assert cue.words[-1].end_s <= cue.end_s + GAP_S + 0.001


def test_words_are_shown_as_they_are_written_at_the_times_of_what_was_told() -> None:
    told = tuple(
        Word(text=text, start_s=at, end_s=at + 0.5)
        for at, text in enumerate(["Meet", "shi", "vawn,", "of", "reel", "right."])
    )

    words = as_written("Meet Siobhan, of Reelwright.", told)

    assert [(word.text, word.start_s, word.end_s) for word in words] == [
        ("Meet", 0, 0.5), ("Siobhan,", 1, 2.5), ("of", 3, 3.5), ("Reelwright.", 4, 5.5),
    ]  # fmt: skip
    assert as_written("Meet shi vawn, of reel right.", told) == told


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_told_what_is_written_is_shown_in_order(written: str, told: str) -> None:
    words = as_written(written, words_of(told, 3))

    if re.sub(r"\W|_", "", written.casefold()):
        assert "".join(c for word in words for c in word.text.casefold() if c.isalnum()) == "".join(
            c for c in written.casefold() if c.isalnum()
        )
    assert all(word.start_s <= word.end_s <= 3.001 for word in words)
    assert all(before.end_s <= after.start_s + 1e-6 for before, after in pairwise(words))


def test_words_without_times_share_the_line() -> None:
    words = words_of("a longer word", 2.8)

    assert [word.text for word in words] == ["a", "longer", "word"]
    assert (words[0].start_s, words[-1].end_s) == (0, pytest.approx(2.8))
    assert words[1].end_s - words[1].start_s > words[0].end_s


CUES = (
    Cue(text="Fish & chips\n<now>", start_s=1.5, end_s=3.25),
    Cue(text="Žluťoučký", start_s=3661.007, end_s=3662),
)


def test_subrip_is_written_as_players_read_it() -> None:
    assert srt(CUES) == (
        "1\n00:00:01,500 --> 00:00:03,250\nFish & chips\n<now>\n\n2\n01:01:01,007 --> 01:01:02,000\nŽluťoučký\n"
    )


def test_webvtt_is_escaped() -> None:
    assert vtt(CUES) == (
        "WEBVTT\n\n00:00:01.500 --> 00:00:03.250\nFish &amp; chips\n&lt;now&gt;\n\n"
        "01:01:01.007 --> 01:01:02.000\nŽluťoučký\n"
    )


def test_files_are_written_by_their_names(tmp_path: Path) -> None:
    write_captions(CUES, tmp_path / "film.srt")
    write_captions(CUES, tmp_path / "film.vtt")

    assert (tmp_path / "film.srt").read_text("utf-8") == srt(CUES)
    assert (tmp_path / "film.vtt").read_text("utf-8") == vtt(CUES)
    with pytest.raises(ValueError, match=r"\.srt or \.vtt"):
        write_captions(CUES, tmp_path / "film.txt")


def read_back(text: str) -> list[tuple[float, float, str, list[tuple[float, str]]]]:
    """WebVTT as a player reads it: start, end, text, and the words with their times."""

    def seconds(clock: str) -> float:
        hours, minutes, rest = clock.replace(",", ".").split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    def plain(markup: str) -> str:
        return re.sub("<[^>]*>", "", markup).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    cues = []
    for block in text.split("\n\n"):
        match = re.search(r"([\d:.,]+) --> ([\d:.,]+)\n(.+)", block, re.DOTALL)
        if match:
            start, end, markup = match.groups()
            words = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>([^<]*)", markup)
            timed = [(seconds(clock), plain(word).strip()) for clock, word in words]
            cues.append((seconds(start), seconds(end), plain(markup.rstrip("\n")), timed))
    return cues


def test_words_keep_their_times_in_webvtt() -> None:
    (cue,) = cues_of([spoken("Fish & chips, <now> please", start_s=2, word_s=0.5)], 20)

    text = vtt([cue], word_times=True)

    assert text == (
        "WEBVTT\n\n00:00:02.000 --> 00:00:04.500\nFish <00:00:02.500>&amp; <00:00:03.000>chips, "
        "<00:00:03.500>&lt;now&gt; <00:00:04.000>please\n"
    )
    assert read_back(text) == [
        (2.0, 4.5, "Fish & chips, <now> please", [(2.5, "&"), (3.0, "chips,"), (3.5, "<now>"), (4.0, "please")])
    ]


def test_cues_without_words_are_written_without_times() -> None:
    assert vtt(CUES, word_times=True) == vtt(CUES)


def test_a_line_break_inside_a_chinese_word_keeps_its_time() -> None:
    words = (
        Word(text="灯塔守护人每天晚上", start_s=0, end_s=2),
        Word(text="都要爬上去点亮那盏指引船只的灯", start_s=2, end_s=4),
    )
    (cue,) = cues_of([SpokenLine(words=words, start_s=0)], 20)

    ((_, _, text, timed),) = read_back(vtt([cue], word_times=True))

    assert text.replace("\n", "") == words[0].text + words[1].text
    assert timed[0][0] == 2.0


def test_lines_can_be_shorter_for_an_upright_picture() -> None:
    cues = cues_of([spoken("Every night the keeper polished the great glass until it shone.")], 30, max_line=18)

    assert max(len(row) for cue in cues for row in cue.text.split("\n")) <= 18
    assert len(cues) > 1


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=["L", "P", "N"]), min_size=1, max_size=30), max_size=30),
    st.floats(0.05, 2),
)
def test_what_is_written_is_what_is_read(tokens: list[str], word_s: float) -> None:
    line = SpokenLine(
        words=tuple(Word(text=t, start_s=n * word_s, end_s=(n + 1) * word_s) for n, t in enumerate(tokens)), start_s=1
    )
    cues = cues_of([line], 100)

    for text in (vtt(cues), vtt(cues, word_times=True), srt(cues)):
        unescaped = text if text.startswith("WEBVTT") else text.replace("&", "&amp;").replace("<", "&lt;")
        read = read_back(unescaped)
        assert [(start, end, shown) for start, end, shown, _ in read] == [
            (pytest.approx(cue.start_s, abs=0.001), pytest.approx(cue.end_s, abs=0.001), cue.text) for cue in cues
        ]
        for start, end, _, timed in read:
            stamps = [start, *(at for at, _ in timed), end]
            assert stamps == sorted(stamps)
