"""What the API takes and gives."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.cost_schemas import Costs
from api.money import BudgetInfo, Cap, HoldInfo
from api.words import Words
from film.archetypes import Archetype
from film.brief import MAX_DURATION_S, MIN_DURATION_S, AdBrief, Brief, Mode, SongBrief, StoryBrief
from film.catalogue import Studio
from film.conversation import Name
from film.finish import Finish
from film.format import Aspect, Codec, FilmFormat, FrameRate, Quality
from film.language import Language
from film.orders import TakeStage
from film.plan import Scene
from film.production import Failure, Fallback
from film.production_stage import Stage
from film.quality import QualityReport
from film.reference import Reference
from film.safety import Judgement
from film.status import MoneyState, PredictionState, ProjectState, TakeState
from film.style import StyleSpec

Sound = Annotated[Words, Field(min_length=1, max_length=80, pattern=r"^[^\[\]\n]+$")]
_LONGEST_PHRASE, _MOST_COLOURS = 160, 8


def _short(style: StyleSpec) -> StyleSpec:
    """Refuse a look that is no phrase: it goes into every prompt."""
    phrases = style.model_dump(exclude={"palette"}).values()
    if any(len(phrase) > _LONGEST_PHRASE for phrase in (*phrases, *style.palette)):
        raise ValueError(f"every part is a phrase of at most {_LONGEST_PHRASE} characters")
    if len(style.palette) > _MOST_COLOURS:
        raise ValueError(f"a palette has at most {_MOST_COLOURS} colours")
    return style


class NewProject(BaseModel):
    """A film to make. Only ``prompt`` is needed; what is left open is inferred, and the plan says how.

    ``ad``, ``song`` and ``story`` say more about films of their mode, and only of theirs.
    """

    model_config = ConfigDict(extra="forbid")

    prompt: Words = Field(
        min_length=3,
        max_length=4000,
        description="What the film is about, in any language",
        examples=["A silver robot walks through downtown Austin at sunset"],
    )
    mode: Mode = Field(default=Mode.STORY, description="The kind of film; by its details when it is left out")
    title: Words | None = Field(default=None, max_length=80, description="Its title; the planner finds one otherwise")
    script: Words | None = Field(
        default=None, max_length=20_000, description="What is said, word for word: prose or Fountain"
    )
    duration_s: int | None = Field(
        default=None,
        ge=MIN_DURATION_S,
        le=MAX_DURATION_S,
        description="Length of the film with its cards, in seconds; else that of its song, or 24",
        examples=[24],
    )
    ad: AdBrief | None = Field(
        default=None,
        description="What an advertisement sells, and for whom",
        examples=[{"brand": "Lumen", "product": "Lumen desk lamp", "offer": "20 % off until Sunday"}],
    )
    song: SongBrief | None = Field(
        default=None,
        description="The song of a music video; it is cut on its beats",
        examples=[{"lyrics": "[00:12.00] And the lights go out", "character": "a singer in a red coat"}],
    )
    story: StoryBrief | None = Field(
        default=None, description="How a story is told", examples=[{"telling": "dialogue"}]
    )
    language: Language | None = Field(default=None, description="What is spoken and written in it; else the brief's")
    pronunciations: dict[Sound, Sound] = Field(
        default={},
        max_length=50,
        description="How words are said, in the alphabet of phonetics or respelled",
        examples=[{"Siobhan": "shivawn"}],
    )
    archetype: Archetype | None = Field(
        default=None, description="The shape of its story; else the one that suits", examples=["problem-solution"]
    )
    style: Annotated[StyleSpec, AfterValidator(_short)] | None = Field(
        default=None, description="The look of all its pictures; else one is found"
    )
    flavour: Name | None = Field(
        default=None, description="The flavour it is made in; see `/v1/flavours`", examples=["noir"]
    )
    mood: Name | None = Field(
        default=None, description="The mood board whose picked look all its pictures have; see `/v1/moods`"
    )
    references: list[Name] = Field(
        default=[],
        max_length=8,
        description="Ids of references that its pictures agree with; see `/v1/references`",
        examples=[["r7mara2x9k1q"]],
    )
    aspect: Aspect | None = Field(default=None, description="Its shape; 16:9 for music videos, else 9:16")
    quality: Quality = Field(default=Quality.FINAL, description="`draft` is 540 lines and fast, `final` is 1080")
    fps: FrameRate | None = Field(
        default=None, description="Frames per second; 24 for music videos, else 30", examples=[24]
    )
    seed: int = Field(default=7, ge=0, le=2**31 - 1, description="Another number is another telling")
    studio: Studio = Field(default=Studio.PREVIZ, description="`previz` is free and local; `live` costs money")
    budget_usd: Cap = Field(
        default=None, description="The most it may spend, in US dollars; the studio's usual cap otherwise"
    )
    until: Literal["plan"] | None = Field(
        default=None, description="`plan`: plan and price it, and make it only when it is approved"
    )
    finish: Finish = Field(
        default=Finish(), description="Further versions, transitions, captions in the picture, loudness"
    )


class NewRetake(BaseModel):
    """A wish for another take. ``first_stage`` ``clip`` keeps the storyboard frame."""

    model_config = ConfigDict(extra="forbid")

    note: Words | None = Field(
        default=None, max_length=500, description="What should be different", examples=["closer, at night"]
    )
    first_stage: TakeStage = Field(default=Stage.STORYBOARD, description="Where to begin; earlier work is kept")


class RetakeTicket(BaseModel):
    """A retake that was accepted."""

    project_id: str
    scene_id: str
    take: int
    state: TakeState


class File(BaseModel):
    """A stored file and a link to it that works for an hour."""

    url: str
    content_type: str
    size_bytes: int
    sha256: str


class ChunkInfo(BaseModel):
    """One of several clips that a scene is shot in, and how many frames of it are shown."""

    clip: File
    frames: int


class TakeInfo(BaseModel):
    """One take of a scene."""

    number: int
    state: TakeState
    note: str | None
    progress: float
    still: File | None
    clip: File | None
    chunks: list[ChunkInfo] = Field(description="The clips of a scene that is longer than its model's, in order")
    segment: File | None
    poster: File | None
    quality: QualityReport | None = Field(description="What was seen in the clip while it was decoded")
    fallbacks: list[Fallback]
    failure: Failure | None


class SceneInfo(BaseModel):
    """A scene: what was planned, what was shot."""

    scene_id: str
    number: int
    duration_s: float
    plan: Scene
    selected_take: int | None
    takes: list[TakeInfo]
    narration: File | None
    narration_s: float | None


class VersionInfo(BaseModel):
    """A cut in one shape and codec. ``stream`` is an HLS playlist, ``thumbnails`` WebVTT for scrubbing."""

    name: str = Field(examples=["9x16", "16x9-av1"])
    aspect: Aspect
    codec: Codec
    film: File
    poster: File | None
    stream: str | None
    thumbnails: str | None


class SoundInfo(BaseModel):
    """The sound of a cut, as measured. ``stems`` are as long as the film and add up to its mix before mastering."""

    loudness_lufs: float
    peak_dbtp: float | None
    track: File
    stems: dict[str, File]
    waveform: File | None = Field(description="Peaks in the JSON of audiowaveform, version 2")


class CutInfo(BaseModel):
    """A finished cut: in the film's own shape, then all its ``versions``, the own one first."""

    number: int
    duration_s: float
    frames: int
    takes: dict[str, int]
    film: File
    captions: File
    subtitles: File | None = Field(description="The captions as WebVTT")
    poster: File | None
    versions: list[VersionInfo]
    sound: SoundInfo | None
    fallbacks: list[Fallback]


