import pytest

from previz.sound.pronounce import pronounce
from previz.sound.reading import spoken_forms


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$24.99,", "twenty-four dollars and ninety-nine cents,"),
        ("$1", "one dollar"),
        ("$0.99", "ninety-nine cents"),
        ("£1.02", "one pound and two pence"),
        ("$2.5 million", "two point five million dollars"),
        ("$1M.", "one million dollars."),
        ("2%", "two percent"),
        ("7:30", "seven thirty"),
        ("9:00", "nine o'clock"),
        ("12:05pm", "twelve oh five P M"),
        ("2026", "twenty twenty-six"),
        ("1990s", "nineteen nineties"),
        ("2026-11-21", "November twenty-first twenty twenty-six"),
        ("22nd", "twenty-second"),
        ("5-10kg", "five to ten kilograms"),
        ("20°C", "twenty degrees Celsius"),
        ("24fps", "twenty-four frames per second"),
        ("1,299.5", "one thousand two hundred and ninety-nine point five"),
        ("-5", "minus five"),
        ("½", "one half"),
        ("#1", "number one"),
        ("&", "and"),
        ("vs.", "versus"),
        ("24/7", "twenty-four seven"),
        ("iPhone15", "iPhone fifteen"),
        ("555-1234", "five five five one two three four"),
        ("www.example.com", "example dot com"),
        ("don’t", "don't"),
        ("“state-of-the-art”", "“state-of-the-art”"),
    ],
)
def test_notation_is_read_as_people_say_it(written: str, said: str) -> None:
    assert " ".join(spoken_forms(written.split())) == said


def test_every_written_word_has_its_phonemes() -> None:
    text = "The robot's “last” run—at 7:30—cost $24.99, i.e. 2% less 😀 than café prices!"
    words = pronounce(text)
    assert [word.text for word in words] == text.split()
    assert [word.text for word in words if not word.sounds] == ["😀"]


@pytest.mark.parametrize(
    "text",
    ["a-" * 2_500, "x" * 5_000, "9" * 5_000, "$" * 5_000, "a.b." * 1_250, "'" * 5_000, "#" + "aB" * 2_400,
     "世界" * 2_500,
     "1," * 2_500, "a--b" * 1_250, "\u0301" * 5_000, "\x00\ufffe\u202e " * 1_000],
    ids=lambda text: text[:6].encode("unicode_escape").decode(),
)  # fmt: skip
def test_junk_of_any_kind_is_read_in_a_bounded_way(text: str) -> None:
    words = pronounce(text)
    assert [word.text for word in words] == text.split()
    assert max(len(word.phonemes) for word in words) <= 400


def test_words_of_other_scripts_are_silent() -> None:
    assert not any(word.sounds for word in pronounce("Привет 世界 مرحبا"))


def test_marked_pronunciations_keep_their_punctuation() -> None:
    (word,) = pronounce("“Café!”")
    assert word.phonemes == "“kæfˈA!”"
