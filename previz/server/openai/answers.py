"""What the bundled language model answers, and how the laboratory spoils it."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from pydantic import Field, JsonValue

from previz.server.crew.pool import Pool
from previz.server.crew.tasks import (
    AnswerChat,
    JudgeTexts,
    ModelFailedError,
    UnusableInputError,
    WorkerLostError,
    WritePlan,
)
from previz.server.lab.faults import LabFault
from previz.server.lab.plan import Rule
from previz.server.minimal import UnsupportedSchemaError, minimal_instance
from previz.server.openai.wire import Body, OpenAIFault

_PLAN_SCHEMAS = {"film_plan", "PlannedFilm"}
_CHAT_SCHEMAS = {"brief_chat", "ChatAnswer"}
_REFUSAL = "I'm sorry, but I can't assist with that request."
_ABOUT = (
    "This is the previz model server. It answers a film_plan JSON schema with a shooting plan and a brief_chat JSON "
    "schema with a turn in a conversation about a brief, and moderates texts; it holds no other conversations."
)


class ContentPart(Body):
    """A piece of a message. Only text says anything to this server."""

    type: str
    text: str = ""


class Message(Body):
    """One message of a conversation."""

    role: str = "user"
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type in {"text", "input_text", "output_text"})
        return self.content or ""


class Wanted(Body):
    """How an answer is to be written: as text, as any JSON, or by a named schema."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    name: str = ""
    schema_: dict[str, Any] | None = Field(alias="schema", default=None)


@dataclass(frozen=True)
class Answer:
    """What was written, and why it ended. A refusal has no ``text``; ``stop`` is the only good reason."""

    text: str | None
    refusal: str | None = None
    reason: Literal["stop", "length", "content_filter"] = "stop"

    @property
    def written(self) -> str:
        """All that was written, which is billed."""
        return self.text or self.refusal or ""


def language_of(request: Request) -> Pool:
    """The language crew of the app that serves this request."""
    pool: Pool = request.app.state.crews.language
    return pool


Language = Annotated[Pool, Depends(language_of)]


async def answer(messages: list[Message], wanted: Wanted, language: Pool, rule: Rule | None) -> Answer:
    """A film for the schema ``film_plan``, a turn for ``brief_chat``, the least instance of any other; spoilt or
    scripted by ``rule``.
    """
    if rule is not None and rule.text is not None:
        return Answer(rule.text)
    return _spoilt(await _good(messages, wanted, language), rule.fault if rule else None)


async def asked(language: Pool, task: WritePlan | AnswerChat | JudgeTexts) -> JsonValue:
    """The crew's answer. Raises ``OpenAIFault``."""
    try:
        return await language.run(task)
    except UnusableInputError as error:
        raise OpenAIFault(400, str(error), param="messages") from error
    except (ModelFailedError, WorkerLostError) as error:
        raise OpenAIFault(500, "The model failed.", type="server_error") from error


async def _good(messages: list[Message], wanted: Wanted, language: Pool) -> str:
    if wanted.type == "json_object":
        return json.dumps({"about": _ABOUT})
    if wanted.type == "text":
        return _ABOUT
    if wanted.name not in _PLAN_SCHEMAS | _CHAT_SCHEMAS:
        try:
            return json.dumps(minimal_instance(wanted.schema_ or {}))
        except UnsupportedSchemaError as error:
            raise OpenAIFault(400, str(error), param="response_format", code="invalid_json_schema") from error
    told = [{"role": message.role, "content": message.text} for message in messages]
    task = WritePlan(messages=told) if wanted.name in _PLAN_SCHEMAS else AnswerChat(messages=told)
    return json.dumps(await asked(language, task), ensure_ascii=False)


def _spoilt(text: str, fault: LabFault | None) -> Answer:
    match fault:
        case LabFault.REFUSAL:
            return Answer(None, refusal=_REFUSAL)
        case LabFault.LENGTH:
            return Answer(text[: len(text) // 2], reason="length")
        case LabFault.CONTENT_FILTER:
            return Answer(text[: len(text) // 4], reason="content_filter")
        case LabFault.BROKEN_JSON:
            return Answer(text[:-1] + ",,")
        case LabFault.FENCED_JSON:
            return Answer(f"```json\n{text}\n```")
        case LabFault.RULE_BREAKING:
            return Answer(json.dumps(_shortened(json.loads(text)), ensure_ascii=False))
        case _:
            return Answer(text)


def _shortened(value: JsonValue) -> JsonValue:
    """Every list without its last item: valid by its schema, and not what was asked for."""
    if isinstance(value, list):
        return [_shortened(item) for item in value[:-1]]
    if isinstance(value, dict):
        return {name: _shortened(item) for name, item in value.items()}
    return value
