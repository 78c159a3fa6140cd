"""What all of OpenAI's dialect shares: keys, bodies, errors, and the words in which the laboratory refuses."""

import asyncio
import math
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError

from previz.server.bodies import copy_part, multipart_parts, read_json, save_body
from previz.server.faults import Fault
from previz.server.lab.faults import LabFault
from previz.server.lab.gate import Gate, gate_with
from previz.server.lab.plan import Rule

PROVIDER = "openai"


@dataclass
class OpenAIFault(Exception):  # noqa: N818 -- it is a reply, not a bug
    """A reply of status 400 or above in OpenAI's words."""

    status: int
    message: str
    type: str = "invalid_request_error"
    param: str | None = None
    code: str | None = None
    retry_after_s: int | None = None

    def response(self) -> JSONResponse:
        """The reply."""
        error = {"message": self.message, "type": self.type, "param": self.param, "code": self.code}
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return JSONResponse({"error": error}, self.status, headers)


class Body(BaseModel):
    """Fields we do not know are accepted, since clients send many that change nothing here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


AnyBody = TypeVar("AnyBody", bound=Body)


def require_key(request: Request) -> None:
    """Refuse whoever brings no bearer key; any key will do."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise _no_key()


async def body_of(kind: type[AnyBody], request: Request) -> AnyBody:
    """The JSON body. Raises ``OpenAIFault``."""
    try:
        return parsed(kind, await read_json(request))
    except Fault as error:
        raise OpenAIFault(error.status, error.detail) from error


def parsed(kind: type[AnyBody], told: object) -> AnyBody:
    """A body that was told as JSON or as a form. Raises ``OpenAIFault``."""
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        param = ".".join(str(part) for part in first["loc"]) or None
        raise OpenAIFault(400, f"Invalid value for '{param}': {first['msg']}", param=param) from error


@dataclass(frozen=True)
class Form:
    """A multipart body: its texts by name, and its files, on disk, in order."""

    texts: dict[str, list[str]]
    files: list[tuple[str, Path]]


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[Form]:
    """The form in the body; its files are gone afterwards. Raises ``OpenAIFault``."""
    with TemporaryDirectory(prefix="form-") as name:
        folder = Path(name)
        try:
            await save_body(request, folder / "body")
            yield await asyncio.to_thread(_form, folder, request.headers.get("content-type", ""))
        except Fault as error:
            raise OpenAIFault(error.status, error.detail) from error


def _form(folder: Path, content_type: str) -> Form:
    form, body = Form({}, []), folder / "body"
    for number, part in enumerate(multipart_parts(body, content_type)):
        path = folder / f"{number}{Path(part.filename).suffix}"
        copy_part(body, part, path)
        name = part.name.removesuffix("[]")
        if part.is_file:
            form.files.append((name, path))
        else:
            form.texts.setdefault(name, []).append(path.read_text("utf-8", "replace"))
    return form


def worded(rule: Rule) -> JSONResponse:
    """The error that a rule of the laboratory asks for."""
    seconds = 1 if rule.seconds is None else math.ceil(rule.seconds)
    match rule.fault:
        case LabFault.ERROR_401:
            fault = _no_key()
        case LabFault.ERROR_404:
            message = "The model does not exist or you do not have access to it."
            fault = OpenAIFault(404, message, code="model_not_found")
        case LabFault.ERROR_429:
            message = f"Rate limit reached. Please try again in {seconds}s."
            fault = OpenAIFault(429, message, "requests", code="rate_limit_exceeded", retry_after_s=seconds)
        case LabFault.ERROR_402 | LabFault.ERROR_429_QUOTA | LabFault.ERROR_429_LOW_CREDIT:
            message = "You exceeded your current quota, please check your plan and billing details."
            fault = OpenAIFault(429, message, "insufficient_quota", code="insufficient_quota")
        case LabFault.ERROR_400 | LabFault.ERROR_422:
            status = int(rule.fault.removeprefix("error_"))
            fault = OpenAIFault(status, "The request is not valid.", param="model", code="invalid_value")
        case LabFault.CONTENT_FILTER:
            fault = blocked()
        case _:
            status = int(rule.fault.removeprefix("error_"))
            message = "The server had an error while processing your request. Sorry about that!"
            fault = OpenAIFault(status, message, "server_error")
    return fault.response()


def blocked() -> OpenAIFault:
    """A prompt that may not become a picture or a sound."""
    message = "Your request was rejected by the safety system."
    return OpenAIFault(400, message, "image_generation_user_error", code="moderation_blocked")


def hands_of(request: Request) -> Executor:
    """Where pictures and sounds are made."""
    hands: Executor = request.app.state.hands
    return hands


TheGate = Annotated[Gate, Depends(gate_with(worded))]
TheHands = Annotated[Executor, Depends(hands_of)]


def tokens(text: str) -> int:
    """About as many as a language model would count: four characters each."""
    return -(-len(text) // 4)


def _no_key() -> OpenAIFault:
    return OpenAIFault(401, "You didn't provide an API key.", code="invalid_api_key")
