"""What workers are asked and what they answer: one line of JSON each way."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from film.model import Value
from film.plan import MusicMood
from film.shot import CameraMove
from planner.shot import Shot


class Crew(StrEnum):
    """The kinds of worker; each has a module of this name."""

    LANGUAGE = "language"
    SOUND = "sound"
    PICTURES = "pictures"


class ReadPrompt(Value):
    """Turn a prompt into a ``Shot``."""

    kind: Literal["read_prompt"] = "read_prompt"
    prompt: str
    seed: int


class WritePlan(Value):
    """Answer a planner's conversation with a ``PlannedFilm``."""

    kind: Literal["write_plan"] = "write_plan"
    messages: list[dict[str, str]]


class AnswerChat(Value):
    """Answer a conversation about a brief with a ``ChatAnswer``."""

    kind: Literal["answer_chat"] = "answer_chat"
    messages: list[dict[str, str]]


class JudgeTexts(Value):
    """Score each text by category: ``list[dict[str, float]]``."""

    kind: Literal["judge_texts"] = "judge_texts"
    texts: list[str]


class DrawStill(Value):
    """Draw ``shot`` as a PNG; answers ``None``."""

    kind: Literal["draw_still"] = "draw_still"
    shot: Shot
    path: Path
    width_px: int
    height_px: int


class ClipSpec(Value):
    """Where a clip is written and in which size, rate and length."""

    path: Path
    width_px: int
    height_px: int
    fps: int
    frames: int
    gop_frames: int


class DrawClip(Value):
    """Draw ``shot`` in motion; answers ``None``."""

    kind: Literal["draw_clip"] = "draw_clip"
    shot: Shot
    clip: ClipSpec


class AnimatePicture(Value):
    """Set a picture in motion, as a drawing when it is one of ours, under a moving camera when not; ``None``."""

    kind: Literal["animate_picture"] = "animate_picture"
    picture: Path
    camera: CameraMove
    clip: ClipSpec


class SpeakLine(Value):
    """Speak a line into a WAV file; answers ``film.sound.Speech``."""

    kind: Literal["speak_line"] = "speak_line"
    text: str
    voice: str
    speed: float
    path: Path


class ComposeScore(Value):
    """Compose a score into a WAV file; answers ``Beats``."""

    kind: Literal["compose_score"] = "compose_score"
    mood: MusicMood
    duration_s: float
    tempo_bpm: int
    seed: int
    path: Path


class Beats(Value):
    """Where a score's beats and bars begin, in seconds."""

    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]


class SyncLips(Value):
    """Draw a clip of ours again, its speaker's mouth moving to audio that starts at ``offset_s``; answers ``None``."""

    kind: Literal["sync_lips"] = "sync_lips"
    video: Path
    audio: Path
    offset_s: float
    path: Path


Task = Annotated[
    ReadPrompt
    | WritePlan
    | AnswerChat
    | JudgeTexts
    | DrawStill
    | DrawClip
    | AnimatePicture
    | SpeakLine
    | ComposeScore
    | SyncLips,
    Field(discriminator="kind"),
]


class Order(Value):
    """To a worker: do this. A worker has one order at a time."""

    says: Literal["order"] = "order"
    number: int
    task: Task


class Stop(Value):
    """To a worker: give up order ``number`` if it is still under way."""

    says: Literal["stop"] = "stop"
    number: int


class Ready(Value):
    """From a worker: started, and able to take orders."""

    says: Literal["ready"] = "ready"


class Progress(Value):
    """From a worker: ``done`` of ``total`` frames."""

    says: Literal["progress"] = "progress"
    done: int
    total: int


class Finished(Value):
    """From a worker: the order's answer."""

    says: Literal["finished"] = "finished"
    answer: JsonValue = None


class Failed(Value):
    """From a worker: the order cannot be done. ``blame`` is whose fault that is."""

    says: Literal["failed"] = "failed"
    blame: Literal["input", "model", "stopped"]
    message: str


ToWorker: TypeAdapter[Order | Stop] = TypeAdapter(Annotated[Order | Stop, Field(discriminator="says")])
FromWorker: TypeAdapter[Ready | Progress | Finished | Failed] = TypeAdapter(
    Annotated[Ready | Progress | Finished | Failed, Field(discriminator="says")]
)


class UnusableInputError(ValueError):
    """What a model was given cannot be used; the message says why, in words for the caller."""


class StoppedError(Exception):
    """The order was given up because it was cancelled."""


class ModelFailedError(Exception):
    """The model itself failed; the message names the fault."""


class WorkerLostError(Exception):
    """Two workers in a row died of the same order."""
