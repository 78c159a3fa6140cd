"""Chat completions."""

import time

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from film.prices import Usage
from previz.server.lab.faults import LabFault, On
from previz.server.lab.plan import Rule
from previz.server.openai.answers import Language, Message, Wanted, answer
from previz.server.openai.wire import PROVIDER, Body, OpenAIFault, TheGate, body_of, tokens
from previz.server.till import TheTill, request_id_of

router = APIRouter()
_OWN_FAULTS = frozenset({LabFault.CONTENT_FILTER})


class ResponseFormat(Body):
    """How the answer is written."""

    type: str = "text"
    json_schema: Wanted | None = None


class ChatRequest(Body):
    """The body of a chat completion."""

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = None
    n: int | None = None
    response_format: ResponseFormat = ResponseFormat()

    @property
    def wanted(self) -> Wanted:
        """How the answer is written. Raises ``OpenAIFault`` for a schema that is not given."""
        told = self.response_format
        if told.type != "json_schema":
            return Wanted.model_validate({"type": told.type if told.type == "json_object" else "text"})
        if told.json_schema is None or not told.json_schema.name:
            what = "Missing required parameter: 'response_format.json_schema'."
            raise OpenAIFault(400, what, param="response_format")
        return told.json_schema.model_copy(update={"type": "json_schema"})


@router.post("/chat/completions")
async def chat_completion(request: Request, language: Language, gate: TheGate, till: TheTill) -> Response:
    """Answer a conversation, for any model: with a film for the schema ``film_plan``."""
    body = await body_of(ChatRequest, request)
    if body.stream:
        raise OpenAIFault(400, "Streaming is not offered by this server.", param="stream", code="unsupported_value")
    if body.n not in {None, 1}:
        raise OpenAIFault(400, "This server gives one choice.", param="n", code="unsupported_value")
    wanted = body.wanted

    async def answered(rule: Rule | None) -> Response:
        made = await answer(body.messages, wanted, language, rule)
        asked, written = sum(tokens(message.text) for message in body.messages), tokens(made.written)
        answer_id = request_id_of(request).replace("req_", "chatcmpl-")
        usage = Usage(input_tokens=asked, output_tokens=written)
        await till.charge(request, PROVIDER, body.model, usage, answer_id=answer_id)
        return JSONResponse(
            {
                "id": answer_id,
                "object": "chat.completion",
                "created": int(time.time()),
                "model": body.model,
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": made.reason,
                        "logprobs": None,
                        "message": {"role": "assistant", "content": made.text, "refusal": made.refusal},
                    }
                ],
                "usage": {
                    "prompt_tokens": asked,
                    "completion_tokens": written,
                    "total_tokens": asked + written,
                },
            }
        )

    return await gate.call(On.CHAT, body.model, answered, own=_OWN_FAULTS)
