import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.sound import Word
from media.lettering.captions import SpokenLine, cues_of
from media.lettering.clusters import BOND, SEAM, clusters, seams
from media.lettering.text import Align, Face, set_text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("明灯。", ["明", "灯。"]),
        ("「おはよう」", ["「お", "は", "よ", "う」"]),
        ("きょう", ["きょ", "う"]),
        ("ที่รัก", ["ที่", "รั", "ก"]),
        ("เรือน้ำ", ["เรื", "อ", "น้ำ"]),
        ("क्षि", ["क्", "षि"]),
        ("👩‍🚀👍🏽", ["👩‍🚀", "👍🏽"]),
        ("🇫🇷🇯🇵", ["🇫🇷", "🇯🇵"]),
    ],
)
def test_letters_keep_their_marks_and_lines_do_not_begin_with_a_full_stop(text: str, pieces: list[str]) -> None:
    assert clusters(text) == pieces


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    assert "".join(clusters(text)) == text


def test_a_long_thai_sentence_is_cut_between_letters() -> None:
    sentence = "ผู้ดูแลประภาคารปีนขึ้นไปทุกคืนเพื่อจุดไฟนำทางเรือที่กำลังกลับบ้านจนกระทั่งรุ่งสางโดยไม่เคยหยุด"

    cues = cues_of([SpokenLine(words=(Word(text=sentence, start_s=0, end_s=8),), start_s=0)], 20)

    lines = [line for cue in cues for line in cue.text.split("\n")]
    assert "".join(lines) == sentence
    assert len(lines) > 1
    assert all(
        clusters(sentence[: sentence.index(line)]) + clusters(line) == clusters(sentence[: sentence.index(line)] + line)
        for line in lines
    )


def test_chinese_may_be_broken_between_characters_and_korean_between_words() -> None:
    assert seams("点亮明灯。") == {1: SEAM, 2: SEAM, 3: SEAM}
    assert seams("불을 밝혀") == {1: BOND, 4: BOND}
    assert seams("plain words, العربية") == {}


@pytest.mark.parametrize("text", ["灯塔守护人每天晚上都要爬上那座古老的灯塔", "ผู้ดูแลประภาคารปีนขึ้นไปทุกคืนเพื่อจุดไฟนำทางเรือ"])
def test_a_sentence_without_spaces_breaks_rather_than_shrinks(text: str) -> None:
    made = set_text(text, Face(40, line_height=1.2), width=460, height=200, align=Align.START)

    assert made.lines > 1
    assert made.line_px == 48
    assert made.text == text


def test_korean_lines_end_with_a_word() -> None:
    text = "등대지기는 매일 밤 불을 밝혀 배를 이끌었다"
    for width in range(200, 420, 20):
        made = set_text(text, Face(40), width=width, height=400, max_lines=6, align=Align.START)

        words, at = text.split(), 0
        for word in words:
            first, at = text.index(word, at), text.index(word, at) + len(word)
            rows = np.flatnonzero(made.part(first, at, "#ffffff")[..., 3].any(axis=1))
            assert rows[-1] - rows[0] < made.line_px
