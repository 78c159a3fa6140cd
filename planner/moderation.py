"""Moderation without a provider: a few hard rules, and likeness to sentences that say what is not allowed.

It is a first net, not a safety system: it knows the categories of OpenAI's moderation endpoint, so that a real provider
can take its place.
"""

import re

import numpy as np

from planner.disguise import undisguised
from planner.embedding import Embedder
from planner.policies import Policies, load_policies

CATEGORIES = (
    "sexual", "sexual/minors", "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit",
    "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "violence", "violence/graphic",
)  # fmt: skip
FLAGGED_FROM = 0.5
"""A score of this or more is flagged."""

_LIKENESS = 0.45
"""The cosine to a policy sentence that counts as flagged."""

_PARENTS = {
    "sexual/minors": "sexual",
    "harassment/threatening": "harassment",
    "hate/threatening": "hate",
    "illicit/violent": "illicit",
    "self-harm/intent": "self-harm",
    "self-harm/instructions": "self-harm",
}
_CERTAIN = 0.97
_ONLY_SOUNDS_SO = 0.3
"""The most that a sentence scores by likeness, as a cosine, that is more like a harmless one."""

_SENTENCE = re.compile(r"(?<=[.!?\n])\s+|(?<=[。！？।])")
_MOST_SENTENCES = 600
"""More than the longest script has."""


class Moderator:
    """Scores texts by category."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._policies = load_policies()

    def scores(self, text: str) -> dict[str, float]:
        """A score of 0 to 1 for each of ``CATEGORIES``; ``FLAGGED_FROM`` and above is flagged.

        A long text is judged sentence by sentence; the worst one counts. Words in disguise are read as what they say.
        """
        readings = undisguised(text)
        scores = self._by_likeness(readings[0])
        for reading in readings:
            for category in _by_rule(reading, self._policies):
                scores[category] = _CERTAIN
        # Likeness alone cannot tell a child from harm to one, so this category needs both named.
        if not any(self._policies.minors.search(reading) and _sexual(reading, self._policies) for reading in readings):
            scores["sexual/minors"] = min(scores["sexual/minors"], 0.3)
        if not any(_sexual(reading, self._policies) for reading in readings) and self._policies.innocent.search(text):
            scores["sexual"] = min(scores["sexual"], 0.4)
        for child, parent in _PARENTS.items():
            if scores[child] >= FLAGGED_FROM:
                scores[parent] = max(scores[parent], scores[child])
        return scores

    def flagged(self, text: str) -> bool:
        """Whether any category is."""
        return any(score >= FLAGGED_FROM for score in self.scores(text).values())

    def _by_likeness(self, text: str) -> dict[str, float]:
        pieces = [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()][:_MOST_SENTENCES]
        if not pieces:
            return dict.fromkeys(CATEGORIES, 0.0)
        policies = self._policies
        told = policies.sentences
        sentences = [sentence for category in CATEGORIES for sentence in told[category]]
        told_of = self._embedder.embed([*pieces, text[:1500]])
        likeness = told_of @ self._embedder.embed(sentences).T
        harmless = (told_of @ self._embedder.embed(policies.harmless).T).max(axis=1)
        likeness = np.where(likeness > harmless[:, None], likeness, np.minimum(likeness, _ONLY_SOUNDS_SO)).max(axis=0)
        scores, start = {}, 0
        for category in CATEGORIES:
            end = start + len(told[category])
            scores[category] = _score(float(likeness[start:end].max()))
            start = end
        return scores


def _by_rule(text: str, policies: Policies) -> set[str]:
    """The categories a rule is certain of."""
    found = {category for category, rule in policies.rules.items() if rule.search(text)}
    sexual = _sexual(text, policies)
    if policies.explicit.search(text):
        found.add("sexual")
    if sexual and policies.minors.search(text):
        found |= {"sexual", "sexual/minors"}
    return found


def _sexual(text: str, policies: Policies) -> bool:
    return policies.sexual.search(policies.innocent.sub(" ", text)) is not None


def _score(likeness: float) -> float:
    """The cosine on a scale where ``_LIKENESS`` is ``FLAGGED_FROM``, straight on either side."""
    if likeness <= 0:
        return 0.0
    if likeness < _LIKENESS:
        return FLAGGED_FROM * likeness / _LIKENESS
    return min(1.0, FLAGGED_FROM + (1 - FLAGGED_FROM) * (likeness - _LIKENESS) / (0.9 - _LIKENESS))
