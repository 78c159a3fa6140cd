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
