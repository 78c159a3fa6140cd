"""Planning and moderation in OpenAI's dialect: OpenAI itself, previz, or any server that speaks it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from openai.lib._pydantic import to_strict_json_schema
from pydantic import BaseModel, ValidationError

from film.plan import PlannedFilm
from film.planning import PlanRequest
from providers.errors import Transient
from providers.openai_call import answered, client
from providers.openai_chat import ask
from providers.text import Moderation, PlannedText, Usage

_TIMEOUT_S = 120.0
_MODERATION_BATCH = 32


class _Judged(BaseModel):
    flagged: bool
    category_scores: dict[str, float | None]
    categories: dict[str, bool | None] = {}

    @property
    def scores(self) -> dict[str, float]:
        """The scores there are; compatible servers judge fewer categories than OpenAI."""
        return {name: score for name, score in self.category_scores.items() if score is not None}

    @property
    def flags(self) -> frozenset[str]:
        """The categories it flags, as far as the server tells them."""
        return frozenset(name for name, flagged in self.categories.items() if flagged and self.flagged)


class _Judgement(BaseModel):
    results: list[_Judged]


class OpenAIAdapter:
    """``Planner`` and ``Moderator`` on the official SDK. Must be used within one event loop.

    Structured output goes through chat completions, which every compatible server offers.
    """

    def __init__(
        self,
        *,
        api_key: str,
        model: str,
        base_url: str = "https://api.openai.com/v1",
        moderation_model: str = "omni-moderation-latest",
        provider: str = "openai",
        instructions: Callable[[], str],
    ) -> None:
        """``instructions`` are what the planner is told before a request, asked for each time."""
        self._instructions = instructions
        self._model, self._moderation_model, self._provider = model, moderation_model, provider
        self._client = client(api_key=api_key, base_url=base_url)

    async def plan(self, request: PlanRequest) -> PlannedText:
        """Ask for a film as strict JSON. See ``Planner.plan``."""
        completion = await ask(
            self._client,
            model=self._model,
            messages=[
                {"role": "system", "content": self._instructions()},
                {"role": "user", "content": request.model_dump_json()},
            ],
            schema_name="film_plan",
            schema=strict_schema(PlannedFilm),
            provider=self._provider,
            creates=False,
            within_s=_TIMEOUT_S,
        )
        used = completion.used
        return PlannedText(
            film=self._film(completion.text(provider=self._provider)),
            model=completion.model,
            usage=Usage(input_tokens=used.input_tokens, output_tokens=used.output_tokens),
        )

    async def moderate(self, texts: list[str]) -> list[Moderation]:
        """One judgement for each text, in order."""
        found: list[Moderation] = []
        for first in range(0, len(texts), _MODERATION_BATCH):
            found += await self._judged(texts[first : first + _MODERATION_BATCH])
        return found

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def _judged(self, texts: list[str]) -> list[Moderation]:
        moderations: Any = self._client.moderations.with_raw_response
        sending = moderations.create(model=self._moderation_model, input=texts)
        reply = await answered(sending, provider=self._provider, creates=False, within_s=_TIMEOUT_S)
        try:
            judged = _Judgement.model_validate_json(reply.body).results
        except ValidationError as error:
            raise reply.unreadable() from error
        if len(judged) != len(texts):
            raise Transient("the moderation does not answer every text", provider=self._provider)
        return [Moderation(flagged=each.flagged, scores=each.scores, categories=each.flags) for each in judged]

    def _film(self, text: str) -> PlannedFilm:
        try:
            return PlannedFilm.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the answer"
            raise Transient(f"the plan is not usable: {place}: {first['msg']}", provider=self._provider) from error


@cache
def strict_schema(answer: type[BaseModel]) -> dict[str, object]:
    """The strict JSON schema of an answer: every property required, none besides."""
    return to_strict_json_schema(answer)
