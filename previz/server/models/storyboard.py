"""previz/storyboard: a prompt drawn as one picture."""

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from planner.shot import Shot
from previz.server.crew.tasks import DrawStill, ReadPrompt
from previz.server.models.base import Job, Lane, ModelInput, PrevizModel, Seed, Side, is_uri


class StoryboardInput(ModelInput):
    """The prompt and the picture's size in pixels."""

    prompt: str = Field(min_length=1, max_length=8000, description="What is seen.")
    width: Side = 1920
    height: Side = 1080
    seed: Seed = 7


class Storyboard(PrevizModel[StoryboardInput]):
    """Draws a flat illustration. The PNG carries the shot it was drawn from."""

    name = "storyboard"
    description = "Draws a prompt as a flat illustration."
    output_schema: ClassVar[dict[str, Any]] = is_uri("A PNG.")
    Input = StoryboardInput

    async def draw(self, inputs: StoryboardInput, job: Job) -> JsonValue:
        shot = await read_shot(inputs.prompt, inputs.seed, job)
        path, uri = job.file("output.png")
        task = DrawStill(shot=shot, path=path, width_px=inputs.width, height_px=inputs.height)
        await job.run(job.crews.pictures, task, Lane.SHORT)
        return uri


async def read_shot(prompt: str, seed: int, job: Job) -> Shot:
    """The prompt as the artist understands it."""
    answer = await job.crews.language.run(ReadPrompt(prompt=prompt, seed=seed), place=(Lane.LONG, job.number))
    return Shot.model_validate(answer)
