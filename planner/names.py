"""Names in a text: what a thing is called, who makes it, and where the names stand, so that they are read as names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from planner.lexicon import Lexicon, load_lexicon
from planner.shot import Action, ActorKind
from planner.tokens import DETERMINERS, FUNCTION_WORDS, tokenise, word_set

MAX_LETTERS = 24
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„\n]{1,40})[\"”»“]|(?<!\w)['‘]([A-Z][^'‘’\n]{0,30})['’](?!\w)")
_SLOGAN = re.compile(r"\b(?:slogan|tagline|motto|line|message|says?|saying|reads?)\b[^\"“«„'‘]{0,12}$", re.IGNORECASE)
_UNITS = word_set(
    "% ml cl l kg g mg km m cm mm oz lb pm am hours hour minutes days weeks off percent euros dollars january february "
    "march april may june july august september october november december"
)
_JOINTS = (("of",), ("of", "the"), ("in", "the"), ("de",), ("la",), ("du",), ("di",))
_DESCRIBES = re.compile(r"(?:ed|ing|ful|less|able|ible|ic|al|ous|ish|made|free|ly|y|est|ive|ern|proof)$")
_PLAIN = word_set(
    "fresh new smart natural vegan premium luxury iced warm pure soft light small big good best free modern vintage "
    "whole instant raw super strong one two"
)


class Find(NamedTuple):
    """A name by its tokens, and how surely it is one: the smaller the rank, the surer."""

    rank: int
    begin: int
    end: int


@dataclass(frozen=True)
class Names:
    """``product`` is what the thing is called and ``maker`` whose it is; ``labels`` are all names of things, the surest
    first. ``spans`` are the places in the text that the names take.
    """

    labels: tuple[str, ...] = ()
    maker: str | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def product(self) -> str | None:
        """The surest name."""
        return self.labels[0] if self.labels else None


@lru_cache(maxsize=512)
def find_names(text: str, *, advertised: bool = False) -> Names:
    """The names in a text, in its own spelling; ``advertised`` also takes what is only likely to be a name."""
    return _Namer(text, advertised).find()


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some parts blanked out; every other character keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def quoted_names(text: str) -> list[str]:
    """What stands in quotes and is no slogan, short enough for a label."""
    found = [m for m in _QUOTED.finditer(text) if not _SLOGAN.search(text[: m.start()])]
    names = [(m[1] or m[2]).strip(" .,;:!?") for m in found]
    return [name for name in dict.fromkeys(names) if name and len(name) <= MAX_LETTERS]


def is_never_a_name(word: str) -> bool:
    """Whether a word is none whatever its capitals: a day, a unit, a substance."""
    return word.lower() in _words("never")


def mask_quotes(text: str) -> str:
    """The text with its quoted parts blanked out; every other character keeps its place."""
    return blank(text, [match.span() for match in _QUOTED.finditer(text)])


@cache
def _words(key: str) -> frozenset[str]:
    lists = yaml.safe_load((Path(__file__).parent / "words" / "names.yaml").read_text(encoding="utf-8"))
    return frozenset(word.strip(' "') for word in lists[key].split(",") if word.strip())


_WHERE = frozenset({"in", "on", "near", "across", "around", "through"})
"""What stands before the name of a place."""


class _Namer:
    """Looks for the names in one text by what stands around them."""

    def __init__(self, text: str, advertised: bool) -> None:
        self._text = text
        self._tokens = tokenise(mask_quotes(text))
        self._advertised = advertised
        self._lexicon: Lexicon = load_lexicon()
        plain = [t for t in self._tokens if t.is_word and t.low not in FUNCTION_WORDS]
        self._headline = len(plain) > 3 and sum(t.is_capitalised for t in plain) > 0.6 * len(plain)

    def find(self) -> Names:
        """Quoted names first, then the surest of the others."""
        quoted = [m for m in _QUOTED.finditer(self._text) if not _SLOGAN.search(self._text[: m.start()])]
        maker = next(self._makers(), None)
        patterns = [self._called, self._introduced, self._opening, self._of_a_trade, self._before_a_product]
        if self._advertised:
            patterns += [self._opening_likely, self._after_a_call, self._in_capitals, self._anywhere]
        finds = sorted(find for pattern in patterns for find in pattern())
        taken = [find for find in finds if maker is None or find.end <= maker.begin or find.begin >= maker.end]
        best = [find for find in taken if find.rank == taken[0].rank][:2] if taken else []
        names = [(m[1] or m[2]).strip(" .,;:!?") for m in quoted] + [self._name(f) for f in best]
        labels = dict.fromkeys(name for name in names if name and len(name) <= MAX_LETTERS)
        made_by = self._name(maker) if maker else None
        spans = [self._span(find) for find in ([*best, maker] if maker else best)]
        return Names(tuple(name for name in labels if name != made_by), made_by, tuple(spans))

    def _called(self) -> Iterator[Find]:
        """ "called X", "Brand: X"."""
        for i, token in enumerate(self._tokens):
            field = token.low in _words("fields") and self._mark(i + 1) == ":"
            if token.low in _words("called") or field:
                yield from self._named_at(i + 1 + field, 1)

    def _introduced(self) -> Iterator[Find]:
        """ "Introducing X", "an ad for X"."""
        for i, token in enumerate(self._tokens):
            pitched = token.low in _words("pitches") and self._mark(i + 1) == "for"
            if token.low in _words("sure") or pitched:
                yield from self._named_at(self._past_lead_in(i + 1 + pitched), 2)

    def _opening(self) -> Iterator[Find]:
        """A sentence that begins with a name: "X, a …", "X – …", "X is a …", "X by Y"."""
        for i in self._openings():
            end = self._run(i)
            if end == i or (self._is_plain(i, end) and self._mark(end) not in {"by"}) or self._is_thing(i, end):
                continue
            after, then = self._mark(end), self._mark(end + 1)
            explained = after in {",", "is", "are", "–", "—", "-", ":"} and then in DETERMINERS | {"where", "home"}
            dashed = after in {"–", "—"} or (after == ":" and end - i > 1)
            signed = after in {"by", "from"} and self._run(end + 1) > end + 1
            if explained or dashed or signed:
                yield Find(3, i, end)

    def _of_a_trade(self) -> Iterator[Find]:
        """ "my bakery X", "the festival X", "Y's new X serum"."""
        for i, token in enumerate(self._tokens):
            trade = token.low in _words("trades") and (not token.is_capitalised or i == 1)
            if trade and not self._headline and self._is_next(i + 1):
                yield from self._named_at(i + 1, 4)
            if self._owns(i):
                yield from self._named_at(self._past_lead_in(i + 1), 4)

    def _before_a_product(self) -> Iterator[Find]:
        """ "the X app", "our X serum"."""
        for i, token in enumerate(self._tokens):
            if (token.low in DETERMINERS or token.low in {"new", "of"}) and not self._headline:
                end = self._run(i + 1)
                if end > i + 1 and self._product_follows(end):
                    yield Find(5, i + 1, end)

    def _opening_likely(self) -> Iterator[Find]:
        """A brief that begins with what may be a name: "X smart lamp", "X Y, …"."""
        for i in self._openings():
            end = self._run(i)
            if end == i or self._is_plain(i, end) or self._headline:
                continue
            rich = end - i > 1 or not self._tokens[i].text.istitle()
            if rich or self._product_follows(end) or self._mark(end) in {"", ","}:
                yield Find(6 + (i > 0), i, end)

    def _after_a_call(self) -> Iterator[Find]:
        """ "Try X", "at X"."""
        for i, token in enumerate(self._tokens):
            if token.low in _words("calls"):
                yield from self._named_at(self._past_lead_in(i + 1), 9 if token.low in _WHERE else 8)

    def _in_capitals(self) -> Iterator[Find]:
        """A word in capitals among others that are not."""
        if not self._text.isupper():
            for i, token in enumerate(self._tokens):
                if token.text.isupper() and len(token.text) > 2 and token.text.isalpha() and self._run(i) > i:
                    yield Find(7, i, self._run(i))

    def _anywhere(self) -> Iterator[Find]:
        """Capitals within a sentence."""
        opens = set(self._openings())
        for i in range(len(self._tokens)):
            aside = i > 0 and self._tokens[i - 1].text == "," and self._run(i) > i + 1
            a_place = self._mark(i - 1) in _WHERE
            if not self._headline and i not in opens and (aside or self._is_next(i)) and not a_place:
                yield from self._named_at(i, 9)

    def _makers(self) -> Iterator[Find]:
        """ "by Y", "from Y", "Y's new …"."""
        for i, token in enumerate(self._tokens):
            end = self._run(i + 1)
            first = self._mark(i + 1)
            if token.low == "from" and (first in _words("origins") or not self._is_next(i + 1)):
                continue
            if token.low in {"by", "from"} and end > i + 1 and not self._headline:
                yield Find(0, i + 1, end)
            if self._owns(i):
                yield Find(0, i, i + 1)

    def _owns(self, position: int) -> bool:
        """Whether a possessive names a maker ("Y's new serum"), and neither a person nor a part of a name."""
        if not self._mark(position).endswith("'s") or not self._is_name_word(position):
            return False
        if any(isinstance(s.meaning, ActorKind) for s in self._lexicon.match(self._tokens, position)[1]):
            return False
        begin = self._past_lead_in(position + 1)
        return begin > position + 1 or self._product_follows(self._run(begin))

    def _named_at(self, begin: int, rank: int) -> Iterator[Find]:
        end = self._run(begin)
        if end > begin:
            yield Find(rank, begin, end)

    def _run(self, begin: int) -> int:
        """Where the name that begins at a token ends; ``begin`` when there is none."""
        if not self._is_name_word(begin) or self._lexicon.place_at(self._tokens, begin)[1] is not None:
            return begin
        end = begin + 1
        while True:
            step = self._step(end)
            if step == 0:
                break
            end += step
        if any(self._tokens[i].low in _words("never") for i in range(begin, end)) and end - begin < 3:
            return begin
        return end

    def _step(self, end: int) -> int:
        """How many tokens more belong to a name that may end here."""
        if not self._is_next(end):
            return 0
        token = self._tokens[end]
        if token.low.isdigit() and len(token.low) < 5:
            return 0 if self._mark(end + 1) in _UNITS or self._counts(end) else 1
        if token.text in {"&", "+"}:
            return 2 if end + 1 < len(self._tokens) and self._tokens[end + 1].is_capitalised else 0
        for joint in _JOINTS:
            after = end + len(joint)
            if tuple(t.text for t in self._tokens[end:after]) == joint and self._is_name_word(after):
                return 0 if self._lexicon.place_at(self._tokens, after)[1] else len(joint) + 1
        inner = token.is_capitalised and (len(token.text) == 1 or token.low in FUNCTION_WORDS | {"co", "st"})
        return int(self._is_name_word(end) or (inner and not self._headline and token.low != "i"))

    def _counts(self, end: int) -> bool:
        """Whether a number is part of a price or a time rather than a name ("3.50", "7:30")."""
        following = self._tokens[end + 1 : end + 3]
        return len(following) == 2 and following[0].text in ".,:" and following[1].low.isdigit()

    def _is_next(self, position: int) -> bool:
        """Whether a token follows the one before it after nothing but space."""
        if not 0 < position < len(self._tokens):
            return False
        between = self._text[self._tokens[position - 1].end : self._tokens[position].start]
        return self._tokens[position - 1].is_word and between.isspace()

    def _is_name_word(self, position: int) -> bool:
        """A capital first or within, more than one letter, and no word, unit or substance that is written so."""
        if not 0 <= position < len(self._tokens):
            return False
        token = self._tokens[position]
        capital = any(ch.isupper() for ch in token.text) and not re.match(r"\d+[a-z]|[a-zA-Z]$", token.text)
        if self._mark(position - 1) in {"vitamin", "vitamins", "coenzyme"}:
            return False
        if not token.is_word or not capital or token.low in FUNCTION_WORDS or token.low in _words("never"):
            return False
        return not token.low.endswith("-like") and not (position == 0 and token.low in _words("openers"))

    def _openings(self) -> list[int]:
        """The tokens that begin a sentence and look like a name."""
        ends = ".!?:–—;"
        starts = [i for i in range(len(self._tokens)) if i == 0 or self._tokens[i - 1].text in ends]
        starts = [i + (self._mark(i) == "the") for i in starts]
        return [i for i in starts if self._is_name_word(i) and self._tokens[i].low not in _words("openers")]

    def _is_plain(self, begin: int, end: int) -> bool:
        """Whether a capital at the start of a sentence only opens it."""
        low = self._tokens[begin].low
        return end - begin == 1 and (
            bool(_DESCRIBES.search(low) and not self._tokens[begin].text.isupper() and self._mark(end) != ",")
            or low in _PLAIN or self._is_thing(begin, end)
        )  # fmt: skip

    def _is_thing(self, begin: int, end: int) -> bool:
        """Whether a phrase is a thing, a place or a time the lexicon knows, or a trade."""
        length, senses = self._lexicon.match(self._tokens, begin)
        low = self._mark(begin)
        colour = self._lexicon.colour(low) is not None
        known = length >= end - begin and any(not isinstance(s.meaning, Action) for s in senses)
        return known or (end - begin == 1 and (colour or low in _words("trades") | _words("pitches")))

    def _product_follows(self, position: int) -> bool:
        """Whether a product or a trade is named within the next words."""
        for at in range(position, min(position + 3, len(self._tokens))):
            if not self._is_next(at) or self._tokens[at].low in FUNCTION_WORDS:
                return False
            senses = self._lexicon.match(self._tokens, at)[1]
            if self._tokens[at].low in _words("trades") or any(isinstance(s.meaning, ActorKind) for s in senses):
                return True
        return False

    def _past_lead_in(self, position: int) -> int:
        while position < len(self._tokens) and self._tokens[position].low in _words("lead_ins"):
            position += 1
        return position

    def _mark(self, position: int) -> str:
        return self._tokens[position].low if 0 <= position < len(self._tokens) else ""

    def _span(self, find: Find) -> tuple[int, int]:
        return self._tokens[find.begin].start, self._tokens[find.end - 1].end

    def _name(self, find: Find) -> str:
        start, end = self._span(find)
        return re.sub(r"['’]s$", "", " ".join(self._text[start:end].split()))
