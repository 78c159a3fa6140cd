"""One-off generations between the door and their workflows: ordered once, started once, looked at."""

from collections.abc import Sequence

from activities.contract import Order
from api.context import Context
from api.problems import ProblemError
from api.purchases import Look
from film.predictions import ONE_OFF_ENDS, OneOffState
from store.ledger import Entry
from store.one_offs import OneOff


async def ordered(here: Context, prediction_id: str, order: Order) -> OneOff:
    """The order as it is stored, its workflow started; one that was started before is not started again."""
    created = await here.one_offs.create(prediction_id, order.owner, order.model_dump(mode="json"))
    one_off = await here.one_offs.get(order.owner, prediction_id)
    if not _same(Order.model_validate(one_off.order), order):
        detail = "This Idempotency-Key belongs to another order; take a new key for a new one"
        raise ProblemError(422, "idempotency-key-reused", detail, pointer="Idempotency-Key")
    if not one_off.started:
        try:
            await here.purchases.start(prediction_id, Order.model_validate(one_off.order))
        except ProblemError:
            if created:
                await here.one_offs.discard(prediction_id)
            raise
        await here.one_offs.started(prediction_id)
    return one_off.model_copy(update={"started": True})


def _same(stored: Order, order: Order) -> bool:
    """Whether two orders ask for the same of the same: what the catalogue says of the models may have changed."""
    names = ("kind", "wants", "assets", "seconds")
    slugs = [[model.slug for model in each.models] for each in (stored, order)]
    return slugs[0] == slugs[1] and all(getattr(stored, name) == getattr(order, name) for name in names)


async def look_at(here: Context, one_off: OneOff, entries: Sequence[Entry]) -> Look | None:
    """How its workflow is. The end is kept when it is first seen, since Temporal forgets."""
    if one_off.state in ONE_OFF_ENDS:
        return Look(end=one_off.state, error=one_off.error)
    look = await here.purchases.look(one_off.prediction_id) if one_off.started else None
    if look and look.gone and any(entry.receipt for entry in entries):
        look = Look(end=OneOffState.SUCCEEDED)
    if look and look.end:
        await here.one_offs.ended(one_off.prediction_id, look.end, look.error)
    return look
