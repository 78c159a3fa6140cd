"""What a worker's craft is, and how the server keeps a hand on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from previz.server.crew.tasks import Task


@dataclass(frozen=True)
class Control:
    """The server's side of an order under way: it may call it off, and it hears how far it is."""

    should_stop: Callable[[], bool]
    on_progress: Callable[[int, int], None]


class Craft(Protocol):
    """What the workers of one crew can do."""

    def warm(self) -> None:
        """Load the models ahead of the first order."""
        ...

    def do(self, task: Task) -> JsonValue:
        """Carry out one order; its answer as JSON. Raises ``UnusableInputError`` when the order's data cannot be used.

        An order called off may end early; its answer is not looked at.
        """
        ...


class NotOurCraftError(TypeError):
    """A task was given to a crew that does not do that kind of work."""

    def __init__(self, task: Task) -> None:
        super().__init__(f"this crew does not do {task.kind}")
