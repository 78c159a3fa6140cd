"""Words and their times, for speech that is only a tone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CHARACTER_S = 0.075
_PAUSE = re.compile(r"<#(\d+(?:\.\d+)?)#>")
_FILLER = ["this", "is", "a", "rehearsal", "and", "nobody", "says", "a", "word", "of", "it"]
_WORD_S = 0.4


@dataclass(frozen=True)
class Timed:
    """A piece of text and when it is heard, in seconds."""

    text: str
    start_s: float
    end_s: float


def spoken_seconds(text: str, speed: float) -> float:
    """How long a text takes to speak: so much a character, and its pauses (``<#0.5#>``) as they are."""
    pauses = sum(float(seconds) for seconds in _PAUSE.findall(text))
    return max(0.3, len(_PAUSE.sub("", text)) * CHARACTER_S / speed) + pauses


def timed_characters(text: str, seconds: float) -> list[Timed]:
    """Every character, one after the other, all equally long."""
    step = seconds / max(1, len(text))
    return [Timed(each, round(n * step, 3), round((n + 1) * step, 3)) for n, each in enumerate(text)]


def timed_words(text: str, seconds: float) -> list[Timed]:
    """Every word, from its first character's start to its last one's end."""
    characters = timed_characters(text, seconds)
    return [
        Timed(each[0], characters[each.start()].start_s, characters[each.end() - 1].end_s)
        for each in re.finditer(r"\S+", text)
    ]


def filler(seconds: float) -> str:
    """Something to have been said, where nobody knows what was."""
    return " ".join(_endless(max(1, int(seconds / _WORD_S))))


def _endless(count: int) -> Iterator[str]:
    return (_FILLER[n % len(_FILLER)] for n in range(count))
