"""previz/lipsync: a clip of ours, its speaker's lips set to a voice."""

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from previz.server.crew.tasks import SyncLips
from previz.server.models.base import Job, Lane, ModelInput, PrevizModel, Uri, is_uri


class LipsyncInput(ModelInput):
    """A clip of previz/motion and what its speaker says or sings."""

    video: Uri = Field(description="An MP4 of previz/motion with someone who can speak.")
    audio: Uri = Field(description="Speech, or a song; a WAV of previz/voice moves the lips sound by sound.")
    audio_offset_s: float = Field(default=0.0, ge=0, le=60, description="When the speech starts in the video.")


class Lipsync(PrevizModel[LipsyncInput]):
    """Draws a clip again with its mouth moving. Fails when there is no drawn face."""

    name = "lipsync"
    description = "Moves the lips of a previz clip's speaker to a voice."
    output_schema: ClassVar[dict[str, Any]] = is_uri("An MP4 (H.264) of the same size, rate and length.")
    Input = LipsyncInput

    async def draw(self, inputs: LipsyncInput, job: Job) -> JsonValue:
        video = await job.fetch(inputs.video, "video")
        audio = await job.fetch(inputs.audio, "audio")
        path, uri = job.file("output.mp4")
        task = SyncLips(video=video, audio=audio, offset_s=inputs.audio_offset_s, path=path)
        await job.run(job.crews.pictures, task, Lane.LONG)
        return uri
