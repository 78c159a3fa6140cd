"""Plans: the question a planner is asked, what its answer is worth, and the plan by rules where no answer is."""

import asyncio
from collections.abc import Sequence
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
from activities.references import references_to_draw
from activities.rules import RuleRoom, Rules
from activities.workspace import Workspace
from film.boundary import read_answer, silenced
from film.catalogue import Catalogue, Model
from film.chunks import chunked
from film.estimate import Estimate
from film.estimating import estimate_of
from film.language import Language
from film.pace import Pace, usual_pace
from film.plan import Plan, PlannedFilm
from film.plan_rules import broken_rules
from film.planning import PlanRequest, UnusablePlanError, finish_plan, plan_request
from film.pronunciation import with_hints_listed
from film.scene_look import shows_product
from film.silence import silence_of
from film.sketch import sketched
from film.song import SongAnalysis
from film.song_cuts import SongTooShortError
from film.told import told_text
from film.voices import Voice, troupe_of
from film.words import spoken_plan
from planner.inference import infer
from planner.language_of import language_of

log = structlog.get_logger()

_LONGEST_ANSWER_BYTES = 2_000_000
_PAUSES = 0.9
"""The share of its time that a voice speaks in; its rate is measured between pauses."""

_SHOWN_AGAIN = 1500
"""So much of a faulty answer its model is shown when it is asked again."""


class PlanningActivities:
    """What happens to a brief before and after a planner model has seen it. None of it costs anything."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, voices: Sequence[Voice], rules: RuleRoom) -> None:
        self._workspace, self._catalogue, self._voices, self._rules = workspace, catalogue, voices, rules

    @activity.defn(name=PREPARE_PLAN.name)
    async def prepare(self, request: PrepareRequest) -> PlanWork:
        """Infer what the brief leaves open, and lay out the structure that the planner is to fill.

        Fails for good with ``SongTooShort`` when too little of the song is left for a film.
        """
        song = await self._song(request.song)
        try:
            asked = await self._rules.run(lambda rules: self._question(request, song, rules))
        except SongTooShortError as error:
            raise ApplicationError(str(error), type="SongTooShort", non_retryable=True) from error
        work = PlanWork(
            project_id=request.project_id,
            request=asked,
            film_format=request.film_format,
            crew=request.crew,
            recipe=request.recipe,
            song=request.song,
        )
        return work.model_copy(update={"forecast": await asyncio.to_thread(self._forecast, work)})

    def _forecast(self, work: PlanWork) -> Estimate:
        """The price of the film that its structure promises."""
        plan = finish_plan(sketched(work.request), work.request, work.film_format, recipe=work.recipe)
        return self._estimate(chunked(plan, self._motion(work), work.film_format, work.recipe), work)

    def _question(self, request: PrepareRequest, song: SongAnalysis | None, rules: Rules) -> PlanRequest:
        brief, inferred = infer(
            with_hints_listed(request.brief),
            rules.reader,
            sung=None if song is None else any(section.vocals for section in song.sections) or bool(song.sung),
            preferred=request.recipe.archetypes,
        )
        language = brief.language or language_of(brief.script or brief.prompt)
        narrator = troupe_of(self._voices, language, request.crew).narrator
        return plan_request(
            brief,
            request.film_format,
            song=song,
            language=language,
            inferred=inferred,
            scene_s=request.recipe.scene_s,
            pace=_pace(narrator, language),
            preferred=request.recipe.archetypes,
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
        """Exact lengths, then everything that follows from them: the look, voices, words that fit, clips."""
        request, brief = work.request, work.request.brief
        plan = finish_plan(planned, request, work.film_format, recipe=work.recipe)
        scenes = [s.model_copy(update={"shows_product": shows_product(brief.mode, s)}) for s in plan.scenes]
        silence = silence_of(planned, request)
        warnings = (*plan.warnings, silence) if silence else plan.warnings
        plan = spoken_plan(
            plan.model_copy(update={"scenes": tuple(scenes), "warnings": warnings}),
            troupe_of(self._voices, request.language, work.crew),
            work.film_format,
            pronunciations=brief.pronunciations,
            verbatim=told_text(brief) is not None,
        )
        return chunked(plan, self._motion(work), work.film_format, work.recipe)

    def _motion(self, work: PlanWork) -> Model:
        return self._catalogue.known(work.crew.motion[0].slug)

    def _estimate(self, plan: Plan, work: PlanWork) -> Estimate:
        brief = work.request.brief
        return estimate_of(
            plan,
            work.crew,
            self._catalogue,
            work.film_format,
            composed=brief.song is None or brief.song.song is None,
            references=len(references_to_draw(plan, brief, work.crew, work.film_format, self._catalogue)),
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


def _pace(narrator: Voice | None, language: Language) -> Pace:
    """How fast the film's voice is, pauses between its clauses counted in; the usual pace where nobody speaks."""
    if narrator is None:
        return usual_pace(language)
    rate = narrator.rate(language)
    return Pace(per_s=round(rate.per_s * _PAUSES, 2), characters=rate.characters_per_s is not None)


def _text_of(path: Path) -> str:
    """The text of an answer, as far as it is read; bytes that are none stand for themselves."""
    with path.open("rb") as file:
        return file.read(_LONGEST_ANSWER_BYTES).decode("utf-8", errors="replace")


def _mended(planned: PlannedFilm, request: PlanRequest) -> PlannedFilm:
    """A plan by rule goes through the same boundary: where that has nothing to object to, what it mended counts."""
    planned = silenced(planned, request.brief)
    return read_answer(planned.model_dump_json(), request).film or planned
