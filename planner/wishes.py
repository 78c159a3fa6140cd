"""What a hero sets out to do, when a brief says so: a wish to reach something, or a venture nobody expected."""

import re
from dataclasses import dataclass

from planner.lexicon import load_lexicon
from planner.tokens import singular, tokenise

_WISH = re.compile(
    r"\s*(?:\b(?:that|who|which)\b)?\s*\b(?:wants?|longs?|hopes?|wishes|yearns?|dreams?)\s+to\s+([^.,;:!?]+)",
    re.IGNORECASE,
)
_VENTURE = re.compile(
    r"\b(opens?|starts?|founds?|builds?|invents?|runs)\s+(?=an?\s)([^.,;:!?]+)", re.IGNORECASE
)  # fmt: skip
_MAX_WORDS = 5


@dataclass(frozen=True)
class Wish:
    """``kind`` is "wish" or "venture", ``deed`` follows "to" ("see the ocean"), ``told`` is the brief before it."""

    kind: str
    deed: str
    told: str


def find_wish(text: str) -> Wish | None:
    """The wish or the venture of a brief's hero, when it is short enough to be said."""
    wish = _WISH.search(text)
    if wish is not None and wish.start() > 0:
        deed = wish[1].strip()
        return Wish("wish", deed, text[: wish.start()]) if len(deed.split()) <= _MAX_WORDS else None
    venture = _VENTURE.search(text)
    if venture is None or venture.start() == 0:
        return None
    verb, what = venture[1].lower(), venture[2].split(" in ")[0].split(" at ")[0].strip()
    senses = load_lexicon().match(tokenise(verb), 0)[1]
    base = next((sense.verb for sense in senses if sense.verb), singular(verb))
    return Wish("venture", f"{base} {what}", text[: venture.start()]) if len(what.split()) < _MAX_WORDS else None
