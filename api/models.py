"""The model catalogue, for whoever wants to choose, or to know a price."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.model_info import ModelInfo, ModelList, model_info, model_list
from api.problems import Problem, ProblemError
from film.catalogue import Capability, Studio, UnknownModelError
from store.catalogue import load_catalogue

router = APIRouter(prefix="/v1/models", tags=["models"])

Part = Annotated[str, Path(min_length=1, max_length=100)]


@router.get("", responses={422: {"model": Problem, "description": "A filter is wrong; `errors` names it"}})
async def list_models(
    capability: Annotated[Capability | None, Query(description="Only models that do this kind of work")] = None,
    studio: Annotated[Studio | None, Query(description="Only models of this studio")] = None,
) -> ModelList:
    """Every model with its inputs, lengths, price and end, each fallback chain in its order."""
    return model_list(load_catalogue(), datetime.now(UTC).date(), capability, studio)


@router.get(
    "/{maker}/{name}",
    responses={
        404: {"model": Problem, "description": "No such model, or not any more; `detail` names its successor"},
        422: {"model": Problem, "description": "That is no name"},
    },
)
async def get_model(maker: Part, name: Part) -> ModelInfo:
    """One model that can be used today."""
    today = datetime.now(UTC).date()
    try:
        return model_info(load_catalogue().model(f"{maker}/{name}", today), today)
    except UnknownModelError as error:
        raise ProblemError(404, "no-such-model", str(error)) from error
