"""What a purchase costs beside its call: time, worker memory, history events, database transactions."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.buying import Delay, Run, in_reels, one_off
from benchmarks.studio import opened

_MANY = 500
_FILMS = 10
_SHORT_S, _LONG_S = 2.0, 60.0
_WARM = 50
_PATIENCE_S = 900.0
_FIXED_EVENTS = 5
"""Of every workflow: it starts, its first task is scheduled, started and completed, it ends."""


def run() -> None:
    """Buy from a provider that does nothing but take its time; print what was added to it."""
    with tempfile.TemporaryDirectory(prefix="reelwright-bench-") as folder:
        # PostgreSQL, which never runs as root, must be let through.
        Path(folder).chmod(0o755)
        asyncio.run(_run(Path(folder) / "home"))


async def _run(home: Path) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        async with opened(home, webhooks=True) as studio:
            # Pools fill and modules load with the first purchases: what comes after is the price of each.
            await one_off(studio, "warm", _WARM, _SHORT_S)
            long = await one_off(studio, "long", _MANY, _LONG_S)
            short = await one_off(studio, "short", _MANY, _SHORT_S)
            alone = await one_off(studio, "alone", 3, _SHORT_S, beside=False)
            films = await in_reels(studio, "film", _FILMS, 10, _SHORT_S)
            in_turn = await in_reels(studio, "take", 1, 2, _SHORT_S, beside=False)
        async with opened(home, webhooks=False) as studio:
            await one_off(studio, "warm-untold", _WARM, _SHORT_S)
            polled = await one_off(studio, "polled", _MANY, _SHORT_S)
    columns = {"1 at a time": alone, "webhooks": short, "polling": polled, f"in {_FILMS} films": films}
    _print({**columns, f"calls of {_LONG_S:.0f} s": long})
    _print_memory(long)
    _print_history(alone, in_turn)


_PARTS: dict[str, Callable[[Delay], float]] = {
    "added s, median / p95": lambda delay: delay.added,
    "  start to accepted": lambda delay: delay.to_accept,
    "  ended to noticed": lambda delay: delay.to_notice,
    "  noticed to settled": lambda delay: delay.to_settle,
}


def _print(runs: dict[str, Run]) -> None:
    print(
        f"Purchases started all at once in one worker process, calls of {_SHORT_S:.0f} s unless said otherwise.\n"
        "The limits of a Replicate account (9 creates and 40 looks a second) are off: they would rule all figures."
    )
    _row("", list(runs))
    _row("purchases", [f"{run.purchases}" for run in runs.values()])
    _row("at the provider at once", [f"{run.in_flight}" for run in runs.values()])
    for title, part in _PARTS.items():
        _row(title, [f"{run.middle(part):.2f} / {run.p95(part):.2f}" for run in runs.values()])
    _row("looks at the provider, each", [f"{run.looks:.1f}" for run in runs.values()])
    _row("transactions, each", [f"{run.transactions:.1f}" for run in runs.values()])
    _row("worker CPU ms, each", [f"{run.load.cpu_s / run.purchases * 1000:.0f}" for run in runs.values()])


def _print_memory(run: Run) -> None:
    print(
        f"Worker memory: {run.load.idle_bytes / 1e6:.0f} MB idle, {run.load.peak_bytes / 1e6:.0f} MB at the peak "
        f"with {run.purchases} under way and {run.in_flight} of them at the provider: {run.bytes_each / 1024:.0f} KB "
        "each (aim: 60)"
    )


def _print_history(alone: Run, in_turn: Run) -> None:
    more = (in_turn.events - _FIXED_EVENTS) / in_turn.purchases
    print(
        f"History: {alone.events:.0f} events and {alone.history_bytes / 1024:.1f} KB for a purchase in a workflow of "
        f"its own, {more:.0f} events more for each in a take (aim: 20)"
    )


def _row(title: str, cells: list[str]) -> None:
    print(f"{title:<28}" + "".join(f"{cell:>18}" for cell in cells))
