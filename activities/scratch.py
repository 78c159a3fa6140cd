"""Scratch space on disk: each process has a folder of its own, and what dead processes left behind is removed."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_ALIVE = "alive"


def own_folder(root: Path) -> Path:
    """A new folder under ``root``, ours until this process ends, however it ends.

    A lock that the kernel drops with the process tells the folders of the living from those of the dead; process
    ids would not, as they repeat and differ between containers.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        for other in root.iterdir():
            if other.is_dir() and _is_abandoned(other):
                shutil.rmtree(other, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=root))
        _lock(folder)
        return folder


def _lock(folder: Path) -> int:
    """Take the folder's lock and keep it; raises ``BlockingIOError`` when it is held."""
    handle = os.open(folder / _ALIVE, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle


def _is_abandoned(folder: Path) -> bool:
    try:
        os.close(_lock(folder))
    except BlockingIOError:
        return False
    return True
