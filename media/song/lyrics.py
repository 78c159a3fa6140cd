"""Lyrics and their times: given with them (LRC), or laid over the stretches in which somebody sings."""

import re
from collections.abc import Sequence

from film.song import LyricLine, Sung

_STAMP = re.compile(r"\[(\d{1,3}):(\d{1,2}(?:[.:]\d{1,3})?)\]")
_WORD_STAMP = re.compile(r"<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>")
_TAG = re.compile(r"^\[(?P<name>[a-zA-Z#]+):(?P<value>.*)\]$")
_HEADING = re.compile(r"^\[[^\]]*\]$")
_LONGEST_LINE_S = 8.0
_SHORTEST_LINE_S = 0.3
_HEARD_S = 2.0
"""A voice that is heard for less than this is not relied on for the end of a line."""
_BASE_WEIGHT = 6
"""A line takes time by its letters, and some for the breath before it."""


def timed_lyrics(text: str, sung: Sequence[Sung], duration_s: float) -> tuple[LyricLine, ...]:
    """The lines of ``text`` in the order in which they are sung.

    Lines with times ([mm:ss.xx]) are sung from there to the next; the others are spread over ``sung`` by their length,
    over the whole song where nobody was heard. Headings ("[Chorus]") and LRC tags are no lines; ``offset`` is heeded.
    """
    if stamped := _stamped(text):
        return _until_the_next(stamped, sung, duration_s)
    lines = [line for raw in text.splitlines() if (line := raw.strip()) and not _HEADING.match(line)]
    return _spread(lines, sung or (Sung(start_s=0.0, end_s=duration_s),))


def _stamped(text: str) -> list[tuple[float, str]]:
    """Times and lines of an LRC file, in order; an empty line ends the one before."""
    found, offset_s = [], 0.0
    for raw in text.splitlines():
        line = raw.strip()
        stamps = list(_STAMP.finditer(line))
        if not stamps:
            tag = _TAG.match(line)
            if tag and tag["name"].lower() == "offset":
                offset_s = _number(tag["value"]) / 1000
            continue
        words = " ".join(_WORD_STAMP.sub("", line[stamps[-1].end() :]).split())
        if _HEADING.match(words):
            words = ""
        found += [(int(stamp[1]) * 60 + float(stamp[2].replace(":", ".")), words) for stamp in stamps]
    return sorted(((max(0.0, at_s - offset_s), words) for at_s, words in found), key=lambda each: each[0])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _until_the_next(
    stamped: Sequence[tuple[float, str]], sung: Sequence[Sung], duration_s: float
) -> tuple[LyricLine, ...]:
    lines = []
    for index, (start_s, words) in enumerate(stamped):
        following_s = stamped[index + 1][0] if index + 1 < len(stamped) else duration_s
        # A line before an interlude ends where the voice does.
        quiet_s = next((each.end_s for each in sung if each.start_s <= start_s + 1 < each.end_s), start_s)
        longest_s = quiet_s - start_s if quiet_s - start_s >= _HEARD_S else _LONGEST_LINE_S
        if following_s - start_s <= _LONGEST_LINE_S:
            longest_s = _LONGEST_LINE_S
        end_s = min(following_s, start_s + longest_s, duration_s)
        if words and end_s - start_s >= _SHORTEST_LINE_S:
            lines.append(LyricLine(text=words, start_s=round(start_s, 3), end_s=round(end_s, 3)))
    return tuple(lines)


def _spread(lines: Sequence[str], sung: Sequence[Sung]) -> tuple[LyricLine, ...]:
    """Each line takes its share of the time that is sung, pauses left out.

    A line that a pause would cut in two lies on the side of it where more of the line is.
    """
    weights = [len(line) + _BASE_WEIGHT for line in lines]
    total_s = sum(each.end_s - each.start_s for each in sung)
    per_weight = total_s / max(sum(weights), 1)
    found: list[LyricLine] = []
    at_s = 0.0
    for line, weight in zip(lines, weights, strict=True):
        begin_s, end_s = _within(sung, at_s, at_s + weight * per_weight)
        at_s += weight * per_weight
        if found and begin_s < found[-1].end_s:
            begin_s = found[-1].end_s
        if end_s - begin_s >= _SHORTEST_LINE_S:
            found.append(LyricLine(text=line, start_s=round(begin_s, 3), end_s=round(end_s, 3)))
    return tuple(found)


def _within(sung: Sequence[Sung], first_s: float, last_s: float) -> tuple[float, float]:
    """The largest piece without a pause of what lies ``first_s`` to ``last_s`` in the time that is sung."""
    pieces, passed_s = [], 0.0
    for each in sung:
        length_s = each.end_s - each.start_s
        begin_s, end_s = max(first_s, passed_s), min(last_s, passed_s + length_s)
        if end_s > begin_s:
            pieces.append((each.start_s + begin_s - passed_s, each.start_s + end_s - passed_s))
        passed_s += length_s
    return max(pieces, key=lambda piece: piece[1] - piece[0], default=(0.0, 0.0))
