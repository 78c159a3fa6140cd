"""Pictures: test cards of the asked size."""

import asyncio
import base64
import re
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from film.prices import Usage
from previz.server.crew.tasks import UnusableInputError
from previz.server.lab.faults import On
from previz.server.lab.plan import Rule
from previz.server.openai.wire import PROVIDER, Body, OpenAIFault, TheGate, TheHands, body_of, form_of, parsed, tokens
from previz.server.rehearsal import cards
from previz.server.till import TheTill, Till, request_id_of

router = APIRouter()
_STEP, _LONGEST, _MOST_PIXELS = 16, 3840, 3840 * 2160
_IMAGE_TOKENS = {"low": 196, "medium": 439, "high": 1756}


class PictureRequest(Body):
    """What the bodies of generations and the forms of edits have in common."""

    model: str = "gpt-image-2"
    prompt: str = Field(min_length=1, max_length=32_000)
    size: str = "auto"
    quality: Literal["low", "medium", "high", "auto"] = "auto"
    n: int = Field(default=1, ge=1, le=10)
    output_format: Literal["png", "jpeg", "webp"] = "png"

    def pixels(self, image: tuple[int, int] | None) -> tuple[int, int]:
        """Width and height. Raises ``OpenAIFault`` for a size that is not offered."""
        if self.size == "auto":
            return _shape_of(image)
        found = re.fullmatch(r"(\d+)x(\d+)", self.size)
        width, height = (int(found[1]), int(found[2])) if found else (0, 0)
        long, short = max(width, height), min(width, height)
        offered = short and long <= 3 * short and long <= _LONGEST and width * height <= _MOST_PIXELS
        if not offered or width % _STEP or height % _STEP:
            raise OpenAIFault(400, f"Invalid value: '{self.size}'.", param="size", code="invalid_value")
        return width, height


@router.post("/images/generations")
async def generate(request: Request, gate: TheGate, till: TheTill, hands: TheHands) -> Response:
    """Pictures from a prompt."""
    body = await body_of(PictureRequest, request)
    size = body.pixels(None)

    async def made(_: Rule | None) -> Response:
        return await _pictures(request, body, size, (), till, hands)

    return await gate.call(On.IMAGES, body.model, made)


@router.post("/images/edits")
async def edit(request: Request, gate: TheGate, till: TheTill, hands: TheHands) -> Response:
    """Pictures from a prompt and other pictures, of which the first is shown."""
    async with form_of(request) as form:
        body = parsed(PictureRequest, {name: texts[-1] for name, texts in form.texts.items()})
        try:
            images = [cards.read_picture(path, name) for name, path in form.files if name == "image"]
        except UnusableInputError as error:
            raise OpenAIFault(400, "Invalid image file or mode.", param="image", code="invalid_image_file") from error
    if not images:
        raise OpenAIFault(400, "Missing required parameter: 'image'.", param="image")
    size = body.pixels(cards.size_of(images[0]))

    async def made(_: Rule | None) -> Response:
        return await _pictures(request, body, size, images, till, hands)

    return await gate.call(On.IMAGES, body.model, made)


async def _pictures(
    request: Request,
    body: PictureRequest,
    size: tuple[int, int],
    images: Sequence[cards.Picture],
    till: Till,
    hands: Executor,
) -> Response:
    suffix = "." + body.output_format.replace("jpeg", "jpg")
    label = f"{body.model} {request_id_of(request)[-6:]}"

    def draw(number: int) -> str:
        told = label if body.n == 1 else f"{label} {number + 1}"
        drawn = cards.over(images[0], *size, told) if images else cards.card(*size, told)
        return base64.b64encode(cards.encoded(drawn, suffix)).decode()

    loop = asyncio.get_running_loop()
    data = [await loop.run_in_executor(hands, draw, number) for number in range(body.n)]
    asked, seen = tokens(body.prompt), len(images) * _IMAGE_TOKENS["medium"]
    written = body.n * _IMAGE_TOKENS.get(body.quality, _IMAGE_TOKENS["high"])
    usage = Usage(images=body.n, input_tokens=asked + seen, output_tokens=written)
    await till.charge(request, PROVIDER, body.model, usage, told={"quality": body.quality, "size": body.size})
    return JSONResponse(
        {
            "created": int(time.time()),
            "data": [{"b64_json": picture} for picture in data],
            "output_format": body.output_format,
            "quality": body.quality if body.quality != "auto" else "high",
            "size": f"{size[0]}x{size[1]}",
            "usage": {
                "input_tokens": asked + seen,
                "input_tokens_details": {"text_tokens": asked, "image_tokens": seen},
                "output_tokens": written,
                "total_tokens": asked + seen + written,
            },
        }
    )


def _shape_of(image: tuple[int, int] | None) -> tuple[int, int]:
    """The size that goes with a picture: square, or the landscape or portrait one."""
    if image is None or image[0] == image[1]:
        return 1024, 1024
    return (1536, 1024) if image[0] > image[1] else (1024, 1536)
