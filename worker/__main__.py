"""``python -m worker --pool all``: serve task queues until told to stop, then drain."""

import argparse
import asyncio
import gc
import signal
from contextlib import AsyncExitStack
from datetime import timedelta

import structlog

from store.logs import configure_logs
from worker.choice import PoolChoice
from worker.pools import workers
from worker.schedules import ensure_reconciler
from worker.settings import WorkerSettings
from worker.studio import open_studio
from workflows.connection import connect

log = structlog.get_logger()

_EXIT_PAUSE_S = 0.2
"""The SDK's native threads may abort the interpreter when it exits right after the last await."""


async def serve(choice: PoolChoice) -> None:
    """Run the workers of ``choice`` until SIGTERM or SIGINT; running activities get half a minute to end."""
    settings = WorkerSettings()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stack:
        client = await connect()
        studio = await stack.enter_async_context(open_studio(settings))
        for worker in workers(client, studio, choice, settings):
            await stack.enter_async_context(worker)
        if choice in (PoolChoice.ALL, PoolChoice.STUDIO):
            await ensure_reconciler(client, timedelta(seconds=settings.reconcile_every_s))
        _settle_down()
        log.info("serving", pool=choice.value, providers=sorted(studio.providers))
        if settings.ready_file:
            await asyncio.to_thread(settings.ready_file.touch)
        await stopping.wait()
        log.info("draining")
    await asyncio.sleep(_EXIT_PAUSE_S)


def _settle_down() -> None:
    """Spare the garbage collector what was loaded for good: it looks at everything else the more often for it."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="worker", description="Serve Reelwright's task queues.")
    parser.add_argument("--pool", type=PoolChoice, choices=list(PoolChoice), default=PoolChoice.ALL)
    arguments = parser.parse_args()
    configure_logs()
    asyncio.run(serve(arguments.pool))


if __name__ == "__main__":
    main()
