"""A song's samples as they are listened to: mono, 24 kHz, as loud as its loudest moment allows."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import cheby2, sosfilt

from media.errors import UnreadableError
from media.song.errors import SongTooLongError
from media.sound.audio import RATE as SOURCE_RATE
from media.sound.audio import decoded
from media.work import Watch

RATE = 24_000
LONGEST_S = 15 * 60.0
Mono = NDArray[np.float32]
"""(samples,) at ``RATE``."""

_STEP = SOURCE_RATE // RATE
_BELOW_HZ = 11_000
_SHORTEST_S = 0.1


def song_samples(path: Path, watch: Watch) -> Mono:
    """All of a song; its peak is 1 unless it is silent. 15 minutes take 86 MB.

    Raises ``UnreadableError`` if there is no sound in the file, ``SongTooLongError`` beyond ``LONGEST_S``.
    """
    low_pass = cheby2(8, 60, _BELOW_HZ, fs=SOURCE_RATE, output="sos")
    state = np.zeros((len(low_pass), 2))
    pieces: list[Mono] = []
    taken = 0
    for block in decoded(path, limit_s=LONGEST_S + 1):
        watch.check()
        filtered, state = sosfilt(low_pass, block.mean(axis=1, dtype=np.float64), zi=state)
        pieces.append(filtered[-taken % _STEP :: _STEP].astype(np.float32))
        taken += len(block)
    if taken > LONGEST_S * SOURCE_RATE:
        raise SongTooLongError(f"{path.name}: longer than {LONGEST_S / 60:.0f} minutes")
    if taken < _SHORTEST_S * SOURCE_RATE:
        raise UnreadableError(f"{path.name}: there is hardly any sound in it")
    song = np.concatenate(pieces)
    peak = float(np.abs(song).max())
    if peak > 0:
        song /= np.float32(peak)
    return song
