"""From an order, its attempts and its workflow to a one-off generation as the API gives it."""

from collections.abc import Sequence
from decimal import Decimal

from activities.contract import Order, Receipt
from api.money import hold_info
from api.prediction_schemas import PredictionInfo, PredictionLinks, PredictionSummary
from api.presenting import Presenter
from api.purchases import Look
from film.budget import Budget
from film.holds import needed_usd
from film.predictions import OneOffState, prediction_workflow_id
from store.ledger import Entry
from store.one_offs import OneOff


def prediction_summary(one_off: OneOff, entries: Sequence[Entry], look: Look | None) -> PredictionSummary:
    """A one-off generation in a list."""
    order = Order.model_validate(one_off.order)
    return PredictionSummary(
        prediction_id=one_off.prediction_id,
        state=_state(entries, look),
        kind=order.kind,
        label=order.label,
        models=[model.slug for model in order.models],
        cost_usd=sum((entry.cost for entry in entries), Decimal(0)),
        error=look.error if look else None,
        created_at=one_off.created_at,
    )


def prediction_info(
    presenter: Presenter, one_off: OneOff, entries: Sequence[Entry], look: Look | None, budgets: Sequence[Budget]
) -> PredictionInfo:
    """Everything about a one-off generation."""
    here = f"/v1/predictions/{one_off.prediction_id}"
    order = Order.model_validate(one_off.order)
    receipt = next((Receipt.model_validate(e.receipt) for e in reversed(entries) if e.receipt), None)
    holds = look.holds if look else ()
    return PredictionInfo(
        **dict(prediction_summary(one_off, entries, look)),
        input=order.wants,
        assets=order.assets,
        file=presenter.maybe(receipt.asset if receipt else None),
        timings=presenter.maybe(receipt.timings if receipt else None),
        duration_s=receipt.duration_s if receipt else None,
        attempts=[presenter.bought(entry) for entry in entries],
        holds=[hold_info(hold, f"{here}/decide") for hold in holds],
        needed_usd=needed_usd(holds, budgets),
        live=look is not None,
        links=PredictionLinks(self=here, temporal=presenter.workflow(prediction_workflow_id(one_off.prediction_id))),
    )


def _state(entries: Sequence[Entry], look: Look | None) -> OneOffState:
    if look and look.end:
        return look.end
    if any(entry.receipt for entry in entries):
        return OneOffState.SUCCEEDED
    if look and look.holds:
        return OneOffState.WAITING
    return OneOffState.MAKING if entries else OneOffState.ORDERED
