"""Words in disguise: spelt with figures, with letters of another alphabet, with dots between them, or drawn out."""

import re
import unicodedata

_FIGURES = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l"}
)
_LOOKALIKES = str.maketrans("аеорсухіѕԁһӏёαεορτυνκ", "aeopcyxisdhleaeoptuvk")
_WORD = re.compile(r"[^\s,.;:?]{3,40}")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]{1,2}){3,}[^\W\d_](?!\w)")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_STARRED = re.compile(r"(?<=[^\W\d_])[*.\-_](?=[^\W\d_])")


def undisguised(text: str) -> list[str]:
    """The text as it is, and as it reads without its disguises; the text alone when it wears none."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    readings = [plain]
    if any(char.isascii() and char.isalpha() for char in plain):
        readings.append(plain.casefold().translate(_LOOKALIKES))
    readings.append(_WORD.sub(lambda found: _spelt(found[0]), readings[-1]))
    readings.append(_SPACED.sub(lambda found: re.sub(r"[ .\-_*]", "", found[0]), readings[-1]))
    readings.append(_DRAWN_OUT.sub(r"\1", readings[-1]))
    readings.append(_STARRED.sub("", readings[-1]))
    return list(dict.fromkeys(readings))


def _spelt(word: str) -> str:
    """A word of letters and figures as letters; a number with its unit is left alone."""
    letters = sum(char.isalpha() for char in word)
    return word.translate(_FIGURES) if letters and not word[0].isdigit() else word
