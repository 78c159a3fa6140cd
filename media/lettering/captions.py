"""Captions: spoken words into readable cues, cues into SRT and WebVTT.

The limits are the usual ones of broadcasters and streaming services: two lines of 42 characters (16 of Chinese or
Japanese), at least a second on screen, at most 7, a short gap between neighbours.
"""

import math
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from unicodedata import category, east_asian_width

from film.model import Value
from film.sound import Cue, Word
from media.lettering.clusters import clusters, is_unspaced
from media.work import finished

MAX_LINE = 42
MAX_WIDE_LINE = 16
"""Characters of a line of Chinese or Japanese, which say more and are read more slowly than letters."""

_WIDE = 1.75
"""How many letters are as wide as one such character."""

MAX_LINES = 2
MIN_S = 1.0
MAX_S = 7.0
GAP_S = 1 / 12
_PAUSE_S = 0.8
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "।")
_CLAUSE_END = (",", ";", ":", "—", "–", "、", "，", "；")
_SHORT = 20
_UNSPACED_WORD = 4
"""Characters of a word in a script without spaces whose words nobody has told."""


class SpokenLine(Value):
    """The words of one narration file and where in the film it starts."""

    words: tuple[Word, ...]
    start_s: float


def words_of(text: str, duration_s: float) -> tuple[Word, ...]:
    """Words with estimated times for speech whose model gave none: shared out by their length.

    Scripts without spaces are parted between clusters, since a whole sentence is no word.
    """
    tokens = [piece for token in text.split() for piece in _written_words(token)]
    return _spread(tokens, 0.0, duration_s)


def as_written(text: str, told: Sequence[Word]) -> tuple[Word, ...]:
    """The words of ``text`` at the times of those that were told to the voice, which may be spelled otherwise.

    A voice is told "shivawn" where "Siobhan" is written. Words that are the same keep their times; what stands between
    two of them shares the time between.
    """
    if _letters(" ".join(word.text for word in told)) == _letters(text):
        return tuple(told)
    tokens = [piece for token in text.split() for piece in _written_words(token)]
    matcher = SequenceMatcher(
        None, [_letters(token) for token in tokens], [_letters(word.text) for word in told], False
    )
    words: list[Word] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(tokens[first:last], told[begin:end], strict=True)
            words += [word.model_copy(update={"text": token}) for token, word in pairs]
        elif first < last:
            # Words that nobody was told share what is left between their neighbours: often nothing at all.
            before = told[begin - 1].end_s if begin else 0.0
            start_s = told[begin].start_s if begin < end else before
            stop_s = told[end - 1].end_s if begin < end else told[begin].start_s if begin < len(told) else before
            words += _spread(tokens[first:last], start_s, max(start_s, stop_s))
    return tuple(words)


def _spread(tokens: Sequence[str], start_s: float, end_s: float) -> tuple[Word, ...]:
    total = sum(len(token) + 1 for token in tokens)
    words, at = [], start_s
    for token in tokens:
        length = (end_s - start_s) * (len(token) + 1) / total
        words.append(Word(text=token, start_s=at, end_s=at + length))
        at += length
    return tuple(words)


def _written_words(token: str) -> list[str]:
    """A token as it is, or its clusters in small groups where its script has no spaces."""
    if not any(is_unspaced(character) for character in token):
        return [token]
    pieces = [""]
    for cluster in clusters(token):
        full = len(pieces[-1]) >= _UNSPACED_WORD or (pieces[-1] and pieces[-1].endswith(_SENTENCE_END + _CLAUSE_END))
        latin = pieces[-1] and not is_unspaced(pieces[-1][-1]) and not is_unspaced(cluster[0])
        if full and not latin:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def cues_of(lines: Sequence[SpokenLine], film_s: float, *, max_line: int = MAX_LINE) -> tuple[Cue, ...]:
    """Cues in film time, in order and never overlapping, none after the film's end.

    A cue ends with a sentence, before a pause, or at a comma once it is long enough; otherwise where it is full: after
    two lines of ``max_line`` letters.
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
    length = _width(joined(group), max_line)
    if following.start_s - last.end_s >= _PAUSE_S or (last.text.endswith(_SENTENCE_END) and length >= _SHORT / 2):
        return True
    return last.text.endswith(_CLAUSE_END) and length >= max_line


def _pieces(word: Word, max_line: int) -> list[Word]:
    """A word longer than a line (or a sentence in a script without spaces) in pieces of equal share of its time."""
    count = math.ceil(_width(word.text, max_line) / max_line)
    if count <= 1:
        return [word]
    longest = max(1, int(max_line * len(word.text) / _width(word.text, max_line)))
    texts = _cut(word.text, -(-len(word.text) // count), longest)
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
        if _width((lines[-1] + token).strip(), max_line) > max_line:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines]


def _balanced(text: str, max_line: int) -> str:
    """One line, or two of about equal length, rather broken after punctuation."""
    if _width(text, max_line) <= max_line:
        return text
    tokens = _tokens(text)
    best, least = _lines(text, max_line), float("inf")
    for at in range(1, len(tokens)):
        first, second = "".join(tokens[:at]).strip(), "".join(tokens[at:]).strip()
        widths = _width(first, max_line), _width(second, max_line)
        if max(widths) > max_line or not second:
            continue
        cost = abs(widths[0] - widths[1]) - (12 if first.endswith(_CLAUSE_END + _SENTENCE_END) else 0)
        if cost < least:
            best, least = [first, second], cost
    return "\n".join(best)


def _width(text: str, max_line: int) -> float:
    """How wide a text is set, in letters: a wide character counts as two or more, a mark over a letter not at all."""
    wide = sum(east_asian_width(character) in "WF" for character in text)
    marks = sum(category(character) in ("Mn", "Cf") for character in text)
    return len(text) - wide - marks + wide * max_line / min(MAX_WIDE_LINE, max_line / _WIDE)


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
