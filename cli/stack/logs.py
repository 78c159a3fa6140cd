"""Logs of the stack's processes: bounded in size, and quoted when something goes wrong."""

import os
import shutil
from pathlib import Path

ROTATE_BYTES = 10_000_000
QUOTED_BYTES = 16_000


def rotate(log: Path, limit_bytes: int = ROTATE_BYTES) -> None:
    """Move what a large log holds into `<log>.1` and empty it in place.

    The process keeps writing: it appends to the same file, so truncating is safe at any time.
    """
    try:
        if log.stat().st_size <= limit_bytes:
            return
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)
    except FileNotFoundError:
        return


def tail(log: Path, lines: int = 8) -> list[str]:
    """The last lines of a log, without blank ones; empty if there is none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - QUOTED_BYTES))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-lines:]
