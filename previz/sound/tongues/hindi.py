"""Hindi. Devanagari writes every sound but one: the short a that consonants carry is dropped by rule."""

import unicodedata

from previz.sound.tongues.sounds import STRESS, listed

_CONSONANTS = {
    "क": "k", "ख": "kʰ", "ग": "ɡ", "घ": "ɡʰ", "ङ": "ŋ", "च": "ʧ", "छ": "ʧʰ", "ज": "ʤ", "झ": "ʤʰ", "ञ": "ɲ",
    "ट": "ʈ", "ठ": "ʈʰ", "ड": "ɖ", "ढ": "ɖʰ", "ण": "ɳ", "त": "t", "थ": "tʰ", "द": "d", "ध": "dʰ", "न": "n",
    "प": "p", "फ": "pʰ", "ब": "b", "भ": "bʰ", "म": "m", "य": "j", "र": "ɾ", "ल": "l", "ळ": "l", "व": "ʋ",
    "श": "ʃ", "ष": "ʃ", "स": "s", "ह": "h",
}  # fmt: skip
_DOTTED = {"क": "k", "ख": "x", "ग": "ɣ", "ज": "z", "ड": "ɽ", "ढ": "ɽʰ", "फ": "f", "य": "j"}
_VOWELS = {"अ": "ə", "आ": "aː", "इ": "ɪ", "ई": "iː", "उ": "ʊ", "ऊ": "uː", "ऋ": "ɾɪ", "ए": "eː", "ऐ": "ɛː", "ओ": "oː",
           "औ": "ɔː", "ऑ": "ɔ", "ऍ": "æ"}  # fmt: skip
_SIGNS = {"ा": "aː", "ि": "ɪ", "ी": "iː", "ु": "ʊ", "ू": "uː", "ृ": "ɾɪ", "े": "eː", "ै": "ɛː", "ो": "oː", "ौ": "ɔː",
          "ॉ": "ɔ", "ॅ": "æ"}  # fmt: skip
_NUKTA, _VIRAMA, _CANDRABINDU, _ANUSVARA, _VISARGA = "़", "्", "ँ", "ं", "ः"
_HELD = "ə"
_IRREGULAR = {"यह": "jeː", "वह": "ʋoː", "ये": "jeː", "वे": "ʋeː", "कि": "kɪ", "और": "ɔːɾ", "न": "nə", "है": "hɛː",
              "हैं": "hɛ̃ː", "में": "mẽː", "नहीं": "nəhˈĩː", "ने": "neː", "को": "koː"}  # fmt: skip
UNSTRESSED = listed("का की के को ने से में पर है हैं कि और तो भी ही था थी थे")


def word(text: str) -> str:
    """The sounds of one word."""
    text = unicodedata.normalize("NFD", text).replace("\u200d", "").replace("\u200c", "")
    if text in _IRREGULAR:
        return _IRREGULAR[text]
    syllables = _dropped(_syllables(text))
    sounds = [onset + (vowel or "") for onset, vowel in syllables]
    if text in UNSTRESSED or not any(vowel for _, vowel in syllables):
        return "".join(sounds)
    at = _stress(syllables)
    onset, vowel = syllables[at]
    sounds[at] = onset + STRESS + (vowel or "")
    return "".join(sounds)


def _syllables(text: str) -> list[tuple[str, str | None]]:
    """Consonants each with its vowel: ``None`` where a mark says that there is none, ``ə`` where none is written."""
    syllables: list[tuple[str, str | None]] = []
    for index, char in enumerate(text):
        following = text[index + 1 : index + 2]
        if char in _CONSONANTS:
            symbol = _DOTTED.get(char, _CONSONANTS[char]) if following == _NUKTA else _CONSONANTS[char]
            syllables.append((symbol, _HELD))
        elif char in _VOWELS:
            syllables.append(("", _VOWELS[char]))
        elif char in _SIGNS and syllables:
            syllables[-1] = syllables[-1][0], _SIGNS[char]
        elif char == _VIRAMA and syllables:
            syllables[-1] = syllables[-1][0], None
        elif char in (_CANDRABINDU, _ANUSVARA) and syllables:
            syllables[-1] = syllables[-1][0], _nasal(syllables[-1][1] or _HELD, char, text[index + 1 :])
        elif char == _VISARGA and syllables:
            syllables.append(("h", None))
    return syllables


def _nasal(vowel: str, mark: str, rest: str) -> str:
    """A nasal vowel, or the nasal consonant that the next one asks for."""
    following = _CONSONANTS.get(rest[:1], "")
    if mark == _ANUSVARA and following:
        place = {"k": "ŋ", "ɡ": "ŋ", "ʧ": "n", "ʤ": "n", "ʈ": "ɳ", "ɖ": "ɳ", "p": "m", "b": "m", "m": "m"}
        return vowel + place.get(following[0], "n")
    return f"{vowel[0]}̃{vowel[1:]}"


def _dropped(syllables: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Without the short vowels that are not said: the last one, and from the end each between two full syllables."""
    kept = list(syllables)
    if len(kept) > 1 and kept[-1][1] == _HELD:
        kept[-1] = kept[-1][0], None
    for index in range(len(kept) - 2, 0, -1):
        after, before = kept[index + 1], kept[index - 1]
        if kept[index][1] == _HELD and kept[index][0] and after[1] and after[0] and before[1]:
            kept[index] = kept[index][0], None
    return kept


def _stress(syllables: list[tuple[str, str | None]]) -> int:
    """The heaviest syllable, the last but one among equals."""
    weights = []
    for index, (_, vowel) in enumerate(syllables):
        closed = index + 1 < len(syllables) and syllables[index + 1][1] is None
        weights.append(-1 if vowel is None else (2 if "ː" in vowel else 1) + closed)
    heaviest = [index for index, weight in enumerate(weights) if weight == max(weights)]
    return heaviest[-2] if len(heaviest) > 1 and heaviest[-1] == len(syllables) - 1 else heaviest[-1]
