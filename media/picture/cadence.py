"""Constant frame rate: every frame of the film shows the source picture nearest to it in time."""

from fractions import Fraction
from math import floor
from typing import Generic, TypeVar

_Picture = TypeVar("_Picture")


class Cadence(Generic[_Picture]):
    """Exactly ``count`` frames, one every ``1 / fps`` s, from pictures with times: dropped, repeated, the last held.

    >>> cadence = Cadence[str](fps=2, count=4)
    >>> [cadence.see(Fraction(0), "a"), cadence.see(Fraction(1), "b"), cadence.rest()]
    [None, ('a', 0, 2), ('b', 2, 4)]
    """

    def __init__(self, fps: int, count: int) -> None:
        self._fps = fps
        self._count = count
        self._given = 0
        self._current: _Picture | None = None

    @property
    def complete(self) -> bool:
        """Whether every frame has its picture."""
        return self._given == self._count

    def see(self, time_s: Fraction, picture: _Picture) -> tuple[_Picture, int, int] | None:
        """Take the next picture; returns the one before with the frames (first, last exclusive) that show it."""
        shown = self._until(floor(time_s * self._fps + Fraction(1, 2)))
        self._current = picture
        return shown

    def rest(self) -> tuple[_Picture, int, int] | None:
        """The last picture, for all frames that are left."""
        return self._until(self._count)

    def _until(self, frame: int) -> tuple[_Picture, int, int] | None:
        first, last = self._given, min(frame, self._count)
        if self._current is None or last <= first:
            return None
        self._given = last
        return self._current, first, last
