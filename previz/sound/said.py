"""A line in any language of the narrator as words with their sounds; hints in it (``Reelwright[ˈɹiːlɹaɪt]``) count."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from film.language import Language
from previz.sound.pronounce import SpokenWord, pronounce
from previz.sound.tongues import chinese, japanese, spaced
from previz.sound.tongues.sounds import as_symbols, punctuation

LANGUAGES = frozenset({Language.ENGLISH, Language.JAPANESE, Language.CHINESE}) | spaced.LANGUAGES
"""What can be spoken."""

_HINT = re.compile(r"(?<=[^\W_])\[([^\[\]\n]{1,80})\]")
_MARKED = re.compile("\ue000(\\d+)\ue001")
_RESPELLED = re.compile(r"[A-Za-zÀ-ÿ' -]+")
_IPA = {"aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y", "tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ",
        "g": "ɡ", "ɝ": "ɜɹ", "ɚ": "əɹ", "'": "ˈ", "ʼ": "", ".": "", "͡": "", "‿": "", "/": ""}  # fmt: skip
_LONGEST_HINT = 60
_LONGEST_SOUND = 400  # symbols of a word; only junk has more
_LONGEST_FOREIGN = 30
_LAST_WORD = re.compile(r"(?:[A-Za-z0-9'’-]+|[\u30a1-\u30ff]+|[\u4e00-\u9fff]+|\w)$")
_CHINESE_PIECE = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff]+)|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?[%％]?)|(?P<latin>[A-Za-z][A-Za-z'’-]*)|(?P<mark>.)",
    re.DOTALL,
)


def said_words(text: str, language: Language = Language.ENGLISH) -> list[SpokenWord]:
    """The words of ``text`` with their sounds. Every sign of the text but white space and hints is in one of them.

    Takes time linear in the length of the text. Raises ``KeyError`` for a language that cannot be spoken.
    """
    hints: list[str] = []

    def mark(match: re.Match[str]) -> str:
        hints.append(match[1])
        return f"\ue000{len(hints) - 1}\ue001"

    # The marks are of a private area of Unicode; what a text brings of its own there has no letters to lose.
    words = _words(_HINT.sub(mark, text.replace("\ue000", "")), language, hints)
    return [SpokenWord(word.text, as_symbols(word.phonemes)[:_LONGEST_SOUND]) for word in words if word.text]


def _words(text: str, language: Language, hints: list[str]) -> list[SpokenWord]:
    if language in (Language.JAPANESE, Language.CHINESE):
        read = _japanese if language is Language.JAPANESE else _chinese
        return [word for chunk in text.split() for word in _around_hints(chunk, read, hints)]
    written = text.split()
    plain = [_MARKED.sub("", word) for word in written]
    # A word that is respelled is read as its hint is spelled.
    respelled = [_respelling(word, hints) or bare for word, bare in zip(written, plain, strict=True)]
    told = _english(respelled) if language is Language.ENGLISH else spaced.sounds(respelled, language, _foreign)
    sounds = [_hinted(word, sound, hints) for word, sound in zip(written, told, strict=True)]
    return [SpokenWord(word, sound) for word, sound in zip(plain, sounds, strict=True)]


def _english(words: list[str]) -> list[str]:
    """The sounds of words that may hold spaces since they were respelled."""
    sizes = [max(1, len(word.split())) for word in words]
    read = iter(pronounce(" ".join(words)))
    return [" ".join(filter(None, (next(read).phonemes for _ in range(size)))) for size in sizes]


@lru_cache(maxsize=1_000)
def _foreign(word: str) -> str:
    """A word in Latin letters among others, as an English voice says it; silence for any other script."""
    if not word.isascii():
        return ""
    return " ".join(filter(None, (said.phonemes for said in pronounce(word[:_LONGEST_FOREIGN]))))


def _respelling(word: str, hints: list[str]) -> str | None:
    found = _MARKED.search(word)
    if found is None or not _RESPELLED.fullmatch(hints[int(found[1])]):
        return None
    head = word[: found.start()]
    core = head.lstrip("\"'“‘(«¿¡")
    return head[: len(head) - len(core)] + hints[int(found[1])].strip() + word[found.end() :]


def _hinted(word: str, sound: str, hints: list[str]) -> str:
    """The sounds of a word by its hint in phonetic letters, with the punctuation it has anyway."""
    found = _MARKED.search(word)
    if found is None or _RESPELLED.fullmatch(hints[int(found[1])]):
        return sound
    before, after = punctuation(word[: found.start()]), punctuation(word[found.end() :])
    return before.replace("—", "") + phonetic(hints[int(found[1])]) + after


def phonetic(hint: str) -> str:
    """Phonetic letters (IPA) as the narrator's model writes them."""
    said = unicodedata.normalize("NFC", hint.strip())[:_LONGEST_HINT]
    for written, symbol in _IPA.items():
        said = said.replace(written, symbol)
    return said


def _around_hints(chunk: str, read: Callable[[str], list[SpokenWord]], hints: list[str]) -> list[SpokenWord]:
    """The words of a text without spaces; a hint belongs to all that stands before it since the last mark or script."""
    words: list[SpokenWord] = []
    at = 0
    for found in _MARKED.finditer(chunk):
        head = chunk[at : found.start()]
        core = _LAST_WORD.search(head)
        start = core.start() if core else 0
        words += read(head[:start]) if head[:start] else []
        hint = hints[int(found[1])]
        words.append(SpokenWord(head[start:], _foreign(hint) if _RESPELLED.fullmatch(hint) else phonetic(hint)))
        at = found.end()
    rest = read(chunk[at:]) if chunk[at:] else []
    if words and rest and not rest[0].sounds:
        first = rest.pop(0)
        words[-1] = SpokenWord(words[-1].text + first.text, words[-1].phonemes + first.phonemes)
    return words + rest


def _japanese(text: str) -> list[SpokenWord]:
    return [SpokenWord(written, said) for written, said in japanese.phrases(text)]


def _chinese(text: str) -> list[SpokenWord]:
    words: list[SpokenWord] = []
    for piece in _CHINESE_PIECE.finditer(text):
        if piece["han"]:
            words += [SpokenWord(part, chinese.word(part)) for part in chinese.phrases(piece[0])]
        elif piece["number"]:
            spelled = chinese.in_words(text[piece.start() :])[: len(chinese.in_words(piece[0]))]
            words.append(SpokenWord(piece[0], chinese.word(spelled)))
        elif piece["latin"]:
            words.append(SpokenWord(piece[0], _foreign(piece[0])))
        elif words:
            words[-1] = SpokenWord(words[-1].text + piece[0], words[-1].phonemes + punctuation(piece[0]))
        else:
            words.append(SpokenWord(piece[0], punctuation(piece[0])))
    return words
