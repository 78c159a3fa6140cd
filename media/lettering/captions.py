"""Captions: spoken words into readable cues, cues into SRT and WebVTT.

The limits are the usual ones of broadcasters and streaming services: two lines of 42 characters, at least 5/6 s on
screen, at most 7 s, a short gap between neighbours.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from film.model import Value
from film.sound import Cue, Word
from media.work import finished

MAX_LINE = 42
MAX_LINES = 2
MIN_S = 5 / 6
MAX_S = 7.0
GAP_S = 1 / 12
_PAUSE_S = 0.8
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "।")
_CLAUSE_END = (",", ";", ":", "—", "–", "、", "，", "；")
_SHORT = 20


class SpokenLine(Value):
    """The words of one narration file and where in the film it starts."""

    words: tuple[Word, ...]
    start_s: float


def words_of(text: str, duration_s: float) -> tuple[Word, ...]:
    """Words with estimated times for speech whose model gave none: shared out by their length."""
    tokens = text.split()
    total = sum(len(token) + 1 for token in tokens)
    words, at = [], 0.0
    for token in tokens:
        length = duration_s * (len(token) + 1) / total
        words.append(Word(text=token, start_s=at, end_s=at + length))
        at += length
    return tuple(words)


def cues_of(lines: Sequence[SpokenLine], film_s: float) -> tuple[Cue, ...]:
    """Cues in film time, in order and never overlapping, none after the film's end.

    A cue ends with a sentence, before a pause, or at a comma once it is long enough; otherwise where it is full.
    """
    groups: list[list[Word]] = []
    for line in sorted(lines, key=lambda line: line.start_s):
        words = [
            Word(text=word.text.strip(), start_s=word.start_s + line.start_s, end_s=word.end_s + line.start_s)
            for word in line.words
            if word.text.strip()
        ]
        groups += _groups([piece for word in words for piece in _pieces(word)])
    cues: list[Cue] = []
    for number, group in enumerate(groups):
        following = groups[number + 1][0].start_s if number + 1 < len(groups) else film_s
        start = max(group[0].start_s, cues[-1].end_s if cues else 0.0)
        wanted = max(group[-1].end_s, start + MIN_S)
        end = min(wanted, start + MAX_S, max(following - GAP_S, start), film_s)
        if end > start:
            cues.append(Cue(text=_balanced(_joined(group)), start_s=round(start, 3), end_s=round(end, 3)))
    return tuple(cues)


def srt(cues: Sequence[Cue]) -> str:
    """SubRip text, UTF-8 when written."""
    blocks = [
        f"{number}\n{_clock(cue.start_s, ',')} --> {_clock(cue.end_s, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue]) -> str:
    """WebVTT text, UTF-8 when written."""
    blocks = [f"{_clock(cue.start_s, '.')} --> {_clock(cue.end_s, '.')}\n{_escaped(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def write_captions(cues: Sequence[Cue], path: Path) -> None:
    """Write ``.srt`` or ``.vtt``, by the name. Raises ``ValueError`` for another."""
    writers = {".srt": srt, ".vtt": vtt}
    if path.suffix not in writers:
        raise ValueError(f"{path.name}: captions are written as .srt or .vtt")
    with finished(path) as unfinished:
        unfinished.write_text(writers[path.suffix](cues), encoding="utf-8")


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    group: list[Word] = []
    for word in words:
        if group and (not _fits([*group, word]) or _breaks(group, word)):
            groups.append(group)
            group = []
        group.append(word)
    if group:
        groups.append(group)
    return groups


def _fits(words: Sequence[Word]) -> bool:
    return len(_lines(_joined(words))) <= MAX_LINES and words[-1].end_s - words[0].start_s <= MAX_S


def _breaks(group: Sequence[Word], following: Word) -> bool:
    last = group[-1]
    length = len(_joined(group))
    if following.start_s - last.end_s >= _PAUSE_S or (last.text.endswith(_SENTENCE_END) and length >= _SHORT / 2):
        return True
    return last.text.endswith(_CLAUSE_END) and length >= MAX_LINE


def _pieces(word: Word) -> list[Word]:
    """A word longer than a line (or a sentence in a script without spaces) in pieces of equal share of its time."""
    count = -(-len(word.text) // MAX_LINE)
    if count <= 1:
        return [word]
    step = -(-len(word.text) // count)
    texts = [word.text[at : at + step] for at in range(0, len(word.text), step)]
    share = (word.end_s - word.start_s) / len(texts)
    return [
        Word(text=text, start_s=word.start_s + share * n, end_s=word.start_s + share * (n + 1))
        for n, text in enumerate(texts)
    ]


def _joined(words: Sequence[Word]) -> str:
    text = ""
    for word in words:
        spaced = text and not (_unspaced(text[-1]) and _unspaced(word.text[0])) and not _closing(word.text)
        text += (" " if spaced else "") + word.text
    return text


def _unspaced(character: str) -> bool:
    """Whether the script writes words together (Chinese, Japanese, Thai …)."""
    name = unicodedata.name(character, "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "IDEOGRAPHIC", "FULLWIDTH"))


def _closing(text: str) -> bool:
    return all(character in ",.;:!?…)]}»”" for character in text)


def _lines(text: str) -> list[str]:
    """Greedy lines of at most ``MAX_LINE`` characters."""
    lines = [""]
    for token in _tokens(text):
        if len((lines[-1] + token).strip()) > MAX_LINE:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines]


def _balanced(text: str) -> str:
    """One line, or two of about equal length, rather broken after punctuation."""
    if len(text) <= MAX_LINE:
        return text
    tokens = _tokens(text)
    best, least = _lines(text), float("inf")
    for at in range(1, len(tokens)):
        first, second = "".join(tokens[:at]).strip(), "".join(tokens[at:]).strip()
        if max(len(first), len(second)) > MAX_LINE or not second:
            continue
        cost = abs(len(first) - len(second)) - (12 if first.endswith(_CLAUSE_END + _SENTENCE_END) else 0)
        if cost < least:
            best, least = [first, second], cost
    return "\n".join(best)


def _tokens(text: str) -> list[str]:
    """What a line may be broken between: words, and every character of unspaced scripts."""
    tokens: list[str] = []
    for token in re.findall(r"\s*\S+", text):
        if any(_unspaced(character) for character in token):
            tokens += list(token)
        else:
            tokens.append(token)
    return tokens


def _clock(seconds: float, mark: str) -> str:
    total = round(seconds * 1000)
    hours, minutes, whole, thousandths = total // 3_600_000, total // 60_000 % 60, total // 1000 % 60, total % 1000
    return f"{hours:02}:{minutes:02}:{whole:02}{mark}{thousandths:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
