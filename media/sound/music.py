"""A music bed of exact length from a track of any length."""

from dataclasses import dataclass

import numpy as np

from media.sound.audio import RATE, Sound, silence
from media.sound.fades import CLICK, fade, quarter_sine
from media.sound.wave import Wave

_LOOPABLE = RATE // 2
"""A shorter track is a sound effect: it is heard once."""


@dataclass(frozen=True)
class Bed:
    """``samples`` of a track: cut if it is longer, looped with equal-power crossfades if it is shorter, faded.

    The track is what lies from sample ``begin`` up to ``end`` of ``wave``.
    """

    wave: Wave
    begin: int
    end: int
    samples: int
    gain: float = 1.0
    rise: int = 0
    fall: int = 0
    crossfade: int = 0

    def read(self, first: int, last: int) -> Sound:
        """Samples ``first`` up to ``last`` of the bed."""
        music = silence(last - first)
        length = self.end - self.begin
        if length <= 0:
            return music
        overlap = min(self.crossfade, length // 4)
        step = length - overlap if length >= _LOOPABLE else max(self.samples, length)
        for turn in range(max(0, first - length) // step, -(-last // step)):
            start = turn * step
            begin, end = max(first, start), min(last, start + length)
            if begin < end:
                music[begin - first : end - first] += self._turn(turn, begin - start, end - start, overlap)
        music *= np.float32(self.gain)
        fade(music, first, self.samples, self.rise, self.fall)
        return music

    def _turn(self, turn: int, first: int, last: int, overlap: int) -> Sound:
        """Samples of one time through the track, with the crossfades to its neighbours."""
        sound = self.wave.read(self.begin + first, self.begin + last)
        length = self.end - self.begin
        if length < _LOOPABLE:
            fade(sound, first, length, CLICK, CLICK)
            return sound
        if turn and first < overlap:
            part = sound[: overlap - first]
            part *= quarter_sine(first, len(part), overlap)
        if overlap and last > length - overlap:
            begin = max(first, length - overlap)
            part = sound[begin - first :]
            rising = quarter_sine(begin - (length - overlap), len(part), overlap)
            part *= np.sqrt(np.maximum(np.float32(0), 1 - rising**2))
        return sound
