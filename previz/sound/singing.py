"""How far a singer's mouth is open, from the song alone: a band plays along, and the sounds of its words are not known.

Where a voice is heard (``media.song.voice``) the mouth follows what sounds on where voices do, drums left out. Which
vowel is sung is not told, so that lips open and close but do not shape it, and a loud chord moves them as well.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from media.song.samples import RATE, Mono
from media.song.voice import STEPS_PER_S, sung_stretches, sustained_level, voice_heard
from media.work import UNWATCHED
from previz.sound.visemes import tidied

_CELL_S = 0.05
_LOUD_PERCENTILE, _QUIET_PERCENTILE = 95, 10
_PAUSE_DB = -30.0
_RANGE_DB = (6.0, 18.0)
_LIP_S = 0.03
_STANDS_OUT, _WORD_STEPS, _BREATH_STEPS = 0.15, 15, 20


def is_accompanied(samples: NDArray[np.float32], rate: int) -> bool:
    """Whether something sounds throughout, as in songs; speech has pauses.

    Silence before and after it does not count.
    """
    sound = np.trim_zeros(_mono(samples))
    cell = round(_CELL_S * rate)
    cells = sound[: len(sound) // cell * cell].reshape(-1, cell)
    if not len(cells):
        return False
    levels = np.sqrt(np.mean(np.square(cells, dtype=np.float64), axis=1))
    loud, quiet = np.percentile(levels, (_LOUD_PERCENTILE, _QUIET_PERCENTILE))
    return bool(quiet > 0 and quiet > loud * 10 ** (_PAUSE_DB / 20))


def mouth_curve_from_song(samples: NDArray[np.float32], rate: int, *, fps: int, frames: int) -> list[float]:
    """Openness of the mouth for each frame, 0 to 1, by the voice in a song; closed where nobody sings.

    ``samples`` is ``(n,)`` or ``(n, channels)``; ``rate`` any. Where no voice stands out, the whole is taken as sung:
    somebody has asked for lips that move.
    """
    if frames <= 0:
        return []
    song = _as_heard(_mono(samples), rate)
    if not song.any():
        return [0.0] * frames
    duration_s = len(song) / RATE
    level = sustained_level(song)
    steps_s = (np.arange(len(level)) + 0.5) / STEPS_PER_S
    sings = _singing(song, steps_s)
    loud, quiet = np.percentile(level[sings], (_LOUD_PERCENTILE, _QUIET_PERCENTILE))
    range_db = float(np.clip(20 * np.log10(max(loud, 1e-6) / max(quiet, 1e-9)), *_RANGE_DB))
    opened = 1 + 20 * np.log10(np.maximum(level, 1e-9) / max(loud, 1e-6)) / range_db
    opened = np.where(sings, np.clip(opened, 0.0, 1.0), 0.0)
    times_s = (np.arange(frames) + 0.5) / fps
    around = np.array([np.interp(times_s + late_s, steps_s, opened, right=0.0) for late_s in (-_LIP_S, 0.0, _LIP_S)])
    return tidied(np.where(times_s < duration_s, around.mean(axis=0), 0.0))


def _singing(song: Mono, steps_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which steps are sung; all of them where no voice stands out."""
    heard = voice_heard(song, UNWATCHED)
    # A scene is too short to be sure of every word: what stands out of the band moves the lips too.
    word = np.ones(_WORD_STEPS) / _WORD_STEPS
    sings = np.convolve(heard.share, word, "same") > _STANDS_OUT
    for stretch in sung_stretches(heard, len(song) / RATE):
        sings |= (steps_s >= stretch.start_s) & (steps_s <= stretch.end_s)
    reach = np.ones(2 * _BREATH_STEPS + 1)
    whole = np.convolve(sings, reach, "same") > 0
    return whole if sings.any() else np.ones(len(steps_s), bool)


def _mono(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return samples if samples.ndim == 1 else np.asarray(samples.mean(axis=1), np.float32)


def _as_heard(mono: NDArray[np.float32], rate: int) -> Mono:
    """The sound at 24 kHz, of peak 1."""
    divisor = int(np.gcd(RATE, rate))
    song = np.asarray(resample_poly(mono, RATE // divisor, rate // divisor), np.float32)
    peak = float(np.abs(song).max(initial=0.0))
    return np.asarray(song / np.float32(peak), np.float32) if peak > 0 else song
