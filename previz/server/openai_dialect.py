"""OpenAI's dialect: chat completions for planning, moderations, models."""

import json
import time
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from previz.server.bodies import read_json
from previz.server.crew.pool import Pool
from previz.server.crew.tasks import JudgeTexts, ModelFailedError, UnusableInputError, WorkerLostError, WritePlan
from previz.server.faults import Fault
from previz.server.minimal import UnsupportedSchemaError, minimal_instance
from previz.server.models_dialect import model_json
from previz.server.replicate_dialect import Origin, desk_of, repertoire_of

PLANNER, MODERATION = "previz-planner", "previz-moderation"
FLAGGED_FROM = 0.5
_CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
_PLAN_SCHEMAS = {"film_plan", "PlannedFilm"}
_STARTED = int(time.time())
_SCORES = TypeAdapter(list[dict[str, float]])
_ABOUT = (
    "This is the previz model server. It answers a film_plan JSON schema with a shooting plan and moderates texts; "
    "it holds no conversations."
)


@dataclass
class OpenAIFault(Exception):  # noqa: N818 -- it is a reply, not a bug
    """A reply of status 400 or above in OpenAI's words."""

    status: int
    message: str
    type: str = "invalid_request_error"
    param: str | None = None
    code: str | None = None

    def response(self) -> JSONResponse:
        """The reply."""
        error = {"message": self.message, "type": self.type, "param": self.param, "code": self.code}
        return JSONResponse({"error": error}, self.status)


class _Body(BaseModel):
    """Fields we do not know are accepted, since clients send many that change nothing here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Body = TypeVar("Body", bound=_Body)


class ContentPart(_Body):
    """A piece of a message. Only text says anything to this server."""

    type: str
    text: str = ""


class Message(_Body):
    """One message of a conversation."""

    role: str
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class JsonSchema(_Body):
    """A named schema the answer must follow."""

    name: str
    schema_: dict[str, Any] = Field(alias="schema", default_factory=dict)


class ResponseFormat(_Body):
    """How the answer is written."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: JsonSchema | None = None


class ChatRequest(_Body):
    """The body of a chat completion."""

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = None
    n: int | None = None
    response_format: ResponseFormat = ResponseFormat()


class ModerationRequest(_Body):
    """The body of a moderation: a text, several, or the parts of one."""

    model: str = MODERATION
    input: str | list[str] | list[ContentPart]

    @property
    def texts(self) -> list[str]:
        """What is judged: one judgement per text; parts are judged together."""
        if isinstance(self.input, str):
            return [self.input]
        texts = [item for item in self.input if isinstance(item, str)]
        return texts or ["\n".join(item.text for item in self.input if isinstance(item, ContentPart))]


