"""Characters with times become words with times."""

import pytest

from film.sound import Word
from providers.alignment import words_of


def times(text: str) -> tuple[list[str], list[float], list[float]]:
    """Each character lasts a tenth of a second."""
    return list(text), [n / 10 for n in range(len(text))], [(n + 1) / 10 for n in range(len(text))]


def test_a_word_lasts_from_its_first_character_to_its_last():
    assert words_of(*times("Hi, you")) == (
        Word(text="Hi,", start_s=0.0, end_s=0.3),
        Word(text="you", start_s=0.4, end_s=0.7),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  ", []),
        (" a ", ["a"]),
        ("a\n\tb", ["a", "b"]),
        ("don't stop", ["don't", "stop"]),
        ("Grüße 東京", ["Grüße", "東京"]),
    ],
)
def test_whitespace_of_any_kind_separates_words(text, words):
    assert [word.text for word in words_of(*times(text))] == words


def test_lists_of_unequal_length_give_the_words_that_are_timed():
    characters, starts, ends = times("one two")
    assert [word.text for word in words_of(characters, starts[:5], ends)] == ["one", "t"]


def test_times_never_run_backwards():
    words = words_of(["a", " ", "b"], [0.5, 0.6, 0.2], [0.6, 0.6, 0.1])
    assert [(word.start_s, word.end_s) for word in words] == [(0.5, 0.6), (0.5, 0.5)]


def test_a_time_before_the_beginning_is_the_beginning():
    assert words_of(["a"], [-0.01], [0.1]) == (Word(text="a", start_s=0.0, end_s=0.1),)
