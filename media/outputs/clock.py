"""Where AAC packets stand on a film's clock: packet ``n`` is heard from sample ``1024 n`` on.

A packet's transform reaches over the 1024 samples after its own, so these are whole only together with the next. The
priming packet before the film's first sample is not streamed: Chromium's HLS player would let it be heard and all
sound after it come 21 ms late. Without it the first 21 ms of a film fade in.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from media.sound.audio import RATE

AAC_FRAME = 1024


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
        """The first packet that belongs to what begins with ``frame``."""
        return ceil(min(Fraction(frame * RATE, self.fps), Fraction(self.samples)) / AAC_FRAME)

    def heard_s(self, first: int, last: int) -> Fraction:
        """For how long packets ``first`` up to ``last`` are heard, without padding, in seconds."""
        return Fraction(self._sample(last) - self._sample(first), RATE)

    def duration(self, packet: int) -> int:
        """How many samples a packet lasts: 1024, the film's last one what is left."""
        return self._sample(packet + 1) - self._sample(packet)

    def _sample(self, packet: int) -> int:
        return min(packet * AAC_FRAME, self.samples)
