"""previz/score: music on a known beat."""

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from film.plan import MusicMood
from previz.server.crew.tasks import Beats, ComposeScore
from previz.server.models.base import Job, Lane, ModelInput, PrevizModel, Seed, is_uri


class ScoreInput(ModelInput):
    """Mood, length and tempo."""

    mood: MusicMood
    duration_s: float = Field(ge=1.0, le=600.0)
    tempo_bpm: int = Field(default=96, ge=40, le=200)
    seed: Seed = 7


class Score(PrevizModel[ScoreInput]):
    """Composes a score and tells where its beats and bars begin."""

    name = "score"
    description = "Composes a score; answers its beats with their times."
    output_schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "required": ["audio", "beats_s", "downbeats_s"],
        "properties": {"audio": is_uri("A WAV, 48 kHz stereo."), **Beats.model_json_schema()["properties"]},
    }
    Input = ScoreInput

    async def draw(self, inputs: ScoreInput, job: Job) -> JsonValue:
        path, uri = job.file("output.wav")
        task = ComposeScore(
            mood=inputs.mood, duration_s=inputs.duration_s, tempo_bpm=inputs.tempo_bpm, seed=inputs.seed, path=path
        )
        beats = Beats.model_validate(await job.run(job.crews.sound, task, Lane.SHORT))
        return {"audio": uri, **beats.model_dump(mode="json")}
