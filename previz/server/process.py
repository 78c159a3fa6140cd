"""Ties between processes: nobody outlives the one who needs them."""

import asyncio
import contextlib
import ctypes
import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class FolderTakenError(RuntimeError):
    """Another server works in the folder."""


@contextlib.contextmanager
def only_one_in(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process alone; the kernel lets go of it even after a kill.

    Raises ``FolderTakenError`` when another server holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderTakenError(f"another previz server works in {folder}") from error
        yield


async def when_orphaned(then: Callable[[], None], *, look_every_s: float = 1.0) -> None:
    """Call ``then`` once the process that started this one is gone.

    The server looks at its parent's id, since a death signal would also fire when a mere thread of the launcher ends.
    A server that starts as an orphan (an init process its parent) never calls.
    """
    parent = os.getppid()
    if parent <= 1:
        return
    while os.getppid() == parent:  # noqa: ASYNC110 -- the kernel offers no event for this
        await asyncio.sleep(look_every_s)
    then()
