"""Where AAC packets stand on a film's clock: packet ``n`` begins at sample ``1024 n``, the priming is packet -1.

A packet's transform reaches over the 1024 samples after its own, so its sound is whole only together with the next.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from media.sound.audio import RATE

AAC_FRAME = 1024
PRIMING = 1024


@dataclass(frozen=True)
class SoundClock:
    """The sound of a film of ``frames`` pictures: exactly as long as they are, to the nearest sample."""

    frames: int
    fps: int

    @property
    def samples(self) -> int:
        """The film's length in samples."""
        return round(Fraction(self.frames * RATE, self.fps))

    def packet_at(self, frame: int) -> int:
        """The first packet that belongs to what begins with ``frame``; the film's first one brings the priming."""
        if frame <= 0:
            return -1
        return ceil(min(Fraction(frame * RATE, self.fps), Fraction(self.samples)) / AAC_FRAME)

    def heard_s(self, first: int, last: int) -> Fraction:
        """For how long packets ``first`` up to ``last`` are heard, without priming and padding, in seconds."""
        return Fraction(self._sample(last) - self._sample(first), RATE)

    def duration(self, packet: int) -> int:
        """How many samples a packet lasts: 1024, the film's last one what is left."""
        return AAC_FRAME if packet < 0 else self._sample(packet + 1) - self._sample(packet)

    def _sample(self, packet: int) -> int:
        return min(max(0, packet * AAC_FRAME), self.samples)
