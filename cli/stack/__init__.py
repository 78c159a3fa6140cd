"""The embedded stack: Temporal, PostgreSQL, S3, previz, workers and API as supervised child processes."""

import os
from collections.abc import Mapping
from pathlib import Path

from cli.stack.doctor import PartReport, State, diagnose
from cli.stack.endpoints import Endpoints
from cli.stack.events import Happening, Part, StackError, StackEvent
from cli.stack.record import live_endpoints
from cli.stack.settings import Home
from cli.stack.supervisor import Stack

__all__ = [
    "Endpoints",
    "Happening",
    "Home",
    "Part",
    "PartReport",
    "Stack",
    "StackError",
    "StackEvent",
    "State",
    "diagnose",
    "read_endpoints",
]


def read_endpoints(home: Path, environ: Mapping[str, str] = os.environ) -> Endpoints | None:
    """The endpoints of the stack running on this data folder, or None when none is ready."""
    return live_endpoints(Home.at(home), environ)
