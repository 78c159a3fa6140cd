"""The cut as a timeline: title card, scenes, end card, each joined to the next by a transition of equal length."""

from enum import StrEnum

from pydantic import Field

from film.model import Value
from film.plan import Plan


class PartKind(StrEnum):
    """What a part of the film is."""

    TITLE = "title"
    SCENE = "scene"
    END = "end"


class TimelinePart(Value):
    """One part: ``start`` is the film frame its first frame stands on, its share of the transition included."""

    kind: PartKind
    scene_id: str | None = None
    start: int = Field(ge=0)
    frames: int = Field(ge=1)


class Timeline(Value):
    """All parts in order. Neighbours overlap by ``transition_frames``."""

    parts: tuple[TimelinePart, ...]
    transition_frames: int

    @property
    def frames(self) -> int:
        """The film's length in frames."""
        last = self.parts[-1]
        return last.start + last.frames


def lay_out(title_frames: int, scenes: list[tuple[str, int]], end_frames: int, transition_frames: int) -> Timeline:
    """Title, scenes (id and length each) and end in order; a card of no length is left out.

    Every part starts ``transition_frames`` before the one before it ends.
    """
    lengths: list[tuple[PartKind, str | None, int]] = [(PartKind.TITLE, None, title_frames)]
    lengths += [(PartKind.SCENE, scene_id, frames) for scene_id, frames in scenes]
    lengths.append((PartKind.END, None, end_frames))
    parts, start = [], 0
    for kind, scene_id, frames in lengths:
        if frames:
            parts.append(TimelinePart(kind=kind, scene_id=scene_id, start=start, frames=frames))
            start += frames - transition_frames
    return Timeline(parts=tuple(parts), transition_frames=transition_frames)


def timeline_of(plan: Plan) -> Timeline:
    """The timeline of a plan."""
    scenes = [(scene.scene_id, scene.frames) for scene in plan.scenes]
    return lay_out(plan.title_frames, scenes, plan.end_frames, plan.transition_frames)
