"""A script says how long its film is, unless somebody else does."""

from film.script_length import script_length_s

FOUNTAIN = """EXT. BUS STOP - NIGHT

Rain. A long description of everything that can be seen in the street tonight, which nobody says.

TOM
Did I miss it?

MARA
(smiling)
You missed it by a minute. I missed it by thirty years.
"""


def test_prose_takes_the_time_that_its_words_take() -> None:
    short, long = "A bird sings.", "A bird sings. " * 10
    assert script_length_s(short) < 8
    assert 20 < script_length_s(long) < 40


def test_of_a_screenplay_only_what_is_said_counts() -> None:
    spoken = "Did I miss it?\nYou missed it by a minute. I missed it by thirty years."
    assert abs(script_length_s(FOUNTAIN) - script_length_s(spoken)) <= 1


def test_languages_without_spaces_are_counted_by_their_characters() -> None:
    assert script_length_s("夜ごと、年老いた灯台守は百十二段の階段をのぼる。") > 6
