"""From what somebody asks to an order that can be bought: everything wrong with it is told before that."""

import asyncio
from datetime import date

from activities.contract import Order
from api.prediction_schemas import NewPrediction
from api.problems import FieldProblem, ProblemError
from api.settings import ApiSettings
from film.catalogue import Capability, Catalogue, Model, Studio, UnknownModelError
from film.predictions import ONE_OFFS, prediction_order_key
from film.wishes import Wish, wish_faults
from store.objects import ObjectStore

_LABEL_WORDS = 60


class Desk:
    """Takes orders for one-off generations."""

    def __init__(self, catalogue: Catalogue, objects: ObjectStore, settings: ApiSettings) -> None:
        self._catalogue, self._objects, self._settings = catalogue, objects, settings

    async def order(self, owner: str, prediction_id: str, new: NewPrediction, today: date) -> Order:
        """The order. Raises ``ProblemError`` (422) with every field that is wrong."""
        capability, models = self._chosen(new, today)
        if missing := self._settings.missing_account(models[0].provider):
            detail = f"{models[0].slug} needs {missing}; set it and start again, or use previz"
            raise ProblemError(422, "no-credentials", detail, pointer="/model" if new.model else "/studio")
        wish = Wish(input=new.input, assets=new.assets, seconds=new.seconds)
        fields = [FieldProblem(pointer=fault.pointer, detail=fault.rule) for fault in wish_faults(wish, models)]
        if fields := fields or await self._lost_files(new):
            detail = f"{models[0].slug}: " + "; ".join(f"{field.pointer} {field.detail}" for field in fields)
            raise ProblemError(422, "invalid-request", detail, fields=fields)
        stage, kind = ONE_OFFS[capability]
        return Order(
            key=prediction_order_key(prediction_id),
            owner=owner,
            project_id=None,
            scene_id=None,
            take=None,
            stage=stage,
            kind=kind,
            label=_label(capability, new),
            models=tuple(model.ref for model in models),
            wants=new.input,
            assets=new.assets,
            seconds=wish.length_s(models[0]),
        )

    def _chosen(self, new: NewPrediction, today: date) -> tuple[Capability, list[Model]]:
        """The kind of work, and the models that are asked for it, best first."""
        if (new.model is None) == (new.capability is None):
            raise ProblemError(422, "invalid-request", "Name a model or a capability, and only one", pointer="/model")
        if new.model is not None:
            capability, models = self._named(new.model, new.studio, today)
        else:
            capability = new.capability or Capability.STILL
            models = self._chain(capability, new.studio or Studio.PREVIZ, today)
        if capability not in ONE_OFFS:
            detail = f"{capability.value} makes no file that could be had on its own"
            raise ProblemError(422, "invalid-request", detail, pointer="/model" if new.model else "/capability")
        return capability, models

    def _named(self, slug: str, studio: Studio | None, today: date) -> tuple[Capability, list[Model]]:
        try:
            model = self._catalogue.model(slug, today)
        except UnknownModelError as error:
            raise ProblemError(422, "no-such-model", str(error), pointer="/model") from error
        if studio not in (None, model.studio):
            detail = f"{slug} is a model of the studio {model.studio.value}"
            raise ProblemError(422, "invalid-request", detail, pointer="/studio")
        return model.capability, [model]

    def _chain(self, capability: Capability, studio: Studio, today: date) -> list[Model]:
        chain = [self._catalogue.known(ref.slug) for ref in self._catalogue.chain(studio, capability)]
        models = [model for model in chain if not model.retired(today)]
        if not models:
            detail = f"The studio {studio.value} has no model for {capability.value}; name one of `/v1/models`"
            raise ProblemError(422, "no-such-model", detail, pointer="/capability")
        return models

    async def _lost_files(self, new: NewPrediction) -> list[FieldProblem]:
        """Files that are not in our store."""
        sizes = await asyncio.gather(*(asyncio.to_thread(self._objects.size, key) for key in new.assets.values()))
        return [
            FieldProblem(pointer=f"/assets/{name}", detail="there is no such file here")
            for name, size in zip(new.assets, sizes, strict=True)
            if size is None
        ]


def _label(capability: Capability, new: NewPrediction) -> str:
    """What the operator and whoever is asked about it read."""
    said = next((value for name in ("prompt", "text") if isinstance(value := new.input.get(name), str)), "")
    return f"{capability.value}: {said[:_LABEL_WORDS]}" if said else capability.value
