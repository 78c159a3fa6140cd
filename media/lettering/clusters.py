"""Where text of a script without spaces may be cut: never within a letter and its marks, never before a full stop."""

from unicodedata import category

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
