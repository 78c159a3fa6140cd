"""Heavy work in threads: the event loop stays free, heartbeats go out, and a cancellation reaches the work."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from temporalio import activity

Result = TypeVar("Result")

_BEAT_S = 2.0


class Reins:
    """What the work in the thread is given: it reports frames done and asks whether to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.frames_done = 0

    def progress(self, frames_done: int) -> None:
        """Say how far the work is."""
        self.frames_done = frames_done

    def should_stop(self) -> bool:
        """Whether the activity has been cancelled."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop at its next look."""
        self._stop.set()


async def in_thread(executor: Executor, work: Callable[[Reins], Result]) -> Result:
    """Run ``work`` in ``executor``, heartbeating meanwhile.

    When the activity is cancelled, the work is asked to stop and waited for before the cancellation goes on.
    """
    reins = Reins()
    running = asyncio.get_running_loop().run_in_executor(executor, work, reins)
    try:
        while True:
            done, _ = await asyncio.wait({running}, timeout=_BEAT_S)
            if done:
                return running.result()
            activity.heartbeat(reins.frames_done)
    except asyncio.CancelledError:
        reins.stop()
        await asyncio.wait({running})
        running.exception()  # it was asked to stop: that it says so is no news
        raise
