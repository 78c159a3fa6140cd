"""What workflows may know of activities: their names, requests and results. Imports nothing heavy."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field, JsonValue

from film.assets import Asset, AssetKind
from film.brief import Brief
from film.catalogue import Chain, ModelRef, ref_of
from film.events import Event, ProjectView
from film.finish import Finish
from film.format import FilmFormat
from film.joints import TransitionKind
from film.lettering import BrandColours
from film.look import Look
from film.mix import MixSettings
from film.model import Value
from film.orders import SpokenWords
from film.plan import Plan
from film.production import Preview, Stage
from film.quality import QualityReport
from film.status import PredictionState

Request = TypeVar("Request", bound=Value)
Result = TypeVar("Result", bound=Value)


class Pool(StrEnum):
    """Task queues, each with its own workers. Submissions have one queue per provider: see ``submit_queue``."""

    STUDIO = "studio"
    RECORDS = "records"
    PLAN = "plan"
    AWAIT = "await"
    MEDIA = "media"


def submit_queue(provider: str) -> str:
    """The queue that every paid POST to one provider goes through, so that its rate limit cannot be bypassed."""
    return f"submit-{provider}"


@dataclass(frozen=True)
class Activity(Generic[Request, Result]):
    """An activity's name and types."""

    name: str
    request: type[Request]
    result: type[Result]


class Done(Value):
    """The result of an activity that has nothing to say."""


class RecordBatch(Value):
    """Events to append, and what is new in the read model after the last of them. Idempotent on (project, seq)."""

    project_id: str
    events: tuple[Event, ...]
    view: ProjectView


class ModerationRequest(Value):
    """A brief to check before anything is made from it. ``writer`` names the service that is asked."""

    project_id: str
    brief: Brief
    writer: str


class ModerationVerdict(Value):
    """Whether the brief may be filmed, and the category that speaks most against it."""

    allowed: bool
    category: str | None = None
    score: float = 0.0
    passage: str | None = None


class PlanOrder(Value):
    """A brief to turn into scenes. ``writer`` names the service that is asked."""

    project_id: str
    brief: Brief
    film_format: FilmFormat
    writer: str


class PlanAnswer(Value):
    """A planner's bought answer, by the key of the stored document, to be made into a plan."""

    order: PlanOrder
    answer: str


class Order(Value):
    """Something to buy: which models may make it, best first, and what they are told, in our words.

    ``key`` is the business identity (project/scene/take/stage): the same order is never paid for twice.
    ``assets`` maps our input names to the keys of stored files; they become URLs only when sent. ``seconds`` is how
    much output is wanted; a model that makes certain lengths only is asked, and paid, for one that covers it.
    """

    key: str
    owner: str = "local"
    project_id: str | None
    scene_id: str | None
    take: int | None
    stage: Stage
    kind: AssetKind
    label: str
    models: Chain = Field(min_length=1)
    wants: dict[str, JsonValue]
    assets: dict[str, str] = Field(default_factory=dict)
    seconds: float = 0.0


class Attempt(Value):
    """One try at an order with one model. ``key`` is the order's key and the number of the try."""

    key: str
    order: Order
    model: Annotated[ModelRef, BeforeValidator(ref_of)]


class Submitted(Value):
    """The provider has accepted the attempt under this id; ``ended`` says that its answer was the output itself."""

    attempt_key: str
    provider_id: str
    ended: bool = False


class Receipt(Value):
    """What was bought: the stored file, the times of its words or beats where the model gave them, the price.

    ``remarks`` say how it differs from what was ordered.
    """

    asset: Asset
    timings: Asset | None = None
    duration_s: float | None = None
    cost_usd: Decimal = Decimal(0)
    model: str
    remarks: tuple[str, ...] = ()


class AwaitRequest(Value):
    """An accepted attempt to wait for, and, with a ``kind``, to bring home as soon as it has ended."""

    attempt_key: str
    provider: str
    provider_id: str
    max_wait_s: float = 1800.0
    kind: AssetKind | None = None


