"""French: a dictionary of ninety thousand words, rules for what it lacks, and the sounds that bind words together.

Of the dictionary package only its data is read.
"""

import importlib.util
import re
import sqlite3
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from previz.sound.tongues.sounds import STRESS, Sound, listed, pairs_in, stressed, words_in

UNSTRESSED = listed(
    "le la les l un une des d du de et ou où à au aux en dans par pour sur sous avec sans ce cet cette ces c mon ma "
    "mes ton ta tes son sa ses notre nos votre vos leur leurs qui que qu ne n se s je j tu t il ils elle elles on nous "
    "vous me m te lui y si comme mais est sont a"
)
_LISTED = dict(
    pairs_in(
        "les:le des:de ces:se mes:me tes:te ses:se est:ɛ et:e l:l d:d j:ʒ n:n s:s c:s m:m t:t qu:k plus:ply "
        "tous:tu aujourd:oʒuʁd hui:ɥˈi ils:il elles:ɛl monsieur:məsjˈø femme:fˈam six:sˈis dix:dˈis huit:ɥˈit "
        "un:œ̃ une:yn le:lə de:də que:kə ne:nə se:sə je:ʒə ce:sə me:mə te:tə"
    )
)
_BINDING = {
    **dict.fromkeys(
        words_in(
            "plusieurs sous leurs nous plus vous deux ses quelques les tes mes ils ces vos dans grands sans très "
            "beaux trois chez nos petits elles aux des"
        ),
        "z",
    ),
    **dict.fromkeys(
        words_in("un on aucun en ton bien rien mon son"),
        "n",
    ),
    **dict.fromkeys(
        words_in("quand était petit est cet sont ont grand tout"),
        "t",
    ),
}
_ASPIRATED = re.compile(
    r"(?:h[aâ]ch|haï|hall|halt|ham(?:b|st)|hanch|hand|hang|hant|happ|hard|harp|hât|hauss|haut|héros|hérisson|hêtre|heurt|"
    r"hibou|hiér|hip|hiss|hobb|holland|homard|hongr|hont|horde|hors|houle|hublot|huche|hu[éi]e?$|hurl|hutte|onze|oui)"
)
_VOWEL_SOUND = re.compile("^[ˈˌ]?[aeiouyɛɔøœəɑ]")


def word(text: str) -> str:
    """The sounds of one word in small letters."""
    sounds = _LISTED.get(text) or _looked_up(text) or _by_rule(text)
    return sounds.replace(STRESS, "") if text in UNSTRESSED else sounds


def bound(words: Sequence[str], sounds: Sequence[str]) -> list[str]:
    """The sounds of words in a row, the silent end of one spoken where it binds it to the next ("les enfants")."""
    spoken = list(sounds)
    for index, (written, following) in enumerate(pairwise(words)):
        link = _BINDING.get(written)
        if link and _VOWEL_SOUND.match(sounds[index + 1]) and not _ASPIRATED.match(following):
            spoken[index] += link
    return spoken


@lru_cache(maxsize=20_000)
def _looked_up(text: str) -> str | None:
    with _reading:
        row = (
            _dictionary()
            .execute("SELECT phonemes FROM word_phonemes WHERE word = ? ORDER BY pron_order LIMIT 1", (text,))
            .fetchone()
        )
    if row is None:
        return None
    return _stressed_last([symbol.replace("g", "ɡ") for symbol in str(row[0]).split()])


def _stressed_last(symbols: list[str]) -> str:
    """A word's sounds with the stress on its last full vowel."""
    return stressed(
        [Sound(symbol, nucleus=symbol[0] in "aeiouyɛɔøœɑ") for symbol in symbols], lambda nuclei: len(nuclei) - 1
    )


_reading = threading.Lock()


@cache
def _dictionary() -> sqlite3.Connection:
    spec = importlib.util.find_spec("gruut_lang_fr")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("gruut-lang-fr is not installed")
    file = Path(next(iter(spec.submodule_search_locations))) / "lexicon.db"
    return sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


# Letters to sounds for names and new words, the longest first.
_SPELLINGS = pairs_in(
    "eaux:o eau:o aux:o ouil:uj euil:œj ueil:œj eil:ɛj ail:aj ill:ij oin:wɛ̃ ain:ɛ̃ ein:ɛ̃ ien:jɛ̃ tion:sjɔ̃ "
    "aim:ɛ̃ ou:u où:u oû:u oi:wa au:o ai:ɛ aî:ɛ ei:ɛ eu:ø œu:œ an:ɑ̃ am:ɑ̃ en:ɑ̃ em:ɑ̃ in:ɛ̃ im:ɛ̃ yn:ɛ̃ on:ɔ̃ "
    "om:ɔ̃ un:œ̃ um:œ̃ ch:ʃ ph:f gn:ɲ qu:k gu:ɡ ge:ʒ th:t ss:s sc:s"
)
_NASAL = ("ain", "ein", "ien", "oin", "aim", "an", "am", "en", "em", "in", "im", "yn", "on", "om", "un", "um")
_LETTERS = dict(
    pairs_in(
        "a:a à:a â:a b:b d:d e:ə é:e è:ɛ ê:ɛ ë:ɛ f:f i:i î:i ï:i j:ʒ k:k l:l m:m n:n o:o ô:o p:p r:ʁ t:t u:y û:y "
        "ü:y ù:y v:v w:w x:ks y:i z:z ç:s œ:œ"
    )
)
_VOWELS = "aeiouyàâéèêëîïôûùüœ"


def _by_rule(text: str) -> str:
    body = _without_silent_end(text)
    sounds: list[Sound] = []
    at = 0
    while at < len(body):
        step, symbol = _next(body, at)
        if symbol:
            sounds.append(Sound(symbol, nucleus=any(vowel in symbol for vowel in "aeiouyɛɔøœəɑ")))
        at += step
    return stressed(sounds, lambda nuclei: len(nuclei) - 1)


def _without_silent_end(text: str) -> str:
    if len(text) < 3:
        return text
    if text.endswith("er") and len(text) > 4:
        return text[:-2] + "é"
    if text.endswith("ez"):
        return text[:-2] + "é"
    for ending in ("ent", "es", "e"):
        if text.endswith(ending) and len(text) - len(ending) >= 2 and ending != "ent":
            return text[: -len(ending)]
    return re.sub(r"(?<=.)[dtspxz]+$", "", text) or text


def _next(text: str, at: int) -> tuple[int, str]:
    after = text[at + 1 : at + 2]
    for letters, symbol in _SPELLINGS:
        if text.startswith(letters, at):
            following = text[at + len(letters) : at + len(letters) + 1]
            nasal = letters in _NASAL
            if nasal and following and following in _VOWELS + "nm":
                continue
            if letters in ("gu", "ge") and (not following or following not in _VOWELS):
                continue
            if letters == "sc" and following not in ("e", "i", "é", "è"):
                continue
            return len(letters), symbol
    char = text[at]
    match char:
        case "c":
            return 1, "s" if after and after in "eiéèêy" else "k"
        case "g":
            return 1, "ʒ" if after and after in "eiéèêy" else "ɡ"
        case "h":
            return 1, ""
        case "s":
            between = at > 0 and text[at - 1] in _VOWELS and after and after in _VOWELS
            return 1, "z" if between else "s"
        case "e" if after and after not in _VOWELS and text[at + 2 : at + 3] not in tuple(_VOWELS):
            return 1, "ɛ"
    if char == after and char not in _VOWELS:
        return 1, ""
    return 1, _LETTERS.get(char, "")
