"""The till: what calls that answer at once cost, and their line on the bill."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Request
from pydantic import JsonValue

from film.catalogue import Catalogue, Model
from film.prices import Usage
from previz.server.bill import Bill


class Till:
    """Finds models by provider and the name that is sent, which is not always the second half of their slug."""

    def __init__(self, catalogue: Catalogue, bill: Bill) -> None:
        self._bill = bill
        self._models = {(m.provider, _sent_name(m)): m for m in catalogue.models}
        self.catalogue = catalogue

    def model(self, provider: str, name: str) -> Model | None:
        """The catalogue's model behind a name."""
        return self._models.get((provider, name))

    async def charge(
        self,
        request: Request,
        provider: str,
        name: str,
        usage: Usage,
        *,
        told: Mapping[str, JsonValue] | None = None,
        answer_id: str | None = None,
    ) -> None:
        """Put an accepted call on the bill, before it is answered; one of a model without a price is free."""
        model = self.model(provider, name)
        slug = model.slug if model else f"{provider}/{name}"
        usd = model.cost(dict(told or {}), usage) if model else Decimal(0)
        why = "answered" if model else "not in the catalogue"
        await self._bill.add(request_id_of(request), slug, usd, why, answer_id=answer_id)


def request_id_of(request: Request) -> str:
    """What the reply's ``x-request-id`` will be."""
    return str(request.state.request_id)


def till_of(request: Request) -> Till:
    """The till of the app that serves this request."""
    till: Till = request.app.state.till
    return till


TheTill = Annotated[Till, Depends(till_of)]


def _sent_name(model: Model) -> str:
    told = model.fixed.get("model_id")
    return told if isinstance(told, str) else model.slug.partition("/")[2]
