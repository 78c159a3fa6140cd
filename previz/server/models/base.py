"""What every model of the server is: a name, a schema of inputs, and how it makes its output."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from previz.server.crew.pool import Pool
from previz.server.crew.tasks import Task
from previz.server.records import file_uri

OWNER = "previz"
Uri = Annotated[str, Field(min_length=1, json_schema_extra={"format": "uri"})]
Side = Annotated[int, Field(ge=64, le=3840, multiple_of=2)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ModelInput(BaseModel):
    """The inputs of one model. Names it does not have are dropped, as Replicate does."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Inputs = TypeVar("Inputs", bound=ModelInput)


class Lane(IntEnum):
    """Who goes first when drawers are busy: what takes a moment, then what takes a while."""

    SHORT = 0
    LONG = 1


@dataclass(frozen=True)
class Crews:
    """The worker pools. Sound has its own, so that a line never waits for a clip."""

    language: Pool
    sound: Pool
    pictures: Pool

    @property
    def all(self) -> tuple[Pool, ...]:
        """Every pool."""
        return self.language, self.sound, self.pictures


@dataclass(frozen=True)
class Job:
    """One prediction in the making. ``number`` is its place among all, ``out`` the folder of what is delivered."""

    number: int
    out: Path
    crews: Crews
    bring: Callable[[str, str], Awaitable[Path]]
    on_start: Callable[[], None]
    on_progress: Callable[[int, int], None]

    async def fetch(self, uri: str, name: str) -> Path:
        """The file an input URI points to, brought here. ``name`` is the input's. Raises ``UnusableInputError``."""
        return await self.bring(uri, name)

    async def run(self, pool: Pool, task: Task, lane: Lane) -> JsonValue:
        """Have a crew do what this prediction is about; the first such task marks its start."""
        return await pool.run(task, place=(lane, self.number), on_start=self.on_start, on_progress=self.on_progress)

    def file(self, name: str) -> tuple[Path, str]:
        """Where to write the delivered file ``name``, and how the output names it."""
        return self.out / name, file_uri(name)


class PrevizModel(ABC, Generic[Inputs]):
    """A model of the server: what it takes (``Input``), answers (``output_schema``) and does (``make``)."""

    name: ClassVar[str]
    description: ClassVar[str]
    output_schema: ClassVar[dict[str, Any]]
    Input: type[Inputs]

    @property
    def slug(self) -> str:
        """``owner/name``."""
        return f"{OWNER}/{self.name}"

    @cached_property
    def version(self) -> str:
        """64 hex digits that change with the schema."""
        return hashlib.sha256(json.dumps([self.slug, self.openapi_schema], sort_keys=True).encode()).hexdigest()

    @cached_property
    def openapi_schema(self) -> dict[str, Any]:
        """The model's OpenAPI document, inputs and output under ``components.schemas``."""
        schema = self.Input.model_json_schema(ref_template="#/components/schemas/{model}")
        shared = schema.pop("$defs", {})
        for order, field in enumerate(schema["properties"].values()):
            field["x-order"] = order
        schema["title"] = "Input"
        return {
            "openapi": "3.1.0",
            "info": {"title": self.slug, "version": "1.0.0"},
            "paths": {},
            "components": {"schemas": {"Input": schema, "Output": {"title": "Output", **self.output_schema}, **shared}},
        }

    @abstractmethod
    async def make(self, inputs: Inputs, job: Job) -> JsonValue:
        """Make the output. Raises what ``Pool.run`` and ``Job.fetch`` raise."""


def is_uri(what: str) -> dict[str, Any]:
    """The output schema of one file."""
    return {"type": "string", "format": "uri", "description": what}
