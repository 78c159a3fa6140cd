"""Moderation without a provider: a few hard rules, and likeness to sentences that say what is not allowed.

It is a first net, not a safety system: it knows the categories of OpenAI's moderation endpoint, so that a real provider
can take its place.
"""

import re

from planner.embedding import Embedder

CATEGORIES = (
    "sexual", "sexual/minors", "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit",
    "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "violence", "violence/graphic",
)  # fmt: skip
FLAGGED_FROM = 0.5
"""A score of this or more is flagged."""

_LIKENESS = 0.45
"""The cosine to a policy sentence that counts as flagged."""

_POLICIES = {
    "sexual": ("explicit sexual nude pornographic content", "a porn scene with people having sex"),
    "sexual/minors": ("sexual content involving a child or schoolgirl",),
    "harassment": ("you are a worthless stupid idiot and everybody hates you",),
    "harassment/threatening": ("I will find you and hurt you", "threatening to kill a real person"),
    "hate": ("hateful abuse insulting people because of race or religion",),
    "hate/threatening": ("exterminate all people of that race or religion",),
    "illicit": ("instructions for making illegal drugs such as meth", "how to steal credit cards and commit fraud"),
    "illicit/violent": ("instructions for making a bomb, weapon or poison to hurt people", "how to build a pipe bomb"),
    "self-harm": ("suicide and self harm, cutting oneself",),
    "self-harm/intent": ("I want to kill myself and end my life",),
    "self-harm/instructions": ("how to commit suicide, methods of killing yourself",),
    "violence": ("brutally murdering and torturing people in real life",),
    "violence/graphic": ("gore, mutilated bodies, severed limbs and intestines",),
}
_MINOR = re.compile(
    r"\b(?:child|children|kid|kids|minor|minors|underage|teen|teens|teenage\w*|school\s?(?:girl|boy)s?|"
    r"toddler|infant|preteen|loli|shota|little (?:girl|boy)s?|young (?:girl|boy)s?|"
    r"(?:[1-9]|1[0-7])[ -]year[ -]olds?)\b",
    re.IGNORECASE,
)
_SEXUAL = re.compile(
    r"\b(?:sex|sexual|sexually|sexy|porn\w*|nude|nudes|naked|erotic\w*|explicit|hentai|nsfw|blowjob|orgasm\w*|"
    r"masturbat\w*|fetish|incest|rape[ds]?|raping|molest\w*|strip(?:ping|tease))\b",
    re.IGNORECASE,
)
_HARD_SEXUAL = re.compile(r"\b(?:porn\w*|hentai|nsfw|blowjob|masturbat\w*|incest|explicit sex\w*)\b", re.IGNORECASE)
_INNOCENT = re.compile(
    r"\b(?:sex education|same[- ]sex|naked eye|naked truth|nude[- ](?:colou?r|tone|lip|shade|palette|heel)\w*|"
    r"explicit (?:instruction|about)\w*)\b",
    re.IGNORECASE,
)
_RULES = {
    "harassment": re.compile(
        r"\byou(?:'re| are)? (?:\w+ ){0,3}(?:worthless|pathetic|disgusting|idiot|moron|piece of shit)\b", re.IGNORECASE
    ),
    "harassment/threatening": re.compile(
        r"\b(?:i(?:'ll| will| am going to|'m going to) (?:kill|hurt|murder|rape|stab|shoot) (?:you|him|her|them|your)"
        r"\b|you (?:\w+ ){0,6}should die\b)",
        re.IGNORECASE,
    ),
    "self-harm/intent": re.compile(
        r"\bi (?:want|am going|plan|need|would like)(?: to)? (?:kill myself|die|end my life|hurt myself)", re.IGNORECASE
    ),
    "self-harm/instructions": re.compile(r"\bhow (?:to|do i|can i) (?:kill|hurt|cut) (?:my|your)self\b", re.IGNORECASE),
    "hate/threatening": re.compile(
        r"\b(?:kill|exterminate|gas|lynch|burn) (?:all )?(?:the )?"
        r"(?:jews|muslims|christians|blacks|gays|immigrants|refugees)\b",
        re.IGNORECASE,
    ),
    "illicit/violent": re.compile(
        r"\b(?:how to|instructions? (?:for|to)|guide to|steps? to|tutorial)\b.{0,30}"
        r"\b(?:build|make|making|building|assemble)\b.{0,30}"
        r"\b(?:bomb|explosive|grenade|molotov|nerve agent|ricin|ghost gun)s?\b",
        re.IGNORECASE,
    ),
    "illicit": re.compile(
        r"\b(?:how to|instructions? (?:for|to)|guide to|recipe for)\b.{0,30}"
        r"\b(?:cook|make|making|synthesi[sz]e|buy|sell)"
        r"\b.{0,20}\b(?:meth|cocaine|heroin|fentanyl|crack|mdma|counterfeit)\b",
        re.IGNORECASE,
    ),
}
_PARENTS = {
    "sexual/minors": "sexual",
    "harassment/threatening": "harassment",
    "hate/threatening": "hate",
    "illicit/violent": "illicit",
    "self-harm/intent": "self-harm",
    "self-harm/instructions": "self-harm",
}
_CERTAIN = 0.97


