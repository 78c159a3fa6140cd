"""Whether lines are in the language they should be in: by their letters, and by the small words of each language."""

import re

from film.language import Language

_SURE_WORDS, _SURE_HITS = 8, 3
_SMALL_WORDS = {
    Language.ENGLISH: "the and of to is in that it was for with his her they you he she are this be have not but at",
    Language.SPANISH: "el la los las y de que en es un una por con para su no se lo del al como más pero cuando está",
    Language.FRENCH: "le la les et de des que est un une dans pour avec son sa ne pas du au il elle qui sur ce mais",
    Language.GERMAN: "der die das und ist ein eine nicht mit auf den dem von zu sie er es ich wir für im auch aber",
    Language.PORTUGUESE: "o a os as e de que em é um uma por com para seu sua não se do da no na mais mas quando está",
    Language.ITALIAN: "il lo la i gli le e di che è un una per con non si del della al nel come più ma quando questo",
}
_SCRIPTS = {
    Language.HINDI: re.compile(r"[\u0900-\u097f]"),
    Language.JAPANESE: re.compile(r"[\u3040-\u30ff]"),
    Language.CHINESE: re.compile(r"[\u3400-\u9fff]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_FAMILIES = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}


def other_language(text: str, wanted: Language) -> str | None:
    """The name of the language a text is in instead of ``wanted``; ``None`` when it may well be in that."""
    letters = len(_LETTER.findall(text))
    if letters < 12:
        return None
    shares = {name: len(script.findall(text)) / letters for name, script in _SCRIPTS.items()}
    kana, han, nagari = shares[Language.JAPANESE], shares[Language.CHINESE], shares[Language.HINDI]
    written: Language | None = None
    if nagari > 0.4:
        written = Language.HINDI
    elif kana > 0.1:
        written = Language.JAPANESE
    elif han > 0.4:
        # Without a single kana a text of this length is no Japanese.
        written = Language.CHINESE
    if written is not None:
        return None if written is wanted else written.english_name
    if wanted in _SCRIPTS:
        return "a language in other letters"
    return _other_family(text, wanted)


def _other_family(text: str, wanted: Language) -> str | None:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _SURE_WORDS:
        return None
    hits = {name: sum(word in small for word in words) for name, small in _FAMILIES.items()}
    found = max(hits, key=lambda name: hits[name])
    if found is not wanted and hits[found] >= max(_SURE_HITS, 2 * hits[wanted] + 1):
        return found.english_name
    return None
