"""The sample table of an MP4 track (ISO/IEC 14496-12 §8), read straight from its boxes.

Opening a file with a demuxer probes its streams, which for the hundred parts of a film costs more than copying them.
Everything here is checked against the file's length: a table that lies is refused, and none is larger than
``MAX_PACKETS`` entries.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media.boxes import Box, children, moov_at
from media.errors import UnreadableError
from media.index import MAX_PACKETS

Numbers = NDArray[np.int64]

_VISUAL_ENTRY = 86
"""Bytes of a visual sample entry before its child boxes (§12.1.3)."""
_CONFIGURATIONS = {b"avc1": b"avcC", b"hvc1": b"hvcC", b"av01": b"av1C"}
_SOUND_ENTRY = b"mp4a"
_NORMAL_RATE = 0x10000


@dataclass(frozen=True)
class SampleTable:
    """All samples of a track in decode order; times in ticks of ``timescale``, display times after the edit list.

    ``entry`` is the sample entry's name, ``configuration`` its decoder configuration record (empty for sound),
    ``lead`` how many ticks the edit list skips, ``length`` how many it shows.
    """

    entry: str
    configuration: bytes
    timescale: int
    lead: int
    length: Fraction
    offsets: Numbers
    sizes: Numbers
    pts: Numbers
    dts: Numbers
    durations: Numbers
    keyframes: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sizes)

    def frame_numbers(self, fps: int) -> Numbers | None:
        """The frame that each sample shows; ``None`` unless they are exactly 0, 1, 2 … at ``fps``."""
        scaled = self.pts * fps
        numbers = scaled // self.timescale
        if (numbers * self.timescale != scaled).any():
            return None
        return numbers if np.array_equal(np.sort(numbers), np.arange(len(numbers))) else None


@contextmanager
def reading(path: Path) -> Iterator["SampleReader"]:
    """Open a file for reading its samples and close it again. Raises ``UnreadableError`` if it is missing or empty."""
    if not path.is_file():
        raise UnreadableError(f"{path.name}: there is no such file")
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            raise UnreadableError(f"{path.name}: the file is empty")
        yield SampleReader(path.name, file.fileno(), size)


class SampleReader:
    """A file whose samples are read by their place."""

    def __init__(self, name: str, descriptor: int, size: int) -> None:
        self._name = name
        self._descriptor = descriptor
        self._size = size

    def table(self, handler: str = "vide") -> SampleTable | None:
        """The table of the first track of pictures (``vide``) or sound (``soun``).

        ``None`` if the file is no MP4, has no such track, or is of a kind that is not read here: in fragments, of
        several descriptions, of several edits, of another codec. Raises ``UnreadableError`` for sizes and counts that
        cannot be true.
        """
        try:
            place = moov_at(self._descriptor, self._size)
            if place is None:
                return None
            moov = memoryview(os.pread(self._descriptor, len(place), place.start))
            return _first_track(moov, handler, self._size)
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise UnreadableError(f"{self._name}: its sample table is damaged ({error})") from error

    def sample(self, table: SampleTable, number: int) -> bytes:
        """The bytes of one sample. Raises ``UnreadableError`` if the file has become shorter."""
        size = int(table.sizes[number])
        data = os.pread(self._descriptor, size, int(table.offsets[number]))
        if len(data) != size:
            raise UnreadableError(f"{self._name}: truncated")
        return data


def _first_track(moov: memoryview, handler: str, file_size: int) -> SampleTable | None:
    boxes = children(moov)
    if any(box.name == b"mvex" for box in boxes):
        return None
    movie_timescale = _timescale(_only(boxes, b"mvhd"))
    for trak in (box.content for box in boxes if box.name == b"trak"):
        mdia = children(_only(children(trak), b"mdia"))
        if bytes(_only(mdia, b"hdlr")[8:12]) == handler.encode():
            return _track(trak, mdia, movie_timescale, file_size)
    return None


def _track(trak: memoryview, mdia: tuple[Box, ...], movie_timescale: int, file_size: int) -> SampleTable | None:
    stbl = children(_only(children(_only(mdia, b"minf")), b"stbl"))
    described = _description(_only(stbl, b"stsd"))
    if described is None or not any(box.name == b"stsz" for box in stbl):
        return None
    entry, configuration = described
    sizes = _sizes(_only(stbl, b"stsz"))
    durations = _runs(_only(stbl, b"stts"), len(sizes), signed=False)
    composition = _optional(stbl, b"ctts")
    shifts = _runs(composition, len(sizes), signed=True) if composition is not None else np.zeros_like(sizes)
    dts = np.cumsum(durations) - durations
    timescale = _timescale(_only(mdia, b"mdhd"))
    edit = _edit(trak, timescale, movie_timescale, int(dts[-1] + durations[-1]) if len(dts) else 0)
    offsets = _offsets(stbl, sizes)
    if edit is None or offsets is None:
        return None
    if len(sizes) and (offsets.min() < 0 or (offsets + sizes).max() > file_size):
        raise ValueError("samples outside of the file")
    lead, length = edit
    pts = dts + shifts - lead
    if len(pts) and pts.max() >= length:
        return None
    return SampleTable(
        entry,
        configuration,
        timescale,
        lead,
        length,
        offsets,
        sizes,
        pts,
        dts - lead,
        durations,
        _keyframes(stbl, sizes),
    )


def _description(stsd: memoryview) -> tuple[str, bytes] | None:
    count, size, name = struct.unpack_from(">4xI I4s", stsd)
    if count != 1 or size > len(stsd) - 8:
        return None
    entry = stsd[8 : 8 + size]
    if name == _SOUND_ENTRY:
        return "mp4a", b""
    wanted = _CONFIGURATIONS.get(name)
    if wanted is None:
        return None
    record = _optional(children(entry[_VISUAL_ENTRY:]), wanted)
    return (name.decode("ascii"), bytes(record)) if record is not None else None


def _sizes(stsz: memoryview) -> Numbers:
    same, count = struct.unpack_from(">4xII", stsz)
    _within(count)
    if same:
        return np.full(count, same, np.int64)
    return _words(stsz, 12, count)


def _runs(box: memoryview, count: int, *, signed: bool) -> Numbers:
    """A run-length table of (samples, value), spread out to one value per sample."""
    (entries,) = struct.unpack_from(">4xI", box)
    _within(entries)
    pairs = _words(box, 8, 2 * entries).reshape(-1, 2)
    if pairs[:, 0].sum() != count:
        raise ValueError("times for another number of samples than there are")
    values = pairs[:, 1]
    if signed:
        values = values - ((values >= 1 << 31).astype(np.int64) << 32)
    return np.repeat(values, pairs[:, 0])


def _offsets(stbl: tuple[Box, ...], sizes: Numbers) -> Numbers | None:
    """Where each sample begins: chunks have places, samples follow each other inside them."""
    near, far = _optional(stbl, b"stco"), _optional(stbl, b"co64")
    box = near if near is not None else far
    if box is None:
        raise ValueError("no chunk offsets")
    (chunks,) = struct.unpack_from(">4xI", box)
    _within(chunks)
    places = _words(box, 8, chunks) if near is not None else _longs(box, 8, chunks)
    stsc = _only(stbl, b"stsc")
    (entries,) = struct.unpack_from(">4xI", stsc)
    _within(entries)
    runs = _words(stsc, 8, 3 * entries).reshape(-1, 3)
    if len(sizes) == 0:
        return sizes
    firsts = runs[:, 0] - 1
    if not entries or firsts[0] != 0 or (np.diff(firsts) <= 0).any() or firsts[-1] >= chunks:
        raise ValueError("chunks out of order")
    if (runs[:, 2] != 1).any():
        return None
    per_chunk = np.repeat(runs[:, 1], np.diff(np.append(firsts, chunks)))
    if per_chunk.sum() != len(sizes):
        raise ValueError("chunks of another number of samples than there are")
    before = np.cumsum(sizes) - sizes
    starts = np.cumsum(per_chunk) - per_chunk
    filled = per_chunk > 0
    offsets: Numbers = np.repeat(places[filled] - before[starts[filled]], per_chunk[filled]) + before
    return offsets


def _keyframes(stbl: tuple[Box, ...], sizes: Numbers) -> NDArray[np.bool_]:
    stss = _optional(stbl, b"stss")
    if stss is None:
        return np.ones(len(sizes), np.bool_)
    (count,) = struct.unpack_from(">4xI", stss)
    _within(count)
    numbers = _words(stss, 8, count) - 1
    if count and (numbers.min() < 0 or numbers.max() >= len(sizes)):
        raise ValueError("keyframes outside of the track")
    keyframes = np.zeros(len(sizes), np.bool_)
    keyframes[numbers] = True
    return keyframes


def _edit(trak: memoryview, timescale: int, movie_timescale: int, ticks: int) -> tuple[int, Fraction] | None:
    """Ticks skipped at the start and shown in all; ``None`` for more than one plain edit."""
    edts = _optional(children(trak), b"edts")
    elst = _optional(children(edts), b"elst") if edts is not None else None
    if elst is None:
        return 0, Fraction(ticks)
    version, count = struct.unpack_from(">B3xI", elst)
    if count != 1:
        return None
    duration, start, rate = struct.unpack_from(">QqI" if version else ">IiI", elst, 8)
    if start < 0 or rate != _NORMAL_RATE:
        return None
    return start, Fraction(duration * timescale, movie_timescale) if duration else Fraction(ticks - start)


def _timescale(header: memoryview) -> int:
    """From a movie or media header, whose times are longer in version 1."""
    (timescale,) = struct.unpack_from(">I", header, 20 if header[0] else 12)
    if timescale == 0:
        raise ValueError("a timescale of zero")
    return int(timescale)


def _only(boxes: tuple[Box, ...], name: bytes) -> memoryview:
    found = _optional(boxes, name)
    if found is None:
        raise ValueError(f"no {name.decode('latin1')} box")
    return found


def _optional(boxes: tuple[Box, ...], name: bytes) -> memoryview | None:
    return next((box.content for box in boxes if box.name == name), None)


def _words(box: memoryview, at: int, count: int) -> Numbers:
    return np.frombuffer(box, ">u4", count, at).astype(np.int64)


def _longs(box: memoryview, at: int, count: int) -> Numbers:
    values: NDArray[Any] = np.frombuffer(box, ">u8", count, at)
    if count and values.max() >= 1 << 62:
        raise ValueError("samples outside of the file")
    return values.astype(np.int64)


def _within(count: int) -> None:
    if count > MAX_PACKETS:
        raise ValueError(f"more than {MAX_PACKETS} entries")
