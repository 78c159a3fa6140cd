"""Constant frame rate: every frame of the film shows the source picture nearest to it in time."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import av

from media.errors import UnreadableError


def timed(frames: Iterable[av.VideoFrame], nominal_fps: Fraction) -> Iterator[tuple[Fraction, av.VideoFrame]]:
    """Each picture with its time in seconds from the first; missing or backward times follow the nominal rate."""
    start: Fraction | None = None
    last = Fraction(-1)
    for frame in frames:
        stated = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else None
        if start is None:
            start, time = stated or Fraction(0), Fraction(0)
        elif stated is None or stated - start <= last:
            time = last + 1 / nominal_fps
        else:
            time = stated - start
        last = time
        yield time, frame


def at_rate(pictures: Iterable[tuple[Fraction, av.VideoFrame]], fps: int, count: int) -> Iterator[av.VideoFrame]:
    """Exactly ``count`` pictures, one every ``1 / fps`` s: dropped, repeated, and the last one held as needed.

    The same object comes again where a picture is repeated. Raises ``UnreadableError`` if there is no picture at all.
    """
    given = 0
    current: av.VideoFrame | None = None
    for time, frame in pictures:
        if current is not None:
            until = min(count, int(time * fps + Fraction(1, 2)))
            while given < until:
                yield current
                given += 1
            if given == count:
                return
        current = frame
    if current is None:
        raise UnreadableError("there is no picture in it")
    for _ in range(given, count):
        yield current
