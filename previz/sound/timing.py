"""When words and phonemes sound, from the model's duration of every symbol."""

from collections.abc import Sequence

from film.sound import Phoneme
from previz.sound.pronounce import SILENT

_STRESS = "ˈˌ"
_SHADES = "ːʰʲ\u0303→↗↓↘"  # length, breath, palate, nose and tone of the sound before


def word_times(
    symbols: Sequence[str], edges_s: Sequence[float], spans: Sequence[tuple[int, int]]
) -> tuple[tuple[float, float], ...]:
    """Start and end of each word, in seconds.

    ``edges_s`` has one entry more than ``symbols``; ``spans`` gives each word's range of symbols. Punctuation does
    not count; a space is shared half and half by its neighbours (as in kokoro's ``KPipeline.join_timestamps``).
    """
    times = []
    for first, stop in spans:
        sounding = [index for index in range(first, stop) if symbols[index] not in SILENT]
        begin, end = sounding[0], sounding[-1] + 1
        start_s, end_s = edges_s[begin], edges_s[end]
        if begin > 0 and symbols[begin - 1] == " ":
            start_s = (edges_s[begin - 1] + start_s) / 2
        if end < len(symbols) and symbols[end] == " ":
            end_s = (end_s + edges_s[end + 1]) / 2
        times.append((float(start_s), float(end_s)))
    return tuple(times)


def phoneme_times(symbols: Sequence[str], edges_s: Sequence[float]) -> tuple[Phoneme, ...]:
    """The sounds among the symbols; a mark's time belongs to the sound it stresses, lengthens or gives its tone."""
    phonemes: list[Phoneme] = []
    start_s: float | None = None
    for index, symbol in enumerate(symbols):
        if symbol in _STRESS:
            start_s = edges_s[index] if start_s is None else start_s
            continue
        if symbol in _SHADES and phonemes and symbols[index - 1] not in SILENT:
            phonemes[-1] = phonemes[-1].model_copy(update={"end_s": float(edges_s[index + 1])})
        elif symbol not in SILENT:
            begin = edges_s[index] if start_s is None else start_s
            phonemes.append(Phoneme(symbol=symbol, start_s=float(begin), end_s=float(edges_s[index + 1])))
        start_s = None
    return tuple(phonemes)
