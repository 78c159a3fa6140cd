"""Replicate's dialect: models and their versions."""

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import JsonValue

from previz.server import faults
from previz.server.lab.faults import On
from previz.server.lab.plan import Rule
from previz.server.models.base import ServedModel
from previz.server.records import now, wire_time
from previz.server.replicate.predictions import Origin, TheDesk, TheGate, TheModels, require_token

_STARTED_AT = wire_time(now())

router = APIRouter(prefix="/v1/models/{owner}/{name}", dependencies=[Depends(require_token)], tags=["replicate"])


@router.get("")
async def get_model(owner: str, name: str, desk: TheDesk, gate: TheGate, models: TheModels, origin: Origin) -> Response:
    """A model and its latest version, with the OpenAPI schema of its inputs and output."""
    if (model := models.named(f"{owner}/{name}")) is None:
        raise faults.not_found()

    async def shown(_: Rule | None) -> Response:
        return JSONResponse(model_json(model, origin, runs=(await desk.created()).get(model.slug, 0)))

    return await gate.call(On.MODEL, model.slug, shown)


@router.get("/versions")
async def list_versions(owner: str, name: str, models: TheModels) -> JSONResponse:
    """Its versions, newest first."""
    if (model := models.named(f"{owner}/{name}")) is None:
        raise faults.not_found()
    return JSONResponse(
        {"previous": None, "next": None, "results": [_version_json(model, each) for each in model.versions]}
    )


@router.get("/versions/{version}")
async def get_version(owner: str, name: str, version: str, models: TheModels, gate: TheGate) -> Response:
    """One version."""
    model = models.named(f"{owner}/{name}")
    if model is None or version not in model.versions:
        raise faults.not_found()

    async def shown(_: Rule | None) -> Response:
        return JSONResponse(_version_json(model, version))

    return await gate.call(On.MODEL, model.slug, shown)


def model_json(model: ServedModel, origin: str, *, runs: int) -> dict[str, JsonValue]:
    """A model as Replicate's API tells it."""
    owner, _, name = model.slug.partition("/")
    return {
        "url": f"{origin}/v1/models/{model.slug}",
        "owner": owner,
        "name": name,
        "description": model.description,
        "visibility": "public",
        "is_official": model.is_official,
        "github_url": None,
        "paper_url": None,
        "license_url": None,
        "run_count": runs,
        "cover_image_url": None,
        "default_example": None,
        "latest_version": _version_json(model, model.versions[0]),
    }


def _version_json(model: ServedModel, version: str) -> dict[str, JsonValue]:
    return {
        "id": version,
        "created_at": _STARTED_AT,
        "cog_version": "0.14.0",
        "openapi_schema": model.openapi_schema,
    }
