"""How long words take to be said and to be read: counted as people say them, numbers and abbreviations included."""

import math
import re
import unicodedata

from film.language import Language
from film.voices import Voice

UNSPACED = (Language.JAPANESE, Language.CHINESE)
"""Languages that write words together: they are counted in characters."""

_SENTENCE_PAUSE_S, _CLAUSE_PAUSE_S = 0.25, 0.14
_ENDING_S = 0.22
"""What is heard before the first sound and after the last one."""

_LETTERS_A_WORD = {
    Language.ENGLISH: 4.6,
    Language.SPANISH: 4.8,
    Language.FRENCH: 4.8,
    Language.GERMAN: 5.6,
    Language.PORTUGUESE: 4.7,
    Language.ITALIAN: 5.0,
    Language.HINDI: 4.0,
}
_BY_LENGTH = 0.75
"""The share of a word's time that hangs on how long it is."""

_READ_PER_S, _READ_CJK_PER_S = 15.0, 6.0
_LEAST_READ_S, _MOST_READ_S = 1.2, 7.0

_WORDS_OF_DIGITS = (0.0, 1.0, 2.2, 4.0, 4.8)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_SIGNS = re.compile(r"[$€£¥₹%‰°&+=@#]|(?<=\d)(?:k|m|km|cm|mm|kg|g|ml|l|h|min|s|am|pm)\b", re.IGNORECASE)
_SENTENCE_ENDS, _CLAUSE_ENDS = ".!?…。！？।", ",;:—–、，；："
_SENTENCE = re.compile(rf"[{_SENTENCE_ENDS}]+(?=[\s\"'”’»)]|$)|[。！？]+")
_CLAUSE = re.compile(r"[,;:](?=\s|$)|[—–、，；：]+|\s-\s")


def counted(text: str, language: Language) -> float:
    """How many words are said, or characters in languages without spaces; a long word counts as more than one.

    >>> round(counted("It costs $24.99", Language.ENGLISH), 1) > 5
    True
    """
    if language in UNSPACED:
        return _characters(text)
    usual = _LETTERS_A_WORD[language]
    total = 0.0
    for word in text.split():
        numbers = _NUMBER.findall(word)
        total += sum(_number_words(number) for number in numbers) + 1.4 * len(_SIGNS.findall(word))
        rest = _NUMBER.sub(" ", word)
        for part in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _without_marks(rest)):
            if 2 <= len(part) <= 5 and part.isupper() and not numbers:
                total += 0.75 * len(part)  # spelled: BBC
            else:
                total += (1 - _BY_LENGTH) + _BY_LENGTH * len(part) / usual
    return total


def spoken_s(text: str, voice: Voice, language: Language = Language.ENGLISH) -> float:
    """How long a voice takes to say ``text`` at its natural speed, in seconds; 0 where nothing is said."""
    units = counted(text, language)
    if not units:
        return 0.0
    body = text.strip().rstrip(_SENTENCE_ENDS + _CLAUSE_ENDS + "\"'”’») ")
    pauses = _SENTENCE_PAUSE_S * len(_SENTENCE.findall(body)) + _CLAUSE_PAUSE_S * len(_CLAUSE.findall(body))
    return units / voice.rate(language).per_s + pauses + _ENDING_S


def speech_limits(voice: Voice, seconds: float, language: Language = Language.ENGLISH) -> int:
    """How many words of usual length, or characters in languages without spaces, a voice says in ``seconds``."""
    return max(1, math.floor((seconds - _ENDING_S - _CLAUSE_PAUSE_S) * voice.rate(language).per_s))


def read_s(text: str) -> float:
    """How long a line stands that is read and not heard, in seconds: by the usual reading speed, within limits."""
    letters = sum(not char.isspace() for char in text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return min(_MOST_READ_S, max(_LEAST_READ_S, (letters - wide) / _READ_PER_S + wide / _READ_CJK_PER_S))


def _characters(text: str) -> float:
    digits = sum(max(1.0, 1.8 * len(number) - 1) for number in _NUMBER.findall(text))
    total = digits
    for char in _NUMBER.sub("", text):
        if char.isalpha():
            # A letter of another script is about half a syllable.
            total += 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5
        elif char in "%％$€£¥￥℃":
            total += 2.0
    # A small kana and a long-vowel mark take no time of their own; a kanji takes about two kana's.
    total -= 0.5 * sum(char in "ゃゅょャュョァィゥェォ" for char in text)
    if any("\u3041" <= char <= "\u30ff" for char in text):
        total += 0.8 * sum("\u4e00" <= char <= "\u9fff" for char in text)
    return total


def _number_words(number: str) -> float:
    return sum(_run_words(len(run)) for run in re.split(r"[.:/]|,(?=\d{1,2}(?!\d))", number.replace(" ", ""))) + 1.2 * (
        number.count(".") + number.count("/")
    )


def _run_words(digits: int) -> float:
    return _WORDS_OF_DIGITS[digits] if digits < len(_WORDS_OF_DIGITS) else 1.2 * digits


def _without_marks(text: str) -> str:
    """Letters composed as far as they go; vowel signs of Hindi count as letters."""
    return "".join(
        "a" if unicodedata.category(char) in ("Mc", "Mn") else char for char in unicodedata.normalize("NFC", text)
    )
