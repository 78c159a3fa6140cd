"""Before anything is spent: checking the brief, writing the plan."""

import asyncio
import re
from collections.abc import Mapping
from typing import Protocol

import structlog
from pydantic import ValidationError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import MODERATE, PLAN, READ_PLAN, ModerationRequest, ModerationVerdict, PlanAnswer, PlanOrder
from activities.failures import translated
from activities.heartbeats import beating
from activities.workspace import Workspace
from film.plan import Plan, PlannedFilm
from film.planning import PlanRequest, UnusablePlanError, finish_plan, plan_request
from providers.errors import Transient
from providers.text import Moderation, Moderator, Planner

log = structlog.get_logger()

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


class Writer(Planner, Moderator, Protocol):
    """A service that moderates and plans."""


class EarlyPlanActivities:
    """Judging briefs, which costs nothing and is repeated freely, and reading what planners answer."""

    def __init__(self, writers: Mapping[str, Writer], workspace: Workspace) -> None:
        self._writers, self._workspace = writers, workspace

    @activity.defn(name=MODERATE.name)
    async def moderate(self, request: ModerationRequest) -> ModerationVerdict:
        """Judge the brief's words; a refusal names the passage that speaks most against it."""
        brief = request.brief
        texts = [text for text in (brief.title, brief.prompt, brief.script) if text]
        writer = self._writer(request.writer)
        with translated():
            verdicts = await self._judged(writer, texts)
            worst_text, worst = max(
                zip(texts, verdicts, strict=True), key=lambda pair: (pair[1].flagged, pair[1].worst[1])
            )
            category, score = worst.worst
            if not worst.flagged:
                return ModerationVerdict(allowed=True, category=category, score=score)
            passages = _SENTENCE.findall(worst_text)[:50] or [worst_text]
            judged = await self._judged(writer, passages)
        passage, _ = max(zip(passages, judged, strict=True), key=lambda pair: pair[1].scores.get(category, 0.0))
        log.info("brief refused", project=request.project_id, category=category, score=round(score, 3))
        return ModerationVerdict(allowed=False, category=category, score=score, passage=passage.strip()[:200])

    @activity.defn(name=READ_PLAN.name)
    async def read_plan(self, answer: PlanAnswer) -> Plan:
        """Give the scenes of a bought answer their exact lengths. Fails with ``UnusablePlan`` for good."""
        path = await self._workspace.fetch(answer.answer)
        told = await asyncio.to_thread(path.read_bytes)
        order, request = answer.order, plan_request(answer.order.brief)
        try:
            film = PlannedFilm.model_validate_json(told)
            plan = finish_plan(_within(film, request), request, order.film_format)
        except ValueError as error:
            raise ApplicationError(_first_fault(error), type="UnusablePlan", non_retryable=True) from error
        log.info("planned", project=order.project_id, scenes=len(plan.scenes))
        return plan

    @activity.defn(name=PLAN.name)
    async def plan(self, order: PlanOrder) -> Plan:
        """Ask the writer of a production of the first generation, which does not buy its plan."""
        request = plan_request(order.brief)
        with translated():
            async with beating():
                answer = await self._writer(order.writer).plan(request)
            try:
                plan = finish_plan(_within(answer.film, request), request, order.film_format)
            except UnusablePlanError as error:
                raise Transient(str(error), provider=answer.model) from error
        log.info("planned", project=order.project_id, scenes=len(plan.scenes), model=answer.model)
        return plan

    async def _judged(self, writer: Writer, texts: list[str]) -> list[Moderation]:
        async with beating():
            return await writer.moderate(texts)

    def _writer(self, name: str) -> Writer:
        writer = self._writers.get(name)
        if writer is None:
            message = f"No credentials for {name}: set its API key for the workers"
            raise ApplicationError(message, type="Rejected", non_retryable=True)
        return writer


def _first_fault(error: ValueError) -> str:
    """What is wrong with a plan, in a sentence."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        return f"the plan is not usable: {place}: {first['msg']}"
    return f"the plan is not usable: {error}"


def _within(film: PlannedFilm, request: PlanRequest) -> PlannedFilm:
    """The film with no more scenes than were asked for: the surplus falls off the middle, never the ending."""
    surplus = len(film.scenes) - request.scene_count
    if surplus <= 0:
        return film
    return film.model_copy(update={"scenes": [*film.scenes[: request.scene_count - 1], film.scenes[-1]]})
