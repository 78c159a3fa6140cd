"""A launcher in its own process: starts the stack on the folder given, says "ready" (or why not), stops on a signal."""

import asyncio
import signal
import sys
from pathlib import Path

from cli.stack import Stack, StackError
from tests.cli.stack.standins.crew import CREW


async def main() -> int:
    stack = Stack(Path(sys.argv[1]), services=CREW)
    stack.stop_on_signals()
    try:
        async with stack:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await stack.wait()
    except StackError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


# Tests run in the background of a shell inherit an ignored SIGINT, and a launcher leaves what is ignored so.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(asyncio.run(main()))
