"""Long work: reporting progress, stopping promptly, leaving either the whole result or nothing."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media.errors import CancelledError

OnProgress = Callable[[int], None]
"""Called with the number of frames done so far, at least once per second of film."""

ShouldStop = Callable[[], bool]
"""Asked before every frame; once it says yes, the work ends with ``CancelledError``."""


def unheard(frames_done: int) -> None:
    """Progress that nobody listens to."""


def never() -> bool:
    """Nobody asks this work to stop."""
    return False


@dataclass(frozen=True)
class Watch:
    """Who follows a piece of work; ``offset`` frames of it were done before."""

    on_progress: OnProgress = unheard
    should_stop: ShouldStop = never
    offset: int = 0

    def check(self) -> None:
        """Raise ``CancelledError`` if the work is to stop."""
        if self.should_stop():
            raise CancelledError

    def done(self, frames: int) -> None:
        """Tell that ``frames`` are done of the part that is being worked on."""
        self.on_progress(self.offset + frames)

    def after(self, frames: int) -> "Watch":
        """The same watch over a part that starts after ``frames``."""
        return Watch(self.on_progress, self.should_stop, frames)


UNWATCHED = Watch()


@contextmanager
def scratch_beside(out: Path) -> Iterator[Path]:
    """A folder for unfinished files on the same file system as ``out``, gone at the end whatever happens."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
        yield Path(folder)


@contextmanager
def finished(out: Path) -> Iterator[Path]:
    """A path to write to that becomes ``out`` in one step when the block ends without an error."""
    with scratch_beside(out) as folder:
        unfinished = folder / out.name
        yield unfinished
        unfinished.replace(out)
