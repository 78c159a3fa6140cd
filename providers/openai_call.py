"""One call in OpenAI's dialect: sent once, in bounded time, its reply as it came."""

import asyncio
import json
import uuid
from collections.abc import Awaitable
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI
from pydantic import JsonValue

from providers.errors import ProviderError, SubmissionUnknown, Transient
from providers.translate import openai_fault

_CONNECT_S = 10.0
_GRACE_S = 15.0


class Reply:
    """A reply to a call: its body, its headers, and the provider's name for it."""

    def __init__(self, response: httpx2.Response, *, provider: str, creates: bool) -> None:
        self._provider, self._creates = provider, creates
        self.body = response.content
        self.content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        # Not every server of the dialect names its calls; the bill then knows ours only by its time.
        named = response.headers.get("x-request-id")
        self.is_named = bool(named)
        self.request_id: str = named or f"unnamed-{uuid.uuid4().hex}"

    def json(self) -> dict[str, JsonValue]:
        """The body as a JSON object. A page in its place says nothing of what became of the call."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise self.unreadable()
        return parsed

    def unreadable(self) -> ProviderError:
        """The error of a reply that is not of the dialect at all."""
        kind = SubmissionUnknown if self._creates else Transient
        return kind(f"{self._provider} answered with something else than asked for", provider=self._provider)


def client(*, api_key: str, base_url: str) -> AsyncOpenAI:
    """The official SDK, for OpenAI or any server of its dialect: it repeats nothing and waits for nothing for ever."""
    return AsyncOpenAI(api_key=api_key, base_url=base_url, max_retries=0, timeout=timeout(120.0))


def timeout(seconds: float) -> httpx2.Timeout:
    """For a call that takes up to ``seconds`` to be answered."""
    return httpx2.Timeout(seconds, connect=_CONNECT_S)


async def answered(sending: Awaitable[Any], *, provider: str, creates: bool, within_s: float) -> Reply:
    """The reply to a call of the SDK's ``with_raw_response``. ``creates`` marks one that is bought at most once."""
    try:
        async with asyncio.timeout(within_s + _GRACE_S):
            raw = await sending
    except openai.APIError as error:
        raise openai_fault(error, provider=provider, creates=creates) from error
    except TimeoutError as error:
        # Each of its reads came in time, all of them together did not.
        kind = SubmissionUnknown if creates else Transient
        raise kind(f"{provider} did not finish its answer in time", provider=provider) from error
    return Reply(raw.http_response, provider=provider, creates=creates)
