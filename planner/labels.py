"""Brands before a product's noun."""

from collections.abc import Sequence

from planner.lexicon import Lexicon
from planner.names import MAX_LETTERS
from planner.tokens import FUNCTION_WORDS, Token


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
    return " ".join(words)[:MAX_LETTERS] or None