class Links(BaseModel):
    """Where to look next."""

    self: str
    events: str
    preview: str = Field(description="An HLS playlist of the finished scenes; it grows while others are being made")
    temporal: str | None


class ProjectInfo(BaseModel):
    """A project with its scenes and links to its files."""

    project_id: str
    state: ProjectState
    phase: str
    progress: float
    title: str | None
    logline: str | None
    brief: Brief
    film_format: FilmFormat
    finish: Finish
    references: list[Reference] = Field(description="The pictures that its scenes agree with; see `/v1/references`")
    scenes: list[SceneInfo]
    cuts: list[CutInfo]
    fallbacks: list[Fallback]
    failure: Failure | None
    judgements: list[Judgement] = Field(description="What was judged before anything was made, text by text")
    spent_usd: Decimal
    costs: Costs = Field(description="What it was said to cost beside what it did")
    budget: BudgetInfo
    holds: list[HoldInfo] = Field(description="Purchases that wait, for money or for your decision")
    needed_usd: Decimal = Field(description="How much caps must rise for all that waits")
    created_at: datetime
    updated_at: datetime
    links: Links


class ProjectSummary(BaseModel):
    """A project in a list."""

    project_id: str
    mode: Mode
    prompt: str
    state: ProjectState
    title: str | None
    progress: float
    created_at: datetime
    updated_at: datetime


class ProjectPage(BaseModel):
    """Projects, newest first; ``next_before`` is the ``before`` of the next page."""

    projects: list[ProjectSummary]
    next_before: datetime | None


class SceneStatus(BaseModel):
    """Where a scene's newest take is."""

    scene_id: str
    number: int
    title: str
    take: int | None
    state: TakeState | None
    progress: float


class ProjectStatus(BaseModel):
    """Where a production is. ``live`` says it comes from the workflow itself, not from the read model."""

    project_id: str
    state: ProjectState
    phase: str
    progress: float
    title: str | None
    scenes: list[SceneStatus]
    fallbacks: list[Fallback]
    failure: Failure | None
    budget: BudgetInfo
    holds: list[HoldInfo] = Field(description="Purchases that wait, for money or for your decision")
    needed_usd: Decimal = Field(description="How much caps must rise for all that waits")
    last_event: int
    live: bool


class LedgerEntry(BaseModel):
    """One attempt to buy something.

    ``cost`` in ``currency`` is what it has cost, or may yet; ``money`` says which. ``wanted`` turns false when nobody
    waits for it any more. ``file`` is what came of it, ``workflow`` who makes the purchase, in the Temporal UI.
    """

    attempt_key: str
    scene_id: str | None
    take: int | None
    stage: str
    model: str
    state: PredictionState
    prediction_id: str | None
    money: MoneyState
    currency: str
    cost: Decimal
    wanted: bool
    file: File | None
    workflow: str | None
    error: str | None
    created_at: datetime
    updated_at: datetime
