"""Direct calls in OpenAI's dialect, to any server that speaks it: structured JSON, pictures, speech, transcripts."""

import asyncio
import base64
import binascii
import json
import mimetypes
from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue, ValidationError

from film.catalogue import Model
from film.prices import Usage
from film.sound import Word
from providers.direct import Made
from providers.dispatch import made_by
from providers.errors import Rejected
from providers.openai_call import Reply, answered, client, timeout
from providers.openai_chat import ask
from providers.work import Call, Document, Picture, Spoken, Transcript

_MAX_WAIT_S = 600.0
_PAGES = {"text/html", "application/json"}
_PICTURES = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


class OpenAIDirect:
    """``DirectProvider`` on the official SDK. Must be used within one event loop; close it with ``aclose``.

    What each capability takes besides the inputs of OpenAI's own reference, under its names:

    - any: ``model``, when its name at the server is not the second half of its slug;
    - still, edit: ``width`` and ``height`` in place of ``size``; of the files ``mask`` is the mask, the others are the
      pictures to go by, in order;
    - transcribe: one file. Word times are asked for when ``Makes.word_times`` says that the model gives them;
    - plan: ``messages``, ``schema_name`` and ``schema``.
    """

    def __init__(self, *, api_key: str, base_url: str = "https://api.openai.com/v1", provider: str = "openai") -> None:
        self._provider = provider
        self._client = client(api_key=api_key, base_url=base_url)

    async def make(
        self, model: Model, inputs: Mapping[str, JsonValue], files: Mapping[str, Path], folder: Path
    ) -> Made:
        """Do one piece of paid work with exactly one request. See ``DirectProvider.make``."""
        call = Call(model=model, inputs=dict(inputs), files=dict(files), folder=folder)
        return await made_by(self, call, provider=self._provider)

    async def structured(self, call: Call) -> Document:
        """JSON from a chat model, or the text that it wrote instead: what there is of it may still be of use.

        See ``Structured``.
        """
        schema = call.inputs.get("schema")
        completion = await ask(
            self._client,
            model=call.model_name,
            messages=call.inputs.get("messages"),
            schema_name=call.text("schema_name") or "answer",
            schema=schema if isinstance(schema, dict) else {},
            provider=self._provider,
            creates=True,
            within_s=_patience_s(call),
            extra=call.rest("messages", "schema_name", "schema"),
        )
        text = completion.text(provider=self._provider)
        if not text:
            raise self._useless("the answer is empty", completion.used)
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            content = text
        return Document(request_id=completion.request_id, usage=completion.used, content=content)

    async def text_to_image(self, call: Call) -> Picture:
        """A picture from a prompt."""
        images: Any = self._client.images.with_raw_response
        return await self._pictures(call, images.generate(**self._picture_arguments(call)))

    async def edit_image(self, call: Call) -> Picture:
        """A picture from a prompt and other pictures."""
        sent = {name: await _upload(path) for name, path in call.files.items()}
        arguments = self._picture_arguments(call)
        if "mask" in sent:
            arguments["mask"] = sent.pop("mask")
        images: Any = self._client.images.with_raw_response
        return await self._pictures(call, images.edit(image=list(sent.values()), **arguments))

    async def speech(self, call: Call) -> Spoken:
        """A spoken text; the dialect tells no times."""
        text = call.text("input")
        audio: Any = self._client.audio.speech.with_raw_response
        sending = audio.create(
            model=call.model_name,
            input=text,
            voice=call.inputs.get("voice"),
            extra_body=call.rest("input", "voice"),
            timeout=timeout(_patience_s(call)),
        )
        reply = await self._answered(call, sending)
        usage = Usage(characters=len(text), images=0)
        if not reply.body or reply.content_type in _PAGES:
            raise self._useless("the answer holds no sound", usage)
        content_type = reply.content_type or "audio/mpeg"
        file = call.folder / f"speech{mimetypes.guess_extension(content_type) or ''}"
        await asyncio.to_thread(file.write_bytes, reply.body)
        return Spoken(request_id=reply.request_id, usage=usage, file=file, content_type=content_type)

    async def transcribe(self, call: Call) -> Transcript:
        """What is said in a file."""
        if len(call.files) != 1:
            raise Rejected("one file is transcribed at a time", provider=self._provider, code="invalid_input")
        (path,) = call.files.values()
        wanted: dict[str, JsonValue] = {"response_format": "json"}
        if call.model.makes.word_times:
            wanted = {"response_format": "verbose_json", "timestamp_granularities": ["word"]}
        audio: Any = self._client.audio.transcriptions.with_raw_response
        sending = audio.create(
            model=call.model_name,
            file=await _upload(path),
            timeout=timeout(_patience_s(call)),
            **{**wanted, **call.rest()},
        )
        reply = await self._answered(call, sending)
        told = reply.json()
        usage = Usage(images=0, seconds=_seconds(told))
        text = told.get("text")
        if not isinstance(text, str):
            raise self._useless("the answer holds no transcript", usage)
        return Transcript(request_id=reply.request_id, usage=usage, text=text.strip(), words=tuple(_words(told)))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def _answered(self, call: Call, sending: Awaitable[Any]) -> Reply:
        return await answered(sending, provider=self._provider, creates=True, within_s=_patience_s(call))

    def _picture_arguments(self, call: Call) -> dict[str, Any]:
        rest = call.rest("prompt", "width", "height")
        width, height = call.inputs.get("width"), call.inputs.get("height")
        if width and height:
            rest["size"] = f"{width}x{height}"
        return {
            "model": call.model_name,
            "prompt": call.text("prompt"),
            "extra_body": rest,
            "timeout": timeout(_patience_s(call)),
        }

    async def _pictures(self, call: Call, sending: Awaitable[Any]) -> Picture:
        reply = await self._answered(call, sending)
        told = reply.json()
        rows = told.get("data")
        pictures = [data for row in (rows if isinstance(rows, list) else []) if (data := _picture(row))]
        usage = _tokens(told).model_copy(update={"images": len(pictures)})
        if not pictures:
            raise self._useless("the answer holds no picture (base64 is wanted, not a link)", usage)
        files = []
        for number, (kind, content) in enumerate(pictures, 1):
            files.append(call.folder / f"picture-{number}{mimetypes.guess_extension(kind) or ''}")
            await asyncio.to_thread(files[-1].write_bytes, content)
        return Picture(
            request_id=reply.request_id,
            usage=usage,
            file=files[0],
            content_type=pictures[0][0],
            others=tuple(files[1:]),
        )

    def _useless(self, why: str, usage: Usage) -> Rejected:
        return Rejected(why, provider=self._provider, code="bad_output", usage=usage)


