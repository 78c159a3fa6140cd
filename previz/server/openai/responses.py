"""Responses: the same answers as chat completions, in the newer shape."""

import time

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field, JsonValue

from film.prices import Usage
from previz.server.lab.faults import LabFault, On
from previz.server.lab.plan import Rule
from previz.server.openai.answers import Answer, Language, Message, Wanted, answer
from previz.server.openai.wire import PROVIDER, Body, OpenAIFault, TheGate, body_of, tokens
from previz.server.till import TheTill, request_id_of

router = APIRouter()
_OWN_FAULTS = frozenset({LabFault.CONTENT_FILTER})
_INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}


class TextOptions(Body):
    """How the text is written."""

    format: Wanted = Wanted()


class ResponsesRequest(Body):
    """The body of a response."""

    model: str
    input: str | list[Message] = Field(min_length=1)
    instructions: str | None = None
    stream: bool | None = None
    text: TextOptions = TextOptions()

    @property
    def messages(self) -> list[Message]:
        """The conversation."""
        told = [Message(content=self.input)] if isinstance(self.input, str) else list(self.input)
        return [Message(role="system", content=self.instructions), *told] if self.instructions else told


@router.post("/responses")
async def create_response(request: Request, language: Language, gate: TheGate, till: TheTill) -> Response:
    """Answer a conversation, for any model."""
    body = await body_of(ResponsesRequest, request)
    if body.stream:
        raise OpenAIFault(400, "Streaming is not offered by this server.", param="stream", code="unsupported_value")

    async def answered(rule: Rule | None) -> Response:
        made = await answer(body.messages, body.text.format, language, rule)
        asked, written = sum(tokens(message.text) for message in body.messages), tokens(made.written)
        answer_id = request_id_of(request).replace("req_", "resp_")
        usage = Usage(input_tokens=asked, output_tokens=written)
        await till.charge(request, PROVIDER, body.model, usage, answer_id=answer_id)
        reason = _INCOMPLETE.get(made.reason)
        return JSONResponse(
            {
                "id": answer_id,
                "object": "response",
                "created_at": int(time.time()),
                "status": "incomplete" if reason else "completed",
                "incomplete_details": {"reason": reason} if reason else None,
                "error": None,
                "instructions": body.instructions,
                "model": body.model,
                "output": [_message(answer_id, made, "incomplete" if reason else "completed")],
                "parallel_tool_calls": False,
                "tool_choice": "none",
                "tools": [],
                "metadata": {},
                "usage": {
                    "input_tokens": asked,
                    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                    "output_tokens": written,
                    "output_tokens_details": {"reasoning_tokens": 0},
                    "total_tokens": asked + written,
                },
            }
        )

    return await gate.call(On.RESPONSES, body.model, answered, own=_OWN_FAULTS)


def _message(answer_id: str, made: Answer, status: str) -> JsonValue:
    content: dict[str, JsonValue]
    if made.refusal is not None:
        content = {"type": "refusal", "refusal": made.refusal}
    else:
        content = {"type": "output_text", "text": made.text, "annotations": [], "logprobs": []}
    message_id = answer_id.replace("resp_", "msg_")
    return {"id": message_id, "type": "message", "role": "assistant", "status": status, "content": [content]}
