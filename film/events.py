"""What happened to a production, in order, and the picture of it that readers see."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, JsonValue

from film.estimate import Estimate
from film.finish import Finish
from film.format import FilmFormat
from film.holds import Hold
from film.model import Value
from film.plan import Plan
from film.production import Cut, Failure, Fallback, Narration, Preview, Take
from film.safety import Judgement
from film.status import ProjectState


class EventType(StrEnum):
    """The kinds of events, as they appear in the stream."""

    STATE = "project.state"
    ESTIMATED = "project.estimated"
    PLANNED = "project.planned"
    APPROVED = "project.approved"
    REFERENCE = "project.reference"
    TAKE = "take.state"
    SELECTED = "take.selected"
    NARRATION = "scene.narration"
    MUSIC = "project.music"
    RETAKE = "scene.retake_requested"
    FALLBACK = "fallback"
    CUT = "project.cut"
    FINISH = "project.finish"
    HELD = "purchase.held"
    DECIDED = "purchase.decided"
    BUDGET = "project.budget"


class Event(Value):
    """One thing that happened. ``seq`` counts from 1 within the project, without gaps."""

    seq: int = Field(ge=1)
    type: EventType
    at: datetime
    data: dict[str, JsonValue] = Field(default_factory=dict)


class SceneView(Value):
    """A scene as readers see it: its takes and which of them is in the film."""

    scene_id: str
    takes: tuple[Take, ...]
    selected_take: int | None
    narration: Narration | None
    narration_fallback: Fallback | None = None
    preview: Preview | None = None


class ProjectView(Value):
    """The read model of one production after ``last_event``."""

    project_id: str
    state: ProjectState
    phase: str
    progress: float = Field(ge=0, le=1)
    film_format: FilmFormat
    finish: Finish = Finish()
    title: str | None
    plan: Plan | None
    estimate: Estimate | None = None
    judgements: tuple[Judgement, ...] = ()
    scenes: tuple[SceneView, ...]
    cuts: tuple[Cut, ...]
    fallbacks: tuple[Fallback, ...]
    holds: tuple[Hold, ...] = ()
    failure: Failure | None
    spent_usd: Decimal
    last_event: int
