"""The pictures of a clip with their times: damaged ones left out, missing times filled in."""

from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
from av.error import FFmpegError

from media.errors import UnreadableError
from media.probe import VideoProbe
from media.source import opened
from media.work import Watch

Picture = tuple[Fraction, av.VideoFrame]
"""A picture with its time in seconds from the first."""

_THREADS = 2
"""More would only hold more pictures in memory: each thread keeps some of its own."""

_CHUNK_BYTES = 96 * 1024 * 1024


class Observer(Protocol):
    """Somebody who looks at every picture of a clip while it is decoded for another purpose."""

    def see(self, time_s: Fraction, frame: av.VideoFrame) -> None:
        """Look at the next picture, ``time_s`` seconds after the first.

        Its pixels must not be changed, and of the rest (times, tags, type) nothing is sure once this has returned.
        """
        ...

    def miss(self, time_s: Fraction) -> None:
        """Take note of a damaged picture, which is left out."""
        ...


class Decoding:
    """A clip that can be decoded once, and parts of it again backwards.

    ``pixel_aspect`` is that of the picture given last.
    """

    def __init__(self, source: Path, seen: VideoProbe, watch: Watch) -> None:
        self._source = source
        self._seen = seen
        self._watch = watch
        self._times: list[Fraction] = []
        self.pixel_aspect = seen.pixel_aspect
        self.length_s = Fraction(seen.duration_s).limit_denominator(90_000)
        self.damaged = 0

    def check(self) -> None:
        """Raise ``UnreadableError`` unless at least half of the pictures decoded so far were good."""
        if not self._times and not self.damaged:
            raise UnreadableError(f"{self._source.name}: there is no picture in it")
        if len(self._times) < self.damaged:
            total = len(self._times) + self.damaged
            raise UnreadableError(f"{self._source.name}: {self.damaged} of {total} pictures are damaged")

    def pictures(self, observers: Sequence[Observer] = ()) -> Iterator[Picture]:
        """All good pictures in order, each shown to the observers first.

        One that refers to a lost one is good if the decoder says so: better a smear than a scene that stands still.
        """
        self._times, self.damaged = [], 0
        for time, frame in self.decoded():
            if frame is None:
                self.damaged += 1
                for observer in observers:
                    observer.miss(time)
                continue
            self._times.append(time)
            for observer in observers:
                observer.see(time, frame)
            yield time, frame
        self.length_s = max(self.length_s, *(time + 1 / self._seen.fps for time in self._times[-1:]), Fraction(0))

    def repeated(self, *, back_and_forth: bool) -> Iterator[Picture]:
        """The same pictures again and again after ``pictures`` came to its end, their times counting on.

        Back and forth, neither the first nor the last picture is given twice in a row. Every pass decodes again, and a
        backward one some pictures at a time, so that no clip has to fit into memory.
        """
        times = self._times
        back_and_forth = back_and_forth and len(times) > 2
        start = self.length_s
        while times:
            if back_and_forth:
                for number, frame in self._backwards(1, len(times) - 1):
                    yield start + times[-2] - times[number], frame
                start += times[-2] - times[0]
            for number, frame in self._numbered(0, len(times)):
                yield start + times[number], frame
            start += self.length_s

    def _backwards(self, first: int, last: int) -> Iterator[tuple[int, av.VideoFrame]]:
        chunk = max(4, _CHUNK_BYTES // max(1, 3 * self._seen.width * self._seen.height))
        for end in range(last, first, -chunk):
            yield from reversed(list(self._numbered(max(first, end - chunk), end)))

    def _numbered(self, first: int, last: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures by their number among the usable ones, from ``first`` up to ``last`` (exclusive)."""
        number = 0
        for _, frame in self.decoded():
            self._watch.check()
            if frame is None:
                continue
            if number >= first:
                yield number, frame
            number += 1
            if number == last:
                return

    def decoded(self) -> Generator[tuple[Fraction, av.VideoFrame | None]]:
        """Every picture with its time; ``None`` stands for one that is damaged."""
        clock = Clock(1 / self._seen.fps)
        sent = given = lost = 0
        with opened(self._source) as container:
            stream = container.streams.video[0]
            stream.thread_type = "FRAME"
            stream.thread_count = _THREADS
            # AVI has no display times: what is given as such is the order of the packets.
            timeless = container.format.name == "avi"
            for packet in container.demux(stream):
                if packet.size and not packet.is_discard:
                    sent += 1
                    if packet.pts is not None and packet.time_base and not timeless:
                        clock.promise(packet.pts * packet.time_base)
                try:
                    frames = packet.decode()
                except FFmpegError:
                    lost += 1
                    clock.lost()
                    yield clock.now, None
                    continue
                for frame in frames:
                    given += 1
                    stamp = frame.dts if timeless else frame.pts
                    time = stamp * frame.time_base if stamp is not None and frame.time_base else None
                    yield clock.tick(time), None if frame.is_corrupt else frame
        # What depends on a picture that was lost is not given either, and no error tells of it.
        for _ in range(sent - given - lost if lost else 0):
            yield clock.now, None


class Clock:
    """Times that only go forward from zero; where none is stated, one nominal frame passes."""

    def __init__(self, frame_s: Fraction) -> None:
        self._frame_s = frame_s
        self._promised: Fraction | None = None
        self._start: Fraction | None = None
        self._lost_first = False
        self.now = Fraction(0)

    def promise(self, time: Fraction) -> None:
        """A picture at ``time`` is to come."""
        if self._promised is None:
            self._promised = time

    def lost(self) -> None:
        """A picture is lost. If it is the first, the time it promised still is where the clip begins."""
        self._lost_first = self._lost_first or self._start is None

    def tick(self, stated: Fraction | None) -> Fraction:
        """The time of the next picture, from the time it states itself."""
        if self._start is None:
            self._start = stated or Fraction(0)
            if self._lost_first and self._promised is not None:
                self._start = min(self._start, self._promised)
            self.now = (stated or Fraction(0)) - self._start
        elif stated is None or stated - self._start <= self.now:
            self.now += self._frame_s
        else:
            self.now = stated - self._start
        return self.now