def _patience_s(call: Call) -> float:
    return min(call.model.max_s, _MAX_WAIT_S)


async def _upload(path: Path) -> tuple[str, bytes, str]:
    data = await asyncio.to_thread(path.read_bytes)
    return path.name, data, mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _picture(row: JsonValue) -> tuple[str, bytes] | None:
    """A picture and its media type, by its first bytes: what was asked for need not be what comes."""
    encoded = row.get("b64_json") if isinstance(row, dict) else None
    try:
        data = base64.b64decode(encoded, validate=True) if isinstance(encoded, str) else b""
    except binascii.Error:
        return None
    return next(((kind, data) for start, kind in _PICTURES.items() if data.startswith(start)), None)


def _tokens(told: Mapping[str, JsonValue]) -> Usage:
    used = told.get("usage")
    counts = {name: used.get(name) for name in ("input_tokens", "output_tokens")} if isinstance(used, dict) else {}
    return Usage.model_validate({name: count for name, count in counts.items() if isinstance(count, int)})


def _seconds(told: Mapping[str, JsonValue]) -> float:
    """How much sound was billed, by the bill or else by the transcript."""
    used = told.get("usage")
    for seconds in (used.get("seconds") if isinstance(used, dict) else None, told.get("duration")):
        if isinstance(seconds, int | float) and seconds >= 0:
            return float(seconds)
    return 0.0


def _words(told: Mapping[str, JsonValue]) -> list[Word]:
    """The words with their times: in one list, or, from some servers, segment by segment."""
    segments = told.get("segments")
    parts = [told, *(segments if isinstance(segments, list) else [])]
    lists = [rows for part in parts if isinstance(part, dict) and isinstance(rows := part.get("words"), list)]
    found = []
    for row in lists[0] if isinstance(told.get("words"), list) else [row for rows in lists for row in rows]:
        try:
            found.append(Word(text=str(row["word"]).strip(), start_s=row["start"], end_s=row["end"]))
        except (TypeError, KeyError, ValidationError):
            continue
    return found
