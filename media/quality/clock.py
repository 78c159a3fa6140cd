"""At which times a file shows its pictures, read from its packets: at a constant rate, or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from av.container import InputContainer
from av.video.stream import VideoStream

from media.errors import UnreadableError
from media.index import read_index

_LARGEST_DENOMINATOR = 1001
_USUAL = Fraction(25)


@dataclass(frozen=True)
class Clock:
    """``frames`` pictures from ``start_s`` on, at ``fps`` or at a variable rate (``None``), seen first ``irregular_s``.

    ``irregular_s`` counts from the first picture. ``slack_s`` is how far a picture of a constant rate may be off its
    time: not at all if the file's clock can tell that time exactly, else one tick. ``steps_s`` are the shortest and the
    longest time that a picture is shown.
    """

    frames: int
    start_s: Fraction
    fps: Fraction | None
    slack_s: Fraction
    length_s: Fraction
    steps_s: tuple[Fraction, Fraction]
    irregular_s: Fraction | None = None


def read_clock(container: InputContainer) -> Clock:
    """The clock of the pictures of an open file. Raises ``UnreadableError`` if it shows none."""
    stream = container.streams.video[0]
    tick_s = stream.time_base or Fraction(1, 1000)
    entries = [entry for entry in read_index(container, stream) if not entry.discard]
    if not entries:
        raise UnreadableError("there is no picture in it")
    shown = sorted(entry.pts for entry in entries)
    start_s = shown[0] * tick_s
    times = [(pts - shown[0]) * tick_s for pts in shown]
    for fps in _candidates(stream, times):
        slack_s = Fraction(0) if (1 / (fps * tick_s)).denominator == 1 else tick_s
        if all(abs(time - number / fps) <= slack_s for number, time in enumerate(times)):
            step = 1 / fps
            return Clock(len(times), start_s, fps, slack_s, len(times) * step, (step, step))
    steps = [after - before for before, after in pairwise(times)]
    last = entries[-1].duration * tick_s or steps[-1]
    typical = sorted(steps)[len(steps) // 2]
    irregular = next((time for time, step in zip(times, steps, strict=False) if abs(step - typical) > tick_s), times[0])
    return Clock(len(times), start_s, None, tick_s, times[-1] + last, (min(steps), max(steps)), irregular)


def _candidates(stream: VideoStream, times: Sequence[Fraction]) -> list[Fraction]:
    """Rates that the pictures may have been made at, likely ones first: a rounded clock fits several."""
    stated = [rate for rate in (stream.average_rate, stream.guessed_rate) if rate]
    if len(times) == 1:
        return [*stated, _USUAL]
    if times[-1] == 0:
        return []
    mean = (len(times) - 1) / times[-1]
    whole = Fraction(max(1, round(mean)))
    return [whole, whole * 1000 / 1001, *stated, mean.limit_denominator(_LARGEST_DENOMINATOR)]
