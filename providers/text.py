"""The protocols of text work: planning a film and moderating what is asked for."""

from typing import Protocol

from pydantic import Field

from film.model import Value
from film.plan import PlannedFilm
from film.planning import PlanRequest


class Usage(Value):
    """Tokens one call has used."""

    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)


class PlannedText(Value):
    """A planner's answer: the film, the model that wrote it, and what it used."""

    film: PlannedFilm
    model: str
    usage: Usage


class Moderation(Value):
    """The judgement of one text: ``scores`` by category, 0..1, and the ``categories`` that the judge flags."""

    flagged: bool
    scores: dict[str, float]
    categories: frozenset[str] = frozenset()

    @property
    def worst(self) -> tuple[str, float]:
        """The category that speaks most against the text, and its score."""
        return max(self.scores.items(), key=lambda item: item[1], default=("none", 0.0))

    @property
    def flags(self) -> frozenset[str]:
        """The flagged categories; of a judge that only says that it flags the text, the worst."""
        return self.categories or (frozenset({self.worst[0]}) if self.flagged else frozenset())


class Planner(Protocol):
    """Writes films. May raise any ``providers.errors.ProviderError``."""

    async def plan(self, request: PlanRequest) -> PlannedText:
        """Answer the request with a film. Its rules (scene count, words) are for the caller to check.

        Raises ``Rejected`` with code ``refusal``, ``content_filter`` or ``length``; ``Transient`` when the answer
        is not the film it should be, since asking again may help.
        """
        ...


class Moderator(Protocol):
    """Judges texts. May raise any ``providers.errors.ProviderError``."""

    async def moderate(self, texts: list[str]) -> list[Moderation]:
        """One judgement for each text, in order."""
        ...
