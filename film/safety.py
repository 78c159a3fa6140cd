"""What was judged before anything was made: texts, their scores, and what follows from them."""

from enum import StrEnum

from pydantic import Field

from film.model import Value


class Verdict(StrEnum):
    """``review`` goes on and is shown: nothing that looks wrong passes silently."""

    ALLOWED = "allowed"
    REVIEW = "review"
    REFUSED = "refused"


class Judgement(Value):
    """One text, judged. ``what`` names it ("prompt", "script", "lyrics", "scene 3").

    ``scores`` are 0 to 1 by category, those that matter; ``passage`` is what speaks most against it.
    """

    what: str
    verdict: Verdict
    scores: dict[str, float] = Field(default_factory=dict)
    category: str | None = None
    passage: str | None = None
    judge: str = ""


class Bar(Value):
    """From which score on a text is refused, and from which it is shown as doubtful.

    Without a ``threshold`` the judge's own flag refuses. ``by_category`` has thresholds of their own for some.
    """

    threshold: float | None = Field(default=None, gt=0, le=1)
    review: float = Field(default=0.4, gt=0, le=1)
    by_category: dict[str, float] = Field(default_factory=dict)

    def verdict(self, scores: dict[str, float], flagged: frozenset[str]) -> tuple[Verdict, str | None]:
        """What follows from the scores and from the categories that the judge flagged; the worst category with it."""
        ranked = sorted(scores, key=lambda name: (name in flagged, scores[name]), reverse=True)
        for category in ranked:
            limit = self.by_category.get(category, self.threshold)
            if category in flagged if limit is None else scores[category] >= limit:
                return Verdict.REFUSED, category
        doubtful = next((name for name in ranked if name in flagged or scores[name] >= self.review), None)
        return (Verdict.REVIEW, doubtful) if doubtful else (Verdict.ALLOWED, None)
