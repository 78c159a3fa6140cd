"""Rate limits: buckets that fill steadily and are emptied call by call."""

import math
import time
from dataclasses import dataclass

from previz.server.lab.faults import LabFault, On
from previz.server.lab.plan import Limits, Rule

_LOW_CREDIT_PER_MINUTE = 6.0
_OTHERS = frozenset({On.GET, On.LIST, On.CANCEL, On.UPLOAD, On.MODEL})


@dataclass
class _Bucket:
    """``tokens`` as of the monotonic time ``at``."""

    tokens: float
    at: float

    def take(self, per_minute: float, burst: int, now: float) -> float:
        """Take one; returns 0, or how many seconds it takes until there is one."""
        self.tokens = min(burst, self.tokens + (now - self.at) * per_minute / 60)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) * 60 / per_minute
        self.tokens -= 1
        return 0.0


class Limiter:
    """Creates have one bucket, all other calls of Replicate's API another; downloads and other dialects have none."""

    def __init__(self) -> None:
        self._set_to(Limits())

    def _set_to(self, limits: Limits) -> None:
        """Begin with full buckets."""
        self._limits = limits
        self._creates, self._others = (_Bucket(math.inf, time.monotonic()) for _ in range(2))

    def rule(self, on: On, limits: Limits) -> Rule | None:
        """The refusal of a call whose bucket is empty, as a rule; ``None`` for one that is let in."""
        if limits != self._limits:
            self._set_to(limits)
        if on is On.CREATE:
            bucket, per_minute, poor = self._creates, limits.creates_per_minute, limits.low_credit
        elif on in _OTHERS:
            bucket, per_minute, poor = self._others, limits.others_per_minute, False
        else:
            return None
        if poor:
            per_minute = _LOW_CREDIT_PER_MINUTE
        if per_minute is None or not (wait_s := bucket.take(per_minute, 1 if poor else limits.burst, time.monotonic())):
            return None
        return Rule(on=on, fault=LabFault.ERROR_429_LOW_CREDIT if poor else LabFault.ERROR_429, seconds=wait_s)
