"""Captions: spoken words into readable cues, cues into SRT and WebVTT.

The limits are the usual ones of broadcasters and streaming services: two lines of 42 characters, at least 5/6 s on
screen, at most 7 s, a short gap between neighbours.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from film.model import Value
from film.sound import Cue, Word
from media.lettering.clusters import clusters, is_unspaced
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


def cues_of(lines: Sequence[SpokenLine], film_s: float, *, max_line: int = MAX_LINE) -> tuple[Cue, ...]:
    """Cues in film time, in order and never overlapping, none after the film's end.

    A cue ends with a sentence, before a pause, or at a comma once it is long enough; otherwise where it is full: after
    two lines of ``max_line`` characters.
    """
    groups: list[list[Word]] = []
    for line in sorted(lines, key=lambda line: line.start_s):
        words = [
            Word(text=word.text.strip(), start_s=word.start_s + line.start_s, end_s=word.end_s + line.start_s)
            for word in line.words
            if word.text.strip()
        ]
        groups += _groups([piece for word in words for piece in _pieces(word, max_line)], max_line)
    cues: list[Cue] = []
    for number, group in enumerate(groups):
        following = groups[number + 1][0].start_s if number + 1 < len(groups) else film_s
        start = max(group[0].start_s, cues[-1].end_s if cues else 0.0)
        wanted = max(group[-1].end_s, start + MIN_S)
        end = min(wanted, start + MAX_S, max(following - GAP_S, start), film_s)
        if end > start:
            text = _balanced(joined(group), max_line)
            cues.append(Cue(text=text, start_s=round(start, 3), end_s=round(end, 3), words=tuple(group)))
    return tuple(cues)


def srt(cues: Sequence[Cue]) -> str:
    """SubRip text, UTF-8 when written."""
    blocks = [
        f"{number}\n{_clock(cue.start_s, ',')} --> {_clock(cue.end_s, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue], *, word_times: bool = False) -> str:
    """WebVTT text, UTF-8 when written; with ``word_times`` each word after a cue's first has its own timestamp."""
    blocks = [
        f"{_clock(cue.start_s, '.')} --> {_clock(cue.end_s, '.')}\n"
        f"{_stamped(cue) if word_times else _escaped(cue.text)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def write_captions(cues: Sequence[Cue], path: Path, *, word_times: bool = False) -> None:
    """Write ``.srt`` or ``.vtt``, by the name; only WebVTT knows ``word_times``. Raises ``ValueError`` for another."""
    if path.suffix not in (".srt", ".vtt"):
        raise ValueError(f"{path.name}: captions are written as .srt or .vtt")
    text = srt(cues) if path.suffix == ".srt" else vtt(cues, word_times=word_times)
    with finished(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def joined(words: Sequence[Word], *, seam: str = "") -> str:
    """Words as a text: with spaces where their script has them, else with ``seam``; none before punctuation."""
    text = ""
    for word in words:
        if text and not _closing(word.text):
            text += seam if is_unspaced(text[-1]) and is_unspaced(word.text[0]) else " "
        text += word.text
    return text


def _stamped(cue: Cue) -> str:
    """The cue's text with a time before every word that begins inside it; times rise, as the format asks."""
    parts, at, latest = [], 0, round(cue.start_s * 1000)
    for word in cue.words:
        found = _position(cue.text, word.text, at)
        if found is None:
            return _escaped(cue.text)
        start, end = found
        begins = round(word.start_s * 1000)
        stamp = f"<{_clock(word.start_s, '.')}>" if latest < begins < round(cue.end_s * 1000) else ""
        latest = max(latest, begins)
        parts.append(_escaped(cue.text[at:start]) + stamp + _escaped(cue.text[start:end]))
        at = end
    return "".join(parts) + _escaped(cue.text[at:])


def _position(text: str, word: str, start: int) -> tuple[int, int] | None:
    """Where ``word`` stands in ``text``, which may be broken into lines within it."""
    match = re.compile(r"\s*".join(map(re.escape, word))).search(text, start)
    return match.span() if match else None


def _groups(words: Sequence[Word], max_line: int) -> list[list[Word]]:
    groups: list[list[Word]] = []
    group: list[Word] = []
    for word in words:
        if group and (not _fits([*group, word], max_line) or _breaks(group, word, max_line)):
            groups.append(group)
            group = []
        group.append(word)
    if group:
        groups.append(group)
    return groups


def _fits(words: Sequence[Word], max_line: int) -> bool:
    return len(_lines(joined(words), max_line)) <= MAX_LINES and words[-1].end_s - words[0].start_s <= MAX_S


def _breaks(group: Sequence[Word], following: Word, max_line: int) -> bool:
    last = group[-1]
    length = len(joined(group))
    if following.start_s - last.end_s >= _PAUSE_S or (last.text.endswith(_SENTENCE_END) and length >= _SHORT / 2):
        return True
    return last.text.endswith(_CLAUSE_END) and length >= max_line


def _pieces(word: Word, max_line: int) -> list[Word]:
    """A word longer than a line (or a sentence in a script without spaces) in pieces of equal share of its time."""
    count = -(-len(word.text) // max_line)
    if count <= 1:
        return [word]
    texts = _cut(word.text, -(-len(word.text) // count), max_line)
    share = (word.end_s - word.start_s) / len(word.text)
    pieces, at = [], 0
    for text in texts:
        start_s, at = word.start_s + share * at, at + len(text)
        pieces.append(Word(text=text, start_s=start_s, end_s=word.start_s + share * at))
    return pieces


def _cut(text: str, length: int, longest: int) -> list[str]:
    """``text`` in pieces of about ``length``, none over ``longest``, whole clusters as far as that allows."""
    texts = [""]
    for cluster in clusters(text):
        parts = [cluster[at : at + longest] for at in range(0, len(cluster), longest)]
        for part in parts:
            if texts[-1] and len(texts[-1]) + len(part) > length:
                texts.append("")
            texts[-1] += part
    return texts


def _closing(text: str) -> bool:
    return all(character in ",.;:!?…)]}»”" for character in text)


def _lines(text: str, max_line: int) -> list[str]:
    """Greedy lines of at most ``max_line`` characters."""
    lines = [""]
    for token in _tokens(text):
        if len((lines[-1] + token).strip()) > max_line:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines]


def _balanced(text: str, max_line: int) -> str:
    """One line, or two of about equal length, rather broken after punctuation."""
    if len(text) <= max_line:
        return text
    tokens = _tokens(text)
    best, least = _lines(text, max_line), float("inf")
    for at in range(1, len(tokens)):
        first, second = "".join(tokens[:at]).strip(), "".join(tokens[at:]).strip()
        if max(len(first), len(second)) > max_line or not second:
            continue
        cost = abs(len(first) - len(second)) - (12 if first.endswith(_CLAUSE_END + _SENTENCE_END) else 0)
        if cost < least:
            best, least = [first, second], cost
    return "\n".join(best)


def _tokens(text: str) -> list[str]:
    """What a line may be broken between: words, and every cluster of unspaced scripts."""
    tokens: list[str] = []
    for token in re.findall(r"\s*\S+", text):
        if any(is_unspaced(character) for character in token):
            tokens += clusters(token)
        else:
            tokens.append(token)
    return tokens


def _clock(seconds: float, mark: str) -> str:
    total = round(seconds * 1000)
    hours, minutes, whole, thousandths = total // 3_600_000, total // 60_000 % 60, total // 1000 % 60, total % 1000
    return f"{hours:02}:{minutes:02}:{whole:02}{mark}{thousandths:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
