import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.language import Language
from previz.sound.install import _vocabulary
from previz.sound.said import LANGUAGES, phonetic, said_words
from previz.sound.tongues import chinese, french, hindi, italian, japanese, portuguese, spanish
from previz.sound.tongues.hindi_numbers import number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lluvia", "ʎˈuβja"), ("perro", "pˈero"), ("pero", "peɾo"), ("jamón", "xamˈon"), ("general", "xeneɾˈal"),
        ("guerra", "ɡˈera"), ("pingüino", "piŋɡwˈino"), ("chico", "ʧˈiko"), ("huevo", "wˈeβo"), ("rey", "rˈeɪ"),
        ("ciudad", "θjuðˈað"), ("excelente", "eksθelˈente"), ("guardián", "ɡwaɾðjˈan"), ("quién", "kjˈen"),
    ],
)  # fmt: skip
def test_spanish_is_said_as_it_is_spelled(written: str, said: str) -> None:
    assert spanish.word(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mattina", "matːˈina"), ("città", "ʧitːˈa"), ("gli", "ʎi"), ("famiglia", "famˈiʎa"), ("gnomo", "ɲˈomo"),
        ("scena", "ʃˈena"), ("pesce", "pˈeʃe"), ("chiave", "kjˈave"), ("giorno", "ʤˈorno"), ("ciao", "ʧˈao"),
        ("casa", "kˈaza"), ("acqua", "ˈakːwa"), ("perché", "perkˈe"), ("tavola", "tˈavola"), ("pizza", "pˈiʦːa"),
    ],
)  # fmt: skip
def test_italian_is_said_as_it_is_spelled(written: str, said: str) -> None:
    assert italian.word(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("coração", "koɾasˈɐ̃ʊ̃"), ("noite", "nˈoɪʧi"), ("praia", "pɾˈaɪɐ"), ("filho", "fˈiʎʊ"), ("carro", "kˈaxʊ"),
        ("decidiu", "desiʤˈiʊ"), ("ninguém", "nĩɡˈẽɪ̃"), ("casa", "kˈazɐ"), ("cidade", "sidˈaʤi"), ("lugar", "luɡˈaɾ"),
        ("muito", "mˈũɪ̃tʊ"), ("Brasil".lower(), "bɾazˈiʊ"), ("chuva", "ʃˈuvɐ"),
    ],
)  # fmt: skip
def test_portuguese_is_said_as_in_brazil(written: str, said: str) -> None:
    assert unicodedata.normalize("NFC", portuguese.word(written)) == unicodedata.normalize("NFC", said)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("समुद्र", "səmˈʊdɾ"),
        ("लड़का", "lˈəɽkaː"),
        ("रोशनी", "ɾˈoːʃniː"),
        ("नाव", "nˈaːʋ"),
        ("हिंदी", "hɪndˈiː"),
        ("में", "mẽː"),
    ],
)
def test_hindi_drops_the_vowels_nobody_says(written: str, said: str) -> None:
    assert unicodedata.normalize("NFC", hindi.word(written)) == said


def test_hindi_numbers_have_names() -> None:
    assert number(2026) == "दो हज़ार छब्बीस"
    assert number(250_000) == "दो लाख पचास हज़ार"
    assert len({number(value) for value in range(100)}) == 100


@pytest.mark.parametrize(
    ("written", "said"),
    [("maison", "mezˈɔ̃"), ("temps", "tˈɑ̃"), ("oiseau", "wazˈo"), ("homme", "ˈɔm"), ("zorblette", "zoʁblˈɛt")],
)
def test_french_is_looked_up_and_else_said_by_rule(written: str, said: str) -> None:
    assert french.word(written) == said


def sounds(text: str, language: Language) -> str:
    return " ".join(word.phonemes for word in said_words(text, language))


def test_french_binds_words_that_belong_together_and_no_others() -> None:
    assert sounds("Les enfants", Language.FRENCH).startswith("lez ")
    assert sounds("Les héros", Language.FRENCH).startswith("le ")
    assert sounds("Les, enfants", Language.FRENCH).startswith("le, ")


@pytest.mark.parametrize(
    ("pinyin", "said"),
    [("zhong1", "ꭧʊ→ŋ"), ("shi4", "ʂɨ↘"), ("xue2", "ɕɥe↗"), ("yuan3", "ɥɛ↓n"), ("wo3", "wo↓"), ("lü4", "ly↘"),
     ("ma5", "ma"), ("er2", "ɚ↗"), ("x", "")],
)  # fmt: skip
def test_pinyin_has_its_sounds_and_tones(pinyin: str, said: str) -> None:
    assert chinese.syllable(pinyin) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [("1005", "一千零五"), ("10200", "一万零二百"), ("12", "十二"), ("0", "零"), ("3.5%", "百分之三点五"),
     ("2026年", "二零二六年"), ("100010", "十万零一十")],
)  # fmt: skip
def test_chinese_figures_are_read(figure: str, said: str) -> None:
    assert chinese.in_words(figure) == said


