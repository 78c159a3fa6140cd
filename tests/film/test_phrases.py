"""Texts are cut where a voice would pause."""

from hypothesis import given
from hypothesis import strategies as st

from film.pace import Pace
from film.phrases import pieces, sentences

CHARACTERS = Pace(per_s=6.5, characters=True)


def test_sentences_keep_their_quotes_and_abbreviations() -> None:
    text = 'Dr. Ito paid 3.5 million. "Why?" she asked… Nobody knew!'
    assert sentences(text) == ["Dr. Ito paid 3.5 million.", '"Why?"', "she asked…", "Nobody knew!"]
    assert sentences("猫が歩く。犬も歩く。") == ["猫が歩く。", "犬も歩く。"]


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = "He was always a good walker, your father, in any weather, in any shoes."
    assert pieces(text, 8, Pace()) == ["He was always a good walker, your father,", "in any weather, in any shoes."]


def test_short_sentences_are_said_in_one_breath() -> None:
    assert pieces("Go. Now. Please do not look back at me.", 4, Pace())[0] == "Go. Now."


@given(
    words=st.lists(st.sampled_from(["a", "sea,", "light.", "and", "猫、", "Dr.", "3.5", "why?"]), max_size=60),
    most=st.integers(1, 12),
    pace=st.sampled_from([Pace(), CHARACTERS]),
)
def test_pieces_fit_and_lose_nothing(words: list[str], most: int, pace: Pace) -> None:
    text = " ".join(words)
    cut = pieces(text, most, pace)
    assert all(pace.count(piece) <= most for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split()) or not any(ch.isalnum() for ch in text)
