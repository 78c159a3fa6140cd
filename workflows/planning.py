"""Planning: the brief is judged, a planner asked, its answer read, and what it wrote judged in turn."""

from collections.abc import Callable
from decimal import Decimal

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import Order, Receipt
    from activities.planning_contract import (
        JUDGE,
        PLAN_BY_RULE,
        PREPARE_PLAN,
        READ_ANSWER,
        AnswerRequest,
        JudgeRequest,
        PlanRead,
        PlanWork,
        PrepareRequest,
    )
    from activities.song_contract import ANALYSE_SONG, SongRequest
    from film.assets import AssetKind
    from film.estimate import Estimate
    from film.plan import PlanSource
    from film.planned import Judged, Planned, Planning
    from film.production_stage import Stage
    from film.safety import Judgement
    from film.song import SongHeard

from workflows.calls import call
from workflows.holds import Holds
from workflows.policies import MEDIA, THINKING
from workflows.purchase import PurchaseFailedError, purchase

_ANSWERS = 3
"""So many answers are bought: the first, and two that are asked for with the faults of the one before."""

_MOST_REPAIRS = 16

_NOT_WITHOUT_MONEY = frozenset({"Unauthenticated", "WrittenOff"})
"""What a plan by rule is no answer to: everything else of the film would fail in the same way."""


async def plan_film(planning: Planning, holds: Holds) -> Planned:
    """Judge a brief, and plan it when nothing stands in the way. See ``write_plan`` for what it raises."""
    judged = await judge_brief(planning)
    if judged.refusal is not None:
        return Planned(judgements=judged.judgements, refusal=judged.refusal)
    planned = await write_plan(planning, holds)
    return planned.model_copy(update={"judgements": judged.judgements + planned.judgements})


async def judge_brief(planning: Planning) -> Judged:
    """Judge everything a person wrote."""
    request = JudgeRequest(project_id=planning.project_id, writer=planning.crew.writer, brief=planning.brief)
    return await call(JUDGE, request, THINKING, "Check the brief")


async def write_plan(planning: Planning, holds: Holds, told: Callable[[Estimate], None] | None = None) -> Planned:
    """A plan of a brief that may be filmed: by the first model whose answer can be used, by rules if there is none.

    ``told`` hears what the film will cost before the first call is paid. Out of money it waits in ``holds``. Raises
    ``ApplicationError`` when the provider refuses the token, when a person writes the purchase off, and when not even
    rules can plan it.
    """
    return await _Planning(planning, holds, told).run()


class _Planning:
    def __init__(self, planning: Planning, holds: Holds, told: Callable[[Estimate], None] | None) -> None:
        self._planning, self._holds, self._told = planning, holds, told
        self._spent = Decimal(0)
        self._answers = 0
        self._repairs: list[str] = []
        self._model = ""

    async def run(self) -> Planned:
        heard = await self._hear_song()
        work = await self._prepare(heard)
        by_rule = await self._asked(work)
        if isinstance(by_rule, Planned):
            return self._with_song(by_rule, heard)
        read = await call(PLAN_BY_RULE, work, THINKING, "Plan by rule")
        return self._with_song(await self._judged(read, by_rule=by_rule), heard)

    async def _hear_song(self) -> SongHeard | None:
        brief = self._planning.brief.song
        if brief is None or brief.song is None:
            return None
        request = SongRequest(
            project_id=self._planning.project_id, song=brief.song, start_s=brief.start_s, lyrics=brief.lyrics
        )
        return await call(ANALYSE_SONG, request, MEDIA, "Listen to the song")

    async def _prepare(self, heard: SongHeard | None) -> PlanWork:
        planning = self._planning
        request = PrepareRequest(
            project_id=planning.project_id,
            brief=planning.brief,
            film_format=planning.film_format,
            crew=planning.crew,
            recipe=planning.recipe,
            song=heard.document.key if heard else None,
        )
        work = await call(PREPARE_PLAN, request, THINKING, "Prepare the plan")
        if work.forecast and self._told:
            self._told(work.forecast)
        return work.model_copy(update={"forecast": None})

    async def _asked(self, work: PlanWork) -> Planned | str:
        """The plan of the first answer of use; else why rules must plan, in a sentence."""
        if not self._planning.crew.plan:
            return "there is no model to ask"
        read = PlanRead()
        for number in range(1, _ANSWERS + 1):
            try:
                receipt = await self._buy(work, number, read)
            except PurchaseFailedError as error:
                if error.code in _NOT_WITHOUT_MONEY:
                    raise ApplicationError(error.reason, type=error.code) from error
                return f"no model gave an answer: {error.reason}"[:300]
            request = AnswerRequest(**dict(work), answer=receipt.asset.key)
            read = await call(READ_ANSWER, request, THINKING, "Read the plan")
            self._repairs += [repair for repair in read.repairs if repair not in self._repairs]
            if read.plan is None:
                continue
            planned = await self._judged(read)
            if planned.refusal is None:
                return planned
            read = read.model_copy(update={"plan": None, "faults": (_forbidden(planned.refusal),)})
        return f"{_ANSWERS} answers were of no use: {'; '.join(read.faults)}"[:300]

    async def _buy(self, work: PlanWork, number: int, before: PlanRead) -> Receipt:
        planning = self._planning
        again = {"faults": list(before.faults), "answer": before.told} if before.faults else {}
        order = Order(
            key=f"{planning.project_id}/film/plan-{number}",
            owner=planning.owner,
            project_id=planning.project_id,
            scene_id=None,
            take=None,
            stage=Stage.PLAN,
            kind=AssetKind.TRANSCRIPT,
            label="Plan" if number == 1 else f"Plan, answer {number}",
            models=planning.crew.plan,
            wants={
                "template": "plan",
                "flavour": planning.recipe.flavour,
                "request": work.request.model_dump(mode="json", exclude_none=True),
                **again,
            },
        )
        receipt = await purchase(order, self._holds)
        self._spent += receipt.cost_usd
        self._answers, self._model = number, receipt.model
        return receipt

    async def _judged(self, read: PlanRead, by_rule: str | None = None) -> Planned:
        """The plan with how it came to be, unless what it shows or says must not be made."""
        if read.plan is None:
            raise ApplicationError("; ".join(read.faults) or "there is no plan", type="no_plan")
        source = PlanSource(
            model="" if by_rule else self._model,
            answers=self._answers,
            repairs=(*self._repairs, *read.plan.source.repairs)[:_MOST_REPAIRS],
            by_rule=by_rule,
            versions=self._planning.recipe.versions,
        )
        plan = read.plan.model_copy(update={"source": source})
        request = JudgeRequest(project_id=self._planning.project_id, writer=self._planning.crew.writer, plan=plan)
        judged = await call(JUDGE, request, THINKING, "Check the plan")
        return Planned(
            judgements=judged.judgements,
            refusal=judged.refusal,
            plan=None if judged.refusal else plan,
            estimate=read.estimate,
            spent_usd=self._spent,
        )

    @staticmethod
    def _with_song(planned: Planned, heard: SongHeard | None) -> Planned:
        return planned.model_copy(update={"song": heard})


def _forbidden(refusal: Judgement) -> str:
    """What a model is told of a text that must not be made."""
    return f"{refusal.what} must not be made ({refusal.category}): “{refusal.passage}”; show or say something else"
