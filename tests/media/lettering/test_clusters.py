import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.sound import Word
from media.lettering.captions import SpokenLine, cues_of
from media.lettering.clusters import clusters


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
    assert len(lines) > 2
    assert all(
        clusters(sentence[: sentence.index(line)]) + clusters(line) == clusters(sentence[: sentence.index(line)] + line)
        for line in lines
    )
