"""What a hero does, when a brief says so: reaches for something, ventures what nobody expected, or finds something."""

import re
from dataclasses import dataclass

from planner.lexicon import load_lexicon
from planner.tokens import singular, tokenise, word_set

_WISH = re.compile(
    r"\s*(?:\b(?:that|who|which)\b)?\s*\b(?:wants?|longs?|hopes?|wishes|yearns?|dreams?|learns?|tries)\s+to\s+([^.,;:!?]+)",
    re.IGNORECASE,
)
_VENTURE = re.compile(
    r"\b(opens?|starts?|founds?|builds?|invents?|runs)\s+(?=an?\s)([^.,;:!?]+)", re.IGNORECASE
)  # fmt: skip
_FIND = re.compile(
    r"\b(?:finds?|discovers?|comes? (?:across|upon))\s+((?:an?|some|the|two|three|her|his|its|their)\s[^.,;:!?]+)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\s+(?:in order\s+)?to\s+((?:find|reach|see|meet|save|rescue|win|catch)\s[^.,;:!?]+)", re.IGNORECASE
)  # fmt: skip
_ENTERPRISES = word_set(
    "bank shop store café cafe restaurant diner bar bakery school academy company business firm hotel hostel museum "
    "gallery theatre theater cinema club library clinic hospital factory studio agency newspaper magazine station "
    "startup start-up bookshop bookstore market stand stall salon gym zoo farm brewery office kiosk laundromat "
    "choir band orchestra circus kitchen workshop service line railway hairdresser's airline"
)
_LEFT_OPEN = re.compile(r"\s(?:and|that|which|who|while|when|but)\s", re.IGNORECASE)
_MAX_WORDS = 5
_MAX_FOUND_WORDS = 6


@dataclass(frozen=True)
class Wish:
    """``kind`` is "wish", "venture" or "find". ``deed`` follows "to" ("see the ocean"); of a find it is what is found
    ("a message in a bottle"). ``told`` is the brief before it.
    """

    kind: str
    deed: str
    told: str


def find_wish(text: str) -> Wish | None:
    """The wish, the venture or the find of a brief's hero, when it is short enough to be said."""
    wish = _WISH.search(text) or _PURPOSE.search(text)
    if wish is not None and wish.start() > 0:
        deed = wish[1].strip()
        return Wish("wish", deed, text[: wish.start()]) if len(deed.split()) <= _MAX_WORDS else None
    venture = _VENTURE.search(text)
    if venture is None or venture.start() == 0:
        return _find(text)
    verb, what = venture[1].lower(), venture[2].split(" in ")[0].split(" at ")[0].strip()
    senses = load_lexicon().match(tokenise(verb), 0)[1]
    base = next((sense.verb for sense in senses if sense.verb), singular(verb))
    if len(what.split()) >= _MAX_WORDS:
        return None
    if what.split()[-1].lower() in _ENTERPRISES:
        return Wish("venture", f"{base} {what}", text[: venture.start()])
    # Who makes a thing wishes for it; who opens a door or runs a race does just that.
    return Wish("wish", f"{base} {what}", text[: venture.start()]) if base in {"build", "invent"} else _find(text)


def _find(text: str) -> Wish | None:
    find = _FIND.search(text)
    if find is None or find.start() == 0:
        return None
    found = _LEFT_OPEN.split(find[1])[0].strip()
    return Wish("find", found, text[: find.start()]) if len(found.split()) <= _MAX_FOUND_WORDS else None
