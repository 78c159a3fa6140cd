"""Where text of a script without spaces may be cut: never within a letter and its marks, never before a full stop."""

from itertools import pairwise
from unicodedata import category, name

SEAM, BOND = "\u200b", "\u2060"
"""Invisible: a line may be broken here, or may not."""

_EVERYWHERE = ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH")
_BETWEEN_WORDS = ("THAI", "LAO", "KHMER", "MYANMAR")
_LONGEST_WORD = 16
"""A Thai text of more letters without a mark between its words has to be broken somewhere."""

_MARKS = ("Mn", "Mc", "Me")
_JOINER = "\u200d"
_THAI_BEFORE = range(0x0E40, 0x0E45)
_THAI_AFTER = (0x0E30, 0x0E32, 0x0E33, 0x0E45, 0x0E46, 0x0E2F)
_OPENING = ("Ps", "Pi")
_CLOSING = ("Pe", "Pf")
_NOT_FIRST = ",.;:!?…、。，．；：！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"


def clusters(text: str) -> list[str]:
    """The pieces of ``text`` between which it may be cut, in order."""
    pieces: list[str] = []
    for sign in text:
        if pieces and _belong(pieces[-1], sign):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def is_unspaced(sign: str) -> bool:
    """Whether the script writes words together (Chinese, Japanese, Thai …)."""
    return name(sign, "").startswith(_EVERYWHERE + _BETWEEN_WORDS)


def seams(text: str) -> dict[int, str]:
    """What to put before which character, so that lines break as their script has it.

    Skia reckons with spaces only when it tells how narrow a text may be set: a Chinese sentence counts as one word.
    Korean may be broken anywhere but is read more easily between words.
    """
    found: dict[int, str] = {}
    pieces, at = clusters(text), 0
    sentence = _long_without_seams(pieces)
    for number, (piece, following) in enumerate(pairwise(pieces)):
        at += len(piece)
        before, after = piece[-1], following[0]
        if SEAM in (before, after) or before.isspace() or after.isspace():
            continue
        names = name(before, ""), name(after, "")
        if all(script.startswith("HANGUL") for script in names):
            found[at] = BOND
        elif any(script.startswith(_EVERYWHERE) for script in names) or number in sentence:
            found[at] = SEAM
    return found


def _long_without_seams(pieces: list[str]) -> set[int]:
    """The numbers of clusters within Thai or its like that are neither spaced nor marked for long."""
    found: set[int] = set()
    run: list[int] = []
    for number, piece in enumerate([*pieces, " "]):
        if name(piece[0], "").startswith(_BETWEEN_WORDS):
            run.append(number)
            continue
        if len(run) > _LONGEST_WORD:
            found.update(run[:-1])
        run = []
    return found


def _belong(piece: str, sign: str) -> bool:
    last = piece[-1]
    if category(sign) in _MARKS or _JOINER in (sign, last) or _is_skin(sign):
        return True
    if _is_flag(sign) and _is_flag(last):
        return sum(map(_is_flag, piece)) % 2 == 1
    if category(sign) in _CLOSING or sign in _NOT_FIRST or category(last) in _OPENING:
        return True
    return ord(sign) in _THAI_AFTER or ord(last) in _THAI_BEFORE


def _is_skin(sign: str) -> bool:
    return 0x1F3FB <= ord(sign) <= 0x1F3FF


def _is_flag(sign: str) -> bool:
    return 0x1F1E6 <= ord(sign) <= 0x1F1FF