class Outcome(Value):
    """How a prediction ended. ``worth_retrying`` says that the same model may well succeed next time.

    ``receipt`` is there when the output is home already; without one it is still to be stored.
    """

    state: PredictionState
    error: str | None = None
    worth_retrying: bool = False
    receipt: Receipt | None = None


class StoreRequest(Value):
    """A finished attempt whose output is to be brought home."""

    attempt_key: str
    provider: str
    kind: AssetKind


class SettleRequest(Value):
    """An attempt that nobody waits for any more, to be closed in the ledger."""

    attempt_key: str
    outcome: Outcome


class Settled(Value):
    """How the attempt stands in the ledger now; ``None`` when it never came to be in it."""

    state: PredictionState | None = None


class BudgetChange(Value):
    """A new cap for a project; ``None`` lifts it."""

    project_id: str
    cap_usd: Decimal | None = Field(ge=0)


class ReconcileRequest(Value):
    """A round through the ledger. Rows that were touched within ``quiet_s`` are left to those who work on them."""

    quiet_s: float = 120.0


class Reconciled(Value):
    """What a round found: doubts cleared and left, predictions stopped, outputs brought home, and orphans.

    An orphan is a prediction on our account that no row of the ledger stands for.
    """

    cleared: int = 0
    in_doubt: int = 0
    stopped: int = 0
    rescued: int = 0
    orphans: tuple[str, ...] = ()


class ConformRequest(Value):
    """A clip (or a still to move over) to bring into the film's exact format. ``source`` is a stored key.

    Without a source a card with ``words`` is drawn. ``text`` is lettering to burn in, ``spoken`` what captions show
    where ``look`` wants them in the picture. ``also`` are further formats that the same scene is needed in.
    """

    project_id: str
    scene_id: str
    frames: int
    film_format: FilmFormat
    edge_frames: int
    source: str | None
    still: bool = False
    text: str | None = None
    words: str = ""
    also: tuple[FilmFormat, ...] = ()
    look: Look = Look()
    spoken: SpokenWords | None = None


class Conformed(Value):
    """A scene's segment and poster. ``copied`` says that no frame had to be encoded again.

    ``also`` are its segments in the other formats, in the order they were asked for. ``quality`` is what was seen in
    the clip while it was decoded; ``sounds`` that the clip has a sound of its own.
    """

    segment: Asset
    poster: Asset
    copied: bool
    reused: bool
    also: tuple[Asset, ...] = ()
    quality: QualityReport | None = None
    sounds: bool = False


class CutScene(Value):
    """A scene as the cut needs it. ``card_still`` is its first frame ever drawn: cards keep it through all retakes.

    ``also`` are its segments in other versions, by their names. ``missing`` is how those are made that the film is to
    be delivered in and the take does not have yet. ``clip`` is the clip whose own sound is heard.
    """

    scene_id: str
    frames: int
    segment: str
    also: dict[str, str] = Field(default_factory=dict)
    missing: ConformRequest | None = None
    clip: str | None = None
    card_still: str | None
    narration: str | None
    narration_s: float
    timings: str | None
    narration_text: str


class CutOrder(Value):
    """Everything one cut is made of, frozen when it is ordered."""

    project_id: str
    number: int
    film_format: FilmFormat
    title: str
    logline: str
    title_frames: int
    end_frames: int
    transition_frames: int
    scenes: tuple[CutScene, ...]
    music: str | None
    finish: Finish = Finish()
    previous_track: str | None = None
    gain_before_db: float | None = None


class CardRequest(Value):
    """A title or end card to draw over a still."""

    project_id: str
    film_format: FilmFormat
    end: bool
    title: str
    subtitle: str
    frames: int
    edge_frames: int
    background: str | None
    colours: BrandColours | None = None


class TransitionRequest(Value):
    """The overlap of two neighbouring segments, to be blended."""

    project_id: str
    film_format: FilmFormat
    before: str
    after: str
    frames: int
    kind: TransitionKind = TransitionKind.FADE


