"""The work before a film is made, as workflows order it: judging texts, preparing and reading plans."""

from activities.contract import Activity
from film.brief import Brief
from film.catalogue import Crew
from film.estimate import Estimate
from film.format import FilmFormat
from film.model import Value
from film.plan import Plan
from film.planned import Judged
from film.planning import PlanRequest
from film.recipe import Recipe


class JudgeRequest(Value):
    """Texts to be judged before anything is made from them: those of a brief, or those that a plan has written.

    ``writer`` names the service that is asked; rules judge in its place when it fails for good.
    """

    project_id: str
    writer: str
    brief: Brief | None = None
    plan: Plan | None = None


class PrepareRequest(Value):
    """A brief to make a planner's question of. ``song`` is the key of what was heard in its song."""

    project_id: str
    brief: Brief
    film_format: FilmFormat
    crew: Crew
    recipe: Recipe
    song: str | None = None


class PlanWork(Value):
    """A question, and all that its answer becomes a plan with.

    ``forecast`` is what the film will cost as far as its structure tells, before anybody was paid to write it.
    """

    project_id: str
    request: PlanRequest
    film_format: FilmFormat
    crew: Crew
    recipe: Recipe
    song: str | None = None
    forecast: Estimate | None = None


class AnswerRequest(PlanWork):
    """A planner's bought answer, by the key of the stored document, to be made into a plan."""

    answer: str


class PlanRead(Value):
    """An answer, read: a plan with its price, or ``faults`` that only the model can put right.

    ``repairs`` is what was mended by rule; ``told`` how a faulty answer began.
    """

    plan: Plan | None = None
    estimate: Estimate | None = None
    repairs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    told: str = ""


JUDGE = Activity("judge_texts", JudgeRequest, Judged)
PREPARE_PLAN = Activity("prepare_plan", PrepareRequest, PlanWork)
READ_ANSWER = Activity("read_answer", AnswerRequest, PlanRead)
PLAN_BY_RULE = Activity("plan_by_rule", PlanWork, PlanRead)
