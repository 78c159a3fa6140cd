"""One-off generations: order a picture, a clip, a voice or a tune without a film around it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from api.context import Context, Here, Owner
from api.money import NewDecision
from api.one_offs import look_at, ordered
from api.parameters import IdempotencyKey, PredictionId, new_id
from api.prediction_presenting import prediction_info, prediction_summary
from api.prediction_schemas import NewPrediction, PredictionInfo, PredictionPage
from api.refusals import ClosedError
from api.responses import BUSY, FULL, INVALID, REFUSED, UNKNOWN, located
from api.space import require_space
from store.clock import now
from store.one_offs import OneOff

router = APIRouter(prefix="/v1/predictions", tags=["predictions"])


@router.post("", status_code=201, responses={**INVALID, **BUSY, **FULL, 201: located("It is ordered")})
async def create_prediction(
    here: Here, owner: Owner, new: NewPrediction, response: Response, idempotency_key: IdempotencyKey = None
) -> PredictionInfo:
    """Order one thing. The same `Idempotency-Key` twice is one order; for another order it is refused."""
    await require_space(here.settings)
    prediction_id = new_id("predictions", owner, idempotency_key=idempotency_key)
    order = await here.desk.order(owner, prediction_id, new, now().date())
    one_off = await ordered(here, prediction_id, order)
    response.headers["Location"] = f"/v1/predictions/{prediction_id}"
    return await _shown(here, one_off)


@router.get("", responses=INVALID)
async def page_predictions(
    here: Here,
    owner: Owner,
    before: Annotated[AwareDatetime | None, Query(description="Only those ordered before; see `next_before`")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
) -> PredictionPage:
    """Your one-off generations, newest first."""
    found = await here.one_offs.page(owner, before=before, limit=limit + 1)
    shown = found[:limit]
    entries = await here.ledger.of_orders([each.order_key for each in shown])
    attempts = [[entry for entry in entries if entry.order_key == each.order_key] for each in shown]
    looks = await asyncio.gather(*(look_at(here, each, bought) for each, bought in zip(shown, attempts, strict=True)))
    return PredictionPage(
        predictions=list(map(prediction_summary, shown, attempts, looks)),
        next_before=shown[-1].created_at if len(found) > limit else None,
    )


@router.get("/{prediction_id}", responses=UNKNOWN)
async def get_prediction(here: Here, owner: Owner, prediction_id: PredictionId) -> PredictionInfo:
    """Where it is, what it costs, and the file once it is there (the link is valid for an hour)."""
    return await _shown(here, await here.one_offs.get(owner, prediction_id))


@router.post("/{prediction_id}/cancel", status_code=202, responses=UNKNOWN | REFUSED | BUSY)
async def cancel_prediction(here: Here, owner: Owner, prediction_id: PredictionId) -> PredictionInfo:
    """Stop it, at the provider too. What was finished all the same is kept."""
    one_off = await here.one_offs.get(owner, prediction_id)
    look = await look_at(here, one_off, await here.ledger.of_order(one_off.order_key))
    if look and look.end:
        raise ClosedError("prediction-closed", f"It is {look.end.value} already")
    await here.purchases.cancel(prediction_id)
    return await _shown(here, one_off)


@router.post("/{prediction_id}/decide", status_code=202, responses=UNKNOWN | REFUSED | INVALID | BUSY)
async def decide_prediction(here: Here, owner: Owner, prediction_id: PredictionId, new: NewDecision) -> PredictionInfo:
    """Retry a purchase that waits, buy it again, or do without."""
    one_off = await here.one_offs.get(owner, prediction_id)
    await here.purchases.decide(prediction_id, new.answer)
    return await _shown(here, one_off)


async def _shown(here: Context, one_off: OneOff) -> PredictionInfo:
    look = await look_at(here, one_off, await here.ledger.of_order(one_off.order_key))
    # Read after its workflow was asked: what has ended meanwhile is shown with all that came of it.
    entries = await here.ledger.of_order(one_off.order_key)
    budgets = await here.budgets.of(one_off.owner) if look and look.holds else []
    return prediction_info(here.presenter, one_off, entries, look, budgets)
