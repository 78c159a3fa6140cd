"""Offers and calls to action in the words of a brief: prices, discounts, dates, addresses, what to do now."""

import re
from dataclasses import dataclass
from functools import lru_cache

from film.brief import AdBrief
from planner.tokens import DETERMINERS, FUNCTION_WORDS, word_set

MAX_WORDS = 5
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|" \
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"  # fmt: skip
_WEEKDAY = r"(?<!black )(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
_CLOCK = r"\d{1,2}(?::\d\d)?(?:\s?(?:am|pm)\b)"
_DATE = rf"(?:{_WEEKDAY}(?:,?\s+\d{{1,2}}\s+{_MONTH})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}\b)"
_SUM = r"\d(?:[\d,]*\d)?(?:\.\d\d)?"
_PRICE = rf"(?:[$€£¥]\s?{_SUM}|\b{_SUM}\s?(?:€|euros?\b|dollars?\b|pounds?\b|usd\b|eur\b|gbp\b))"
_PER = r"(?:\s?/\s?\w+|\s(?:a|per)\s(?:day|week|month|year|night|person|cup|piece)\b)?"
_CALLS = (
    "buy|order|shop|book|download|visit|call|join|sign up|subscribe|start|save|come|reserve|learn more|find out|"
    "register|pre-?order|get|try|switch|pick up|apply|donate|rsvp|tickets|available|open|now in|out now|test ride|"
    "test drive|in stores|scan|tap|discover|claim|enjoy|stop by|drop by|see you"
)
_CALL = re.compile(rf"^(?:{_CALLS})\b", re.IGNORECASE)
_TERMS = (
    ("address", re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|app|co|no|de|fr|uk|eu|shop|"
                           r"store|dev|tv|me|ai|se|dk|it|es|nl|ch|at)\b(?:/[\w./-]*)?", re.IGNORECASE)),
    ("phone", re.compile(r"\+?\d[\d() -]{5,}\d")),
    ("discount", re.compile(rf"(?:up to\s+)?\d+\s?(?:%|percent)\s+off(?:\s+(?:all|every)\s+\w+)?|"
                            rf"save\s+(?:\d+\s?%|{_PRICE})|"
                            r"half price|buy one,? get one(?: free)?|(?:2|two) for (?:1|one|the price of one)",
                            re.IGNORECASE)),
    ("price", re.compile(rf"(?:(?:only|just|from|for)\s+)*{_PRICE}{_PER}", re.IGNORECASE)),
    ("gift", re.compile(r"(?:first\s+(?:\w+\s+)?(?:class|month|week|lesson|night|visit)\s+(?:is\s+)?free|"
                        r"free\s+for\s+(?:\d+|a)\s+(?:days?|weeks?|months?)|"
                        r"free\s+(?:month|week|class|lesson|consultation|check-?up|tasting|quote|ticket)|"
                        r"free\s+(?:shipping|delivery|trial|returns|entry|admission|samples?|refills?|"
                        r"parking(?!\s+(?:spaces?|spots?|lots?|places?|garages?|bays?))|wifi))\b",
                        re.IGNORECASE)),
    ("hours", re.compile(rf"happy hour from \d+ to {_CLOCK}", re.IGNORECASE)),
    ("date", re.compile(rf"(?:(?:from|until|till|on|this|every|starts|ends|by|before)\s+)?{_DATE}"
                        rf"(?:,?\s+(?:at\s+)?{_CLOCK})?|"
                        r"this (?:week(?:end)?|month) only|this week(?:end)?\b", re.IGNORECASE)),
)  # fmt: skip
_SOUGHT = re.compile(
    r"\b(?:finds?|finding|found|search(?:es|ing)?(?: for)?|looks? for|looking for|locates?|shows?|spots?)\s+"
    r"(?:(?:you|the|a|an|your|nearby|nearest)\s+)*$",
    re.IGNORECASE,
)
"""What a product finds for people is what it does, and no offer."""
_DANGLING = DETERMINERS | word_set("and or of for with to from at")
_TERM_ENDS = re.compile(r"\s*[;·]\s*|,\s+|\.\s+")
_CLAUSES = re.compile(r"[^.,;:!?–—\n]+(?:\.(?=\w)[^.,;:!?–—\n]+|(?<=\d),(?=\d{3})[^.,;:!?–—\n]+)*")


@dataclass(frozen=True)
class Offer:
    """``call`` is what the brief asks people to do and ``terms`` what it offers them, each in at most five words of the
    brief's own; ``spans`` is where they stand in it.
    """

    call: str | None = None
    terms: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def rest(self) -> tuple[str, ...]:
        """The terms that the call does not already say."""
        return tuple(term for term in self.terms if self.call is None or term.lower() not in self.call.lower())

    @property
    def deal(self) -> str | None:
        """What is offered beside the call, as far as five words go: "20% off · until Sunday"."""
        return _capital(_together(_bare(self.rest[0]), self.rest[1:])) if self.rest else None


