"""How long a film of a script is when nobody says how long it shall be."""

import re

from film.brief import MAX_DURATION_S, MIN_DURATION_S, Brief
from film.language import Language
from film.pace import NARRATION_LEAD_S, NARRATION_TAIL_S, usual_pace
from film.told import told_text

USUAL_DURATION_S = 24
_CARDS_S = 4.0
_SENTENCE = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*")
_CUE = re.compile(r"^@?[A-Z][A-Z0-9 .'\-]{0,30}(?:\s*\([^)]*\))?\s*\^?$")
_HEADING = re.compile(r"^(?:INT|EXT|EST|I/E|INT\./EXT)[. /]", re.IGNORECASE)
_JAPANESE, _CHINESE = re.compile(r"[぀-ヿ]"), re.compile(r"[一-鿿]")


def usual_length_s(brief: Brief, song_s: float | None = None) -> int:
    """How long a film is when nobody says: as its song goes on (``song_s``), else as its script takes, or the story
    that its prompt tells.
    """
    if song_s is not None:
        return min(MAX_DURATION_S, int(song_s))
    told = told_text(brief)
    return min(MAX_DURATION_S, max(MIN_DURATION_S, script_length_s(told))) if told else USUAL_DURATION_S


def script_length_s(script: str) -> int:
    """The seconds that its spoken lines take, at a usual pace, with a breath around each and the film's cards.

    Of a script with headings only what its people say is counted; of prose, everything.
    """
    pace = usual_pace(_written_in(script))
    lines = _spoken(script)
    breath_s = NARRATION_LEAD_S + NARRATION_TAIL_S
    return round(_CARDS_S + sum(pace.seconds(line) + breath_s for line in lines))


def _spoken(script: str) -> list[str]:
    raw = [line.strip() for line in script.splitlines()]
    if not any(_HEADING.match(line) for line in raw):
        return [found for line in raw for found in _SENTENCE.findall(line) if any(ch.isalnum() for ch in found)]
    lines: list[str] = []
    speaking = False
    for line in raw:
        if _CUE.match(line) and not _HEADING.match(line):
            speaking = True
        elif not line:
            speaking = False
        elif speaking and not line.startswith("("):
            lines.append(line)
    return lines


def _written_in(script: str) -> Language:
    """A language of the same kind of writing: what matters is whether it has spaces between its words."""
    if _JAPANESE.search(script):
        return Language.JAPANESE
    return Language.CHINESE if _CHINESE.search(script) else Language.ENGLISH
