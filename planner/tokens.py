"""Words of a text: where they stand, and how English bends them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


DETERMINERS = word_set(
    "a an the this these those my your his her its our their some any each every another one two three four "
    "five six seven eight nine ten several many few der die das ein eine einen einem einer le la les un une "
    "des el los las una il lo uno gli"
)
NUMBERS = {
    word: i
    for i, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
}
NUMBERS |= {"couple": 2, "pair": 2, "several": 3, "many": 4, "some": 3, "few": 3}
PLACE_PREPOSITIONS = word_set(
    "in inside at on onto through across along to into from near by past beside under beneath over above "
    "around between behind within outside off toward towards against up down aboard amid among amidst "
    "throughout below beyond im am auf in unter durch dans sur sous en sobre bajo por nel sul sulla nella"
)
PREPOSITIONS = PLACE_PREPOSITIONS | word_set("with without of for about as like than during mit avec con de")
CONJUNCTIONS = word_set(
    "and or but while as when where who which that because so then und et y e until before after if"
)
_LINKING = word_set("is are was were be been being has have had does do did will would can could should may might must")
FUNCTION_WORDS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | _LINKING | word_set(
    "that i you he she it we they me him them us there here not no very just only too also again never ever "
    "all more most how what why"
)  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]")
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "geese": "goose",
    "feet": "foot", "teeth": "tooth", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "lives": "life",
    "shelves": "shelf", "loaves": "loaf", "fishermen": "fisherman", "policemen": "policeman", "kids": "kid",
    "businessmen": "businessman", "snowmen": "snowman", "cacti": "cactus", "movies": "movie", "cookies": "cookie",
    "oxen": "ox", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "shoes": "shoe", "houses": "house",
    "horses": "horse", "roses": "rose", "vases": "vase", "purses": "purse", "canoes": "canoe", "boxes": "box",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word or a mark; ``low`` is its lower case, ``start`` and ``end`` its place in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """False for punctuation."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """True for a word with a capital first letter."""
        return self.text[0].isupper()


def tokenise(text: str) -> list[Token]:
    """The words and marks of a text; curly apostrophes are read as straight ones."""
    return [Token(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def singular(word: str) -> str:
    """The singular of an English noun in lower case; other words come back unchanged or harmlessly shortened."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def plural(noun: str) -> str:
    """The plural of an English noun phrase: its last word bends."""
    head, _, last = noun.rpartition(" ")
    irregular = {one: many for many, one in _IRREGULAR.items()}
    if last in irregular:
        bent = irregular[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        bent = last[:-1] + "ies"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        bent = last + "es"
    else:
        bent = last + "s"
    return f"{head} {bent}".strip()


def present_participle(verb: str) -> str:
    """ "walk" to "walking"; a phrasal verb bends in its first word."""
    first, _, rest = verb.partition(" ")
    if first == "lie":
        bent = "lying"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        bent = first[:-1] + "ing"
    elif _doubles(first):
        bent = first + first[-1] + "ing"
    else:
        bent = first + "ing"
    return f"{bent} {rest}".strip()


def third_person(verb: str) -> str:
    """ "walk" to "walks"."""
    first, _, rest = verb.partition(" ")
    if first.endswith("y") and first[-2:-1] not in "aeiou":
        bent = first[:-1] + "ies"
    else:
        bent = first + ("es" if first.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return f"{bent} {rest}".strip()


def past(verb: str) -> str:
    """The regular past: "walk" to "walked"."""
    first, _, rest = verb.partition(" ")
    if first.endswith("e"):
        bent = first + "d"
    elif first.endswith("y") and first[-2:-1] not in "aeiou":
        bent = first[:-1] + "ied"
    else:
        bent = first + (first[-1] if _doubles(first) else "") + "ed"
    return f"{bent} {rest}".strip()


def _doubles(verb: str) -> bool:
    """Whether a final consonant doubles: one syllable, one vowel, one consonant ("run", "hug", not "row")."""
    return bool(re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", verb)) or verb in {"begin", "unwrap"}


def with_article(phrase: str) -> str:
    """ "old robot" to "an old robot", by sound as far as letters tell; of what there is only one, "the last robot"."""
    low = phrase.lower()
    if low.startswith(("last ", "only ", "same ")):
        return f"the {phrase}"
    if low.endswith(("phones", "buds", "binoculars", "glasses")):
        return f"a pair of {phrase}"
    if low.startswith(("hour", "honest", "heir", "honour", "honor", "suv", "rv ", "x-")):
        an = True
    elif re.match(r"uni(?!n|m)|use|usu|uto|eu|one\b|once|ufo|ukulele", low):
        an = False
    else:
        an = low[:1] in set("aeiouáéíóúäöü8")
    return f"{'an' if an else 'a'} {phrase}"


def join(words: Iterable[str]) -> str:
    """Words of a list in prose: "a, b and c"."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
