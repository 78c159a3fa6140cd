"""Names in a text: quoted ones, those after "called", and capitalised ones before a product."""

import re
from collections.abc import Sequence

from previz.language.lexicon import Lexicon
from previz.language.tokens import FUNCTION_WORDS, Token

_MAX_LETTERS = 24
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„\n]{1,40})[\"”»“]|(?<!\w)['‘]([A-Z][^'‘’\n]{0,30})['’](?!\w)")
_CALLED = re.compile(
    r"\b(?:called|named|labell?ed|branded|titled|introducing|introduce|presenting|meet)\s+"
    r"((?:[A-Z][\w&'’.-]*)(?:\s+(?:[A-Z0-9][\w&'’-]*))*)",
)
_FOR = re.compile(
    r"\b(?:ad|advert|advertisement|commercial|spot|promo|trailer|campaign)\s+for\s+(?:the\s+)?"
    r"([A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,2})"
)


def find_labels(text: str) -> tuple[str, ...]:
    """Lettering the text asks for, in its own spelling."""
    found = [quoted or single for quoted, single in _QUOTED.findall(text)]
    found += _CALLED.findall(text) + _FOR.findall(text)
    names = (name.strip(" .,;:!?") for name in found)
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= _MAX_LETTERS))


def mask_quotes(text: str) -> str:
    """The text with its quoted parts blanked out; every other character keeps its place."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)


def brand_before(tokens: Sequence[Token], head: int, lexicon: Lexicon) -> str | None:
    """The capitalised words before a product noun ("Lumen" in "a Lumen serum"), unless they are plain words."""
    words: list[str] = []
    position = head - 1
    while position >= 0 and tokens[position].is_word and len(words) < 3:
        token = tokens[position]
        known = lexicon.match(tokens, position)[0] or lexicon.place_at(tokens, position)[0] or lexicon.colour(token.low)
        if not token.is_capitalised or known or token.low in FUNCTION_WORDS:
            break
        words.insert(0, token.text)
        position -= 1
    opens_sentence = position < 0 or not tokens[position].is_word
    # A capital that only opens the sentence is no name.
    if opens_sentence and words and not (len(words) > 1 or words[0].isupper()):
        return None
    return " ".join(words)[:_MAX_LETTERS] or None
