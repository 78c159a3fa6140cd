"""What is said and written in an advertisement: lines for each part, the brief's own claims, the offer and the call."""

import re
from collections.abc import Iterator
from random import Random

from film.archetypes import Archetype
from planner.banks import Line, ads
from planner.claims import as_sentence
from planner.narration import Narrator
from planner.offers import in_few_words
from planner.pitch import Pitch, is_plural
from planner.premise import Premise

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TWICE = frozenset({"hook", "problem", "benefit", "demo"})
_CALLS = {
    "skincare": ("Try it tonight", "Find yours"),
    "drink": ("Pour yourself one", "Try it today"),
    "food": ("Take a bite", "Try it today"),
    "sound": ("Hear it", "Press play"),
    "tech": ("Try it today", "Start now"),
    "motion": ("Go for it", "Try it today"),
    "drive": ("Take a test drive", "Take the wheel"),
    "keepsake": ("Find yours", "Look closer"),
    "service": ("Talk to us", "Just say hello"),
    "event": ("Be there", "Save your place"),
    "place": ("Come on in", "Stop by today"),
    "travel": ("Go and see", "Book a seat"),
    "skill": ("Begin today", "Try one lesson"),
    "any": ("Try it today", "Find yours"),
}


def usual_call(kind: str, rng: Random) -> str:
    """What to ask of people when the brief does not say."""
    return rng.choice(_CALLS.get(kind, _CALLS["any"]))


