"""What a project asks of its takes and cuts, frozen when it asks."""

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from film.assets import Asset
from film.catalogue import Chain
from film.finish import Finish
from film.format import FilmFormat
from film.holds import Hold
from film.model import Value
from film.plan import Scene
from film.production import Take
from film.production_stage import Stage
from film.song import Lyrics
from film.status import TakeState
from film.timing import Timing

TAKE_STAGES = (Stage.STORYBOARD, Stage.CLIP, Stage.LIPSYNC, Stage.CONFORM)
"""The stages of a take, in order; a retake may begin with any of them."""


def _of_a_take(stage: Stage) -> Stage:
    if stage not in TAKE_STAGES:
        raise ValueError(f"a take begins with one of {', '.join(TAKE_STAGES)}")
    return stage


TakeStage = Annotated[
    Stage,
    AfterValidator(_of_a_take),
    WithJsonSchema({"type": "string", "enum": [stage.value for stage in TAKE_STAGES]}),
]
"""A stage that a take may begin with."""


class SpokenWords(Value):
    """What is said in a scene, for captions in the picture: its words, the key of their times where known.

    ``lyrics`` are what is sung in it besides, from its first picture on.
    """

    text: str
    timings: str | None
    duration_s: float
    lyrics: Lyrics | None = None


class LastPicture(Value):
    """Where a scene ends: in a still, or in a clip of which ``timing`` makes ``frames`` without the first ``skip``."""

    asset: Asset
    frames: int = Field(ge=1)
    skip: int = Field(default=0, ge=0)
    timing: Timing = Timing()


class SongCue(Value):
    """What is heard of the film's song in a scene: the key of the song, and where in it the scene begins."""

    song: str
    start_s: float = Field(ge=0)


class TakeOrder(Value):
    """A take to shoot. ``first_stage`` is where to begin; what stands before it is reused from ``previous``.

    ``prompt`` is what the image model is told and, without a ``motion_prompt``, the video model too; ``negative`` is
    what neither may show. ``references`` are the keys of pictures to agree with. With ``starts_from`` the scene begins
    where another ends, and has no storyboard frame of its own; with a ``song`` its lips follow that.
    """

    project_id: str
    owner: str
    scene: Scene
    number: int = Field(ge=1)
    prompt: str
    seed: int
    note: str | None
    film_format: FilmFormat
    edge_frames: int
    still_models: Chain
    motion_models: Chain
    lipsync_models: Chain
    narration: str | None
    spoken: SpokenWords | None = None
    finish: Finish = Finish()
    first_stage: Stage = Stage.STORYBOARD
    previous: Take | None = None
    motion_prompt: str | None = None
    negative: str | None = None
    references: tuple[str, ...] = ()
    starts_from: LastPicture | None = None
    song: SongCue | None = None


class TakeProgress(Value):
    """A take has moved on."""

    scene_id: str
    take: Take


class TakeHeld(Value):
    """The purchases of a take that wait now; none, when all go on."""

    scene_id: str
    take: int
    holds: tuple[Hold, ...]


class RetakeRequest(Value):
    """A wish to shoot one scene again."""

    scene_id: str = Field(min_length=1, max_length=40)
    note: str | None = Field(default=None, max_length=500)
    first_stage: TakeStage = Stage.STORYBOARD


class RetakeAccepted(Value):
    """The take that will be shot."""

    scene_id: str
    take: int
    state: TakeState
