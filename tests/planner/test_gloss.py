"""Sentences of eight languages are known by a few English words, which the reader understands."""

from itertools import pairwise

import pytest

from film.language import Language
from film.phrases import sentences
from planner.bilingual import COLUMNS, Kind, forms_of, known_words, rows
from planner.gloss import gloss, gloss_of_product
from planner.grammars import GRAMMARS
from planner.lexicon import load_lexicon
from planner.shot import Action, ActorKind, Setting
from planner.tokens import third_person

KEEPER = "An old female lighthouse keeper climbs the stairs at night."
GLOSSES = [
    ("es", "Cada noche, la vieja farera sube los ciento doce escalones.", KEEPER),
    ("es", "Enciende la lámpara y espera.", "The hero lights a lamp and waits."),
    ("es", "Una noche, el mar le devuelve una botella con una carta.",
     "The hero looks at a bottle with a letter at night."),
    ("es", "Dos pescadores viejos reparan un barco rojo en el puerto",
     "An old fisherman repairs a red boat in the harbour."),
    ("es", "Una niña y su perro buscan un tesoro", "A girl and a dog search for treasure."),
    ("fr", "Un vieil horloger répare une petite horloge.", "An old clockmaker repairs a small clock."),
    ("fr", "La gardienne du phare allume la lampe.", "A female lighthouse keeper lights a lamp."),
    ("fr", "Une vieille dame monte avec un bouquet de fleurs.", "An old woman walks on."),
    ("fr", "Ils parlent de la mer.", "The hero talks."),
    ("de", "Dann lädt sie ihn zu einer Tasse Tee ein.", "A tea cup."),
    ("pt", "O avô pega a velha caminhonete azul.", "A grandfather picks up an old blue truck."),
    ("fr", "Elle ouvre la lettre et sourit.", "She opens a letter and smiles."),
    ("de", "Jeden Morgen backt der alte Bäcker Brot.", "An old baker bakes bread in the morning."),
    ("de", "Eine Astronautin findet eine Blume auf dem Mond.",
     "A female astronaut finds a flower on the surface of the moon."),
    ("de", "Ein roter Fuchs wartet vor der Tür.", "A red fox waits."),
    ("pt", "Um velho pescador sai de barco ao amanhecer.", "An old fisherman leaves in a boat at dawn."),
    ("pt", "Uma menina de vestido amarelo dança na chuva.", "A girl dances in the rain."),
    ("it", "Una giovane pianista suona in un teatro vuoto.", "A young female pianist plays on a stage."),
    ("it", "Un vecchio entra e si siede.", "An old man enters and sits."),
    ("hi", "एक बूढ़ा मछुआरा सुबह अपनी नाव में बैठता है।", "An old fisherman sits in a boat in the morning."),
    ("hi", "एक छोटी लड़की अपने कुत्ते के साथ दौड़ती है", "A small girl and a dog run."),
    ("ja", "年老いた灯台守が毎晩、階段を登る。", "An old lighthouse keeper climbs the stairs at night."),
    ("ja", "ある夜、波が古い瓶を運んでくる。", "The hero looks at an old bottle at night."),
    ("zh", "一条蓝色的鲸鱼游过他的船边。", "A blue whale swims."),
    ("zh", "他看着鲸鱼，微笑着。", "He looks at a whale and smiles."),
]  # fmt: skip
PRODUCTS = [
    ("es", "Un anuncio para un vino tinto", "wine"),
    ("fr", "Une publicité pour un savon naturel", "soap"),
    ("de", "Werbung für eine neue rote Armbanduhr", "a red watch"),
    ("pt", "Anúncio de um sorvete de morango", "strawberry ice cream"),
    ("it", "Uno spot per un olio d'oliva", "olive oil"),
    ("hi", "चाय का विज्ञापन", "tea"),
    ("ja", "新しい抹茶アイスのCM", "matcha ice cream"),
    ("zh", "一款新的跑鞋广告", "a shoe"),
]


@pytest.mark.parametrize(("language", "told", "english"), GLOSSES, ids=[told for _, told, _ in GLOSSES])
def test_a_sentence_says_who_does_what(language: str, told: str, english: str) -> None:
    assert gloss(told, Language(language)) == english


@pytest.mark.parametrize(("language", "told", "product"), PRODUCTS, ids=[told for _, told, _ in PRODUCTS])
def test_an_advertisement_names_its_product(language: str, told: str, product: str) -> None:
    assert gloss_of_product(told, Language(language)) == product


@pytest.mark.parametrize("language", COLUMNS)
def test_what_is_not_known_is_not_guessed(language: Language) -> None:
    assert gloss("Xyzzy plugh qwfp.", language) == ""
    assert gloss("", language) == ""


def test_no_language_is_glossed_that_has_no_rows() -> None:
    assert known_words("The dog runs.", Language.ENGLISH) == []


@pytest.mark.parametrize("language", COLUMNS)
def test_known_words_never_overlap(language: Language) -> None:
    text = " ".join(told for code, told, _ in GLOSSES if code == language.value)
    found = known_words(text, language)
    assert found
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("language", COLUMNS)
def test_a_language_has_words_for_everything_films_are_about(language: Language) -> None:

    forms = {form.english for found in forms_of(language).values() for form in found}
    assert len(forms) >= 330
    assert language in GRAMMARS


def test_every_deed_place_and_being_is_one_the_reader_draws() -> None:

    senses = load_lexicon().senses
    for kind, english, _ in rows():
        words = english.split()
        if kind is Kind.DEED:
            forms = {third_person(english), third_person(words[0])}
            assert any(isinstance(sense.meaning, Action) for form in forms for sense in senses.get(form, ())), english
        if kind in {Kind.TRADE, Kind.PERSON, Kind.ANIMAL} and english not in {"children", "friends"}:
            assert any(isinstance(sense.meaning, ActorKind) for sense in senses.get(english, ())), english
        if kind is Kind.PLACE:
            parts = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
            known = [sense.meaning for part in parts for sense in senses.get(part, ())]
            assert any(isinstance(meaning, Setting) for meaning in known) or english == "on mars", english


def test_hindi_sentences_end_at_their_mark() -> None:
    assert sentences("वह चलता है। वह रुकता है।") == ["वह चलता है।", "वह रुकता है।"]
