"""Italian. Its spelling leaves open where longer words are stressed and whether e and o are open: the usual is said."""

from previz.sound.tongues.sounds import Sound, listed, read_along, stressed

UNSTRESSED = listed(
    "il lo la i gli le un una uno di del della dei delle degli dello da dal dalla a al alla ai alle e ed o in nel "
    "nella nei nelle con su sul sulla per che si mi ti ci vi se ma non l d un dell all nell"
)
_ACCENTED = {"à": "a", "è": "ɛ", "é": "e", "ì": "i", "í": "i", "ò": "ɔ", "ó": "o", "ù": "u", "ú": "u"}
_VOWELS = "aeiou"
_ALL = _VOWELS + "".join(_ACCENTED)
_SOFT = "eièéìí"
_PLAIN = {"b": "b", "d": "d", "f": "f", "j": "j", "k": "k", "l": "l", "m": "m", "n": "n", "p": "p", "r": "r", "t": "t",
          "v": "v", "w": "w", "x": "ks", "y": "i"}  # fmt: skip
_THIRD_LAST = (
    "abile", "ibile", "evole", "issimo", "issima", "issimi", "issime", "ologo", "ografo", "ometro", "atico", "atica",
    "etico", "etica", "istico", "istica",
)  # fmt: skip
# Common words that are stressed on the third syllable from the end, which no ending tells.
_LISTED = listed(
    "tavola tavole favola favole isola isole angelo angeli popolo piccolo piccola piccoli piccole secolo secoli regola "
    "anima anime attimo attimi ultimo ultima ultimi ultime primissimo massimo minimo ottimo prossimo prossima "
    "albero alberi numero numeri camera camere lettera lettere povero povera libero libera essere vivere leggere "
    "scrivere prendere vendere correre ridere credere mettere perdere chiudere scendere rompere vincere piangere "
    "giovane giovani ordine origine immagine immagini pagina pagine macchina macchine lacrima lacrime zucchero "
    "musica magico magica unico unica antico amico tipico comico fisico medico pubblico pubblica classico "
    "telefono sabato domenica subito rapido timido limpido tiepido splendido vivido morbido solido umido "
    "compito vengono dicono fanno vedono sono hanno vivono corrono cercano trovano portano parlano guardano amano "
    "arrivano tornano passano aspettano brillano volano cantano ballano aprono semplice semplici codice giudice "
    "mobile facile difficile simile utile fragile cenere polvere ricco genere opera opere cattedrale crepuscolo "
    "gondola fiaccola bussola pentola nuvola nuvole briciola lucciola lucciole stimolo angolo angoli debole "
    "orologio desiderio silenzio"
)
_NOT_THIRD = frozenset({"amico", "antico", "amici", "sono", "fanno", "hanno", "cattedrale", "ricco", "orologio"})


def word(text: str) -> str:
    """The sounds of one word in small letters."""
    sounds = read_along(text, _next)
    if text in UNSTRESSED:
        return "".join(sound.symbol for sound in sounds)
    return stressed(sounds, lambda nuclei: max(0, len(nuclei) - (3 if _third_last(text) else 2)))


def _third_last(text: str) -> bool:
    if text in _NOT_THIRD:
        return False
    return text in _LISTED or (len(text) > 6 and text.endswith(_THIRD_LAST))


def _next(text: str, at: int) -> tuple[int, list[Sound]]:
    char, after = text[at], text[at + 1 : at + 2]
    if char in _ACCENTED:
        return 1, [Sound(_ACCENTED[char], nucleus=True, accented=True)]
    if char in _VOWELS:
        return 1, [_vowel(text, at)]
    if char == after and char not in "hqj":
        step, found = _next(text, at + 1)
        if char == "z":
            return 1 + step, [Sound("ʦː")]
        return 1 + step, [Sound(found[0].symbol + "ː"), *found[1:]] if found else []
    if text.startswith("cq", at):
        return 2, [Sound("kː")]
    for letters, symbol in (("sci", "ʃ"), ("gli", "ʎ"), ("ci", "ʧ"), ("gi", "ʤ")):
        # The i only softens what is before it when another vowel follows.
        if text.startswith(letters, at) and text[at + len(letters) : at + len(letters) + 1] in tuple(_ALL):
            return len(letters), [Sound(symbol)]
    match char + after:
        case "gn":
            return 2, [Sound("ɲ")]
        case "ch":
            return 2, [Sound("k")]
        case "gh":
            return 2, [Sound("ɡ")]
        case "sc" if text[at + 2 : at + 3] and text[at + 2] in _SOFT:
            return 2, [Sound("ʃ")]
        case "gl" if text[at + 2 : at + 3] == "i":
            return 2, [Sound("ʎ")]
        case "qu":
            return 2, [Sound("k"), Sound("w")]
    match char:
        case "c":
            return 1, [Sound("ʧ" if after and after in _SOFT else "k")]
        case "g":
            return 1, [Sound("ʤ" if after and after in _SOFT else "ɡ")]
        case "s":
            voiced = (at > 0 and text[at - 1] in _ALL and after and after in _ALL) or (after and after in "bdgvmnlr")
            return 1, [Sound("z" if voiced else "s")]
        case "z":
            return 1, [Sound("ʣ" if at == 0 else "ʦ")]
    return 1, [Sound(_PLAIN[char])] if char in _PLAIN else []


def _vowel(text: str, at: int) -> Sound:
    char, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char in "iu" and after and after in _ALL and after not in "iu" and not _hiatus(text, at):
        return Sound("j" if char == "i" else "w")
    if char in "iu" and before and before in "aeo" and not (after and after in _ALL) and at != len(text) - 1:
        return Sound("ɪ" if char == "i" else "ʊ")
    if char in "iu" and before and before in "aeo" and at == len(text) - 1 and len(text) <= 5:
        return Sound("ɪ" if char == "i" else "ʊ")
    return Sound(char, nucleus=True)


def _hiatus(text: str, at: int) -> bool:
    """Whether i or u before the last vowel is a syllable of its own: "mio", "via", "zio", "paura"."""
    ends = at == len(text) - 2
    return ends and (
        len(text) <= 4 or (text.endswith(("ria", "rie", "gia", "fia", "nia")) and text[:-2].count("a") == 0)
    )
