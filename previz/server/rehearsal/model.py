"""A paid model, rehearsed: served as the catalogue describes it, charged as the catalogue prices it."""

import asyncio
import hashlib
import json
from concurrent.futures import Executor
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from film.catalogue import Capability, Catalogue, Model, Route
from film.input_schema import json_schema_of
from film.prices import FailureBilling, Usage
from previz.server.lab.plan import Pace
from previz.server.models.base import Job, ServedModel, Work, is_uri, openapi_document
from previz.server.rehearsal.check import checked
from previz.server.rehearsal.makers import MAKERS
from previz.server.rehearsal.wish import Wish

PROVIDER = "replicate"
_PACE = Pace(starting_s=0.2, processing_s=0.5)
_HIDDEN = "hidden"


class PaidModel(ServedModel):
    """One model of the catalogue. Its media are made by ``hands``."""

    usual_pace = _PACE

    def __init__(self, model: Model, hands: Executor) -> None:
        self._model, self._hands = model, hands
        self.slug = model.slug
        self.description = f"A rehearsal of {model.slug}: test cards, as {model.takes.source} describes its inputs."
        self.is_official = model.route is Route.OFFICIAL
        digest = hashlib.sha256(json.dumps([model.slug, self._schemas], sort_keys=True).encode()).hexdigest()
        self.versions = (model.version or digest,)

    @property
    def shown_version(self) -> str:
        """Official models keep theirs to themselves."""
        return _HIDDEN if self.is_official else self.versions[0]

    @cached_property
    def openapi_schema(self) -> dict[str, Any]:
        """See ``ServedModel.openapi_schema``."""
        inputs, choices = self._schemas
        return openapi_document(self.slug, inputs, self._output, choices)

    def check(self, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """See ``ServedModel.check``."""
        return checked(self._model.takes.rules, given)

    async def make(self, inputs: dict[str, JsonValue], job: Job) -> Work:
        """See ``ServedModel.make``. The files of the inputs are fetched for real."""
        job.on_start()
        files = {name: await self._fetched(name, value, job) for name, value in inputs.items() if self._is_file(name)}
        wish = self._wish(inputs, files)
        label = f"{self.slug.partition('/')[2]} #{job.number}"
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hands, MAKERS[self._model.capability], wish, job.out, label)

    def cost(self, inputs: dict[str, JsonValue], usage: Usage | None, predict_time_s: float) -> Decimal:
        """See ``ServedModel.cost``."""
        used = self._wish(inputs, {}).usage() if usage is None else usage
        return self._model.cost(inputs, used.model_copy(update={"compute_s": predict_time_s}))

    @property
    def charges_failures(self) -> bool:
        """See ``ServedModel.charges_failures``."""
        return self._model.price.failures is FailureBilling.CHARGED

    @cached_property
    def _schemas(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The inputs, and their choices, which Replicate keeps apart."""
        schema, choices = json_schema_of(self._model), {}
        for name, described in schema["properties"].items():
            described["title"] = name.replace("_", " ").capitalize()
            if "enum" in described:
                choices[name] = {
                    "title": name,
                    "description": "An enumeration.",
                    "type": described.pop("type"),
                    "enum": described.pop("enum"),
                }
                described.pop("title")
                described["allOf"] = [{"$ref": f"#/components/schemas/{name}"}]
        return schema, choices

    @property
    def _output(self) -> dict[str, Any]:
        if self._model.capability is Capability.TRANSCRIBE:
            return {"type": "object"} if self._model.makes.word_times else {"type": "string"}
        if self._wish({}, {}).answers_a_list:
            return {"type": "array", "items": {"type": "string", "format": "uri"}}
        return is_uri("The output.")

    def _wish(self, inputs: dict[str, JsonValue], files: dict[str, tuple[Path, ...]]) -> Wish:
        return Wish(self._model, self._model.takes.with_defaults(inputs), files)

    def _is_file(self, name: str) -> bool:
        return self._model.takes.rules[name].file

    async def _fetched(self, name: str, value: JsonValue, job: Job) -> tuple[Path, ...]:
        uris = value if isinstance(value, list) else [value]
        if len(uris) == 1:
            return (await job.fetch(str(uris[0]), name),)
        return tuple([await job.fetch(str(uri), f"{name}_{n}") for n, uri in enumerate(uris)])


def rehearsed(catalogue: Catalogue, hands: Executor) -> tuple[PaidModel, ...]:
    """All models of the catalogue that are to be had at Replicate."""
    return tuple(PaidModel(model, hands) for model in catalogue.models if model.provider == PROVIDER)
