"""Speech: a tone as long as the text would take."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from film.prices import Usage
from previz.server.lab.faults import On
from previz.server.lab.plan import Rule
from previz.server.openai.wire import PROVIDER, Body, TheGate, TheHands, body_of
from previz.server.reels import sound_bytes
from previz.server.rehearsal import sounds
from previz.server.rehearsal.words import spoken_seconds
from previz.server.till import TheTill

router = APIRouter()
_RATE = 24_000
_OPUS_RATE = 48_000
_TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/opus",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}


class SpeechRequest(Body):
    """The body of a speech."""

    model: str
    input: str = Field(min_length=1, max_length=4096)
    voice: str | dict[str, str]
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: float = Field(default=1.0, ge=0.25, le=4.0)


@router.post("/audio/speech")
async def speak(request: Request, gate: TheGate, till: TheTill, hands: TheHands) -> Response:
    """Speak a text."""
    body = await body_of(SpeechRequest, request)
    seconds = spoken_seconds(body.input, body.speed)
    rate = _OPUS_RATE if body.response_format == "opus" else _RATE

    def sound() -> bytes:
        note, suffix = sounds.note_of(body.input), f".{body.response_format}"
        return sound_bytes(suffix, sounds.speech(seconds, rate), rate=rate, mono=True, note=note)

    async def spoken(_: Rule | None) -> Response:
        made = await asyncio.get_running_loop().run_in_executor(hands, sound)
        usage = Usage(seconds=seconds, characters=len(body.input), images=0)
        await till.charge(request, PROVIDER, body.model, usage)
        return Response(made, media_type=_TYPES[body.response_format])

    return await gate.call(On.SPEECH, body.model, spoken)
