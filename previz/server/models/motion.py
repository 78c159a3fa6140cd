"""previz/motion: a prompt, or a picture, in motion."""

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from previz.server.crew.tasks import AnimatePicture, ClipSpec, DrawClip
from previz.server.models.base import Job, Lane, ModelInput, PrevizModel, Seed, Side, Uri, is_uri
from previz.server.models.storyboard import read_shot


class MotionInput(ModelInput):
    """The prompt, an optional first picture, and the clip's length, rate and size."""

    prompt: str = Field(min_length=1, max_length=8000, description="What happens.")
    image: Uri | None = Field(
        default=None, description="A picture to set in motion. One of ours is drawn again, any other is moved over."
    )
    num_frames: int = Field(ge=8, le=720)
    fps: int = Field(default=24, ge=12, le=60)
    width: Side = 1920
    height: Side = 1080
    seed: Seed = 7
    gop_frames: int = Field(default=12, ge=1, le=720, description="A keyframe at least every so many frames.")


class Motion(PrevizModel[MotionInput]):
    """Draws an animatic clip. The MP4 carries the shot it was drawn from."""

    name = "motion"
    description = "Draws a prompt, or sets a picture, in motion."
    output_schema: ClassVar[dict[str, Any]] = is_uri("An MP4 (H.264).")
    Input = MotionInput

    async def draw(self, inputs: MotionInput, job: Job) -> JsonValue:
        picture = await job.fetch(inputs.image, "image") if inputs.image else None
        shot = await read_shot(inputs.prompt, inputs.seed, job)
        path, uri = job.file("output.mp4")
        clip = ClipSpec(
            path=path,
            width_px=inputs.width,
            height_px=inputs.height,
            fps=inputs.fps,
            frames=inputs.num_frames,
            gop_frames=inputs.gop_frames,
        )
        if picture is None:
            await job.run(job.crews.pictures, DrawClip(shot=shot, clip=clip), Lane.LONG)
        else:
            task = AnimatePicture(picture=picture, camera=shot.camera, clip=clip)
            await job.run(job.crews.pictures, task, Lane.LONG)
        return uri
