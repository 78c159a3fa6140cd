"""How often to look at a prediction: ever less, until its progress says that the end is near."""

_GROWTH = 1.25


class Pace:
    """The waits between looks at one prediction, from ``shortest_s`` on, never above ``longest_s``."""

    def __init__(self, shortest_s: float, longest_s: float) -> None:
        self._shortest_s, self._longest_s = shortest_s, longest_s
        self._wait_s = shortest_s
        self._first: tuple[float, float] | None = None

    def wait_s(self, progress: float, now_s: float) -> float:
        """Seconds until the next look, when ``progress`` (0..1, 0 is unknown) is seen at the time ``now_s``.

        At most half of what is left to do by the speed so far: a few looks close in on the end.
        """
        wait_s, self._wait_s = self._wait_s, min(self._wait_s * _GROWTH, self._longest_s)
        if progress > 0 and self._first is None:
            self._first = (now_s, progress)
        if self._first is None or progress <= self._first[1]:
            return wait_s
        began_s, begun = self._first
        left_s = (now_s - began_s) * (1 - progress) / (progress - begun)
        return max(self._shortest_s, min(wait_s, left_s / 2))
