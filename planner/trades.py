"""What is shown for something that has no looks of its own: a phone for an app, a stage for a festival."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Stand:
    """A noun phrase to show and where it stands; ``word`` is the word of the brief that asked for it.

    ``lines`` is the bank of lines that speaks of it, or None for the one that the brief's words suggest.
    """

    show: str
    at: str
    word: str
    lines: str | None = None


def stand_for(text: str) -> Stand | None:
    """What to show for a trade named in a text; the first trade of the text wins."""
    low = text.lower()
    found = [
        (match.start(), -len(stand.word), number, stand)
        for number, stand in enumerate(_stands())
        if (match := re.search(rf"(?<![\w-]){re.escape(stand.word)}(?![\w-])", low))
    ]
    return min(found)[3] if found else None


@cache
def _stands() -> tuple[Stand, ...]:
    entries = yaml.safe_load((Path(__file__).parent / "words" / "trades.yaml").read_text(encoding="utf-8"))
    return tuple(
        Stand(entry["show"], entry["at"], word.strip(), entry.get("lines"))
        for entry in entries
        for word in entry["words"].split(",")
    )
