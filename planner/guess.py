"""Words the lexicon lacks, placed by the sentence model: the nearest kind of actor, the nearest setting."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np

from planner.embedding import Embedder, Floats
from planner.lexicon import Lexicon
from planner.shot import ActorKind, Setting

_KIND_LIKENESS = 0.36
_SETTING_LIKENESS = 0.33
_Meaning = TypeVar("_Meaning", bound=StrEnum)


class _Nearest(Generic[_Meaning]):
    """Known phrases by meaning, to compare new phrases with."""

    def __init__(self, embedder: Embedder, phrases: Mapping[_Meaning, Sequence[str]]) -> None:
        self._embedder = embedder
        self._meanings = [meaning for meaning, likenesses in phrases.items() for _ in likenesses]
        self._vectors: Floats = embedder.embed([phrase for likenesses in phrases.values() for phrase in likenesses])

    def find(self, phrases: Sequence[str], at_least: float) -> tuple[str, _Meaning] | None:
        """The phrase and the meaning that are most alike, when alike enough."""
        if not phrases:
            return None
        likeness = self._embedder.embed(phrases) @ self._vectors.T
        phrase, known = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
        if likeness[phrase, known] < at_least:
            return None
        return phrases[int(phrase)], self._meanings[int(known)]


class Guesser:
    """Guesses by likeness; the vocabulary is embedded once, with the first guess."""

    def __init__(self, embedder: Embedder, lexicon: Lexicon) -> None:
        self._embedder = embedder
        self._lexicon = lexicon

    def prepare(self) -> None:
        """Embed the vocabulary now rather than with the first guess."""
        _ = self._kinds, self._settings

    def kind(self, phrases: Sequence[str]) -> tuple[str, ActorKind] | None:
        """The phrase that names something the kit can draw, and what; None when nothing is near."""
        return self._kinds.find(phrases, _KIND_LIKENESS)

    def setting(self, phrases: Sequence[str]) -> Setting | None:
        """Where this plays; None when no setting is near."""
        found = self._settings.find(phrases, _SETTING_LIKENESS)
        return found[1] if found else None

    @cached_property
    def _kinds(self) -> _Nearest[ActorKind]:
        return _Nearest(self._embedder, self._lexicon.kind_likenesses)

    @cached_property
    def _settings(self) -> _Nearest[Setting]:
        return _Nearest(self._embedder, self._lexicon.setting_likenesses)