class Segment(Value):
    """A stored run of frames in the film's format. ``reused`` says it had been made before."""

    asset: Asset
    reused: bool


class MixLine(Value):
    """One spoken line in the mix."""

    audio: str
    start_s: float


class MixClip(Value):
    """The sound of a scene's own clip, from its beginning, for as long as the scene."""

    clip: str
    start_s: float
    duration_s: float


class MixRequest(Value):
    """The sound of a cut: lines and clips with their film times, the music bed, the film's exact length.

    ``previous`` is the encoded sound of the cut before: what did not change since is copied from it. Its gain is kept
    too while it is right, so that a small edit changes the sound only where it was made.
    """

    project_id: str
    lines: tuple[MixLine, ...]
    music: str | None
    frames: int
    fps: int
    clips: tuple[MixClip, ...] = ()
    settings: MixSettings = MixSettings()
    previous: str | None = None
    gain_before_db: float | None = None


class Mixed(Value):
    """A finished mix and its measured loudness: encoded, in stems, and as a drawing for players."""

    asset: Asset
    loudness_lufs: float
    reused: bool
    peak_dbtp: float | None = None
    gain_db: float = 0.0
    track: Asset | None = None
    stems: dict[str, Asset] = Field(default_factory=dict)
    waveform: Asset | None = None
    missing: tuple[str, ...] = ()


class PartRef(Value):
    """Frames ``first`` up to ``last`` (exclusive) of a stored segment."""

    segment: str
    first: int
    last: int


class CaptionLine(Value):
    """A spoken line for the captions: its words' times where known, its place in the film."""

    text: str
    timings: str | None
    start_s: float
    end_s: float


class AssembleRequest(Value):
    """Parts to join, sound to lay under them, captions to write beside them."""

    project_id: str
    number: int
    film_format: FilmFormat
    title: str
    parts: tuple[PartRef, ...]
    mix: str
    captions: tuple[CaptionLine, ...]


class Assembled(Value):
    """A finished film with its captions (SubRip and WebVTT) and poster.

    ``reencoded`` names parts that broke the encoder contract and had to be encoded again.
    """

    film: Asset
    captions: Asset
    poster: Asset
    frames: int
    duration_s: float
    subtitles: Asset | None = None
    reencoded: tuple[str, ...] = ()


class ExportRequest(Value):
    """What players want beside the film: made of the same parts and the same encoded sound."""

    project_id: str
    number: int
    film_format: FilmFormat
    film: str
    parts: tuple[PartRef, ...]
    track: str


class Exported(Value):
    """A stored document (``film.streams.Stream``) that says where players find what."""

    stream: Asset


class PreviewRequest(Value):
    """A finished scene to be watched before the film is whole: where its frames stand in the film, and what is said."""

    project_id: str
    scene_id: str
    film_format: FilmFormat
    segment: str
    first: int
    last: int
    start: int
    film_frames: int
    line: MixLine | None


RECORD = Activity("record", RecordBatch, Done)
MODERATE = Activity("moderate", ModerationRequest, ModerationVerdict)
PLAN = Activity("plan", PlanOrder, Plan)
READ_PLAN = Activity("read_plan", PlanAnswer, Plan)
SUBMIT = Activity("submit", Attempt, Submitted)
AWAIT = Activity("await_prediction", AwaitRequest, Outcome)
STORE = Activity("store_output", StoreRequest, Receipt)
SETTLE = Activity("settle", SettleRequest, Settled)
SET_BUDGET = Activity("set_budget", BudgetChange, Done)
RECONCILE = Activity("reconcile", ReconcileRequest, Reconciled)
CONFORM = Activity("conform", ConformRequest, Conformed)
CARD = Activity("card", CardRequest, Segment)
TRANSITION = Activity("transition", TransitionRequest, Segment)
MIX = Activity("mix", MixRequest, Mixed)
ASSEMBLE = Activity("assemble", AssembleRequest, Assembled)
EXPORT = Activity("export", ExportRequest, Exported)
PREVIEW = Activity("preview", PreviewRequest, Preview)
