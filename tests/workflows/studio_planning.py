"""What stands in for planning in a studio of stand-ins: judging, preparing, reading answers, planning by rule."""

import hashlib
from collections import Counter
from collections.abc import Callable

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import READ_PLAN, PlanAnswer
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
from film.assets import Asset, AssetKind
from film.estimate import Estimate
from film.plan import Plan, PlannedFilm
from film.planned import Judged
from film.planning import finish_plan, plan_request
from film.safety import Judgement, Verdict
from film.shot import Framing
from film.song import SongHeard
from tests.film.test_planning import planned_film, planned_scene


def asset(kind: AssetKind, name: str) -> Asset:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Asset(key=f"assets/{kind.value}/{name}", kind=kind, sha256=sha256, size_bytes=1, content_type="x/y")


def _plan(work: PlanWork) -> Plan:
    return finish_plan(_shots(work.request.scene_count), work.request, work.film_format)


def _shots(count: int) -> PlannedFilm:
    """A film whose neighbouring scenes differ, so that none goes on from the one before."""
    framings = (Framing.WIDE, Framing.CLOSE)
    return planned_film([planned_scene().model_copy(update={"framing": framings[i % 2]}) for i in range(count)])


class PlanningStandIns:
    """Activities that ``FakeStudio`` inherits, and that its fields steer."""

    judged: list[JudgeRequest]
    read: list[AnswerRequest]
    calls: Counter[str]
    planned: Callable[[Plan], Plan]
    refuses: bool
    refuses_plans: int
    unusable_plans: int

    @activity.defn(name=READ_PLAN.name)
    async def read_plan(self, answer: PlanAnswer) -> Plan:
        if self.unusable_plans:
            self.unusable_plans -= 1
            raise ApplicationError("no scenes", type="UnusablePlan", non_retryable=True)
        order = answer.order
        count = plan_request(order.brief).scene_count
        return self.planned(finish_plan(_shots(count), plan_request(order.brief), order.film_format))

    @activity.defn(name=JUDGE.name)
    async def judge(self, request: JudgeRequest) -> Judged:
        self.judged.append(request)
        what = "script" if request.brief else "scene 2"
        refused = self.refuses if request.brief else self.refuses_plans > 0
        self.refuses_plans -= 0 if request.brief else 1
        scores = {"violence": 0.9 if refused else 0.1}
        judgement = Judgement(what=what, verdict=Verdict.REFUSED if refused else Verdict.ALLOWED, scores=scores)
        if not refused:
            return Judged(judgements=(judgement,))
        judgement = judgement.model_copy(update={"category": "violence", "passage": "the passage", "judge": "previz"})
        return Judged(judgements=(judgement,), refusal=judgement)

    @activity.defn(name=ANALYSE_SONG.name)
    async def analyse_song(self, request: SongRequest) -> SongHeard:
        self.calls["analyse_song"] += 1
        document = asset(AssetKind.TIMINGS, f"what was heard in {request.song}")
        return SongHeard(document=document, duration_s=60, tempo_bpm=120, sections=3, sung_s=20)

    @activity.defn(name=PREPARE_PLAN.name)
    async def prepare_plan(self, request: PrepareRequest) -> PlanWork:
        return PlanWork(
            project_id=request.project_id,
            request=plan_request(request.brief),
            film_format=request.film_format,
            crew=request.crew,
            recipe=request.recipe,
            song=request.song,
            forecast=Estimate(),
        )

    @activity.defn(name=READ_ANSWER.name)
    async def read_answer(self, request: AnswerRequest) -> PlanRead:
        self.read.append(request)
        if self.unusable_plans:
            self.unusable_plans -= 1
            return PlanRead(faults=("scene 1 says 40 words, and 9 fit",), told='{"title": "Long"')
        return PlanRead(
            plan=self.planned(_plan(request)), estimate=Estimate(), repairs=("the answer was not valid JSON",)
        )

    @activity.defn(name=PLAN_BY_RULE.name)
    async def plan_by_rule(self, request: PlanWork) -> PlanRead:
        self.calls["plan_by_rule"] += 1
        return PlanRead(plan=self.planned(_plan(request)), estimate=Estimate())
