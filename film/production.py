"""A production: everything a project's workflow knows of its film, small enough to travel in one payload."""

from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from film.assets import Asset, AssetKind
from film.brief import Brief
from film.catalogue import Crew
from film.estimate import Estimate
from film.finish import Finish, Version
from film.format import FilmFormat
from film.holds import Hold
from film.look import Look
from film.model import Value
from film.plan import Plan
from film.production_stage import Stage
from film.quality import QualityReport
from film.recipe import Recipe
from film.safety import Judgement
from film.song import SongHeard
from film.status import ProjectState, TakeState

STAGE_KINDS = {
    Stage.REFERENCES: AssetKind.STILL,
    Stage.MOOD: AssetKind.STILL,
    Stage.STORYBOARD: AssetKind.STILL,
    Stage.CLIP: AssetKind.CLIP,
    Stage.LIPSYNC: AssetKind.CLIP,
    Stage.NARRATION: AssetKind.SPEECH,
    Stage.MUSIC: AssetKind.MUSIC,
    Stage.CUTOUT: AssetKind.CUTOUT,
    Stage.TRANSCRIPT: AssetKind.TRANSCRIPT,
}
"""What is bought at each stage."""


class Fallback(Value):
    """A stage that failed for good, what the film goes on with, and why: shown on the scene, repaired by a retake."""

    stage: Stage
    instead: str
    reason: str


class Failure(Value):
    """Why something ended: a code and its parameters. The words are made where it is shown."""

    code: str
    details: dict[str, str] = Field(default_factory=dict)


class TakeChunk(Value):
    """One of several clips of a scene: ``frames`` at the film's rate are shown of it, without the first ``skip``."""

    asset: Asset
    frames: int = Field(ge=1)
    skip: int = Field(default=0, ge=0)


class Take(Value):
    """One take of one scene. ``note`` is the director's wish that asked for it.

    ``chunks`` are the clips of a scene that is longer than its model's, in order; ``clip`` is the first of them, the
    only one, or the one in which lips were moved. ``segment`` is the scene in the film's format, made with ``look``;
    ``also`` the same in other versions, by their names. ``sounds`` says that the clip's own sound is to be heard.
    """

    number: int = Field(ge=1)
    state: TakeState = TakeState.QUEUED
    note: str | None = None
    still: Asset | None = None
    clip: Asset | None = None
    chunks: tuple[TakeChunk, ...] = ()
    segment: Asset | None = None
    also: dict[str, Asset] = Field(default_factory=dict)
    look: Look = Look()
    poster: Asset | None = None
    quality: QualityReport | None = None
    sounds: bool = False
    fallbacks: tuple[Fallback, ...] = ()
    failure: Failure | None = None
    cost_usd: Decimal = Decimal(0)

    @property
    def in_pieces(self) -> bool:
        """Whether the scene shows its chunks one after the other, and not the one clip that lips were moved in."""
        return bool(self.chunks) and self.clip == self.chunks[0].asset


class Narration(Value):
    """A scene's line, spoken: its audio and the times of its words."""

    audio: Asset
    timings: Asset | None = None
    duration_s: float


class Preview(Value):
    """A finished scene that can be watched before the film is: fragments of an HLS stream, on the film's clock.

    All files are named by their keys alone, because they travel with every scene; the headers are the same for all.
    """

    picture_header: str
    sound_header: str
    picture: str
    picture_bytes: int
    picture_s: Fraction
    picture_codec: str
    sound: str
    sound_bytes: int
    sound_s: Fraction
    sound_codec: str


class SceneBoard(BaseModel):
    """A scene on the production board: its takes in order, the one in the film, its spoken line."""

    model_config = ConfigDict(extra="forbid")

    scene_id: str
    takes: list[Take] = Field(default_factory=list)
    selected_take: int | None = None
    narration: Narration | None = None
    narration_fallback: Fallback | None = None
    preview: Preview | None = None

    def take(self, number: int) -> Take:
        """The take with this number."""
        return self.takes[number - 1]

    def replace(self, take: Take) -> None:
        """Put a newer state of a take in its place."""
        self.takes[take.number - 1] = take

    @property
    def busy(self) -> bool:
        """Whether a take of this scene is being made."""
        return any(t.state not in (TakeState.DONE, TakeState.FAILED, TakeState.CANCELLED) for t in self.takes)


class CutVersion(Value):
    """A cut in another shape or codec. ``stream`` is a document (``film.streams.Stream``) for players."""

    version: Version
    film: Asset
    poster: Asset | None
    stream: Asset | None = None


class CutSound(Value):
    """The sound of a cut: encoded as it is in the film, in stems that add up to it, and drawn for players.

    ``gain_db`` is what the whole was raised by.
    """

    loudness_lufs: float
    peak_dbtp: float | None
    gain_db: float = 0.0
    track: Asset
    stems: dict[str, Asset]
    waveform: Asset | None


class Cut(Value):
    """One finished edit of the film, in all its versions."""

    number: int = Field(ge=1)
    film: Asset
    captions: Asset
    poster: Asset | None
    duration_s: float
    frames: int
    takes: dict[str, int]
    fallbacks: tuple[Fallback, ...] = ()
    subtitles: Asset | None = None
    also: tuple[CutVersion, ...] = ()
    sound: CutSound | None = None
    stream: Asset | None = None

    @property
    def slim(self) -> "Cut":
        """The cut once a later one has been made: what it is, and its film."""
        return self.model_copy(update={"also": (), "stream": None, "subtitles": None, "sound": None, "poster": None})


class PendingRetake(Value):
    """A retake that was accepted and not yet shot."""

    scene_id: str
    take: int
    first_stage: Stage


class HeldPurchase(Value):
    """A purchase that waits, and the workflow in which it does."""

    hold: Hold
    workflow_id: str


class Production(BaseModel):
    """The state of a project's workflow; carried whole when it continues as new.

    ``until`` is the stage after which it waits for a word; only the plan is such a stage.
    """

    model_config = ConfigDict(extra="forbid")

    project_id: str
    owner: str
    brief: Brief
    film_format: FilmFormat
    crew: Crew
    finish: Finish = Finish()
    recipe: Recipe = Recipe()
    until: Stage | None = None
    state: ProjectState = ProjectState.CREATED
    judgements: tuple[Judgement, ...] = ()
    estimate: Estimate | None = None
    song: SongHeard | None = None
    plan: Plan | None = None
    scenes: dict[str, SceneBoard] = Field(default_factory=dict)
    music: Asset | None = None
    music_fallback: Fallback | None = None
    reference_fallbacks: tuple[Fallback, ...] = ()
    cuts: list[Cut] = Field(default_factory=list)
    retakes: list[PendingRetake] = Field(default_factory=list)
    refinish: bool = False
    holds: list[HeldPurchase] = Field(default_factory=list)
    failure: Failure | None = None
    spent_usd: Decimal = Decimal(0)
    last_event: int = 0

    @property
    def workflow_id(self) -> str:
        """The id of the project's workflow."""
        return workflow_id(self.project_id)


def workflow_id(project_id: str) -> str:
    """The id of a project's workflow."""
    return f"project-{project_id}"


def take_workflow_id(project_id: str, scene_id: str, take: int) -> str:
    """The id of the workflow that shoots one take."""
    return f"project-{project_id}-{scene_id}-take-{take}"


def cut_workflow_id(project_id: str, number: int) -> str:
    """The id of the workflow that makes one cut."""
    return f"project-{project_id}-cut-{number}"
