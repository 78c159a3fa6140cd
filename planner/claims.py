"""What a brief itself says of its product, and whom it says it is for: the only claims an advertisement may make."""

import re
from collections.abc import Iterator

from planner.lexicon import load_lexicon
from planner.reader import Reader
from planner.shot import Action, ActorKind
from planner.tokens import PREPOSITIONS, singular, tokenise, word_set

_MAX_WORDS = 8
_TRAIL = re.compile(r"^(?:and|but|or|so|now|the|an?|its|our)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[^.,;:!?–—\n()]+")
_WHO = re.compile(r"\b(?:that|which|who)\s+([^.,;:!?–—\n()]+)", re.IGNORECASE)
_WITH = re.compile(r"\bwith\s+([^.,;:!?–—\n()]+)", re.IGNORECASE)
_DOES = (
    r"\s+((?:helps|makes|keeps|gives|turns|brings|takes|lets|saves|tracks|finds|cleans|smells|tastes|feels|works|fits|"
    r"folds|charges|plays|protects|lasts|holds|softens|brightens|warms|cools|carries|teaches|cooks|brews)\b"
    r"[^.,;:!?–—\n()]*)"
)
_MADE = re.compile(
    r"\b((?:made|built|brewed|baked|roasted|grown|woven|cut|poured)\s+(?:of|from|for|by|in|to)\s+[^.,;:!?–—\n()]+)",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b((?:no|without|zero|free of)\s+[^.,;:!?–—\n()]+)", re.IGNORECASE)
_DIRECTION = word_set(
    "video film ad advert advertisement commercial spot shot style cinematic music voice voiceover narrator camera "
    "mood moody tone scene scenes seconds second trailer promo campaign portrait landscape instagram tiktok youtube "
    "please show make create people person man woman she he"
)
_STOPS = word_set("and but while as when where who which that because so in on at for from")
_SMALL = word_set("as with for and of in on to")
_AUDIENCE = re.compile(
    r"\bfor\s+((?:[\w'’&-]+\s+){0,4}?[\w'’-]+)"
    r"(?=[.,;:!?–—\n()]|\s+(?:who|that|with|in|on|at|from|and|by)\b|$)"
)
_AD_FOR = re.compile(
    r"\b(?:ad|advert\w*|commercial|spot|promo|campaign|film|video|trailer|buy|made|only|just)\s+(?:now\s+)?$",
    re.IGNORECASE,
)
_NOT_VERBS = word_set("light clean cool open dry warm free fit rest fresh water present")
_PUBLIC = word_set(
    "skin hair parents families professionals teams students commuters kids beginners lovers owners founders "
    "travellers travelers businesses companies start-ups startups freelancers gamers readers seniors teens moms mums "
    "dads cooks makers creators nomads athletes foodies everyone anyone people you feet sleepers eaters drinkers fans"
)


def claims_of(text: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What a text says of the thing it sells, as phrases that can be said alone ("no sugar", "it helps you sleep").

    ``text`` has offers and calls taken out already; ``names`` are those of product and brand. English only.
    """
    found: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    does = [(re.compile(rf"\b{re.escape(name)}(?:\s+[\w-]+)?{_DOES}", re.IGNORECASE), "it ") for name in names]
    for pattern, lead in (*does, (_WHO, "it "), (_MADE, ""), (_NONE, ""), (_WITH, "with ")):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            words = _shortened(match[1])
            if words and _is_claim(words, names) and (lead != "it " or _is_deed(words)):
                found.append((match.start(), f"{lead}{words}"))
                taken.append(match.span())
    for position, clause in _asides(text):
        if not any(start <= position < end for start, end in taken) and _is_claim(clause, names):
            found.append((position, clause))
    return tuple(dict.fromkeys(claim for _, claim in sorted(found)))


def audience_of(text: str, reader: Reader) -> str | None:
    """Whom a brief says it is for ("tired skin", "young parents"); None when it does not say."""
    for match in _AUDIENCE.finditer(text):
        if _AD_FOR.search(text[: match.start()]):
            continue
        phrase = match[1].strip()
        beings = [m for m in reader.understand(phrase).mentions if m.kind in {ActorKind.PERSON, ActorKind.CHILD}]
        last = phrase.lower().split()[-1]
        if last in _PUBLIC or (beings and singular(last) in {beings[-1].word, last.removesuffix("s")}):
            return phrase
    return None


def as_sentence(claim: str) -> str:
    """A claim as something to say: "Light as air."."""
    return f"{claim[:1].upper()}{claim[1:]}."


def _asides(text: str) -> Iterator[tuple[int, str]]:
    """Short clauses after the first that only describe: "light as air", "plastic-free"."""
    for number, match in enumerate(_CLAUSE.finditer(text)):
        raw = match.group()
        clause = _TRAIL.sub("", raw.strip())
        opens = raw.strip()[:3].lower() in {"a ", "an ", "the"} or raw.strip()[:2].lower() == "a "
        words = clause.split()
        if number == 0 or opens or not 1 <= len(words) <= 5 or words[0].lower() in PREPOSITIONS:
            continue
        if raw.lstrip()[:1].isupper() and len(words) < 2:
            continue
        if not any(_has_deed(word) for word in words):
            yield match.start(), clause


def _is_claim(words: str, names: tuple[str, ...]) -> bool:
    low = words.lower()
    tokens = set(re.findall(r"[\w-]+", low))
    named = any(name and name.lower() in low for name in names)
    return bool(tokens) and not named and not tokens & _DIRECTION and not re.search(r"[$€£¥\"“”@/]|\d{3,}|https?", low)


def _is_deed(words: str) -> bool:
    """Whether a phrase begins with a verb of the third person: "helps you sleep"."""
    first = words.split(maxsplit=1)[0].lower()
    return first.endswith("s") and not first.endswith("ss") and first not in {"is", "was", "this"}


def _has_deed(word: str) -> bool:
    if word.lower() in _NOT_VERBS:
        return False
    senses = load_lexicon().match(tokenise(word), 0)[1]
    return any(isinstance(sense.meaning, Action) for sense in senses) and not any(
        isinstance(sense.meaning, ActorKind) for sense in senses
    )


def _shortened(clause: str) -> str:
    """A clause up to its first conjunction, of at most eight words, without small words at its end."""
    words: list[str] = []
    for word in clause.split():
        if (
            words
            and word.lower() in _STOPS
            and (len(words) >= 2 or word.lower() not in {"in", "on", "for", "from", "at"})
        ):
            break
        words.append(word)
    if len(words) > _MAX_WORDS:
        return ""
    while words and words[-1].lower() in _SMALL:
        words.pop()
    return " ".join(words)
