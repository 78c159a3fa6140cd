"""What the launcher tells about the stack: its parts, what happens to them, and why it gave up."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from film.model import Value


class Part(StrEnum):
    """A part of the embedded stack; the value names its log and its record."""

    TEMPORAL = "temporal"
    POSTGRES = "postgres"
    OBJECTS = "s3"
    PREVIZ = "previz"
    WORKER = "worker"
    API = "api"


class Happening(StrEnum):
    """What can happen to a part."""

    STARTING = "starting"
    READY = "ready"
    DIED = "died"
    RESTARTING = "restarting"
    STOPPED = "stopped"
    FAILED = "failed"
    NOTE = "note"


class StackEvent(Value):
    """One thing that happened, with a sentence for a person and what is needed to look into it."""

    part: Part
    what: Happening
    message: str
    pid: int | None = None
    port: int | None = None
    log: Path | None = None


class StackError(Exception):
    """The stack can't start or go on; the message says which part, port and log, and what to do."""

    def __init__(
        self, message: str, *, part: Part | None = None, port: int | None = None, log: Path | None = None
    ) -> None:
        super().__init__(message)
        self.part = part
        self.port = port
        self.log = log


Listener = Callable[[StackEvent], None]
