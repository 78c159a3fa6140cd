"""Which language a brief is written in, offline: by its script, by its small words, and by its letters.

Prompts are short ("anuncio de café"), where statistics over letters err. So small words count beside them, and English
is read where nothing speaks clearly for another language: a foreign name does not make a foreign film.
"""

import re
import threading
import unicodedata
from functools import cache
from typing import Protocol

from film.language import Language

_LONGEST = 4_000
"""Characters that are looked at: more add time, not certainty."""

_SMALL_WORD, _ACCENT, _ENGLISH_HEAD_START = 10.0, 5.0, 5.0
"""In the units of the statistics: natural logarithms of likelihood."""

_LATIN = (
    Language.ENGLISH,
    Language.SPANISH,
    Language.FRENCH,
    Language.GERMAN,
    Language.PORTUGUESE,
    Language.ITALIAN,
)

_SMALL_WORDS = {
    Language.ENGLISH: """the an and of to is are in on at for with by from this that his her their its it who into over
        about as our your my we you they be was has ad film video story make song style new commercial seconds
        second brand spot shop road trip launch shoes dog cat""",
    Language.SPANISH: """el los las un una unos y de del con por para que en al su sus se lo es son está como pero más
        sobre sin nuestro cuando anuncio película vídeo historia donde desde hasta""",
    Language.FRENCH: """le les un une des du et de à au aux avec pour par que qui dans en sur sans son sa ses est sont
        ce cette ne pas elle il nous vous mon ma publicité histoire où chez vers""",
    Language.GERMAN: """der die das ein eine einen einem einer und von mit für im am zu zum zur auf ist sind nicht über
        ohne sein ihre seine ihr aus nach bei wie wenn wir werbung ein den dem des es geschichte""",
    Language.PORTUGUESE: """o os as um uma uns e de do da dos das em no na nos nas com por para que ao se seu sua seus
        é são não mais mas sobre sem anúncio vídeo história quando onde até pelo pela""",
    Language.ITALIAN: """il lo gli la un uno una e di del della dei delle con per che nel nella al alla si suo sua è
        sono non più come ma senza dal dalla sul sulla da quando dove pubblicità storia dello""",
}
_HINTS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ACCENTS = {
    Language.SPANISH: "ñ¿¡",
    Language.FRENCH: "œêèçùûî",
    Language.GERMAN: "äößü",
    Language.PORTUGUESE: "ãõ",
    Language.ITALIAN: "òìù",
}
_WORD = re.compile(r"[^\W\d_]+")


class _Ranker(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def language_of(text: str) -> Language:
    """The language ``text`` is mostly written in; English where nothing is written, or nothing is clear."""
    text = unicodedata.normalize("NFC", text)[:_LONGEST]
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> Language | None:
    """The language of a script that only one of ours is written in, when it holds at least a third of the letters."""
    kana = sum("\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9d" for char in text)
    han = sum("\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" for char in text)
    hindi = sum("\u0900" <= char <= "\u097f" for char in text)
    # A sign of Chinese or Japanese says about as much as two letters.
    weighed = {"cjk": 2 * (kana + han), "hindi": hindi}
    latin = sum("LATIN" in unicodedata.name(char, "") for char in text)
    script = max(weighed, key=weighed.__getitem__)
    if weighed[script] == 0 or weighed[script] * 2 < latin:
        return None
    if script == "hindi":
        return Language.HINDI
    return Language.JAPANESE if kana * 12 >= han and kana else Language.CHINESE


def _by_words(text: str) -> Language:
    """The likeliest language of Latin letters."""
    words = _WORD.findall(text.lower())
    if not words:
        return Language.ENGLISH
    ranked = dict(_rank(text))
    scores = {language: ranked.get(language.value, -1e9) for language in _LATIN}
    scores[Language.ENGLISH] += _ENGLISH_HEAD_START
    for language in _LATIN:
        scores[language] += _SMALL_WORD * sum(word in _HINTS[language] for word in words)
        scores[language] += _ACCENT * sum(char in _ACCENTS.get(language, "") for char in text.lower())
    return max(_LATIN, key=lambda language: scores[language])


_ranking = threading.Lock()


def _rank(text: str) -> list[tuple[str, float]]:
    with _ranking:
        return _ranker().rank(text)


@cache
def _ranker() -> _Ranker:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - takes half a second

    ranker = LanguageIdentifier.from_model_file(MODEL_FILE)
    ranker.set_languages([language.value for language in _LATIN])
    return ranker  # type: ignore[no-any-return]
