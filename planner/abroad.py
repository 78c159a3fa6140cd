"""The words of an advertisement in other languages than English."""

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from film.language import Language
from film.pace import Pace
from planner.offers import MAX_WORDS
from planner.premise import Premise

_INSTEAD = {"item": ("benefit", "detail"), "demo": ("demo", "benefit"), "detail": ("detail", "demo")}
_MAX_CHARACTERS = 12


def can_write(language: Language) -> bool:
    """Whether there are lines in a language."""
    return language.value in _bank()


class CopyAbroad:
    """The words of one advertisement, as ``planner.ad_lines.Copy`` has them; the brief's own words stay as they are."""

    def __init__(self, premise: Premise, language: Language, pace: Pace, rng: Random) -> None:
        self._premise, self._pace, self._rng = premise, pace, rng
        self._lines: dict[str, list[str]] = _bank()[language.value]
        self._said: Counter[str] = Counter()
        self._end = "。" if pace.characters else "।" if language is Language.HINDI else "."
        self._gap = "" if pace.characters else " "
        self._call = premise.offer.call or rng.choice(self._lines["calls"])

    def line(self, part: str, max_words: int, *, first_person: bool = False, reasons: int = 0) -> str:  # noqa: ARG002
        """What is said in a scene: a line that fits and was said least; "" when there is no time for one."""
        pools: tuple[str, ...] = _INSTEAD.get(part, (part, "benefit", "detail"))
        if part == "product" and not self._premise.brand:
            pools = ("unnamed",)
        for pool in pools:
            filled = [text for line in self._lines[pool] if (text := self._filled(line)) is not None]
            fitting = [text for text in filled if self._pace.count(text) <= max_words]
            if fitting:
                least = min(self._said[text] for text in fitting)
                text = self._rng.choice([text for text in fitting if self._said[text] == least])
                self._said[text] += 1
                return text
        return ""

    def last_line(self, max_words: int) -> str:
        """What is said where the film ends: as much of name, offer and call as there is time for."""
        brand, call = self._premise.brand or "", self._call
        offer = self._gap.join(self._premise.offer.rest)
        for parts in ((brand, offer, call), (brand, offer), (brand, call), (offer,), (call,), (brand,)):
            told = [f"{part.rstrip('.!。！')}{self._end}" for part in parts if part]
            text = self._gap.join(told)
            if told and (offer or offer not in parts) and self._pace.count(text) <= max_words:
                return text
        return ""

    def offer_line(self, max_words: int) -> str:
        """The offer as a line of its own; "" when there is none or no time for it."""
        for text in (self._gap.join(self._premise.offer.rest), *self._premise.offer.rest):
            if text and self._pace.count(text) <= max_words:
                return f"{text.rstrip('.')}{self._end}"
        return ""

    def last_text(self, *, alone: bool, named: bool) -> str:
        """What is written where the film ends: the call, or the offer or the name where no other scene shows them."""
        brand, deal = self._premise.brand, self.deal
        if alone and deal is not None:
            return deal
        return self._call if named or brand is None or not self._is_short(brand) else brand

    @property
    def deal(self) -> str | None:
        """What is written of the offer, where that is short enough to be read."""
        return next((term for term in self._premise.offer.rest if self._is_short(term)), None)

    def _filled(self, line: str) -> str | None:
        if "{brand}" not in line:
            return line
        return line.replace("{brand}", self._premise.brand) if self._premise.brand else None

    def _is_short(self, text: str) -> bool:
        return len(text.split()) <= MAX_WORDS and (not self._pace.characters or len(text) <= _MAX_CHARACTERS)


@cache
def _bank() -> dict[str, Any]:
    path = Path(__file__).parent / "tales" / "ads_abroad.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
