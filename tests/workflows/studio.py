"""A studio of named stand-ins: activities that answer at once, count what is asked, and fail when told to."""

import asyncio
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.chunk_contract import LAST_FRAME, LastFrameRequest
from activities.contract import (
    AWAIT,
    MODERATE,
    RECORD,
    SET_BUDGET,
    SETTLE,
    STORE,
    SUBMIT,
    Attempt,
    AwaitRequest,
    BudgetChange,
    Done,
    ModerationRequest,
    ModerationVerdict,
    Outcome,
    Receipt,
    RecordBatch,
    Settled,
    SettleRequest,
    StoreRequest,
    Submitted,
)
from activities.media_contract import (
    ASSEMBLE,
    CARD,
    CONFORM,
    EXPORT,
    MIX,
    PREVIEW,
    TRANSITION,
    Assembled,
    AssembleRequest,
    CardRequest,
    Conformed,
    ConformRequest,
    Exported,
    ExportRequest,
    Mixed,
    MixRequest,
    PreviewRequest,
    Segment,
    TransitionRequest,
)
from activities.planning_contract import (
    AnswerRequest,
    JudgeRequest,
)
from activities.reference_contract import (
    ADVISE_ON_REFERENCES,
    KEEP_REFERENCE,
    NewReference,
    ReferenceAdvice,
    ReferenceQuestion,
)
from activities.song_contract import SLICE_SONG, SongSliceRequest
from film.assets import Asset, AssetKind
from film.budget import BudgetScope, Shortage
from film.events import Event, ProjectView
from film.plan import Plan
from film.production import Preview
from film.progress import merged
from film.status import PredictionState
from tests.workflows.studio_planning import PlanningStandIns, asset

_AT_SUBMIT = ("SubmissionUnknown", "Exhausted", "Unauthenticated", "OverBudget", "NeverArrived", "LostAnswer")
_AT_STORE = ("Expired", "Unusable")
SHORTAGE = Shortage(
    scope=BudgetScope.PROJECT, cap_usd=Decimal(5), committed_usd=Decimal("4.5"), asked_usd=Decimal("1.2")
)


