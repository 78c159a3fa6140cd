"""Whether a text is English, told by its letters and its small words."""

from film.brief import Brief
from film.language import Language
from planner.tokens import tokenise, word_set

_FOREIGN = word_set(
    "der die das und ein eine einen im mit auf ist nicht les une des dans sur avec est qui el los las una en con "
    "por que il di che nel della uma um não na het een van en le la du un y et del al zu den dem von"
)
_ENGLISH = word_set("the a an of in on and with to at is are was his her its for from by as that it through into")


def is_foreign(text: str) -> bool:
    """Whether a text is, by its letters and small words, not English."""
    letters = [ch for ch in text if ch.isalpha()]
    if letters and sum(ord(ch) > 0x24F for ch in letters) > len(letters) / 2:
        return True
    words = [token.low for token in tokenise(text)]
    foreign, english = sum(w in _FOREIGN for w in words), sum(w in _ENGLISH for w in words)
    return foreign > english


def is_told_abroad(brief: Brief) -> bool:
    """Whether a brief's prompt is in another language than English, as it says or as its words do."""
    return is_foreign(brief.prompt) or brief.language not in {None, Language.ENGLISH}
