"""CMAF tracks, byte for byte: a header and fragments that any player joins (ISO/IEC 14496-12 and 23000-19).

One track per file. Decode times count up from zero without a gap; by how much reordered pictures are shown later is
taken off again by an edit list in the header. So a fragment's bytes follow from its packets and its place in the film,
and from nothing else. Negative offsets would need no edit list, but FFmpeg's demuxer shows such pictures late.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from media.errors import ForeignPartError

_BT709 = 1
_ENTRIES = {"h264": (b"avc1", b"avcC"), "hevc": (b"hvc1", b"hvcC"), "av1": (b"av01", b"av1C")}
_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SYNC, _NOT_SYNC = 0x02000000, 0x01010000
_TRACK = 1


@dataclass(frozen=True)
class Pictures:
    """A video track: FFmpeg's canonical codec name, the content of its configuration box, size, ticks per second.

    ``delay`` is how many ticks the first picture is shown after it is decoded.
    """

    codec: str
    configuration: bytes
    width: int
    height: int
    timescale: int
    delay: int


@dataclass(frozen=True)
class Sounds:
    """A stereo AAC track: its AudioSpecificConfig and sample rate."""

    configuration: bytes
    rate: int


@dataclass(frozen=True)
class Sample:
    """One packet: its bytes, how long it lasts, and how much later than its decode time it is shown, in ticks."""

    data: bytes
    duration: int
    offset: int = 0
    keyframe: bool = True


def header(track: Pictures | Sounds) -> bytes:
    """The initialisation segment. Raises ``ForeignPartError`` for a codec that has no place in it."""
    video = isinstance(track, Pictures)
    rate = track.timescale if isinstance(track, Pictures) else track.rate
    width, height = (track.width, track.height) if isinstance(track, Pictures) else (0, 0)
    volume = 0 if video else 0x0100
    mvhd = _full(
        b"mvhd",
        struct.pack(">IIIIIHxx8x", 0, 0, rate, 0, 0x10000, 0x0100) + _MATRIX + struct.pack(">24xI", _TRACK + 1),
    )
    tkhd = _full(
        b"tkhd",
        struct.pack(">IIIxxxxI8xHHHxx", 0, 0, _TRACK, 0, 0, 0, volume)
        + _MATRIX
        + struct.pack(">II", width << 16, height << 16),
        flags=3,
    )
    edits = _edits(track.delay) if isinstance(track, Pictures) else b""
    mdhd = _full(b"mdhd", struct.pack(">IIIIHxx", 0, 0, rate, 0, 0x55C4))
    kind, name = (b"vide", b"Pictures\0") if video else (b"soun", b"Sound\0")
    hdlr = _full(b"hdlr", struct.pack(">4x4s12x", kind) + name)
    medium = _full(b"vmhd", bytes(8), flags=1) if video else _full(b"smhd", bytes(4))
    here = _box(b"dinf", _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", flags=1)))
    entry = _picture_entry(track) if isinstance(track, Pictures) else _sound_entry(track)
    tables = _full(b"stsd", struct.pack(">I", 1) + entry)
    tables += _full(b"stts", bytes(4)) + _full(b"stsc", bytes(4)) + _full(b"stsz", bytes(8)) + _full(b"stco", bytes(4))
    minf = _box(b"minf", medium + here + _box(b"stbl", tables))
    trak = _box(b"trak", tkhd + edits + _box(b"mdia", mdhd + hdlr + minf))
    mvex = _box(b"mvex", _full(b"trex", struct.pack(">5I", _TRACK, 1, 0, 0, 0)))
    ftyp = _box(b"ftyp", b"iso6" + bytes(4) + b"iso6cmfcmp41")
    return ftyp + _box(b"moov", mvhd + trak + mvex)


def fragment(samples: Sequence[Sample], *, decode_time: int, number: int) -> bytes:
    """A media segment of one movie fragment; ``decode_time`` of its first sample in ticks, ``number`` rises with it."""
    durations = {sample.duration for sample in samples[:-1]} or {samples[0].duration}
    uniform = durations == {samples[-1].duration}
    plain = all(sample.keyframe and sample.offset == 0 for sample in samples)
    flags = 0x201 | (0 if uniform else 0x100) | (0 if plain else 0xC00)
    rows = bytearray()
    for sample in samples:
        rows += b"" if uniform else struct.pack(">I", sample.duration)
        rows += struct.pack(">I", len(sample.data))
        rows += b"" if plain else struct.pack(">II", _SYNC if sample.keyframe else _NOT_SYNC, sample.offset)
    mfhd = _full(b"mfhd", struct.pack(">I", number))
    # Offsets count from the start of this very fragment, so that it can be moved as it is.
    tfhd = _full(b"tfhd", struct.pack(">III", _TRACK, samples[0].duration, _SYNC), flags=0x020028)
    tfdt = _full(b"tfdt", struct.pack(">Q", decode_time), version=1)

    def moof(data_offset: int) -> bytes:
        trun = _full(b"trun", struct.pack(">Ii", len(samples), data_offset) + rows, flags=flags)
        return _box(b"moof", mfhd + _box(b"traf", tfhd + tfdt + trun))

    styp = _box(b"styp", b"msdh" + bytes(4) + b"msdhcmfc")
    return styp + moof(len(moof(0)) + 8) + _box(b"mdat", b"".join(sample.data for sample in samples))


def _picture_entry(track: Pictures) -> bytes:
    if track.codec not in _ENTRIES:
        raise ForeignPartError(f"{track.codec}: no codec that is streamed")
    kind, configuration = _ENTRIES[track.codec]
    body = struct.pack(">6xH16xHHIIxxxxH", 1, track.width, track.height, 0x480000, 0x480000, 1)
    body += bytes(32) + struct.pack(">Hh", 0x18, -1)
    colour = _box(b"colr", b"nclx" + struct.pack(">HHHB", _BT709, _BT709, _BT709, 0))
    square = _box(b"pasp", struct.pack(">II", 1, 1))
    return _box(kind, body + _box(configuration, track.configuration) + colour + square)


def _sound_entry(track: Sounds) -> bytes:
    body = struct.pack(">6xH8xHHxxxxI", 1, 2, 16, track.rate << 16)
    specific = _descriptor(5, track.configuration)
    decoder = _descriptor(4, struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + specific)
    elementary = _descriptor(3, struct.pack(">HB", 0, 0) + decoder + _descriptor(6, b"\x02"))
    return _box(b"mp4a", body + _full(b"esds", elementary))


def _edits(unseen: int) -> bytes:
    # A length of zero means all of it: how long the film is, is not known when its first fragments are played.
    return _box(b"edts", _full(b"elst", struct.pack(">IIiHH", 1, 0, unseen, 1, 0))) if unseen else b""


def _descriptor(tag: int, content: bytes) -> bytes:
    return struct.pack(">BB", tag, len(content)) + content


def _full(kind: bytes, content: bytes, *, flags: int = 0, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags) + content)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content
