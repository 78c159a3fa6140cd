"""What a film is planned from, and what comes of it."""

from decimal import Decimal

from film.brief import Brief
from film.catalogue import Crew
from film.estimate import Estimate
from film.format import FilmFormat
from film.model import Value
from film.plan import Plan
from film.production import Failure, Production
from film.recipe import Recipe
from film.safety import Judgement
from film.song import SongHeard


class Planning(Value):
    """A brief to be planned. Nothing is made from it but a plan.

    ``project_id`` is the business identity: the same planning is never paid for twice.
    """

    project_id: str
    owner: str
    brief: Brief
    film_format: FilmFormat
    crew: Crew
    recipe: Recipe = Recipe()


class Judged(Value):
    """Texts, judged: what is kept of it, and the judgement that stands in the way, if any does."""

    judgements: tuple[Judgement, ...] = ()
    refusal: Judgement | None = None


class Planned(Value):
    """What came of a planning: a ``plan`` with its ``estimate``, or a ``refusal``.

    ``judgements`` are those of the texts that were written, not of the brief's, when only the writing was asked for.
    ``song`` is what was heard in the film's song, where it has one.
    """

    judgements: tuple[Judgement, ...] = ()
    refusal: Judgement | None = None
    plan: Plan | None = None
    estimate: Estimate | None = None
    song: SongHeard | None = None
    spent_usd: Decimal = Decimal(0)


def planning_of(film: Production) -> Planning:
    """The planning of a production."""
    return Planning(
        project_id=film.project_id,
        owner=film.owner,
        brief=film.brief,
        film_format=film.film_format,
        crew=film.crew,
        recipe=film.recipe,
    )


def refused(judgement: Judgement) -> Failure:
    """Why a film is not made: the category, the passage, and the text it stands in."""
    return Failure(
        code="moderation_failed",
        details={
            "category": judgement.category or "",
            "passage": judgement.passage or "",
            "what": judgement.what,
            "judge": judgement.judge,
        },
    )
