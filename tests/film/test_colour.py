import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from film.colour import LARGE_TEXT, SMALL_TEXT, contrast_ratio, luminance, mixed, readable
from film.lettering import BrandColours

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_ratios_are_those_of_the_standard() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.01)
    assert luminance("#ff0000") == pytest.approx(0.2126)


@given(colours, colours)
def test_on_one_colour_there_is_always_a_readable_ink(ink: str, plate: str) -> None:
    made = readable(ink, [plate])

    assert made.enough
    assert made.ratio == pytest.approx(contrast_ratio(made.ink, plate), abs=0.01)
    assert made.changed == (contrast_ratio(ink, plate) < SMALL_TEXT)


def test_a_readable_ink_stays_as_it_is() -> None:
    made = readable("#ffb347", ["#0e1118"])

    assert (made.ink, made.changed) == ("#ffb347", False)
    assert made.ratio > 10


def test_large_text_needs_less() -> None:
    assert readable("#777777", ["#ffffff"]).changed
    assert not readable("#777777", ["#ffffff"], LARGE_TEXT).changed


def test_a_changed_ink_keeps_something_of_its_hue_where_it_can() -> None:
    made = readable("#ffb347", ["#ffffff"])

    red, _, blue = (int(made.ink[at : at + 2], 16) for at in (1, 3, 5))
    assert made.changed
    assert red > blue + 30


def test_between_black_and_white_nothing_is_readable_and_that_is_said() -> None:
    assert not readable("#ffffff", ["#000000", "#ffffff"]).enough


def test_colours_mix_as_alpha_does() -> None:
    assert mixed("#000000", "#ffffff", 0.25) == "#404040"


@pytest.mark.parametrize("colour", ["red", "#12", "#gggggg", "ffffff"])
def test_a_brand_colour_is_six_digits(colour: str) -> None:
    with pytest.raises(ValidationError):
        BrandColours(ink=colour)
