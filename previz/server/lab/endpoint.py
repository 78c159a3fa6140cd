"""``/previz/lab``: how tests and people tell the laboratory what shall go wrong."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import JsonValue, TypeAdapter, ValidationError

from previz.server.bodies import read_json
from previz.server.faults import Fault
from previz.server.lab.lab import Lab
from previz.server.lab.plan import LabSettings, Plan, Rule

router = APIRouter(prefix="/previz/lab", tags=["previz"])

_PLAN, _SETTINGS = TypeAdapter(Plan), TypeAdapter(LabSettings)
_RULES: TypeAdapter[Rule | tuple[Rule, ...]] = TypeAdapter(Rule | tuple[Rule, ...])
Told = TypeVar("Told")


def lab_of(request: Request) -> Lab:
    """The laboratory of the app that serves this request."""
    lab: Lab = request.app.state.lab
    return lab


TheLab = Annotated[Lab, Depends(lab_of)]


@router.get("")
async def show(lab: TheLab) -> JSONResponse:
    """The plan, and how many calls each rule has seen and struck."""
    counts: dict[str, JsonValue] = {name: count.model_dump() for name, count in lab.counts.items()}
    return JSONResponse({"plan": lab.plan.model_dump(mode="json", exclude_none=True), "counts": counts})


@router.put("")
async def replace(request: Request, lab: TheLab) -> JSONResponse:
    """Replace the whole plan; counting starts anew."""
    await lab.replace(_told(_PLAN, await read_json(request)))
    return await show(lab)


@router.post("")
async def add(request: Request, lab: TheLab) -> JSONResponse:
    """Add a rule, or a list of rules."""
    told = _told(_RULES, await read_json(request))
    try:
        await lab.add(told if isinstance(told, tuple) else (told,))
    except ValidationError as error:
        raise _misread(error) from error
    return await show(lab)


@router.patch("")
async def settle(request: Request, lab: TheLab) -> JSONResponse:
    """Change settings; rules and counts stay."""
    await lab.settle(_told(_SETTINGS, await read_json(request)))
    return await show(lab)


@router.delete("")
async def clear(lab: TheLab) -> JSONResponse:
    """Forget all rules, counts and settings: nothing goes wrong any more."""
    await lab.replace(Plan())
    return await show(lab)


def _told(kind: TypeAdapter[Told], body: JsonValue) -> Told:
    try:
        return kind.validate_python(body)
    except ValidationError as error:
        raise _misread(error) from error


def _misread(error: ValidationError) -> Fault:
    told = [f"{'.'.join(map(str, e['loc'])) or 'plan'}: {e['msg']}" for e in error.errors(include_url=False)]
    return Fault(422, "; ".join(dict.fromkeys(told)), "Unreadable plan")
