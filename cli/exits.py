"""Exit codes that scripts can rely on, and the errors that carry them."""

from enum import IntEnum
from typing import NoReturn

import typer


class Exit(IntEnum):
    """What a command ended with."""

    OK = 0
    FAILED = 1
    BAD_INPUT = 2
    REFUSED = 3
    CANCELLED = 4
    NOT_FOUND = 5
    CONFLICT = 6
    NO_STUDIO = 7
    NO_SPACE = 8
    WAITING = 9
    FLAWED = 10
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot go on: one sentence for the person, one code for the script."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code


def leave(code: Exit) -> NoReturn:
    """End the process with this code."""
    raise typer.Exit(int(code))
