"""Structured JSON from a chat model, which every server of OpenAI's dialect offers."""

from collections.abc import Mapping
from typing import Any

from openai import AsyncOpenAI
from pydantic import BaseModel, JsonValue, ValidationError

from film.prices import Usage
from providers.errors import Rejected
from providers.openai_call import answered, timeout


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Used(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Completion(BaseModel):
    """What we read of a chat completion, lenient about everything else: servers differ in what they leave out."""

    id: str | None = None
    model: str = ""
    choices: list[_Choice] = []
    usage: _Used | None = None
    request_id: str = ""

    @property
    def used(self) -> Usage:
        """The tokens that are billed."""
        told = self.usage or _Used()
        return Usage(images=0, input_tokens=told.prompt_tokens, output_tokens=told.completion_tokens)

    def text(self, *, provider: str) -> str:
        """What the model wrote, out of the Markdown fence that self-hosted models like to put around it.

        Empty when it wrote nothing. Raises ``Rejected`` with code ``refusal``, ``content_filter`` or ``length``.
        """
        if not self.choices:
            return ""
        message, reason = self.choices[0].message, self.choices[0].finish_reason
        if message.refusal:
            raise Rejected(message.refusal, provider=provider, code="refusal", usage=self.used)
        if reason == "content_filter":
            raise Rejected("the answer was filtered", provider=provider, code="content_filter", usage=self.used)
        if reason == "length":
            what = "the answer is longer than the model may write"
            raise Rejected(what, provider=provider, code="length", usage=self.used)
        text = (message.content or "").strip()
        if not text.startswith("```"):
            return text
        return text.removeprefix("```json").removeprefix("```").removesuffix("```").strip()


async def ask(
    client: AsyncOpenAI,
    *,
    model: str,
    messages: JsonValue,
    schema_name: str,
    schema: Mapping[str, object],
    provider: str,
    creates: bool,
    within_s: float,
    extra: Mapping[str, JsonValue] | None = None,
) -> Completion:
    """Ask for JSON of this strict schema. May raise any ``ProviderError``; see ``openai_fault`` for ``creates``."""
    completions: Any = client.chat.completions.with_raw_response
    sending = completions.create(
        model=model,
        messages=messages,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": schema_name, "strict": True, "schema": dict(schema)},
        },
        extra_body=dict(extra or {}),
        timeout=timeout(within_s),
    )
    reply = await answered(sending, provider=provider, creates=creates, within_s=within_s)
    try:
        completion = Completion.model_validate_json(reply.body)
    except ValidationError as error:
        raise reply.unreadable() from error
    name = reply.request_id if reply.is_named else completion.id or reply.request_id
    return completion.model_copy(update={"request_id": name})