def offer_of(text: str, ad: AdBrief | None) -> Offer:
    """The offer and the call of a brief: its fields, else what its prompt says."""
    found = find_offer(text)
    if ad is None:
        return found
    call = _capital(_fitted(ad.call_to_action)) if ad.call_to_action else found.call
    terms = tuple(_fitted(term) for term in _TERM_ENDS.split(ad.offer) if term.strip()) if ad.offer else found.terms
    return Offer(call, terms, found.spans)


def in_few_words(*parts: str) -> str | None:
    """The parts side by side, when that is at most five words and 34 letters; None when it is more."""
    joined = " · ".join(part for part in parts if part)
    return joined if joined and len(joined.replace("·", " ").split()) <= MAX_WORDS and len(joined) <= 34 else None


@lru_cache(maxsize=256)
def find_offer(text: str) -> Offer:
    """The offer a brief states."""
    found: list[tuple[int, int]] = []
    terms: list[tuple[int, str]] = []
    for _, pattern in _TERMS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in found):
                continue
            if _SOUGHT.search(text[: match.start()]):
                continue
            found.append(match.span())
            term = re.sub(r"\bfrom (\d+) to (\d+)", r"\1–\2", " ".join(match.group().split()))
            terms.append((match.start(), term))
    call, call_span = _call(text, found)
    spans = [*found, *([call_span] if call_span else [])]
    short = tuple(term for _, term in sorted(terms) if len(term.split()) <= MAX_WORDS)
    return Offer(call, short, tuple(spans))


def _call(text: str, terms: list[tuple[int, int]]) -> tuple[str | None, tuple[int, int] | None]:
    """The clause that asks for something: one after the first, or one that names its terms."""
    for number, match in enumerate(_CLAUSES.finditer(text)):
        start, clause = match.start() + len(match.group()) - len(match.group().lstrip()), match.group().strip()
        start, clause = _after_and(start, clause)
        if not _CALL.match(clause):
            continue
        within = [span for span in terms if start <= span[0] < start + len(clause)]
        part_of_term = any(begin <= start and start + len(clause) < end for begin, end in terms)
        if part_of_term or (number == 0 and not within):
            continue
        words = _shortened(text, clause, within)
        if len(words.split()) >= 2 or words.lower() in {"rsvp", "subscribe"}:
            taken = (start, start + len(clause)) if number else (start, start)
            return _capital(words), taken
    return None, None


def _after_and(start: int, clause: str) -> tuple[int, str]:
    """A clause whose call comes after "and" ("plastic-free and order today")."""
    match = re.search(rf"\band\s+(?=(?:{_CALLS})\b)", clause, re.IGNORECASE)
    if match is None or _CALL.match(clause):
        return start, clause
    return start + match.end(), clause[match.end() :]


def _shortened(text: str, clause: str, terms: list[tuple[int, int]]) -> str:
    """A call of at most five words: cut before a preposition, its first words with its terms, or its first words."""
    words = clause.split()
    if len(words) <= MAX_WORDS:
        return clause
    for term in terms:
        told = text[term[0] : term[1]]
        if told not in clause[: len(" ".join(words[:MAX_WORDS]))]:
            begun = _begun(words, MAX_WORDS - len(told.split()))
            return f"{begun} · {told}" if " " in begun else told
    cuts = [
        i for i in range(2, MAX_WORDS + 1) if words[i].lower() in {"for", "at", "on", "in", "with", "before", "from"}
    ]
    kept = words[: cuts[-1] if cuts else MAX_WORDS]
    while len(kept) > 1 and kept[-1].lower() in _DANGLING:
        kept.pop()
    return " ".join(kept)


def _begun(words: list[str], room: int) -> str:
    """How a call begins, as far as it says something: "Book now" of "Book a free consultation"."""
    kept = words[:room]
    cut_short = len(words) > room and words[room].lower() not in FUNCTION_WORDS
    things = [i for i, word in enumerate(kept) if word.lower() in DETERMINERS]
    if cut_short and things:
        kept = kept[: things[-1]]
    while kept and kept[-1].lower() in _DANGLING:
        kept.pop()
    return f"{kept[0]} now" if len(kept) == 1 and room > 1 else " ".join(kept)


def _together(first: str, others: tuple[str, ...]) -> str:
    """A line of at most five words and 34 letters, with the next term when there is room for it."""
    joined = f"{first} · {_bare(others[0])}" if others else first
    return joined if len(joined.replace("·", "").split()) <= MAX_WORDS and len(joined) <= 34 else first


def _fitted(words: str) -> str:
    """A call or a term in at most five words, cut before a preposition where it is longer."""
    plain = words.strip().rstrip(".!")
    return plain if len(plain.split()) <= MAX_WORDS else _shortened(plain, plain, [])


def _bare(term: str) -> str:
    return re.sub(r"^(?:on|at)\s+", "", term)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
