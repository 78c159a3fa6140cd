"""The command as a user types it."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


async def reelwright(*arguments: str, home: Path, cwd: Path, **environ: str) -> Ran:
    """Run ``reelwright`` in ``cwd`` with this data folder."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cli",
        *arguments,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "REELWRIGHT_HOME": str(home), "COLUMNS": "120", **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 240)
    return Ran(process.returncode or 0, out.decode(), err.decode())
