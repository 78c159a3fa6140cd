"""Who speaks in a script: what it says of them, and looks that keep them apart."""

import re
from dataclasses import replace
from random import Random

from film.fountain import PartKind, Screenplay
from planner.casting import LABELLED
from planner.hero import Hero, is_female, is_male, make_hero
from planner.people import BEINGS, LIVING, dressed
from planner.premise import Premise
from planner.reader import Reader
from planner.tokens import singular, with_article

_AGE = re.compile(r"^(?:(?:early|mid|late)[- ])?(?:aged? )?(\d{1,2})s?(?: years? old)?$", re.IGNORECASE)
_WORN = re.compile(
    r"^(?:wearing|in|with|dressed in) (?P<what>(?:an?|the|his|her|their)? ?[\w' -]{3,40})$", re.IGNORECASE
)
_WHO = re.compile(r"^an? (?P<what>[\w' -]{3,40})$", re.IGNORECASE)
_HERS, _HIS = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE), re.compile(r"\b(?:he|his|him)\b", re.IGNORECASE)
_MALE_IN_A = frozenset({"luca", "joshua", "mika", "nikita", "ezra", "elisha", "andrea", "ilya", "misha", "akira"})
_FEMALE_NAMES = frozenset(
    {"agnes", "alice", "beth", "carmen", "elizabeth", "ellen", "esther", "helen", "ines", "ingrid", "isabel", "jane"}
    | {"judith", "karen", "margaret", "marion", "miriam", "rachel", "ruth", "sarah", "chloe", "chloé", "marie", "rose"}
)
_TRIES = 12


def cast_script(play: Screenplay, premise: Premise, reader: Reader, rng: Random) -> dict[str, Hero]:
    """Everybody who speaks in a script, by name. No two of them look alike."""
    cast: dict[str, Hero] = {}
    for name in play.speakers:
        for _ in range(_TRIES):
            hero = _somebody(name, play, premise, reader, rng, others=cast)
            if all(_worn(hero) != _worn(other) for other in cast.values()):
                break
        if any(hero.looks == other.looks for other in cast.values()):
            hero = replace(hero, looks=f"{hero.looks}, number {len(cast) + 1}")
        cast[name] = replace(hero, name=name)
    return cast


def _worn(hero: Hero) -> str:
    """What somebody is told apart by: their clothes, else all of their looks."""
    return hero.looks.partition(" in ")[2].partition(" ")[2] or hero.looks


def named_in(text: str, cast: dict[str, Hero]) -> list[str]:
    """Which of the cast a text names, in its order."""
    places = {name: re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in cast}
    found = [(match.start(), name) for name, match in places.items() if match]
    return [name for _, name in sorted(found)]


def _somebody(
    name: str, play: Screenplay, premise: Premise, reader: Reader, rng: Random, *, others: dict[str, Hero]
) -> Hero:
    words = set(re.findall(r"\w+", name.lower()))
    hero = premise.hero
    own = {*re.findall(r"\w+", hero.noun.lower()), *re.findall(r"\w+", (hero.name or "").lower())}
    alone = " and " not in hero.looks
    if hero.role in BEINGS and words & own and alone and hero not in others.values():
        return hero
    kin = [m for m in premise.reading.mentions if m.kind.value in LIVING - {"person", "child"}]
    if sum(m.count for m in kin) == len(play.speakers):
        # "Two robots talk": those who speak are what the brief says they are.
        meant = [m for m in kin for _ in range(m.count)][len(others)]
        single = reader.understand(with_article(" ".join([*meant.modifiers, singular(meant.word)])))
        return make_hero(next(iter(single.mentions), meant), single, rng)
    role = reader.phrase(name.lower(), "the")
    known = role.mentions[0] if role.mentions and role.mentions[0].kind not in LABELLED else None
    if known is not None:
        return make_hero(known, role, rng)
    return dressed(_description(name, play, premise, len(others)), reader, rng)


def _description(name: str, play: Screenplay, premise: Premise, number: int) -> str:
    """A person in the script's own words: age, trade and clothes where it gives them."""
    # "Two old friends argue": both are old, whatever they are called.
    age = "old" if premise.hero.pronoun == "they" and "old" in premise.hero.plain.split() else ""
    worn, trade = "", ""
    for bit in _introduction(name, play):
        if found := _AGE.match(bit):
            age = _aged(int(found[1]))
        elif found := _WORN.match(bit):
            worn = worn or f"in {found['what'].strip()}"
        elif found := _WHO.match(bit):
            trade = trade or found["what"].strip()
    female = _is_woman(name, play, number)
    child = age == "child"
    noun = ("girl" if female else "boy") if child else ("woman" if female else "man")
    if trade and (is_female(trade) or is_male(trade)):
        noun, trade = trade, ""
    return " ".join(filter(None, ("" if child else age, noun, worn)))


def _introduction(name: str, play: Screenplay) -> list[str]:
    """What stands behind a name after a comma or bracket: "60s, in a grey coat" of "MARTA, 60s, in a grey coat,"."""
    for part in play.parts:
        if part.kind is not PartKind.ACTION:
            continue
        found = re.search(rf"\b{re.escape(name)}\b\s*(?:,\s*|\()([^.!?]{{1,120}})", part.text, re.IGNORECASE)
        if found:
            return [bit.strip() for bit in re.split(r"[,()]", found[1])[:4] if bit.strip()]
    return []


def _aged(years: int) -> str:
    if years < 13:
        return "child"
    return "young" if years < 30 else "old" if years >= 60 else ""


def _is_woman(name: str, play: Screenplay, number: int) -> bool:
    if is_female(name):
        return True
    if is_male(name):
        return False
    told = [
        sentence
        for part in play.parts
        if part.kind is PartKind.ACTION
        for sentence in re.split(r"(?<=[.!?])\s+", part.text)
        if re.match(rf"\W*{re.escape(name)}\b", sentence, re.IGNORECASE)
    ]
    # "Tom takes her hand": the other pronoun is somebody else's.
    hers = sum(bool(_HERS.search(each)) and not _HIS.search(each) for each in told)
    his = sum(bool(_HIS.search(each)) and not _HERS.search(each) for each in told)
    first = name.split(maxsplit=1)[0].lower()
    if first in _FEMALE_NAMES or (first.endswith(("a", "á")) and first not in _MALE_IN_A):
        return True
    if hers != his and len(play.speakers) == 1:
        return hers > his
    return first.endswith(("e", "i", "y", "é")) and number % 2 == 1
