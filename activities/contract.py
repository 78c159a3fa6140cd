"""What workflows may know of activities: their names, requests and results. Imports nothing heavy."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field, JsonValue

from film.assets import Asset, AssetKind
from film.brief import Brief
from film.catalogue import Chain, ModelRef, ref_of
from film.events import Event, ProjectView
from film.format import FilmFormat
from film.model import Value
from film.plan import Plan
from film.production_stage import Stage
from film.status import PredictionState

Request = TypeVar("Request", bound=Value)
Result = TypeVar("Result", bound=Value)


class Pool(StrEnum):
    """Task queues, each with its own workers. Submissions have one queue per provider: see ``submit_queue``."""

    STUDIO = "studio"
    RECORDS = "records"
    PLAN = "plan"
    AWAIT = "await"
    MEDIA = "media"


def submit_queue(provider: str) -> str:
    """The queue that every paid POST to one provider goes through, so that its rate limit cannot be bypassed."""
    return f"submit-{provider}"


@dataclass(frozen=True)
class Activity(Generic[Request, Result]):
    """An activity's name and types."""

    name: str
    request: type[Request]
    result: type[Result]


class Done(Value):
    """The result of an activity that has nothing to say."""


class RecordBatch(Value):
    """Events to append, and what is new in the read model after the last of them. Idempotent on (project, seq)."""

    project_id: str
    events: tuple[Event, ...]
    view: ProjectView


class ModerationRequest(Value):
    """A brief to check before anything is made from it. ``writer`` names the service that is asked."""

    project_id: str
    brief: Brief
    writer: str


class ModerationVerdict(Value):
    """Whether the brief may be filmed, and the category that speaks most against it."""

    allowed: bool
    category: str | None = None
    score: float = 0.0
    passage: str | None = None


class PlanOrder(Value):
    """A brief to turn into scenes. ``writer`` names the service that is asked."""

    project_id: str
    brief: Brief
    film_format: FilmFormat
    writer: str


class PlanAnswer(Value):
    """A planner's bought answer, by the key of the stored document, to be made into a plan."""

    order: PlanOrder
    answer: str


Files = str | tuple[str, ...]
"""The key of a stored file, or those of several that go under one name."""


class Order(Value):
    """Something to buy: which models may make it, best first, and what they are told, in our words.

    ``key`` is the business identity (project/scene/take/stage): the same order is never paid for twice.
    ``assets`` maps our input names to the keys of stored files, one or several; they become URLs only when sent.
    ``seconds`` is how much output is wanted; a model that makes certain lengths only is asked, and paid, for one that
    covers it.
    """

    key: str
    owner: str = "local"
    project_id: str | None
    scene_id: str | None
    take: int | None
    stage: Stage
    kind: AssetKind
    label: str
    models: Chain = Field(min_length=1)
    wants: dict[str, JsonValue]
    assets: Mapping[str, Files] = Field(default_factory=dict)
    seconds: float = 0.0


class Attempt(Value):
    """One try at an order with one model. ``key`` is the order's key and the number of the try."""

    key: str
    order: Order
    model: Annotated[ModelRef, BeforeValidator(ref_of)]


class Submitted(Value):
    """The provider has accepted the attempt under this id; ``ended`` says that its answer was the output itself."""

    attempt_key: str
    provider_id: str
    ended: bool = False


class Receipt(Value):
    """What was bought: the stored file, the times of its words or beats where the model gave them, the price.

    ``remarks`` say how it differs from what was ordered.
    """

    asset: Asset
    timings: Asset | None = None
    duration_s: float | None = None
    cost_usd: Decimal = Decimal(0)
    model: str
    remarks: tuple[str, ...] = ()


class AwaitRequest(Value):
    """An accepted attempt to wait for, and, with a ``kind``, to bring home as soon as it has ended."""

    attempt_key: str
    provider: str
    provider_id: str
    max_wait_s: float = 1800.0
    kind: AssetKind | None = None


class Outcome(Value):
    """How a prediction ended. ``worth_retrying`` says that the same model may well succeed next time.

    ``receipt`` is there when the output is home already; without one it is still to be stored.
    """

    state: PredictionState
    error: str | None = None
    worth_retrying: bool = False
    receipt: Receipt | None = None


class StoreRequest(Value):
    """A finished attempt whose output is to be brought home."""

    attempt_key: str
    provider: str
    kind: AssetKind


class SettleRequest(Value):
    """An attempt that nobody waits for any more, to be closed in the ledger."""

    attempt_key: str
    outcome: Outcome


class Settled(Value):
    """How the attempt stands in the ledger now; ``None`` when it never came to be in it."""

    state: PredictionState | None = None


class BudgetChange(Value):
    """A new cap for a project; ``None`` lifts it."""

    project_id: str
    cap_usd: Decimal | None = Field(ge=0)


class ReconcileRequest(Value):
    """A round through the ledger. Rows that were touched within ``quiet_s`` are left to those who work on them."""

    quiet_s: float = 120.0


class Reconciled(Value):
    """What a round found: doubts cleared and left, predictions stopped, outputs brought home, and orphans.

    An orphan is a prediction on our account that no row of the ledger stands for.
    """

    cleared: int = 0
    in_doubt: int = 0
    stopped: int = 0
    rescued: int = 0
    orphans: tuple[str, ...] = ()


RECORD = Activity("record", RecordBatch, Done)
MODERATE = Activity("moderate", ModerationRequest, ModerationVerdict)
PLAN = Activity("plan", PlanOrder, Plan)
READ_PLAN = Activity("read_plan", PlanAnswer, Plan)
SUBMIT = Activity("submit", Attempt, Submitted)
AWAIT = Activity("await_prediction", AwaitRequest, Outcome)
STORE = Activity("store_output", StoreRequest, Receipt)
SETTLE = Activity("settle", SettleRequest, Settled)
SET_BUDGET = Activity("set_budget", BudgetChange, Done)
RECONCILE = Activity("reconcile", ReconcileRequest, Reconciled)
