"""Stretches of time in which something holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True)
class Run:
    """From the first picture or sample in which something holds to the first in which it no longer does."""

    start_s: Fraction
    end_s: Fraction
    measure: float = 0.0

    @property
    def length_s(self) -> Fraction:
        """How long it holds."""
        return self.end_s - self.start_s


class Runs:
    """Collects the stretches longer than ``longer_than_s``; ``None`` collects none."""

    def __init__(self, longer_than_s: float | None) -> None:
        self.found: list[Run] = []
        self._limit_s = longer_than_s
        self._since_s: Fraction | None = None

    def see(self, time_s: Fraction, *, holds: bool, since_s: Fraction | None = None) -> None:
        """Take note of a moment; ``since_s`` is where a stretch began that is only noticed now."""
        if not holds:
            self.close(time_s)
        elif self._since_s is None:
            self._since_s = time_s if since_s is None else since_s

    def close(self, end_s: Fraction) -> None:
        """End the stretch that is going on, if there is one."""
        if self._since_s is not None and self._limit_s is not None and end_s - self._since_s > self._limit_s:
            self.found.append(Run(self._since_s, end_s))
        self._since_s = None


def merged(runs: Iterable[Run], gap_s: float) -> list[Run]:
    """Runs in the order of time, those less than ``gap_s`` apart as one with the sum of their measures."""
    joined: list[Run] = []
    for run in runs:
        if joined and run.start_s - joined[-1].end_s < gap_s:
            last = joined.pop()
            joined.append(replace(last, end_s=max(last.end_s, run.end_s), measure=last.measure + run.measure))
        else:
            joined.append(run)
    return joined
