"""Parts of a song, of exact length: the bed of a film, the sound of a scene."""

from pathlib import Path

import numpy as np

from media.song.errors import OutsideSongError
from media.sound.audio import RATE, Sound, SoundFormat, decoded, silence, sound_file, write_wav16
from media.sound.fades import CLICK, fade
from media.work import UNWATCHED, Watch

_GOES_ON_S = 0.25
"""A song that has less than this left is as good as over."""


def cut_song(
    source: Path,
    out: Path,
    *,
    start_s: float,
    seconds: float,
    fade_in_s: float,
    fade_out_s: float,
    watch: Watch = UNWATCHED,
) -> int:
    """Write ``seconds`` of a song as 24-bit FLAC at 48 kHz; returns its samples.

    It fades in only if it begins inside the song, and out only if the song goes on; after a song's end there is
    silence. Holds the part in memory: 23 MB a minute. Raises ``UnreadableError``, ``OutsideSongError``.
    """
    part, goes_on = _part(source, start_s, seconds, watch)
    rise = round(fade_in_s * RATE) if start_s > 0 else 0
    fall = round(fade_out_s * RATE) if goes_on else 0
    fade(part, 0, len(part), rise, fall)
    with sound_file(out, SoundFormat.FLAC24) as write:
        write(part)
    return len(part)


def slice_song(source: Path, out: Path, *, start_s: float, seconds: float, watch: Watch = UNWATCHED) -> int:
    """Write ``seconds`` of a song as 16-bit WAV at 48 kHz, without clicks at its ends; returns its samples.

    After a song's end there is silence. Raises ``UnreadableError``, ``OutsideSongError``.
    """
    part, _ = _part(source, start_s, seconds, watch)
    fade(part, 0, len(part), CLICK, CLICK)
    write_wav16(out, part)
    return len(part)


def _part(source: Path, start_s: float, seconds: float, watch: Watch) -> tuple[Sound, bool]:
    """The samples from ``start_s`` on, and whether the song goes on after them."""
    first, count = round(start_s * RATE), round(seconds * RATE)
    last = first + count
    part, at = silence(count), 0
    for block in decoded(source, limit_s=last / RATE + 2 * _GOES_ON_S):
        watch.check()
        begin, end = max(at, first), min(at + len(block), last)
        if begin < end:
            part[begin - first : end - first] = block[begin - at : end - at]
        at += len(block)
    if at <= first:
        raise OutsideSongError(f"{source.name}: it ends after {at / RATE:.1f} s, before {start_s:.1f} s")
    return np.ascontiguousarray(part), at > last + _GOES_ON_S * RATE