def require_key(request: Request) -> None:
    """Refuse whoever brings no bearer key; any key will do."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise OpenAIFault(401, "You didn't provide an API key.", code="invalid_api_key")


router = APIRouter(prefix="/v1", dependencies=[Depends(require_key)], tags=["openai"])


def language_of(request: Request) -> Pool:
    """The language crew of the app that serves this request."""
    pool: Pool = request.app.state.crews.language
    return pool


Language = Annotated[Pool, Depends(language_of)]


@router.post("/chat/completions")
async def chat_completion(request: Request, language: Language) -> JSONResponse:
    """Answer a conversation: with a film for the schema ``film_plan``, the least instance of any other schema."""
    body = await _body(ChatRequest, request)
    if body.stream:
        raise OpenAIFault(400, "Streaming is not offered by this server.", param="stream", code="unsupported_value")
    if body.n not in {None, 1}:
        raise OpenAIFault(400, "This server gives one choice.", param="n", code="unsupported_value")
    content = await _answer(body, language)
    asked = sum(_tokens(message.text) for message in body.messages)
    return JSONResponse(
        {
            "id": f"chatcmpl-{uuid4().hex}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": body.model,
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "logprobs": None,
                    "message": {"role": "assistant", "content": content, "refusal": None},
                }
            ],
            "usage": {
                "prompt_tokens": asked,
                "completion_tokens": _tokens(content),
                "total_tokens": asked + _tokens(content),
            },
        }
    )


@router.post("/moderations")
async def moderation(request: Request, language: Language) -> JSONResponse:
    """Judge texts by category."""
    body = await _body(ModerationRequest, request)
    scores = _SCORES.validate_python(await _asked(language, JudgeTexts(texts=body.texts)))
    return JSONResponse(
        {"id": f"modr-{uuid4().hex}", "model": body.model, "results": [_judgement(each) for each in scores]}
    )


@router.get("/models")
async def list_models(request: Request, origin: Origin) -> JSONResponse:
    """All models, in both dialects at once: ``data`` for OpenAI's clients, ``results`` for Replicate's."""
    runs = await desk_of(request).created()
    models = repertoire_of(request).models.values()
    results = [model_json(model, origin, runs=runs.get(model.slug, 0)) for model in models]
    data = [_model(PLANNER), _model(MODERATION)]
    return JSONResponse({"object": "list", "data": data, "previous": None, "next": None, "results": results})


@router.get("/models/{model_id}")
async def get_model(model_id: str) -> JSONResponse:
    """One text model."""
    if model_id not in {PLANNER, MODERATION}:
        raise OpenAIFault(404, f"The model '{model_id}' does not exist", param="model", code="model_not_found")
    return JSONResponse(_model(model_id))


async def _answer(body: ChatRequest, language: Pool) -> str:
    wanted = body.response_format.json_schema
    if body.response_format.type == "json_object":
        return json.dumps({"about": _ABOUT})
    if body.response_format.type == "text":
        return _ABOUT
    if wanted is None:
        raise OpenAIFault(400, "Missing required parameter: 'response_format.json_schema'.", param="response_format")
    if wanted.name not in _PLAN_SCHEMAS:
        try:
            return json.dumps(minimal_instance(wanted.schema_))
        except UnsupportedSchemaError as error:
            raise OpenAIFault(400, str(error), param="response_format", code="invalid_json_schema") from error
    messages = [{"role": message.role, "content": message.text} for message in body.messages]
    return json.dumps(await _asked(language, WritePlan(messages=messages)), ensure_ascii=False)


async def _asked(language: Pool, task: WritePlan | JudgeTexts) -> JsonValue:
    try:
        return await language.run(task)
    except UnusableInputError as error:
        raise OpenAIFault(400, str(error), param="messages") from error
    except (ModelFailedError, WorkerLostError) as error:
        raise OpenAIFault(500, "The model failed.", type="server_error") from error


async def _body(kind: type[Body], request: Request) -> Body:
    try:
        return kind.model_validate(await read_json(request))
    except Fault as error:
        raise OpenAIFault(error.status, error.detail) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        param = ".".join(str(part) for part in first["loc"]) or None
        raise OpenAIFault(400, f"Invalid value for '{param}': {first['msg']}", param=param) from error


def _judgement(judged: dict[str, float]) -> dict[str, JsonValue]:
    """What is not judged scores nothing, since OpenAI's clients expect every category."""
    scores = dict.fromkeys(_CATEGORIES, 0.0) | judged
    categories: dict[str, JsonValue] = {name: score >= FLAGGED_FROM for name, score in scores.items()}
    return {
        "flagged": any(categories.values()),
        "categories": categories,
        "category_scores": dict(scores),
        "category_applied_input_types": {name: ["text"] for name in scores},
    }


def _model(model_id: str) -> dict[str, JsonValue]:
    return {"id": model_id, "object": "model", "created": _STARTED, "owned_by": "previz"}


def _tokens(text: str) -> int:
    """About as many as a language model would count: four characters each."""
    return -(-len(text) // 4)
