"""Languages that part their words by spaces, and whose words are said by rule: each written word with its sounds."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from num2words import num2words

from film.language import Language
from previz.sound.tongues import french, hindi, italian, portuguese, spanish
from previz.sound.tongues.hindi_numbers import number as hindi_number
from previz.sound.tongues.sounds import as_symbols, punctuation

_LONGEST = 40  # letters of a word; longer runs are cut, so that no input takes long
_MOST_DIGITS = 12


class _Tongue(NamedTuple):
    word: Callable[[str], str]
    numbers: Callable[[int], str]
    point: str
    signs: dict[str, str]


def _by_library(code: str) -> Callable[[int], str]:
    def said(value: int) -> str:
        words: str = num2words(value, lang=code)
        return words.replace(",", "")

    return said


_TONGUES = {
    Language.SPANISH: _Tongue(
        spanish.word, _by_library("es"), "coma",
        {"%": "por ciento", "€": "euros", "$": "dólares", "£": "libras", "&": "y", "+": "más", "=": "igual a",
         "°": "grados", "@": "arroba", "#": "número", "km": "kilómetros", "kg": "kilos"},
    ),
    Language.FRENCH: _Tongue(
        french.word, _by_library("fr"), "virgule",
        {"%": "pour cent", "€": "euros", "$": "dollars", "£": "livres", "&": "et", "+": "plus", "=": "égale",
         "°": "degrés", "@": "arobase", "#": "numéro", "km": "kilomètres", "kg": "kilos", "h": "heures"},
    ),
    Language.ITALIAN: _Tongue(
        italian.word, _by_library("it"), "virgola",
        {"%": "per cento", "€": "euro", "$": "dollari", "£": "sterline", "&": "e", "+": "più", "=": "uguale",
         "°": "gradi", "@": "chiocciola", "#": "numero", "km": "chilometri", "kg": "chili"},
    ),
    Language.PORTUGUESE: _Tongue(
        portuguese.word, _by_library("pt_BR"), "vírgula",
        {"%": "por cento", "€": "euros", "$": "dólares", "£": "libras", "&": "e", "+": "mais", "=": "igual a",
         "°": "graus", "@": "arroba", "#": "número", "km": "quilômetros", "kg": "quilos", "h": "horas"},
    ),
    Language.HINDI: _Tongue(
        hindi.word, hindi_number, "दशमलव",
        {"%": "प्रतिशत", "€": "यूरो", "$": "डॉलर", "£": "पाउंड", "₹": "रुपये", "&": "और", "+": "जमा", "=": "बराबर",
         "°": "डिग्री", "@": "एट", "#": "नंबर"},
    ),
}  # fmt: skip
LANGUAGES = frozenset(_TONGUES)

_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0962-\u0963\u200c\u200d])*"
_PIECE = re.compile(rf"(?P<number>\d+(?:[.,:\s]\d+)*)|(?P<word>{_WORD})|(?P<sign>[%€$£₹&+=°@#])")
_CURRENCY = "€$£₹"


def sounds(words: list[str], language: Language, foreign: Callable[[str], str]) -> list[str]:
    """The sounds of each written word, its punctuation included; empty for what is not said.

    ``foreign`` says a word in letters that this language is not written in.
    """
    tongue = _TONGUES[language]
    read = [_read(word, tongue, language, foreign) for word in words]
    if language is Language.FRENCH:
        read = _bound(read)
    return [_joined(before, [said for _, said in parts], after) for before, parts, after in read]


def _joined(before: str, said: list[str], after: str) -> str:
    return as_symbols(before + " ".join(said) + after)


_Read = tuple[str, list[tuple[str, str]], str]


def _read(word: str, tongue: _Tongue, language: Language, foreign: Callable[[str], str]) -> _Read:
    """Punctuation before, the parts of the word (as it is spelled, as it sounds), punctuation after."""
    word = unicodedata.normalize("NFC", word)
    found = list(_PIECE.finditer(word))
    if not found:
        return "", [], punctuation(word)
    parts: list[tuple[str, str]] = []
    for spelled in _spelled(found, tongue):
        said = tongue.word(spelled) if _is_of(spelled, language) else foreign(spelled)
        if said:
            parts.append((spelled, said))
    before, after = punctuation(word[: found[0].start()]), punctuation(word[found[-1].end() :])
    return before.replace("—", ""), parts, after if parts else ""


def _spelled(found: list[re.Match[str]], tongue: _Tongue) -> list[str]:
    """The pieces of a written word in small letters: figures and signs spelled out, a currency after its sum."""
    pieces: list[str] = []
    currency = ""
    for index, piece in enumerate(found):
        text = piece[0]
        if piece["number"]:
            pieces += _number(text, tongue)
            pieces += currency.split()
            currency = ""
        elif piece["sign"]:
            said = tongue.signs.get(text, "")
            if text in _CURRENCY and index + 1 < len(found) and found[index + 1]["number"]:
                currency = said
            else:
                pieces += said.split()
        else:
            unit = tongue.signs.get(text) if index and found[index - 1]["number"] else None
            pieces += unit.split() if unit else [text.lower()[:_LONGEST]]
    return pieces


def _number(text: str, tongue: _Tongue) -> list[str]:
    """A figure in words: groups of three digits belong together, other commas and points part a fraction."""
    grouped = re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3})+", text)
    if grouped:
        text = re.sub(r"\D", "", text)
    whole, mark, fraction = re.fullmatch(r"(\d+)(?:([.,:\s])(.*))?", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        said = [tongue.numbers(int(digit)) for digit in whole[:_LONGEST]]
    else:
        said = [tongue.numbers(int(whole))]
    if mark and fraction:
        said += [tongue.point] if mark in ".," and fraction.isdigit() else []
        said += _number(fraction, tongue) if fraction[:1].isdigit() else []
    return " ".join(said).lower().replace("-", " ").split()


def _is_of(word: str, language: Language) -> bool:
    """Whether a word is in the script of the language."""
    script = "DEVANAGARI" if language is Language.HINDI else "LATIN"
    return all(script in unicodedata.name(char, "") for char in word if char.isalpha())


def _bound(read: list[_Read]) -> list[_Read]:
    """French words that bind to the next, where no punctuation parts them."""
    places = [(index, part) for index, (_, parts, _) in enumerate(read) for part in range(len(parts))]
    runs: list[list[tuple[int, int]]] = []
    for number, (index, part) in enumerate(places):
        new = number == 0 or (part == 0 and (read[index - 1][2] or read[index][0]))
        if new:
            runs.append([])
        runs[-1].append((index, part))
    for run in runs:
        written = [read[index][1][part][0] for index, part in run]
        said = french.bound(written, [read[index][1][part][1] for index, part in run])
        for (index, part), sound in zip(run, said, strict=True):
            read[index][1][part] = (read[index][1][part][0], sound)
    return read
