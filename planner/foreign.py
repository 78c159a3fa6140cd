"""Whether a text is English, told by its letters and its small words."""

from functools import lru_cache

from film.brief import Brief
from film.language import Language
from planner.language_of import language_of
from planner.tokens import tokenise, word_set

_FOREIGN = word_set(
    "der die das und ein eine einen im mit auf ist nicht les une des dans sur avec est qui el los las una en con "
    "por que il di che nel della uma um não na het een van en le la du un y et del al zu den dem von"
)
_ENGLISH = word_set("the a an of in on and with to at is are was his her its for from by as that it through into")

_CLEAR = 3
"""So many small words make a text English, however foreign its names are."""


@lru_cache(maxsize=512)
def is_foreign(text: str) -> bool:
    """Whether a text is, by its letters and words, not English."""
    letters = [ch for ch in text if ch.isalpha()]
    if letters and sum(ord(ch) > 0x24F for ch in letters) > len(letters) / 2:
        return True
    words = [token.low for token in tokenise(text)]
    foreign, english = sum(w in _FOREIGN for w in words), sum(w in _ENGLISH for w in words)
    return foreign > english or (english < _CLEAR and language_of(text) is not Language.ENGLISH)


def speaks_abroad(brief: Brief) -> bool:
    """Whether a brief's film speaks another language than English: as the brief says, else as its prompt is written."""
    return brief.language is not Language.ENGLISH if brief.language is not None else is_foreign(brief.prompt)