class FakeStudio(PlanningStandIns):
    """``fails`` maps a stage to the reason its predictions fail with; ``hangs`` names stages that never end.

    ``planned`` changes the plan; ``clip_s`` is how long the clips of a model are. ``unusable`` names kinds of files
    that cannot be conformed. ``delivers_before_cancel`` names stages whose
    predictions turn out to have been finished when they are stopped, and ``unreachable`` those whose provider cannot be
    told to stop. ``late`` names those whose outputs do not come home at once. ``fails_of`` is ``fails`` for single
    models. Purchases that were ``asked`` for are answered while ``may_answer`` is set; with ``found_delivered`` each
    one that is given up turns out to have been delivered.
    """

    def __init__(self) -> None:
        self.submitted: list[Attempt] = []
        self.cancelled: list[str] = []
        self.settled: list[SettleRequest] = []
        self.vanished: list[str] = []
        self.stored: list[str] = []
        self.caps: list[BudgetChange] = []
        self.delivers_before_cancel: set[str] = set()
        self.events: dict[int, Event] = {}
        self.views: list[ProjectView] = []
        self.calls: Counter[str] = Counter()
        self.assembled: list[AssembleRequest] = []
        self.conforms: list[ConformRequest] = []
        self.mixes: list[MixRequest] = []
        self.previews: list[PreviewRequest] = []
        self.clips_sound = False
        self.fails: dict[str, str] = {}
        self.fails_of: dict[str, str] = {}
        self.hangs: set[str] = set()
        self.unreachable: set[str] = set()
        self.found_delivered = False
        self.asked: list[str] = []
        self.awaited: list[str] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.late: set[str] = set()
        self.refuses = False
        self.judged: list[JudgeRequest] = []
        self.read: list[AnswerRequest] = []
        self.refuses_plans = 0
        self.unusable_plans = 0
        self.unusable: set[str] = set()
        self.speaks_s = 2.0
        self.planned: Callable[[Plan], Plan] = lambda plan: plan
        self.clip_s: dict[str, float] = {}
        self.last_frames: list[LastFrameRequest] = []
        self.slices: list[SongSliceRequest] = []
        self.advice = ReferenceAdvice(used=True, free=True)
        self.kept: list[NewReference] = []

    @property
    def view(self) -> ProjectView:
        return self.views[-1]

    def stages(self) -> Counter[str]:
        return Counter(attempt.order.stage.value for attempt in self.submitted)

    def activities(self) -> list[Callable[..., Any]]:
        return [
            self.record,
            self.moderate,
            self.read_plan,
            self.judge,
            self.analyse_song,
            self.prepare_plan,
            self.read_answer,
            self.plan_by_rule,
            self.submit,
            self.await_prediction,
            self.store_output,
            self.settle,
            self.set_budget,
            self.conform,
            self.card,
            self.transition,
            self.mix,
            self.assemble,
            self.export,
            self.preview,
            self.last_frame,
            self.slice_song,
            self.advise,
            self.keep_reference,
        ]

    @activity.defn(name=RECORD.name)
    async def record(self, batch: RecordBatch) -> Done:
        self.events |= {event.seq: event for event in batch.events}
        self.views.append(merged(self.view, batch.view) if self.views else batch.view)
        return Done()

    @activity.defn(name=MODERATE.name)
    async def moderate(self, request: ModerationRequest) -> ModerationVerdict:
        return ModerationVerdict(allowed=not self.refuses, category="violence", score=0.9, passage="the passage")

    @activity.defn(name=SUBMIT.name)
    async def submit(self, attempt: Attempt) -> Submitted:
        self.asked.append(attempt.key)
        await self.may_answer.wait()
        kind = self.fails_of.get(attempt.model.slug) or self.fails.get(attempt.order.stage.value)
        if kind in ("NeverArrived", "LostAnswer"):
            self.vanished.append(attempt.key)
        if kind in _AT_SUBMIT:
            details = [SHORTAGE.model_dump(mode="json")] if kind == "OverBudget" else []
            raise ApplicationError(kind, *details, type=kind, non_retryable=True)
        self.submitted.append(attempt)
        return Submitted(attempt_key=attempt.key, provider_id=f"prediction of {attempt.key}")

    @activity.defn(name=AWAIT.name)
    async def await_prediction(self, request: AwaitRequest) -> Outcome:
        stage = next(a.order.stage.value for a in self.submitted if a.key == request.attempt_key)
        self.awaited.append(request.attempt_key)
        try:
            while stage in self.hangs:
                activity.heartbeat()
                await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            if stage in self.unreachable:
                raise ApplicationError("the provider is away", type="Transient") from None
            self.cancelled.append(request.attempt_key)
            raise
        model = next(a.model.slug for a in self.submitted if a.key == request.attempt_key)
        reason = self.fails_of.get(model) or self.fails.get(stage)
        if reason and reason not in _AT_STORE:
            return Outcome(state=PredictionState.FAILED, error=reason, worth_retrying=reason == "interrupted")
        home = request.kind is not None and reason is None and stage not in self.late
        receipt = self._receipt(request.attempt_key, request.kind) if home else None
        return Outcome(state=PredictionState.SUCCEEDED, receipt=receipt)

    @activity.defn(name=STORE.name)
    async def store_output(self, request: StoreRequest) -> Receipt:
        stage = next(a.order.stage.value for a in self.submitted if a.key == request.attempt_key)
        if (kind := self.fails.get(stage)) in _AT_STORE:
            raise ApplicationError(str(kind), type=kind, non_retryable=True)
        self.stored.append(request.attempt_key)
        return self._receipt(request.attempt_key, request.kind)

    def _receipt(self, attempt_key: str, kind: AssetKind) -> Receipt:
        model = next(a.model.slug for a in self.submitted if a.key == attempt_key)
        made = asset(kind, attempt_key)
        if "/references/" in attempt_key:
            made = made.model_copy(update={"key": f"assets/still/aa/{made.sha256}.png"})
        if kind is AssetKind.CLIP:
            made = made.model_copy(update={"duration_s": self.clip_s.get(model)})
        return Receipt(asset=made, duration_s=self.speaks_s, model=model, timings=None)

    @activity.defn(name=SETTLE.name)
    async def settle(self, request: SettleRequest) -> Settled:
        self.settled.append(request)
        stage = next((a.order.stage.value for a in self.submitted if a.key == request.attempt_key), None)
        delivered = self.found_delivered or stage in self.delivers_before_cancel
        return Settled(state=PredictionState.SUCCEEDED if delivered else None)

    @activity.defn(name=SET_BUDGET.name)
    async def set_budget(self, change: BudgetChange) -> Done:
        self.caps.append(change)
        return Done()

    @activity.defn(name=CONFORM.name)
    async def conform(self, request: ConformRequest) -> Conformed:
        self.calls["conform"] += 1
        self.conforms.append(request)
        if request.source is not None and any(kind in request.source for kind in self.unusable):
            raise ApplicationError("damaged", type="UnreadableError", non_retryable=True)
        segment = asset(AssetKind.SEGMENT, f"{request.scene_id} of {request.source}")
        also = tuple(
            asset(AssetKind.SEGMENT, f"{request.scene_id} of {request.source} in {wanted.aspect} {wanted.codec}")
            for wanted in request.also
        )
        return Conformed(
            segment=segment,
            poster=asset(AssetKind.POSTER, "p"),
            copied=True,
            reused=False,
            also=also,
            sounds=self.clips_sound and not request.still,
        )

    @activity.defn(name=LAST_FRAME.name)
    async def last_frame(self, request: LastFrameRequest) -> Asset:
        self.last_frames.append(request)
        if "last_frame" in self.fails:
            raise ApplicationError(self.fails["last_frame"], type="UnreadableError", non_retryable=True)
        return asset(AssetKind.STILL, f"end of {request.chunk.clip}")

    @activity.defn(name=SLICE_SONG.name)
    async def slice_song(self, request: SongSliceRequest) -> Asset:
        self.slices.append(request)
        return asset(AssetKind.SPEECH, f"song from {request.start_s}")

    @activity.defn(name=ADVISE_ON_REFERENCES.name)
    async def advise(self, question: ReferenceQuestion) -> ReferenceAdvice:
        return self.advice

    @activity.defn(name=KEEP_REFERENCE.name)
    async def keep_reference(self, made: NewReference) -> Done:
        self.kept.append(made)
        return Done()

    @activity.defn(name=CARD.name)
    async def card(self, request: CardRequest) -> Segment:
        return Segment(asset=asset(AssetKind.SEGMENT, "end" if request.end else "title"), reused=False)

    @activity.defn(name=TRANSITION.name)
    async def transition(self, request: TransitionRequest) -> Segment:
        if "transition" in self.fails:
            raise ApplicationError(self.fails["transition"], type="MediaError", non_retryable=True)
        return Segment(asset=asset(AssetKind.SEGMENT, f"{request.before}>{request.after}"), reused=False)

    @activity.defn(name=MIX.name)
    async def mix(self, request: MixRequest) -> Mixed:
        if "mix" in self.fails and request.lines:
            raise ApplicationError(self.fails["mix"], type="MediaError", non_retryable=True)
        self.mixes.append(request)
        return Mixed(
            asset=asset(AssetKind.MIX, f"mix of {len(request.lines)}"),
            loudness_lufs=request.settings.loudness_lufs,
            gain_db=1.5,
            track=asset(AssetKind.TRACK, f"track {len(self.mixes)}"),
            reused=False,
        )

    @activity.defn(name=ASSEMBLE.name)
    async def assemble(self, request: AssembleRequest) -> Assembled:
        if f"assemble {request.film_format.aspect}" in self.fails:
            raise ApplicationError("no room", type="MediaError", non_retryable=True)
        self.assembled.append(request)
        frames = sum(part.last - part.first for part in request.parts)
        return Assembled(
            film=asset(AssetKind.FILM, f"cut {request.number}"),
            captions=asset(AssetKind.CAPTIONS, "srt"),
            poster=asset(AssetKind.POSTER, "poster"),
            frames=frames,
            duration_s=frames / request.film_format.fps,
        )

    @activity.defn(name=EXPORT.name)
    async def export(self, request: ExportRequest) -> Exported:
        if "export" in self.fails:
            raise ApplicationError(self.fails["export"], type="MediaError", non_retryable=True)
        return Exported(stream=asset(AssetKind.STREAM, f"stream of {request.film}"))

    @activity.defn(name=PREVIEW.name)
    async def preview(self, request: PreviewRequest) -> Preview:
        if "preview" in self.fails:
            raise ApplicationError(self.fails["preview"], type="MediaError", non_retryable=True)
        self.previews.append(request)
        seconds = Fraction(request.last - request.first, request.film_format.fps)
        return Preview(
            picture_header="v",
            sound_header="a",
            picture=f"pictures of {request.segment}",
            picture_bytes=1,
            picture_s=seconds,
            picture_codec="avc1",
            sound=f"sound of {request.segment}",
            sound_bytes=1,
            sound_s=seconds,
            sound_codec="mp4a.40.2",
        )
