"""Scenes that are shot in several clips, as workflows order work on them: names, requests and results."""

from pydantic import Field

from activities.contract import Activity
from film.assets import Asset
from film.model import Value
from film.timing import Timing


class ChunkRef(Value):
    """What is shown of a stored clip: ``frames`` frames at the film's rate, without the first ``skip``."""

    clip: str
    frames: int = Field(ge=1)
    skip: int = Field(default=0, ge=0)


class LastFrameRequest(Value):
    """The last picture that a scene shows of a clip, wanted as a still for what follows.

    ``timing`` is how the clip is brought to its ``frames`` where they are not simply its first.
    """

    project_id: str
    scene_id: str
    chunk: ChunkRef
    fps: int = Field(gt=0)
    timing: Timing = Timing()


LAST_FRAME = Activity("last_frame", LastFrameRequest, Asset)