class Moderator:
    """Scores texts by category."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def scores(self, text: str) -> dict[str, float]:
        """A score of 0 to 1 for each of ``CATEGORIES``; ``FLAGGED_FROM`` and above is flagged.

        A long text is judged sentence by sentence; the worst one counts.
        """
        scores = self._by_likeness(text)
        for category in _by_rule(text):
            scores[category] = _CERTAIN
        # Likeness alone cannot tell a child from harm to one, so this category needs both named.
        if not (_MINOR.search(text) and _sexual(text)):
            scores["sexual/minors"] = min(scores["sexual/minors"], 0.3)
        if _INNOCENT.search(text) and not _sexual(text):
            scores["sexual"] = min(scores["sexual"], 0.4)
        for child, parent in _PARENTS.items():
            if scores[child] >= FLAGGED_FROM:
                scores[parent] = max(scores[parent], scores[child])
        return scores

    def flagged(self, text: str) -> bool:
        """Whether any category is."""
        return any(score >= FLAGGED_FROM for score in self.scores(text).values())

    def _by_likeness(self, text: str) -> dict[str, float]:
        pieces = [piece.strip() for piece in re.split(r"(?<=[.!?\n])\s+", text) if piece.strip()][:200]
        if not pieces:
            return dict.fromkeys(CATEGORIES, 0.0)
        sentences = [sentence for category in CATEGORIES for sentence in _POLICIES[category]]
        likeness = (self._embedder.embed([*pieces, text[:1500]]) @ self._embedder.embed(sentences).T).max(axis=0)
        scores, start = {}, 0
        for category in CATEGORIES:
            end = start + len(_POLICIES[category])
            scores[category] = _score(float(likeness[start:end].max()))
            start = end
        return scores


def _by_rule(text: str) -> set[str]:
    """The categories a rule is certain of."""
    found = {category for category, rule in _RULES.items() if rule.search(text)}
    if _HARD_SEXUAL.search(text):
        found.add("sexual")
    if _MINOR.search(text) and _sexual(text):
        found |= {"sexual", "sexual/minors"}
    return found


def _sexual(text: str) -> bool:
    return _SEXUAL.search(_INNOCENT.sub(" ", text)) is not None


def _score(likeness: float) -> float:
    """The cosine on a scale where ``_LIKENESS`` is ``FLAGGED_FROM``, straight on either side."""
    if likeness <= 0:
        return 0.0
    if likeness < _LIKENESS:
        return FLAGGED_FROM * likeness / _LIKENESS
    return min(1.0, FLAGGED_FROM + (1 - FLAGGED_FROM) * (likeness - _LIKENESS) / (0.9 - _LIKENESS))
