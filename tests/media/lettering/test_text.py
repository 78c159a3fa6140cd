from pathlib import Path

import numpy as np
import pytest

from film.colour import rgb_of
from film.format import Aspect, FilmFormat, Quality
from media.lettering.fonts import Fonts, Weight
from media.lettering.layout import safe_area
from media.lettering.lower_third import lower_third
from media.lettering.text import Align, Face, Typeset, set_text
from media.profile import VideoProfile

TEXTS = {
    "short": "Sea",
    "usual": "The Lighthouse That Learned to Sing",
    "long": "A Very Long Title About a Keeper, His Daughter, and the Storm That Would Not End " * 3,
    "one word": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3,
    "arabic": "المنارة التي تعلمت الغناء في ليلة عاصفة طويلة",
    "cyrillic": "Маяк, который научился петь под звёздами",
    "marks": "Ǻ̊̈Ẫ g̨j̧ŷ Ñandú ŠŽ",
    "emoji": "Lights on 🔥👩‍🚀",
    "empty": "   ",
}
PROFILES = {
    aspect.name: VideoProfile.of(FilmFormat(aspect=aspect, quality=quality))
    for aspect in Aspect
    for quality in (Quality.DRAFT,)
}


def ink(image: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is not transparent."""
    rows, columns = np.flatnonzero(image[..., 3].any(axis=1)), np.flatnonzero(image[..., 3].any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("box", [(800, 300), (400, 600), (240, 80)])
def test_text_never_leaves_its_box(text: str, box: tuple[int, int]) -> None:
    width, height = box
    face = Face(96, Weight.EXTRABOLD, line_height=1.12)

    made = set_text(text, face, width=width, height=height)

    assert made.width <= width
    assert made.height <= height
    if made.image[..., 3].any():
        left, _, right, _ = ink(made.image)
        assert right - left <= width + face.size_px * 0.1


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_on_screen_text_stays_in_the_safe_area(profile: VideoProfile, text: str) -> None:
    shown, safe = lower_third(text, profile=profile, first=0, last=24), safe_area(profile)

    (plate,) = shown.parts
    left, top, right, bottom = ink(plate.image)
    assert safe.left <= plate.x + left
    assert safe.top <= plate.y + top
    assert plate.x + right <= safe.right
    assert plate.y + bottom <= safe.bottom


def test_letters_stay_on_their_plate() -> None:
    image = lower_third(TEXTS["long"], profile=PROFILES["LANDSCAPE"], first=0, last=24).parts[0].image

    bright = (image[..., :3].min(axis=2) > 200) & (image[..., 3] > 200)
    columns = np.flatnonzero(bright.any(axis=0))
    assert columns[0] > 8
    assert columns[-1] < image.shape[1] - 8


def test_a_fitting_text_keeps_its_size_and_a_longer_one_shrinks_before_it_is_cut() -> None:
    face = Face(80)
    sizes = [set_text("Word " * count, face, width=600, height=260) for count in (2, 12, 80)]

    assert sizes[0].line_px == round(80 * 1.2)
    assert sizes[1].line_px < sizes[0].line_px
    assert [made.truncated for made in sizes] == [False, False, True]


def test_lines_are_of_about_equal_length() -> None:
    made = set_text("one two three four five six seven", Face(60), width=700, height=300)

    widths = []
    for number in range(made.lines):
        left, _, right, _ = ink(made.line(number)[0])
        widths.append(right - left)
    assert made.lines == 2
    assert min(widths) > 0.7 * max(widths)


def test_lines_put_together_are_the_whole_text() -> None:
    made: Typeset = set_text("Gypsy jugglers quickly, Åse", Face(90, line_height=1.05), width=500, height=500)

    whole = np.zeros_like(made.image)
    for number in range(made.lines):
        image, first = made.line(number)
        whole[first : first + len(image)] = np.maximum(whole[first : first + len(image)], image)
    assert made.lines > 1
    assert np.array_equal(whole[..., 3], made.image[..., 3])


def test_the_tail_of_a_letter_goes_with_its_line() -> None:
    made = set_text("gggg oooo", Face(90, line_height=1.0), width=260, height=400)

    image, first = made.line(0)
    assert made.lines == 2
    assert first + len(image) > made.margin_px + made.line_px * 0.9
    assert ink(made.line(1)[0])[3] > 0


def test_alpha_is_straight_and_colour_is_exact() -> None:
    made = set_text("H", Face(120, colour="#ffc83c"), width=300, height=200, align=Align.START)

    edge = made.image[(made.image[..., 3] > 60) & (made.image[..., 3] < 200)]
    assert np.abs(edge[:, :3].astype(int) - rgb_of("#ffc83c")).max() <= 4


def test_symbols_that_no_font_has_are_left_out() -> None:
    nobody_has_it = "\U000f1234"

    assert Fonts().showable(f"Sea {nobody_has_it}", Weight.BOLD) == "Sea "


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "brand.ttf").write_text("not a font")

    with pytest.raises(ValueError, match=r"brand\.ttf"):
        Fonts([tmp_path / "brand.ttf"])


@pytest.mark.parametrize("colour", ["red", "#12", "#gggggg"])
def test_a_colour_that_is_none_is_refused(colour: str) -> None:
    with pytest.raises(ValueError):
        rgb_of(colour)
