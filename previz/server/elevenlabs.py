"""ElevenLabs' dialect, as far as films need it: speech with the times of its characters, and music."""

import asyncio
import base64
import math
import re
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from film.prices import Usage
from previz.server.bodies import read_json
from previz.server.lab.faults import LabFault, On
from previz.server.lab.gate import Gate, gate_with
from previz.server.lab.plan import Rule
from previz.server.openai.wire import TheHands
from previz.server.reels import sound_bytes
from previz.server.rehearsal import sounds
from previz.server.rehearsal.words import spoken_seconds, timed_characters
from previz.server.till import TheTill, request_id_of

PROVIDER = "elevenlabs"
_FORMAT = re.compile(r"(?P<kind>mp3|pcm|opus|wav)_(?P<rate>\d+)(?:_\d+)?")
_TYPES = {"mp3": "audio/mpeg", "pcm": "audio/pcm", "opus": "audio/opus", "wav": "audio/wav"}
Format = Annotated[str, Query(pattern=_FORMAT.pattern)]


class ElevenLabsFault(Exception):  # noqa: N818 -- it is a reply, not a bug
    """A reply of status 400 or above in ElevenLabs' words."""

    def __init__(self, status: int, detail: JsonValue, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.retry_after_s = status, detail, retry_after_s

    def response(self) -> JSONResponse:
        """The reply."""
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return JSONResponse({"detail": self.detail}, self.status, headers)


def worded(rule: Rule) -> JSONResponse:
    """The error that a rule of the laboratory asks for."""
    seconds = 1 if rule.seconds is None else math.ceil(rule.seconds)
    match rule.fault:
        case LabFault.ERROR_401:
            fault = _invalid_key()
        case LabFault.ERROR_402 | LabFault.ERROR_429_QUOTA | LabFault.ERROR_429_LOW_CREDIT:
            fault = _told(401, "quota_exceeded", "This request exceeds your quota. You have 0 credits remaining.")
        case LabFault.ERROR_429:
            fault = _told(429, "too_many_concurrent_requests", "Too many concurrent requests.", seconds)
        case LabFault.ERROR_404:
            fault = _told(404, "voice_not_found", "A voice with this id was not found.")
        case LabFault.ERROR_422:
            fault = ElevenLabsFault(422, [{"loc": ["body", "text"], "msg": "Field required", "type": "missing"}])
        case LabFault.CONTENT_FILTER:
            fault = _told(400, "content_against_policy", "The text you are trying to use may violate our terms.")
        case _:
            fault = _told(int(rule.fault.removeprefix("error_")), "internal_error", "Something went wrong.")
    return fault.response()


def require_key(request: Request) -> None:
    """Refuse whoever brings no key; any will do."""
    if not request.headers.get("xi-api-key", "").strip():
        raise _invalid_key()


router = APIRouter(prefix="/v1", dependencies=[Depends(require_key)], tags=["elevenlabs"])
TheGate = Annotated[Gate, Depends(gate_with(worded))]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


Told = TypeVar("Told", bound=_Body)


class SpeechRequest(_Body):
    """The body of a speech."""

    text: str = Field(min_length=1, max_length=40_000)
    model_id: str = "eleven_multilingual_v2"
    voice_settings: dict[str, JsonValue] | None = None

    @property
    def seconds(self) -> float:
        """How long it takes to say."""
        speed = (self.voice_settings or {}).get("speed")
        return spoken_seconds(self.text, speed if isinstance(speed, int | float) and speed > 0 else 1.0)


class MusicRequest(_Body):
    """The body of a composition."""

    prompt: str = Field(min_length=1, max_length=4100)
    model_id: str = "music_v1"
    music_length_ms: int = Field(default=30_000, ge=3000, le=600_000)


@router.post("/text-to-speech/{voice}/with-timestamps")
async def speak_with_times(
    voice: str,
    request: Request,
    gate: TheGate,
    till: TheTill,
    hands: TheHands,
    output_format: Format = "mp3_44100_128",
) -> Response:
    """Speak a text, and tell when each of its characters is heard."""
    del voice
    body = _parsed(SpeechRequest, await read_json(request))

    async def spoken(_: Rule | None) -> Response:
        made = await asyncio.get_running_loop().run_in_executor(hands, _speech, body, output_format)
        usage = Usage(characters=len(body.text), seconds=body.seconds, images=0)
        await till.charge(request, PROVIDER, body.model_id, usage)
        times = _alignment(body)
        told = {"audio_base64": base64.b64encode(made).decode(), "alignment": times, "normalized_alignment": times}
        headers = {"request-id": request_id_of(request), "character-cost": str(len(body.text))}
        return JSONResponse(told, headers=headers)

    return await gate.call(On.SPEECH, body.model_id, spoken)


@router.post("/music")
async def compose(
    request: Request, gate: TheGate, till: TheTill, hands: TheHands, output_format: Format = "mp3_44100_128"
) -> Response:
    """Compose music of the asked length."""
    body = _parsed(MusicRequest, await read_json(request))

    async def composed(_: Rule | None) -> Response:
        made = await asyncio.get_running_loop().run_in_executor(hands, _music, body, output_format)
        usage = Usage(seconds=body.music_length_ms / 1000, images=0)
        await till.charge(request, PROVIDER, body.model_id, usage)
        request_id = request_id_of(request)
        return Response(made, media_type=_TYPES[_kind(output_format)[0]], headers={"song-id": request_id})

    return await gate.call(On.MUSIC, body.model_id, composed)


def _speech(body: SpeechRequest, output_format: str) -> bytes:
    kind, rate = _kind(output_format)
    sound, note = sounds.speech(body.seconds, rate), sounds.note_of(body.text)
    return sound_bytes(f".{kind}", sound, rate=rate, mono=True, note=note)


def _music(body: MusicRequest, output_format: str) -> bytes:
    kind, rate = _kind(output_format)
    return sound_bytes(f".{kind}", sounds.music(body.music_length_ms / 1000, rate), rate=rate)


def _kind(output_format: str) -> tuple[str, int]:
    found = _FORMAT.fullmatch(output_format)
    assert found is not None
    return found["kind"], int(found["rate"])


def _alignment(body: SpeechRequest) -> dict[str, JsonValue]:
    times = timed_characters(body.text, body.seconds)
    return {
        "characters": [each.text for each in times],
        "character_start_times_seconds": [each.start_s for each in times],
        "character_end_times_seconds": [each.end_s for each in times],
    }


def _parsed(kind: type[Told], body: JsonValue) -> Told:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        rows: list[JsonValue] = [
            {"loc": ["body", *each["loc"]], "msg": each["msg"], "type": each["type"]}
            for each in error.errors(include_url=False)
        ]
        raise ElevenLabsFault(422, rows) from error


def _invalid_key() -> ElevenLabsFault:
    return _told(401, "invalid_api_key", "Invalid API key")


def _told(status: int, code: str, message: str, retry_after_s: int | None = None) -> ElevenLabsFault:
    return ElevenLabsFault(status, {"status": code, "message": message}, retry_after_s)
