"""Speech that starts later: silence in front of it."""

from pathlib import Path

import numpy as np

from media.sound.audio import RATE, read_sound, silence, write_wav16


def lead_in(source: Path, out: Path, seconds: float) -> None:
    """Write ``source`` with ``seconds`` of silence in front, as 16-bit WAV at 48 kHz, which every model reads.

    Raises ``UnreadableError`` if there is no sound in it.
    """
    sound = np.concatenate([silence(round(seconds * RATE)), read_sound(source)])
    write_wav16(out, sound)
