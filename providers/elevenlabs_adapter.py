"""ElevenLabs on its official SDK, an optional extra: speech with the times of its words, and music of exact length."""

import asyncio
import base64
import binascii
import mimetypes
import re
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from pydantic import JsonValue

from film.catalogue import Model
from film.prices import Usage
from providers.alignment import words_of
from providers.direct import Made
from providers.dispatch import made_by
from providers.errors import Rejected, SubmissionUnknown
from providers.translate import elevenlabs_reply, network_fault
from providers.work import Call, Sound, Spoken

_MAX_WAIT_S = 600.0
_GRACE_S = 15.0
_PIECE = 64 << 10
_VOICE = re.compile(r"[A-Za-z0-9_-]+")
_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "opus": "audio/ogg", "pcm": "audio/l16", "ulaw": "audio/basic"}


class MissingSdkError(ImportError):
    """The optional SDK is not installed; the message says how to install it."""


class ElevenLabsAdapter:
    """``DirectProvider`` for speech and music. Must be used within one event loop; close it with ``aclose``.

    Inputs are those of ElevenLabs' own reference, under its names, with these besides:

    - any: ``model``, when its id is not the second half of its slug;
    - speech: ``voice_id``, which the API has in the route;
    - music: ``seconds`` in place of ``music_length_ms``.

    Raises ``MissingSdkError`` when it is made without the extra ``elevenlabs``.
    """

    def __init__(
        self, *, api_key: str, base_url: str = "https://api.elevenlabs.io", provider: str = "elevenlabs"
    ) -> None:
        try:
            from elevenlabs.client import AsyncElevenLabs  # noqa: PLC0415  -- the extra may not be installed
            from elevenlabs.core.api_error import ApiError  # noqa: PLC0415
        except ImportError as error:
            message = "ElevenLabs needs its SDK: install it with `pip install 'reelwright[elevenlabs]'`"
            raise MissingSdkError(message) from error
        self._provider, self._refused = provider, ApiError
        # Redirects are not followed: the key is in a header that would go along to wherever they lead.
        self._http = httpx.AsyncClient(follow_redirects=False)
        self._client = AsyncElevenLabs(api_key=api_key, base_url=base_url, httpx_client=self._http)

    async def make(
        self, model: Model, inputs: Mapping[str, JsonValue], files: Mapping[str, Path], folder: Path
    ) -> Made:
        """Do one piece of paid work with exactly one request. See ``DirectProvider.make``."""
        call = Call(model=model, inputs=dict(inputs), files=dict(files), folder=folder)
        return await made_by(self, call, provider=self._provider)

    async def speech(self, call: Call) -> Spoken:
        """A spoken text with the times of its words."""
        text, voice = call.text("text"), call.text("voice_id")
        if not _VOICE.fullmatch(voice):
            raise Rejected(f"{voice!r} is not the id of a voice", provider=self._provider, code="invalid_input")
        options = self._options(call, call.rest("text", "voice_id", "output_format"))
        raw: Any = self._client.text_to_speech.with_raw_response
        async with self._translated(call):
            reply = await raw.convert_with_timestamps(
                voice, text=text, output_format=call.inputs.get("output_format"), request_options=options
            )
        usage = Usage(characters=len(text), images=0)
        audio = self._audio(reply.data.audio_base_64, usage)
        content_type = _TYPES.get(call.text("output_format").partition("_")[0], "audio/mpeg")
        file = _file(call, "speech", content_type)
        await asyncio.to_thread(file.write_bytes, audio)
        times = reply.data.alignment or reply.data.normalized_alignment
        words = (
            words_of(times.characters, times.character_start_times_seconds, times.character_end_times_seconds)
            if times
            else ()
        )
        return Spoken(request_id=_name(reply.headers), usage=usage, file=file, content_type=content_type, words=words)

    async def music(self, call: Call) -> Sound:
        """Music from a prompt, of exactly the length that is asked for, composed by one request."""
        body, seconds = call.rest("output_format", "seconds"), call.inputs.get("seconds")
        if isinstance(seconds, int | float):
            body["music_length_ms"] = round(seconds * 1000)
        length_ms = body.get("music_length_ms")
        usage = Usage(seconds=length_ms / 1000 if isinstance(length_ms, int | float) else 0.0, images=0)
        raw: Any = self._client.music.with_raw_response
        composing = raw.compose(
            output_format=call.inputs.get("output_format"), request_options=self._options(call, body)
        )
        async with self._translated(call), composing as reply:
            content_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower() or "audio/mpeg"
            if not content_type.startswith(("audio/", "application/octet-stream")):
                raise self._useless("the answer holds no music", usage)
            file, size = _file(call, "music", content_type), 0
            with await asyncio.to_thread(file.open, "wb") as out:
                async for piece in reply.data:
                    size += await asyncio.to_thread(out.write, piece)
        if size == 0:
            raise self._useless("the answer holds no music", usage)
        return Sound(request_id=_name(reply.headers), usage=usage, file=file, content_type=content_type)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    @asynccontextmanager
    async def _translated(self, call: Call) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_patience_s(call) + _GRACE_S):
                yield
        except self._refused as error:
            # Without its cause: the SDK's error prints every header of the reply.
            status = error.status_code or httpx.codes.INTERNAL_SERVER_ERROR
            raise elevenlabs_reply(int(status), error.headers or {}, error.body, provider=self._provider) from None
        except httpx.RequestError as error:
            raise network_fault(error, provider=self._provider, creates=True) from error
        except (TimeoutError, TypeError, ValueError) as error:
            # The SDK fails with the latter two on answers of a shape it does not know.
            what = f"{self._provider} gave no answer that can be read: {type(error).__name__}"
            raise SubmissionUnknown(what, provider=self._provider) from error

    def _options(self, call: Call, body: dict[str, JsonValue]) -> dict[str, object]:
        return {
            "max_retries": 0,
            "timeout_in_seconds": _patience_s(call),
            "chunk_size": _PIECE,
            "additional_body_parameters": {"model_id": call.model_name, **body},
        }

    def _audio(self, encoded: object, usage: Usage) -> bytes:
        try:
            audio = base64.b64decode(encoded, validate=True) if isinstance(encoded, str) else b""
        except binascii.Error:
            audio = b""
        if not audio:
            raise self._useless("the answer holds no sound", usage)
        return audio

    def _useless(self, why: str, usage: Usage) -> Rejected:
        return Rejected(why, provider=self._provider, code="bad_output", usage=usage)


def _patience_s(call: Call) -> float:
    return min(call.model.max_s, _MAX_WAIT_S)


def _file(call: Call, stem: str, content_type: str) -> Path:
    return call.folder / f"{stem}{mimetypes.guess_extension(content_type) or ''}"


def _name(headers: Mapping[str, str]) -> str:
    """ElevenLabs' name for a call."""
    return headers.get("request-id") or headers.get("song-id") or f"unnamed-{uuid.uuid4().hex}"
