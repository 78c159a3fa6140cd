"""Plans: the question a planner is asked, what its answer is worth, and the plan by rules where no answer is."""

import asyncio
from pathlib import Path

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.planning_contract import (
    PLAN_BY_RULE,
    PREPARE_PLAN,
    READ_ANSWER,
    AnswerRequest,
    PlanRead,
    PlanWork,
    PrepareRequest,
)
from activities.rules import RuleRoom
from activities.workspace import Workspace
from film.boundary import read_answer
from film.catalogue import Catalogue
from film.estimate import Estimate
from film.estimating import estimate_of
from film.plan import Plan, PlannedFilm
from film.plan_rules import broken_rules
from film.planning import PlanRequest, UnusablePlanError, finish_plan, plan_request
from film.scene_look import shows_product
from film.song import SongAnalysis

log = structlog.get_logger()

_LONGEST_ANSWER_BYTES = 2_000_000
_SHOWN_AGAIN = 1500
"""So much of a faulty answer its model is shown when it is asked again."""


class PlanningActivities:
    """What happens to a brief before and after a planner model has seen it. None of it costs anything."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, rules: RuleRoom) -> None:
        self._workspace, self._catalogue, self._rules = workspace, catalogue, rules

    @activity.defn(name=PREPARE_PLAN.name)
    async def prepare(self, request: PrepareRequest) -> PlanWork:
        """Infer what the brief leaves open, and lay out the structure that the planner is to fill."""
        asked = plan_request(request.brief)
        return PlanWork(
            project_id=request.project_id,
            request=asked,
            film_format=request.film_format,
            crew=request.crew,
            recipe=request.recipe,
            song=request.song,
        )

    @activity.defn(name=READ_ANSWER.name)
    async def read_answer(self, work: AnswerRequest) -> PlanRead:
        """The plan in a bought answer, or its faults."""
        text = await asyncio.to_thread(_text_of, await self._workspace.fetch(work.answer))
        read = await asyncio.to_thread(read_answer, text, work.request)
        if read.film is None:
            return self._faulty(work, text, read.repairs, read.faults)
        try:
            plan = await asyncio.to_thread(self._completed, read.film, work)
        except UnusablePlanError as error:
            return self._faulty(work, text, read.repairs, (str(error),))
        broken = broken_rules(plan, work.request, work.film_format)
        if broken:
            return self._faulty(work, text, read.repairs, tuple(broken[:12]))
        log.info("planned", project=work.project_id, scenes=len(plan.scenes), repairs=len(read.repairs))
        return PlanRead(plan=plan, estimate=self._estimate(plan, work), repairs=read.repairs)

    @activity.defn(name=PLAN_BY_RULE.name)
    async def plan_by_rule(self, work: PlanWork) -> PlanRead:
        """The plan that rules make of the same question; what it breaks, if anything, it says among its warnings."""
        planned = await self._rules.run(lambda rules: rules.planner.plan(work.request))
        try:
            plan = await asyncio.to_thread(self._completed, _mended(planned, work.request), work)
        except UnusablePlanError as error:
            raise ApplicationError(str(error), type="no_plan", non_retryable=True) from error
        if broken := broken_rules(plan, work.request, work.film_format):
            log.error("plan by rule breaks rules", project=work.project_id, broken=broken[:5])
            plan = plan.model_copy(update={"warnings": (*plan.warnings, *broken[:5])})
        log.info("planned by rule", project=work.project_id, scenes=len(plan.scenes))
        return PlanRead(plan=plan, estimate=self._estimate(plan, work))

    def _completed(self, planned: PlannedFilm, work: PlanWork) -> Plan:
        """Exact lengths, then everything else that follows from them."""
        plan = finish_plan(planned, work.request, work.film_format)
        mode = work.request.brief.mode
        scenes = [s.model_copy(update={"shows_product": shows_product(mode, s.beat)}) for s in plan.scenes]
        return plan.model_copy(update={"scenes": tuple(scenes)})

    def _estimate(self, plan: Plan, work: PlanWork) -> Estimate:
        song = work.request.brief.song
        return estimate_of(
            plan, work.crew, self._catalogue, work.film_format, composed=song is None or song.song is None
        )

    def _faulty(self, work: PlanWork, text: str, repairs: tuple[str, ...], faults: tuple[str, ...]) -> PlanRead:
        log.warning("answer of no use", project=work.project_id, faults=faults[:3])
        return PlanRead(repairs=repairs, faults=faults, told=text[:_SHOWN_AGAIN])

    async def _song(self, key: str | None) -> SongAnalysis | None:
        """What was heard in the film's song."""
        if key is None:
            return None
        path = await self._workspace.fetch(key)
        return await asyncio.to_thread(lambda: SongAnalysis.model_validate_json(path.read_bytes()))


def _text_of(path: Path) -> str:
    """The text of an answer, as far as it is read; bytes that are none stand for themselves."""
    with path.open("rb") as file:
        return file.read(_LONGEST_ANSWER_BYTES).decode("utf-8", errors="replace")


def _mended(planned: PlannedFilm, request: PlanRequest) -> PlannedFilm:
    """A plan by rule goes through the same boundary: where that has nothing to object to, what it mended counts."""
    return read_answer(planned.model_dump_json(), request).film or planned
