"""Spanish, whose spelling tells nearly everything: the letters of a word give its sounds, their order its stress."""

from previz.sound.tongues.sounds import Sound, listed, read_along, stressed

UNSTRESSED = listed(
    "el la los las lo un de del y e o u a al en con por para que se su sus mi mis tu tus le les me te nos si como "
    "sin pero ni sobre"
)
_VOWELS = {"a": "a", "e": "e", "i": "i", "o": "o", "u": "u"}
_ACCENTED = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u"}
_SOFT = "eiéí"
_PLAIN = {"f": "f", "j": "x", "k": "k", "l": "l", "m": "m", "p": "p", "s": "s", "t": "t", "ñ": "ɲ", "ç": "s", "z": "θ"}


def word(text: str) -> str:
    """The sounds of one word in small letters, as it is said in Spain."""
    sounds = read_along(text, _next)
    if text in UNSTRESSED:
        return "".join(sound.symbol for sound in sounds)
    return stressed(sounds, lambda nuclei: len(nuclei) - (2 if text[-1] in "aeiouns" else 1))


def _next(text: str, at: int) -> tuple[int, list[Sound]]:
    char, after, before = text[at], text[at + 1 : at + 2], text[at - 1 : at] if at else ""
    if char in _ACCENTED:
        return 1, [Sound(_ACCENTED[char], nucleus=True, accented=True)]
    if char in _VOWELS or char == "ü":
        return 1, [_vowel(char, before, after)]
    pair = char + after
    match pair:
        case "ch":
            return 2, [Sound("ʧ")]
        case "ll":
            return 2, [Sound("ʎ")]
        case "rr":
            return 2, [Sound("r")]
        case "qu":
            return 2, [Sound("k")]
        case "gu" if text[at + 2 : at + 3] and text[at + 2] in _SOFT:
            return 2, [Sound(_lenis("g", before))]
    match char:
        case "c":
            return 1, [Sound("θ" if after and after in _SOFT else "k")]
        case "g":
            return 1, [Sound("x" if after and after in _SOFT else _lenis("g", before))]
        case "b" | "v" | "d":
            return 1, [Sound(_lenis("b" if char == "v" else char, before))]
        case "h":
            return 1, []
        case "x":
            return 1, [Sound("s" if not before else "k"), *([Sound("s")] if before else [])]
        case "w":
            return 1, [Sound("w")]
        case "y":
            if not after:
                return 1, [Sound("i", nucleus=not before)] if not before else [Sound("ɪ")]
            return 1, [Sound("ʝ" if after in "aeiouáéíóú" else "i", nucleus=after not in "aeiouáéíóú")]
        case "r":
            return 1, [Sound("r" if not before or before in "nls" else "ɾ")]
        case "n":
            return 1, [
                Sound(
                    "m"
                    if after and after in "bvp"
                    else "ŋ"
                    if after and after in "cgkqj" and _hard(text, at + 1)
                    else "n"
                )
            ]
    return 1, [Sound(_PLAIN[char])] if char in _PLAIN else []


def _vowel(char: str, before: str, after: str) -> Sound:
    """A vowel, or the glide of a diphthong."""
    if char in "iu" and after and after in "aeoáéóiuíú" and after != char:
        return Sound("j" if char == "i" else "w")
    if char == "ü":
        return Sound("w")
    if char in "iu" and before and before in "aeoáéó":
        return Sound("ɪ" if char == "i" else "ʊ")
    return Sound(_VOWELS[char], nucleus=True)


def _lenis(letter: str, before: str) -> str:
    """b, d and g, soft between vowels and after most consonants."""
    hard = not before or before in "mn" or (letter == "d" and before == "l")
    return {"b": "b", "d": "d", "g": "ɡ"}[letter] if hard else {"b": "β", "d": "ð", "g": "ɣ"}[letter]


def _hard(text: str, at: int) -> bool:
    """Whether the c or g at ``at`` is a k or g."""
    return text[at] in "kqj" or not (text[at + 1 : at + 2] and text[at + 1] in _SOFT)
