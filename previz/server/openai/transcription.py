"""Transcriptions: what our own stand-ins for speech say, and something of all other recordings."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import JsonValue

from film.prices import Usage
from media.sound.audio import RATE
from previz.server.crew.tasks import UnusableInputError
from previz.server.lab.faults import On
from previz.server.lab.plan import Rule
from previz.server.openai.wire import PROVIDER, Body, OpenAIFault, TheGate, TheHands, form_of, parsed
from previz.server.rehearsal import sounds
from previz.server.rehearsal.transcripts import segments
from previz.server.rehearsal.words import timed_words
from previz.server.till import TheTill

router = APIRouter()


class TranscriptionRequest(Body):
    """The texts of the form of a transcription."""

    model: str
    language: str = "english"
    response_format: Literal["json", "text", "verbose_json"] = "json"
    timestamp_granularities: tuple[Literal["word", "segment"], ...] = ("segment",)


@router.post("/audio/transcriptions")
async def transcribe(request: Request, gate: TheGate, till: TheTill, hands: TheHands) -> Response:
    """Write down what is said in a file."""
    loop = asyncio.get_running_loop()
    async with form_of(request) as form:
        told: dict[str, object] = {name: texts[-1] for name, texts in form.texts.items()}
        if granularities := form.texts.get("timestamp_granularities"):
            told["timestamp_granularities"] = granularities
        body = parsed(TranscriptionRequest, told)
        path = next((path for name, path in form.files if name == "file"), None)
        if path is None:
            raise OpenAIFault(400, "Missing required parameter: 'file'.", param="file")
        try:
            seconds = len(await loop.run_in_executor(hands, sounds.heard, path, "file")) / RATE
        except UnusableInputError as error:
            raise OpenAIFault(400, "Invalid file format.", param="file") from error
        text = await loop.run_in_executor(hands, sounds.said, path, seconds)

    async def written(_: Rule | None) -> Response:
        await till.charge(request, PROVIDER, body.model, Usage(seconds=seconds, images=0))
        if body.response_format == "text":
            return PlainTextResponse(text)
        usage: JsonValue = {"type": "duration", "seconds": round(seconds)}
        if body.response_format == "json":
            return JSONResponse({"text": text, "usage": usage})
        return JSONResponse(_verbose(text, seconds, body) | {"usage": usage})

    return await gate.call(On.TRANSCRIPTION, body.model, written)


def _verbose(text: str, seconds: float, body: TranscriptionRequest) -> dict[str, JsonValue]:
    words = timed_words(text, seconds)
    told: dict[str, JsonValue] = {
        "task": "transcribe",
        "language": body.language,
        "duration": round(seconds, 3),
        "text": text,
    }
    if "word" in body.timestamp_granularities:
        told["words"] = [{"word": word.text, "start": word.start_s, "end": word.end_s} for word in words]
    if "segment" in body.timestamp_granularities:
        told["segments"] = [
            {
                "id": number,
                "seek": 0,
                "start": piece[0].start_s,
                "end": piece[-1].end_s,
                "text": " ".join(word.text for word in piece),
                "tokens": [],
                "temperature": 0.0,
                "avg_logprob": -0.2,
                "compression_ratio": 1.0,
                "no_speech_prob": 0.0,
            }
            for number, piece in enumerate(segments(words))
        ]
    return told
