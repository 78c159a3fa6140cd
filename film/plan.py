"""The plan: a brief turned into scenes, as the planner model answers it and as the film uses it."""

from enum import StrEnum

from pydantic import Field

from film.model import Value
from film.shot import CameraMove, Framing, TimeOfDay, Weather


class MusicMood(StrEnum):
    """The feeling of the score."""

    WARM = "warm"
    HOPEFUL = "hopeful"
    PLAYFUL = "playful"
    DREAMY = "dreamy"
    EPIC = "epic"
    TENSE = "tense"
    MELANCHOLIC = "melancholic"
    ENERGETIC = "energetic"


class PlannedScene(Value):
    """One scene as a planner answers it (the wire model: no limits here, they are checked in ``film.planning``).

    ``subject`` is who or what is seen, with its looks; ``action`` a verb phrase; ``narration`` one spoken line.
    ``speaker`` names who says the line on camera, or is null for a voice-over. ``weight`` is the scene's
    share of the film's time relative to the others.
    """

    setting: str
    time_of_day: TimeOfDay
    weather: Weather
    subject: str
    action: str
    framing: Framing
    camera: CameraMove
    narration: str
    speaker: str | None
    on_screen_text: str | None
    weight: float


class PlannedFilm(Value):
    """The planner's answer: strict JSON schema ``film_plan`` over the OpenAI dialect."""

    title: str
    logline: str
    look: str
    music_mood: MusicMood
    music_tempo_bpm: int
    scenes: list[PlannedScene]


class Scene(Value):
    """One scene of a film, with its place and exact length.

    ``scene_id`` never changes ("s1"); ``number`` is the place in the film, from 1. ``frames`` is the length
    on screen, its share of the transitions included.
    """

    scene_id: str
    number: int = Field(ge=1)
    frames: int = Field(ge=1)
    setting: str
    time_of_day: TimeOfDay
    weather: Weather
    subject: str
    action: str
    framing: Framing
    camera: CameraMove
    narration: str = ""
    speaker: str | None = None
    on_screen_text: str | None = None
    seed: int = Field(ge=0)


class Plan(Value):
    """A film, ready to be shot. Lengths are frames at the film's rate."""

    title: str
    logline: str
    look: str
    music_mood: MusicMood
    music_tempo_bpm: int = Field(ge=50, le=180)
    title_frames: int = Field(ge=0)
    end_frames: int = Field(ge=0)
    transition_frames: int = Field(ge=0)
    scenes: tuple[Scene, ...] = Field(min_length=1)

    def scene(self, scene_id: str) -> Scene:
        """The scene with this id; ``KeyError`` when there is none."""
        for scene in self.scenes:
            if scene.scene_id == scene_id:
                return scene
        raise KeyError(scene_id)
