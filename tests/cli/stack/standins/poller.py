"""In the place of the worker: says that it is ready and notes when it is asked to drain."""

import os
import signal
import sys
from pathlib import Path


def drain(*_: object) -> None:
    sys.stdout.write("drained\n")
    sys.stdout.flush()
    sys.exit(0)


signal.signal(signal.SIGTERM, drain)
Path(os.environ["REELWRIGHT_READY_FILE"]).write_text("polling")
while True:
    signal.pause()
