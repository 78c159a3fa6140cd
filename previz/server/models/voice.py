"""previz/voice: a line, spoken."""

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from film.sound import Speech
from previz.server.crew.tasks import SpeakLine
from previz.server.models.base import Job, Lane, ModelInput, PrevizModel, is_uri


class VoiceInput(ModelInput):
    """The line, who speaks it and how fast (1.0 is natural)."""

    text: str = Field(min_length=1, max_length=5000)
    voice: str = Field(default="af_heart", min_length=1, max_length=40)
    speed: float = Field(default=1.0, ge=0.5, le=2.0)


class Voice(PrevizModel[VoiceInput]):
    """Speaks a line and tells when each word and sound is heard. The WAV carries its sounds, for lipsync."""

    name = "voice"
    description = "Speaks a line; answers its words and phonemes with their times."
    output_schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "required": ["audio", "duration_s", "words", "phonemes"],
        "properties": {"audio": is_uri("A WAV, 24 kHz mono."), **Speech.model_json_schema()["properties"]},
    }
    Input = VoiceInput

    async def draw(self, inputs: VoiceInput, job: Job) -> JsonValue:
        path, uri = job.file("output.wav")
        task = SpeakLine(text=inputs.text, voice=inputs.voice, speed=inputs.speed, path=path)
        speech = Speech.model_validate(await job.run(job.crews.sound, task, Lane.SHORT))
        return {"audio": uri, **speech.model_dump(mode="json")}
