"""The plan: a brief turned into scenes, as the planner model answers it and as the film uses it."""

from enum import StrEnum

from pydantic import Field

from film.archetypes import Archetype
from film.beats import BeatKind
from film.language import Language
from film.model import Value
from film.reference import Reference
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.style import StyleSpec


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


class PlannedCharacter(Value):
    """Somebody who returns. ``looks`` is the wording that every shot of them repeats; ``voice`` how they sound."""

    name: str
    looks: str
    voice: str | None


class PlannedLocation(Value):
    """A place that returns, with the wording that every shot of it repeats."""

    name: str
    looks: str


class PlannedScene(Value):
    """One scene as a planner answers it (the wire model: no limits here, they are checked in ``film.planning``).

    ``subject`` is who or what is seen, with its looks; ``action`` a verb phrase; ``narration`` one spoken line.
    ``speaker`` names who says the line on camera, or is null for a voice-over. ``weight`` is the scene's share of the
    film's time relative to the others. ``characters`` and ``location`` name those of the film that are in the picture;
    ``avoid`` is what must not be.
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
    characters: list[str]
    location: str | None
    avoid: str | None


class PlannedFilm(Value):
    """The planner's answer: strict JSON schema ``film_plan`` over the OpenAI dialect. One scene for each beat."""

    title: str
    logline: str
    style: StyleSpec
    music_mood: MusicMood
    music_tempo_bpm: int
    characters: list[PlannedCharacter]
    locations: list[PlannedLocation]
    scenes: list[PlannedScene]


class Character(Value):
    """Somebody who returns in a film. ``voice`` is the voice of the catalogue that speaks for them."""

    name: str
    looks: str
    voice: str | None = None


class Location(Value):
    """A place that returns in a film."""

    name: str
    looks: str


class Scene(Value):
    """One scene of a film, with its place and exact length.

    ``scene_id`` never changes ("s1"); ``number`` is the place in the film, from 1. ``frames`` is the length
    on screen, its share of the transitions included. ``voice`` speaks the line, the film's own where there is none;
    ``said`` is how it is told the line where that differs from what is written. ``chunks`` are the frames of the clips
    it is shot in. ``song_start_s`` is where it begins in the film's song; ``lipsync`` asks for lips that follow what
    is heard. ``continues`` begins with the last picture of the scene before. ``shows_product`` lets a product
    that is laid over the film be seen in it.
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
    beat: BeatKind | None = None
    characters: tuple[str, ...] = ()
    location: str | None = None
    avoid: str | None = None
    voice: str | None = None
    said: str | None = None
    chunks: tuple[int, ...] = ()
    song_start_s: float | None = None
    lipsync: bool = False
    continues: bool = False
    shows_product: bool = True


class PlanSource(Value):
    """How a plan came to be: who wrote it, with which templates, and what was wrong with earlier answers.

    ``by_rule`` says why the planner by rules had to step in for the model that was asked.
    """

    model: str = ""
    answers: int = 1
    repairs: tuple[str, ...] = ()
    by_rule: str | None = None
    versions: dict[str, str] = Field(default_factory=dict)


class Plan(Value):
    """A film, ready to be shot. Lengths are frames at the film's rate.

    ``look`` is ``style`` in a sentence. ``why`` explains the archetype; ``inferred`` is what the brief left open and
    how it was read; ``warnings`` what this film will not have, said before it is made.
    """

    title: str
    logline: str
    look: str
    music_mood: MusicMood
    music_tempo_bpm: int = Field(ge=50, le=180)
    title_frames: int = Field(ge=0)
    end_frames: int = Field(ge=0)
    transition_frames: int = Field(ge=0)
    scenes: tuple[Scene, ...] = Field(min_length=1)
    style: StyleSpec | None = None
    archetype: Archetype | None = None
    why: str = ""
    language: Language = Language.ENGLISH
    inferred: dict[str, str] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    characters: tuple[Character, ...] = ()
    locations: tuple[Location, ...] = ()
    references: tuple[Reference, ...] = ()
    source: PlanSource = PlanSource()

    def scene(self, scene_id: str) -> Scene:
        """The scene with this id; ``KeyError`` when there is none."""
        for scene in self.scenes:
            if scene.scene_id == scene_id:
                return scene
        raise KeyError(scene_id)
