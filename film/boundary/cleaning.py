"""Text that can be shown and spoken: no control characters, no markup, no addresses nobody asked for, no end."""

import re
import unicodedata

from pydantic import JsonValue

_MOST_MARKS = 3
_JOINERS = "\u200c\u200d"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|io|co|shop|store|app|ai|info|biz)\b(?:/\S*)?", re.IGNORECASE
)
_MARKUP = re.compile(r"\*{1,3}|`{1,3}|_{2,}|^#+\s+|</?[a-z][^<>]{0,80}>", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“”„«»']+(.*?)[\"“”„«»']+$")


def clean(value: JsonValue, longest: int, *, known: str = "") -> str:
    """``value`` as one line of at most ``longest`` characters, cut between words.

    ``known`` is the brief's own text: addresses that stand in it are kept.
    """
    text = plain(_text(value, longest * 4))
    text = _ADDRESS.sub(lambda found: found[0] if found[0].casefold().rstrip(".,;!?") in known else " ", text)
    text = _MARKUP.sub("", text)
    text = re.sub(r"\s+([,.;!?])", r"\1", " ".join(text.split()))
    return shortened(text, longest)


def plain(text: str) -> str:
    """Composed characters without controls, surrogates, private ones, or towers of marks."""
    kept, marks = [], 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        marks = marks + 1 if category == "Mn" else 0
        if char.isspace():
            kept.append(" ")
        elif marks <= _MOST_MARKS and (category[0] != "C" or char in _JOINERS):
            kept.append(char)
    return "".join(kept)


def shortened(text: str, longest: int) -> str:
    """The text, cut between words (or, where there are none, between characters) when it is too long."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head).rstrip(" ,;:–—-") + "…"


def unquoted(text: str) -> str:
    """A line without the quotation marks around it."""
    found = _QUOTED.match(text)
    return found[1].strip() if found and not re.search(r"[\"“”„«»]", found[1]) else text


def has_controls(text: str) -> bool:
    """Whether a text holds what ``plain`` takes out."""
    return any(unicodedata.category(char)[0] == "C" and char not in _JOINERS for char in text)


def addresses(text: str) -> list[str]:
    """The addresses of the web in a text."""
    return [found.rstrip(".,;!?") for found in _ADDRESS.findall(text)]


def _text(value: JsonValue, longest: int) -> str:
    """A value in words: numbers as they are, of lists and objects the texts in them."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int) and abs(value) > 10**12:
        return ""
    if isinstance(value, list):
        return " ".join(_text(item, longest) for item in value[:20])[:longest]
    if isinstance(value, dict):
        return " ".join(_text(item, longest) for item in list(value.values())[:20])[:longest]
    return str(value)[:longest]
