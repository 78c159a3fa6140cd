"""AV1 packets: their open bitstream units, and what an MP4 says about them (AV1 specification §5; AV1-ISOBMFF §2.3)."""

import os
from pathlib import Path

from media.boxes import moov_at
from media.errors import MediaError
from media.sample_table import reading

_SEQUENCE, _FRAME_HEADER, _FRAME = 1, 3, 6
_KEY_FRAME_SHOWN = 0b0001
"""The first four bits of a frame header: not an old frame again, type KEY_FRAME, shown (§5.9.2)."""
_AV1C_HEAD = 4
"""Bytes of an ``av1C`` record before its sequence header."""


def is_shown_key_frame(packet: memoryview, configuration: bytes) -> bool:
    """Whether the packet begins with a key frame that is shown, under the sequence header of an ``av1C`` record."""
    for kind, start, body, end in _obus(packet):
        if kind == _SEQUENCE and packet[start:end] != configuration[_AV1C_HEAD:]:
            return False
        if kind in {_FRAME, _FRAME_HEADER}:
            return body < end and packet[body] >> 4 == _KEY_FRAME_SHOWN
    return False


def state_sequence_header(path: Path) -> None:
    """Make the file's ``av1C`` record hold the sequence header that its packets really have.

    SVT-AV1 hands out the record before it has decided on its coding tools, so that the two differ in the tools'
    flags, by preset. Raises ``MediaError`` if they differ in more than that.
    """
    with reading(path) as reader:
        table = reader.table()
        if table is None or not len(table):
            raise MediaError(f"{path.name}: no AV1 in it")
        first = memoryview(reader.sample(table, 0))
    stated = table.configuration[_AV1C_HEAD:]
    real = next((bytes(first[start:end]) for kind, start, _, end in _obus(first) if kind == _SEQUENCE), b"")
    with path.open("r+b", buffering=0) as file:
        moov = moov_at(file.fileno(), path.stat().st_size)
        index = os.pread(file.fileno(), len(moov), moov.start) if moov else b""
        if len(real) != len(stated) or index.count(table.configuration) != 1:
            raise MediaError(f"{path.name}: its AV1 sequence header cannot be stated")
        assert moov is not None
        os.pwrite(file.fileno(), real, moov.start + index.index(table.configuration) + _AV1C_HEAD)


def _obus(packet: memoryview) -> list[tuple[int, int, int, int]]:
    """Kind, start, first content byte and end of every open bitstream unit (§5.3); none if they do not add up."""
    units, at = [], 0
    while at < len(packet):
        start, head = at, packet[at]
        at += 1 + (head >> 2 & 1)
        size = len(packet) - at
        if head & 2:
            size, at = _leb128(packet, at)
        if size < 0 or at + size > len(packet):
            return []
        units.append((head >> 3 & 15, start, at, at + size))
        at += size
    return units


def _leb128(packet: memoryview, at: int) -> tuple[int, int]:
    """A little-endian base-128 number and where it ends; minus one if it does not end (§4.10.5)."""
    value = 0
    for shift in range(0, 56, 7):
        if at >= len(packet):
            break
        value |= (packet[at] & 127) << shift
        at += 1
        if not packet[at - 1] & 128:
            return value, at
    return -1, at
