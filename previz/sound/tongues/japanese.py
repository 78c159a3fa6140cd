"""Japanese: readings by Open JTalk's dictionary, kana to the sounds of the model."""

import threading
import unicodedata
from typing import TypedDict

from previz.sound.tongues.sounds import pairs_in, punctuation

_VOWELS = ("a", "i", "ɯ", "e", "o")
_ROWS = pairs_in(
    "アイウエオ:,,,, カキクケコ:k,kʲ,k,k,k ガギグゲゴ:ɡ,ɡʲ,ɡ,ɡ,ɡ サシスセソ:s,ɕ,s,s,s "
    "ザジズゼゾ:ʣ,ʥ,z,ʣ,ʣ タチツテト:t,ʨ,ʦ,t,t ダヂヅデド:d,ʥ,z,d,d ナニヌネノ:n,ɲ,n,n,n "
    "ハヒフヘホ:h,ç,ɸ,h,h バビブベボ:b,bʲ,b,b,b パピプペポ:p,pʲ,p,p,p マミムメモ:m,mʲ,m,m,m "
    "ラリルレロ:ɾ,ɾʲ,ɾ,ɾ,ɾ"
)
_KANA = {
    kana: consonant + vowel
    for row, consonants in _ROWS
    for kana, consonant, vowel in zip(row, consonants.split(","), _VOWELS, strict=True)
} | dict(pairs_in("ス:sɨ ズ:zɨ ツ:ʦɨ ヅ:zɨ ヤ:ja ユ:jɯ ヨ:jo ワ:βa ヲ:o ヴ:vɯ ヰ:i ヱ:e"))
_SMALL_Y = {"ャ": "a", "ュ": "ɨ", "ョ": "o", "ェ": "e"}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "ɯ", "ェ": "e", "ォ": "o"}
_LONG, _STOP, _NASAL = "ー", "ッ", "ン"
_LIPS, _PALATE, _BACK, _TIP = "mpb", "ɲʨʥ", "kɡ", "ntdɾz"


_FIGURES = "〇零一二三四五六七八九十百千万億兆点"


class _Node(TypedDict):
    string: str
    pron: str
    pos: str
    chain_flag: int


def phrases(text: str) -> list[tuple[str, str]]:
    """The text in small phrases (a word and what hangs on it) with the sounds of each, punctuation included.

    Joined, the phrases are the text without its white space.
    """
    text = "".join(text.split())
    read: list[tuple[str, str]] = []
    for node in _read(text):
        pron = node["pron"].replace("’", "").replace("'", "")
        mark = node["pos"] == "記号" and not _KANA.keys() & set(pron)
        said = punctuation(node["string"]) if mark else kana(pron)
        if read and (mark or node["chain_flag"] == 1):
            read[-1] = read[-1][0] + node["string"], read[-1][1] + said
        else:
            read.append((node["string"], said))
    return _as_written(text, read)


def _as_written(text: str, read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The phrases in the letters of the text: the dictionary answers figures in characters, and wide Latin letters."""
    if not read:
        return [(text, "")] if text else []
    plain = _narrow(text)
    written: list[tuple[str, str]] = []
    at = 0
    for index, (word, said) in enumerate(read):
        if plain.startswith(_narrow(word), at):
            end = at + len(word)
        else:
            end = _end_of(word, plain, at, [later for later, _ in read[index + 1 :]])
        if end == at and written:
            written[-1] = written[-1][0], written[-1][1] + said
        else:
            written.append((text[at:end], said))
        at = end
    if at < len(text) and written:
        written[-1] = written[-1][0] + text[at:], written[-1][1]
    return written


def _end_of(word: str, plain: str, at: int, following: list[str]) -> int:
    """Where a phrase ends that is written otherwise: after what follows its figures, or where a later one begins."""
    tail = _narrow(word.lstrip(_FIGURES))
    if tail and (found := plain.find(tail, at)) >= 0:
        return found + len(tail)
    return next((found for later in following if (found := plain.find(_narrow(later), at)) >= 0), len(plain))


def _narrow(text: str) -> str:
    """The text with letters, figures and marks in their narrow forms, each still one character."""
    narrow = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(after if len(after) == 1 else char for char, after in zip(text, narrow, strict=True))


def kana(reading: str) -> str:
    """The sounds of a reading in katakana."""
    sounds = ""
    at = 0
    while at < len(reading):
        char, small = reading[at], reading[at + 1 : at + 2]
        step, symbol = 1, _KANA.get(char, "")
        if char in _KANA and small in _SMALL_Y and symbol[-1:] in ("i",):
            onset = symbol[:-1]
            step, symbol = 2, onset + ("" if onset[-1:] in tuple("ʲɕʥʨɲç") else "j") + _SMALL_Y[small]
        elif char in _KANA and small in _SMALL:
            onset = {"ウ": "β", "ツ": "ʦ", "フ": "ɸ", "ヴ": "v"}.get(char, symbol[:-1])
            step, symbol = 2, onset + _SMALL[small]
        elif char == _LONG:
            symbol = "ː" if sounds else ""
        elif char == _STOP:
            symbol = "ʔ"
        elif char == _NASAL:
            symbol = _nasal(_KANA.get(small, ""))
        sounds += symbol
        at += step
    return sounds


def _nasal(following: str) -> str:
    first = following[:1]
    for symbol, before in (("m", _LIPS), ("ɲ", _PALATE), ("ŋ", _BACK), ("n", _TIP)):
        if first and first in before:
            return symbol
    return "ɴ"


_reading = threading.Lock()


def _read(text: str) -> list[_Node]:
    import pyopenjtalk  # noqa: PLC0415 - opens a dictionary of 80 MB

    if not text:
        return []
    with _reading:  # the dictionary's reader is not made for several threads
        # Without what the package does beyond Open JTalk: that wants another dictionary for rare characters.
        nodes: list[_Node] = pyopenjtalk.run_frontend(text, use_vanilla=True)
    return nodes
