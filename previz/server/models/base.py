"""What every model of the server is: a name, a schema of inputs, and how it makes its output."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from film.prices import Usage
from previz.server import faults
from previz.server.crew.pool import Pool
from previz.server.crew.tasks import Task
from previz.server.lab.plan import Pace
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


@dataclass(frozen=True)
class Work:
    """What a model has made: its output, files in it named by ``file_uri``, and what that used."""

    output: JsonValue
    usage: Usage = field(default_factory=Usage)


class ServedModel(ABC):
    """Whatever predictions can be created of: its names, what it takes (``check``), does (``make``) and costs.

    ``versions`` are the 64-hex ids it answers to. An official one is also served on the route of models, and its
    predictions keep the version they ran on to themselves.
    """

    slug: str
    description: str
    versions: tuple[str, ...]
    is_official: bool = True
    usual_pace: Pace = Pace()

    @property
    def shown_version(self) -> str:
        """What predictions say they ran on."""
        return self.versions[0]

    @property
    @abstractmethod
    def openapi_schema(self) -> dict[str, Any]:
        """The OpenAPI document, inputs and output under ``components.schemas``."""

    @abstractmethod
    def check(self, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """The inputs it has, of those that were given. Raises ``Fault`` for one that breaks its rule."""

    @abstractmethod
    async def make(self, inputs: dict[str, JsonValue], job: Job) -> Work:
        """Make the output. Raises what ``Pool.run`` and ``Job.fetch`` raise."""

    def cost(self, inputs: dict[str, JsonValue], usage: Usage | None, predict_time_s: float) -> Decimal:
        """What a prediction costs in US dollars; one that made nothing (no ``usage``), what it was to cost."""
        del inputs, usage, predict_time_s
        return Decimal(0)

    @property
    def charges_failures(self) -> bool:
        """Whether a prediction that failed is charged."""
        return False


class PrevizModel(ServedModel, Generic[Inputs]):
    """A model of ours: its inputs are the fields of ``Input``, its output is described by ``output_schema``."""

    name: ClassVar[str]
    output_schema: ClassVar[dict[str, Any]]
    Input: type[Inputs]

    def __init__(self) -> None:
        self.slug = f"{OWNER}/{self.name}"
        # 64 hex digits that change with the schema.
        self.versions = (
            hashlib.sha256(json.dumps([self.slug, self.openapi_schema], sort_keys=True).encode()).hexdigest(),
        )

    @property
    def version(self) -> str:
        """Its one version."""
        return self.versions[0]

    @cached_property
    def openapi_schema(self) -> dict[str, Any]:
        """See ``ServedModel.openapi_schema``."""
        schema = self.Input.model_json_schema(ref_template="#/components/schemas/{model}")
        shared = schema.pop("$defs", {})
        for order, described in enumerate(schema["properties"].values()):
            described["x-order"] = order
        schema["title"] = "Input"
        return openapi_document(self.slug, schema, self.output_schema, shared)

    def check(self, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """See ``ServedModel.check``."""
        inputs = {name: value for name, value in given.items() if name in self.Input.model_fields}
        try:
            self.Input.model_validate_json(json.dumps(inputs), strict=True)
        except ValidationError as error:
            raise faults.invalid_input(error, "input") from error
        return inputs

    async def make(self, inputs: dict[str, JsonValue], job: Job) -> Work:
        """See ``ServedModel.make``."""
        return Work(await self.draw(self.Input.model_validate(inputs), job))

    @abstractmethod
    async def draw(self, inputs: Inputs, job: Job) -> JsonValue:
        """Make the output of checked inputs."""


def openapi_document(
    slug: str, inputs: dict[str, Any], output: dict[str, Any], shared: dict[str, Any]
) -> dict[str, Any]:
    """A model's OpenAPI document, as Replicate shows it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": slug, "version": "1.0.0"},
        "paths": {},
        "components": {"schemas": {"Input": inputs, "Output": {"title": "Output", **output}, **shared}},
    }


def is_uri(what: str) -> dict[str, Any]:
    """The output schema of one file."""
    return {"type": "string", "format": "uri", "description": what}
