"""One launcher per data folder, held by a file lock that the kernel drops when the launcher dies, however it dies."""

import fcntl
import os
from typing import IO

from cli.stack.events import StackError
from cli.stack.settings import Home


class LauncherLock:
    """The lock of a data folder."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock, or raise StackError naming the launcher that holds it."""
        file = self._home.lock.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise StackError(
                f"A stack is already running on {self._home.root} (pid {owner}): use that one, stop it "
                f"with `kill {owner}`, or choose another data folder with REELWRIGHT_HOME."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two launchers hold two files of one name."""
        if self._file is not None:
            self._file.close()
            self._file = None
