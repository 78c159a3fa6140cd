"""Portuguese as it is said in Brazil. Whether e and o are open is heard, not written: the usual is said."""

from previz.sound.tongues.sounds import Sound, listed, read_along, stressed

UNSTRESSED = listed(
    "o a os as um uns de do da dos das e em no na nos nas ao aos com por pelo pela para pra que se me te lhe seu sua "
    "mas ou"
)
_ACCENTED = {
    "á": "a",
    "â": "ɐ",
    "à": "a",
    "é": "ɛ",
    "ê": "e",
    "í": "i",
    "ó": "ɔ",
    "ô": "o",
    "ú": "u",
    "ã": "ɐ̃",
    "õ": "õ",
}
_VOWELS = "aeiou"
_ALL = _VOWELS + "".join(_ACCENTED)
_SOFT = "eiéêí"
_PLAIN = {"b": "b", "f": "f", "j": "ʒ", "k": "k", "m": "m", "n": "n", "p": "p", "v": "v", "w": "w", "ç": "s", "y": "i"}
_STRESSED_LAST = "lrzxiu"


_LISTED = {"muito": "mˈũɪ̃tʊ", "muita": "mˈũɪ̃tɐ", "muitos": "mˈũɪ̃tʊs", "muitas": "mˈũɪ̃tɐs"}


def word(text: str) -> str:
    """The sounds of one word in small letters."""
    if text in _LISTED:
        return _LISTED[text]
    sounds = read_along(text, _next)
    if text in UNSTRESSED:
        return "".join(sound.symbol for sound in sounds)
    return stressed(sounds, lambda nuclei: _stress(text, len(nuclei)))


def _stress(text: str, count: int) -> int:
    bare = text[:-1] if text.endswith("s") and len(text) > 2 else text
    if bare[-1] in _STRESSED_LAST or text.endswith(("im", "um", "ins", "uns")):
        return count - 1
    return count - 2


def _next(text: str, at: int) -> tuple[int, list[Sound]]:
    char, after, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at else ""
    third = text[at + 2 : at + 3]
    for letters, symbols in (("ão", "ɐ̃ʊ̃"), ("ãe", "ɐ̃ɪ̃"), ("õe", "õɪ̃")):
        if text.startswith(letters, at):
            return 2, [Sound(symbols, nucleus=True, accented=True)]
    if char in _ACCENTED:
        nasal = after in ("m", "n") and (not third or third not in _ALL + "h") and char not in "ãõ"
        symbol = _nasal(_ACCENTED[char]) if nasal else _ACCENTED[char]
        sound = Sound(symbol, nucleus=True, accented=char != "à")
        if nasal and at + 2 >= len(text) - (1 if text.endswith("s") else 0):
            return 2, [Sound(sound.symbol + "ɪ̃" if char in "éê" else sound.symbol, nucleus=True, accented=True)]
        return (2 if nasal else 1), [sound]
    if char in _VOWELS:
        return _vowel(text, at)
    match char + after:
        case "lh":
            return 2, [Sound("ʎ")]
        case "nh":
            return 2, [Sound("ɲ")]
        case "ch":
            return 2, [Sound("ʃ")]
        case "rr":
            return 2, [Sound("x")]
        case "ss":
            return 2, [Sound("s")]
        case "sc" if third and third in _SOFT:
            return 2, [Sound("s")]
        case "qu":
            return 2, [Sound("k"), *([] if third and third in _SOFT else [Sound("w")])]
        case "gu" if third and third in _SOFT:
            return 2, [Sound("ɡ")]
        case "ph":
            return 2, [Sound("f")]
    match char:
        case "c":
            return 1, [Sound("s" if after and after in _SOFT else "k")]
        case "g":
            return 1, [Sound("ʒ" if after and after in _SOFT else "ɡ")]
        case "h":
            return 1, []
        case "t" | "d":
            soft = after in ("i", "í") or (after == "e" and at + 2 >= len(text) - (1 if text.endswith("s") else 0))
            return 1, [Sound({"t": "ʧ", "d": "ʤ"}[char] if soft else char)]
        case "l":
            return 1, [Sound("l" if after and after in _ALL else "ʊ")]
        case "r":
            return 1, [Sound("x" if not before or before in "nls" else "ɾ")]
        case "s":
            voiced = (before and before in _ALL and after and after in _ALL) or (after and after in "bdgvmnlr")
            return 1, [Sound("z" if voiced else "s")]
        case "z":
            return 1, [Sound("z" if after else "s")]
        case "x":
            return 1, [Sound("z" if before == "e" and after and after in _ALL else "ʃ")]
    return 1, [Sound(_PLAIN[char])] if char in _PLAIN else []


def _vowel(text: str, at: int) -> tuple[int, list[Sound]]:
    char, after, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at else ""
    third = text[at + 2 : at + 3]
    last = at >= len(text) - (2 if text.endswith("s") else 1)
    if after in ("m", "n") and (not third or third not in _ALL + "h"):
        ends = at + 2 >= len(text) - (1 if text.endswith("s") else 0)
        symbol = _nasal("ɐ" if char == "a" else char)
        if ends and char in "ae":
            return 2, [Sound(symbol + ("ʊ̃" if char == "a" else "ɪ̃"), nucleus=True)]
        return 2, [Sound(symbol, nucleus=True)]
    if char in "iu" and before and before in "aeoáâéêóô" and (char == "i" or not (after and after in _ALL)):
        return 1, [Sound("ɪ" if char == "i" else "ʊ")]
    if char == "u" and before == "i" and last:
        return 1, [Sound("ʊ")]
    if (
        char in "iu"
        and after
        and after in _ALL
        and not (char == "i" and after == "u" and at + 2 == len(text))
        and after not in "íú"
        and not (char == "i" and len(text) - at == 2)
    ):
        return 1, [Sound("j" if char == "i" else "w")]
    if last and len(text) > 1 and char in "aeo" and not (before and before in "aeiou" and len(text) <= 2):
        return 1, [Sound({"a": "ɐ", "e": "i", "o": "ʊ"}[char], nucleus=True)]
    if text in ("e", "o"):
        return 1, [Sound({"e": "i", "o": "ʊ"}[char], nucleus=True)]
    return 1, [Sound(char, nucleus=True)]


def _nasal(vowel: str) -> str:
    return {"a": "ɐ̃", "ɐ": "ɐ̃", "e": "ẽ", "ɛ": "ẽ", "i": "ĩ", "o": "õ", "ɔ": "õ", "u": "ũ"}[vowel]
