"""The models of OpenAI's dialect, with the day each of them ends."""

import time
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import JsonValue

from film.catalogue import Catalogue
from previz.server.openai.moderation import MODERATION
from previz.server.openai.wire import PROVIDER, OpenAIFault
from previz.server.replicate.models import model_json
from previz.server.replicate.predictions import Origin, desk_of, repertoire_of
from previz.server.till import TheTill

router = APIRouter()
PLANNER = "previz-planner"
_STARTED = int(time.time())


@router.get("/models")
async def list_models(request: Request, origin: Origin, till: TheTill) -> JSONResponse:
    """All models, in both dialects at once: ``data`` for OpenAI's clients, ``results`` for Replicate's."""
    runs = await desk_of(request).created()
    results = [
        model_json(model, origin, runs=runs.get(model.slug, 0)) for model in repertoire_of(request).models.values()
    ]
    data = list(_models(till.catalogue).values())
    return JSONResponse({"object": "list", "data": data, "previous": None, "next": None, "results": results})


@router.get("/models/{model_id}")
async def get_model(model_id: str, till: TheTill) -> JSONResponse:
    """One model."""
    if (model := _models(till.catalogue).get(model_id)) is None:
        raise OpenAIFault(404, f"The model '{model_id}' does not exist", param="model", code="model_not_found")
    return JSONResponse(model)


def _models(catalogue: Catalogue) -> dict[str, JsonValue]:
    """Our own and those of the catalogue that still live."""
    today = datetime.now(UTC).date()
    living = [model for model in catalogue.models if model.provider == PROVIDER and not model.retired(today)]
    ends = {model.slug.partition("/")[2]: model.ends for model in living}
    return {
        name: {
            "id": name,
            "object": "model",
            "created": _STARTED,
            "owned_by": "openai" if name in ends else "previz",
            "shutdown_date": day.isoformat() if (day := ends.get(name)) else None,
        }
        for name in (PLANNER, MODERATION, *ends)
    }
