"""What a process cost: wall and CPU seconds with its children, and its peak memory.

Run as a program it is the parent of the process that is measured, and small: a process counts as its own what its
parent held when it was started.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    """Of one run; ``peak_mb`` is that of its largest process, ``said`` its standard output."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str


def measured(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end. Raises ``RuntimeError`` with the end of its complaints if it fails."""
    parent = [sys.executable, "-I", "-S", __file__, *map(str, command)]
    told = subprocess.run(parent, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout
    found = json.loads(told)
    if code := found.pop("code"):
        raise RuntimeError(f"{command[0]} ended with {code}:\n{found['said'][-3000:]}")
    return Cost(**found)


def python(module: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs one of our modules in a process of its own."""
    return [sys.executable, "-m", module, *arguments]


def _run(command: list[str]) -> dict[str, float | str]:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode("utf-8", "replace")
        # Only this call tells the usage of one child and of what it waited for itself.
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    cpu_s = usage.ru_utime + usage.ru_stime
    peak_mb = usage.ru_maxrss / 1024
    return {"wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_mb, "said": said, "code": process.returncode}


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1:])))
