"""The name of what is advertised in a prompt of another language, as far as its capitals tell."""

import re

from film.language import Language
from planner.bilingual import Kind, known_words, words_of
from planner.tokens import word_set

_NO_NAMES = word_set("cm pr ai tv ad usb led 3d hd vr ok diy www app")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&'’.-]{2,23}(?: [A-Z][A-Za-z0-9&'’.-]{1,23}){0,2}")
_NAME = re.compile(r"(?:[^\W\d_a-zà-ÿ][\w&'’-]+)(?: [^\W\d_a-zà-ÿ][\w&'’-]+){0,2}")
_UNCASED = frozenset({Language.HINDI, Language.JAPANESE, Language.CHINESE})
_GOODS = frozenset({Kind.THING, Kind.VEHICLE, Kind.TRADE, Kind.PLACE})


def brand_abroad(text: str, language: Language) -> str | None:
    """A name in a text: Latin letters among others; else a capital that begins no sentence and no known word.

    German writes every noun with a capital: there a name stands right behind a known thing ("Fahrrad Velora").
    """
    if language in _UNCASED:
        return next((m[0] for m in _LATIN.finditer(text) if m[0].lower() not in _NO_NAMES), None)
    for match in _NAME.finditer(text):
        known = known_words(match[0], language)
        skipped = known[-1].end if known else 0
        name = " ".join(match[0].split()[skipped:])
        before = text[: match.start() + match[0].find(name)].rstrip()
        if not name or name.lower() in _NO_NAMES or not before or before[-1] in ".!?…:\n¡¿":
            continue
        if language is not Language.GERMAN or _ends_on_goods(before, language):
            return name
    return None


def _ends_on_goods(text: str, language: Language) -> bool:
    found, words = known_words(text, language), words_of(text, language)
    return bool(found) and found[-1].kind in _GOODS and found[-1].end == len(words)
