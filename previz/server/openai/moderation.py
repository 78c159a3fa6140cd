"""Moderations. They are free, and on the bill all the same."""

from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import JsonValue, TypeAdapter

from film.prices import Usage
from previz.server.crew.tasks import JudgeTexts
from previz.server.lab.faults import On
from previz.server.lab.plan import Rule
from previz.server.openai.answers import ContentPart, Language, asked
from previz.server.openai.wire import PROVIDER, Body, TheGate, body_of
from previz.server.till import TheTill

router = APIRouter()
MODERATION = "previz-moderation"
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
_SCORES = TypeAdapter(list[dict[str, float]])


class ModerationRequest(Body):
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


@router.post("/moderations")
async def moderation(request: Request, language: Language, gate: TheGate, till: TheTill) -> Response:
    """Judge texts by category."""
    body = await body_of(ModerationRequest, request)

    async def judged(_: Rule | None) -> Response:
        scores = _SCORES.validate_python(await asked(language, JudgeTexts(texts=body.texts)))
        await till.charge(request, PROVIDER, body.model, Usage(images=0))
        results = [_judgement(each) for each in scores]
        return JSONResponse({"id": f"modr-{uuid4().hex}", "model": body.model, "results": results})

    return await gate.call(On.MODERATION, body.model, judged)


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
