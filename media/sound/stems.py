"""The tracks of a mix as files of their own, for whoever wants to mix again."""

import math
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from media.sound.audio import RATE, SoundFormat, sound_file
from media.sound.plan import Stems
from media.sound.tracks import Tracks, factor
from media.work import Watch

_BLOCK = 10 * RATE


def write_stems(
    tracks: Tracks, folder: Path, kind: SoundFormat, peak: float, mix_gain_db: float, watch: Watch
) -> Stems:
    """Write narration, music and clips into ``folder``, each as long as the film, all or none.

    ``peak`` is the highest sample of any track: FLAC would clip above 1, so all three are lowered alike, in tenths of
    a decibel, and the gain that makes a mix of them says so.
    """
    lowered_db = 0.0
    if kind is not SoundFormat.WAV and peak >= 1.0:
        lowered_db = math.ceil(200 * math.log10(peak) + 0.1) / 10
    gain = np.float32(factor(-lowered_db))
    paths = [folder / f"{name}{kind.suffix}" for name in ("narration", "music", "clips")]
    with ExitStack() as stack:
        writers = [stack.enter_context(sound_file(path, kind)) for path in paths]
        for first in range(0, tracks.samples, _BLOCK):
            watch.check()
            for write, track in zip(writers, tracks.read(first, min(first + _BLOCK, tracks.samples)), strict=True):
                write(track * gain)
    narration, music, clips = paths
    return Stems(narration=narration, music=music, clips=clips, gain_db=mix_gain_db + lowered_db)
