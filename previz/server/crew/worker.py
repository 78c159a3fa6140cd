"""A worker process: takes one order at a time on stdin, answers on stdout, dies with the server."""

import argparse
import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import BinaryIO

from film.model import Value
from previz.server.crew.control import Control, Craft
from previz.server.crew.tasks import (
    Crew,
    Failed,
    Finished,
    Order,
    Progress,
    Ready,
    Stop,
    ToWorker,
    UnusableInputError,
)
from previz.server.process import die_with_parent


class Channel:
    """The line to the server. Stray prints of libraries go to stderr, so that they cannot garble it."""

    def __init__(self) -> None:
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def say(self, message: Value) -> None:
        with self._lock:
            self._out.write(message.model_dump_json().encode() + b"\n")


class Desk:
    """The order under way and the last one to be given up. Numbered, since a stop may arrive after its order's end."""

    def __init__(self) -> None:
        self.current = self.stopped = -1

    def should_stop(self) -> bool:
        return self.stopped == self.current


def main() -> None:
    """Run until stdin closes."""
    parser = argparse.ArgumentParser(description="A worker of the previz server; started by it.")
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--crew", choices=[crew.value for crew in Crew], required=True)
    options = parser.parse_args()
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(options.nice)
    channel, orders, desk = Channel(), queue.SimpleQueue[Order](), Desk()
    control = Control(
        should_stop=desk.should_stop, on_progress=lambda done, total: channel.say(Progress(done=done, total=total))
    )
    threading.Thread(target=_listen, args=(orders.put, desk), daemon=True).start()
    # Only the crew's own models are imported, so that a drawer never holds the voice in memory.
    craft: Craft = importlib.import_module(f"previz.server.crew.{options.crew}").craft(control)
    channel.say(Ready())
    _warm(craft)
    while True:
        order = orders.get()
        desk.current = order.number
        reply = _perform(craft, order)
        channel.say(Failed(blame="stopped", message="stopped") if desk.should_stop() else reply)


def _warm(craft: Craft) -> None:
    """What cannot be loaded now will say so to whoever needs it."""
    try:
        craft.warm()
    except Exception:
        traceback.print_exc()


def _perform(craft: Craft, order: Order) -> Finished | Failed:
    try:
        return Finished(answer=craft.do(order.task))
    except UnusableInputError as error:
        return Failed(blame="input", message=str(error))
    except Exception as error:
        traceback.print_exc()
        return Failed(blame="model", message=f"{type(error).__name__}: {error}")


def _listen(accept: Callable[[Order], None], desk: Desk) -> None:
    for line in sys.stdin.buffer:
        message = ToWorker.validate_json(line)
        if isinstance(message, Stop):
            desk.stopped = message.number
        else:
            accept(message)
    # The server is gone; nobody would hear an answer.
    os._exit(0)


if __name__ == "__main__":
    main()
