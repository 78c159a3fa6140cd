"""Decoded sound on disk, read where it is needed: memory does not grow with its length."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media.errors import UnreadableError
from media.sound.audio import LONGEST_S, RATE, Sound, decoded, silence, sound_file
from media.work import UNWATCHED, Watch

_FRAME_BYTES = 8
_BLOCK = 10 * RATE
_STEP_S = 600
_FLOAT_TAG = 3


@dataclass(frozen=True)
class Wave:
    """A 48 kHz stereo float WAV file: ``samples`` of sound that begin at byte ``offset``."""

    path: Path
    offset: int
    samples: int

    def read(self, first: int, last: int) -> Sound:
        """Samples ``first`` up to ``last``; silence where the file has none."""
        begin, end = min(max(first, 0), self.samples), min(max(last, 0), self.samples)
        if begin >= end:
            return silence(max(0, last - first))
        start = self.offset + begin * _FRAME_BYTES
        sound = np.fromfile(self.path, "<f4", count=(end - begin) * 2, offset=start).reshape(-1, 2)
        if (begin, end) == (first, last):
            return sound
        return np.concatenate((silence(begin - first), sound, silence(last - end)))

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[Sound]:
        """Samples ``first`` up to ``last`` (or the end), ten seconds at a time."""
        last = self.samples if last is None else min(last, self.samples)
        for start in range(first, last, _BLOCK):
            yield self.read(start, min(start + _BLOCK, last))


def open_wave(path: Path) -> Wave:
    """Find the samples in a WAV file of 48 kHz stereo floats. Raises ``UnreadableError`` for any other kind of file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        kind, _, form = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
        known, long = False, 0
        while kind in {b"RIFF", b"RF64"} and form == b"WAVE" and len(header := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", header)
            begin = file.tell()
            if name == b"fmt ":
                tag, channels, rate, _, _, bits = struct.unpack("<HHIIHH", file.read(16).ljust(16, b"\0"))
                known = (tag, channels, rate, bits) == (_FLOAT_TAG, 2, RATE, 32)
            elif name == b"ds64":
                _, long = struct.unpack("<QQ", file.read(16).ljust(16, b"\0"))
            elif name == b"data" and known:
                stated = long if kind == b"RF64" else length
                return Wave(path, begin, min(stated, size - begin) // _FRAME_BYTES)
            file.seek(begin + length + length % 2)
    raise UnreadableError(f"{path.name}: not a WAV file of 48 kHz stereo floats")


def as_wave(source: Path, scratch: Path, watch: Watch = UNWATCHED) -> Wave:
    """``source`` itself if its samples lie open, otherwise all of it decoded into the folder ``scratch``.

    Raises ``UnreadableError`` if there is no sound in it.
    """
    if not source.is_file():
        raise UnreadableError(f"{source.name}: there is no such file")
    try:
        return open_wave(source)
    except UnreadableError:
        path = scratch / "decoded.wav"
        _decode(source, path, watch)
        return open_wave(path)


class Decoded:
    """A folder in which sources lie decoded, named by their content: each is decoded once, for every mix that asks.

    The folder may be deleted at any time between two mixes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def wave(self, source: Path, *, limit_s: float, watch: Watch = UNWATCHED) -> Wave:
        """The sound of ``source``, at least its first ``limit_s``. Raises ``UnreadableError``."""
        if not source.is_file():
            raise UnreadableError(f"{source.name}: there is no such file")
        # Whole steps, so that a film that becomes a little longer finds what it had.
        steps_s = max(1, int(-(-limit_s // _STEP_S))) * _STEP_S
        with source.open("rb") as file:
            name = f"{hashlib.file_digest(file, 'sha256').hexdigest()}-{steps_s}.wav"
        path = self._folder / name
        if not path.is_file():
            _decode(source, path, watch, limit_s=steps_s)
        return open_wave(path)


def _decode(source: Path, path: Path, watch: Watch, *, limit_s: float = LONGEST_S) -> None:
    with sound_file(path) as write:
        for block in decoded(source, limit_s=limit_s):
            watch.check()
            write(block)
