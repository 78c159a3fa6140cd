"""The structure of a film before anything of it is written: which beats it has, and how long each may be."""

from pydantic import Field

from film.archetypes import Archetype
from film.beats import BeatKind
from film.model import Value
from film.shot import CameraMove, Framing


class BeatSlot(Value):
    """A scene to be written: its beat and its room.

    ``seconds`` is about how long it will be on screen, ``max_words`` how much may be said. ``frames`` is its exact
    length where the music decides it. ``framings`` and ``cameras`` are advice, best first. ``heard`` is what is sung
    or said in the scene in any case: lyrics, a line of the script; ``speaker`` who says it.
    """

    beat: BeatKind
    energy: float = Field(ge=0, le=1)
    seconds: float = Field(gt=0)
    max_words: int = Field(ge=0)
    framings: tuple[Framing, ...] = ()
    cameras: tuple[CameraMove, ...] = ()
    frames: int | None = None
    vocals: bool = False
    heard: str | None = None
    speaker: str | None = None


class Structure(Value):
    """The beats of a film in order, in the shape of an archetype, and why it was chosen."""

    archetype: Archetype
    why: str
    beats: tuple[BeatSlot, ...] = Field(min_length=1)
