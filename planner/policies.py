"""The policies of the judge by rules, read once from ``policies.yaml``."""

import re
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

_UNSPACED = ("ja", "zh", "hi")


class _Written(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid")

    sentences: dict[str, list[str]]
    harmless: list[str]
    minors: dict[str, list[str]]
    sexual: dict[str, list[str]]
    explicit: dict[str, list[str]]
    innocent: list[str]
    rules: dict[str, list[str]]


class Policies:
    """``sentences`` and ``rules`` by category, ``harmless`` sentences; words for the young, for sex, for
    pornography, and what only sounds so.
    """

    def __init__(self, written: _Written) -> None:
        self.sentences, self.harmless = written.sentences, written.harmless
        self.minors, self.sexual = _words(written.minors), _words(written.sexual)
        self.explicit = _words(written.explicit)
        self.innocent = re.compile(rf"\b(?:{'|'.join(written.innocent)})\b", re.IGNORECASE)
        self.rules = {name: re.compile("|".join(rules), re.IGNORECASE) for name, rules in written.rules.items()}


@cache
def load_policies() -> Policies:
    """The policies of this installation."""
    text = resources.files("planner").joinpath("policies.yaml").read_text(encoding="utf-8")
    return Policies(_Written.model_validate(yaml.safe_load(text)))


def _words(by_language: dict[str, list[str]]) -> re.Pattern[str]:
    """Whole words; of languages that write them together, or whose vowel signs end them, any place in the text."""
    whole = [word for language, words in by_language.items() if language not in _UNSPACED for word in words]
    anywhere = [word for language in _UNSPACED for word in by_language.get(language, [])]
    return re.compile(rf"\b(?:{'|'.join(whole)})\b|{'|'.join(anywhere)}", re.IGNORECASE)
