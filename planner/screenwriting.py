"""A script dealt out over scenes: its own sentences are what is said, and what the pictures are read from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_HEADING = re.compile(r"^\s*(?:\d+[.)]?\s*)?(?:INT|EXT|EST|I/E|INT\./EXT)[. /]", re.IGNORECASE)
_CUE_LINE = re.compile(r"^\s*@?([A-Z][A-Z0-9 .'\-]{0,30})(?:\s*\([^)]*\))?\s*$")
_INLINE_CUE = re.compile(r"^\s*([A-Z][A-Za-z0-9 .'\-]{0,30}?)(?:\s*\([^)]*\))?\s*:\s*(.+)$")
_TRANSITION = re.compile(r"^\s*(?:(?:FADE|CUT|DISSOLVE|SMASH)[A-Z ]*(?: TO| IN| OUT)?[:.]?|THE END\.?|>.*<?)\s*$")
_FRONT_MATTER = re.compile(
    r"^\s*(?:title|credit|author|authors|source|draft date|contact|copyright|notes)\s*:", re.IGNORECASE
)
_FRAGMENT_WORDS = 2
_NARRATORS = re.compile(r"^(?:NARRATOR|NARRATION|VOICE.?OVER|V\.?O\.?|VOICE|ANNOUNCER)$", re.IGNORECASE)
_NOT_NAMES = frozenset(
    {"SCENE", "NOTE", "SETTING", "CAMERA", "SHOT", "MUSIC", "SFX", "SOUND", "TIME", "VIDEO", "TITLE"}
)
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’»)]*\s+|(?<=[。！？])")
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+|\s+(?=(?:and|but|while|until|because|then|so|or|und|et|y|mais|aber|pero)\s)")


@dataclass(frozen=True)
class Passage:
    """Something the script says. ``context`` is the script's text around it, where its pictures are read from;
    ``heading`` the scene heading it stands under.
    """

    text: str
    speaker: str | None = None
    context: str = ""
    heading: str = ""

    @property
    def words(self) -> int:
        """How long it takes to say."""
        return len(self.text.split())


def read_script(script: str) -> list[Passage]:
    """The script's sentences and lines of dialogue in order; headings, transitions and stage directions in brackets
    are not spoken.
    """
    passages: list[Passage] = []
    heading, speaker = "", None
    for raw in script.replace("\r\n", "\n").split("\n"):
        line = raw.strip().strip("*_").strip()
        if not line:
            speaker = None
            continue
        if _HEADING.match(line):
            heading, speaker = line, None
        elif _TRANSITION.match(line) or (_FRONT_MATTER.match(line) and not passages):
            speaker = None
        elif re.fullmatch(r"\(.*\)|\[.*\]|#.*", line):
            continue
        elif (cue := _cue(line)) is not None:
            speaker = cue
        elif (
            (inline := _INLINE_CUE.match(line)) and inline[1].upper() not in _NOT_NAMES and len(inline[1].split()) <= 3
        ):
            passages += _sentences(_unquoted(inline[2]), _speaker(inline[1]), heading)
        else:
            passages += _sentences(line, _speaker(speaker) if speaker else None, heading)
    return passages


def deal(passages: Sequence[Passage], scenes: int, max_words: int, *, stretch: bool = False) -> list[Passage]:
    """Exactly ``scenes`` passages of at most ``max_words`` words, in order and verbatim.

    Long sentences are cut at their clauses and short ones joined. What is too much is left out, never at the start or
    the end; where there is too little, scenes stay silent, or with
    ``stretch`` sentences are cut between words.
    """
    units = _without_fragments([piece for passage in passages for piece in _cut(passage, max_words)], max_words)
    while len(units) > scenes and (pair := _shortest_pair(units, max_words)) is not None:
        units[pair : pair + 2] = [_joined(units[pair], units[pair + 1])]
    if len(units) > scenes:
        units = [units[round(i * (len(units) - 1) / max(1, scenes - 1))] for i in range(scenes)]
    while len(units) < scenes and (place := _divisible(units)) is not None:
        units[place : place + 1] = _halves(units[place])
    while stretch and len(units) < scenes and (place := _longest(units)) is not None:
        words = units[place].text.split()
        half = (len(words) + 1) // 2
        parts = (" ".join(words[:half]), " ".join(words[half:]))
        units[place : place + 1] = [replace(units[place], text=part) for part in parts]
    return _with_silence(units, scenes)


def _cue(line: str) -> str | None:
    """The name of a cue that stands on its own line, in capitals."""
    match = _CUE_LINE.match(line)
    if match is None or line.endswith((".", "!", "?", ":")) or len(line.split()) > 4:
        return None
    return match[1].strip()


def _speaker(name: str) -> str | None:
    """The name as it is shown; None for a narrator."""
    clean = re.sub(r"\s*\(.*", "", name).strip()
    if _NARRATORS.match(clean):
        return None
    return clean.title() if clean.isupper() else clean


def _unquoted(text: str) -> str:
    return re.sub(r"^[\"“«„](.*)[\"”»“]$", r"\1", text.strip())


def _sentences(text: str, speaker: str | None, heading: str) -> list[Passage]:
    spoken = re.sub(r"\([^)]*\)", "", text) if speaker else text
    parts = [part.strip() for part in _SENTENCE.split(spoken) if part and any(ch.isalnum() for ch in part)]
    return [Passage(part, speaker, part, heading) for part in parts]


def _cut(passage: Passage, max_words: int) -> list[Passage]:
    """A passage in pieces that fit, cut at clauses where there are any."""
    if passage.words <= max_words:
        return [passage]
    pieces: list[str] = []
    for clause in _CLAUSE.split(passage.text):
        words = clause.split()
        if pieces and len(pieces[-1].split()) + len(words) <= max_words:
            pieces[-1] = f"{pieces[-1]} {clause}"
            continue
        parts = -(-len(words) // max_words)
        size = -(-len(words) // max(1, parts))
        pieces += [" ".join(words[i : i + size]) for i in range(0, len(words), size)]
    return [replace(passage, text=piece) for piece in pieces]


def _without_fragments(units: list[Passage], max_words: int) -> list[Passage]:
    """The passages with cries of a word or two ("There!") joined to what the same voice says next."""
    joined: list[Passage] = []
    for unit in units:
        last = joined[-1] if joined else None
        short = last is not None and min(last.words, unit.words) <= _FRAGMENT_WORDS
        if last is not None and short and _joinable(last, unit, max_words):
            joined[-1] = _joined(last, unit)
        else:
            joined.append(unit)
    return joined


def _joinable(one: Passage, other: Passage, max_words: int) -> bool:
    same = (one.speaker, one.heading) == (other.speaker, other.heading)
    return same and one.words + other.words <= max_words


def _shortest_pair(units: Sequence[Passage], max_words: int) -> int | None:
    """Where two neighbours of one voice and one scene can be joined at the least length."""
    pairs = [(a.words + b.words, i) for i, (a, b) in enumerate(pairwise(units)) if _joinable(a, b, max_words)]
    return min(pairs)[1] if pairs else None


def _joined(first: Passage, second: Passage) -> Passage:
    context = first.context if first.context == second.context else f"{first.context} {second.context}"
    return replace(first, text=f"{first.text} {second.text}", context=context)


def _divisible(units: Sequence[Passage]) -> int | None:
    """The longest passage that has a clause to be cut at."""
    able = [(unit.words, -i) for i, unit in enumerate(units) if len(_halves(unit)) == 2]
    return -max(able)[1] if able else None


def _longest(units: Sequence[Passage]) -> int | None:
    """The longest passage of at least four words."""
    able = [(unit.words, -i) for i, unit in enumerate(units) if unit.words >= 4]
    return -max(able)[1] if able else None


def _halves(unit: Passage) -> list[Passage]:
    clauses = _CLAUSE.split(unit.text)
    splits = [(" ".join(clauses[:i]), " ".join(clauses[i:])) for i in range(1, len(clauses))]
    fair = [pair for pair in splits if min(len(part.split()) for part in pair) >= 3]
    if not fair:
        return [unit]
    best = min(fair, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return [replace(unit, text=part) for part in best]


def _with_silence(units: Sequence[Passage], scenes: int) -> list[Passage]:
    """The passages spread over the scenes; a silent scene shows what the next passage is about."""
    if not units:
        return [Passage("")] * scenes
    places = [round((i + 1) * scenes / len(units)) - 1 for i in range(len(units))]
    dealt = []
    for scene in range(scenes):
        coming = next(i for i, place in enumerate(places) if place >= scene)
        dealt.append(units[coming] if places[coming] == scene else replace(units[coming], text="", speaker=None))
    return dealt
