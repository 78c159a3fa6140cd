"""Buying many things at once, and what is known of it afterwards."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any

import psutil

from activities.contract import Order
from benchmarks.reel import QUEUE, ReelWorkflow
from benchmarks.studio import Studio
from film.assets import AssetKind
from film.catalogue import ModelRef
from film.predictions import prediction_order_key, prediction_workflow_id
from film.production_stage import Stage
from workflows.policies import STUDIO_QUEUE
from workflows.prediction import PredictionWorkflow

_AT_A_TIME = 50
_SAMPLE_S = 0.2
_MODEL = ModelRef(slug="bench/still", provider="replicate", max_s=600)

Handle = Any


@dataclass(frozen=True)
class Delay:
    """What one purchase took beside the call itself, in seconds, part by part."""

    to_accept: float
    to_notice: float
    to_settle: float

    @property
    def added(self) -> float:
        return self.to_accept + self.to_notice + self.to_settle


@dataclass
class Load:
    """The worker process over a run."""

    idle_bytes: int
    peak_bytes: int = 0
    cpu_s: float = 0.0


@dataclass
class Run:
    """The figures of one run."""

    purchases: int
    delays: list[Delay] = field(default_factory=list)
    in_flight: int = 0
    looks: float = 0.0
    transactions: float = 0.0
    load: Load = field(default_factory=lambda: Load(0))
    events: float = 0.0
    history_bytes: float = 0.0

    def middle(self, part: Callable[[Delay], float]) -> float:
        return median(part(delay) for delay in self.delays)

    def p95(self, part: Callable[[Delay], float]) -> float:
        return quantiles([part(delay) for delay in self.delays], n=20, method="inclusive")[-1]

    @property
    def bytes_each(self) -> float:
        """Worker memory for each purchase."""
        return (self.load.peak_bytes - self.load.idle_bytes) / self.purchases


async def one_off(studio: Studio, name: str, number: int, seconds: float, *, beside: bool = True) -> Run:
    """``number`` one-off generations, each a workflow of its own, all at once or (not ``beside``) in turn."""
    orders = {f"{name}-{n}": _order(f"{name}-{n}") for n in range(number)}

    async def start(prediction_id: str) -> Handle:
        workflow_id = prediction_workflow_id(prediction_id)
        return await studio.temporal.start_workflow(
            PredictionWorkflow.run, orders[prediction_id], id=workflow_id, task_queue=STUDIO_QUEUE
        )

    async def buy() -> list[Handle]:
        if not beside:
            handles = []
            for prediction_id in orders:
                handles.append(await start(prediction_id))
                await handles[-1].result()
            return handles
        return await _each(list(orders), start)

    run, handles = await _measured(studio, number, seconds, buy)
    told = await _each(handles, lambda handle: handle.describe())
    spans = {order.key: (d.start_time, d.close_time) for order, d in zip(orders.values(), told, strict=True)}
    return await _filled(studio, run, told, spans)


async def in_reels(studio: Studio, name: str, reels: int, each: int, seconds: float, *, beside: bool = True) -> Run:
    """``reels`` workflows that buy ``each`` things, side by side or in turn."""
    orders = {f"{name}-{n}": [_order(f"{name}-{n}-{m}") for m in range(each)] for n in range(reels)}

    async def start(reel: str) -> Handle:
        return await studio.temporal.start_workflow(
            ReelWorkflow.run, args=[orders[reel], beside], id=reel, task_queue=QUEUE
        )

    async def buy() -> list[Handle]:
        return await _each(list(orders), start)

    run, handles = await _measured(studio, reels * each, seconds, buy)
    told = await _each(handles, lambda handle: handle.describe())
    settled = {key: row["updated_at"] for key, row in (await _rows(studio, name)).items()}
    spans = {
        order.key: (d.start_time, settled[order.key])
        for mine, d in zip(orders.values(), told, strict=True)
        for order in mine
    }
    return await _filled(studio, run, told, spans)


def _order(name: str) -> Order:
    return Order(
        key=prediction_order_key(name),
        project_id=None,
        scene_id=None,
        take=None,
        stage=Stage.STORYBOARD,
        kind=AssetKind.STILL,
        label=name,
        models=(_MODEL,),
        wants={"prompt": f"{name}: a silver robot walks through downtown Austin at sunset"},
    )


async def _measured(
    studio: Studio, number: int, seconds: float, buy: Callable[[], Awaitable[list[Handle]]]
) -> tuple[Run, list[Handle]]:
    await studio.expect(seconds)
    before = await studio.transactions()
    async with _watched(studio.worker) as load:
        handles = await buy()
        await asyncio.gather(*(handle.result() for handle in handles))
    transactions = (await studio.transactions() - before) / number
    return Run(purchases=number, transactions=transactions, load=load), handles


async def _filled(studio: Studio, run: Run, told: Sequence[Any], spans: dict[str, tuple[datetime, datetime]]) -> Run:
    """The run with what the provider, the ledger and Temporal know of its purchases."""
    calls = await studio.calls()
    rows = await _rows(studio, "")
    assert len(calls) == run.purchases, f"{run.purchases} were ordered, the provider was paid for {len(calls)}"
    for key, (start, end) in spans.items():
        call = calls[rows[key]["provider_id"]]
        run.delays.append(
            Delay(
                to_accept=call["created_at"] - start.timestamp(),
                to_notice=call["told_at"] - call["ends_at"],
                to_settle=end.timestamp() - call["told_at"],
            )
        )
    run.in_flight = _at_once([(call["created_at"], call["ends_at"]) for call in calls.values()])
    run.looks = sum(call["looks"] for call in calls.values()) / run.purchases
    run.events = sum(d.history_length for d in told) / len(told)
    sizes = [d.raw_description.workflow_execution_info.history_size_bytes for d in told]
    run.history_bytes = sum(sizes) / len(sizes)
    return run


async def _rows(studio: Studio, name: str) -> dict[str, dict[str, Any]]:
    """The ledger's rows by order, all of them settled."""
    query = "SELECT order_key, provider_id, updated_at, money FROM predictions WHERE order_key LIKE %s"
    cursor = await studio.database.execute(query, (f"{prediction_order_key(name)}%",))
    rows = {key: {"provider_id": p, "updated_at": at, "money": money} for key, p, at, money in await cursor.fetchall()}
    assert all(row["money"] == "settled" for row in rows.values()), "not everything was settled"
    return rows


def _at_once(spans: list[tuple[float, float]]) -> int:
    """How many of the spans overlap where most do."""
    moves = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    most = now = 0
    for _, step in moves:
        now += step
        most = max(most, now)
    return most


@asynccontextmanager
async def _watched(worker: psutil.Process) -> AsyncIterator[Load]:
    load = Load(idle_bytes=worker.memory_info().rss)
    before = worker.cpu_times()

    async def sample() -> None:
        while True:
            load.peak_bytes = max(load.peak_bytes, worker.memory_info().rss)
            await asyncio.sleep(_SAMPLE_S)

    sampling = asyncio.create_task(sample())
    try:
        yield load
    finally:
        sampling.cancel()
        after = worker.cpu_times()
        load.cpu_s = after.user + after.system - before.user - before.system


async def _each(items: Sequence[Any], work: Callable[[Any], Awaitable[Any]]) -> list[Any]:
    """``work`` on every item, many at a time, the results in order."""
    turns = asyncio.Semaphore(_AT_A_TIME)

    async def one(item: Any) -> Any:
        async with turns:
            return await work(item)

    return list(await asyncio.gather(*map(one, items)))
