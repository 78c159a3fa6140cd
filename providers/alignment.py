"""From the times of characters to the times of words."""

from collections.abc import Sequence

from film.sound import Word


def words_of(characters: Sequence[str], starts_s: Sequence[float], ends_s: Sequence[float]) -> tuple[Word, ...]:
    """The words in a spoken text, from the start of their first character to the end of their last.

    Whitespace separates them; punctuation belongs to the word it stands at. Of lists of unequal length the rest is
    left out, and a word never begins before the one in front of it has.
    """
    words: list[Word] = []
    letters = ""
    start_s = end_s = 0.0
    for character, begins_s, ceases_s in zip(characters, starts_s, ends_s, strict=False):
        if character.isspace():
            if letters:
                words.append(Word(text=letters, start_s=start_s, end_s=end_s))
            letters = ""
            continue
        if not letters:
            start_s = max(begins_s, words[-1].start_s if words else 0.0)
        letters += character
        end_s = max(ceases_s, start_s)
    if letters:
        words.append(Word(text=letters, start_s=start_s, end_s=end_s))
    return tuple(words)
