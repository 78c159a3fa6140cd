"""What a purchase costs beside its call: time, worker memory, history events, database transactions."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.buying import Delay, Run, in_reels, one_off
from benchmarks.studio import opened

_MANY = 500
_REELS = 20
_SHORT_S, _LONG_S = 2.0, 30.0
_IN_TURN = 5
_FIXED_EVENTS = 5
"""Of every workflow: it starts, its first task is scheduled, started and completed, it ends."""


def run() -> None:
    """Buy from a provider that does nothing but take its time; print what was added to it."""
    asyncio.run(_run())


async def _run() -> None:
    with tempfile.TemporaryDirectory(prefix="reelwright-bench-") as folder:
        home = Path(folder) / "home"
        runs: dict[str, Run] = {}
        async with opened(home, webhooks=False) as studio:
            runs["1 at a time"] = await one_off(studio, "turn", _IN_TURN, _SHORT_S, beside=False)
            runs["30 s calls"] = await one_off(studio, "long", _MANY, _LONG_S)
            runs["2 s calls"] = await one_off(studio, "short", _MANY, _SHORT_S)
            runs[f"in {_REELS} films"] = await in_reels(studio, "reel", _REELS, _MANY // _REELS, _SHORT_S)
            in_turn = await in_reels(studio, "chain", 1, 3, _SHORT_S, beside=False)
        async with opened(home, webhooks=True) as studio:
            await one_off(studio, "warm", _IN_TURN, _SHORT_S)
            runs["30 s, webhooks"] = await one_off(studio, "long-told", _MANY, _LONG_S)
            runs["2 s, webhooks"] = await one_off(studio, "short-told", _MANY, _SHORT_S)
    _print(runs, in_turn)


def _print(runs: dict[str, Run], in_turn: Run) -> None:
    print(f"\n{_MANY} purchases started at once, one worker process, no rate limits (replicate.com's would rule)")
    _row("", list(runs))
    _row("at the provider at once", [f"{run.in_flight}" for run in runs.values()])
    for title, part in _PARTS.items():
        _row(title, [f"{run.middle(part):.2f} / {run.p95(part):.2f}" for run in runs.values()])
    _row("looks per prediction", [f"{run.looks:.1f}" for run in runs.values()])
    _row("transactions per prediction", [f"{run.transactions:.1f}" for run in runs.values()])
    _row("worker CPU ms per prediction", [f"{run.load.cpu_s / run.purchases * 1000:.0f}" for run in runs.values()])
    _row("worker MB, before", [f"{run.load.idle_bytes / 1e6:.0f}" for run in runs.values()])
    _row("worker MB, peak", [f"{run.load.peak_bytes / 1e6:.0f}" for run in runs.values()])
    _row("wall s", [f"{run.wall_s:.1f}" for run in runs.values()])
    alone = runs["30 s calls"]
    print(f"worker memory, {alone.in_flight} in flight for the first time: {alone.bytes_each / 1024:.0f} KB each")
    marginal = (in_turn.events - _FIXED_EVENTS) / in_turn.purchases
    print(
        f"history: {alone.events:.0f} events, {alone.history_bytes / 1024:.1f} KB for a purchase on its own; "
        f"{marginal:.0f} more events for each in a take"
    )


_PARTS: dict[str, Callable[[Delay], float]] = {
    "added s, median / p95": lambda delay: delay.added,
    "  start to accepted": lambda delay: delay.to_accept,
    "  ended to noticed": lambda delay: delay.to_notice,
    "  noticed to settled": lambda delay: delay.to_settle,
}


def _row(title: str, cells: list[str]) -> None:
    print(f"{title:<30}" + "".join(f"{cell:>17}" for cell in cells))