def test_japanese_phrases_are_those_of_the_text_with_the_readings_of_a_dictionary() -> None:
    found = japanese.phrases("今日は3時に 学校へ行った。")
    assert [text for text, _ in found] == ["今日は", "3時に", "学校へ", "行った。"]
    assert found[0][1] == "kʲoːβa"
    assert found[2][1] == "ɡaʔkoːe"


@pytest.mark.parametrize(
    "kana, said", [("シャシン", "ɕaɕiɴ"), ("キョウ", "kʲoɯ"), ("ファン", "ɸaɴ"), ("サンポ", "sampo"), ("ーッ", "ʔ")]
)
def test_kana_have_their_sounds(kana: str, said: str) -> None:
    assert japanese.kana(kana) == said


TEXTS = {
    Language.ENGLISH: "Meet Reelwright[ˈɹiːlɹaɪt], for $5!",
    Language.SPANISH: "¿Cuesta 24,99 € el 3% en «Nova»?",
    Language.FRENCH: "L'été, il coûte 24,99 € — oui !",
    Language.ITALIAN: "L’amico dice: “Costa 1.299 euro”, nel 2026.",
    Language.PORTUGUESE: "São 20 km, às 7:30; não é?",
    Language.HINDI: "NOVA की कीमत ₹250 है। 😀 वाह!",
    Language.JAPANESE: "「NOVA」は2,400円、12種類！ 安い。",
    Language.CHINESE: "NOVA 2026年上市，只要24.5元！“好”。",
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_sign_is_kept_and_every_sound_is_known_to_the_model(language: Language) -> None:
    words = said_words(TEXTS[language], language)
    shown = TEXTS[language].replace("[ˈɹiːlɹaɪt]", "")
    assert "".join("".join(word.text for word in words).split()) == "".join(shown.split())
    unknown = {sign for word in words for sign in word.phonemes} - json.loads(_vocabulary())["vocab"].keys()
    assert not unknown
    assert sum(word.sounds for word in words) >= 4


def test_german_is_not_spoken() -> None:
    assert Language.GERMAN not in LANGUAGES


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES - {Language.ENGLISH})))
def test_any_text_is_read_in_any_language(text: str, language: Language) -> None:
    words = said_words(text, language)
    if "[" not in text and "\ue000" not in text:
        kept = "".join("".join(word.text for word in words).split())
        assert kept == "".join(text.split())


@pytest.mark.parametrize("language", [Language.FRENCH, Language.JAPANESE, Language.CHINESE])
def test_junk_is_read_in_a_bounded_way(language: Language) -> None:
    for junk in ("x" * 5_000, "9" * 5_000, "世" * 2_500, "ー" * 2_500, "[" * 5_000, "あ[b]" * 300):
        assert all(len(word.phonemes) <= 400 for word in said_words(junk, language))


def test_a_hint_is_said_and_not_shown() -> None:
    for language, text in (
        (Language.ENGLISH, "Meet “Reelwright[ˈɹiːlɹaɪt]”, now."),
        (Language.ITALIAN, "Ecco “Reelwright[ˈɹiːlɹaɪt]”, ora."),
    ):
        word = said_words(text, language)[1]
        assert (word.text, word.phonemes) == (
            "“Reelwright”,",
            "“ɹˈiːlɹˌIt”,".replace("ɹˈiː", "ˈɹiː").replace("ɹˌIt", "ɹIt"),
        )
    (_, word, *_) = said_words("我爱Reelwright[ˈɹiːlɹaɪt]。", Language.CHINESE)
    assert word.phonemes == "ˈɹiːlɹIt."


def test_a_respelled_word_is_read_as_it_is_respelled() -> None:
    (hinted,) = said_words("Siobhan[shivawn]!", Language.ENGLISH)
    (plain,) = said_words("shivawn!", Language.ENGLISH)
    assert (hinted.text, hinted.phonemes) == ("Siobhan!", plain.phonemes)


def test_phonetic_letters_are_those_of_the_model() -> None:
    assert phonetic("/ˈtʃeɪndʒ.oʊ/") == "ˈʧAnʤO"