def number_word(count: int) -> str:
    """A small number in letters; larger ones in figures."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


class Copy:
    """The words of one advertisement. What the brief claims is used up before lines of our own, each thing once."""

    def __init__(
        self, premise: Premise, pitch: Pitch, archetype: Archetype | None, narrator: Narrator, rng: Random
    ) -> None:
        self._premise, self._pitch, self._narrator, self._rng = premise, pitch, narrator, rng
        self._archetype = archetype.value if archetype is not None else ""
        self._claims = list(pitch.claims)
        self._call = premise.offer.call or usual_call(pitch.kind, rng)
        self._items = 0
        self._named = 0

    def line(self, part: str, max_words: int, *, first_person: bool = False, reasons: int = 0) -> str:
        """What is said in a scene; "" when there is no time for a word.

        ``first_person`` is for whoever speaks on camera; ``reasons`` is how many a listicle counts.
        """
        if max_words < 1:
            return ""
        if part == "item":
            return self._item(max_words)
        saved = self._archetype == Archetype.LISTICLE.value
        if part in {"detail", "demo", "benefit"} and self._claims and not first_person and not saved:
            said = self._claim(max_words)
            if said:
                return said
        for lines in self._banks(part, first_person=first_person, reasons=reasons):
            found = self._narrator.choose(lines, max_words=max_words)
            if found is not None:
                self._named += self._pitch.sold in found[1]
                return found[1]
        return ""

    def last_line(self, max_words: int) -> str:
        """What is said where the film ends: as much of name, offer and call as there is time for."""
        if max_words < 1:
            return ""
        name = f"{self._premise.brand}. " if self._premise.brand else ""
        call = f"{self._call.replace(' · ', ', ')}."
        deal = ", ".join(self._premise.offer.rest)
        offer = f"{_capital(deal)}." if deal else ""
        short = f"{_capital(self._premise.offer.rest[0])}." if self._premise.offer.rest else ""
        own = self._premise.offer.call is not None
        tries = [
            f"{name}{offer} {call}",
            f"{name}{short} {call}",
            f"{name}{offer}",
            f"{name}{short}",
            f"{offer} {call}",
        ]
        for text in tries if offer else ():
            if len(text.split()) <= max_words:
                return " ".join(text.split())
        if own and len(f"{name}{call}".split()) <= max_words:
            return f"{name}{call}"
        found = self.line("action", max_words) or call
        return found if len(found.split()) <= max_words else ""

    def offer_line(self, max_words: int) -> str:
        """The offer as a line of its own, as much of it as fits; "" when there is none."""
        deal, rest = ", ".join(self._premise.offer.rest), self._premise.offer.rest
        tries = [deal, *rest]
        return next((f"{_capital(text)}." for text in tries if text and len(text.split()) <= max_words), "")

    def last_text(self, *, alone: bool, named: bool) -> str:
        """What is written where the film ends: the call, with the offer when both are short.

        ``alone`` means that no other scene can show the offer, which then comes first; ``named`` that one has shown
        the name, which otherwise stands here.
        """
        offer = self._premise.offer
        brand = self._premise.brand or ""
        if brand and not named:
            told = offer.deal or self._call
            return in_few_words(brand, told) or in_few_words(brand, self._call) or in_few_words(brand) or told
        if offer.deal is None:
            long = len(self._call.split()) > 1
            return self._call if long else in_few_words(brand, self._call) or self._call
        both = in_few_words(self._call, *(term for term in offer.rest)) or in_few_words(self._call, offer.rest[0])
        return both or (offer.deal if alone else self._call)

    @property
    def deal(self) -> str | None:
        """What is written of the offer where it stands alone."""
        return self._premise.offer.deal

    def _item(self, max_words: int) -> str:
        self._items += 1
        count = number_word(self._items).capitalize()
        said = self._claim(max_words - 1)
        if not said:
            found = self._narrator.choose((Line(say=text) for text in ads()["any"]["item"]), max_words=max_words - 1)
            said = found[1] if found else self.line("benefit", max_words - 1) or self.line("detail", max_words - 1)
        return f"{count}: {said[:1].lower()}{said[1:]}" if said else ""

    def _claim(self, max_words: int) -> str:
        """The next claim of the brief that there is time for, as it agrees with what is sold."""
        for claim in self._claims:
            told = self._agreeing(claim)
            if len(told.split()) <= max_words:
                self._claims.remove(claim)
                return as_sentence(told)
        return ""

    def _agreeing(self, claim: str) -> str:
        if claim.startswith("it ") and (is_plural(self._pitch.sold) or _is_pair(self._pitch.product)):
            verb, _, rest = claim.removeprefix("it ").partition(" ")
            return f"they {_plain(verb)} {rest}".strip()
        return claim

    def _banks(self, part: str, *, first_person: bool, reasons: int) -> Iterator[Iterator[Line]]:
        """Where lines are looked for, best first. The name is said where it helps, and no more than three times."""
        kinds = [self._pitch.kind, "any"]
        if self._archetype == Archetype.TESTIMONIAL.value and part in {"proof", "demo"} and self._named == 0:
            yield self._lines(ads()[self._archetype]["product"], reasons)
        own = ads().get(self._archetype, {}).get(part, [])
        if own and (first_person or self._archetype != Archetype.TESTIMONIAL.value or part == "action"):
            yield self._lines(own, reasons)
        if first_person:
            for other in ("demo", "benefit", "detail", "hook"):
                yield self._lines(ads()[self._archetype].get(other, []), reasons)
        if part == "product" and not self._premise.brand:
            yield self._lines(ads()["unnamed"], reasons)
        for bank in kinds:
            yield self._lines(ads()[bank].get(part, []), reasons)
        for other in ("detail", "benefit", "hook", "problem", "demo"):
            for bank in kinds:
                yield self._lines(ads()[bank].get(other, []), reasons)

    def _lines(self, texts: list[str], reasons: int) -> Iterator[Line]:
        """Lines that can be said here: a slogan must not stumble over the name ("Glow. Glow on."), nor a line go
        without one that it needs.
        """
        brand = self._premise.brand
        words = set(re.findall(r"\w+", brand.lower())) if brand else set()
        for text in texts:
            counted = text.replace("{count}", number_word(reasons)).replace(
                "{Count}", number_word(reasons).capitalize()
            )
            named = "rand}" in counted
            if "ount}" in text and reasons < 2:
                continue
            if brand and (words & set(re.findall(r"\w+", counted.lower())) or (named and self._named > 2)):
                continue
            if not brand and named:
                counted = counted.removeprefix("{Brand}. ")
                if "rand}" in counted:
                    continue
            yield Line(say=counted)


def _is_pair(looks: str) -> bool:
    return looks.startswith(("a pair of ", "two "))


def _plain(verb: str) -> str:
    """A verb of the third person as it goes with "they"."""
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb.removesuffix("es") if verb.endswith(("shes", "ches", "sses", "xes", "oes")) else verb.removesuffix("s")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
