"""Mandarin: characters to pinyin by a dictionary of phrases, pinyin to the sounds and tone marks of the model."""

import re
from collections.abc import Iterator

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg

_INITIALS = {
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l",
    "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip
# The tone stands where the 0 is: after the vowel that carries it.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "er": "ɚ0", "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0", "in": "i0n",
    "ing": "i0ŋ", "iong": "jʊ0ŋ", "iu": "jou0", "ong": "ʊ0ŋ", "ou": "ou0", "o": "wo0", "u": "u0", "ua": "wa0",
    "uai": "wai0", "uan": "wa0n", "uang": "wa0ŋ", "ueng": "wə0ŋ", "ui": "wei0", "un": "wə0n", "uo": "wo0", "v": "y0",
    "ve": "ɥe0", "van": "ɥɛ0n", "vn": "y0n", "ê": "ɛ0",
}  # fmt: skip
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_WHOLE = {"yi": "i", "yin": "in", "ying": "ing", "wu": "u", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn",
          "yong": "iong", "you": "iu", "wei": "ui", "wen": "un", "weng": "ueng"}  # fmt: skip
_BUZZING = ("zh", "ch", "sh", "r", "z", "c", "s")

_DIGITS, _PLACES, _GROUPS = "零一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿", "万亿")
_NUMBER = re.compile(r"(\d+(?:,\d{3})*)(?:\.(\d+))?(%|％)?")


def in_words(text: str) -> str:
    """The text with its numbers in characters, as they are read."""

    def read(match: re.Match[str]) -> str:
        whole, fraction, percent = match[1].replace(",", ""), match[2], match[3]
        year = len(whole) == 4 and text[match.end() : match.end() + 1] == "年"
        said = "".join(_DIGITS[int(digit)] for digit in whole) if year or len(whole) > 16 else number(int(whole))
        if fraction:
            said += "点" + "".join(_DIGITS[int(digit)] for digit in fraction)
        return f"百分之{said}" if percent else said

    return _NUMBER.sub(read, text)


def number(value: int) -> str:
    """A whole number below 10¹⁶ as it is read."""
    if value == 0:
        return "零"
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            if said and group < 1000:
                said += "零"
            said += _below_ten_thousand(group) + _GROUPS[place]
    return said[1:] if said.startswith("一十") else said


def _below_ten_thousand(group: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return said


def phrases(text: str) -> Iterator[str]:
    """The words of a text of Chinese characters as the dictionary of phrases parts them, lone characters in pairs."""
    lone = ""
    for part in seg.cut(text):
        if len(part) > 1 or len(lone) == 2:
            if lone:
                yield lone
            lone = ""
        if len(part) > 1:
            yield part
        else:
            lone += part
    if lone:
        yield lone


def word(text: str) -> str:
    """The sounds of one word of Chinese characters; what is not Chinese in it is silent."""
    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, errors="ignore")
    return "".join(map(syllable, syllables))


def syllable(pinyin: str) -> str:
    """The sounds of one syllable, such as ``zhong1``; empty for what is none."""
    tone = _TONES.get(pinyin[-1:])
    body = pinyin[:-1] if tone is not None else pinyin
    body = body.replace("ü", "v")
    initial = next((letters for letters in _INITIALS if body.startswith(letters)), "")
    final = body[len(initial) :]
    if not initial:
        final = _WHOLE.get(body) or (
            f"i{body[1:]}" if body.startswith("y") else f"u{body[1:]}" if body[:1] == "w" else body
        )
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    if final == "i" and initial in _BUZZING:
        sounds = "ɨ0"
    elif final.endswith("r") and final not in _FINALS:
        sounds = _FINALS.get(final[:-1], "") + "ɻ"
    else:
        sounds = _FINALS.get(final, "")
    return (_INITIALS.get(initial, "") + sounds.replace("0", tone or "")) if sounds else ""
