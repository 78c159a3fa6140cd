import numpy as np
import pytest

from media.lettering.fonts import Fonts, Weight, default_fonts, han_language
from media.lettering.packaged import Fallbacks, manrope
from media.lettering.text import Align, Face, set_text

PACKAGED = Fonts([file.path for file in manrope()], system=False)
SAMPLES = {
    "latin": "Ångström, naïve café, Tiếng Việt, Žluťoučký kůň",
    "cyrillic": "Маяк, который пел под звёздами; Україна",
    "greek": "Ο Φάρος που έμαθε να τραγουδά, ἄνθρωπος",
    "simplified": "灯塔守护人每天晚上都要点亮那盏明灯，直到黎明。",
    "traditional": "燈塔守護人每天晚上都要點亮那盞明燈，直到黎明。",
    "japanese": "灯台守は毎晩ランプを磨いた。「おはよう」",
    "korean": "등대지기는 매일 밤 불을 밝혔다.",
    "arabic": "المنارة التي تعلمت الغناء، في ليلة عاصفة! ٢٠٢٦",
    "persian": "فانوس دریایی که آواز خواندن آموخت؛ پچگاه",
    "hebrew": "המגדלור שלמד לשיר, בְּלַיְלָה סוער",
    "devanagari": "प्रकाशस्तंभ जिसने गाना सीखा। क्षत्रिय १२३",
    "thai": "ประภาคารที่เรียนรู้การร้องเพลง ๑๒๓",
    "bengali": "বাতিঘর যে গান শিখেছিল",
    "tamil": "பாடக் கற்றுக்கொண்ட கலங்கரை விளக்கம்",
    "georgian": "შუქურა, რომელმაც სიმღერა ისწავლა",
    "armenian": "Փարոսը, որ սովորեց երգել",
    "ethiopic": "መዘመር የተማረው የመብራት ቤት",
    "khmer": "ប៉មភ្លើងហ្វារ",
    "tibetan": "བོད་སྐད་ཡིག",
    "emoji": "🔥 🎬 👩‍🚀 ❤️ 🇫🇷 👍🏽 1️⃣ 🫠",
    "signs": "★ ✓ → © ™ ♪ № ½ € ₹ ₿",
}


def drawn(text: str, weight: Weight = Weight.BOLD, fonts: Fonts = PACKAGED) -> np.ndarray:
    return set_text(text, Face(60, weight), width=4000, height=100, max_lines=1, align=Align.START, fonts=fonts).image


def width(text: str) -> int:
    columns = np.flatnonzero(drawn(text)[..., 3].any(axis=0))
    return int(columns[-1] - columns[0])


@pytest.mark.parametrize("weight", [Weight.REGULAR, Weight.EXTRABOLD])
@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_packaged_fonts_alone_draw_every_script(text: str, weight: Weight) -> None:
    assert PACKAGED.missing(text, weight) == set()
    assert PACKAGED.showable(text, weight) == text
    assert drawn(text, weight)[..., 3].any()


def test_a_character_that_no_package_has_is_missing() -> None:
    """Or the test above could not fail."""
    latin_only = Fonts([file.path for file in manrope()], fallbacks=Fallbacks(), system=False)

    assert latin_only.missing("Sea 灯 ب", Weight.BOLD) == {"灯", "ب"}
    assert PACKAGED.missing("\U000f1234", Weight.BOLD) == {"\U000f1234"}


def test_arabic_letters_are_joined() -> None:
    """Shaped in one word the letters take other forms than each alone, and far less room."""
    apart = "ب\u200cي\u200cت"

    assert width("بيت") < width(apart) * 0.85
    joined = drawn("بيت")[..., 3]
    columns = np.flatnonzero(joined.any(axis=0))
    assert joined[:, columns[0] : columns[-1] + 1].any(axis=0).all()


def test_hindi_signs_find_their_places() -> None:
    """The vowel sign i is written before its consonant, and a conjunct is one shape."""
    assert width("क्षि") < width("क") + width("ष") + width("ि")
    assert not np.array_equal(drawn("कि"), drawn("िक"))


@pytest.mark.parametrize("emoji", ["🔥", "👩‍🚀", "❤️", "🇫🇷", "👍🏽", "🎬"])
def test_emoji_are_in_colour_and_one_picture(emoji: str) -> None:
    image = drawn(emoji)

    solid = image[image[..., 3] > 250][:, :3].astype(int)
    assert len(np.unique(solid // 32, axis=0)) > 3
    assert width(emoji) < 90
    if emoji != "🎬":
        assert (solid.max(axis=1) - solid.min(axis=1)).max() > 80


@pytest.mark.parametrize("script", ["latin", "simplified", "korean", "arabic", "devanagari", "thai", "hebrew"])
def test_bold_is_bold_in_every_script(script: str) -> None:
    regular, bold = (
        drawn(SAMPLES[script], weight)[..., 3].astype(int).sum() for weight in (Weight.REGULAR, Weight.EXTRABOLD)
    )

    assert bold > regular * 1.15


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("灯塔守护人", "zh-Hans"),
        ("燈塔守護人", "zh-Hant"),
        ("灯台守は磨いた", "ja"),
        ("漢字 한글", "ko"),
        ("骨", "zh-Hans"),
    ],
)
def test_ideographs_are_drawn_as_the_language_does(text: str, language: str) -> None:
    assert han_language(text) == language


def test_the_same_ideograph_differs_between_languages() -> None:
    assert not np.array_equal(drawn("骨は")[:, :70], drawn("骨话")[:, :70])


def test_the_house_fonts_come_from_packages() -> None:
    assert len(manrope()) == 5
    assert default_fonts().missing("".join(SAMPLES.values()), Weight.BOLD) == set()
