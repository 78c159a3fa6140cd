"""How written English is read aloud: numbers, money, times, units and signs spelled as plain words.

The grapheme-to-phoneme step reads plain words well and most notation badly ("7:30" is silence to it, "$2.5 million"
two dollars and five cents), so notation is spelled out first. Every written word keeps its own reading, which is
what lets word times be given for the text as it stands.
"""

import re
import unicodedata
from collections.abc import Sequence

from sanotts.nano_g2p import cardinal_words, decimal_words, ordinal_words, year_words

LONGEST_WORD = 40  # letters; longer runs are read in pieces, so that no input takes the reader long

_CURRENCY = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", "")}
_SCALE = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion", "t": "trillion"}
_SCALE_WORDS = {"thousand", "million", "billion", "trillion"}
_UNITS = {
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "mi": "mile", "ft": "foot", "in": "inch",
    "kg": "kilogram", "g": "gram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce",
    "l": "litre", "ml": "millilitre", "kb": "kilobyte", "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte",
    "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz", "ghz": "gigahertz", "kw": "kilowatt", "kwh": "kilowatt hour",
    "w": "watt", "v": "volt", "mah": "milliamp hour", "kph": "kilometre per hour", "mph": "mile per hour",
    "km/h": "kilometre per hour", "fps": "frame per second", "px": "pixel", "s": "second", "sec": "second",
    "ms": "millisecond", "min": "minute", "mins": "minute", "h": "hour", "hr": "hour", "hrs": "hour",
    "am": "A M", "pm": "P M", "k": "K", "d": "D", "p": "P", "x": "times", "°": "degree", "°c": "degree Celsius",
    "°f": "degree Fahrenheit", "%": "percent", "+": "plus",
}  # fmt: skip
_UNCOUNTED = {"A M", "P M", "K", "D", "P", "times", "percent", "plus", "hertz", "kilohertz", "megahertz", "gigahertz"}
_IRREGULAR_PLURAL = {
    "kilowatt hour": "kilowatt hours",
    "milliamp hour": "milliamp hours",
    "foot": "feet",
    "inch": "inches",
    "penny": "pence",
    "yen": "yen",
}
_FRACTION = {"1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "one quarter", "3/4": "three quarters"}
_SIGNS = {"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "×": "times", "÷": "divided by",
          "°": "degrees", "→": "to"}  # fmt: skip
_ABBREVIATIONS = {"vs.": "versus", "vs": "versus", "etc.": "et cetera", "e.g.": "for example", "i.e.": "that is",
                  "approx.": "approximately", "w/": "with", "w/o": "without", "ok": "okay", "aka": "A K A"}  # fmt: skip
_CLOCK_MARK = {"am": "A M", "pm": "P M", "a.m": "A M", "p.m": "P M", "a.m.": "A M", "p.m.": "P M"}

_OPENING = "\"'`([{<“‘«*_~…¿¡"
_CLOSING = "\"'`)]}>”’»*_~….,;:!?"
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_MONEY = re.compile(rf"(-?)([$€£¥])({_AMOUNT})(k|m|bn|b|t)?(\+?)", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(am|pm|a\.m\.?|p\.m\.?)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_RANGE = re.compile(rf"({_AMOUNT})[-–—]({_AMOUNT})(\D*)")
_QUANTITY = re.compile(rf"([-−+±~]?)({_AMOUNT})(°?[^\d.,]*)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
_DECADE = re.compile(r"['’]?((?:\d{2})?\d0)['’]?s")
_PHONE = re.compile(r"\+?\d{2,4}(?:[-.]\d{2,4}){1,4}|\+\d{6,}")
_WEB = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPELLED = {
    ".": " dot ", "@": " at ", "/": " slash ", "-": " dash ", "_": " underscore ", ":": " colon ",
    "?": " question mark ", "=": " equals ", "&": " and ", "#": " hash ", "+": " plus ",
}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_HASHTAG = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")


def spoken_forms(words: Sequence[str]) -> list[str]:
    """What is said for each written word, in order; "" for one that is not said (an emoji, a lone dash).

    Punctuation stays where it was, since it carries the melody. A form may hold several words.

    >>> spoken_forms(["Only", "$24.99,", "at", "7:30"])
    ['Only', 'twenty-four dollars and ninety-nine cents,', 'at', 'seven thirty']
    """
    forms = []
    for index, word in enumerate(words):
        form = _spoken(word, words[index + 1] if index + 1 < len(words) else "")
        money = _MONEY.fullmatch(_peel(words[index - 1])[1]) if index else None
        leading, core, trailing = _peel(word)
        if money and core.lower() in _SCALE_WORDS:  # "$2.5 million" is two point five million dollars
            form = f"{leading}{core} {_plural(_CURRENCY[money.group(2)][0], '2')}{trailing}"
        forms.append(form)
    return forms


def _spoken(word: str, following: str) -> str:
    word = re.sub("[™®©℠]", "", word)
    word = unicodedata.normalize("NFKC", word.replace("½", "1/2").replace("¼", "1/4").replace("¾", "3/4"))
    word = word.replace("⁄", "/").replace("−", "-").replace("’", "'").replace("‘", "'")
    if word.lower() in _ABBREVIATIONS:
        return _ABBREVIATIONS[word.lower()]
    leading, core, trailing = _peel(word)
    if not core:
        return word
    said = _core(core, _peel(following)[1].lower())
    if said is None:
        return word if core in word and len(core) <= LONGEST_WORD else leading + _in_pieces(core) + trailing
    opening = leading.replace("'", "")  # the apostrophe of "'90s" would be voiced
    return f"{opening}{said}{trailing}" if said else ""


def _peel(word: str) -> tuple[str, str, str]:
    """Punctuation before, the word itself, punctuation after ("'90s" keeps its apostrophe out of the way)."""
    core = word.lstrip(_OPENING)
    leading = word[: len(word) - len(core)]
    bare = core.rstrip(_CLOSING)
    return leading, bare, core[len(bare) :]


def _core(core: str, following: str) -> str | None:
    """The reading of a word without its punctuation; None when it is a plain word."""
    lower = core.lower()
    if core in _SIGNS:
        return _SIGNS[core]
    if lower in _ABBREVIATIONS:
        return _ABBREVIATIONS[lower]
    if lower in _FRACTION:
        return _FRACTION[lower]
    if core.startswith("#") and core[1:].isdigit():
        return f"number {_number(core[1:])}"
    if core.startswith(("#", "@")) and len(core) > 1:
        return ("" if core[0] == "#" else "at ") + _mixed(_HASHTAG.sub(" ", core[1:].replace("_", " ")))
    if not any(char.isdigit() for char in core):
        return _web(core) if ("." in core or "@" in core) and _is_web(core) else None
    for pattern, reading in _READINGS:
        match = pattern.fullmatch(core)
        if match:
            return reading(match, following)
    return _web(core) if _is_web(core) else _mixed(core)


def _is_web(core: str) -> bool:
    tail = core.split("/", maxsplit=1)[0] if "://" not in core else core
    return bool(_WEB.fullmatch(core)) and bool(re.search(r"\.[A-Za-z]{2,}\b|@|://", tail)) and len(core) > 4


def _web(core: str) -> str:
    address = re.sub(r"^https?://(www\.)?|^www\.", "", core).rstrip("/")
    spelled = "".join(_SPELLED.get(char, char) for char in address)
    return " ".join(_mixed(part) if any(c.isdigit() for c in part) else _in_pieces(part) for part in spelled.split())


def _money(match: re.Match[str], following: str) -> str:
    minus, sign, amount, scale, plus = match.groups()
    major, minor = _CURRENCY[sign]
    prefix, suffix = ("minus " if minus else ""), (" plus" if plus else "")
    if scale:
        return f"{prefix}{_number(amount)} {_SCALE[scale.lower()]} {_plural(major, '2')}{suffix}"
    if following in _SCALE_WORDS:
        return f"{prefix}{_number(amount)}"
    whole, _, cents = amount.replace(",", "").partition(".")
    if len(cents) != 2 or not minor:
        return f"{prefix}{_number(amount)} {_plural(major, amount)}{suffix}"
    parts = [f"{_number(whole)} {_plural(major, whole)}"] if int(whole or "0") or not int(cents) else []
    if int(cents):
        parts.append(f"{_number(str(int(cents)))} {_plural(minor, str(int(cents)))}")
    return prefix + " and ".join(parts) + suffix


def _time(match: re.Match[str], _: str) -> str:
    hour, minute, mark = match.groups()
    said = [_number(hour)]
    if minute != "00":
        said.append(f"oh {_DIGITS[int(minute)]}" if minute.startswith("0") else _number(minute))
    elif not mark:
        said.append("o'clock" if 1 <= int(hour) <= 12 else "hundred")
    if mark:
        said.append(_CLOCK_MARK[mark.lower()])
    return " ".join(said)


def _date(match: re.Match[str], following: str) -> str:
    year, month, day = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return _phone(match, following)
    return f"{_MONTHS[int(month) - 1]} {ordinal_words(int(day))} {year_words(int(year))}"


def _range(match: re.Match[str], _: str) -> str:
    low, high, unit = match.groups()
    if len(low) == 3 and len(high) == 4 and not unit:
        return _digits(low + high)  # a telephone number
    return f"{_number(low)} to {_number(high)}{_unit(unit, high)}"


def _phone(match: re.Match[str], _: str) -> str:
    return " ".join(_DIGITS[int(char)] for char in match.group() if char.isascii() and char.isdigit())


def _ordinal(match: re.Match[str], _: str) -> str:
    number = match.group(1)
    words: str = ordinal_words(int(number)) if len(number) <= 12 else _digits(number)
    return words.replace(",", "")


def _decade(match: re.Match[str], _: str) -> str:
    number = match.group(1)
    words: str = year_words(int(number)) if len(number) == 4 else cardinal_words(int(number))
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def _quantity(match: re.Match[str], _: str) -> str:
    sign, amount, unit = match.groups()
    prefix = {"-": "minus ", "+": "plus ", "±": "plus or minus ", "~": "about "}.get(sign, "")
    if not unit and not sign and re.fullmatch(r"1[1-9]\d\d|20[1-9]\d", amount):
        year: str = year_words(int(amount))
        return year
    if not unit or unit.lower() in _UNITS:
        return f"{prefix}{_number(amount)}{_unit(unit, amount)}"
    return prefix + _mixed(amount + unit)


_READINGS = (
    (_MONEY, _money), (_TIME, _time), (_ISO_DATE, _date), (_ORDINAL, _ordinal), (_DECADE, _decade),
    (_RANGE, _range), (_QUANTITY, _quantity), (_PHONE, _phone),
)  # fmt: skip


def _unit(unit: str, amount: str) -> str:
    name = _UNITS.get(unit.lower())
    if name is None:
        return f" {unit.lstrip('-')}" if unit else ""
    return f" {name if name in _UNCOUNTED else _plural(name, amount)}"


def _plural(name: str, amount: str) -> str:
    if amount.replace(",", "") == "1":
        return name
    if name in _IRREGULAR_PLURAL:
        return _IRREGULAR_PLURAL[name]
    head, _, rest = name.partition(" ")
    return f"{head}s {rest}".strip()


def _number(amount: str) -> str:
    """A decimal amount in words: "1,299.5" is "one thousand, two hundred and ninety-nine point five"."""
    plain = amount.replace(",", "")
    whole, _, fraction = plain.partition(".")
    if len(whole) > 12 or (len(whole) > 1 and whole.startswith("0")):
        return _digits(plain)
    words: str = decimal_words(f"{whole or 0}.{fraction}") if fraction else cardinal_words(int(whole))
    return words.replace(",", "")


def _digits(text: str) -> str:
    return " ".join("point" if char == "." else _DIGITS[int(char)] for char in text if char.isdecimal() or char == ".")


def _mixed(core: str) -> str:
    """Letters and digits in one word ("iPhone15", "B2B", "24/7"): each run by itself."""
    if "-" in core:
        return " ".join(_core(part, "") or part for part in core.split("-") if part)
    runs = re.findall(rf"{_AMOUNT}|[^\W\d_]+(?:'[^\W\d_]+)*|[%&+@]", core)
    return " ".join(
        _SIGNS.get(run) or (_number(run) if run[0].isdecimal() or run[0] == "." else _in_pieces(run)) for run in runs
    )


def _in_pieces(core: str) -> str:
    """A word no longer than the reader can take, cut by spaces when it is."""
    return " ".join(core[start : start + LONGEST_WORD] for start in range(0, len(core), LONGEST_WORD))
