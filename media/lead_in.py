"""Speech that starts later: silence in front of it."""

from pathlib import Path

import numpy as np
from scipy.io import wavfile

from media.audio import RATE, read_sound, silence
from media.work import finished


def lead_in(source: Path, out: Path, seconds: float) -> None:
    """Write ``source`` with ``seconds`` of silence in front, as 16-bit WAV at 48 kHz, which every model reads.

    Raises ``UnreadableError`` if there is no sound in it.
    """
    sound = np.concatenate([silence(round(seconds * RATE)), read_sound(source)])
    with finished(out) as unfinished:
        wavfile.write(unfinished, RATE, np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16))
